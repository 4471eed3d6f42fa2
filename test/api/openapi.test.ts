import { describedOperations, hasOpenOperations } from '../../aspects/api/openapi';
import { Unknown, Value } from '../../aspects/model/value';

const SIGV4 = { 'type': 'apiKey', 'name': 'Authorization', 'in': 'header', 'x-amazon-apigateway-authtype': 'awsSigv4' };
const JWT = { 'type': 'oauth2', 'x-amazon-apigateway-authorizer': { type: 'jwt' } };
const KEY = { type: 'apiKey', name: 'x-api-key', in: 'header' };
const SCHEMES = { sigv4: SIGV4, jwt: JWT, key: KEY, later: new Unknown('later') };
const OPEN = new Unknown('parameter');

function authorized(operation: Value, body: Record<string, Value> = {}) {
  return describedOperations({ openapi: '3.0.1', components: { securitySchemes: SCHEMES }, paths: { '/orders': { get: operation } }, ...body })[0].authorized;
}

test.each<[string, Value, string]>([
  ['IAM', { security: [{ sigv4: [] }] }, 'yes'],
  ['a JWT authorizer', { security: [{ jwt: ['read'] }] }, 'yes'],
  ['an authorizer beside a key', { security: [{ jwt: [] }, { key: [] }] }, 'yes'],
  ['an extension of the operation', { 'x-amazon-apigateway-auth': { type: 'AWS_IAM' } }, 'yes'],
  ['an extension that says none', { 'x-amazon-apigateway-auth': { type: 'NONE' } }, 'no'],
  ['a key alone', { security: [{ key: [] }] }, 'no'],
  ['an empty list', { security: [] }, 'no'],
  ['an empty requirement', { security: [{}] }, 'no'],
  ['a scheme that the body does not define', { security: [{ NONE: [] }] }, 'no'],
  ['nothing', {}, 'no'],
  ['a scheme that is open', { security: [{ later: [] }] }, 'undecided'],
  ['a requirement that is open', { security: [OPEN] }, 'undecided'],
  ['security that is open', { security: OPEN }, 'undecided'],
  ['an extension that is open', { 'x-amazon-apigateway-auth': { type: OPEN } }, 'undecided'],
  ['an operation that is open', OPEN, 'undecided'],
])('an operation with %s', (_, operation, answer) => {
  expect(authorized(operation)).toBe(answer);
});

test('version 2 defines its schemes at the root', () => {
  expect(authorized({ security: [{ sigv4: [] }] }, { components: undefined, securityDefinitions: { sigv4: SIGV4 } })).toBe('yes');
});

test('the security of the whole body settles nothing, unless it demands nothing either', () => {
  expect(authorized({}, { security: [{ sigv4: [] }] })).toBe('undecided');
  expect(authorized({}, { security: [{ key: [] }] })).toBe('no');
  expect(authorized({ security: [] }, { security: [{ sigv4: [] }] })).toBe('no');
});

test('reads every method of every path, and nothing else', () => {
  const paths = { '/orders': { 'parameters': [], 'post': {}, 'x-amazon-apigateway-any-method': {} }, '/': { get: {} }, '/open': OPEN };

  expect(describedOperations({ paths }).map(({ method, path, property }) => [method, path, property])).toEqual([
    ['POST', '/orders', 'paths./orders.post'], ['ANY', '/orders', 'paths./orders.x-amazon-apigateway-any-method'], ['GET', '/', 'paths./.get'],
  ]);
});

test('says where operations are only known at deployment', () => {
  expect([OPEN, { paths: OPEN }, { paths: { '/a': OPEN } }, { 'Fn::Transform': {}, 'paths': {} }].map(hasOpenOperations)).toEqual([true, true, true, true]);
  expect([undefined, {}, { paths: { '/a': { get: {} } } }].map(hasOpenOperations)).toEqual([false, false, false]);
});
