import { AppModel } from '../../model/app-model';
import { Resource } from '../../model/resource';
import { Reference } from '../../model/value';
import { compliant, noncompliantExample } from '../../rule/example';
import { noncompliant } from '../../rule/found';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/** What forgets to name a security group gets one that lets nothing through. */
export const vpcDefaultSecurityGroupClosed: Rule = {
  id: 'vpc-default-security-group-closed',
  theme: 'network',
  severity: Severity.LOW,
  stability: 'preview',
  title: 'The default security group of a VPC lets nothing through',
  threat: 'Whatever is started in the VPC without a group of its own lands in the default one, where everything talks to everything and out to the whole '
    + 'world: one forgotten property puts a database and a stranger\'s container side by side.',
  remedy: 'Set restrictDefaultSecurityGroup: true on the Vpc, or the feature flag @aws-cdk/aws-ec2:restrictDefaultSecurityGroup, which new applications have.',
  links: [
    'https://docs.aws.amazon.com/vpc/latest/userguide/default-security-group.html',
    'https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-2',
    'https://cwe.mitre.org/data/definitions/1188.html',
  ],
  covers: ['cdk-nag:VPCDefaultSecurityGroupClosed', 'checkov:CKV2_AWS_12', 'trivy:AWS-0173', 'securityhub:EC2.2'],
  target: 'AWS::EC2::VPC',
  check: (vpc, app) => (app.once(closedVpcs).has(vpc) ? undefined
    : noncompliant(vpc, 'the VPC\'s default security group lets its members talk to each other and to the whole world')),
  // No fix: CloudFormation has no property that takes the rules away. What does is a custom resource with code of its own, which CDK
  // adds when it is asked to; a fix cannot bring code, and whatever relies on the default group would be cut off.
  examples: [
    compliant('closed by CDK', ({ stack, ec2 }) => {
      new ec2.Vpc(stack, 'Vpc', { maxAzs: 2, restrictDefaultSecurityGroup: true });
    }),
    compliant('closed by a custom resource of one\'s own', ({ stack, cdk, ec2 }) => {
      const vpc = new ec2.CfnVPC(stack, 'Vpc', { cidrBlock: '10.0.0.0/16' });
      new cdk.CustomResource(stack, 'Closed', { serviceToken: 'arn:aws:lambda:eu-west-1:111122223333:function:close', properties: { group: vpc.attrDefaultSecurityGroup } });
    }),
    noncompliantExample('nothing said about the default group', ({ stack, ec2 }) => {
      new ec2.Vpc(stack, 'Vpc', { maxAzs: 2 });
    }),
    noncompliantExample('a raw VPC', ({ stack, cdk }) => {
      new cdk.CfnResource(stack, 'Vpc', { type: 'AWS::EC2::VPC', properties: { CidrBlock: '10.0.0.0/16' } });
    }),
    noncompliantExample('the group of another VPC closed', ({ stack, ec2 }) => {
      new ec2.Vpc(stack, 'Vpc', { maxAzs: 2, restrictDefaultSecurityGroup: true });
      new ec2.Vpc(stack, 'Other', { maxAzs: 2, restrictDefaultSecurityGroup: false });
    }),
  ],
};

/** The VPCs whose default group is handed to a custom resource: whatever that does, it is there for the group. */
function closedVpcs(app: AppModel): ReadonlySet<Resource> {
  const custom = app.resources.filter(({ type }) => type.startsWith('Custom::') || type === 'AWS::CloudFormation::CustomResource');
  const groups = custom.flatMap(resource => resource.references).filter((one: Reference) => one.attribute === 'DefaultSecurityGroup');
  return new Set(groups.map(group => group.resource));
}
