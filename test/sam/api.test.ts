import { become, samFunction, typesOf } from './become';
import { normaliseSam } from '../../aspects/sam/normalise';
import { modelOfTemplate } from '../support/synthesis';

const api = (properties: object = {}): object => ({ Type: 'AWS::Serverless::Api', Properties: { StageName: 'prod', ...properties } });
const http = (properties: object = {}): object => ({ Type: 'AWS::Serverless::HttpApi', Properties: properties });
const get = (more: object = {}): object => ({ Type: 'Api', Properties: { Path: '/orders/{id}', Method: 'get', RestApiId: { Ref: 'Api' }, ...more } });
const route = (more: object = {}): object => ({ Type: 'HttpApi', Properties: { Path: '/orders/{id}', Method: 'get', ApiId: { Ref: 'Api' }, ...more } });

test('events without an API make an implicit one, with the function as what the user wrote', () => {
  const { resources, writtenAs } = normaliseSam({
    Globals: { Api: { TracingEnabled: true } },
    Resources: { Fn: samFunction({ Events: { Get: { Type: 'Api', Properties: { Path: '/', Method: 'GET' } }, All: { Type: 'HttpApi' } } }) } as never,
  });
  expect(typesOf(resources as never)).toEqual({
    Fn: 'AWS::Lambda::Function',
    FnRole: 'AWS::IAM::Role',
    ServerlessRestApi: 'AWS::ApiGateway::RestApi',
    ServerlessRestApiDeployment: 'AWS::ApiGateway::Deployment',
    ServerlessRestApiProdStage: 'AWS::ApiGateway::Stage',
    FnGetPermissionProd: 'AWS::Lambda::Permission',
    FnGetMethod: 'AWS::ApiGateway::Method',
    ServerlessHttpApi: 'AWS::ApiGatewayV2::Api',
    ServerlessHttpApiApiGatewayDefaultStage: 'AWS::ApiGatewayV2::Stage',
    FnAllPermission: 'AWS::Lambda::Permission',
    FnAllIntegration: 'AWS::ApiGatewayV2::Integration',
    FnAllRoute: 'AWS::ApiGatewayV2::Route',
  });
  expect(new Set([...writtenAs.values()].map(written => written.logicalId))).toEqual(new Set(['Fn']));
  expect(resources).toMatchObject({
    ServerlessRestApiProdStage: { Properties: { StageName: 'Prod', TracingEnabled: true } },
    FnGetMethod: { Properties: { HttpMethod: 'GET', AuthorizationType: 'NONE', ResourceId: { 'Fn::GetAtt': ['ServerlessRestApi', 'RootResourceId'] } } },
    FnAllRoute: { Properties: { RouteKey: '$default', AuthorizationType: 'NONE' } },
  });
});

test('the methods of one path share its resources, and lead to the function', () => {
  const app = modelOfTemplate({ Resources: { Api: api(), Fn: samFunction({ Events: { Get: get(), Put: get({ Method: 'PUT' }), Any: get({ Path: '/orders', Method: 'any' }) } }) } });
  expect(app.ofType('AWS::ApiGateway::Resource').map(one => [one.logicalId, one.get('PathPart'), one.writtenId])).toEqual([
    ['ApiordersResource', 'orders', 'Api'], ['ApiordersidResource', '{id}', 'Api'],
  ]);
  const methods = app.ofType('AWS::ApiGateway::Method');
  expect(methods.map(one => [one.get('HttpMethod'), one.writtenId, app.functionOf(one.get('Integration.Uri'))?.logicalId])).toEqual([
    ['GET', 'Fn', 'Fn'], ['PUT', 'Fn', 'Fn'], ['ANY', 'Fn', 'Fn'],
  ]);
  const sources = app.ofType('AWS::Lambda::Permission').map(one => (one.get('SourceArn') as { pattern: string }).pattern);
  expect(sources.map(source => source.split(':').pop())).toEqual(['*/*/GET/orders/*', '*/*/PUT/orders/*', '*/*/*/orders']);
});

