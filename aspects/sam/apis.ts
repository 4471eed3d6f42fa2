import { Generation, Owner, Written } from './generation';
import { httpApi } from './http-api';
import { isNothing, isTrue, referredId } from './intrinsic';
import { restApi } from './rest-api';
import { Json } from '../model/json';

/** The kinds of API that an event may belong to. */
const KINDS = {
  rest: { type: 'AWS::Serverless::Api', implicit: 'ServerlessRestApi', properties: { StageName: 'Prod' }, generate: restApi },
  http: { type: 'AWS::Serverless::HttpApi', implicit: 'ServerlessHttpApi', properties: {}, generate: httpApi },
} as const;

/**
 * The API that an event belongs to.
 *
 * Where the event names none, SAM makes an implicit one for all such events. Nobody wrote it, so what is to be said about
 * the API itself is said of the first function that has such an event; what is to be said about a method or a route, of
 * the function whose event makes it.
 *
 * @param written the property `RestApiId` or `ApiId`
 * @returns nothing where the API is no SAM resource of the template: then SAM adds no method to it
 */
export function apiOfEvent(generation: Generation, kind: keyof typeof KINDS, written: Json, by: Owner): Owner | undefined {
  const { type, implicit, properties, generate } = KINDS[kind];
  const id = isNothing(written) ? implicit : referredId(written) ?? '';
  const explicit = generation.owner(id);
  if (explicit?.type === type) return explicit;
  if (id !== implicit || generation.typeOf(implicit) !== undefined) return undefined;
  const writtenAs: Written = { logicalId: by.logicalId, type: by.type };
  return generation.implicitApi(implicit, () => {
    const owner = { logicalId: implicit, type, definition: {}, properties: { ...generation.globals(type), ...properties }, writtenAs };
    generate(generation, owner);
    return owner;
  });
}

/** Whether SAM writes the methods of an API: a definition that was written is left alone, unless merging is asked for. */
export function isManaged({ properties }: Owner): boolean {
  return (isNothing(properties.DefinitionBody) && isNothing(properties.DefinitionUri)) || isTrue(properties.MergeDefinitions);
}
