import { kindOf } from './kind-of';
import { RESOURCE_READABLE, templateFinding } from '../engine/notices';
import { Finding } from '../finding';
import { isObject, Json } from '../model/json';
import { isResourceType, TemplateSource } from '../model/template';

/** What is to be said about resources that no rule has seen, because nobody can say what they are. */
export function resourceNotices({ path, body, stackPath }: TemplateSource): Finding[] {
  const entries = Object.entries(isObject(body.Resources) ? body.Resources : {});
  // A synthesis may well have a stack that only puts something out; a file that somebody names is meant to hold something.
  if (entries.length === 0 && stackPath === undefined) return [templateFinding(RESOURCE_READABLE, path, 'the template holds no resources, so nothing was judged; was it rendered?')];
  return entries.flatMap(([logicalId, resource]) => {
    const fault = faultOf(logicalId, resource);
    return fault === undefined ? [] : [templateFinding(RESOURCE_READABLE, path, `${fault}, so it was not judged${/[{<]/.test(logicalId) ? '; was the template rendered?' : ''}`, logicalId)];
  });
}

function faultOf(logicalId: string, resource: Json): string | undefined {
  if (/^Fn::(?:ForEach|Transform)/.test(logicalId)) return `what ${logicalId} makes is only known at deployment`;
  if (!isObject(resource)) return `the resource is ${kindOf(resource)} and must be a map with a Type`;
  if (resource.Type === undefined) return 'the resource has no Type';
  if (isResourceType(resource.Type)) return undefined;
  const given = typeof resource.Type === 'string' ? JSON.stringify(resource.Type) : kindOf(resource.Type);
  return `the Type of the resource is ${given} and must be a text such as AWS::SQS::Queue`;
}
