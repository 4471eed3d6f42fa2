import { Aws, Token } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { boundaryProblems } from './bound-roles';
import { environmentProblems, regionProblems } from './environment-problems';
import { defaultsOf } from './scope-defaults';
import { SecureFunctionProps } from '../secure-function-props';

const SAYS = {
  public: (vpc: string) =>
    `vpc: a function has no public address, so in a public subnet it reaches nothing outside, not even the internet; of ${vpc} these are public: give it `
    + 'private subnets (PRIVATE_WITH_EGRESS or PRIVATE_ISOLATED)',
  none: (vpc: string) => `vpc: ${vpc} has no subnet that fits; give it private subnets`,
  unknown: (vpc: string, said: string) => `vpcSubnets: ${vpc} has none that fits: ${said}`,
  noVpc: 'vpcSubnets: subnets of which VPC? give vpc as well',
};

/** What is wrong with where a function is put. */
export function networkProblems({ vpc, vpcSubnets }: SecureFunctionProps): string[] {
  if (vpc === undefined) return vpcSubnets === undefined ? [] : [SAYS.noVpc];
  const unknown = selectionProblems(vpc, vpcSubnets);
  if (unknown.length > 0) return unknown;
  const selected = vpc.selectSubnets(vpcSubnets);
  if (selected.subnetIds.length === 0 && !selected.isPendingLookup) return [SAYS.none(vpc.node.path)];
  const open = vpc.publicSubnets.map(({ subnetId }) => subnetId);
  const chosen = selected.subnetIds.filter(id => open.includes(id) && (!Token.isUnresolved(id) || selected.subnets.length > 0));
  return chosen.length === 0 ? [] : [SAYS.public(vpc.node.path)];
}

/** What the CDK says about subnets that cannot be chosen: it knows the groups of the VPC, but not the prop. */
function selectionProblems(vpc: ec2.IVpc, vpcSubnets: ec2.SubnetSelection | undefined): string[] {
  try {
    vpc.selectSubnets(vpcSubnets);
    return [];
  } catch (error) {
    // Its sentences end with a full stop, and newer ones begin with the path of the VPC on a line of its own.
    return [SAYS.unknown(vpc.node.path, (error as Error).message.split('\n')[0].replace(/\.$/, ''))];
  }
}

/** What of the things that a function takes is in another account or Region; its scope's defaults are props as well. */
export function placeProblems(scope: Construct, props: SecureFunctionProps): string[] {
  const defaults = defaultsOf(scope);
  const {
    vpc = defaults.vpc, logKey = defaults.logKey, alarms = defaults.alarms, permissionsBoundary = defaults.permissionsBoundary, environmentKey,
  } = props;
  return [
    ...environmentProblems(scope, 'vpc', vpc), ...environmentProblems(scope, 'alarms', alarms?.topic),
    ...regionProblems(scope, 'logKey', logKey), ...regionProblems(scope, 'environmentKey', environmentKey),
    ...boundaryProblems(scope, 'permissionsBoundary', permissionsBoundary),
  ];
}

/**
 * What Lambda needs to put a function into a VPC, instead of AWS's managed policy, which allows it everywhere.
 *
 * Describing cannot be scoped. The code of the function itself may not use any of it, though it has the same role.
 * Source: the Lambda guide, giving functions access to resources in a VPC.
 */
export function attachToNetwork(role: iam.IRole, vpc: ec2.IVpc, vpcSubnets: ec2.SubnetSelection | undefined, group: ec2.ISecurityGroup): void {
  const arnOf = (resource: string) => `arn:${Aws.PARTITION}:ec2:${Aws.REGION}:${Aws.ACCOUNT_ID}:${resource}`;
  const allow = (actions: string[], resources: string[], conditions?: iam.Conditions) => {
    role.addToPrincipalPolicy(new iam.PolicyStatement({ actions, resources, conditions }));
  };
  const interfaces = arnOf('network-interface/*');
  const { subnetIds } = vpc.selectSubnets(vpcSubnets);
  const isLate = Token.isUnresolved(subnetIds);
  const subnets = isLate ? [] : subnetIds.map(id => arnOf(`subnet/${id}`));
  allow(['ec2:CreateNetworkInterface'], [interfaces, arnOf(`security-group/${group.securityGroupId}`), ...subnets]);
  // No template makes ARNs of a list of which only the deployment knows the length: then it is all subnets of this VPC.
  if (isLate) allow(['ec2:CreateNetworkInterface'], [arnOf('subnet/*')], { ArnEquals: { 'ec2:Vpc': arnOf(`vpc/${vpc.vpcId}`) } });
  allow(['ec2:AssignPrivateIpAddresses', 'ec2:UnassignPrivateIpAddresses'], [interfaces]);
  // Nothing but interfaces is deleted, but the Lambda guide (giving functions access to resources in a VPC) wants this ARN or that of one interface, and
  // https://github.com/hashicorp/terraform-provider-aws/issues/20698 tells of a role refused for the ARN of all interfaces. It was not tried.
  allow(['ec2:DeleteNetworkInterface'], [arnOf('*/*')]);
  allow(['ec2:DescribeNetworkInterfaces', 'ec2:DescribeSubnets'], ['*']);
  role.addToPrincipalPolicy(new iam.PolicyStatement({
    effect: iam.Effect.DENY,
    actions: [
      'ec2:AssignPrivateIpAddresses', 'ec2:CreateNetworkInterface', 'ec2:DeleteNetworkInterface', 'ec2:DescribeNetworkInterfaces', 'ec2:DescribeSubnets',
      'ec2:UnassignPrivateIpAddresses',
    ],
    resources: ['*'],
    conditions: { ArnLike: { 'lambda:SourceFunctionArn': `arn:${Aws.PARTITION}:lambda:${Aws.REGION}:${Aws.ACCOUNT_ID}:function:*` } },
  }));
}