test('a stage, its logs and caches; what belongs to the API', () => {
  const { Api, ApiprodStage, ApiDeployment } = become({
    Api: api({
      Name: 'orders',
      TracingEnabled: true,
      MethodSettings: [{ LoggingLevel: 'INFO' }],
      AccessLogSetting: { DestinationArn: 'log' },
      CacheClusterEnabled: true,
      OpenApiVersion: '3.0.1',
      BinaryMediaTypes: ['image~1png', 5],
      EndpointConfiguration: { Type: 'PRIVATE', VPCEndpointIds: ['vpce'] },
      MinimumCompressionSize: 5,
    }),
  });
  expect(Api.Properties).toEqual({
    Name: 'orders', BinaryMediaTypes: ['image/png', 5], EndpointConfiguration: { Types: ['PRIVATE'], VpcEndpointIds: ['vpce'] }, MinimumCompressionSize: 5,
  });
  expect(ApiprodStage.Properties).toEqual({
    RestApiId: { Ref: 'Api' },
    DeploymentId: { Ref: 'ApiDeployment' },
    StageName: 'prod',
    TracingEnabled: true,
    MethodSettings: [{ LoggingLevel: 'INFO' }],
    AccessLogSetting: { DestinationArn: 'log' },
    CacheClusterEnabled: true,
  });
  expect(ApiDeployment.Properties).toEqual({ RestApiId: { Ref: 'Api' } });
});

test('without OpenApiVersion the deployment makes a second stage, as SAM does', () => {
  const { ApiDeployment, ApiStage } = become({ Api: api({ StageName: { Ref: 'Name' }, EndpointConfiguration: 'REGIONAL' }) });
  expect(ApiDeployment.Properties.StageName).toBe('Stage');
  expect(ApiStage.Properties.StageName).toEqual({ Ref: 'Name' });
});

const AUTH = {
  DefaultAuthorizer: 'Pool',
  ApiKeyRequired: true,
  Authorizers: {
    Pool: { UserPoolArn: 'pool', AuthorizationScopes: ['read'] },
    Token: { FunctionArn: 'fn', Identity: { Header: 'X-Token', ReauthorizeEvery: 60, ValidationExpression: 'x' } },
    Request: { FunctionArn: 'fn', FunctionPayloadType: 'REQUEST', FunctionInvokeRole: 'role', Identity: { Headers: ['A'], QueryStrings: ['b'] } },
  },
};

test('authorizers of a REST API', () => {
  const resources = become({ Api: api({ Auth: AUTH }) });
  expect(resources).toMatchObject({
    ApiPoolAuthorizer: { Properties: { Type: 'COGNITO_USER_POOLS', ProviderARNs: ['pool'], IdentitySource: 'method.request.header.Authorization' } },
    ApiTokenAuthorizer: { Properties: { Type: 'TOKEN', IdentitySource: 'method.request.header.X-Token', AuthorizerResultTtlInSeconds: 60, IdentityValidationExpression: 'x' } },
    ApiTokenAuthorizerPermission: { Properties: { FunctionName: 'fn', Principal: 'apigateway.amazonaws.com' } },
    ApiRequestAuthorizer: { Properties: { Type: 'REQUEST', AuthorizerCredentials: 'role', IdentitySource: 'method.request.header.A, method.request.querystring.b' } },
  });
  expect(resources).not.toHaveProperty('ApiRequestAuthorizerPermission');
});

