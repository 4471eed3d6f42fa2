import * as cdk from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as events from 'aws-cdk-lib/aws-events';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import { judge } from '../../aspects/engine/audit';
import { JsonObject } from '../../aspects/model/json';
import { RULES } from '../../aspects/rules';
import { isAtLeast, Severity } from '../../aspects/severity';
import { ApiAuthorizer, PrivateNetwork, PrivateNetworkProps, SecretBackedFunction, SecretSource, SecureApi, SecureFunction } from '../../lib';
import { circles } from '../support/circles';
import { modelOf, testApp } from '../support/synthesis';

const CODE = lambda.Code.fromInline('exports.handler = async () => {};');
const { SECRETS_MANAGER, SQS } = ec2.InterfaceVpcEndpointAwsService;

function networked(props: PrivateNetworkProps = {}) {
  const app = testApp();
  const stack = new cdk.Stack(app, 'Stack');
  const network = new PrivateNetwork(stack, 'Network', props);
  return { app, stack, network, template: () => Template.fromStack(stack) };
}

/** Findings of MEDIUM or above on what the network and the function made. */
function serious(app: cdk.App): string[] {
  const { judgements, failures } = judge(modelOf(app), RULES);
  return [
    ...failures.map(({ message }) => message),
    ...judgements.filter(({ rule, found }) => isAtLeast(found.severity ?? rule.severity, Severity.MEDIUM) && /^Stack\/(?:Network|Orders)/.test(found.subject.constructPath ?? ''))
      .map(({ rule, found }) => `${rule.id}: ${found.message}`),
  ];
}

describe('by default', () => {
  const { template } = networked();

  test('has public, private and isolated subnets in two zones, none of which hands out public addresses, and no NAT gateway', () => {
    template().resourceCountIs('AWS::EC2::Subnet', 6);
    template().allResourcesProperties('AWS::EC2::Subnet', { MapPublicIpOnLaunch: false });
    template().resourceCountIs('AWS::EC2::NatGateway', 0);
  });

  test('logs what flows for a year, and closes its default security group', () => {
    template().hasResourceProperties('AWS::EC2::FlowLog', { TrafficType: 'ALL' });
    template().hasResource('AWS::Logs::LogGroup', { Properties: { RetentionInDays: 365 }, DeletionPolicy: 'Retain' });
    template().resourceCountIs('Custom::VpcRestrictDefaultSG', 1);
  });

  test('reaches S3 and DynamoDB, for callers and resources of its own account only', () => {
    template().resourceCountIs('AWS::EC2::VPCEndpoint', 2);
    const own = { Ref: 'AWS::AccountId' };
    template().allResourcesProperties('AWS::EC2::VPCEndpoint', {
      VpcEndpointType: 'Gateway',
      PolicyDocument: { Statement: Match.arrayWith([Match.objectLike({ Condition: { StringEquals: { 'aws:PrincipalAccount': own, 'aws:ResourceAccount': own } } })]) },
    });
  });
});

