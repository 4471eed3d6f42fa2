import { CfnParameter, Duration, Lazy, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as v from 'valibot';
import { z } from 'zod';
import { checkingFunction, httpApi, ofType, ORDER, restApi, someFunction } from './kit';
import { ApiAuthorizer, ApiFirewall, SecureApi, SecureApiProps, SecureApiRoute, SecureApiType } from '../../../lib';
import { testApp } from '../../support/synthesis';

const elsewhere = new Stack(testApp(), 'Elsewhere');
const pool = new cognito.UserPool(elsewhere, 'Pool');
const certificate = acm.Certificate.fromCertificateArn(elsewhere, 'Certificate', 'arn:aws:acm:eu-west-1:111122223333:certificate/a');
const domain = { domainName: 'api.example.com', certificate };
const mutualTls = { bucket: s3.Bucket.fromBucketName(elsewhere, 'Trusted', 'trusted'), key: 'authorities.pem' };
const endpoint = ec2.InterfaceVpcEndpoint.fromInterfaceVpcEndpointAttributes(elsewhere, 'Endpoint', { vpcEndpointId: 'vpce-1', port: 443 });
const slow = someFunction(elsewhere, 'Slow', Duration.minutes(1));
const type = SecureApiType.HTTP;

test.each<[string, Partial<SecureApiProps>, RegExp]>([
  ['an HTTP API with a firewall', { type, firewall: ApiFirewall.managed() }, /^Stack\/Api: firewall: an HTTP API has a web ACL only through CloudFront/],
  ['a private HTTP API', { type, vpcEndpoints: [endpoint] }, /vpcEndpoints: an HTTP API is always public/],
  ['an HTTP API with a policy of TLS', { type, securityPolicy: apigateway.SecurityPolicy.TLS_1_2 }, /securityPolicy: an HTTP API accepts TLS 1.2 and nothing else/],
  ['an HTTP API with a stage name', { type, stageName: 'live' }, /stageName: an HTTP API is deployed to the stage \$default/],
  ['an HTTP API with a role for logs', { type, accountHasLogRole: true }, /accountHasLogRole: an HTTP API needs no role/],
  ['a private API without endpoints', { vpcEndpoints: [] }, /vpcEndpoints: a private API needs at least one endpoint, got none/],
  ['a private API with a domain', { vpcEndpoints: [endpoint], domain }, /domain: a private API answers at the names of its VPC endpoints/],
  ['TLS 1.0', { securityPolicy: apigateway.SecurityPolicy.TLS_1_0 }, /securityPolicy: TLS_1_0 is not one of a regional API that refuses TLS 1.0/],
  ['TLS of edge-optimised endpoints', { securityPolicy: apigateway.SecurityPolicy.TLS13_2025_EDGE }, /securityPolicy: SecurityPolicy_TLS13_2025_EDGE is not one/],
  ['certificates of callers with a policy of TLS that excludes them', { domain: { ...domain, mutualTls }, securityPolicy: apigateway.SecurityPolicy.TLS13_1_3_2025_09 },
    /securityPolicy: API Gateway asks callers for certificates \(domain: mutualTls\) with TLS_1_2 alone, got SecurityPolicy_TLS13_1_3_2025_09/],
  ['a stage name with a space', { stageName: 'my stage' }, /stageName: letters, digits, hyphens and underscores, at most 128, got my stage/],
  ['a wildcard of websites', { cors: { origins: ['*'] } }, /cors: origins: \* lets any website that a user visits call the API/],
  ['a wildcard in a website', { cors: { origins: ['https://*.example.com'] } }, /https:\/\/\*\.example\.com lets any website/],
  ['the origin of sandboxes', { cors: { origins: ['null'] } }, /null lets any website/],
  ['a website without TLS', { cors: { origins: ['http://www.example.com'] } }, /only https:\/\/ origins, and http:\/\/localhost, are taken, got http:\/\/www\.example\.com/],
  ['a host that only begins like localhost', { cors: { origins: ['http://localhost.example.com'] } }, /are taken, got http:\/\/localhost\.example\.com/],
  ['a website with a path', { cors: { origins: ['https://www.example.com/'] } }, /an origin is a scheme, a host and perhaps a port.*got https:\/\/www\.example\.com\//],
  ['no website', { cors: { origins: [] } }, /cors: origins names no website/],
  ['a day of browsers\' memory', { cors: { origins: ['https://a.example.com'], maxAge: Duration.days(1) } }, /cors: maxAge: from 0 seconds to 2 hours, in whole seconds, got 1 day/],
  ['no requests', { throttle: { rateLimit: 0, burstLimit: 0.5 } }, /throttle: rateLimit is a number above 0, got 0; throttle: burstLimit is a whole number of at least 1, got 0\.5/],
  ['fewer requests than WAF counts', { firewall: ApiFirewall.managed({ requestsPerAddress: 5 }) }, /firewall: requestsPerAddress is a whole number from 10 to .*, got 5/],
  ['a rule that no group has', { firewall: ApiFirewall.managed({ countedRules: ['Size'] }) }, /firewall: countedRules names Size, which is in none of the groups/],
  ['nobody\'s reason', { authorizer: ApiAuthorizer.none(' ') }, /authorizer: none needs the reason why everybody may call, got an empty text/],
  ['tokens of any issuer in a REST API', { authorizer: ApiAuthorizer.jwt({ issuer: 'https://a.example.com', audience: ['a'] }) }, /a REST API has no authorizer for tokens of any issuer/],
  ['clients in a REST API', { authorizer: ApiAuthorizer.userPool(pool, { clients: [cognito.UserPoolClient.fromUserPoolClientId(elsewhere, 'Client', 'a')] }) },
    /a REST API accepts the tokens of every client/],
  ['no clients in an HTTP API', { type, authorizer: ApiAuthorizer.userPool(pool) }, /an HTTP API accepts the tokens of named clients/],
  ['no scopes', { authorizer: ApiAuthorizer.userPool(pool, { scopes: [] }) }, /scopes is empty/],
  ['an issuer without TLS for nobody', { type, authorizer: ApiAuthorizer.jwt({ issuer: 'http://a', audience: [] }) }, /audience names nobody.*; authorizer: issuer is an address that starts with https:\/\/, got http:\/\/a/],
  ['a function that decides on nothing', { authorizer: ApiAuthorizer.lambda(someFunction(elsewhere, 'One'), { headers: [] }) }, /the function decides on nothing/],
  ['a header with a space', { authorizer: ApiAuthorizer.lambda(someFunction(elsewhere, 'Two'), { headers: ['X Y'] }) }, /X Y is no name of a header/],
  ['a decision for a day', { authorizer: ApiAuthorizer.lambda(someFunction(elsewhere, 'Three'), { cacheFor: Duration.days(1) }) }, /authorizer: cacheFor: from 0 seconds to 1 hour, in whole seconds, got 1 day/],
  ['a function that decides too slowly', { authorizer: ApiAuthorizer.lambda(slow) }, /Elsewhere\/Slow may run for 60 seconds, but API Gateway waits for 29/],
])('an API fails for %s', (_, props, message) => {
  expect(() => restApi(props)).toThrow(message);
});

test.each<[string, string, string, Partial<SecureApiRoute>, RegExp]>([
  ['every method', 'ANY', '/a', {}, /^Stack\/Api: ANY \/a: method: one of GET, HEAD, .* got ANY/],
  ['a method in lower case', 'get', '/a', {}, /method: one of .*, got get/],
  ['a path without a slash', 'GET', 'a', {}, /path: a slash, then segments .* got a/],
  ['a path that ends with a slash', 'GET', '/a/', {}, /path: a slash, .* got \/a\//],
  ['a parameter as Express has it', 'GET', '/a/:id', {}, /as in \/orders\/\{id\} and not \/orders\/:id; .* got \/a\/:id/],
  ['a parameter within a segment', 'GET', '/a-{id}', {}, /got \/a-\{id\}/],
  ['a rest that is not the last', 'GET', '/{rest+}/a', {}, /got \/\{rest\+\}\/a/],
  ['a parameter twice', 'GET', '/{a}/{a}', {}, /none stands twice; got/],
  ['a path of a token', 'GET', Lazy.string({ produce: () => '/a' }), {}, /path: a slash/],
  ['a route that is there', 'GET', '/taken', {}, /the API has this route already/],
  ['a POST without a schema', 'POST', '/a', {}, /body: give the JSON Schema of what the route takes, or uncheckedBody with the reason/],
  ['a schema and a reason for none', 'POST', '/a', { body: ORDER, uncheckedBody: 'images' }, /give one of the two/],
  ['no reason', 'POST', '/a', { uncheckedBody: '' }, /uncheckedBody is the reason/],
  ['a GET with a body', 'GET', '/a', { body: ORDER }, /a GET request has none; describe its query instead/],
  ['a query that is no object', 'GET', '/a', { query: { type: 'string' } }, /query: the schema is one of an object/],
  ['a parameter that the path lacks', 'GET', '/{id}', { path: { type: 'object', properties: { name: { type: 'string' } } } }, /the schema describes name, which is no parameter of \/\{id\}/],
  ['a header in capitals', 'GET', '/a', { headers: { type: 'object', properties: { 'X-A': { type: 'string' } } } }, /headers: X-A is written in lower case/],
  ['what only a bundled function can check', 'POST', '/a', { body: { type: 'number', exclusiveMinimum: 0 } }, /API Gateway does not check #: exclusiveMinimum, and neither does the function/],
  ['text that nothing checks', 'POST', '/a', { body: { type: 'string' } }, /body: API Gateway reads every body as JSON, so that text is checked by the function alone, and this one checks nothing/],
  ['a parameter that nothing checks', 'GET', '/a', { query: { type: 'object', properties: { 'filter[a]': { type: 'string' } } } }, /query: API Gateway takes names of .* alone, so filter\[a\] is checked by/],
  ['a property of any kind', 'POST', '/a', { body: { type: 'object', properties: { a: {} } } }, /body: #\/properties\/a takes anything/],
  ['a word that is no keyword', 'POST', '/a', { body: { type: 'string', maxLenght: 3 } }, /body: .*unknown keyword: "maxLenght"/],
  ['no schema', 'POST', '/a', { body: 'order' as any }, /body: a JSON Schema is an object of keywords, got string/],
  ['a schema of zod', 'POST', '/a', { body: z.object({ id: z.string() }) as any }, /body: a Standard Schema cannot be compiled: .* z\.toJSONSchema/],
  ['a schema of valibot', 'POST', '/a', { body: v.object({ id: v.string() }) as any }, /body: a Standard Schema cannot be compiled/],
  ['a schema of arktype', 'GET', '/a', { query: Object.assign(() => true, { '~standard': {} }) as any }, /query: a Standard Schema cannot be compiled/],
  ['an open route by a key', 'GET', '/a', { metered: true, authorizer: ApiAuthorizer.none('x') }, /metered: a key counts calls and authorizes nobody/],
  ['a patience beyond 29 seconds', 'GET', '/a', { timeout: Duration.seconds(30) }, /timeout: API Gateway waits from 50 milliseconds to 29 seconds, in whole milliseconds, got 30 seconds/],
  ['a function that may run longer', 'GET', '/a', { handler: slow }, /handler: Elsewhere\/Slow may run for 60 seconds, but API Gateway waits for 29/],
  ['a function that may run longer than the route waits', 'GET', '/a', { timeout: Duration.seconds(2) }, /handler: Stack\/Orders may run for 5 seconds, but API Gateway waits for 2/],
  ['a throttle of nothing', 'GET', '/a', { throttle: { rateLimit: -1, burstLimit: 1 } }, /throttle: rateLimit is a number above 0, got -1/],
  ['an authorizer of another kind of API', 'GET', '/a', { authorizer: ApiAuthorizer.jwt({ issuer: 'https://a', audience: ['a'] }) }, /a REST API has no authorizer for tokens/],
])('a route fails for %s', (_, method, path, route, message) => {
  const { api, handler } = restApi();
  api.addRoute('GET', '/taken', { handler });
  expect(() => api.addRoute(method, path, { handler, ...route })).toThrow(message);
});

test.each([
  ['/o/{id}', '/o/{orderId}'], ['/o/{id}', '/o/{orderId}/lines'], ['/o/{id}/lines', '/o/{rest+}'], ['/o/{id}', '/o/{id+}'], ['/{rest+}', '/{id}/a/{b}'],
])('%s and %s need two variables beneath one parent, which a REST API does not have', (one, other) => {
  for (const [first, second] of [[one, other], [other, one]]) {
    const { api, handler } = restApi();
    api.addRoute('GET', '/o', { handler });
    api.addRoute('GET', first, { handler });
    const said = `Stack/Api: DELETE ${second}: path: ${second} has a variable where GET ${first} has another, and a REST API has one beneath each parent`;
    expect(() => api.addRoute('DELETE', second, { handler })).toThrow(said);
    const http = httpApi();
    http.api.addRoute('GET', first, { handler: http.handler });
    expect(() => http.api.addRoute('DELETE', second, { handler: http.handler })).not.toThrow();
  }
});

test('variables of the same name, beneath other parents and beside words are no siblings', () => {
  const { stack, api, handler } = restApi();
  const paths = ['/o/{id}', '/o/{id}/lines/{line}', '/o/{id}/{rest+}', '/p/{orderId}', '/o/new', '/{any}', '/o/new/{kind}'];
  for (const path of paths) api.addRoute('GET', path, { handler });
  expect(() => api.addRoute('DELETE', '/o/{id}', { handler })).not.toThrow();
  const siblings = ofType(stack, 'AWS::ApiGateway::Resource').filter(({ PathPart }) => PathPart.startsWith('{')).map(({ ParentId }) => JSON.stringify(ParentId));
  expect(new Set(siblings).size).toBe(siblings.length);
});

test.each([
  ['/o/{id}', '/o/{orderId}'], ['/o/{id}/lines', '/o/{orderId}/lines'], ['/o/{rest+}', '/o/{all+}'],
])('%s and %s take the same requests, of which an HTTP API refuses the second', (one, other) => {
  const { api, handler } = httpApi();
  api.addRoute('GET', one, { handler });
  expect(() => api.addRoute('GET', other, { handler })).toThrow(`Stack/Api: GET ${other}: path: ${other} takes the same requests as GET ${one}, and an HTTP API refuses the second`);
  for (const path of ['/o/new', '/p/{orderId}', '/o/{id}/{rest+}']) expect(() => api.addRoute('GET', path, { handler })).not.toThrow();
  expect(() => api.addRoute('DELETE', other, { handler })).not.toThrow();
});

test('a schema that holds itself fails', () => {
  const circle: Record<string, unknown> = { type: 'object' };
  circle.properties = { circle };
  const { api, handler } = restApi();
  expect(() => api.addRoute('POST', '/a', { handler, body: circle })).toThrow(/body: the object holds itself/);
});

test('an HTTP API fails for schemas that nobody would check, and for what only REST APIs do', () => {
  const { stack, api, handler } = httpApi();
  expect(() => api.addRoute('POST', '/a', { handler, body: ORDER, query: { type: 'object' } })).toThrow(/body: an HTTP API checks nothing.*; query: an HTTP API checks nothing/);
  expect(() => api.addRoute('GET', '/a', { handler, metered: true })).toThrow(/metered: an HTTP API has no usage plans/);
  expect(() => api.addUsagePlan('Plan', { keys: [new apigateway.ApiKey(stack, 'Key')] })).toThrow(/^Stack\/Api: addUsagePlan: an HTTP API has no usage plans/);
  expect(() => api.addRoute('POST', '/a', { handler: checkingFunction(stack), body: ORDER })).not.toThrow();
});

test('a usage plan fails for nobody, for a caller twice, and for an id that something else has', () => {
  const { stack, api } = restApi();
  const [key, other] = ['Key', 'Other'].map(id => new apigateway.ApiKey(stack, id));
  const plan = (id: string, ...keys: apigateway.IApiKey[]) => () => api.addUsagePlan(id, { keys });
  expect(plan('Plan')).toThrow(/^Stack\/Api: addUsagePlan: keys names nobody/);
  expect(plan('Plan', key, other, key)).toThrow(/^Stack\/Api: addUsagePlan: keys: Stack\/Key is given twice; give it once$/);
  expect(plan('Plan', key)).not.toThrow();
  expect(plan('Plan', other)).toThrow(/^Stack\/Api: addUsagePlan: id: a usage plan of the API is called by it, .* got Plan a second time$/);
  expect(plan('Api', other)).toThrow(/id: .* got Api a second time/);
  expect(plan('', other)).toThrow(/id: .* so it is a text without slashes .* got ""/);
  expect(plan('More', key)).toThrow(/keys: Stack\/Key is counted by the plan Plan, and API Gateway takes a key in one plan of a stage/);
  expect(plan('More', other)).not.toThrow();
});

test('an API and a route fail without what they require, where no types say so', () => {
  const stack = new Stack(testApp(), 'Stack');
  expect(() => new SecureApi(stack, 'Api', {} as SecureApiProps)).toThrow(/^Stack\/Api: authorizer: it is required: give who may call: ApiAuthorizer\.iam\(\)/);
  expect(() => new SecureApi(stack, 'Other', undefined as unknown as SecureApiProps)).toThrow(/^Stack\/Other: authorizer: it is required/);
  const { api } = restApi();
  for (const route of [{}, undefined]) {
    expect(() => api.addRoute('GET', '/a', route as SecureApiRoute)).toThrow(/^Stack\/Api: GET \/a: handler: it is required: give the function that answers; got none$/);
  }
});

test('a REST API fails without routes, with what would do', () => {
  const { stack } = restApi();
  expect(() => Template.fromStack(stack)).toThrow('[Stack/Api] it has no routes, and API Gateway deploys no REST API without one: add each by addRoute(method, path, { handler, … })');
});

test('everything that is wrong is told at once, and a route that failed may be added again', () => {
  const { api, handler } = restApi();
  expect(() => api.addRoute('POST', '/a', { handler, timeout: Duration.minutes(1), metered: true, authorizer: ApiAuthorizer.none('') })).toThrow(/body: .*; authorizer: .*; metered: .*; timeout: /);
  expect(() => api.addRoute('POST', '/a', { handler, body: ORDER })).not.toThrow();
});

test('what only the deployment knows is taken as it comes', () => {
  const stack = new Stack(testApp(), 'Stack');
  const text = (id: string) => new CfnParameter(stack, id).valueAsString;
  const number = (id: string) => new CfnParameter(stack, id, { type: 'Number' }).valueAsNumber;
  expect(() => {
    const throttle = { rateLimit: number('Rate'), burstLimit: number('Burst') };
    const rest = new SecureApi(stack, 'Rest', {
      throttle,
      authorizer: ApiAuthorizer.userPool(cognito.UserPool.fromUserPoolId(stack, 'Imported', text('PoolId')), { scopes: [text('Scope')] }),
      apiName: text('Name'),
      description: text('Description'),
      stageName: text('Stage'),
      cors: { origins: [text('Origin')] },
      firewall: ApiFirewall.managed({ requestsPerAddress: number('Requests') }),
    });
    rest.addRoute('GET', '/a', { throttle, handler: someFunction(stack), timeout: Duration.millis(number('Timeout')) });
    const http = new SecureApi(stack, 'Http', { type, throttle, authorizer: ApiAuthorizer.jwt({ issuer: text('Issuer'), audience: [text('Audience')] }) });
    http.addRoute('GET', '/a', { throttle, handler: someFunction(stack, 'Other') });
    (stack.node.root as any).synth();
  }).not.toThrow();
});
