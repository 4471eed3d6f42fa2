import { judge } from '../../../aspects/engine/audit';
import { apigwMethodAuthorized as rule } from '../../../aspects/rules/input/apigw-method-authorized';
import { modelOfTemplate } from '../../support/synthesis';

const EVERYBODY = { Effect: 'Allow', Principal: '*', Action: 'execute-api:Invoke', Resource: 'execute-api:/*/GET/status' };
const PARTNER = { ...EVERYBODY, Principal: { AWS: '111122223333' }, Resource: 'execute-api:/*' };
const REST = { Type: 'AWS::ApiGateway::RestApi', Properties: {} };

function judged(resources: object) {
  const parameters = { Given: { Type: 'String' } };
  return judge(modelOfTemplate({ Parameters: parameters, Resources: resources }), [rule]).judgements.map(({ found }) => found);
}

function said(resources: object) {
  return judged(resources).map(found => [found.verdict, found.subject.writtenId, found.message].join(' | '));
}

function method(properties: object) {
  return { Method: { Type: 'AWS::ApiGateway::Method', Properties: { RestApiId: { Ref: 'Api' }, HttpMethod: 'GET', ...properties } } };
}

function route(properties: object, protocol?: string) {
  const api = protocol === undefined ? {} : { Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { ProtocolType: protocol } } };
  return { ...api, Route: { Type: 'AWS::ApiGatewayV2::Route', Properties: { ApiId: { Ref: 'Api' }, ...properties } } };
}

describe('a method of a REST API', () => {
  test('is named by its path', () => {
    const orders = { Type: 'AWS::ApiGateway::Resource', Properties: { PathPart: 'orders', ParentId: { 'Fn::GetAtt': ['Api', 'RootResourceId'] } } };
    const id = { Type: 'AWS::ApiGateway::Resource', Properties: { PathPart: '{id}', ParentId: { Ref: 'Orders' } } };

    expect(said({ Api: REST, Orders: orders, Id: id, ...method({ ResourceId: { Ref: 'Id' } }) })).toEqual(['noncompliant | Method | anybody may call GET /orders/{id}']);
  });

  test('is judged where resources go in a circle', () => {
    const circle = { Type: 'AWS::ApiGateway::Resource', Properties: { PathPart: 'a', ParentId: { Ref: 'Circle' } } };

    expect(said({ Api: REST, Circle: circle, ...method({ ResourceId: { Ref: 'Circle' } }) })).toEqual(['noncompliant | Method | anybody may call GET']);
  });

  test('is fine with an authorizer that only the deployment knows', () => {
    expect(said({ Api: REST, ...method({ AuthorizationType: 'CUSTOM', AuthorizerId: { Ref: 'Given' } }) })).toEqual([]);
  });

  test('is LOW where it is a mock, which reveals nothing', () => {
    expect(judged({ Api: REST, ...method({ AuthorizationType: 'NONE', Integration: { Type: 'MOCK' } }) }).map(found => found.severity)).toEqual(['LOW']);
  });

  test('is judged by the statements that concern it', () => {
    const api = { Type: 'AWS::ApiGateway::RestApi', Properties: { Policy: { Statement: [EVERYBODY, PARTNER] } } };
    const status = { Type: 'AWS::ApiGateway::Resource', Properties: { PathPart: 'status', ParentId: { 'Fn::GetAtt': ['Api', 'RootResourceId'] } } };

    expect(said({ Api: api, Status: status, ...method({ ResourceId: { Ref: 'Status' } }) })).toEqual(['noncompliant | Method | anybody may call GET /status']);
    expect(said({ Api: api, ...method({ ResourceId: { 'Fn::GetAtt': ['Api', 'RootResourceId'] } }) })).toEqual([]);
  });

  test('is undecided where the policy of its API is', () => {
    const api = { Type: 'AWS::ApiGateway::RestApi', Properties: { Policy: { Ref: 'Given' } } };

    expect(said({ Api: api, ...method({}) })).toEqual(['undecided | Method | only the deployment knows who may call GET']);
  });

  test('is closed in a private API without a policy, and open in one that lets everybody in', () => {
    const api = (properties: object) => ({ Type: 'AWS::ApiGateway::RestApi', Properties: { EndpointConfiguration: { Types: ['PRIVATE'] }, ...properties } });

    expect(said({ Api: api({}), ...method({}) })).toEqual([]);
    expect(said({ Api: api({ Policy: { Statement: [{ ...EVERYBODY, Resource: 'execute-api:/*' }] } }), ...method({}) })).toHaveLength(1);
  });
});

