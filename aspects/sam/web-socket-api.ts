import { httpDomain } from './api-domain';
import { executionArn, invocationUri } from './authorization';
import { Generation, Owner } from './generation';
import { alphanumeric, isNothing, mapOf, ref, without } from './intrinsic';
import { stageSuffix } from './rest-api';
import { Json, JsonObject } from '../model/json';

/** What belongs to the stage, or is read by SAM alone; all else is the API's. */
const STAGE = ['AccessLogSettings', 'DefaultRouteSettings', 'RouteSettings', 'StageVariables'] as const;
const SAM_ONLY = [...STAGE, 'Auth', 'Domain', 'PropagateTags', 'Routes', 'StageName'];

/** `AWS::Serverless::WebSocketApi`: the API with its routes, their integrations and permissions, the authorizer of `$connect`, the stage. */
export function webSocketApi(generation: Generation, owner: Owner): void {
  const { logicalId, properties } = owner;
  const stageName = isNothing(properties.StageName) ? 'default' : properties.StageName;
  generation.add(owner, logicalId, 'AWS::ApiGatewayV2::Api', {
    ...without(properties, SAM_ONLY), Name: properties.Name ?? ref('AWS::StackName'), ProtocolType: 'WEBSOCKET',
  });
  const authorization = connectAuthorization(generation, owner);
  const routes = Object.entries(mapOf(properties.Routes));
  for (const [key, route] of routes) addRoute(generation, owner, key, mapOf(route), stageName, authorization);
  const stage = generation.add(owner, `${logicalId}${capitalised(stageSuffix(stageName))}Stage`, 'AWS::ApiGatewayV2::Stage', {
    ApiId: ref(logicalId),
    StageName: stageName,
    AutoDeploy: true,
    Tags: properties.Tags,
    ...Object.fromEntries(STAGE.map(name => [name, properties[name]])),
  });
  generation.name(logicalId, 'Stage', stage);
  httpDomain(generation, owner, stage);
}

function addRoute(generation: Generation, owner: Owner, key: string, route: JsonObject, stageName: Json, authorization: JsonObject): void {
  const prefix = `${owner.logicalId}${capitalised(alphanumeric(key))}`;
  const settings = mapOf(route.IntegrationTimeout === undefined ? {} : { TimeoutInMillis: route.IntegrationTimeout });
  const integration = generation.add(owner, `${prefix}Integration`, 'AWS::ApiGatewayV2::Integration', {
    ApiId: ref(owner.logicalId), IntegrationType: 'AWS_PROXY', IntegrationUri: invocationUri(route.FunctionArn), ...settings,
  });
  generation.add(owner, `${prefix}Route`, 'AWS::ApiGatewayV2::Route', {
    ...without(route, ['FunctionArn', 'IntegrationTimeout']),
    ApiId: ref(owner.logicalId),
    RouteKey: key,
    // Only `$connect` is authorized: what follows on the connection was let in by it.
    ...(key === '$connect' ? authorization : {}),
    Target: { 'Fn::Join': ['/', ['integrations', ref(integration)]] },
  });
  if (isNothing(route.FunctionArn)) return;
  generation.add(owner, `${prefix}Permission`, 'AWS::Lambda::Permission', {
    Action: 'lambda:InvokeFunction',
    FunctionName: route.FunctionArn,
    Principal: 'apigateway.amazonaws.com',
    SourceArn: executionArn(ref(owner.logicalId), `${typeof stageName === 'string' ? stageName : '*'}/${key}`),
  });
}

function connectAuthorization(generation: Generation, owner: Owner): JsonObject {
  const { logicalId } = owner;
  const auth = mapOf(owner.properties.Auth);
  if (isNothing(auth.AuthType)) return {};
  if (auth.AuthType !== 'CUSTOM') return { AuthorizationType: auth.AuthType };
  const id = generation.add(owner, `${logicalId}ConnectAuthorizer`, 'AWS::ApiGatewayV2::Authorizer', {
    ApiId: ref(logicalId),
    Name: auth.Name ?? `${logicalId}ConnectAuthorizer`,
    AuthorizerType: 'REQUEST',
    AuthorizerUri: invocationUri(auth.AuthArn),
    AuthorizerCredentialsArn: auth.InvokeRole,
    IdentitySource: auth.IdentitySource,
  });
  generation.add(owner, `${logicalId}AuthorizerPermission`, 'AWS::Lambda::Permission', {
    Action: 'lambda:InvokeFunction', FunctionName: auth.AuthArn, Principal: 'apigateway.amazonaws.com', SourceArn: executionArn(ref(logicalId), 'authorizers/*'),
  });
  return { AuthorizationType: 'CUSTOM', AuthorizerId: ref(id) };
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
