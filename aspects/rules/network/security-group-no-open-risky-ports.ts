import { INGRESS_COVERS, openPorts, RISKY_PORTS } from '../../network/open-ports';
import { RULE_HOLDERS } from '../../network/security-groups';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/** Databases, caches, file shares and consoles are not for everybody. */
export const securityGroupNoOpenRiskyPorts: Rule = {
  id: 'security-group-no-open-risky-ports',
  theme: 'network',
  severity: Severity.HIGH,
  stability: 'preview',
  title: 'Databases, caches, file shares and consoles are not open to the whole world',
  threat: 'Databases and caches that answer the internet are found within hours, emptied and held to ransom; many of them ask for no password at all, and '
    + 'the protocols of old send theirs in plain text.',
  remedy: 'Let in the security group of the callers: database.connections.allowDefaultPortFrom(callers). From outside, come by VPN or Session Manager.',
  links: [
    'https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-19',
    'https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html',
    'https://cwe.mitre.org/data/definitions/284.html',
  ],
  covers: [
    ...INGRESS_COVERS, 'cdk-nag:EC2RestrictedCommonPorts', 'guard:RESTRICTED_INCOMING_TRAFFIC', 'securityhub:EC2.19',
    'kics:cdbb0467-2957-4a77-9992-7b55b29df7b7', 'kics:494b03d3-bf40-4464-8524-7c56ad0700ed',
    'kics:78055456-f670-4d2e-94d5-392d1cf4f5e4', 'kics:0104165b-02d5-426f-abc9-91fb48189899',
  ],
  target: RULE_HOLDERS,
  check: (holder, app) => openPorts(holder, RISKY_PORTS, app),
  // No fix: whoever comes in this way would be refused, and nobody here knows from where they come.
  examples: [
    compliant('open to another group', ({ stack, ec2 }) => {
      const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 2 });
      const group = new ec2.SecurityGroup(stack, 'Database', { vpc });
      group.addIngressRule(new ec2.SecurityGroup(stack, 'Callers', { vpc }), ec2.Port.POSTGRES);
    }),
    compliant('nothing said about ingress', ({ stack, ec2 }) => {
      new ec2.CfnSecurityGroup(stack, 'Group', { groupDescription: 'closed' });
    }),
    compliant('an answer to a ping', ({ stack, ec2 }) => {
      new ec2.SecurityGroup(stack, 'Group', { vpc: new ec2.Vpc(stack, 'Vpc', { maxAzs: 2 }) }).addIngressRule(ec2.Peer.anyIpv4(), ec2.Port.icmpPing());
    }),
    noncompliantExample('a database open to everybody', ({ stack, ec2 }) => {
      new ec2.SecurityGroup(stack, 'Group', { vpc: new ec2.Vpc(stack, 'Vpc', { maxAzs: 2 }) }).addIngressRule(ec2.Peer.anyIpv4(), ec2.Port.POSTGRES);
    }),
    noncompliantExample('a cache, in a raw rule of its own', ({ stack, cdk }) => {
      const properties = { GroupId: 'sg-1', IpProtocol: '6', FromPort: '6379', ToPort: '6379', CidrIpv6: '::/0' };
      new cdk.CfnResource(stack, 'Rule', { type: 'AWS::EC2::SecurityGroupIngress', properties });
    }),
    noncompliantExample('every protocol, by an override', ({ stack, ec2 }) => {
      const group = new ec2.CfnSecurityGroup(stack, 'Group', { groupDescription: 'database' });
      group.addPropertyOverride('SecurityGroupIngress', [{ IpProtocol: '-1', CidrIp: '0.0.0.0/0' }]);
    }),
    undecidedExample('a range that a parameter names', ({ stack, cdk, ec2 }) => {
      const cidrIp = new cdk.CfnParameter(stack, 'Range').valueAsString;
      new ec2.CfnSecurityGroup(stack, 'Group', { groupDescription: 'database', securityGroupIngress: [{ ipProtocol: 'tcp', fromPort: 3306, toPort: 3306, cidrIp }] });
    }),
  ],
};
