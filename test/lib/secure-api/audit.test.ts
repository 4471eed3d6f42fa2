import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, CfnResource, Duration, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { checkingFunction, ORDER, someFunction } from './kit';
import { isAtLeast, Severity } from '../../../aspects/severity';
import { ApiAuthorizer, ApiFirewall, Rampart, SecureApi, SecureApiType } from '../../../index';
import { AuditedSynthesis, synthesise } from '../../support/audited';
import { temporaryFolder, testApp } from '../../support/synthesis';

const page = { type: 'object', required: ['page'], properties: { page: { type: 'integer' } } };

/** Every option, in APIs of one stack. */
function everything(stack: Stack): void {
  const pool = new cognito.UserPool(stack, 'Pool');
  const logKey = new kms.Key(stack, 'Key', { enableKeyRotation: true });
  const certificate = acm.Certificate.fromCertificateArn(stack, 'Certificate', 'arn:aws:acm:eu-west-1:111122223333:certificate/12345678-1234-1234-1234-123456789012');
  const mutualTls = { bucket: s3.Bucket.fromBucketName(stack, 'Trusted', 'trusted'), key: 'authorities.pem' };
  const endpoint = ec2.InterfaceVpcEndpoint.fromInterfaceVpcEndpointAttributes(stack, 'Endpoint', { vpcEndpointId: 'vpce-1', port: 443 });
  const handler = checkingFunction(stack);
  const deciding = ApiAuthorizer.lambda(someFunction(stack, 'Deciding'), { cacheFor: Duration.minutes(5), queryParameters: ['key'] });

  const full = new SecureApi(stack, 'Full', {
    authorizer: ApiAuthorizer.userPool(pool, { scopes: ['orders/write'] }),
    logKey,
    apiName: 'full',
    description: 'Everything',
    stageName: 'prod',
    throttle: { rateLimit: 10, burstLimit: 5 },
    firewall: ApiFirewall.managed({ requestsPerAddress: 100, countedRules: ['SizeRestrictions_BODY'] }),
    cors: { origins: ['https://www.example.com', 'https://shop.example.com'], credentials: true },
    domain: { domainName: 'full.example.com', certificate, mutualTls },
  });
  full.addRoute('POST', '/orders', { handler, body: ORDER, query: page, headers: { type: 'object', properties: { 'x-tenant': { type: 'string' } } }, metered: true });
  full.addRoute('PUT', '/orders/{id}', { handler, body: ORDER, path: { type: 'object', properties: { id: { type: 'string' } } }, throttle: { rateLimit: 1, burstLimit: 1 } });
  full.addRoute('GET', '/orders/{id}', { handler, authorizer: deciding, timeout: Duration.seconds(10) });
  full.addRoute('POST', '/images', { handler, uncheckedBody: 'images are looked at by the function', authorizer: ApiAuthorizer.iam() });
  full.addRoute('GET', '/status', { handler, authorizer: ApiAuthorizer.none('public status page') });
  full.addUsagePlan('Plan', { keys: [new apigateway.ApiKey(stack, 'ApiKey')], throttle: { rateLimit: 1, burstLimit: 1 } });

  new SecureApi(stack, 'Private', { authorizer: ApiAuthorizer.iam(), vpcEndpoints: [endpoint], logKey }).addRoute('GET', '/', { handler });
  new SecureApi(stack, 'Unguarded', { authorizer: ApiAuthorizer.iam(), firewall: ApiFirewall.none('AWS Firewall Manager puts one before every stage'), logKey })
    .addRoute('DELETE', '/orders/{rest+}', { handler });

  const http = new SecureApi(stack, 'Http', {
    type: SecureApiType.HTTP,
    authorizer: ApiAuthorizer.jwt({ issuer: 'https://id.example.com', audience: ['orders'], scopes: ['read'] }),
    logKey,
    cors: { origins: ['https://www.example.com'] },
    domain: { domainName: 'http.example.com', certificate, mutualTls },
  });
  http.addRoute('POST', '/orders', { handler: checkingFunction(stack, 'Other'), body: ORDER, throttle: { rateLimit: 1, burstLimit: 1 } });
  http.addRoute('GET', '/orders/{id}', { handler, authorizer: ApiAuthorizer.userPool(pool, { clients: [pool.addClient('Client')] }) });
  http.addRoute('DELETE', '/orders/{id}', { handler, authorizer: deciding });
  http.addRoute('GET', '/status', { handler, authorizer: ApiAuthorizer.none('public status page') });
  http.addRoute('GET', '/signed', { handler, authorizer: ApiAuthorizer.iam() });
}

test('with every option, the audit finds nothing of MEDIUM or above on what it made, and reports what was opened with its reason', () => {
  const app = testApp();
  const stack = new Stack(app, 'Stack');
  everything(stack);
  Rampart.protect(app);
  const { findings, acknowledged } = synthesise(app);

  const own = (path?: string) => /^Stack\/(Full|Private|Unguarded|Http)\//.test(path ?? '');
  expect(findings.filter(({ severity, constructPath }) => own(constructPath) && isAtLeast(severity, Severity.MEDIUM))).toEqual([]);
  expect(findings.filter(({ rule }) => rule.startsWith('acknowledgement'))).toEqual([]);
  expect(acknowledged.filter(({ constructPath }) => own(constructPath)).map(({ rule }) => rule).sort()).toEqual([
    'apigw-method-authorized', 'apigw-method-authorized', 'apigw-method-request-validated', 'apigw-stage-waf',
  ]);
});

test("CDK's own validation of CloudFormation finds nothing", () => {
  const app = new App({
    outdir: temporaryFolder(), analyticsReporting: false, context: { 'aws:cdk:bundling-stacks': [], '@aws-cdk/core:failSynthOnValidationErrors': false },
  });
  const stack = new Stack(app, 'Stack');
  everything(stack);
  // Something for it to find, so that its silence about the rest says something.
  new CfnResource(stack, 'Broken', { type: 'AWS::Lambda::Function', properties: { Code: {} } });
  jest.spyOn(console, 'error').mockImplementation();
  const { directory } = app.synth();
  const report = JSON.parse(readFileSync(join(directory, 'validation-report.json'), 'utf8')) as AuditedSynthesis['validation'];
  const found = report.pluginReports.flatMap(({ violations }) => violations).flatMap(({ violatingConstructs }) => violatingConstructs);
  expect([...new Set(found.map(({ constructPath }) => constructPath))]).toEqual(['Stack/Broken']);
}, 180_000);
