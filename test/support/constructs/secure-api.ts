import * as cdk from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as wafv2 from 'aws-cdk-lib/aws-wafv2';
import * as interfaces from 'aws-cdk-lib/interfaces';
import { Construct } from 'constructs';
import { subject, Way } from './subject';
import { ALARMS, CODE, KEYS, Surroundings } from './surroundings';
import { ApiAuthorizer, ApiFirewall, SecureApi, SecureApiProps, SecureApiType, SecureFunction } from '../../../lib';

const ORDER = { type: 'object', required: ['item'], properties: { item: { type: 'string' } } };

const pool = (around: Surroundings) => around.once('pool', stack => new cognito.UserPool(stack, 'Pool'));
const farPool = (around: Surroundings) => around.far('Pool', scope => new cognito.UserPool(scope, 'Pool'));
const latePool = (around: Surroundings) => around.once('late pool', stack => cognito.UserPool.fromUserPoolArn(stack, 'LatePool', around.text('PoolArn')));
const client = (around: Surroundings) => [around.once('client', stack => cognito.UserPoolClient.fromUserPoolClientId(stack, 'Client', around.text('ClientId')))];
const certificate = (around: Surroundings) => around.once('certificate', stack => acm.Certificate.fromCertificateArn(stack, 'Certificate', around.text('CertificateArn')));
const decide = (scope: Construct) => new SecureFunction(scope, 'Deciding', { code: CODE });
const orders = (around: Surroundings) => around.once('orders', stack => new SecureFunction(stack, 'Orders', { code: CODE }));
const importedOrders = (around: Surroundings) => around.once('late orders', stack => lambda.Function.fromFunctionArn(stack, 'LateOrders', around.text('FunctionArn')));
const farOrders = (around: Surroundings) => around.far('Orders', scope => new SecureFunction(scope, 'Orders', { code: CODE }));

const AUTHORIZERS: Readonly<Record<string, Way<ApiAuthorizer>>> = {
  iam: () => ApiAuthorizer.iam(),
  none: () => ApiAuthorizer.none('public status page'),
  userPool: around => ApiAuthorizer.userPool(pool(around), { scopes: ['read'] }),
  farUserPool: around => ApiAuthorizer.userPool(farPool(around)),
  lateUserPool: around => ApiAuthorizer.userPool(latePool(around)),
  lambda: around => ApiAuthorizer.lambda(around.once('deciding', decide), { headers: ['X-Token'], cacheFor: cdk.Duration.minutes(1) }),
  farLambda: around => ApiAuthorizer.lambda(around.far('Deciding', decide)),
  lateLambda: around => ApiAuthorizer.lambda(around.lateFunction(), { queryParameters: ['token'] }),
  // Of HTTP APIs alone.
  httpUserPool: around => ApiAuthorizer.userPool(pool(around), { clients: client(around) }),
  httpFarUserPool: around => ApiAuthorizer.userPool(farPool(around), { clients: client(around), scopes: ['read'] }),
  httpJwt: around => ApiAuthorizer.jwt({ issuer: 'https://id.example.com', audience: [around.text('Audience')], scopes: ['read'] }),
  httpLateJwt: around => ApiAuthorizer.jwt({ issuer: around.text('Issuer'), audience: ['shop'] }),
};
const OF_REST = ['userPool', 'farUserPool', 'lateUserPool'];

const endpoint = (around: Surroundings) => ec2.InterfaceVpcEndpoint.fromInterfaceVpcEndpointAttributes(around.stack, 'Endpoint', { vpcEndpointId: around.text('EndpointId'), port: 443 });

type Addition = (api: SecureApi, around: Surroundings) => void;

function routes(names: readonly (readonly [string, string, (around: Surroundings) => lambda.IFunction])[]): Record<string, Addition> {
  return Object.fromEntries(names.map(([method, path, fn]) => [`${method} ${path}`, (api: SecureApi, around: Surroundings) => api.addRoute(method, path, { handler: fn(around) })]));
}

