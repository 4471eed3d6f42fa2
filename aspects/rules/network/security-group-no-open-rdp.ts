import { INGRESS_COVERS, openPorts, REMOTE_DESKTOP } from '../../network/open-ports';
import { RULE_HOLDERS } from '../../network/security-groups';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/** Nobody unknown knocks at Remote Desktop. */
export const securityGroupNoOpenRdp: Rule = {
  id: 'security-group-no-open-rdp',
  theme: 'network',
  severity: Severity.HIGH,
  stability: 'preview',
  title: 'Remote Desktop is not open to the whole world',
  threat: 'Port 3389 is tried on every address there is, with leaked passwords and with holes in the protocol that were found more than once: it is a '
    + 'common way in for those who encrypt what they find and ask for ransom.',
  remedy: 'Close port 3389 and use Fleet Manager, which needs no open port; or name the address range of the office or VPN in allowFrom.',
  links: [
    'https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-14',
    'https://docs.aws.amazon.com/systems-manager/latest/userguide/fleet-manager-remote-desktop-connections.html',
    'https://cwe.mitre.org/data/definitions/284.html',
  ],
  covers: [
    ...INGRESS_COVERS, 'cdk-nag:EC2RestrictedCommonPorts', 'checkov:CKV_AWS_25', 'guard:RESTRICTED_INCOMING_TRAFFIC', 'securityhub:EC2.14',
    'securityhub:EC2.19', 'securityhub:EC2.53', 'securityhub:EC2.54', 'kics:3ae83918-7ec7-4cb8-80db-b91ef0f94002',
    'kics:c9846969-d066-431f-9b34-8c4abafe422a', 'kics:cdbb0467-2957-4a77-9992-7b55b29df7b7', 'kics:494b03d3-bf40-4464-8524-7c56ad0700ed',
    'kics:78055456-f670-4d2e-94d5-392d1cf4f5e4', 'kics:0104165b-02d5-426f-abc9-91fb48189899',
  ],
  target: RULE_HOLDERS,
  check: (holder, app) => openPorts(holder, REMOTE_DESKTOP, app),
  // No fix: whoever comes in this way would be refused, and nobody here knows from where they come.
  examples: [
    compliant('open to the office', ({ stack, ec2 }) => {
      const group = new ec2.SecurityGroup(stack, 'Group', { vpc: new ec2.Vpc(stack, 'Vpc', { maxAzs: 2 }) });
      group.addIngressRule(ec2.Peer.ipv4('198.51.100.0/28'), ec2.Port.RDP);
    }),
    compliant('nothing said about ingress', ({ stack, ec2 }) => {
      new ec2.CfnSecurityGroup(stack, 'Group', { groupDescription: 'closed' });
    }),
    noncompliantExample('open to everybody', ({ stack, ec2 }) => {
      new ec2.SecurityGroup(stack, 'Group', { vpc: new ec2.Vpc(stack, 'Vpc', { maxAzs: 2 }) }).addIngressRule(ec2.Peer.anyIpv4(), ec2.Port.RDP);
    }),
    noncompliantExample('over UDP, in a raw rule of its own', ({ stack, cdk }) => {
      const properties = { GroupId: 'sg-1', IpProtocol: 'udp', FromPort: 3389, ToPort: 3389, CidrIpv6: '::/0' };
      new cdk.CfnResource(stack, 'Rule', { type: 'AWS::EC2::SecurityGroupIngress', properties });
    }),
    noncompliantExample('every port of one protocol, by an override', ({ stack, ec2 }) => {
      const group = new ec2.CfnSecurityGroup(stack, 'Group', { groupDescription: 'desktops' });
      group.addPropertyOverride('SecurityGroupIngress', { IpProtocol: 'tcp', FromPort: 0, ToPort: 65535, CidrIp: '0.0.0.0/0' });
    }),
    undecidedExample('a port that a parameter names', ({ stack, cdk, ec2 }) => {
      const port = new cdk.CfnParameter(stack, 'Port', { type: 'Number' }).valueAsNumber;
      const securityGroupIngress = [{ ipProtocol: 'tcp', fromPort: port, toPort: port, cidrIp: '0.0.0.0/0' }];
      new ec2.CfnSecurityGroup(stack, 'Group', { groupDescription: 'desktops', securityGroupIngress });
    }),
  ],
};