test.each([
  ['the default', undefined, { AuthorizationType: 'COGNITO_USER_POOLS', AuthorizerId: { Ref: 'ApiPoolAuthorizer' }, AuthorizationScopes: ['read'], ApiKeyRequired: true }],
  ['another', { Authorizer: 'Token', ApiKeyRequired: false }, { AuthorizationType: 'CUSTOM', AuthorizerId: { Ref: 'ApiTokenAuthorizer' }, ApiKeyRequired: false }],
  ['other scopes', { AuthorizationScopes: ['write'] }, { AuthorizationScopes: ['write'] }],
  ['none', { Authorizer: 'NONE' }, { AuthorizationType: 'NONE' }],
  ['IAM', { Authorizer: 'AWS_IAM' }, { AuthorizationType: 'AWS_IAM', Integration: { Credentials: 'arn:aws:iam::*:user/*' } }],
  ['IAM by a role', { Authorizer: 'AWS_IAM', InvokeRole: 'role' }, { Integration: { Credentials: 'role' } }],
  ['a choice', { Authorizer: { 'Fn::If': ['C', 'Token', 'NONE'] } }, {
    AuthorizationType: { 'Fn::If': ['C', 'CUSTOM', 'NONE'] }, AuthorizerId: { 'Fn::If': ['C', { Ref: 'ApiTokenAuthorizer' }, { Ref: 'AWS::NoValue' }] },
  }],
  ['a parameter', { Authorizer: { Ref: 'Which' } }, { AuthorizationType: { Ref: 'Which' } }],
  ['one that is not there', { Authorizer: 'Nobody' }, { AuthorizationType: { Ref: 'ApiNobodyAuthorizer' } }],
])('a method with %s', (_, Auth, expected) => {
  const { FnGetMethod } = become({ Api: api({ Auth: AUTH }), Fn: samFunction({ Events: { Get: get({ Auth }) } }) });
  expect(FnGetMethod.Properties).toMatchObject(expected);
});

test('IAM with the invoke role NONE, and an API without authorization', () => {
  const { FnGetMethod } = become({ Api: api({ Auth: { DefaultAuthorizer: 'AWS_IAM', InvokeRole: 'NONE' } }), Fn: samFunction({ Events: { Get: get() } }) });
  expect(FnGetMethod.Properties).toMatchObject({ AuthorizationType: 'AWS_IAM' });
  expect(FnGetMethod.Properties.Integration).not.toHaveProperty('Credentials');
  const open = become({ Api: api({ Auth: { ApiKeyRequired: true } }), Fn: samFunction({ Events: { Get: get() } }) });
  expect(open.FnGetMethod.Properties).toMatchObject({ AuthorizationType: 'NONE', ApiKeyRequired: true });
});

test('preflights take the default authorizer unless told otherwise', () => {
  const Cors = { AllowOrigin: "'*'", AllowCredentials: true };
  const { ApiordersidPreflight } = become({ Api: api({ Auth: AUTH, Cors }), Fn: samFunction({ Events: { Get: get(), Put: get({ Method: 'put' }) } }) });
  expect(ApiordersidPreflight.Properties).toMatchObject({ HttpMethod: 'OPTIONS', AuthorizationType: 'COGNITO_USER_POOLS', ApiKeyRequired: true, Integration: { Type: 'MOCK' } });
  expect(ApiordersidPreflight.Properties.Integration.IntegrationResponses[0].ResponseParameters).toEqual({
    'method.response.header.Access-Control-Allow-Origin': "'*'", 'method.response.header.Access-Control-Allow-Credentials': "'true'",
  });
  const Auth = { ...AUTH, AddDefaultAuthorizerToCorsPreflight: false, AddApiKeyRequiredToCorsPreflight: false };
  const open = become({ Api: api({ Auth, Cors: "'*'" }), Fn: samFunction({ Events: { Get: get() } }) }).ApiordersidPreflight;
  expect(open.Properties.AuthorizationType).toBe('NONE');
  expect(open.Properties).not.toHaveProperty('ApiKeyRequired');
});

test('what a method demands of a request', () => {
  const Models = { Order: { type: 'object' } };
  const RequestModel = { Model: 'Order', ValidateBody: true, ValidateParameters: true };
  const RequestParameters = ['method.request.header.A', { 'method.request.querystring.b': { Required: true } }];
  const resources = become({ Api: api({ Models }), Fn: samFunction({ Events: { Get: get({ RequestModel, RequestParameters }), Put: get({ Method: 'PUT', RequestModel: { Model: 'Order' } }) } }) });
  expect(resources).toMatchObject({
    ApiOrderModel: { Properties: { Name: 'Order', Schema: { type: 'object' }, ContentType: 'application/json' } },
    ApiBodyParametersValidator: { Properties: { ValidateRequestBody: true, ValidateRequestParameters: true } },
    FnGetMethod: {
      Properties: {
        RequestModels: { 'application/json': { Ref: 'ApiOrderModel' } },
        RequestValidatorId: { Ref: 'ApiBodyParametersValidator' },
        RequestParameters: { 'method.request.header.A': false, 'method.request.querystring.b': true },
      },
    },
  });
  expect(resources.FnPutMethod.Properties).not.toHaveProperty('RequestValidatorId');
});

