import { judge } from '../../../aspects/engine/audit';
import { RULES } from '../../../aspects/rules';
import { modelOfTemplate } from '../../support/synthesis';

/** What a rule says of resources: verdict, severity where it is not the rule's, message. */
function said(id: string, resources: Record<string, object>, more: object = {}): string[] {
  const app = modelOfTemplate({ Parameters: { Some: { Type: 'String' } }, Resources: resources, ...more });
  const { judgements, failures } = judge(app, RULES.filter(rule => rule.id === id));
  expect(failures).toEqual([]);
  return judgements.map(({ found }) => [found.verdict, found.severity, found.message].filter(part => part !== undefined).join(' '));
}

const method = (properties: object) => ({ Method: { Type: 'AWS::ApiGateway::Method', Properties: { RestApiId: 'api', ResourceId: 'root', ...properties } } });
const api = (body: unknown) => ({ Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Body: body } } });
const some = { Ref: 'Some' };

describe('apigw-method-request-validated', () => {
  const rule = 'apigw-method-request-validated';

  test('a model that every API has describes nothing', () => {
    const validator = { Validator: { Type: 'AWS::ApiGateway::RequestValidator', Properties: { ValidateRequestBody: 'true' } } };
    expect(said(rule, { ...validator, ...method({ HttpMethod: 'POST', RequestValidatorId: { Ref: 'Validator' }, RequestModels: { $default: 'Empty' } }) }))
      .toEqual(['noncompliant POST passes bodies on unchecked: no model says what a validator should check']);
    expect(said(rule, { ...validator, ...method({ HttpMethod: 'POST', RequestValidatorId: { Ref: 'Validator' }, RequestModels: some }) }))
      .toEqual(['undecided only the deployment knows whether the requests of POST are checked']);
  });

  test('a required header is little, a parameter of the path is always there', () => {
    expect(said(rule, method({ HttpMethod: 'GET', RequestParameters: { 'method.request.header.Accept': 'true', 'method.request.path.id': true } })))
      .toEqual(['noncompliant LOW GET does not check that header.Accept is there']);
    expect(said(rule, method({ HttpMethod: 'GET', RequestParameters: { 'method.request.path.id': true } }))).toEqual([]);
    expect(said(rule, method({ HttpMethod: 'GET', RequestValidatorId: some, RequestParameters: { 'method.request.header.Accept': true } })))
      .toEqual(['undecided only the deployment knows whether the requests of GET are checked']);
  });

  test('an API that takes bytes cannot check them', () => {
    const bytes = { Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { BinaryMediaTypes: ['image/png'] } } };
    expect(said(rule, { ...bytes, ...method({ HttpMethod: 'PUT', RestApiId: { Ref: 'Api' } }) })[0]).toMatch(/^noncompliant MEDIUM /);
  });

  test('operations of a body are one finding', () => {
    const post = { post: {} };
    expect(said(rule, api({ paths: { '/a': post, '/b': post, '/c': post, '/d': post, '/e': { options: {}, post: { 'x-amazon-apigateway-integration': { type: 'mock' } } } } })))
      .toEqual(['noncompliant requests of POST /a, POST /b, POST /c and 1 more are passed on unchecked: no validator of bodies is attached']);
    expect(said(rule, api({ paths: { '/a': { 'x-amazon-apigateway-any-method': {} } } }))[0]).toMatch(/^noncompliant MEDIUM /);
  });

  test('what of a body only the deployment knows is undecided', () => {
    const undecided = ['undecided only the deployment knows whether the requests of POST /a are checked'];
    expect(said(rule, api({ paths: { '/a': { post: some } } }))).toEqual(undecided);
    expect(said(rule, api({ 'x-amazon-apigateway-request-validator': some, 'paths': { '/a': { post: { requestBody: { $ref: '#/x' } } } } }))).toEqual(undecided);
    const validators = { 'x-amazon-apigateway-request-validators': { all: { validateRequestBody: true } }, 'x-amazon-apigateway-request-validator': 'all' };
    expect(said(rule, api({ ...validators, paths: { '/a': { post: { requestBody: some } } } }))).toEqual(undecided);
    expect(said(rule, api({ ...validators, paths: { '/a': { post: { requestBody: { content: { 'application/json': {} } } } } } }))[0]).toMatch(/no model says/);
  });
});

