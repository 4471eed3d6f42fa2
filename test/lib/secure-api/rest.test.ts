import { App, Duration, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { checkingFunction, httpApi, idOf, ofType, ORDER, restApi, someFunction } from './kit';
import { ApiAuthorizer, SecureApi } from '../../../lib';
import { Boundary } from '../../../lib/private/boundary';
import { testApp } from '../../support/synthesis';

describe('a REST API with its required props only', () => {
  const { stack, api, handler } = restApi();
  const id = { type: 'object', properties: { id: { type: 'string' } } };
  api.addRoute('POST', '/orders', { handler, body: ORDER });
  api.addRoute('GET', '/orders/{id}', { handler, path: id, query: { type: 'object', required: ['page'], properties: { page: { type: 'integer' }, tag: { type: 'string' } } } });
  const method = (verb: string) => ofType(stack, 'AWS::ApiGateway::Method').find(({ HttpMethod }) => HttpMethod === verb)!;

  test('asks IAM who calls', () => {
    expect(ofType(stack, 'AWS::ApiGateway::Method').map(({ AuthorizationType }) => AuthorizationType)).toEqual(['AWS_IAM', 'AWS_IAM']);
  });

  test('checks bodies of every content type against a strict model', () => {
    expect(method('POST').RequestModels).toEqual({ $default: { Ref: idOf(stack, 'AWS::ApiGateway::Model') } });
    expect(ofType(stack, 'AWS::ApiGateway::Model')[0].Schema).toMatchObject({ additionalProperties: false, properties: { item: { maxLength: 1024 } } });
  });

  test('attaches a validator of bodies and parameters to every method', () => {
    const validator = { Ref: idOf(stack, 'AWS::ApiGateway::RequestValidator') };
    expect(ofType(stack, 'AWS::ApiGateway::Method').map(({ RequestValidatorId }) => RequestValidatorId)).toEqual([validator, validator]);
    expect(ofType(stack, 'AWS::ApiGateway::RequestValidator')[0]).toMatchObject({ ValidateRequestBody: true, ValidateRequestParameters: true });
    expect(method('GET').RequestParameters).toEqual({
      'method.request.path.id': true, 'method.request.querystring.page': true, 'method.request.querystring.tag': false,
    });
  });

  test('hands nothing on that matches no template', () => {
    expect(method('POST').Integration).toMatchObject({ Type: 'AWS_PROXY', PassthroughBehavior: 'NEVER' });
  });

  test('invokes the function by a permission for exactly each method and path', () => {
    const sources = ofType(stack, 'AWS::Lambda::Permission').map(({ SourceArn }) => JSON.stringify(SourceArn));
    expect(sources).toHaveLength(2);
    expect(sources.filter(source => source.includes('/POST/orders"') || source.includes('/GET/orders/*"'))).toHaveLength(2);
    expect(sources.join()).not.toContain('test-invoke-stage');
  });

  test('is throttled, measured and logs why requests fail, but nothing of their data', () => {
    expect(ofType(stack, 'AWS::ApiGateway::Stage')[0]).toMatchObject({
      StageName: 'live',
      TracingEnabled: true,
      MethodSettings: [{
        HttpMethod: '*', ResourcePath: '/*', ThrottlingRateLimit: 1000, ThrottlingBurstLimit: 500, LoggingLevel: 'ERROR', DataTraceEnabled: false, MetricsEnabled: true,
      }],
    });
  });

  test('writes as JSON who called from where, and why they were refused', () => {
    const { Format } = ofType(stack, 'AWS::ApiGateway::Stage')[0].AccessLogSetting;
    expect(JSON.parse(Format)).toMatchObject({
      requestId: '$context.requestId', principal: '$context.authorizer.principalId', ip: '$context.identity.sourceIp', authorizerError: '$context.authorizer.error',
    });
  });

  test('keeps its logs for a year, those of its errors too, which API Gateway would keep for ever', () => {
    const groups = ofType(stack, 'AWS::Logs::LogGroup');
    expect(groups.map(({ RetentionInDays }) => RetentionInDays)).toEqual(groups.map(() => 365));
    expect(JSON.stringify(groups)).toContain('API-Gateway-Execution-Logs_');
  });

  test('accepts TLS 1.2 with forward secrecy and later, for its own host name', () => {
    expect(ofType(stack, 'AWS::ApiGateway::RestApi')[0]).toMatchObject({ SecurityPolicy: 'SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09', EndpointAccessMode: 'STRICT' });
  });

  test('answers by itself without internals', () => {
    const responses = ofType(stack, 'AWS::ApiGateway::GatewayResponse');
    expect(responses.map(({ ResponseType }) => ResponseType)).toEqual(expect.arrayContaining(['DEFAULT_4XX', 'DEFAULT_5XX', 'ACCESS_DENIED']));
    for (const { ResponseTemplates } of responses) expect(JSON.parse(ResponseTemplates['application/json'])).toEqual({ message: expect.any(String), requestId: '$context.requestId' });
    expect(JSON.stringify(responses)).not.toMatch(/error\.|authorizer\./);
  });

  test('says that nothing checks more of parameters than that they are there', () => {
    expect(api.node.metadata.map(({ data }) => String(data)).join()).toMatch(/GET \/orders\/\{id\}: API Gateway checks only that parameters are there, and Stack\/Orders checks none/);
  });
});

test('a function that is bundled gets the schemas with their limits, and checks what API Gateway cannot', () => {
  const { stack, api } = restApi();
  const handler = checkingFunction(stack);
  const body = { type: 'object', properties: { price: { type: 'number', exclusiveMinimum: 0 } } };
  api.addRoute('PUT', '/prices/{id}', { handler, body, headers: { type: 'object', properties: { 'x-tenant': { type: 'string', maxLength: 9 } } } });

  expect(Boundary.of(handler)!.schemas.routes['PUT /prices/{id}']).toEqual({
    body: { ...body, additionalProperties: false }, headers: { type: 'object', properties: { 'x-tenant': { type: 'string', maxLength: 9 } } },
  });
  expect(ofType(stack, 'AWS::ApiGateway::Model')[0].Schema.properties.price).toEqual({ type: 'number', minimum: 0 });
  expect(api.node.metadata).toEqual([]);
});

test('text has no model, since API Gateway would refuse all that is no JSON: the function checks it', () => {
  const { stack, api } = restApi();
  const handler = checkingFunction(stack);
  api.addRoute('POST', '/notes', { handler, body: { type: 'string', maxLength: 100 } });

  expect(ofType(stack, 'AWS::ApiGateway::Model')).toEqual([]);
  expect(ofType(stack, 'AWS::ApiGateway::Method')[0]).not.toHaveProperty('RequestModels');
  expect(Boundary.of(handler)!.schemas.routes['POST /notes'].body).toEqual({ type: 'string', maxLength: 100 });
});

test('parameters of names that API Gateway does not take are left to the function', () => {
  const { stack, api } = restApi();
  const strings = (...names: string[]) => ({ type: 'object', required: names, properties: Object.fromEntries(names.map(name => [name, { type: 'string' }])) });
  api.addRoute('GET', '/orders', { handler: checkingFunction(stack), query: strings('filter[status]', 'page.size', 'größe'), headers: strings('x-tenant', 'x~odd') });

  expect(ofType(stack, 'AWS::ApiGateway::Method')[0].RequestParameters).toEqual({ 'method.request.querystring.page.size': true, 'method.request.header.x-tenant': true });
});

test('schemas never reach the environment', () => {
  const { stack, api } = restApi();
  api.addRoute('POST', '/orders', { handler: checkingFunction(stack), body: ORDER });
  expect(JSON.stringify(ofType(stack, 'AWS::Lambda::Function').map(({ Environment }) => Environment))).not.toContain('item');
});

describe('a change is deployed', () => {
  const deployment = (change: (made: ReturnType<typeof restApi>) => void) => {
    const made = restApi();
    change(made);
    return idOf(made.stack, 'AWS::ApiGateway::Deployment');
  };
  const before = deployment(({ api, handler }) => api.addRoute('POST', '/orders', { handler, body: ORDER }));

  test.each<[string, (made: ReturnType<typeof restApi>) => void]>([
    ['of a schema', ({ api, handler }) => api.addRoute('POST', '/orders', { handler, body: { ...ORDER, required: [] } })],
    ['of a route', ({ api, handler }) => { api.addRoute('POST', '/orders', { handler, body: ORDER }); api.addRoute('GET', '/orders', { handler }); }],
  ])('%s', (_, change) => {
    expect(deployment(change)).not.toBe(before);
  });

  test('and the same is not deployed again', () => {
    expect(deployment(({ api, handler }) => api.addRoute('POST', '/orders', { handler, body: { ...ORDER } }))).toBe(before);
  });
});

test('keys of two stacks that are called the same there are two', () => {
  const { stack, api, handler } = restApi();
  api.addRoute('GET', '/', { handler, metered: true });
  const keys = ['North', 'South'].map(id => new apigateway.ApiKey(new Stack(stack.node.root as App, id), 'Key'));
  expect(() => api.addUsagePlan('Plan', { keys })).not.toThrow();
  expect(() => api.addUsagePlan('Other', { keys: [keys[1]] })).toThrow('keys: South/Key is counted by the plan Plan');
});

test('a route has its own throttle, timeout and key', () => {
  const { stack, api, handler } = restApi({ throttle: { rateLimit: 10, burstLimit: 5 } });
  api.addRoute('GET', '/orders/{id}', { handler, throttle: { rateLimit: 1, burstLimit: 2 }, timeout: Duration.seconds(6), metered: true });
  api.addRoute('GET', '/', { handler, throttle: { rateLimit: 3, burstLimit: 4 } });
  api.addUsagePlan('Plan', { keys: [new apigateway.ApiKey(stack, 'Key')], throttle: { rateLimit: 1, burstLimit: 1 }, quota: { limit: 9, period: apigateway.Period.DAY } });

  expect(ofType(stack, 'AWS::ApiGateway::Stage')[0].MethodSettings).toMatchObject([
    { ResourcePath: '/*', ThrottlingRateLimit: 10 },
    { HttpMethod: 'GET', ResourcePath: '/~1orders~1{id}', ThrottlingRateLimit: 1, ThrottlingBurstLimit: 2, DataTraceEnabled: false, LoggingLevel: 'ERROR' },
    { HttpMethod: 'GET', ResourcePath: '/', ThrottlingRateLimit: 3, ThrottlingBurstLimit: 4 },
  ]);
  expect(ofType(stack, 'AWS::ApiGateway::Method')).toEqual(expect.arrayContaining([
    expect.objectContaining({ ApiKeyRequired: true, AuthorizationType: 'AWS_IAM', Integration: expect.objectContaining({ TimeoutInMillis: 6000 }) }),
  ]));
  expect(ofType(stack, 'AWS::ApiGateway::UsagePlan')[0]).toMatchObject({ Quota: { Limit: 9 }, ApiStages: [{ Stage: { Ref: expect.any(String) } }] });
  expect(ofType(stack, 'AWS::ApiGateway::UsagePlanKey')).toHaveLength(1);
});

describe('routes that are metered', () => {
  const warnings = (stack: Stack) => Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp('usage plan')).map(({ id, entry }) => `${id}: ${String(entry.data)}`);
  const metered = () => {
    const made = restApi();
    made.api.addRoute('GET', '/a', { handler: made.handler, metered: true });
    made.api.addRoute('GET', '/b', { handler: made.handler });
    return made;
  };
  const inPlanOf = (scope: Stack, { restApi: of, restStage: stage }: SecureApi) => new apigateway.UsagePlan(scope, 'Own', { apiStages: [{ api: of, stage: stage as apigateway.Stage }] });

  test('are warned of where no usage plan has the API, since nobody could call them', () => {
    const { stack } = metered();
    const other = new SecureApi(stack, 'Other', { authorizer: ApiAuthorizer.iam() });
    other.addRoute('GET', '/a', { handler: someFunction(stack, 'Others') });
    inPlanOf(stack, other);
    expect(warnings(stack)).toEqual([expect.stringMatching(/^\/Stack\/Api: metered: GET \/a: callers have to send a key, .* refused with 403; add one by addUsagePlan/)]);
  });

  test.each<[string, (made: ReturnType<typeof metered>) => unknown]>([
    ['a plan of its own has it', ({ stack, api }) => api.addUsagePlan('Plan', { keys: [new apigateway.ApiKey(stack, 'Key')] })],
    ['a plan of the CDK has it', ({ stack, api }) => inPlanOf(stack, api)],
    ['a plan of another stack has it', ({ stack, api }) => inPlanOf(new Stack(stack.node.root as App, 'Plans'), api)],
  ])('are not warned of where %s', (_, add) => {
    const made = metered();
    add(made);
    expect(warnings(made.stack)).toEqual([]);
  });

  test('are all that is warned of', () => {
    const { stack, api, handler } = restApi();
    api.addRoute('GET', '/a', { handler });
    expect(warnings(stack)).toEqual([]);
  });
});