test('resource policies of the API and of an event', () => {
  const ResourcePolicy = {
    AwsAccountWhitelist: ['1'],
    AwsAccountBlacklist: '2',
    IpRangeWhitelist: ['10.0.0.0/8'],
    IpRangeBlacklist: ['10.1.0.0/16'],
    SourceVpcWhitelist: ['vpc-1', 'vpce-1'],
    IntrinsicVpceBlacklist: [{ Ref: 'Endpoint' }],
    CustomStatements: { Effect: 'Allow' },
  };
  const { Api } = become({ Api: api({ Auth: { ResourcePolicy } }), Fn: samFunction({ Events: { Get: get({ Auth: { ResourcePolicy: { IpRangeBlacklist: ['9.9.9.9'] } } }) } }) });
  const statements = Api.Properties.Policy.Statement;
  expect(statements.map((one: any) => [one.Effect, one.Principal, one.Condition])).toEqual([
    ['Allow', { AWS: ['1'] }, undefined],
    ['Deny', { AWS: ['2'] }, undefined],
    ['Allow', '*', undefined],
    ['Deny', '*', { IpAddress: { 'aws:SourceIp': ['10.1.0.0/16'] } }],
    ['Deny', '*', { NotIpAddress: { 'aws:SourceIp': ['10.0.0.0/8'] } }],
    ['Deny', '*', { StringEquals: { 'aws:SourceVpce': [{ Ref: 'Endpoint' }] } }],
    ['Deny', '*', { StringNotEquals: { 'aws:SourceVpc': ['vpc-1'] } }],
    ['Deny', '*', { StringNotEquals: { 'aws:SourceVpce': ['vpce-1'] } }],
    ['Allow', undefined, undefined],
    ['Allow', '*', undefined],
    ['Deny', '*', { IpAddress: { 'aws:SourceIp': ['9.9.9.9'] } }],
  ]);
  expect(statements[10].Resource).toEqual([{ 'Fn::Sub': ['execute-api:/${Stage}/GET/orders/*', { Stage: 'prod' }] }]);
});

test('a definition that was written is kept, and its methods are not written twice', () => {
  const body = { openapi: '3.0.1', paths: { '/orders': { get: {} } } };
  const events = { Get: get() };
  const kept = become({ Api: api({ DefinitionBody: body }), Fn: samFunction({ Events: events }) });
  expect(kept.Api.Properties).toEqual({ Body: body });
  expect(kept.Api.Properties.Body).toBe(body);
  expect(Object.keys(kept)).toEqual(['Api', 'ApiDeployment', 'ApiprodStage', 'Fn', 'FnGetPermissionprod', 'FnRole']);
  expect(become({ Api: api({ DefinitionUri: 's3://b/k' }) }).Api.Properties).toEqual({ BodyS3Location: { Bucket: 'b', Key: 'k' } });
  const included = { 'Fn::Transform': { Name: 'AWS::Include' } };
  expect(become({ Api: api({ DefinitionBody: included, Auth: AUTH }) }).Api.Properties.Body).toBe(included);
  expect(become({ Api: api({ DefinitionBody: body, MergeDefinitions: true }), Fn: samFunction({ Events: events }) })).toHaveProperty('FnGetMethod');
  expect(become({ Raw: { Type: 'AWS::ApiGateway::RestApi' }, Fn: samFunction({ Events: { Get: get({ RestApiId: { Ref: 'Raw' } }) } }) })).toHaveProperty('FnGetPermissionStage');
});

