import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { mustBe } from '../../rule/found';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/** Groups say what they are for. */
export const securityGroupDescribed: Rule = {
  id: 'security-group-described',
  theme: 'network',
  severity: Severity.LOW,
  stability: 'preview',
  title: 'A security group says what it is for',
  threat: 'A group whose purpose nobody remembers is never tidied up: what it lets in stays open when the reason is long gone, and a rule that an intruder '
    + 'adds stands out to nobody.',
  remedy: 'Set description: what the group guards and who may come in. A description cannot be changed later: a new one makes a new group.',
  links: [
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-securitygroup.html',
    'https://cwe.mitre.org/data/definitions/1059.html',
  ],
  covers: ['cdk-nag:EC2SecurityGroupDescription', 'checkov:CKV_AWS_23', 'trivy:AWS-0099', 'guard:SECURITY_GROUP_DESCRIPTION_RULE'],
  target: 'AWS::EC2::SecurityGroup',
  check: group => mustBe(group, 'GroupDescription', text => typeof text === 'string' && text.trim() !== '', 'nothing says what the group is for'),
  // No fix: only its author knows the purpose, and EC2 replaces a group whose description changes.
  examples: [
    compliant('described', ({ stack, ec2 }) => {
      new ec2.SecurityGroup(stack, 'Group', { vpc: new ec2.Vpc(stack, 'Vpc', { maxAzs: 2 }), description: 'the orders database, for its functions' });
    }),
    noncompliantExample('nothing said, in a raw resource', ({ stack, cdk }) => {
      new cdk.CfnResource(stack, 'Group', { type: 'AWS::EC2::SecurityGroup', properties: { VpcId: 'vpc-1' } });
    }),
    noncompliantExample('taken away by an override', ({ stack, ec2 }) => {
      new ec2.CfnSecurityGroup(stack, 'Group', { groupDescription: 'database' }).addPropertyOverride('GroupDescription', ' ');
    }),
    undecidedExample('left to a parameter', ({ stack, cdk, ec2 }) => {
      new ec2.CfnSecurityGroup(stack, 'Group', { groupDescription: new cdk.CfnParameter(stack, 'Purpose').valueAsString });
    }),
  ],
};
