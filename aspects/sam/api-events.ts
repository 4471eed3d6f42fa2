import { apiOfEvent, isManaged } from './apis';
import { apiKeyRequired, authorizationOf, executionArn, invocationUri, invokeCredentials } from './authorization';
import { EventTarget, permit, SamEvent } from './event-target';
import { Generation, Owner } from './generation';
import { alphanumeric, getAtt, isFalse, isNothing, isTrue, mapOf, ref, sub } from './intrinsic';
import { addPreflight } from './open-api';
import { policyStatements } from './resource-policy';
import { modelId, stageSuffix } from './rest-api';
import { startRole } from './rule-events';
import { isObject, Json, JsonObject, listOf } from '../model/json';

const restKind = (authorizer: JsonObject): string => (isNothing(authorizer.UserPoolArn) ? 'CUSTOM' : 'COGNITO_USER_POOLS');
const httpKind = (authorizer: JsonObject): string => (isNothing(authorizer.FunctionArn) ? 'JWT' : 'CUSTOM');

/** Api: a method of a REST API, and the permission to invoke the function for it. */
export function restApiEvent(target: EventTarget, event: SamEvent): void {
  const { generation, owner } = target;
  const { properties, prefix } = event;
  const api = apiOfEvent(generation, 'rest', properties.RestApiId, owner);
  const path = pathOf(properties);
  const method = methodOf(properties);
  const stage = stageSuffix(api?.properties.StageName);
  permit(target, `${prefix}Permission${stage === '' ? 'Stage' : stage}`, 'apigateway.amazonaws.com', {
    SourceArn: executionArn(api ? ref(api.logicalId) : properties.RestApiId, `*/${method === 'ANY' ? '*' : method}${pathPattern(path)}`),
  });
  if (!api || !isManaged(api)) return;
  addMethod(target, event, api, { Type: 'AWS_PROXY', IntegrationHttpMethod: 'POST', Uri: invocationUri(target.arn), Credentials: invokeCredentials(api, mapOf(properties.Auth)) });
}

/** Api, of a state machine: a method that starts it. */
export function startExecutionEvent(target: EventTarget, event: SamEvent): void {
  const role = startRole(target, event, 'apigateway.amazonaws.com', `${event.prefix}RoleStartExecutionPolicy`);
  const api = apiOfEvent(target.generation, 'rest', event.properties.RestApiId, target.owner);
  if (!api || !isManaged(api)) return;
  addMethod(target, event, api, {
    Type: 'AWS',
    IntegrationHttpMethod: 'POST',
    Uri: sub('arn:${AWS::Partition}:apigateway:${AWS::Region}:states:action/StartExecution'),
    Credentials: role,
    RequestTemplates: { 'application/json': sub('{"input": "$util.escapeJavaScript($input.json(\'$\'))", "stateMachineArn": "${StateMachine}"}', { StateMachine: ref(target.logicalId) }) },
  });
}

function addMethod(target: EventTarget, { properties, prefix }: SamEvent, api: Owner, integration: JsonObject): void {
  const { generation, owner } = target;
  const auth = mapOf(properties.Auth);
  const path = pathOf(properties);
  const resourceId = pathResource(generation, api, path);
  generation.add(owner, `${prefix}Method`, 'AWS::ApiGateway::Method', {
    RestApiId: ref(api.logicalId),
    ResourceId: resourceId,
    HttpMethod: methodOf(properties),
    ...authorizationOf(api, auth, restKind),
    ApiKeyRequired: apiKeyRequired(api, auth),
    ...requestOf(target, api, properties),
    Integration: Object.fromEntries(Object.entries(integration).filter(([, value]) => value !== undefined)),
  });
  if (!isNothing(auth.ResourcePolicy)) addToPolicy(generation, api, auth.ResourcePolicy, `${methodOf(properties) === 'ANY' ? '*' : methodOf(properties)}${pathPattern(path)}`);
  if (isNothing(api.properties.Cors)) return;
  generation.once(`${api.logicalId} OPTIONS ${path}`, () => addPreflight(generation, api, `${api.logicalId}${alphanumeric(path)}Preflight`, resourceId, preflightAuthorization(api)));
}

function preflightAuthorization(api: Owner): JsonObject {
  const auth = mapOf(api.properties.Auth);
  return {
    ...(isFalse(auth.AddDefaultAuthorizerToCorsPreflight) ? { AuthorizationType: 'NONE' } : authorizationOf(api, {}, restKind)),
    ApiKeyRequired: isFalse(auth.AddApiKeyRequiredToCorsPreflight) ? undefined : apiKeyRequired(api, {}),
  };
}

