import { Generation, Owner } from './generation';
import { alphanumeric, compact, isIntrinsic, isNothing, isTrue, mapBranches, mapOf, NO_VALUE, own, ref, sub, textOf } from './intrinsic';
import { isObject, Json, JsonObject, listOf } from '../model/json';

/** The authorizers of an API by name: `Auth.Authorizers`. */
export function authorizersOf({ properties }: Owner): readonly (readonly [string, JsonObject])[] {
  return Object.entries(mapOf(mapOf(properties.Auth).Authorizers))
    .filter((entry): entry is [string, JsonObject] => isObject(entry[1]) && !isIntrinsic(entry[1]));
}

/** The logical id of the resource that stands for an authorizer. */
export function authorizerId(api: string, name: string): string {
  return `${api}${alphanumeric(name)}Authorizer`;
}

/** How to invoke a function by an API: the URI of an integration or an authorizer. */
export function invocationUri(functionArn: Json): JsonObject {
  return sub('arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${FunctionArn}/invocations', { FunctionArn: functionArn });
}

/** The ARN of what an API may invoke a function for. */
export function executionArn(api: Json, path: string): JsonObject {
  return sub(`arn:\${AWS::Partition}:execute-api:\${AWS::Region}:\${AWS::AccountId}:\${Api}/${path}`, { Api: api });
}

/** Lets an API invoke its authorizer. */
export function permitAuthorizer(generation: Generation, owner: Owner, name: string, functionArn: Json): void {
  generation.add(owner, `${owner.logicalId}${alphanumeric(name)}AuthorizerPermission`, 'AWS::Lambda::Permission', {
    Action: 'lambda:InvokeFunction', FunctionName: functionArn, Principal: 'apigateway.amazonaws.com', SourceArn: executionArn(ref(owner.logicalId), 'authorizers/*'),
  });
}

/** What kind of authorization each authorizer is, in the words of methods (REST) or routes (HTTP). */
export type Kind = (authorizer: JsonObject) => string;

/**
 * The properties of a method or a route that say who may call it.
 *
 * An API key is no authorization: it is kept apart.
 *
 * @param api the API with its `Auth`
 * @param auth the `Auth` of the event
 * @param isPreflight whether the method answers CORS preflights: it takes the default only
 */
export function authorizationOf(api: Owner, auth: JsonObject, kind: Kind): JsonObject {
  const authorizers = new Map(authorizersOf(api));
  const name = isNothing(auth.Authorizer) ? mapOf(api.properties.Auth).DefaultAuthorizer : auth.Authorizer;
  if (isNothing(name)) return { AuthorizationType: 'NONE' };
  const authorizerOf = (branch: Json): JsonObject | undefined => (typeof branch === 'string' ? authorizers.get(branch) : undefined);
  const id = mapBranches(name, branch => (authorizerOf(branch) ? ref(authorizerId(api.logicalId, textOf(branch))) : NO_VALUE));
  const single = authorizerOf(name);
  const scopes = isNothing(auth.AuthorizationScopes) ? single?.AuthorizationScopes : auth.AuthorizationScopes;
  return compact({
    AuthorizationType: mapBranches(name, branch => typeOf(branch, authorizerOf(branch), kind, api)),
    AuthorizerId: isNothing(id) ? undefined : id,
    AuthorizationScopes: single === undefined || listOf(scopes as Json).length === 0 ? undefined : scopes,
  });
}

function typeOf(name: Json, authorizer: JsonObject | undefined, kind: Kind, api: Owner): Json {
  if (name === 'NONE' || name === 'AWS_IAM') return name;
  if (authorizer) return kind(authorizer);
  // A name that leads nowhere, or one that only the deployment knows: nobody can say who may call.
  return typeof name === 'string' ? ref(authorizerId(api.logicalId, name)) : name;
}

/** Whether an API accepts only requests with an API key, unless the event says otherwise. */
export function apiKeyRequired(api: Owner, auth: JsonObject): Json {
  const required = isNothing(auth.ApiKeyRequired) ? mapOf(api.properties.Auth).ApiKeyRequired : auth.ApiKeyRequired;
  return isNothing(required) ? undefined : required;
}

/** The role that API Gateway takes to invoke the function where callers are authorized by IAM: the caller's, unless written. */
export function invokeCredentials(api: Owner, auth: JsonObject): Json {
  const apiAuth = mapOf(api.properties.Auth);
  const role = isNothing(auth.InvokeRole) ? apiAuth.InvokeRole : auth.InvokeRole;
  if (role === 'NONE') return undefined;
  if (!isNothing(role) && role !== 'CALLER_CREDENTIALS') return role;
  const name = isNothing(auth.Authorizer) ? apiAuth.DefaultAuthorizer : auth.Authorizer;
  return name === 'AWS_IAM' ? 'arn:aws:iam::*:user/*' : undefined;
}

/** The headers and query strings that identify a caller to a Lambda authorizer, in the words of API Gateway. */
export function identitySources(identity: JsonObject, prefixes: Readonly<Record<'Headers' | 'QueryStrings' | 'StageVariables' | 'Context', string>>): readonly string[] {
  return (Object.keys(prefixes) as (keyof typeof prefixes)[]).flatMap(part =>
    listOf<Json>(identity[part] as Json).filter((name): name is string => typeof name === 'string').map(name => `${prefixes[part]}${name}`));
}

/** Whether an option of an authorizer is on. */
export function isOn(authorizer: JsonObject, option: string): boolean {
  return isTrue(own(authorizer, option));
}
