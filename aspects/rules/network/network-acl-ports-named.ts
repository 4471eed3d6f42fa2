import { AppModel } from '../../model/app-model';
import { Resource } from '../../model/resource';
import { aclEntries } from '../../network/network-acls';
import { describe } from '../../network/traffic';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { Found, noncompliant, undecided } from '../../rule/found';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/** What a network ACL lets through of TCP and UDP has ports. */
export const networkAclPortsNamed: Rule = {
  id: 'network-acl-ports-named',
  theme: 'network',
  severity: Severity.LOW,
  stability: 'preview',
  title: 'An entry of a network ACL names the ports that it lets through',
  threat: 'The ACL is the fence behind the security groups. With every port open it keeps nobody out when a group is too wide: whoever is in one subnet reaches '
    + 'whatever listens in the other.',
  remedy: 'Name the ports that are served, and 1024 to 65535 for answers: AclTraffic.tcpPort(443), AclTraffic.tcpPortRange(1024, 65535).',
  links: [
    'https://docs.aws.amazon.com/vpc/latest/userguide/nacl-rules.html',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-networkaclentry.html',
    'https://cwe.mitre.org/data/definitions/1125.html',
  ],
  covers: ['cfn_nag:W67', 'guard:EC2_NETWORK_ACL_PORT_RANGE_RULE', 'kics:f57f849c-883b-4cb7-85e7-f7b199dff163'],
  target: 'AWS::EC2::NetworkAclEntry',
  check: everyPort,
  // No fix: which ports are served is not known here.
  examples: [
    compliant('one port, and the ports of answers', ({ stack, ec2 }) => {
      const acl = new ec2.NetworkAcl(stack, 'Acl', { vpc: new ec2.Vpc(stack, 'Vpc', { maxAzs: 2 }) });
      acl.addEntry('In', { ruleNumber: 100, cidr: ec2.AclCidr.anyIpv4(), traffic: ec2.AclTraffic.tcpPort(443) });
      acl.addEntry('Answers', { ruleNumber: 110, cidr: ec2.AclCidr.anyIpv4(), traffic: ec2.AclTraffic.tcpPortRange(1024, 65535) });
    }),
    compliant('every port denied', ({ stack, ec2 }) => {
      new ec2.CfnNetworkAclEntry(stack, 'Entry', { networkAclId: 'acl-1', protocol: 17, ruleAction: 'deny', ruleNumber: 100, cidrBlock: '0.0.0.0/0' });
    }),
    compliant('every protocol, which another rule is about', ({ stack, ec2 }) => {
      new ec2.CfnNetworkAclEntry(stack, 'Entry', { networkAclId: 'acl-1', protocol: -1, ruleAction: 'allow', ruleNumber: 100, cidrBlock: '10.0.0.0/16' });
    }),
    noncompliantExample('TCP without ports', ({ stack, ec2 }) => {
      new ec2.CfnNetworkAclEntry(stack, 'Entry', { networkAclId: 'acl-1', protocol: 6, ruleAction: 'allow', ruleNumber: 100, cidrBlock: '10.0.0.0/16' });
    }),
    noncompliantExample('every port, in a raw resource, numbers as strings', ({ stack, cdk }) => {
      const properties = { NetworkAclId: 'acl-1', Protocol: '17', RuleAction: 'allow', RuleNumber: '100', CidrBlock: '10.0.0.0/16', PortRange: { From: '0', To: '65535' } };
      new cdk.CfnResource(stack, 'Entry', { type: 'AWS::EC2::NetworkAclEntry', properties });
    }),
    noncompliantExample('the last port left out, by an override', ({ stack, ec2 }) => {
      const entry = new ec2.CfnNetworkAclEntry(stack, 'Entry', {
        networkAclId: 'acl-1', protocol: 6, ruleAction: 'allow', ruleNumber: 100, cidrBlock: '10.0.0.0/16', portRange: { from: 443, to: 443 },
      });
      entry.addPropertyDeletionOverride('PortRange.To');
    }),
    undecidedExample('a port that a parameter names', ({ stack, cdk, ec2 }) => {
      const to = new cdk.CfnParameter(stack, 'Port', { type: 'Number' }).valueAsNumber;
      new ec2.CfnNetworkAclEntry(stack, 'Entry', {
        networkAclId: 'acl-1', protocol: 6, ruleAction: 'allow', ruleNumber: 100, cidrBlock: '10.0.0.0/16', portRange: { from: 0, to },
      });
    }),
  ],
};

function everyPort(resource: Resource, app: AppModel): Found | undefined {
  const entry = aclEntries(app).find(one => one.resource === resource)!;
  const { traffic } = entry;
  if (entry.allows === false || (traffic.protocol !== 'tcp' && traffic.protocol !== 'udp')) return undefined;
  const property = 'PortRange';
  if (traffic.open) return undecided(resource, 'only the deployment knows which ports the entry lets through', { property });
  // CloudFormation wants both ends of a range: one alone names no port.
  const named = resource.get('PortRange.From') !== undefined && resource.get('PortRange.To') !== undefined;
  if (named && (traffic.ports.from > 1 || traffic.ports.to < 65535)) return undefined;
  if (entry.allows === undefined) return undecided(resource, 'only the deployment knows whether the entry allows or denies', { property: 'RuleAction' });
  return noncompliant(resource, named ? `the entry lets ${describe(traffic)} through` : 'the entry names no range of ports', { property });
}