describe('the policies of its endpoints', () => {
  const OWN = '111122223333';
  const stack = new cdk.Stack(testApp(), 'Stack', { env: { account: OWN, region: 'eu-west-1' } });
  const { vpc } = new PrivateNetwork(stack, 'Network', { trustedAccounts: ['777788889999'] });
  const key = new kms.Key(stack, 'Key');
  const fn = new SecretBackedFunction(stack, 'Orders', {
    code: CODE,
    vpc,
    adotInstrumentation: {
      layerVersion: lambda.AdotLayerVersion.fromJavaScriptSdkLayerVersion(lambda.AdotLambdaLayerJavaScriptSdkVersion.LATEST),
      execWrapper: lambda.AdotLambdaExecWrapper.REGULAR_HANDLER,
    },
    secrets: {
      signing: SecretSource.generated(),
      flag: SecretSource.parameter(ssm.StringParameter.fromSecureStringParameterAttributes(stack, 'Flag', { parameterName: '/flag' })),
      partner: SecretSource.existing(secretsmanager.Secret.fromSecretAttributes(stack, 'Partner', {
        secretCompleteArn: 'arn:aws:secretsmanager:eu-west-1:777788889999:secret:key-AbCdEf', encryptionKey: kms.Key.fromKeyArn(stack, 'PartnerKey', 'arn:aws:kms:eu-west-1:777788889999:key/a1'),
      })),
    },
  });
  new sqs.Queue(stack, 'Queue').grantSendMessages(fn);
  new sns.Topic(stack, 'Topic', { masterKey: key }).grantPublish(fn);
  new dynamodb.TableV2(stack, 'Table', { partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING } }).grantReadWriteData(fn);
  new s3.Bucket(stack, 'Bucket').grantReadWrite(fn);
  events.EventBus.grantAllPutEvents(fn);
  // What has no resource of its own.
  fn.addToRolePolicy(new iam.PolicyStatement({ actions: ['logs:DescribeLogGroups', 'sts:GetCallerIdentity', 'xray:PutTraceSegments', 'secretsmanager:GetRandomPassword'], resources: ['*'] }));
  const template = Template.fromStack(stack).toJSON() as { Resources: Record<string, { Type: string; Properties: any }> };
  const ofType = (type: string) => Object.values(template.Resources).filter(({ Type }) => Type === type).map(({ Properties }) => Properties);
  const policies = ofType('AWS::EC2::VPCEndpoint').map(({ PolicyDocument }) => PolicyDocument.Statement as any[]);

  /** Whether one of the statements, of which each allows every action on everything, lets a caller through to a resource. */
  const admits = (statements: readonly any[], context: Readonly<Record<string, string>>) => statements
    .filter(({ Effect, Action, Resource }) => Effect === 'Allow' && Action === '*' && Resource === '*')
    .some(({ Condition }) => Object.entries(Condition).every(([operator, keys]) => (
      operator === 'StringEquals' && Object.entries(keys as object).every(([name, values]) => [values].flat().includes(context[name]))
    )));

  test('cut off nothing that its functions are granted, with or without a resource', () => {
    const granted = ofType('AWS::IAM::Policy').filter(({ Roles }) => JSON.stringify(Roles).includes('OrdersRole'))
      .flatMap(({ PolicyDocument }) => PolicyDocument.Statement as any[]).filter(({ Effect }) => Effect === 'Allow')
      .flatMap(({ Action, Resource }) => [Action].flat().flatMap((action: string) => (
        [Resource].flat().map((resource: unknown) => ({ action, resource }))
      )));
    const cut = granted.filter(({ resource }) => {
      // What the application makes is its account's, as is what has no resource.
      const [, account = OWN] = /:(\d{12}):/.exec(JSON.stringify(resource)) ?? [];
      return !policies.every(statements => admits(statements, { 'aws:PrincipalAccount': OWN, 'aws:ResourceAccount': account }));
    });

    expect(cut).toEqual([]);
    expect([...new Set(granted.map(({ action }) => action.split(':')[0]))]).toEqual(expect.arrayContaining([
      'dynamodb', 'events', 'kms', 'logs', 's3', 'secretsmanager', 'sns', 'sqs', 'ssm', 'sts', 'xray',
    ]));
    expect(granted.some(({ resource }) => resource === '*')).toBe(true);
    expect(policies).toHaveLength(2 + 8);
  });

  test.each([
    ['a caller with credentials of another account', { 'aws:PrincipalAccount': '444455556666', 'aws:ResourceAccount': OWN }],
    ['what belongs to another account', { 'aws:PrincipalAccount': OWN, 'aws:ResourceAccount': '444455556666' }],
  ])('let nobody through: %s', (_, context) => {
    expect(policies.filter(statements => admits(statements, context))).toEqual([]);
  });

  test('let a custom resource inside answer CloudFormation, over S3 alone', () => {
    const others = policies.flatMap(statements => statements.filter(({ Action }) => Action !== '*'));
    expect(others).toEqual([expect.objectContaining({ Effect: 'Allow', Action: 's3:PutObject', Condition: { Bool: { 'aws:PrincipalIsAWSService': 'true' } } })]);
    expect(JSON.stringify(others[0].Resource)).toContain(':s3:::cloudformation-custom-resource-response-*/*');
  });
});