test('the default authorizer goes to the operations of a definition that name none', () => {
  const integration = { 'x-amazon-apigateway-integration': { type: 'mock' } };
  const item = {
    get: integration,
    post: { ...integration, security: [] },
    put: { ...integration, security: [{ NONE: [] }] },
    patch: { ...integration, security: [{ api_key: [] }] },
    delete: {},
    head: { 'Fn::If': ['C', integration, { Ref: 'AWS::NoValue' }] },
    options: integration,
    parameters: [],
  };
  const DefinitionBody = { swagger: '2.0', paths: { '/a': item, '/b': { 'Fn::If': ['C', { get: integration }, { Ref: 'AWS::NoValue' }] }, '/c': null } };
  const { Api } = become({ Api: api({ DefinitionBody, Auth: { ...AUTH, AddDefaultAuthorizerToCorsPreflight: false }, Cors: { 'Fn::If': ['C', "'*'", "'a'"] } }) });
  const { paths, securityDefinitions } = Api.Properties.Body;
  const pool = { Pool: ['read'] };
  expect(Object.entries(paths['/a']).map(([method, one]: any) => [method, one.security ?? one['Fn::If']?.[1].security])).toEqual([
    ['get', [pool]], ['post', [pool]], ['put', [{ NONE: [] }]], ['patch', [{ api_key: [] }, pool]], ['delete', undefined], ['head', [pool]], ['options', undefined], ['parameters', undefined],
  ]);
  expect(paths['/b']['Fn::If'][1].get.security).toEqual([pool]);
  expect(paths['/b']['Fn::If'][1].options['x-amazon-apigateway-integration']).toMatchObject({ type: 'mock' });
  expect(Object.entries(securityDefinitions).map(([name, one]: any) => [name, one['x-amazon-apigateway-authtype']])).toEqual([['Pool', 'cognito_user_pools'], ['Token', 'custom'], ['Request', 'custom']]);
  expect(DefinitionBody.paths['/a'].get).toBe(integration);
  const iam = become({ Api: api({ DefinitionBody: { openapi: '3.0.1' }, Auth: { DefaultAuthorizer: 'AWS_IAM' } }) });
  expect(iam.Api.Properties.Body.components.securitySchemes.AWS_IAM['x-amazon-apigateway-authtype']).toBe('awsSigv4');
});

test('usage plans, gateway responses and domains', () => {
  const Auth = { UsagePlan: { CreateUsagePlan: 'PER_API', Quota: { Limit: 5 } } };
  const Domain = { DomainName: 'a.example.com', CertificateArn: 'cert', SecurityPolicy: 'TLS_1_2', BasePath: ['/one', '/'], Route53: { HostedZoneId: 'zone', IpV6: true } };
  const GatewayResponses = { DEFAULT_4XX: { ResponseParameters: { Headers: { A: "'x'" } } } };
  expect(become({ Api: api({ Auth, Domain, GatewayResponses }) })).toMatchObject({
    ApiUsagePlan: { Properties: { Quota: { Limit: 5 }, ApiStages: [{ ApiId: { Ref: 'Api' } }] } },
    ApiApiKey: { Properties: { Enabled: true } },
    ApiUsagePlanKey: { Type: 'AWS::ApiGateway::UsagePlanKey' },
    ApiDEFAULT4XXGatewayResponse: { Properties: { ResponseParameters: { 'gatewayresponse.header.A': "'x'" } } },
    ApiDomainName: { Properties: { RegionalCertificateArn: 'cert', SecurityPolicy: 'TLS_1_2', EndpointConfiguration: { Types: ['REGIONAL'] } } },
    ApioneBasePathMapping: { Properties: { BasePath: 'one' } },
    ApiBasePathMapping: { Type: 'AWS::ApiGateway::BasePathMapping' },
    ApiRecordSetGroup: { Properties: { RecordSets: [{ Type: 'A' }, { Type: 'AAAA' }] } },
  });
  const shared = become({ One: api({ Auth: { UsagePlan: { CreateUsagePlan: 'SHARED' } } }), Two: api({ Auth: { UsagePlan: { CreateUsagePlan: 'SHARED' } } }) });
  expect(Object.keys(shared).filter(id => id.includes('UsagePlan'))).toEqual(['ServerlessUsagePlan', 'ServerlessUsagePlanKey']);
  expect(become({ Api: api({ Domain: { ...Domain, EndpointConfiguration: 'EDGE' } }) }).ApiDomainName.Properties.CertificateArn).toBe('cert');
});

