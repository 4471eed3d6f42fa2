import { restDomain } from './api-domain';
import { authorizerId, authorizersOf, identitySources, invocationUri, permitAuthorizer } from './authorization';
import { Generation, Owner } from './generation';
import { alphanumeric, compact, isNothing, mapBranches, mapOf, ref, s3Location, tagList } from './intrinsic';
import { securedBody } from './open-api';
import { resourcePolicy } from './resource-policy';
import { Json, JsonObject, listOf } from '../model/json';

/** Properties of the API that have the same name and meaning in SAM. */
const SAME = [
  'ApiKeySourceType', 'Description', 'DisableExecuteApiEndpoint', 'EndpointAccessMode', 'FailOnWarnings', 'MinimumCompressionSize', 'Mode',
  'Policy', 'SecurityPolicy',
] as const;

/** Properties of the stage that have the same name and meaning in SAM. */
const STAGE = ['AccessLogSetting', 'CacheClusterEnabled', 'CacheClusterSize', 'CanarySetting', 'MethodSettings', 'TracingEnabled', 'Variables'] as const;

/** `AWS::Serverless::Api`: the REST API with its stage, authorizers, models, keys and domain. Events add the methods. */
export function restApi(generation: Generation, owner: Owner): void {
  const { logicalId, properties } = owner;
  const hasDefinition = !isNothing(properties.DefinitionBody) || !isNothing(properties.DefinitionUri);
  generation.add(owner, logicalId, 'AWS::ApiGateway::RestApi', {
    ...pick(properties, SAME),
    Name: properties.Name ?? (hasDefinition ? undefined : ref('AWS::StackName')),
    Body: isNothing(properties.DefinitionBody) ? undefined : securedBody(owner, 'rest'),
    BodyS3Location: isNothing(properties.DefinitionUri) ? undefined : s3Location(properties.DefinitionUri, ''),
    BinaryMediaTypes: mediaTypes(properties.BinaryMediaTypes),
    EndpointConfiguration: mapBranches(properties.EndpointConfiguration, endpointConfiguration),
    Tags: tagList(properties.Tags),
    ...(isNothing(mapOf(properties.Auth).ResourcePolicy) ? {} : { Policy: resourcePolicy(mapOf(properties.Auth).ResourcePolicy, ['execute-api:/*']) }),
  });
  const stage = addStage(generation, owner);
  addAuthorizers(generation, owner);
  addModels(generation, owner);
  addUsagePlan(generation, owner, stage);
  restDomain(generation, owner, stage);
}

/** The deployment, whose hash at the end of its id is left out, and the stage. */
function addStage(generation: Generation, owner: Owner): string {
  const { logicalId, properties } = owner;
  const deployment = generation.add(owner, `${logicalId}Deployment`, 'AWS::ApiGateway::Deployment', {
    RestApiId: ref(logicalId),
    // Without OpenApiVersion, SAM lets the deployment make a second stage, of this very name.
    StageName: isNothing(properties.OpenApiVersion) ? 'Stage' : undefined,
  });
  const stage = generation.add(owner, `${logicalId}${stageSuffix(properties.StageName)}Stage`, 'AWS::ApiGateway::Stage', {
    RestApiId: ref(logicalId), DeploymentId: ref(deployment), StageName: properties.StageName, ...pick(properties, STAGE),
  });
  generation.name(logicalId, 'Deployment', deployment);
  generation.name(logicalId, 'Stage', stage);
  return stage;
}

/** What of a stage's name goes into logical ids: nothing where only the deployment knows it. */
export function stageSuffix(name: Json): string {
  return typeof name === 'string' ? alphanumeric(name) : '';
}

function pick(properties: JsonObject, names: readonly string[]): JsonObject {
  return Object.fromEntries(names.map(name => [name, properties[name]]));
}

/** SAM writes `~1` for the slash of a media type. */
function mediaTypes(types: Json): Json {
  return Array.isArray(types) ? types.map(type => (typeof type === 'string' ? type.replace(/~1/g, '/') : type as Json)) : types;
}

function endpointConfiguration(configuration: Json): Json {
  if (typeof configuration === 'string') return { Types: [configuration] };
  const { Type, VPCEndpointIds, IpAddressType } = mapOf(configuration);
  return Type === undefined ? configuration : compact({ Types: [Type], VpcEndpointIds: VPCEndpointIds, IpAddressType });
}

const IDENTITY = {
  Headers: 'method.request.header.', QueryStrings: 'method.request.querystring.', StageVariables: 'stageVariables.', Context: 'context.',
} as const;

