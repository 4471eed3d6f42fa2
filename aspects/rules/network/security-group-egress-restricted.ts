import { EGRESS_COVERS, isOpenEgress, openEgressMessage } from '../../network/open-egress';
import { GuardedBy, guardedBy, RULE_HOLDERS, rulesHeldBy } from '../../network/security-groups';
import { describe } from '../../network/traffic';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { noncompliant, undecided } from '../../rule/found';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/** What runs in a VPC beside the functions calls out only where it has business. */
export const securityGroupEgressRestricted: Rule = {
  id: 'security-group-egress-restricted',
  theme: 'network',
  severity: Severity.LOW,
  stability: 'preview',
  title: 'The security group of an instance or a container lets out only what is needed',
  threat: 'Whoever gets into the machine sends out what is found there, fetches tools and takes orders, on any port that the group leaves open to the world.',
  remedy: 'Set allowAllOutbound: false and allow each way by name; a group that says nothing about egress lets everything out.',
  links: [
    'https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-securitygroup.html',
    'https://cwe.mitre.org/data/definitions/923.html',
  ],
  covers: EGRESS_COVERS,
  target: RULE_HOLDERS,
  check: function* (holder, app) {
    for (const rule of rulesHeldBy(holder, app)) {
      const answer = isOpenEgress(rule);
      const guarded = rule.group === undefined ? [] : guardedBy(rule.group, app);
      if (answer === 'no' || isAskedElsewhere(guarded) || answersOnly(guarded)) continue;
      const details = { property: rule.property, detail: rule.property ?? describe(rule.traffic), related: guarded.map(one => one.resource) };
      if (answer === 'undecided') yield undecided(holder, `whether ${describe(rule.traffic)} may leave to anywhere is only known at deployment`, details);
      else yield noncompliant(holder, openEgressMessage(rule), details);
    }
  },
  // No fix: where the machine calls is not known here, and what it installs or reports would be refused.
  examples: [
    compliant('only to another group', ({ stack, ec2 }) => {
      const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 2 });
      const group = new ec2.SecurityGroup(stack, 'Group', { vpc, allowAllOutbound: false });
      group.connections.allowTo(new ec2.SecurityGroup(stack, 'Other', { vpc, allowAllOutbound: false }), ec2.Port.tcp(5432));
    }),
    compliant('an endpoint, which answers and never calls', ({ stack, ec2 }) => {
      new ec2.Vpc(stack, 'Vpc', { maxAzs: 2 }).addInterfaceEndpoint('Secrets', { service: ec2.InterfaceVpcEndpointAwsService.SECRETS_MANAGER });
    }),
    compliant('a function, which another rule is about', ({ stack, ec2, someFunction }) => {
      someFunction('Function', { vpc: new ec2.Vpc(stack, 'Vpc', { maxAzs: 2 }) });
    }),
    noncompliantExample('everything, as CDK has it by default', ({ stack, ec2 }) => {
      new ec2.SecurityGroup(stack, 'Group', { vpc: new ec2.Vpc(stack, 'Vpc', { maxAzs: 2 }) });
    }),
    noncompliantExample('nothing said about egress, in a raw resource', ({ stack, cdk }) => {
      new cdk.CfnResource(stack, 'Group', { type: 'AWS::EC2::SecurityGroup', properties: { GroupDescription: 'instances' } });
    }),
    noncompliantExample('one port to anywhere, by a rule of its own for a group from elsewhere', ({ stack, ec2 }) => {
      new ec2.CfnSecurityGroupEgress(stack, 'Rule', { groupId: 'sg-1', ipProtocol: 'tcp', fromPort: 25, toPort: 25, cidrIpv6: '::/0' });
    }),
    undecidedExample('a range that a parameter names', ({ stack, cdk, ec2 }) => {
      const range = new cdk.CfnParameter(stack, 'Range');
      const securityGroupEgress = [{ ipProtocol: '-1', cidrIp: range.valueAsString }];
      new ec2.CfnSecurityGroup(stack, 'Group', { groupDescription: 'instances', securityGroupEgress });
    }),
  ],
};

function isAskedElsewhere(guarded: readonly GuardedBy[]): boolean {
  return guarded.some(({ kind }) => kind === 'function');
}

/** Endpoints, databases and load balancers answer; nothing runs there that could call out for an attacker. */
function answersOnly(guarded: readonly GuardedBy[]): boolean {
  return guarded.length > 0 && guarded.every(({ kind }) => ['endpoint', 'database', 'balancer'].includes(kind));
}
