import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Duration, NestedStack, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as fc from 'fast-check';
import { ORDER, someFunction } from './kit';
import { JsonObject } from '../../../aspects/model/json';
import { ApiAuthorizer, ApiFirewall, SecureApi, SecureApiProps, SecureApiType } from '../../../lib';
import { circles } from '../../support/circles';
import { testApp } from '../../support/synthesis';

/** Where things stand in relation to the API. */
const place = fc.constantFrom('same stack', 'other stack', 'nested stack');
const authorizer = fc.constantFrom('iam', 'userPool', 'lambda', 'none', 'jwt');
const route = fc.record({
  method: fc.constantFrom('GET', 'POST', 'DELETE'),
  path: fc.constantFrom('/', '/a', '/a/{id}', '/a/{id}/b', '/{rest+}'),
  authorizer: fc.option(authorizer, { nil: undefined }),
  fn: fc.constantFrom('Function', 'Other', 'Imported'),
  throttle: fc.boolean(),
  metered: fc.boolean(),
});
const combination = fc.record({
  http: fc.boolean(),
  authorizer,
  function: place,
  users: place,
  firewall: fc.constantFrom('default', 'managed', 'none'),
  cors: fc.boolean(),
  domain: fc.boolean(),
  private: fc.boolean(),
  logKey: fc.option(place, { nil: undefined }),
  plan: fc.boolean(),
  granted: fc.boolean(),
  accountHasLogRole: fc.boolean(),
  routes: fc.uniqueArray(route, { minLength: 1, maxLength: 4, selector: ({ method, path }) => `${method} ${path}` }),
  again: fc.boolean(),
});
type Combination = typeof combination extends fc.Arbitrary<infer Value> ? Value : never;

/** Builds what can be had together, in an application of its own; what cannot is refused, which other tests look at. */
function templatesOf(given: Combination): JsonObject[] {
  const app = testApp({ treeMetadata: false, stackTraces: false, context: { 'aws:cdk:disable-stack-trace': true, 'aws:cdk:enable-path-metadata': false } });
  const stack = new Stack(app, 'Api');
  // What is not asked for is not made: hundreds of applications take their time.
  const once = <Value>(make: () => Value): (() => Value) => {
    let made: Value | undefined;
    return () => made ??= make();
  };
  const other = once(() => new Stack(app, 'Other'));
  const nested = once(() => new NestedStack(stack, 'Nested'));
  const at = (where: string): Stack => (where === 'same stack' ? stack : where === 'other stack' ? other() : nested());

  const pool = once(() => new cognito.UserPool(at(given.users), 'Pool'));
  const functions: Record<string, () => lambda.IFunction> = {
    Function: once(() => someFunction(at(given.function), 'Function')),
    Other: once(() => someFunction(stack, 'Beside')),
    Imported: once(() => lambda.Function.fromFunctionArn(stack, 'Imported', 'arn:aws:lambda:eu-west-1:111122223333:function:imported')),
  };
  // Of another stack, a function behind the API cannot be its caller: each stack would wait for the other.
  const caller = () => given.function === 'same stack' ? functions.Function() : new iam.Role(stack, 'Caller', { assumedBy: new iam.AccountRootPrincipal() });
  const deciding = once(() => someFunction(at(given.function), 'Deciding'));
  const clients = [cognito.UserPoolClient.fromUserPoolClientId(stack, 'Client', 'client')];
  const isHttp = given.http;
  const authorizerOf = (kind: string): ApiAuthorizer => {
    switch (kind) {
      case 'userPool': return ApiAuthorizer.userPool(pool(), isHttp ? { clients } : { scopes: ['read'] });
      case 'lambda': return ApiAuthorizer.lambda(deciding(), { cacheFor: Duration.minutes(1) });
      case 'jwt': return isHttp ? ApiAuthorizer.jwt({ issuer: 'https://id.example.com', audience: ['a'] }) : ApiAuthorizer.iam();
      case 'none': return ApiAuthorizer.none('public');
      default: return ApiAuthorizer.iam();
    }
  };
  const logKey = given.logKey === undefined ? undefined : new kms.Key(at(given.logKey), 'Key');
  const isPrivate = given.private && !isHttp;
  const domain = given.domain && !isPrivate
    ? { domainName: 'api.example.com', certificate: acm.Certificate.fromCertificateArn(stack, 'Certificate', 'arn:aws:acm:eu-west-1:111122223333:certificate/a') } : undefined;
  const props: SecureApiProps = {
    logKey,
    domain,
    authorizer: authorizerOf(given.authorizer),
    type: isHttp ? SecureApiType.HTTP : undefined,
    cors: given.cors ? { origins: ['https://www.example.com'] } : undefined,
    ...(isHttp ? {} : {
      accountHasLogRole: given.accountHasLogRole,
      firewall: { default: undefined, managed: ApiFirewall.managed({ requestsPerAddress: 100 }), none: ApiFirewall.none('another stands before it') }[given.firewall],
      vpcEndpoints: isPrivate
        ? [ec2.InterfaceVpcEndpoint.fromInterfaceVpcEndpointAttributes(stack, 'Endpoint', { vpcEndpointId: 'vpce-1', port: 443 })] : undefined,
    }),
  };
  const grantee = given.granted ? caller() : undefined;
  for (const id of given.again ? ['One', 'Two'] : ['One']) {
    const api = new SecureApi(stack, id, props);
    for (const one of given.routes) {
      const kind = one.authorizer ?? given.authorizer;
      api.addRoute(one.method, one.path, {
        handler: functions[one.fn](),
        authorizer: one.authorizer === undefined ? undefined : authorizerOf(one.authorizer),
        ...(one.method === 'POST' ? (isHttp ? { uncheckedBody: 'images' } : { body: ORDER }) : {}),
        throttle: one.throttle ? { rateLimit: 1, burstLimit: 1 } : undefined,
        metered: one.metered && !isHttp && kind !== 'none',
      });
    }
    if (given.plan && !isHttp) api.addUsagePlan('Plan', { keys: [new apigateway.ApiKey(stack, `Key${id}`)] });
    if (grantee !== undefined) api.grantInvoke(grantee, given.routes[0].method, given.routes[0].path);
  }
  const { directory } = app.synth();
  return readdirSync(directory).filter(file => file.endsWith('.template.json')).map(file => JSON.parse(readFileSync(join(directory, file), 'utf8')) as JsonObject)
    .filter(({ Resources }) => Resources !== undefined);
}

test('whatever is chosen together, no resource waits for itself, and the application synthesises', () => {
  fc.assert(fc.property(combination, given => {
    expect(templatesOf(given).flatMap(circles)).toEqual([]);
  }), { numRuns: 250 });
}, 400_000);