// A function's policy has at most 20 KB: the Lambda guide, quotas.
test.each([['REST', restApi], ['HTTP', httpApi]] as const)('(%s) of more routes than a function has room for the permissions of is warned, once', (_, made) => {
  const { api, handler, stack } = made();
  const other = someFunction(stack, 'Other');
  const told = () => api.node.metadata.map(({ data }) => String(data));
  for (let index = 0; index < 40; index++) api.addRoute('GET', `/${index}`, { handler });
  for (let index = 0; index < 20; index++) api.addRoute('DELETE', `/${index}`, { handler: other });
  expect(told()).toEqual([]);

  for (let index = 40; index < 60; index++) api.addRoute('GET', `/${index}`, { handler });
  expect(told()).toEqual([expect.stringMatching(/^GET \/47: Stack\/Orders\/Function answers 48 routes, each by a permission of its own.*\[ack: cdk-rampart:permissions-full\]$/)]);
});

test('named websites may call it, and one alone may read what API Gateway answers by itself', () => {
  const one = restApi({ cors: { origins: ['https://www.example.com'], credentials: true, headers: ['X-Own'], maxAge: Duration.minutes(1) } });
  one.api.addRoute('GET', '/orders', { handler: one.handler });
  one.api.addRoute('DELETE', '/orders', { handler: one.handler });
  const preflights = ofType(one.stack, 'AWS::ApiGateway::Method').filter(({ HttpMethod }) => HttpMethod === 'OPTIONS');
  expect(preflights).toHaveLength(1);
  expect(JSON.stringify(preflights)).toContain("'https://www.example.com'");
  const [{ ResponseParameters: told }] = ofType(one.stack, 'AWS::ApiGateway::GatewayResponse');
  expect(told['gatewayresponse.header.Access-Control-Allow-Origin']).toBe("'https://www.example.com'");
  expect(told['gatewayresponse.header.Access-Control-Allow-Credentials']).toBe("'true'");

  const plain = restApi({ cors: { origins: ['https://www.example.com'] } });
  plain.api.addRoute('GET', '/orders', { handler: plain.handler });
  const [{ ResponseParameters: without }] = ofType(plain.stack, 'AWS::ApiGateway::GatewayResponse');
  expect(without).toHaveProperty(['gatewayresponse.header.Access-Control-Allow-Origin']);
  expect(without).not.toHaveProperty(['gatewayresponse.header.Access-Control-Allow-Credentials']);

  const two = restApi({ cors: { origins: ['https://www.example.com', 'http://localhost:3000'] } });
  two.api.addRoute('GET', '/orders', { handler: two.handler });
  expect(ofType(two.stack, 'AWS::ApiGateway::GatewayResponse')[0].ResponseParameters).not.toHaveProperty(['gatewayresponse.header.Access-Control-Allow-Origin']);
});

