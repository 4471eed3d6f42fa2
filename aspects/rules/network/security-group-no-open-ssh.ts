import { INGRESS_COVERS, openPorts, SSH } from '../../network/open-ports';
import { RULE_HOLDERS } from '../../network/security-groups';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/** Nobody unknown knocks at SSH. */
export const securityGroupNoOpenSsh: Rule = {
  id: 'security-group-no-open-ssh',
  theme: 'network',
  severity: Severity.HIGH,
  stability: 'preview',
  title: 'SSH is not open to the whole world',
  threat: 'Whole networks of machines try passwords and leaked keys on port 22 of every address there is, and the first hole in the server is theirs: '
    + 'a shell on a machine that stands inside of the network.',
  remedy: 'Close port 22 and use Session Manager, which needs no open port; or name the address range of the office or VPN in allowFrom.',
  links: [
    'https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-13',
    'https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager.html',
    'https://cwe.mitre.org/data/definitions/284.html',
  ],
  covers: [
    ...INGRESS_COVERS, 'cdk-nag:EC2RestrictedSSH', 'checkov:CKV_AWS_24', 'guard:INCOMING_SSH_DISABLED', 'guard:RESTRICTED_SSH', 'securityhub:EC2.13',
    'securityhub:EC2.19', 'securityhub:EC2.53', 'securityhub:EC2.54', 'kics:6e856af2-62d7-4ba2-adc1-73b62cef9cc1',
    'kics:cdbb0467-2957-4a77-9992-7b55b29df7b7', 'kics:494b03d3-bf40-4464-8524-7c56ad0700ed',
    'kics:78055456-f670-4d2e-94d5-392d1cf4f5e4', 'kics:0104165b-02d5-426f-abc9-91fb48189899',
  ],
  target: RULE_HOLDERS,
  check: (holder, app) => openPorts(holder, SSH, app),
  // No fix: whoever comes in this way would be refused, and nobody here knows from where they come.
  examples: [
    compliant('open to the office', ({ stack, ec2 }) => {
      const group = new ec2.SecurityGroup(stack, 'Group', { vpc: new ec2.Vpc(stack, 'Vpc', { maxAzs: 2 }) });
      group.addIngressRule(ec2.Peer.ipv4('198.51.100.0/28'), ec2.Port.SSH);
    }),
    compliant('nothing said about ingress', ({ stack, ec2 }) => {
      new ec2.CfnSecurityGroup(stack, 'Group', { groupDescription: 'closed' });
    }),
    compliant('another port open to everybody, which another rule is about', ({ stack, ec2 }) => {
      const securityGroupIngress = [{ ipProtocol: 'tcp', fromPort: 443, toPort: 443, cidrIp: '0.0.0.0/0' }];
      new ec2.CfnSecurityGroup(stack, 'Group', { groupDescription: 'web', securityGroupIngress });
    }),
    noncompliantExample('open to everybody', ({ stack, ec2 }) => {
      new ec2.SecurityGroup(stack, 'Group', { vpc: new ec2.Vpc(stack, 'Vpc', { maxAzs: 2 }) }).addIngressRule(ec2.Peer.anyIpv4(), ec2.Port.SSH);
    }),
    noncompliantExample('among the ports of a range, in a raw rule of its own', ({ stack, cdk }) => {
      const properties = { GroupId: 'sg-1', IpProtocol: '6', FromPort: '20', ToPort: '25', CidrIpv6: '::/0' };
      new cdk.CfnResource(stack, 'Rule', { type: 'AWS::EC2::SecurityGroupIngress', properties });
    }),
    noncompliantExample('every protocol, by an override', ({ stack, ec2 }) => {
      const group = new ec2.CfnSecurityGroup(stack, 'Group', { groupDescription: 'admin' });
      group.addPropertyOverride('SecurityGroupIngress', [{ IpProtocol: '-1', CidrIp: '0.0.0.0/0' }]);
    }),
    undecidedExample('a range that a parameter names', ({ stack, cdk, ec2 }) => {
      const cidrIp = new cdk.CfnParameter(stack, 'Range').valueAsString;
      new ec2.CfnSecurityGroup(stack, 'Group', { groupDescription: 'admin', securityGroupIngress: [{ ipProtocol: 'tcp', fromPort: 22, toPort: 22, cidrIp }] });
    }),
  ],
};
