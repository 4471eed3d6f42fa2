import { wideTraffic } from '../../network/scoped-traffic';
import { RULE_HOLDERS } from '../../network/security-groups';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/** Groups let out one protocol, not all of them. */
export const securityGroupEgressProtocolsScoped: Rule = {
  id: 'security-group-egress-protocols-scoped',
  theme: 'network',
  severity: Severity.LOW,
  stability: 'stable',
  title: 'A security group names the protocol that it lets out',
  threat: 'Whoever takes the machine or function talks to everything in reach, in whatever protocol: scans the neighbours, opens tunnels, resolves names '
    + 'at servers of their own.',
  remedy: 'Set allowAllOutbound: false and write one rule for each port that is called: connections.allowTo(database, Port.tcp(5432)).',
  links: [
    'https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html',
    'https://cwe.mitre.org/data/definitions/1125.html',
  ],
  // A group that says nothing about egress is reported by the rules on egress to the world.
  covers: ['cfn_nag:W40', 'guard:SECURITY_GROUP_EGRESS_ALL_PROTOCOLS_RULE', 'kics:ee464fc2-54a6-4e22-b10a-c6dcd2474d0c', 'kics:66f2d8f9-a911-4ced-ae27-34f09690bb2c'],
  target: RULE_HOLDERS,
  check: (holder, app) => wideTraffic(holder, 'egress', 'protocols', app),
  // No fix: what is called is not known here.
  examples: [
    compliant('one port to another group', ({ stack, ec2 }) => {
      const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 2 });
      const group = new ec2.SecurityGroup(stack, 'Group', { vpc, allowAllOutbound: false });
      group.connections.allowTo(new ec2.SecurityGroup(stack, 'Database', { vpc, allowAllOutbound: false }), ec2.Port.tcp(5432));
    }),
    compliant('everything within the own network, by its range', ({ stack, ec2 }) => {
      const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 2, ipAddresses: ec2.IpAddresses.cidr('10.7.0.0/16') });
      new ec2.SecurityGroup(stack, 'Group', { vpc, allowAllOutbound: false }).addEgressRule(ec2.Peer.ipv4('10.7.0.0/16'), ec2.Port.allTraffic());
    }),
    compliant('nothing said about egress, which other rules are about', ({ stack, ec2 }) => {
      new ec2.CfnSecurityGroup(stack, 'Group', { groupDescription: 'instances' });
    }),
    noncompliantExample('everything, as CDK has it by default', ({ stack, ec2 }) => {
      new ec2.SecurityGroup(stack, 'Group', { vpc: new ec2.Vpc(stack, 'Vpc', { maxAzs: 2 }) });
    }),
    noncompliantExample('everything to one network, in a raw rule of its own', ({ stack, cdk }) => {
      const properties = { GroupId: 'sg-1', IpProtocol: '-1', CidrIp: '10.0.0.0/16' };
      new cdk.CfnResource(stack, 'Rule', { type: 'AWS::EC2::SecurityGroupEgress', properties });
    }),
    noncompliantExample('everything to another network than its own', ({ stack, ec2 }) => {
      const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 2, ipAddresses: ec2.IpAddresses.cidr('10.7.0.0/16') });
      new ec2.SecurityGroup(stack, 'Group', { vpc, allowAllOutbound: false }).addEgressRule(ec2.Peer.ipv4('10.0.0.0/8'), ec2.Port.allTraffic());
    }),
    noncompliantExample('everything, by an override', ({ stack, ec2 }) => {
      const group = new ec2.CfnSecurityGroup(stack, 'Group', { groupDescription: 'instances' });
      group.addPropertyOverride('SecurityGroupEgress', { IpProtocol: '-1', CidrIp: '10.0.0.0/16' });
    }),
    undecidedExample('a protocol that a parameter names', ({ stack, cdk, ec2 }) => {
      const ipProtocol = new cdk.CfnParameter(stack, 'Protocol').valueAsString;
      new ec2.CfnSecurityGroup(stack, 'Group', { groupDescription: 'instances', securityGroupEgress: [{ ipProtocol, cidrIp: '10.0.0.0/16' }] });
    }),
  ],
};