test('with a domain it answers there and nowhere else, with the same TLS', () => {
  const stack = new Stack(testApp(), 'Certificates');
  const certificate = acm.Certificate.fromCertificateArn(stack, 'Certificate', 'arn:aws:acm:eu-west-1:111122223333:certificate/a');
  const made = restApi({ domain: { domainName: 'api.example.com', certificate } });
  made.api.addRoute('GET', '/orders', { handler: made.handler });

  expect(made.api.url).toBe('https://api.example.com/');
  expect(made.api.restDomain!.domainNameAliasDomainName).toBeDefined();
  expect(ofType(made.stack, 'AWS::ApiGateway::RestApi')[0].DisableExecuteApiEndpoint).toBe(true);
  expect(ofType(made.stack, 'AWS::ApiGateway::DomainName')[0]).toMatchObject({
    SecurityPolicy: 'SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09', EndpointAccessMode: 'STRICT',
  });
});

// "You can't enable mutual TLS on a domain name that uses an enhanced security policy": the API Gateway guide, security policies of custom domains.
test('a domain that asks callers for certificates has a policy of TLS that API Gateway combines with it, and so has the API', () => {
  const stack = new Stack(testApp(), 'Certificates');
  const certificate = acm.Certificate.fromCertificateArn(stack, 'Certificate', 'arn:aws:acm:eu-west-1:111122223333:certificate/a');
  const mutualTls = { bucket: s3.Bucket.fromBucketName(stack, 'Bucket', 'trusted'), key: 'authorities.pem' };
  const { stack: own, api, handler } = restApi({ domain: { domainName: 'api.example.com', certificate, mutualTls } });
  api.addRoute('GET', '/orders', { handler });

  const [domain] = ofType(own, 'AWS::ApiGateway::DomainName');
  expect(domain).toMatchObject({ SecurityPolicy: 'TLS_1_2', MutualTlsAuthentication: { TruststoreUri: 's3://trusted/authorities.pem' } });
  expect(domain).not.toHaveProperty('EndpointAccessMode');
  expect(ofType(own, 'AWS::ApiGateway::RestApi')[0].SecurityPolicy).toBe('TLS_1_2');
});