test('apigw-model-strict: a condition between two schemas is judged on both', () => {
  const schema = { 'Fn::If': ['Unknown', { type: 'string' }, { type: 'array', items: { type: 'object' } }] };
  const model = { Model: { Type: 'AWS::ApiGateway::Model', Properties: { RestApiId: 'api', Schema: schema } } };
  expect(said('apigw-model-strict', { ...model, ...method({ HttpMethod: 'POST', RequestModels: { $default: { Ref: 'Model' } } }) })).toEqual([
    'noncompliant the body takes text of any length, the body takes any number of items, each item takes properties that are not described',
  ]);
});

describe('apigw-stage-throttled', () => {
  const rule = 'apigw-stage-throttled';
  const stage = (properties: object) => ({ Stage: { Type: 'AWS::ApiGateway::Stage', Properties: { RestApiId: 'api', StageName: 'prod', ...properties } } });
  const all = { HttpMethod: '*', ResourcePath: '/*', ThrottlingRateLimit: 10, ThrottlingBurstLimit: '5' };

  test('one branch of a condition is not enough', () => {
    expect(said(rule, stage({ MethodSettings: { 'Fn::If': ['Unknown', [all], { Ref: 'AWS::NoValue' }] } })))
      .toEqual(['undecided only the deployment knows how often the stage may be called']);
    expect(said(rule, stage({ MethodSettings: { 'Fn::If': ['Unknown', [all], [{ ...all, ThrottlingRateLimit: 20 }]] } }))).toEqual([]);
    expect(said(rule, stage({ MethodSettings: some }))).toEqual(['undecided only the deployment knows how often the stage may be called']);
  });

  test('a deployment that makes no stage, and SAM\'s own second one, are left alone', () => {
    expect(said(rule, { Deployment: { Type: 'AWS::ApiGateway::Deployment', Properties: { RestApiId: 'api' } } })).toEqual([]);
  });

  test('a route without limits is named', () => {
    const settings = { DefaultRouteSettings: { ThrottlingRateLimit: 10, ThrottlingBurstLimit: 5 }, RouteSettings: { 'POST /orders': { ThrottlingBurstLimit: -1 } } };
    const http = { Stage: { Type: 'AWS::ApiGatewayV2::Stage', Properties: { ApiId: 'api', ...settings } } };
    expect(said(rule, http)).toEqual(['noncompliant the limits are taken away for POST /orders']);
  });

  test('the fix keeps what is set, and declines where a limit was taken away', () => {
    const { fix } = RULES.find(one => one.id === rule)!;
    const repair = (resources: Record<string, object>) => {
      const app = modelOfTemplate({ Resources: resources });
      const [{ found }] = judge(app, RULES.filter(one => one.id === rule)).judgements;
      return JSON.parse(JSON.stringify(fix!.repair(found, app), (key, value) => (key === 'resource' ? undefined : value)));
    };
    const other = { HttpMethod: 'GET', ResourcePath: '/~1orders', MetricsEnabled: true };
    expect(repair(stage({ MethodSettings: [other] })).patches[0].value).toEqual([
      { ...all, ThrottlingRateLimit: 1000, ThrottlingBurstLimit: 500 }, other,
    ]);
    expect(repair(stage({ MethodSettings: [{ HttpMethod: '*', ResourcePath: '/*', ThrottlingRateLimit: 10 }] })).patches[0].value)
      .toEqual([{ HttpMethod: '*', ResourcePath: '/*', ThrottlingRateLimit: 10, ThrottlingBurstLimit: 500 }]);
    expect(repair(stage({ MethodSettings: [all, { ...other, ThrottlingRateLimit: -1 }] })).declined).toMatch(/on purpose/);
    expect(repair(stage({ MethodSettings: { 'Fn::If': ['Unknown', [other], [other]] } })).declined).toMatch(/no plain list/);
    expect(repair({ Stage: { Type: 'AWS::ApiGatewayV2::Stage', Properties: { ApiId: 'api', DefaultRouteSettings: { ThrottlingRateLimit: 10 } } } }).patches)
      .toEqual([{ property: 'DefaultRouteSettings.ThrottlingBurstLimit', value: 500 }]);
  });
});

