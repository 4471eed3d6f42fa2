import { wideTraffic } from '../../network/scoped-traffic';
import { RULE_HOLDERS } from '../../network/security-groups';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/** Groups let out on the ports that are called. */
export const securityGroupEgressPortsScoped: Rule = {
  id: 'security-group-egress-ports-scoped',
  theme: 'network',
  severity: Severity.LOW,
  stability: 'preview',
  title: 'A security group lets out on single ports, not on a range of them',
  threat: 'Whoever takes the machine or function reaches more than it was made to call: other services of the same hosts, consoles, whatever listens on '
    + 'the ports between.',
  remedy: 'Write one rule for each port that is called: connections.allowTo(database, Port.tcp(5432)) in place of Port.tcpRange(…) or Port.allTcp().',
  links: [
    'https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html',
    'https://cwe.mitre.org/data/definitions/1125.html',
  ],
  covers: ['cfn_nag:W29', 'guard:SECURITY_GROUP_EGRESS_PORT_RANGE_RULE', 'kics:dae9c373-8287-462f-8746-6f93dad93610'],
  target: RULE_HOLDERS,
  check: (holder, app) => wideTraffic(holder, 'egress', 'ports', app),
  // No fix: which of the ports are called is not known here.
  examples: [
    compliant('one port to another group', ({ stack, ec2 }) => {
      const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 2 });
      const group = new ec2.SecurityGroup(stack, 'Group', { vpc, allowAllOutbound: false });
      group.connections.allowTo(new ec2.SecurityGroup(stack, 'Database', { vpc, allowAllOutbound: false }), ec2.Port.tcp(5432));
    }),
    compliant('nothing said about egress, which other rules are about', ({ stack, ec2 }) => {
      new ec2.CfnSecurityGroup(stack, 'Group', { groupDescription: 'instances' });
    }),
    noncompliantExample('every port of one protocol', ({ stack, ec2 }) => {
      const group = new ec2.SecurityGroup(stack, 'Group', { vpc: new ec2.Vpc(stack, 'Vpc', { maxAzs: 2 }), allowAllOutbound: false });
      group.addEgressRule(ec2.Peer.ipv4('10.9.0.0/16'), ec2.Port.allTcp());
    }),
    noncompliantExample('a range, in a raw rule of its own', ({ stack, cdk }) => {
      const properties = { GroupId: 'sg-1', IpProtocol: '6', FromPort: '5400', ToPort: '5499', CidrIp: '10.0.0.0/16' };
      new cdk.CfnResource(stack, 'Rule', { type: 'AWS::EC2::SecurityGroupEgress', properties });
    }),
    noncompliantExample('UDP without ports, by an override', ({ stack, ec2 }) => {
      const group = new ec2.CfnSecurityGroup(stack, 'Group', { groupDescription: 'instances' });
      group.addPropertyOverride('SecurityGroupEgress', { IpProtocol: 'udp', CidrIp: '10.0.0.0/16' });
    }),
    undecidedExample('a port that a parameter names', ({ stack, cdk, ec2 }) => {
      const toPort = new cdk.CfnParameter(stack, 'Port', { type: 'Number' }).valueAsNumber;
      const securityGroupEgress = [{ ipProtocol: 'tcp', fromPort: 1024, toPort, cidrIp: '10.0.0.0/16' }];
      new ec2.CfnSecurityGroup(stack, 'Group', { groupDescription: 'instances', securityGroupEgress });
    }),
  ],
};
