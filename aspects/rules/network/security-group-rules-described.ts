import { Resource } from '../../model/resource';
import { alternativesOf, Answer, entryOf, isOpen, Value, valuesOf } from '../../model/value';
import { agreed } from '../../network/answers';
import { RULE_HOLDERS } from '../../network/security-groups';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { Found, noncompliant, undecided } from '../../rule/found';
import { isGiven } from '../../rule/given';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/** The rules of groups say what they are for. */
export const securityGroupRulesDescribed: Rule = {
  id: 'security-group-rules-described',
  theme: 'network',
  severity: Severity.LOW,
  stability: 'stable',
  title: 'Each rule of a security group says what it is for',
  threat: 'A way in or out whose reason nobody remembers is never closed, and one that an intruder adds stands out to nobody: a list of bare addresses and '
    + 'ports looks the same with one more.',
  remedy: 'Give each rule its reason: allowFrom(callers, Port.tcp(5432), \'orders are written by the API\').',
  links: [
    'https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html',
    'https://cwe.mitre.org/data/definitions/1059.html',
  ],
  covers: [
    'checkov:CKV_AWS_23', 'cfn_nag:W36', 'trivy:AWS-0124', 'guard:SECURITY_GROUP_DESCRIPTION_RULE', 'kics:5e6c9c68-8a82-408e-8749-ddad78cbb9c5',
  ],
  target: RULE_HOLDERS,
  check: holder => (holder.type === 'AWS::EC2::SecurityGroup' ? inline(holder)
    : found(holder, isGiven(holder.get('Description')), 'Description', 'nothing says what the rule is for')),
  // No fix: only the author of a rule knows its reason.
  examples: [
    compliant('described by its author', ({ stack, ec2 }) => {
      const group = new ec2.SecurityGroup(stack, 'Group', { vpc: new ec2.Vpc(stack, 'Vpc', { maxAzs: 2 }), allowAllOutbound: false });
      group.addIngressRule(ec2.Peer.ipv4('198.51.100.7/32'), ec2.Port.POSTGRES, 'reports of the finance department');
    }),
    compliant('described by the CDK', ({ stack, ec2 }) => {
      const group = new ec2.SecurityGroup(stack, 'Group', { vpc: new ec2.Vpc(stack, 'Vpc', { maxAzs: 2 }) });
      group.addIngressRule(ec2.Peer.ipv4('198.51.100.7/32'), ec2.Port.POSTGRES);
    }),
    compliant('a group without rules', ({ stack, ec2 }) => {
      new ec2.CfnSecurityGroup(stack, 'Group', { groupDescription: 'closed' });
    }),
    noncompliantExample('nothing said about a rule in its group', ({ stack, ec2 }) => {
      const securityGroupIngress = [{ ipProtocol: 'tcp', fromPort: 5432, toPort: 5432, cidrIp: '198.51.100.7/32' }];
      new ec2.CfnSecurityGroup(stack, 'Group', { groupDescription: 'database', securityGroupIngress });
    }),
    noncompliantExample('nothing said about a raw rule of its own', ({ stack, cdk }) => {
      const properties = { GroupId: 'sg-1', IpProtocol: '6', FromPort: '5432', ToPort: '5432', CidrIp: '198.51.100.7/32' };
      new cdk.CfnResource(stack, 'Rule', { type: 'AWS::EC2::SecurityGroupEgress', properties });
    }),
    noncompliantExample('taken away by an override', ({ stack, ec2 }) => {
      const group = new ec2.CfnSecurityGroup(stack, 'Group', { groupDescription: 'database' });
      group.addPropertyOverride('SecurityGroupEgress', { IpProtocol: 'tcp', FromPort: 5432, ToPort: 5432, CidrIp: '198.51.100.7/32', Description: '' });
    }),
    undecidedExample('the rules are left to a condition', ({ stack, cdk, ec2 }) => {
      new cdk.CfnCondition(stack, 'IsOpen', { expression: cdk.Fn.conditionEquals(new cdk.CfnParameter(stack, 'Open').valueAsString, 'yes') });
      const rule = cdk.Fn.conditionIf('IsOpen', { IpProtocol: 'tcp', FromPort: 5432, ToPort: 5432, CidrIp: '198.51.100.7/32' }, cdk.Aws.NO_VALUE);
      new ec2.CfnSecurityGroup(stack, 'Group', { groupDescription: 'database' }).addPropertyOverride('SecurityGroupIngress', [rule]);
    }),
  ],
};

function* inline(group: Resource): Generator<Found> {
  for (const list of ['SecurityGroupIngress', 'SecurityGroupEgress']) {
    for (const [index, rule] of valuesOf(group.get(list)).entries()) {
      const property = `${list}.${index}`;
      const one = found(group, described(rule), property, `nothing says what ${property} is for`);
      if (one !== undefined) yield one;
    }
  }
}

/** A rule that may not be there at all needs no reason then. */
function described(rule: Value): Answer {
  return agreed(alternativesOf(rule).map(one => (isOpen(one) ? 'undecided' : one === undefined ? 'yes' : isGiven(entryOf(one, 'Description')))));
}

function found(holder: Resource, answer: Answer, property: string, wrong: string): Found | undefined {
  if (answer === 'yes') return undefined;
  if (answer === 'undecided') return undecided(holder, `only the deployment knows whether ${property} is described`, { property });
  return noncompliant(holder, wrong, { property });
}
