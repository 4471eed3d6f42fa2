import { AppModel } from '../../model/app-model';
import { Resource } from '../../model/resource';
import { agreed, Answer, isOpen, Value, valuesOf } from '../../model/value';
import { anyOf } from '../../network/answers';
import { rulesOfGroup } from '../../network/security-groups';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { Found, noncompliant, undecided } from '../../rule/found';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/** Groups say what they let out, however much it is. Whether that is the whole world is security-group-egress-restricted. */
export const securityGroupEgressStated: Rule = {
  id: 'security-group-egress-stated',
  theme: 'network',
  severity: Severity.LOW,
  stability: 'preview',
  title: 'A security group says what it lets out',
  threat: 'EC2 lets everything out of a group that says nothing about egress. Nobody decided that, and no reader of the template sees that the way out is open to '
    + 'whoever gets in.',
  remedy: 'Write the rules of SecurityGroupEgress, be it one that lets everything out; ec2.SecurityGroup writes them, and none to anywhere with allowAllOutbound: false.',
  links: [
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-securitygroup.html',
    'https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html',
    'https://cwe.mitre.org/data/definitions/923.html',
  ],
  covers: ['cfn_nag:F1000', 'cfripper:EC2SecurityGroupMissingEgressRule', 'guard:SECURITY_GROUP_MISSING_EGRESS_RULE'],
  target: 'AWS::EC2::SecurityGroup',
  check: saysNothing,
  // No fix: to write down that everything may leave decides nothing, and what is needed is not known here.
  examples: [
    compliant('everything, as CDK writes it by default', ({ stack, ec2 }) => {
      new ec2.SecurityGroup(stack, 'Group', { vpc: new ec2.Vpc(stack, 'Vpc', { maxAzs: 2 }) });
    }),
    compliant('by a rule of its own, in a raw resource', ({ stack, cdk, ec2 }) => {
      const group = new ec2.CfnSecurityGroup(stack, 'Group', { groupDescription: 'instances' });
      const properties = { GroupId: group.attrGroupId, IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: '10.0.0.0/16' };
      new cdk.CfnResource(stack, 'Rule', { type: 'AWS::EC2::SecurityGroupEgress', properties });
    }),
    compliant('a rule whose range a parameter names', ({ stack, cdk, ec2 }) => {
      const cidrIp = new cdk.CfnParameter(stack, 'Range').valueAsString;
      new ec2.CfnSecurityGroup(stack, 'Group', { groupDescription: 'instances', securityGroupEgress: [{ ipProtocol: '-1', cidrIp }] });
    }),
    noncompliantExample('nothing said', ({ stack, ec2 }) => {
      new ec2.CfnSecurityGroup(stack, 'Group', { groupDescription: 'instances' });
    }),
    noncompliantExample('an empty list, which EC2 takes for everything, in a raw resource', ({ stack, cdk }) => {
      new cdk.CfnResource(stack, 'Group', { type: 'AWS::EC2::SecurityGroup', properties: { GroupDescription: 'instances', SecurityGroupEgress: [] } });
    }),
    noncompliantExample('taken away by an override', ({ stack, ec2 }) => {
      const group = new ec2.SecurityGroup(stack, 'Group', { vpc: new ec2.Vpc(stack, 'Vpc', { maxAzs: 2 }) });
      (group.node.defaultChild as import('aws-cdk-lib/aws-ec2').CfnSecurityGroup).addPropertyDeletionOverride('SecurityGroupEgress');
    }),
    undecidedExample('a single rule that a condition may take away', ({ stack, cdk, ec2 }) => {
      new cdk.CfnCondition(stack, 'IsProd', { expression: cdk.Fn.conditionEquals(new cdk.CfnParameter(stack, 'Prod').valueAsString, 'yes') });
      const rule = cdk.Fn.conditionIf('IsProd', { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: '10.0.0.0/16' }, cdk.Aws.NO_VALUE);
      new ec2.CfnSecurityGroup(stack, 'Group', { groupDescription: 'instances' }).addPropertyOverride('SecurityGroupEgress', [rule]);
    }),
    undecidedExample('in one branch of a condition', ({ stack, cdk, ec2 }) => {
      new cdk.CfnCondition(stack, 'IsProd', { expression: cdk.Fn.conditionEquals(new cdk.CfnParameter(stack, 'Prod').valueAsString, 'yes') });
      const rules = [{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: '10.0.0.0/16' }];
      new ec2.CfnSecurityGroup(stack, 'Group', { groupDescription: 'instances' })
        .addPropertyOverride('SecurityGroupEgress', cdk.Fn.conditionIf('IsProd', rules, cdk.Aws.NO_VALUE));
    }),
  ],
};

function saysNothing(group: Resource, app: AppModel): Found | undefined {
  const property = 'SecurityGroupEgress';
  if (rulesOfGroup(group, 'egress', app).some(rule => rule.holder !== group)) return undefined;
  const stated = agreed(group.get(property), rules => (isOpen(rules) ? 'undecided' : anyOf(valuesOf(rules).map(isThere))));
  if (stated === 'yes') return undefined;
  if (stated === 'undecided') return undecided(group, 'only the deployment knows whether the group says what it lets out', { property });
  return noncompliant(group, 'the group says nothing about egress, so EC2 lets everything out to anywhere', { property });
}

/** A rule that only the deployment knows is one, unless it may be none. */
function isThere(rule: Value): Answer {
  return agreed(rule, one => (one === undefined ? 'no' : 'yes'));
}
