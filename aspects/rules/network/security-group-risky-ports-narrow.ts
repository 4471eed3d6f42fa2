import { RULE_HOLDERS } from '../../network/security-groups';
import { wideSources } from '../../network/wide-sources';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/** Databases, caches, file shares and consoles are for their callers, not for whole networks. Other ports are security-group-sources-narrow. */
export const securityGroupRiskyPortsNarrow: Rule = {
  id: 'security-group-risky-ports-narrow',
  theme: 'network',
  severity: Severity.MEDIUM,
  stability: 'preview',
  title: 'Databases, caches, file shares and consoles let in other groups or single addresses, not whole ranges of them',
  threat: 'Whoever has taken over any machine in the range, a laptop or a forgotten server, tries its passwords and weaknesses on the database or console: '
    + 'this is how an intruder goes from one machine to the data.',
  remedy: 'Let in the security group of the callers: connections.allowDefaultPortFrom(callers). Write addresses from outside one by one, as /32 or /128; '
    + 'acknowledge a range that belongs to one owner.',
  links: [
    'https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html',
    'https://cwe.mitre.org/data/definitions/284.html',
  ],
  // Ranges that are the whole world are reported by security-group-no-open-ingress and the rules on single ports.
  covers: [
    'cfn_nag:W9', 'guard:RESTRICTED_INCOMING_TRAFFIC', 'guard:SECURITY_GROUP_INGRESS_CIDR_NON_32_RULE', 'kics:0104165b-02d5-426f-abc9-91fb48189899',
  ],
  target: RULE_HOLDERS,
  check: (holder, app) => wideSources(holder, true, app),
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
    compliant('a range on another port, which another rule is about', ({ stack, ec2 }) => {
      const group = new ec2.SecurityGroup(stack, 'Group', { vpc: new ec2.Vpc(stack, 'Vpc', { maxAzs: 2 }) });
      group.addIngressRule(ec2.Peer.ipv4('198.51.100.0/24'), ec2.Port.HTTPS);
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
