import * as cdk from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { judge } from '../../aspects/engine/audit';
import { JsonObject } from '../../aspects/model/json';
import { RULES } from '../../aspects/rules';
import { isAtLeast, Severity } from '../../aspects/severity';
import { PrivateNetwork, PrivateNetworkProps, SecureFunction } from '../../lib';
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
      PolicyDocument: { Statement: [Match.objectLike({ Condition: { StringEquals: { 'aws:PrincipalAccount': own, 'aws:ResourceAccount': own } } })] },
    });
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