describe('the endpoint of private APIs', () => {
  const { app, stack, network, template } = networked({ trustedAccounts: ['777788889999'] });
  const endpoint = network.endpoint(ec2.InterfaceVpcEndpointAwsService.APIGATEWAY);
  const api = new SecureApi(stack, 'Api', { authorizer: ApiAuthorizer.userPool(new cognito.UserPool(stack, 'Pool')), vpcEndpoints: [endpoint] });
  api.addRoute('GET', '/orders', { handler: new SecureFunction(stack, 'Orders', { code: CODE }) });

  test('lets callers through that are nobody to its policy, for they come with a token, to the APIs of its accounts alone', () => {
    const interfaces = template().findResources('AWS::EC2::VPCEndpoint', { Properties: { VpcEndpointType: 'Interface' } });
    const [{ Properties }, ...others] = Object.values(interfaces);
    const apisOf = (account: unknown) => ({
      'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':execute-api:', { Ref: 'AWS::Region' }, ...typeof account === 'string' ? [`:${account}:*`] : [':', account, ':*']]],
    });

    expect(others).toEqual([]);
    expect(Properties.PolicyDocument.Statement).toEqual([{
      Effect: 'Allow', Principal: { AWS: '*' }, Action: 'execute-api:Invoke', Resource: [apisOf({ Ref: 'AWS::AccountId' }), apisOf('777788889999')],
    }]);
  });

  test('gives no finding of MEDIUM or above', () => {
    expect(serious(app)).toEqual([]);
  });
});

test('gives a way to the internet on request', () => {
  const { stack, network, template } = networked({ natGateways: 1, endpoints: [SQS], trustedAccounts: ['123456789012'], flowLogRetention: logs.RetentionDays.ONE_MONTH });
  const key = new kms.Key(stack, 'Key');
  new PrivateNetwork(stack, 'Other', { maxAzs: 1, ipAddresses: ec2.IpAddresses.cidr('10.1.0.0/20'), logKey: key });
  template().resourceCountIs('AWS::EC2::NatGateway', 1);
  template().hasResourceProperties('AWS::Logs::LogGroup', { RetentionInDays: 30 });
  template().hasResourceProperties('AWS::Logs::LogGroup', { KmsKeyId: Match.anyValue() });
  template().hasResourceProperties('AWS::EC2::VPCEndpoint', {
    VpcEndpointType: 'Interface',
    PolicyDocument: { Statement: [Match.objectLike({ Condition: { StringEquals: Match.objectLike({ 'aws:ResourceAccount': [{ Ref: 'AWS::AccountId' }, '123456789012'] }) } })] },
  });
  expect(network.vpc.selectSubnets(network.privateSubnets).subnetIds).toHaveLength(2);
  expect(network.vpc.selectSubnets(network.isolatedSubnets).subnetIds).toHaveLength(2);
});

test('a function calls services through endpoints that let in nobody else', () => {
  const { app, stack, network, template } = networked();
  const fn = new SecureFunction(stack, 'Orders', { code: CODE, vpc: network.vpc, vpcSubnets: network.privateSubnets });
  new secretsmanager.Secret(stack, 'Secret').grantRead(fn);
  network.letCall(fn, SECRETS_MANAGER);
  network.letCall(fn, SECRETS_MANAGER, SQS);
  template().resourcePropertiesCountIs('AWS::EC2::VPCEndpoint', { VpcEndpointType: 'Interface', PrivateDnsEnabled: true }, 2);
  template().resourcePropertiesCountIs('AWS::EC2::SecurityGroupIngress', { FromPort: 443, ToPort: 443, CidrIp: Match.absent() }, 2);
  expect(serious(app)).toEqual([]);
  expect(circles(template().toJSON() as JsonObject)).toEqual([]);
});

test.each<[string, PrivateNetworkProps]>([['its required props', {}], ['every option', { natGateways: 1, endpoints: [SQS], trustedAccounts: ['123456789012'] }]])(
  'gives no finding of MEDIUM or above on what it made, with %s', (_, props) => {
    expect(serious(networked(props).app)).toEqual([]);
  },
);

test.each<[string, PrivateNetworkProps, string]>([
  ['half a gateway', { natGateways: 0.5 }, 'Stack/Network: natGateways: a whole number of at least 0, which has to be known at synthesis, got 0.5'],
  ['gateways that only the deployment counts', { natGateways: cdk.Token.asNumber({ Ref: 'Count' }) }, 'natGateways: a whole number of at least 0, which has to be known at synthesis, got a token'],
  ['no zone', { maxAzs: 0 }, 'Stack/Network: maxAzs: a whole number of at least 1, which has to be known at synthesis, got 0'],
  ['an account that is none', { trustedAccounts: ['me'] }, 'Stack/Network: trustedAccounts: an account is 12 digits, got me'],
])('refuses %s', (_, props, message) => {
  expect(() => networked(props)).toThrow(message);
});
