import { wideTraffic } from '../../network/scoped-traffic';
import { RULE_HOLDERS } from '../../network/security-groups';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/** Groups let in on the ports that somebody listens on. */
export const securityGroupPortsScoped: Rule = {
  id: 'security-group-ports-scoped',
  theme: 'network',
  severity: Severity.LOW,
  stability: 'stable',
  title: 'A security group lets in on single ports, not on a range of them',
  threat: 'Whoever takes one machine or function that may come in gets at everything that listens: the database\'s own administration, a debugger that '
    + 'somebody forgot, whatever is installed there next year.',
  remedy: 'Write one rule for each port that is served: allowFrom(callers, Port.tcp(5432)) in place of Port.tcpRange(…) or Port.allTcp().',
  links: [
    'https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html',
    'https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html',
    'https://cwe.mitre.org/data/definitions/1125.html',
  ],
  covers: ['cfn_nag:W27', 'guard:SECURITY_GROUP_INGRESS_PORT_RANGE_RULE', 'kics:87482183-a8e7-4e42-a566-7a23ec231c16'],
  target: RULE_HOLDERS,
  check: (holder, app) => wideTraffic(holder, 'ingress', 'ports', app),
  // No fix: which of the ports are served is not known here.
  examples: [
    compliant('one port from another group', ({ stack, ec2 }) => {
      const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 2 });
      const group = new ec2.SecurityGroup(stack, 'Database', { vpc });
      group.addIngressRule(new ec2.SecurityGroup(stack, 'Callers', { vpc }), ec2.Port.tcp(5432));
    }),
    compliant('every port among its own members', ({ stack, ec2 }) => {
      const group = new ec2.SecurityGroup(stack, 'Cluster', { vpc: new ec2.Vpc(stack, 'Vpc', { maxAzs: 2 }) });
      group.addIngressRule(group, ec2.Port.allTcp());
    }),
    compliant('the ports that containers are given when they start', ({ stack, ec2 }) => {
      const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 2 });
      const group = new ec2.SecurityGroup(stack, 'Hosts', { vpc });
      group.addIngressRule(new ec2.SecurityGroup(stack, 'Balancer', { vpc }), ec2.Port.tcpRange(32768, 65535));
    }),
    noncompliantExample('every port from the VPC', ({ stack, ec2 }) => {
      const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 2 });
      new ec2.SecurityGroup(stack, 'Database', { vpc }).addIngressRule(ec2.Peer.ipv4(vpc.vpcCidrBlock), ec2.Port.allTcp());
    }),
    noncompliantExample('a range, in a raw rule of its own', ({ stack, cdk }) => {
      const properties = { GroupId: 'sg-1', IpProtocol: '6', FromPort: '5400', ToPort: '5499', CidrIp: '10.0.0.0/16' };
      new cdk.CfnResource(stack, 'Rule', { type: 'AWS::EC2::SecurityGroupIngress', properties });
    }),
    noncompliantExample('TCP without ports, by an override', ({ stack, ec2 }) => {
      const group = new ec2.CfnSecurityGroup(stack, 'Group', { groupDescription: 'database' });
      group.addPropertyOverride('SecurityGroupIngress', { IpProtocol: 'tcp', CidrIp: '10.0.0.0/16' });
    }),
    undecidedExample('a port that a parameter names', ({ stack, cdk, ec2 }) => {
      const port = new cdk.CfnParameter(stack, 'Port', { type: 'Number' }).valueAsNumber;
      const securityGroupIngress = [{ ipProtocol: 'tcp', fromPort: 1024, toPort: port, cidrIp: '10.0.0.0/16' }];
      new ec2.CfnSecurityGroup(stack, 'Group', { groupDescription: 'database', securityGroupIngress });
    }),
  ],
};
