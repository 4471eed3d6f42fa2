import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { mustBeGiven } from '../../rule/given';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/** Groups lie in a network that somebody chose. */
export const securityGroupVpcNamed: Rule = {
  id: 'security-group-vpc-named',
  theme: 'network',
  severity: Severity.LOW,
  stability: 'preview',
  title: 'A security group names its VPC',
  threat: 'Without a name it is made in the default VPC, whose subnets are all public and give each machine a public address: what the group guards is '
    + 'one open port away from everybody.',
  remedy: 'Set vpc; on a raw group, VpcId.',
  links: [
    'https://docs.aws.amazon.com/vpc/latest/userguide/default-vpc.html',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-securitygroup.html',
    'https://cwe.mitre.org/data/definitions/1188.html',
  ],
  covers: ['kics:493d9591-6249-47bf-8dc0-5c10161cc558'],
  target: 'AWS::EC2::SecurityGroup',
  check: group => mustBeGiven(group, 'VpcId', 'the group is made in the default VPC, where every subnet is public'),
  // No fix: a group that changes its VPC is replaced.
  examples: [
    compliant('the VPC of the application', ({ stack, ec2 }) => {
      new ec2.SecurityGroup(stack, 'Group', { vpc: new ec2.Vpc(stack, 'Vpc', { maxAzs: 2 }) });
    }),
    compliant('a VPC that a parameter names', ({ stack, cdk, ec2 }) => {
      new ec2.CfnSecurityGroup(stack, 'Group', { groupDescription: 'database', vpcId: new cdk.CfnParameter(stack, 'Vpc').valueAsString });
    }),
    noncompliantExample('nothing said', ({ stack, ec2 }) => {
      new ec2.CfnSecurityGroup(stack, 'Group', { groupDescription: 'database' });
    }),
    noncompliantExample('taken away by an override', ({ stack, ec2 }) => {
      const group = new ec2.SecurityGroup(stack, 'Group', { vpc: new ec2.Vpc(stack, 'Vpc', { maxAzs: 2 }) });
      (group.node.defaultChild as import('aws-cdk-lib/aws-ec2').CfnSecurityGroup).addPropertyDeletionOverride('VpcId');
    }),
    noncompliantExample('nothing said in a raw resource', ({ stack, cdk }) => {
      new cdk.CfnResource(stack, 'Group', { type: 'AWS::EC2::SecurityGroup', properties: { GroupDescription: 'database' } });
    }),
    undecidedExample('a condition decides', ({ stack, cdk, ec2 }) => {
      new cdk.CfnCondition(stack, 'IsInside', { expression: cdk.Fn.conditionEquals(new cdk.CfnParameter(stack, 'Inside').valueAsString, 'yes') });
      const group = new ec2.CfnSecurityGroup(stack, 'Group', { groupDescription: 'database' });
      group.addPropertyOverride('VpcId', cdk.Fn.conditionIf('IsInside', 'vpc-1', cdk.Aws.NO_VALUE));
    }),
  ],
};