test('an HTTP API with its stage, authorizers and routes', () => {
  const Auth = {
    DefaultAuthorizer: 'Jwt',
    Authorizers: {
      Jwt: { JwtConfiguration: { issuer: 'https://issuer', audience: ['me'] }, IdentitySource: '$request.header.Authorization', AuthorizationScopes: ['read'] },
      Lambda: { FunctionArn: 'fn', AuthorizerPayloadFormatVersion: '2.0', EnableFunctionDefaultPermissions: true, Identity: { Headers: ['A'] } },
    },
  };
  const resources = become({
    Fn: samFunction({
      Events: { Get: route(), Own: route({ Path: '/own', Auth: { Authorizer: 'Lambda' }, RouteSettings: { ThrottlingRateLimit: 1 }, TimeoutInMillis: 9 }), Open: route({ Path: '/open', Auth: { Authorizer: 'NONE' } }) },
    }),
    Api: http({ Auth, StageName: 'st', CorsConfiguration: true, DefaultRouteSettings: { ThrottlingBurstLimit: 5 }, Domain: { DomainName: 'b.example.com', CertificateArn: 'c', BasePath: 'v1' } }),
  });
  expect(resources).toMatchObject({
    Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { ProtocolType: 'HTTP', CorsConfiguration: { AllowOrigins: ['*'] } } },
    ApistStage: { Properties: { StageName: 'st', AutoDeploy: true, DefaultRouteSettings: { ThrottlingBurstLimit: 5 }, RouteSettings: { 'GET /own': { ThrottlingRateLimit: 1 } } } },
    ApiJwtAuthorizer: { Properties: { AuthorizerType: 'JWT', IdentitySource: ['$request.header.Authorization'], JwtConfiguration: { Issuer: 'https://issuer', Audience: ['me'] } } },
    ApiLambdaAuthorizer: { Properties: { AuthorizerType: 'REQUEST', IdentitySource: ['$request.header.A'] } },
    ApiLambdaAuthorizerPermission: { Type: 'AWS::Lambda::Permission' },
    ApiDomainName: { Properties: { DomainNameConfigurations: [{ CertificateArn: 'c', EndpointType: 'REGIONAL' }] } },
    Apiv1ApiMapping: { Properties: { ApiMappingKey: 'v1' } },
    FnGetRoute: { Properties: { RouteKey: 'GET /orders/{id}', AuthorizationType: 'JWT', AuthorizerId: { Ref: 'ApiJwtAuthorizer' }, AuthorizationScopes: ['read'] } },
    FnOwnRoute: { Properties: { AuthorizationType: 'CUSTOM' } },
    FnOwnIntegration: { Properties: { TimeoutInMillis: 9, PayloadFormatVersion: '2.0' } },
    FnOpenRoute: { Properties: { AuthorizationType: 'NONE' } },
  });
});

test('the definition of an HTTP API is kept, with its authorizers', () => {
  const paths = { '/a': { get: { 'x-amazon-apigateway-integration': {} }, options: { 'x-amazon-apigateway-integration': {} } } };
  const Authorizers = { Jwt: { JwtConfiguration: { issuer: 'i' } }, Lambda: { FunctionArn: 'fn' } };
  const { Api } = become({ Api: http({ DefinitionBody: { openapi: '3.0.1', paths }, Auth: { DefaultAuthorizer: 'Jwt', Authorizers, EnableIamAuthorizer: true }, CorsConfiguration: { AllowOrigins: ['a'] } }) });
  expect(Api.Properties.Body.paths['/a']).toMatchObject({ get: { security: [{ Jwt: [] }] }, options: paths['/a'].options });
  expect(Object.keys(Api.Properties.Body.components.securitySchemes)).toEqual(['Jwt', 'Lambda', 'AWS_IAM']);
  expect(Api.Properties.CorsConfiguration).toEqual({ AllowOrigins: ['a'] });
  expect(become({ Raw: { Type: 'AWS::ApiGatewayV2::Api' }, Fn: samFunction({ Events: { Get: route({ ApiId: { Ref: 'Raw' } }) } }) })).not.toHaveProperty('FnGetRoute');
});

