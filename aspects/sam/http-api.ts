import { httpDomain } from './api-domain';
import { authorizerId, authorizersOf, invocationUri, isOn, permitAuthorizer } from './authorization';
import { Generation, Owner } from './generation';
import { compact, isNothing, isTrue, mapBranches, mapOf, ref, s3Location } from './intrinsic';
import { httpIdentitySources, securedBody } from './open-api';
import { stageSuffix } from './rest-api';
import { Json, JsonObject } from '../model/json';

/** `AWS::Serverless::HttpApi`: the HTTP API with its stage, authorizers and domain. Events add the routes. */
export function httpApi(generation: Generation, owner: Owner): void {
  const { logicalId, properties } = owner;
  const hasDefinition = !isNothing(properties.DefinitionBody) || !isNothing(properties.DefinitionUri);
  generation.add(owner, logicalId, 'AWS::ApiGatewayV2::Api', {
    Name: properties.Name ?? (hasDefinition ? undefined : ref('AWS::StackName')),
    ProtocolType: hasDefinition ? undefined : 'HTTP',
    Body: isNothing(properties.DefinitionBody) ? undefined : securedBody(owner, 'http'),
    BodyS3Location: isNothing(properties.DefinitionUri) ? undefined : s3Location(properties.DefinitionUri, ''),
    CorsConfiguration: isTrue(properties.CorsConfiguration) ? { AllowOrigins: ['*'] } : isCors(properties.CorsConfiguration),
    Description: properties.Description,
    DisableExecuteApiEndpoint: properties.DisableExecuteApiEndpoint,
    FailOnWarnings: properties.FailOnWarnings,
    IpAddressType: properties.IpAddressType,
    Tags: properties.Tags,
  });
  addAuthorizers(generation, owner);
  const name = properties.StageName;
  const suffix = isNothing(name) || name === '$default' ? 'ApiGatewayDefault' : stageSuffix(name);
  const stage = generation.add(owner, `${logicalId}${suffix}Stage`, 'AWS::ApiGatewayV2::Stage', {
    ApiId: ref(logicalId),
    StageName: isNothing(name) ? '$default' : name,
    AutoDeploy: true,
    AccessLogSettings: properties.AccessLogSettings,
    DefaultRouteSettings: properties.DefaultRouteSettings,
    RouteSettings: properties.RouteSettings,
    StageVariables: properties.StageVariables,
    Tags: properties.Tags,
  });
  generation.name(logicalId, 'Stage', stage);
  httpDomain(generation, owner, stage);
}

function isCors(cors: Json): Json {
  return typeof cors === 'boolean' || typeof cors === 'string' ? undefined : cors;
}

function addAuthorizers(generation: Generation, owner: Owner): void {
  for (const [name, authorizer] of authorizersOf(owner)) {
    const isLambda = !isNothing(authorizer.FunctionArn);
    generation.add(owner, authorizerId(owner.logicalId, name), 'AWS::ApiGatewayV2::Authorizer', {
      ApiId: ref(owner.logicalId), Name: name, ...(isLambda ? lambdaAuthorizer(authorizer) : jwtAuthorizer(authorizer)),
    });
    if (isLambda && isOn(authorizer, 'EnableFunctionDefaultPermissions')) permitAuthorizer(generation, owner, name, authorizer.FunctionArn);
  }
}

function lambdaAuthorizer(authorizer: JsonObject): JsonObject {
  return {
    AuthorizerType: 'REQUEST',
    AuthorizerUri: invocationUri(authorizer.FunctionArn),
    AuthorizerPayloadFormatVersion: authorizer.AuthorizerPayloadFormatVersion,
    AuthorizerCredentialsArn: authorizer.FunctionInvokeRole,
    AuthorizerResultTtlInSeconds: mapOf(authorizer.Identity).ReauthorizeEvery,
    EnableSimpleResponses: authorizer.EnableSimpleResponses,
    IdentitySource: httpIdentitySources(authorizer),
  };
}

function jwtAuthorizer(authorizer: JsonObject): JsonObject {
  const { issuer, audience } = mapOf(authorizer.JwtConfiguration);
  return {
    AuthorizerType: 'JWT',
    IdentitySource: mapBranches(authorizer.IdentitySource, source => [source]),
    JwtConfiguration: compact({ Issuer: issuer, Audience: audience }),
  };
}
