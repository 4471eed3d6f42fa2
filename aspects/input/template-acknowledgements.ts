import { acknowledgement } from './construct-metadata';
import { Acknowledgement } from '../engine/acknowledgements';
import { isObject, Json, listOf } from '../model/json';
import { TemplateSource } from '../model/template';

/**
 * What users accept in a template itself: `Metadata: { Rampart: { acknowledge: [{ id, reason, until }] } }`, on a resource
 * or, for the whole template, at its top.
 */
export function templateAcknowledgements({ path, body }: TemplateSource): Acknowledgement[] {
  const resources = isObject(body.Resources) ? Object.entries(body.Resources) : [];
  return [
    ...acknowledgedIn(body.Metadata).map(one => ({ ...one, on: { template: path } })),
    ...resources.flatMap(([logicalId, resource]) =>
      (isObject(resource) ? acknowledgedIn(resource.Metadata) : []).map(one => ({ ...one, on: { template: path, logicalId } }))),
  ] as Acknowledgement[];
}

function acknowledgedIn(metadata: Json): ReturnType<typeof acknowledgement>[] {
  if (!isObject(metadata) || metadata.Rampart === undefined) return [];
  if (!isObject(metadata.Rampart)) return [acknowledgement(metadata.Rampart)];
  return listOf<Json>(metadata.Rampart.acknowledge as Json).map(acknowledgement);
}