test('a WebSocket API authorizes on connecting', () => {
  const Routes = { $connect: { FunctionArn: 'fn' }, send: { FunctionArn: 'fn', ApiKeyRequired: true, IntegrationTimeout: 5 }, none: {} };
  const custom = become({ Ws: { Type: 'AWS::Serverless::WebSocketApi', Properties: { RouteSelectionExpression: '$request.body.action', Auth: { AuthType: 'CUSTOM', AuthArn: 'fn' }, Routes } } });
  expect(custom).toMatchObject({
    Ws: { Properties: { ProtocolType: 'WEBSOCKET', RouteSelectionExpression: '$request.body.action' } },
    WsConnectRoute: { Properties: { RouteKey: '$connect', AuthorizationType: 'CUSTOM', AuthorizerId: { Ref: 'WsConnectAuthorizer' } } },
    WsAuthorizerPermission: { Type: 'AWS::Lambda::Permission' },
    WsSendRoute: { Properties: { RouteKey: 'send', ApiKeyRequired: true } },
    WsSendIntegration: { Properties: { TimeoutInMillis: 5 } },
    WsSendPermission: { Properties: { SourceArn: { 'Fn::Sub': [expect.stringContaining('/default/send'), { Api: { Ref: 'Ws' } }] } } },
    WsDefaultStage: { Properties: { StageName: 'default', AutoDeploy: true } },
  });
  expect(custom).not.toHaveProperty('WsNonePermission');
  const iam = become({ Ws: { Type: 'AWS::Serverless::WebSocketApi', Properties: { StageName: { Ref: 'S' }, Auth: { AuthType: 'AWS_IAM' }, Routes } } });
  expect(iam.WsConnectRoute.Properties.AuthorizationType).toBe('AWS_IAM');
  expect(become({ Ws: { Type: 'AWS::Serverless::WebSocketApi', Properties: { Routes } } }).WsConnectRoute.Properties).not.toHaveProperty('AuthorizationType');
});

test('names that only the deployment knows, and parts that are missing', () => {
  const Domain = { DomainName: { Ref: 'Name' }, BasePath: [{ Ref: 'Path' }], Route53: { HostedZoneName: 'example.com.' } };
  const resources = become({
    Api: api({ Domain, Auth: { Authorizers: { Pool: { UserPoolArn: 'p', Identity: { Header: { Ref: 'Header' } } }, Bare: { FunctionArn: 'f', FunctionPayloadType: 'REQUEST' } } } }),
    Http: http({ Domain, CorsConfiguration: 'yes', StageName: '$default' }),
    Fn: samFunction({
      Events: {
        Any: { Type: 'Api', Properties: { RestApiId: { Ref: 'Api' }, Method: '*', RequestModel: { ValidateParameters: true }, Auth: { ResourcePolicy: { IpRangeWhitelist: 'a' } } } },
        Param: { Type: 'HttpApi', Properties: { ApiId: { Ref: 'Http' }, Path: '$default' } },
        Strange: { Type: 'Api', Properties: { RestApiId: { 'Fn::ImportValue': 'x' }, Path: '/' } },
      },
    }),
  });
  expect(resources).toMatchObject({
    ApiBasePathMapping: { Properties: { BasePath: { Ref: 'Path' } } },
    HttpApiMapping: { Properties: { ApiMappingKey: { Ref: 'Path' } } },
    ApiRecordSetGroup: { Properties: { HostedZoneName: 'example.com.', RecordSets: [{ Type: 'A' }] } },
    ApiPoolAuthorizer: { Properties: { IdentitySource: { Ref: 'Header' } } },
    FnAnyMethod: { Properties: { HttpMethod: 'ANY', RequestValidatorId: { Ref: 'ApiParametersValidator' } } },
    FnParamRoute: { Properties: { RouteKey: '$default' } },
    FnStrangePermissionStage: { Properties: { SourceArn: { 'Fn::Sub': [expect.any(String), { Api: { 'Fn::ImportValue': 'x' } }] } } },
  });
  expect(resources.ApiBareAuthorizer.Properties).not.toHaveProperty('IdentitySource');
  expect(resources.Http.Properties).not.toHaveProperty('CorsConfiguration');
  expect(resources).not.toHaveProperty('FnStrangeMethod');
});