describe('an OpenAPI body', () => {
  const paths = { '/orders': { get: {}, options: {}, post: { 'x-amazon-apigateway-integration': { type: 'mock' } } } };

  test('gives a finding for each operation that asks nobody, with its place', () => {
    const found = judged({ Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Body: { swagger: '2.0', paths } } } });

    expect(found.map(({ subject, property, detail, severity }) => [subject.writtenId, property, detail, severity])).toEqual([
      ['Api', 'Body.paths./orders.get', 'GET /orders', undefined], ['Api', 'Body.paths./orders.post', 'POST /orders', 'LOW'],
    ]);
  });

  test('may hold the policy of the API', () => {
    const body = { paths, 'x-amazon-apigateway-policy': { Statement: PARTNER } };

    expect(said({ Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Body: body } } })).toEqual([]);
  });

  test('is undecided where all the security stands at its root', () => {
    const sigv4 = { 'type': 'apiKey', 'x-amazon-apigateway-authtype': 'awsSigv4' };
    const body = { security: [{ sigv4: [] }], components: { securitySchemes: { sigv4 } }, paths: { '/': { get: {} } } };

    expect(said({ Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Body: body } } })).toEqual([
      'undecided | Api | GET / relies on the security of the whole body, which API Gateway may not apply: name it at the operation',
    ]);
  });

  test('describes HTTP APIs too, and may stand in a file', () => {
    const api = (properties: object) => ({ Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: properties } });

    expect(said(api({ Body: { openapi: '3.0.1', paths } }))).toHaveLength(2);
    expect(said(api({ Body: { Ref: 'Given' } }))).toEqual([expect.stringMatching(/^undecided/)]);
    expect(said(api({ BodyS3Location: { Bucket: 'a', Key: 'b' } }))).toEqual([expect.stringMatching(/^undecided/)]);
  });
});

describe('a route', () => {
  test.each<[string, object, number]>([
    ['without authorizer', route({ RouteKey: 'GET /orders' }, 'HTTP'), 1],
    ['with IAM', route({ RouteKey: 'GET /orders', AuthorizationType: 'AWS_IAM' }, 'HTTP'), 0],
    ['for a preflight', route({ RouteKey: 'OPTIONS /orders' }, 'HTTP'), 0],
    ['for all the rest', route({ RouteKey: '$default' }, 'HTTP'), 1],
    ['for connecting', route({ RouteKey: '$connect' }, 'WEBSOCKET'), 1],
    ['for connecting, of an API elsewhere', route({ RouteKey: '$connect' }), 1],
    ['for a message, of an API elsewhere', route({ RouteKey: 'message' }), 0],
    ['of an HTTP API elsewhere', route({ RouteKey: 'GET /orders' }), 1],
  ])('%s', (_, resources, count) => {
    expect(judged(resources).map(found => found.verdict)).toEqual(Array(count).fill('noncompliant'));
  });

  test('for all the rest, of an API elsewhere, is undecided: it may be one of a WebSocket API', () => {
    expect(said(route({ RouteKey: '$default' }))).toEqual(['undecided | Route | only the deployment knows who may call $default']);
  });

  test('of a WebSocket API for a message is fine, but not without one for connecting', () => {
    expect(said(route({ RouteKey: 'message' }, 'WEBSOCKET'))).toEqual(['noncompliant | Api | the API has no $connect route, so everybody may connect']);
  });
});

test('an HTTP API that is made with its route has no authorizer', () => {
  const api = { Type: 'AWS::ApiGatewayV2::Api', Properties: { ProtocolType: 'HTTP', Target: 'arn:aws:lambda:eu-west-1:111122223333:function:orders' } };

  expect(said({ Api: api })).toEqual(['noncompliant | Api | anybody may call $default: a route made by Target has no authorizer']);
});

describe('an AppSync API', () => {
  const additional = [{ AuthenticationType: 'API_KEY' }];
  const api = (properties: object) => ({ Type: 'AWS::AppSync::GraphQLApi', Properties: { AuthenticationType: 'AWS_IAM', ...properties } });
  const schema = (definition: unknown) => ({ Type: 'AWS::AppSync::GraphQLSchema', Properties: { ApiId: { 'Fn::GetAtt': ['Api', 'ApiId'] }, Definition: definition } });

  test.each<[string, object, string[]]>([
    ['by IAM', { Api: api({}) }, []],
    ['by what a parameter says', { Api: api({ AuthenticationType: { Ref: 'Given' } }) }, ['undecided']],
    ['by an additional key, which no field asks for', { Api: api({ AdditionalAuthenticationProviders: additional }), Schema: schema('type Query { a: Int }') }, []],
    ['by an additional key, for a field', {
      Api: api({ AdditionalAuthenticationProviders: additional }), Schema: schema('type Query { a: Int @aws_api_key }'),
    }, ['noncompliant']],
    ['by an additional key, for a schema elsewhere', { Api: api({ AdditionalAuthenticationProviders: additional }) }, ['undecided']],
  ])('that authorizes %s', (_, resources, verdicts) => {
    expect(judged(resources).map(found => found.verdict)).toEqual(verdicts);
  });

  test('for events is judged by what its channels ask of publishers and of listeners', () => {
    const events = (modes: unknown) => ({ Api: { Type: 'AWS::AppSync::Api', Properties: { EventConfig: { DefaultPublishAuthModes: [{ AuthType: 'AWS_IAM' }], DefaultSubscribeAuthModes: modes } } } });

    expect(said(events([{ AuthType: 'API_KEY' }]))).toEqual([expect.stringMatching(/^noncompliant/)]);
    expect(said(events({ Ref: 'Given' }))).toEqual([expect.stringMatching(/^undecided/)]);
    expect(said(events([{ AuthType: 'AWS_LAMBDA' }]))).toEqual([]);
  });
});
