import { Answer } from '../../model/value';
import { agreed } from '../../network/answers';
import { Peer } from '../../network/peer';
import { isWorld } from '../../network/range';
import { RULE_HOLDERS, rulesHeldBy } from '../../network/security-groups';
import { describe } from '../../network/traffic';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { noncompliant, undecided } from '../../rule/found';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/** Groups let in single callers, not whole networks. */
export const securityGroupSourcesNarrow: Rule = {
  id: 'security-group-sources-narrow',
  theme: 'network',
  severity: Severity.LOW,
  stability: 'preview',
  title: 'A security group lets in other groups or single addresses, not whole ranges of them',
  threat: 'Everything that has or gets an address in the range may come in: a forgotten machine, a guest in the office, whoever takes over one of them.',
  remedy: 'Let in the security group of the callers: connections.allowFrom(callers, port). Write addresses from outside one by one, as /32 or /128; '
    + 'acknowledge a range that belongs to one owner.',
  links: [
    'https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html',
    'https://cwe.mitre.org/data/definitions/284.html',
  ],
  // Ranges that are the whole world are reported by security-group-no-open-ingress and the rules on single ports.
  covers: ['cfn_nag:W9', 'guard:SECURITY_GROUP_INGRESS_CIDR_NON_32_RULE'],
  target: RULE_HOLDERS,
  check: function* (holder, app) {
    for (const rule of rulesHeldBy(holder, app).filter(one => one.direction === 'ingress')) {
      const ranges = rule.peers.filter(peer => isWide(peer) !== 'no');
      if (ranges.length === 0) continue;
      const text = ranges.map(peer => peer.text).join(' and ');
      const details = { property: rule.property, detail: `${describe(rule.traffic)} from ${text}` };
      const certain = rule.certain && ranges.some(peer => isWide(peer) === 'yes');
      yield certain ? noncompliant(holder, `${describe(rule.traffic)} is open to every address of ${text}`, details)
        : undecided(holder, `how many addresses ${describe(rule.traffic)} is open to is only known at deployment`, details);
    }
  },
  // No fix: which of the addresses are meant is not known here.
  examples: [
    compliant('another group, and one address', ({ stack, ec2 }) => {
      const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 2 });
      const group = new ec2.SecurityGroup(stack, 'Database', { vpc });
      group.addIngressRule(new ec2.SecurityGroup(stack, 'Callers', { vpc }), ec2.Port.POSTGRES);
      group.addIngressRule(ec2.Peer.ipv4('198.51.100.7/32'), ec2.Port.POSTGRES);
    }),
    compliant('the VPC itself, by reference', ({ stack, ec2 }) => {
      const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 2 });
      new ec2.SecurityGroup(stack, 'Endpoint', { vpc }).addIngressRule(ec2.Peer.ipv4(vpc.vpcCidrBlock), ec2.Port.HTTPS);
    }),
    compliant('nothing said about ingress', ({ stack, ec2 }) => {
      new ec2.CfnSecurityGroup(stack, 'Group', { groupDescription: 'closed' });
    }),
    noncompliantExample('a range', ({ stack, ec2 }) => {
      const group = new ec2.SecurityGroup(stack, 'Group', { vpc: new ec2.Vpc(stack, 'Vpc', { maxAzs: 2 }) });
      group.addIngressRule(ec2.Peer.ipv4('198.51.100.0/24'), ec2.Port.POSTGRES);
    }),
    noncompliantExample('a range of IPv6, in a raw rule of its own', ({ stack, cdk }) => {
      const properties = { GroupId: 'sg-1', IpProtocol: '6', FromPort: '5432', ToPort: '5432', CidrIpv6: '2001:db8:1234::/48' };
      new cdk.CfnResource(stack, 'Rule', { type: 'AWS::EC2::SecurityGroupIngress', properties });
    }),
    noncompliantExample('two addresses, by an override', ({ stack, ec2 }) => {
      const group = new ec2.CfnSecurityGroup(stack, 'Group', { groupDescription: 'database' });
      group.addPropertyOverride('SecurityGroupIngress', { IpProtocol: 'tcp', FromPort: 5432, ToPort: 5432, CidrIp: '198.51.100.6/31' });
    }),
    undecidedExample('a range that a parameter names', ({ stack, cdk, ec2 }) => {
      const cidrIp = new cdk.CfnParameter(stack, 'Range').valueAsString;
      const securityGroupIngress = [{ ipProtocol: 'tcp', fromPort: 5432, toPort: 5432, cidrIp }];
      new ec2.CfnSecurityGroup(stack, 'Group', { groupDescription: 'database', securityGroupIngress });
    }),
  ],
};

/** Whether a peer is a range of several addresses; the whole world has rules of its own. */
function isWide(peer: Peer): Answer {
  if (peer.kind === 'either') return agreed(peer.options.map(isWide));
  if (peer.kind === 'open') return 'undecided';
  return peer.kind === 'range' && !isWorld(peer.range) && peer.range.bits.length < (peer.range.family === 4 ? 32 : 128) ? 'yes' : 'no';
}
