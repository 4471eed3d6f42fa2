import { AppModel } from '../../model/app-model';
import { Resource } from '../../model/resource';
import { aclEntries } from '../../network/network-acls';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { Found, noncompliant, undecided } from '../../rule/found';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/** The protocols that have ports or types: of all others, and of all together, EC2 lets everything through, whatever else the entry says. */
const NAMED = ['tcp', 'udp', 'icmp', 'icmpv6'];

/** What a network ACL lets through has a protocol. */
export const networkAclProtocolNamed: Rule = {
  id: 'network-acl-protocol-named',
  theme: 'network',
  severity: Severity.LOW,
  stability: 'preview',
  title: 'An entry of a network ACL names the protocol that it lets through',
  threat: 'For every protocol but TCP, UDP and ICMP, EC2 opens all ports, also where the entry names some: the fence behind the security groups has a gap that '
    + 'nobody meant.',
  remedy: 'Write one entry for each protocol that is served, with its ports: AclTraffic.tcpPort(443).',
  links: [
    'https://docs.aws.amazon.com/vpc/latest/userguide/nacl-rules.html',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-networkaclentry.html',
    'https://cwe.mitre.org/data/definitions/1125.html',
  ],
  covers: ['cfn_nag:W66', 'guard:EC2_NETWORK_ACL_PROTOCOL_RULE', 'kics:03879981-efa2-47a0-a818-c843e1441b88'],
  target: 'AWS::EC2::NetworkAclEntry',
  check: everyProtocol,
  // No fix: what is served is not known here.
  examples: [
    compliant('TCP on one port', ({ stack, ec2 }) => {
      const acl = new ec2.NetworkAcl(stack, 'Acl', { vpc: new ec2.Vpc(stack, 'Vpc', { maxAzs: 2 }) });
      acl.addEntry('In', { ruleNumber: 100, cidr: ec2.AclCidr.anyIpv4(), traffic: ec2.AclTraffic.tcpPort(443) });
    }),
    compliant('every protocol denied', ({ stack, ec2 }) => {
      new ec2.CfnNetworkAclEntry(stack, 'Entry', { networkAclId: 'acl-1', protocol: -1, ruleAction: 'deny', ruleNumber: 100, cidrBlock: '0.0.0.0/0' });
    }),
    compliant('ICMP, the number as a string', ({ stack, cdk }) => {
      const properties = { NetworkAclId: 'acl-1', Protocol: '1', RuleAction: 'allow', RuleNumber: '100', CidrBlock: '10.0.0.0/16', Icmp: { Code: -1, Type: -1 } };
      new cdk.CfnResource(stack, 'Entry', { type: 'AWS::EC2::NetworkAclEntry', properties });
    }),
    noncompliantExample('all traffic', ({ stack, ec2 }) => {
      const acl = new ec2.NetworkAcl(stack, 'Acl', { vpc: new ec2.Vpc(stack, 'Vpc', { maxAzs: 2 }) });
      acl.addEntry('In', { ruleNumber: 100, cidr: ec2.AclCidr.ipv4('10.0.0.0/16'), traffic: ec2.AclTraffic.allTraffic() });
    }),
    noncompliantExample('ports of a protocol that has none, by an override', ({ stack, ec2 }) => {
      const entry = new ec2.CfnNetworkAclEntry(stack, 'Entry', {
        networkAclId: 'acl-1', protocol: 6, ruleAction: 'allow', ruleNumber: 100, cidrBlock: '10.0.0.0/16', portRange: { from: 443, to: 443 },
      });
      entry.addPropertyOverride('Protocol', 50);
    }),
    undecidedExample('a protocol that a parameter names', ({ stack, cdk, ec2 }) => {
      const protocol = new cdk.CfnParameter(stack, 'Protocol', { type: 'Number' }).valueAsNumber;
      new ec2.CfnNetworkAclEntry(stack, 'Entry', { networkAclId: 'acl-1', protocol, ruleAction: 'allow', ruleNumber: 100, cidrBlock: '10.0.0.0/16' });
    }),
  ],
};

function everyProtocol(resource: Resource, app: AppModel): Found | undefined {
  const { allows, traffic: { protocol } } = aclEntries(app).find(one => one.resource === resource)!;
  if (allows === false || (protocol !== undefined && NAMED.includes(protocol))) return undefined;
  const property = 'Protocol';
  if (allows === undefined || protocol === undefined) return undecided(resource, 'only the deployment knows which protocol the entry lets through', { property });
  return noncompliant(resource, protocol === 'any' ? 'the entry lets every protocol through' : `the entry lets all of protocol ${protocol} through, whatever ports it names`, { property });
}
