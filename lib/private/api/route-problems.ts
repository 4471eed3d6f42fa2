import { Token } from 'aws-cdk-lib';
import { authorizerProblems } from './authorizer-problems';
import { AuthorizerSpec } from './authorizer-spec';
import { CORS_METHODS } from './cors';
import { isParameterName } from './parameters';
import { keyOf, parametersOf, Route } from './route';
import { sameRequests, siblingVariable } from './sibling-variables';
import { SecureApiType } from '../../secure-api-props';
import { SecureApiRoute } from '../../secure-api-route';
import { compileProblems, isText, RouteSchemaSources } from '../compiled-schemas';
import { JsonSchema } from '../json-schema/json-schema';
import { Model } from '../json-schema/model';
import { schemaProblems as writtenProblems } from '../json-schema/problems';
import { Strict } from '../json-schema/strict';

/** The methods whose requests have a body. */
const BODIED = ['POST', 'PUT', 'PATCH'];

const PARTS = ['body', 'query', 'path', 'headers'] as const;

/** Everything that `addRoute` says. */
const SAYS = {
  method: (given: string) => `method: one of ${CORS_METHODS.join(', ')}, got ${given}: a route for every method takes what nobody described`,
  path: (given: string) =>
    `path: a slash, then segments of letters, digits and -._:$ or {parameters}, as in /orders/{id} and not /orders/:id; {rest+} may be the last, and none stands twice; got ${given}`,
  twice: 'the API has this route already',
  sibling: (path: string, other: string) =>
    `path: ${path} has a variable where ${other} has another, and a REST API has one beneath each parent: name it the same in both`,
  same: (path: string, other: string) => `path: ${path} takes the same requests as ${other}, and an HTTP API refuses the second: give one of the two, or other paths`,
  noBody: 'body: give the JSON Schema of what the route takes, or uncheckedBody with the reason why nothing checks it',
  twoBodies: 'body and uncheckedBody: give one of the two',
  noReason: 'uncheckedBody is the reason why nothing checks the body, got an empty text',
  strayBody: (method: string) => `body: a ${method} request has none; describe its query instead`,
  noObject: (part: string) => `${part}: the schema is one of an object with a property for each parameter (type: object)`,
  noParameter: (name: string, path: string) => `path: the schema describes ${name}, which is no parameter of ${path}`,
  lowerCase: (name: string) => `headers: ${name} is written in lower case in a schema, since callers write it as they like`,
  unchecked: (keywords: readonly string[]) =>
    `body: API Gateway does not check ${keywords.slice(0, 3).join(', ')}${keywords.length > 3 ? ` and ${keywords.length - 3} more` : ''}, and neither does the function: `
    + 'give it as a SecureFunction with an entry, whose boundary checks everything, or say it otherwise',
  text: 'body: API Gateway reads every body as JSON, so that text is checked by the function alone, and this one checks nothing: give it as a SecureFunction with an entry, '
    + 'or uncheckedBody with the reason why nothing checks it',
  name: (part: string, name: string) =>
    `${part}: API Gateway takes names of letters, digits and .-_$ alone, so ${name} is checked by the function alone, and this one checks nothing: give it as a SecureFunction with an entry`,
  http: (part: string) => `${part}: an HTTP API checks nothing, and neither does the function: give it as a SecureFunction with an entry, or leave out type: SecureApiType.HTTP`,
  meteredHttp: 'metered: an HTTP API has no usage plans; leave it out, or leave out type: SecureApiType.HTTP',
  meteredOpen: 'metered: a key counts calls and authorizes nobody, since it is sent around in the open: give the route an authorizer',
};

/** The parts of a request by their schemas, with limits. */
export type StrictParts = { readonly [part in keyof RouteSchemaSources]?: Strict };

/** What is known of a route beside what was given. */
export interface RouteContext {
  readonly type: SecureApiType;
  readonly method: string;
  readonly path: string;
  /** The routes that the API has already. */
  readonly others: readonly Pick<Route, 'method' | 'path'>[];
  readonly authorizer: AuthorizerSpec;
  /** Whether the function's boundary checks the schemas. */
  readonly functionChecks: boolean;
}

/** What is wrong with a route, each as a sentence about what was given. */
export function routeProblems(given: SecureApiRoute, context: RouteContext): string[] {
  return [
    ...keyProblems(context),
    ...bodyProblems(given, context),
    ...partProblems(given, context),
    ...(given.authorizer === undefined ? [] : authorizerProblems(given.authorizer._spec, context.type)),
    ...meterProblems(given, context),
  ];
}