/** The resource of a path, made with all that lie above it. */
function pathResource(generation: Generation, api: Owner, path: string): Json {
  const parts = path.split('/').filter(part => part !== '');
  return parts.reduce<Json>((parent, part, index) => {
    const upTo = parts.slice(0, index + 1).join('/');
    return ref(generation.once(`${api.logicalId} /${upTo}`, () => generation.add(api, `${api.logicalId}${alphanumeric(upTo)}Resource`, 'AWS::ApiGateway::Resource', {
      RestApiId: ref(api.logicalId), ParentId: parent, PathPart: part,
    })));
  }, getAtt(api.logicalId, 'RootResourceId'));
}

/** What a method demands of a request: a model, a validator, parameters. */
function requestOf({ generation }: EventTarget, api: Owner, { RequestModel, RequestParameters }: JsonObject): JsonObject {
  const { Model, ValidateBody, ValidateParameters } = mapOf(RequestModel);
  const body = isTrue(ValidateBody);
  const parameters = isTrue(ValidateParameters);
  const validator = (!body && !parameters) ? undefined : generation.once(`${api.logicalId} validator ${body} ${parameters}`, () => generation.add(
    api, `${api.logicalId}${body ? 'Body' : ''}${parameters ? 'Parameters' : ''}Validator`, 'AWS::ApiGateway::RequestValidator',
    { RestApiId: ref(api.logicalId), ValidateRequestBody: body, ValidateRequestParameters: parameters },
  ));
  const required = listOf<Json>(RequestParameters as Json).flatMap((parameter): [string, boolean][] => {
    if (typeof parameter === 'string') return [[parameter, false]];
    return Object.entries(mapOf(parameter)).map(([name, settings]) => [name, isTrue(mapOf(settings).Required)]);
  });
  return {
    RequestModels: typeof Model === 'string' ? { 'application/json': ref(modelId(api.logicalId, Model)) } : undefined,
    RequestValidatorId: validator === undefined ? undefined : ref(validator),
    RequestParameters: required.length === 0 ? undefined : Object.fromEntries(required),
  };
}

/** Adds what the event says of its callers to the policy of the API. */
function addToPolicy(generation: Generation, api: Owner, written: Json, path: string): void {
  const resources = [sub(`execute-api:/\${Stage}/${path}`, { Stage: api.properties.StageName })];
  generation.change(() => api.logicalId, properties => {
    const policy = mapOf(properties.Policy);
    return { ...properties, Policy: { Version: '2012-10-17', ...policy, Statement: [...listOf<Json>(policy.Statement as Json), ...policyStatements(written, resources)] } };
  });
}

/** HttpApi: a route of an HTTP API, its integration, and the permission to invoke the function for it. */
export function httpApiEvent(target: EventTarget, event: SamEvent): void {
  const { generation, owner } = target;
  const { properties, prefix } = event;
  const api = apiOfEvent(generation, 'http', properties.ApiId, owner);
  const isDefault = isNothing(properties.Path);
  const method = methodOf(properties);
  const path = pathOf(properties);
  permit(target, `${prefix}Permission`, 'apigateway.amazonaws.com', {
    SourceArn: executionArn(api ? ref(api.logicalId) : properties.ApiId, isDefault ? '*/*' : `*/${method === 'ANY' ? '*' : method}${pathPattern(path)}`),
  });
  if (!api || !isManaged(api)) return;
  const routeKey = isDefault || path === '$default' ? '$default' : `${method} ${path}`;
  const integration = generation.add(owner, `${prefix}Integration`, 'AWS::ApiGatewayV2::Integration', {
    ApiId: ref(api.logicalId),
    IntegrationType: 'AWS_PROXY',
    IntegrationMethod: 'POST',
    IntegrationUri: invocationUri(target.arn),
    PayloadFormatVersion: properties.PayloadFormatVersion ?? '2.0',
    TimeoutInMillis: properties.TimeoutInMillis,
  });
  generation.add(owner, `${prefix}Route`, 'AWS::ApiGatewayV2::Route', {
    ApiId: ref(api.logicalId),
    RouteKey: routeKey,
    ...authorizationOf(api, mapOf(properties.Auth), httpKind),
    Target: { 'Fn::Join': ['/', ['integrations', ref(integration)]] },
  });
  if (isObject(properties.RouteSettings)) addRouteSettings(generation, api, routeKey, properties.RouteSettings);
}

function addRouteSettings(generation: Generation, api: Owner, routeKey: string, settings: JsonObject): void {
  generation.change(() => generation.names.get(`${api.logicalId}.Stage`), stage => ({
    ...stage, RouteSettings: { ...mapOf(stage.RouteSettings), [routeKey]: settings },
  }));
}

function pathOf({ Path }: JsonObject): string {
  return typeof Path === 'string' ? Path : '/';
}

function methodOf({ Method }: JsonObject): string {
  const method = typeof Method === 'string' ? Method.toUpperCase() : 'ANY';
  return method === '*' || method === 'X-AMAZON-APIGATEWAY-ANY-METHOD' ? 'ANY' : method;
}

/** A path as ARNs have it: parameters become `*`. */
function pathPattern(path: string): string {
  return path.replace(/\{[^}]*\}/g, '*').replace(/\$\{/g, '{');
}
