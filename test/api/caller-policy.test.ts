import * as fc from 'fast-check';
import { narrowsCallers } from '../../aspects/api/caller-policy';
import { Operation } from '../../aspects/api/operation';
import { Unknown, Value } from '../../aspects/model/value';

const EVERYBODY = { Effect: 'Allow', Principal: '*', Action: 'execute-api:Invoke', Resource: 'execute-api:/*' };
const ORDERS: Operation = { method: 'GET', path: '/orders' };
const PARAMETER = new Unknown('parameter:template.json#Given');

function narrows(statements: Value, operation = ORDERS) {
  return narrowsCallers({ Version: '2012-10-17', Statement: statements }, operation);
}

function allowIf(operator: string, key: string, value: Value) {
  return { ...EVERYBODY, Condition: { [operator]: { [key]: value } } };
}

function denyIf(...conditions: [string, string, Value][]) {
  return [EVERYBODY, { ...EVERYBODY, Effect: 'Deny', Condition: Object.fromEntries(conditions.map(([operator, key, value]) => [operator, { [key]: value }])) }];
}

describe('an allowing statement', () => {
  test.each([
    ['one VPC endpoint', allowIf('StringEquals', 'aws:SourceVpce', 'vpce-1a2b')],
    ['a VPC, whatever the case of the key', allowIf('StringEquals', 'AWS:sourcevpc', 'vpc-1a2b')],
    ['an endpoint that a parameter names', allowIf('StringEquals', 'aws:SourceVpce', PARAMETER)],
    ['an organisation', allowIf('ForAnyValue:StringLike', 'aws:PrincipalOrgPaths', 'o-1a2b/*')],
    ['some addresses', allowIf('IpAddress', 'aws:SourceIp', ['203.0.113.0/24', '2001:db8::/32'])],
    ['an account as principal', { ...EVERYBODY, Principal: { AWS: 'arn:aws:iam::111122223333:root' } }],
    ['a statement about another method', { ...EVERYBODY, Resource: 'execute-api:/*/POST/orders' }],
    ['a statement about another action', { ...EVERYBODY, Action: 'execute-api:ManageConnections' }],
  ])('narrows the callers to those that it names: %s', (_, statement) => {
    expect(narrows(statement)).toBe('yes');
  });

  test.each([
    ['no condition', EVERYBODY],
    ['any principal in a list', { ...EVERYBODY, Principal: { AWS: ['*'] } }],
    ['all actions of all services', { ...EVERYBODY, Action: '*', Resource: '*' }],
    ['this very operation', { ...EVERYBODY, Resource: 'arn:aws:execute-api:eu-west-1:111122223333:a1b2/prod/GET/orders' }],
    ['the whole world', allowIf('IpAddress', 'aws:SourceIp', '0.0.0.0/0')],
    ['the whole world of IPv6', allowIf('IpAddress', 'aws:SourceIp', ['203.0.113.0/24', '::/0'])],
    ['the whole world in two halves', allowIf('IpAddress', 'aws:SourceIp', ['0.0.0.0/1', '128.0.0.0/1'])],
    ['any endpoint', allowIf('StringLike', 'aws:SourceVpce', '*')],
    ['all but one endpoint', allowIf('StringNotEquals', 'aws:SourceVpce', 'vpce-1a2b')],
    ['an endpoint, if there is one', allowIf('StringEqualsIfExists', 'aws:SourceVpce', 'vpce-1a2b')],
    ['a condition that says nothing of the caller', allowIf('StringEquals', 'aws:RequestedRegion', 'eu-west-1')],
    ['everybody but one principal', { ...EVERYBODY, Principal: undefined, NotPrincipal: { AWS: 'arn:aws:iam::111122223333:root' } }],
  ])('lets everybody in: %s', (_, statement) => {
    expect(narrows(statement)).toBe('no');
  });

  test.each([
    ['addresses that a parameter names', allowIf('IpAddress', 'aws:SourceIp', PARAMETER)],
    ['a pattern that a parameter gives', allowIf('StringLike', 'aws:PrincipalOrgID', PARAMETER)],
    ['a principal that a parameter names', { ...EVERYBODY, Principal: { AWS: PARAMETER } }],
    ['a condition that a parameter gives', { ...EVERYBODY, Condition: PARAMETER }],
    ['a statement in one branch', new Unknown('if', [EVERYBODY, undefined])],
  ])('is undecided with %s', (_, statement) => {
    expect(narrows([statement])).toBe('undecided');
  });
});