test('an older policy of TLS has no access mode', () => {
  const { stack, api, handler } = restApi({ securityPolicy: apigateway.SecurityPolicy.TLS_1_2 });
  api.addRoute('GET', '/orders', { handler });
  expect(ofType(stack, 'AWS::ApiGateway::RestApi')[0].SecurityPolicy).toBe('TLS_1_2');
  expect(ofType(stack, 'AWS::ApiGateway::RestApi')[0]).not.toHaveProperty('EndpointAccessMode');
});

test('a private API is reached through its endpoints alone, and needs no firewall', () => {
  const stack = new Stack(testApp(), 'Network');
  const endpoint = ec2.InterfaceVpcEndpoint.fromInterfaceVpcEndpointAttributes(stack, 'Endpoint', { vpcEndpointId: 'vpce-1', port: 443 });
  const made = restApi({ vpcEndpoints: [endpoint] });
  made.api.addRoute('GET', '/orders', { handler: made.handler });

  const [{ Policy, EndpointConfiguration }] = ofType(made.stack, 'AWS::ApiGateway::RestApi');
  expect(EndpointConfiguration).toEqual({ Types: ['PRIVATE'], VpcEndpointIds: ['vpce-1'] });
  expect(Policy.Statement).toMatchObject([
    { Effect: 'Allow', Condition: { StringEquals: { 'aws:SourceVpce': ['vpce-1'] } } }, { Effect: 'Deny', Condition: { StringNotEquals: { 'aws:SourceVpce': ['vpce-1'] } } },
  ]);
  expect(ofType(made.stack, 'AWS::WAFv2::WebACL')).toEqual([]);
});

