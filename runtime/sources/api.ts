import { Delivery, isObject, malformed, objectAt, optionalText, textAt, Unchecked } from './delivery';

/** A request of API Gateway or of a function URL, whichever format it came in. */
export interface ApiRequest {
  readonly method: string;
  /** The route that API Gateway chose, for example `POST /orders/{id}`; `$default` on a function URL. */
  readonly route: string;
  /** The path's parameters by name. */
  readonly path: Readonly<Record<string, string>>;
  /** The query's parameters by name; a list where one is given more than once and the format tells. */
  readonly query: Readonly<Record<string, string | readonly string[]>>;
  /** The headers; names are in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** What a handler may know of a request besides. */
export interface ApiEnvelope {
  readonly apiId: string;
  readonly method: string;
  readonly route: string;
  readonly path?: string;
  readonly sourceIp?: string;
  readonly connectionId?: string;
}

/** What is known of a request before its body is read. */
export type RequestHead = Omit<ApiRequest, 'body'>;

/** A request: its head, its body still as text. */
export interface RequestDelivery extends Delivery { readonly head: RequestHead }

/** The request of a REST, HTTP or WebSocket API, or of a function URL. */
export function openRequest(event: unknown): RequestDelivery {
  if (!isObject(event)) throw malformed('');
  const context = objectAt(event, 'requestContext');
  const { head, path, sourceIp } = event.version === '2.0' ? formatTwo(event, context) : formatOne(event, context);
  const apiId = textAt(context, 'apiId');
  const connectionId = optionalText(context, 'connectionId');
  const body = optionalText(event, 'body') ?? '';
  const claims = claimsOf(context);
  const envelope: ApiEnvelope = { apiId, method: head.method, route: head.route, path, sourceIp, connectionId };
  return {
    origin: { name: apiId },
    id: optionalText(context, 'requestId'),
    principal: principalOf(context, claims),
    claims,
    envelope,
    keys: [...path === undefined ? [] : [path], ...Object.values(head.path)],
    payload: event.isBase64Encoded === true ? { base64: body } : { text: body },
    head,
  };
}

/** Whether it came through a function's own URL: its domain is one of Lambda's. */
export function isFunctionUrl(event: unknown): boolean {
  const context = isObject(event) ? event.requestContext : undefined;
  return isObject(context) && typeof context.domainName === 'string' && /^[a-z0-9]+\.lambda-url\.[a-z0-9-]+\.on\.aws(?:\.cn)?$/.test(context.domainName);
}

interface Read { readonly head: RequestHead; readonly path?: string; readonly sourceIp?: string }

function formatTwo(event: Unchecked, context: Unchecked): Read {
  const http = objectAt(context, 'http');
  const method = textAt(http, 'method');
  const routeKey = textAt(event, 'routeKey');
  const head = { method, route: routeKey, path: texts(event, 'pathParameters'), query: texts(event, 'queryStringParameters'), headers: headersOf(texts(event, 'headers')) };
  return { head, path: textAt(event, 'rawPath'), sourceIp: optionalText(http, 'sourceIp') };
}

function formatOne(event: Unchecked, context: Unchecked): Read {
  const sourceIp = optionalText(isObject(context.identity) ? context.identity : {}, 'sourceIp');
  const query = { ...texts(event, 'queryStringParameters'), ...several(event, 'multiValueQueryStringParameters') };
  const several_ = Object.entries(several(event, 'multiValueHeaders')).map(([name, values]) => [name, values.join(', ')] as const);
  const headers = headersOf({ ...texts(event, 'headers'), ...Object.fromEntries(several_) });
  const shared = { path: texts(event, 'pathParameters'), query, headers };
  if (context.connectionId !== undefined) {
    return { head: { ...shared, method: textAt(context, 'eventType'), route: textAt(context, 'routeKey') }, sourceIp };
  }
  const method = textAt(event, 'httpMethod');
  return { head: { ...shared, method, route: `${method} ${textAt(event, 'resource')}` }, path: textAt(event, 'path'), sourceIp };
}

/** A map of texts, which may be absent or null. */
export function texts(parent: Unchecked, name: string): Record<string, string> {
  const value = parent[name] ?? {};
  // An absent value in a map is a parameter without one.
  if (!isObject(value) || !Object.values(value).every(text => typeof text === 'string' || text === undefined)) throw malformed(name);
  return value as Record<string, string>;
}

// Of the parameters that are given once, the other map tells as much.
function several(parent: Unchecked, name: string): Record<string, string[]> {
  const value = parent[name] ?? {};
  if (!isObject(value)) throw malformed(name);
  const lists = Object.entries(value).filter(([, list]) => !Array.isArray(list) || list.length > 1);
  if (!lists.every(([, list]) => Array.isArray(list) && list.every(text => typeof text === 'string'))) throw malformed(name);
  return Object.fromEntries(lists) as Record<string, string[]>;
}

/** Headers by their names in lower case. */
export function headersOf(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

// REST: the authorizer's context, a user pool's claims; HTTP: `jwt.claims`, `lambda`, `iam`.
function claimsOf(context: Unchecked): Record<string, unknown> {
  const authorizer = isObject(context.authorizer) ? context.authorizer : {};
  const jwt = isObject(authorizer.jwt) ? authorizer.jwt.claims : undefined;
  const claims = [authorizer.claims, jwt, authorizer.lambda, authorizer.iam].find(isObject);
  return { ...claims ?? authorizer };
}

function principalOf(context: Unchecked, claims: Record<string, unknown>): string | undefined {
  const identity = isObject(context.identity) ? context.identity : {};
  return [claims.sub, claims.principalId, claims.userArn, identity.userArn].find((name): name is string => typeof name === 'string' && name !== '');
}