describe('a denying statement beside one for everybody', () => {
  test.each([
    ['other addresses', denyIf(['NotIpAddress', 'aws:SourceIp', '203.0.113.0/24'])],
    ['other endpoints', denyIf(['StringNotEqualsIfExists', 'aws:SourceVpce', 'vpce-1a2b'])],
    ['who is neither at these addresses nor in this VPC', denyIf(['NotIpAddress', 'aws:SourceIp', '203.0.113.0/24'], ['StringNotEquals', 'aws:SourceVpc', 'vpc-1a2b'])],
    ['everybody', [EVERYBODY, { ...EVERYBODY, Effect: 'Deny' }]],
    ['everybody but one account', [EVERYBODY, { ...EVERYBODY, Effect: 'Deny', Principal: undefined, NotPrincipal: { AWS: '111122223333' } }]],
  ])('narrows the callers where it refuses %s', (_, statements) => {
    expect(narrows(statements)).toBe('yes');
  });

  test.each([
    ['nobody', denyIf(['NotIpAddress', 'aws:SourceIp', '0.0.0.0/0'])],
    ['plain HTTP only', denyIf(['Bool', 'aws:SecureTransport', 'false'])],
    ['plain HTTP from elsewhere', denyIf(['Bool', 'aws:SecureTransport', 'false'], ['NotIpAddress', 'aws:SourceIp', '203.0.113.0/24'])],
    ['one account', [EVERYBODY, { ...EVERYBODY, Effect: 'Deny', Principal: { AWS: '111122223333' } }]],
    ['another operation', [EVERYBODY, { ...EVERYBODY, Effect: 'Deny', Resource: 'execute-api:/*/DELETE/*' }]],
  ])('lets everybody in where it refuses %s', (_, statements) => {
    expect(narrows(statements)).toBe('no');
  });

  test('covers an operation for any method only where it names no method', () => {
    const deny = (resource: string) => [EVERYBODY, { ...EVERYBODY, Effect: 'Deny', Resource: resource }];

    expect(narrows(deny('execute-api:/*/GET/*'), { method: 'ANY', path: '/orders' })).toBe('no');
    expect(narrows(deny('execute-api:/prod/*'), { method: 'ANY', path: '/orders' })).toBe('yes');
  });
});

test('a policy that allows nothing keeps everybody out, and none at all lets everybody in', () => {
  expect(narrows({ ...EVERYBODY, NotAction: 'execute-api:Invoke', Action: undefined })).toBe('yes');
  expect(narrowsCallers(undefined, ORDERS)).toBe('no');
  expect(narrowsCallers(PARAMETER, ORDERS)).toBe('undecided');
});

test('a policy may be a JSON string', () => {
  expect(narrowsCallers(JSON.stringify({ Statement: [allowIf('StringEquals', 'aws:SourceVpce', 'vpce-1a2b')] }), ORDERS)).toBe('yes');
});

test('a path that only the deployment knows may be the one that everybody may call', () => {
  expect(narrows({ ...EVERYBODY, Resource: 'execute-api:/*/GET/status' }, { method: 'GET' })).toBe('no');
});

test('a denial never opens what a policy keeps closed', () => {
  const condition = fc.constantFrom<[string, string, Value]>(
    ['NotIpAddress', 'aws:SourceIp', '203.0.113.0/24'], ['Bool', 'aws:SecureTransport', 'false'], ['StringNotEquals', 'aws:SourceVpc', PARAMETER],
  );
  const closed = allowIf('StringEquals', 'aws:SourceVpce', 'vpce-1a2b');
  fc.assert(fc.property(fc.array(condition, { maxLength: 3 }), conditions => {
    expect(narrows([closed, denyIf(...conditions)[1]])).toBe('yes');
  }));
});
