import { headersOf, texts } from './api';
import { Delivery, malformed, objectOf, optional, optionalObject, optionalText, textAt } from './delivery';
import { AUTH_FAILED } from '../contract';
import { HandlerError } from '../errors';
import { Fits } from '../facts/allowed';
import { Verdict } from '../handler/outcome';
import { isObject, isText, isTexts, Unchecked } from '../json';

/** What API Gateway asks an authorizer. */
export interface AuthorizerRequest {
  /** The ARN of the method or route that is called. */
  readonly resource: string;
  /** The token, where the authorizer is asked about a token alone. */
  readonly token?: string;
  /** What the API names as the source of identity, where it sends that. */
  readonly identity?: readonly string[];
  readonly method?: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly path: Readonly<Record<string, string>>;
}

/** What a handler may know of an authorizer's call. */
export interface AuthorizerEnvelope {
  readonly resource: string;
  readonly sourceIp?: string;
}

/** The question of API Gateway, in any of its formats. */
export function openAuthorizer(given: unknown): Delivery[] {
  const event = objectOf(given);
  if (event.type !== 'TOKEN' && event.type !== 'REQUEST') throw malformed('type');
  const resource = textAt(event, event.version === '2.0' ? 'routeArn' : 'methodArn');
  const context = optionalObject(event, 'requestContext');
  const http = isObject(context.http) ? context.http : undefined;
  const request: AuthorizerRequest = {
    resource,
    token: event.type === 'TOKEN' ? textAt(event, 'authorizationToken') : undefined,
    identity: identityOf(event),
    method: http === undefined ? optionalText(event, 'httpMethod') : optionalText(http, 'method'),
    headers: headersOf(event),
    query: texts(event, 'queryStringParameters'),
    path: texts(event, 'pathParameters'),
  };
  const envelope: AuthorizerEnvelope = { resource, sourceIp: optionalText(http ?? optionalObject(context, 'identity'), 'sourceIp') };
  return [{ id: optionalText(context, 'requestId'), origin: { name: resource }, envelope, keys: Object.values(request.path), lines: request, payload: { value: request } }];
}

// A list in format 2.0, texts with commas before.
function identityOf(event: Unchecked): readonly string[] | undefined {
  const { identitySource } = event;
  return isText(identitySource) ? identitySource.split(',') : optional(event, 'identitySource', isTexts);
}

/** What the log says of an answer that lets nobody in. */
export const denial = (answer: unknown): Verdict | undefined => isDenial(answer) ? ['warn', 'denied', { event: AUTH_FAILED }] : undefined;

/** Whether the answer lets nobody in: a policy that denies, or a simple refusal. */
function isDenial(answer: unknown): boolean {
  if (!isObject(answer)) return true;
  if (answer.isAuthorized !== undefined) return answer.isAuthorized !== true;
  return ![optionalObject(answer, 'policyDocument').Statement].flat().some(statement => isObject(statement) && statement.Effect === 'Allow');
}

/** The only error for which API Gateway answers 401; every other one lets nobody in either. */
export function unauthorized(error: unknown, isRefusal: boolean): Error | undefined {
  const isMeant = isRefusal || (error instanceof Error && error.message === 'Unauthorized');
  return isMeant ? new HandlerError('Unauthorized', 'Unauthorized') : undefined;
}

/** Whether it is asked about an API of the allow-list: about one method of it, so the API's ARN and a path. */
export const isAsked: Fits = (entry, { name }) => (
  isText(entry) && (entry === name || name?.startsWith(`${entry.replace(/\/$/, '')}/`) === true)
);