test('apigw-cors-restricted: more than three preflights are counted', () => {
  const responses = { default: { responseParameters: { 'method.response.header.Access-Control-Allow-Origin': '\'*\'' } } };
  const options = { options: { 'x-amazon-apigateway-integration': { type: 'mock', responses } } };
  expect(said('apigw-cors-restricted', api({ paths: { '/a': options, '/b': options, '/c': options, '/d': options } })))
    .toEqual(['noncompliant any website may call the API from its visitors\' browsers (OPTIONS /a, OPTIONS /b, OPTIONS /c and 1 more)']);
});

test('apigw-domain-modern-tls and apigw-cache-encrypted decline what they cannot write as a whole', () => {
  const decline = (id: string, resource: object) => {
    const app = modelOfTemplate({ Resources: { Resource: resource } });
    const rule = RULES.find(one => one.id === id)!;
    return rule.fix!.repair(judge(app, [rule]).judgements[0].found, app);
  };
  const either = (value: unknown) => ({ 'Fn::If': ['Unknown', value, value] });
  expect(decline('apigw-domain-modern-tls', { Type: 'AWS::ApiGatewayV2::DomainName', Properties: { DomainNameConfigurations: either([{ SecurityPolicy: 'TLS_1_0' }]) } }))
    .toHaveProperty('declined');
  expect(decline('apigw-cache-encrypted', { Type: 'AWS::ApiGateway::Stage', Properties: { CacheClusterEnabled: true, MethodSettings: either([{ CachingEnabled: true }]) } }))
    .toHaveProperty('declined');
});

test('apigw-cache-encrypted: a setting that waits for a cache is little', () => {
  const stage = { Stage: { Type: 'AWS::ApiGateway::Stage', Properties: { MethodSettings: [{ HttpMethod: 'GET', ResourcePath: '/~1orders', CachingEnabled: true }] } } };
  expect(said('apigw-cache-encrypted', stage)).toEqual(['noncompliant LOW the answers of GET /orders are cached in the clear as soon as the stage gets a cache']);
});

describe('apigw-model-strict', () => {
  const model = (properties: object) => ({ Model: { Type: 'AWS::ApiGateway::Model', Properties: { RestApiId: 'api', Schema: { type: 'string' }, ...properties } } });

  test('a model is found by its name in its own API only', () => {
    const post = (restApiId: string, name: string) => method({ RestApiId: restApiId, HttpMethod: 'POST', RequestModels: { $default: name } });
    expect(said('apigw-model-strict', { ...model({ Name: 'Order' }), ...post('api', 'Order') })).toHaveLength(1);
    expect(said('apigw-model-strict', { ...model({}), ...post('api', 'Order') })).toEqual([]);
    expect(said('apigw-model-strict', { ...model({ Name: 'Order' }), ...method({ HttpMethod: 'POST', RequestModels: some }) })).toEqual([]);
  });

  test('more than three loose parts are counted', () => {
    const text = { type: 'string' };
    const schema = { type: 'object', properties: { a: text, b: text, c: text } };
    expect(said('apigw-model-strict', { ...model({ Schema: schema }), ...method({ HttpMethod: 'POST', RequestModels: { $default: { Ref: 'Model' } } }) })[0])
      .toMatch(/b takes text of any length, and 1 more$/);
  });
});

test('apigw-domain-modern-tls: one old configuration of several is enough, and an open one is undecided', () => {
  const domain = (configurations: unknown) => ({ Domain: { Type: 'AWS::ApiGatewayV2::DomainName', Properties: { DomainNameConfigurations: configurations } } });
  expect(said('apigw-domain-modern-tls', domain([{ SecurityPolicy: 'TLS_1_2' }, { SecurityPolicy: 'TLS_1_0' }]))).toHaveLength(1);
  expect(said('apigw-domain-modern-tls', domain(some))).toEqual(['undecided only the deployment knows which TLS versions the domain takes']);
  expect(said('apigw-domain-modern-tls', domain([{ 'Fn::If': ['Unknown', some, { SecurityPolicy: 'TLS_1_2' }] }]))).toHaveLength(1);
});
