import { Delivery, malformed, objectAt, objectOf, optional, optionalObject, optionalText, proper, textAt } from './delivery';
import { isObject, isText, isTexts, mapped, Unchecked } from '../json';

/** A request of API Gateway or of a function URL, whichever format it came in. */
export interface ApiRequest {
  readonly method: string;
  /** The route that API Gateway chose, for example `POST /orders/{id}`; `$default` on a function URL. */
  readonly route: string;
  /** The path's parameters by name. */
  readonly path: Readonly<Record<string, string>>;
  /** The query's parameters by name; a list where one is given more than once and the format tells. */
  readonly query: Readonly<Record<string, string | readonly string[]>>;
  /** The headers, also the one of cookies where the format tells these apart; names are in lower case. */
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

/** The request of a REST, HTTP or WebSocket API, or of a function URL, whichever is asked for. */
export function openRequest(given: unknown, isUrl: boolean): readonly RequestDelivery[] {
  const event = objectOf(given);
  // What API Gateway asks an authorizer has a type, and its context is no request's.
  const context = objectAt(event.type ? {} : event, 'requestContext');
  if (isFunctionUrl(event) !== isUrl) throw malformed('requestContext.domainName');
  const apiId = textAt(context, 'apiId');
  const isSecond = event.version === '2.0';
  const caller = isSecond ? objectAt(context, 'http') : optionalObject(context, 'identity');
  const [method, route, path] = isSecond ? [textAt(caller, 'method'), textAt(event, 'routeKey'), textAt(event, 'rawPath')] : routed(event, context);
  const parameters = texts(event, 'pathParameters');
  const head: RequestHead = {
    method,
    route,
    path: parameters,
    query: { ...texts(event, 'queryStringParameters'), ...several(event, 'multiValueQueryStringParameters') },
    headers: headersOf(event),
  };
  const claims = claimsOf(context);
  const sourceIp = optionalText(caller, 'sourceIp');
  const envelope: ApiEnvelope = { apiId, method, route, path, sourceIp, connectionId: optionalText(context, 'connectionId') };
  return [{
    origin: { name: apiId },
    id: optionalText(context, 'requestId'),
    // A subject, what a Lambda authorizer names, an IAM identity of an HTTP API or of a REST API.
    principal: [claims.sub, claims.principalId, claims.userArn, caller.userArn].find(name => isText(name) && name) as string | undefined,
    claims,
    envelope,
    keys: [path ?? '', ...Object.values(parameters)],
    lines: head,
    payload: { text: optionalText(event, 'body') ?? '', encoding: event.isBase64Encoded === true ? 'base64' : undefined },
    head,
  }];
}

/** Whether it came through a function's own URL: its domain is one of Lambda's. */
export function isFunctionUrl(event: Unchecked): boolean {
  const { domainName } = optionalObject(event, 'requestContext');
  return isText(domainName) && /^\w+\.lambda-url\.[\w-]+\.on\.aws(\.cn)?$/.test(domainName);
}

/** Method, route and path of a WebSocket, which has none, or of format 1.0. */
function routed(event: Unchecked, context: Unchecked): readonly [method: string, route: string, path?: string] {
  if (context.connectionId !== undefined) return [textAt(context, 'eventType'), textAt(context, 'routeKey')];
  const method = textAt(event, 'httpMethod');
  return [method, `${method} ${textAt(event, 'resource')}`, textAt(event, 'path')];
}

/** A map of texts, which may be absent or null; a copy. */
export function texts(parent: Unchecked, name: string): Record<string, string> {
  // An absent value in a map is a parameter without one.
  return mapOf(parent, name, text => isText(text) || text === undefined) as Record<string, string>;
}

// Of the parameters that are given once, the other map tells as much.
function several(parent: Unchecked, name: string): Record<string, string[]> {
  const lists = mapOf(parent, name, isTexts) as Record<string, string[]>;
  return Object.fromEntries(Object.entries(lists).filter(([, list]) => list.length > 1));
}

function mapOf(parent: Unchecked, name: string, isProper: (value: unknown) => boolean): Unchecked {
  const map = { ...objectOf(parent[name] ?? {}, name) };
  return proper(map, Object.values(map).every(isProper), name);
}

/** Headers by their names in lower case; format 2.0 tells cookies apart. */
export function headersOf(event: Unchecked): Record<string, string> {
  const lists = mapped(several(event, 'multiValueHeaders'), (name, values) => [name, values.join(/^cookie$/i.test(name) ? '; ' : ', ')]);
  const headers = mapped({ ...texts(event, 'headers'), ...lists }, (name, value) => [name.toLowerCase(), value]);
  const cookies = optional(event, 'cookies', isTexts);
  if (cookies?.length) headers.cookie = cookies.join('; ');
  return headers;
}

// REST: the authorizer's context, a user pool's claims; HTTP: `jwt.claims`, `lambda`, `iam`.
function claimsOf(context: Unchecked): Record<string, unknown> {
  const authorizer = optionalObject(context, 'authorizer');
  return { ...[authorizer.claims, optionalObject(authorizer, 'jwt').claims, authorizer.lambda, authorizer.iam].find(isObject) ?? authorizer };
}
