import { wideTraffic } from '../../network/scoped-traffic';
import { RULE_HOLDERS } from '../../network/security-groups';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/** Groups let in one protocol, not all of them. */
export const securityGroupProtocolsScoped: Rule = {
  id: 'security-group-protocols-scoped',
  theme: 'network',
  severity: Severity.LOW,
  stability: 'preview',
  title: 'A security group names the protocol that it lets in',
  threat: 'Whoever takes one machine or function that may come in gets at everything that listens, on every port of every protocol: the administration of '
    + 'the database, a debugger that somebody forgot, whatever is installed there next year.',
  remedy: 'Write one rule for each port that is served: allowFrom(callers, Port.tcp(5432)) in place of Port.allTraffic().',
  links: [
    'https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html',
    'https://cwe.mitre.org/data/definitions/1125.html',
  ],
  covers: ['cfn_nag:W42', 'guard:SECURITY_GROUP_INGRESS_ALL_PROTOCOLS_RULE', 'kics:1a427b25-2e9e-4298-9530-0499a55e736b'],
  target: RULE_HOLDERS,
  check: (holder, app) => wideTraffic(holder, 'ingress', 'protocols', app),
  // No fix: which protocols and ports are served is not known here.
  examples: [
    compliant('one port from another group', ({ stack, ec2 }) => {
      const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 2 });
      const group = new ec2.SecurityGroup(stack, 'Database', { vpc });
      group.addIngressRule(new ec2.SecurityGroup(stack, 'Callers', { vpc }), ec2.Port.tcp(5432));
    }),
    compliant('everything among its own members', ({ stack, ec2 }) => {
      const group = new ec2.SecurityGroup(stack, 'Cluster', { vpc: new ec2.Vpc(stack, 'Vpc', { maxAzs: 2 }) });
      group.addIngressRule(group, ec2.Port.allTraffic());
    }),
    compliant('every port of one protocol, which another rule is about', ({ stack, cdk }) => {
      const properties = { GroupId: 'sg-1', IpProtocol: 'tcp', FromPort: 0, ToPort: 65535, CidrIp: '10.0.0.0/16' };
      new cdk.CfnResource(stack, 'Rule', { type: 'AWS::EC2::SecurityGroupIngress', properties });
    }),
    noncompliantExample('everything from the VPC', ({ stack, ec2 }) => {
      const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 2 });
      new ec2.SecurityGroup(stack, 'Database', { vpc }).addIngressRule(ec2.Peer.ipv4(vpc.vpcCidrBlock), ec2.Port.allTraffic());
    }),
    noncompliantExample('everything, with ports that then mean nothing, in a raw rule of its own', ({ stack, cdk }) => {
      const properties = { GroupId: 'sg-1', IpProtocol: -1, FromPort: 443, ToPort: 443, CidrIp: '10.0.0.0/16' };
      new cdk.CfnResource(stack, 'Rule', { type: 'AWS::EC2::SecurityGroupIngress', properties });
    }),
    noncompliantExample('everything, by an override', ({ stack, ec2 }) => {
      const group = new ec2.CfnSecurityGroup(stack, 'Group', { groupDescription: 'database' });
      group.addPropertyOverride('SecurityGroupIngress', { IpProtocol: '-1', CidrIp: '10.0.0.0/16' });
    }),
    undecidedExample('a protocol that a parameter names', ({ stack, cdk, ec2 }) => {
      const ipProtocol = new cdk.CfnParameter(stack, 'Protocol').valueAsString;
      new ec2.CfnSecurityGroup(stack, 'Group', { groupDescription: 'database', securityGroupIngress: [{ ipProtocol, cidrIp: '10.0.0.0/16' }] });
    }),
  ],
};