/** What is wrong with the schemas of a route, once they have been made strict and translated. */
export function schemaProblems(parts: StrictParts, model: Model | undefined, context: RouteContext): string[] {
  const own = (Object.entries(parts) as [keyof RouteSchemaSources, Strict][]).flatMap(([part, { schema, problems }]) =>
    [...problems, ...compileProblems(schema, part)].map(problem => `${part}: ${problem}`));
  const isLeft = model !== undefined && model.unchecked.length > 0 && !context.functionChecks && context.type === SecureApiType.REST;
  return [...own, ...isLeft ? [SAYS.unchecked(model.unchecked)] : [], ...alone(parts, context)];
}

/** What only a function can check of a REST API's requests, where it does not. */
function alone({ body, query, headers }: StrictParts, { functionChecks, type }: RouteContext): string[] {
  if (functionChecks || type === SecureApiType.HTTP) return [];
  const unnamed = (part: string, schema: JsonSchema | undefined) => (
    namesIn(schema).filter(name => !isParameterName(name)).map(name => SAYS.name(part, name))
  );
  return [...isText(body?.schema) ? [SAYS.text] : [], ...unnamed('query', query?.schema), ...unnamed('headers', headers?.schema)];
}

function keyProblems({ type, method, path, others }: RouteContext): string[] {
  const segments = path.slice(1).split('/');
  const isWellFormed = !Token.isUnresolved(path) && path.startsWith('/') && (path === '/' || segments.every((segment, index) =>
    /^[\w.$-][\w.:$-]*$/.test(segment) || /^\{\w+\}$/.test(segment) || (/^\{\w+\+\}$/.test(segment) && index === segments.length - 1)));
  const isUnique = new Set(parametersOf(path)).size === parametersOf(path).length;
  const sibling = type === SecureApiType.REST && isWellFormed ? siblingVariable(path, others) : undefined;
  const same = type === SecureApiType.HTTP && isWellFormed ? sameRequests({ method, path }, others) : undefined;
  return [
    ...(CORS_METHODS.includes(method) ? [] : [SAYS.method(method)]),
    ...(isWellFormed && isUnique ? [] : [SAYS.path(path)]),
    ...(others.some(other => keyOf(other) === keyOf({ method, path })) ? [SAYS.twice] : []),
    ...(sibling === undefined ? [] : [SAYS.sibling(path, keyOf(sibling))]),
    ...(same === undefined ? [] : [SAYS.same(path, keyOf(same))]),
  ];
}

function bodyProblems({ body, uncheckedBody }: SecureApiRoute, { method }: RouteContext): string[] {
  if (uncheckedBody?.trim() === '') return [SAYS.noReason];
  if (body !== undefined) return uncheckedBody !== undefined ? [SAYS.twoBodies] : ['GET', 'HEAD'].includes(method) ? [SAYS.strayBody(method)] : [];
  return BODIED.includes(method) && uncheckedBody === undefined ? [SAYS.noBody] : [];
}

function partProblems(given: SecureApiRoute, { type, path, functionChecks }: RouteContext): string[] {
  const parts = (['query', 'path', 'headers'] as const).filter(part => given[part] !== undefined);
  const unchecked = type === SecureApiType.HTTP && !functionChecks ? [...(given.body === undefined ? [] : ['body']), ...parts] : [];
  const strays = namesIn(given.path).filter(name => !parametersOf(path).includes(name));
  return [
    ...PARTS.filter(part => given[part] !== undefined).flatMap(part => writtenProblems(given[part]).map(problem => `${part}: ${problem}`)),
    ...parts.filter(part => given[part]?.type !== 'object').map(SAYS.noObject),
    ...strays.map(name => SAYS.noParameter(name, path)),
    ...namesIn(given.headers).filter(name => name !== name.toLowerCase()).map(SAYS.lowerCase),
    ...unchecked.map(SAYS.http),
  ];
}

function namesIn(schema: SecureApiRoute['path']): string[] {
  return Object.keys(schema?.properties ?? {});
}

function meterProblems({ metered }: SecureApiRoute, { type, authorizer }: RouteContext): string[] {
  if (metered !== true) return [];
  return [...(type === SecureApiType.HTTP ? [SAYS.meteredHttp] : []), ...(authorizer.kind === 'none' ? [SAYS.meteredOpen] : [])];
}