export const secureApi = subject<SecureApiProps, SecureApi>({
  make: (scope, id, props) => new SecureApi(scope, id, props),
  ways: {
    authorizer: AUTHORIZERS,
    type: { rest: () => SecureApiType.REST, http: () => SecureApiType.HTTP },
    apiName: { plain: () => 'shop', token: around => around.text('ApiName') },
    description: { plain: () => 'The shop', token: around => around.text('Description') },
    stageName: { plain: () => 'v1', token: around => around.text('StageName') },
    throttle: { plain: () => ({ rateLimit: 10, burstLimit: 10 }), token: around => ({ rateLimit: around.number(), burstLimit: around.number() }) },
    firewall: {
      managed: () => ApiFirewall.managed({ requestsPerAddress: 100, countedRules: ['SizeRestrictions_BODY'] }),
      managedLate: around => ApiFirewall.managed({ requestsPerAddress: around.number() }),
      none: () => ApiFirewall.none('another stands before it'),
      existing: around => ApiFirewall.existing(around.once('acl', stack => acl(stack))),
      existingFar: around => ApiFirewall.existing(around.far('Acl', acl)),
      existingLate: around => ApiFirewall.existing(around.once('late acl', stack => importedAcl(stack, around.text('AclArn')))),
    },
    cors: {
      plain: () => ({ origins: ['https://www.example.com'], headers: ['Authorization'], credentials: true, maxAge: cdk.Duration.minutes(5) }),
      token: around => ({ origins: [around.text('Origin')] }),
    },
    domain: {
      plain: around => ({
        domainName: 'api.example.com',
        certificate: certificate(around),
        mutualTls: { bucket: around.once('trust', stack => s3.Bucket.fromBucketName(stack, 'Trust', 'trust')), key: 'authorities.pem', version: '1' },
      }),
      token: around => ({ domainName: around.text('DomainName'), certificate: certificate(around) }),
    },
    securityPolicy: { plain: () => apigateway.SecurityPolicy.TLS_1_2 },
    vpcEndpoints: { imported: around => [around.once('endpoint', () => endpoint(around))] },
    logKey: KEYS,
    logRetention: { plain: () => logs.RetentionDays.ONE_MONTH },
    accountHasLogRole: { yes: () => true, no: () => false },
    alarms: ALARMS,
  },
  required: { authorizer: 'iam' },
  everyOption: {
    'every option': { vpcEndpoints: undefined },
    'a private API with every option': { domain: undefined, firewall: undefined },
    'an HTTP API with every option': {
      type: 'http', vpcEndpoints: undefined, stageName: undefined, firewall: undefined, securityPolicy: undefined, accountHasLogRole: undefined, authorizer: 'httpJwt',
    },
  },
  // An API without a route does not deploy.
  finish: (api, around) => api.addRoute('GET', '/orders', { handler: orders(around) }),
  isRefused: ({ type = 'rest', authorizer = 'iam', firewall, domain, vpcEndpoints, stageName, securityPolicy, accountHasLogRole }, additions) => [
    type === 'http' && [firewall, vpcEndpoints, stageName, securityPolicy, accountHasLogRole].some(prop => prop !== undefined),
    type === 'http' ? OF_REST.includes(authorizer) : authorizer.startsWith('http'),
    vpcEndpoints !== undefined && domain !== undefined,
    type === 'http' && additions.some(addition => ['metered', 'body', 'plan'].includes(addition)),
    // What a caller may use is counted by keys, which is no authorization; a public route has nothing to count by.
    authorizer === 'none' && additions.includes('metered'),
  ].some(is => is),
  additions: {
    ...routes([['GET', '/', orders], ['DELETE', '/a', farOrders], ['GET', '/a/{id}', importedOrders], ['GET', '/a/{id}/b', around => around.plainFunction()], ['GET', '/{rest+}', farOrders]]),
    body: (api, around) => api.addRoute('POST', '/orders', { handler: orders(around), body: ORDER, throttle: { rateLimit: 1, burstLimit: around.number() } }),
    unchecked: (api, around) => api.addRoute('PUT', '/images', { handler: orders(around), uncheckedBody: 'images', throttle: { rateLimit: 1, burstLimit: 1 } }),
    metered: (api, around) => api.addRoute('GET', '/metered', { handler: orders(around), metered: true }),
    open: (api, around) => api.addRoute('GET', '/status', { handler: orders(around), authorizer: ApiAuthorizer.none('tells whether it is up') }),
    decided: (api, around) => api.addRoute('GET', '/decided', { handler: orders(around), authorizer: AUTHORIZERS.lambda(around) }),
    plan: (api, around) => void api.addUsagePlan('Plan', { keys: [new apigateway.ApiKey(around.stack, `Key${api.node.id}`)], throttle: { rateLimit: 1, burstLimit: 1 } }),
    granted: (api, around) => void api.grantInvoke(around.role(), 'GET', '/orders'),
    grantedFar: (api, around) => void api.grantInvoke(around.userRole(), 'GET', '/orders'),
    grantedFunction: (api, around) => void api.grantInvoke(orders(around), 'GET', '/orders'),
  },
  opens: ['open', 'unchecked'],
  madeBeside: /Api\/(?:Alarms|cdk-rampart\.Board)\//,
});

function acl(scope: Construct): wafv2.CfnWebACL {
  return new wafv2.CfnWebACL(scope, 'Acl', {
    scope: 'REGIONAL', defaultAction: { allow: {} }, visibilityConfig: { metricName: 'shop', cloudWatchMetricsEnabled: true, sampledRequestsEnabled: false }, rules: [],
  });
}

/** A web ACL as somebody writes it who knows its ARN: CDK has nothing to import one. */
function importedAcl(scope: cdk.Stack, webAclArn: string): interfaces.aws_wafv2.IWebACLRef {
  const { account, region } = scope;
  return Object.assign(new Construct(scope, 'LateAcl'), { env: { account, region }, webAclRef: { webAclArn, webAclId: 'shop', webAclName: 'shop', webAclScope: 'REGIONAL', scope: 'REGIONAL' } });
}