test('a key encrypts all of its logs, for which CloudWatch Logs may use it', () => {
  const stack = new Stack(testApp(), 'Stack');
  const logKey = new kms.Key(stack, 'Key');
  const api = new SecureApi(stack, 'Api', { authorizer: ApiAuthorizer.iam(), logKey, logRetention: RetentionDays.ONE_MONTH, accountHasLogRole: true });
  api.addRoute('GET', '/orders', { handler: someFunction(stack) });
  const groups = Object.entries(Template.fromStack(stack).findResources('AWS::Logs::LogGroup')).filter(([id]) => id.startsWith('Api'));
  expect(groups).toHaveLength(3);
  for (const [, { Properties }] of groups) expect(Properties).toMatchObject({ KmsKeyId: expect.anything(), RetentionInDays: 30 });
  expect(JSON.stringify(ofType(stack, 'AWS::KMS::Key')[0].KeyPolicy)).toContain('kms:EncryptionContext:aws:logs:arn');
  expect(ofType(stack, 'AWS::ApiGateway::Account')).toEqual([]);
});

test('it grants calls of a route, whatever the values of its parameters', () => {
  const { stack, api, handler } = restApi();
  api.addRoute('GET', '/orders/{id}', { handler });
  api.grantInvoke(new iam.Role(stack, 'Caller', { assumedBy: new iam.AccountRootPrincipal() }), 'GET', '/orders/{id}');
  expect(JSON.stringify(ofType(stack, 'AWS::IAM::Policy'))).toMatch(/"execute-api:Invoke".*\/GET\/orders\/\*"/);
});

test('its metrics are those of its stage of API Gateway', () => {
  const { api, handler } = restApi({ apiName: 'orders', description: 'Orders' });
  api.addRoute('GET', '/orders', { handler });
  const metrics = [api.metricClientError(), api.metricServerError(), api.metricLatency(), api.metricCount()];
  expect(metrics.map(({ metricName }) => metricName)).toEqual(['4XXError', '5XXError', 'Latency', 'Count']);
  expect(metrics.map(({ dimensions }) => dimensions)).toEqual(metrics.map(() => ({ ApiName: 'orders' })));
});

test('a function behind may be told the address, which waits for no stage', () => {
  const { stack, api, handler } = restApi();
  api.addRoute('GET', '/orders', { handler });
  handler.addEnvironment('API_URL', api.url);

  // Says itself where two things wait for each other.
  const [{ Environment: { Variables } }] = ofType(stack, 'AWS::Lambda::Function').filter(({ Environment }) => Environment?.Variables.API_URL !== undefined);
  const id = { Ref: idOf(stack, 'AWS::ApiGateway::RestApi') };
  expect(Variables.API_URL).toEqual({ 'Fn::Join': ['', ['https://', id, '.execute-api.', { Ref: 'AWS::Region' }, '.', { Ref: 'AWS::URLSuffix' }, '/live/']] });
});