function addAuthorizers(generation: Generation, owner: Owner): void {
  for (const [name, authorizer] of authorizersOf(owner)) {
    const identity = mapOf(authorizer.Identity);
    const isCognito = !isNothing(authorizer.UserPoolArn);
    const isRequest = authorizer.FunctionPayloadType === 'REQUEST';
    const sources = identitySources(identity, IDENTITY).join(', ');
    const header = mapBranches(identity.Header ?? 'Authorization', one => (typeof one === 'string' ? `method.request.header.${one}` : one));
    generation.add(owner, authorizerId(owner.logicalId, name), 'AWS::ApiGateway::Authorizer', {
      RestApiId: ref(owner.logicalId),
      Name: name,
      Type: isCognito ? 'COGNITO_USER_POOLS' : isRequest ? 'REQUEST' : 'TOKEN',
      ProviderARNs: isCognito ? listOf<Json>(authorizer.UserPoolArn as Json) : undefined,
      AuthorizerUri: isCognito ? undefined : invocationUri(authorizer.FunctionArn),
      AuthorizerCredentials: authorizer.FunctionInvokeRole === 'NONE' ? undefined : authorizer.FunctionInvokeRole,
      IdentitySource: isCognito || !isRequest ? header : sources === '' ? undefined : sources,
      IdentityValidationExpression: identity.ValidationExpression,
      AuthorizerResultTtlInSeconds: identity.ReauthorizeEvery,
    });
    const isOpen = isNothing(authorizer.FunctionInvokeRole) && authorizer.DisableFunctionDefaultPermissions !== true;
    if (!isCognito && isOpen && !isNothing(authorizer.FunctionArn)) permitAuthorizer(generation, owner, name, authorizer.FunctionArn);
  }
}

function addModels(generation: Generation, owner: Owner): void {
  const { logicalId, properties } = owner;
  for (const [name, schema] of Object.entries(mapOf(properties.Models))) {
    generation.add(owner, modelId(logicalId, name), 'AWS::ApiGateway::Model', { RestApiId: ref(logicalId), Name: name, ContentType: 'application/json', Schema: schema });
  }
  for (const [type, response] of Object.entries(mapOf(properties.GatewayResponses))) {
    const { ResponseParameters, ResponseTemplates, StatusCode } = mapOf(response);
    generation.add(owner, `${logicalId}${alphanumeric(type)}GatewayResponse`, 'AWS::ApiGateway::GatewayResponse', {
      RestApiId: ref(logicalId), ResponseType: type, ResponseTemplates, StatusCode, ResponseParameters: responseParameters(ResponseParameters),
    });
  }
}

/** SAM writes the headers of a gateway response by themselves. */
function responseParameters(written: Json): Json {
  const headers = Object.entries(mapOf(mapOf(written).Headers));
  return headers.length === 0 ? written : Object.fromEntries(headers.map(([name, value]) => [`gatewayresponse.header.${name}`, value]));
}

/** The logical id of the resource that stands for a model. */
export function modelId(api: string, name: string): string {
  return `${api}${alphanumeric(name)}Model`;
}

/** The usage plan and key that SAM makes for an API, or for all that share them. */
function addUsagePlan(generation: Generation, owner: Owner, stage: string): void {
  const plan = mapOf(mapOf(owner.properties.Auth).UsagePlan);
  const kind = plan.CreateUsagePlan;
  if (kind !== 'PER_API' && kind !== 'SHARED') return;
  const prefix = kind === 'SHARED' ? 'Serverless' : owner.logicalId;
  const apiStage = { ApiId: ref(owner.logicalId), Stage: ref(stage) };
  const key = { RestApiId: ref(owner.logicalId), StageName: ref(stage) };
  const planId = generation.once(`${prefix}UsagePlan`, () => generation.add(owner, `${prefix}UsagePlan`, 'AWS::ApiGateway::UsagePlan', {
    ApiStages: [apiStage], ...pick(plan, ['Description', 'Quota', 'Throttle', 'UsagePlanName']), Tags: tagList(plan.Tags),
  }));
  const keyId = generation.once(`${prefix}ApiKey`, () => generation.add(owner, `${prefix}ApiKey`, 'AWS::ApiGateway::ApiKey', { Enabled: true, StageKeys: [key] }));
  generation.once(`${prefix}UsagePlanKey`, () => generation.add(owner, `${prefix}UsagePlanKey`, 'AWS::ApiGateway::UsagePlanKey', {
    KeyId: ref(keyId), KeyType: 'API_KEY', UsagePlanId: ref(planId),
  }));
  generation.name(owner.logicalId, 'UsagePlan', planId);
  generation.name(owner.logicalId, 'ApiKey', keyId);
}
