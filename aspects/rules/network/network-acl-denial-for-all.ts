import { AppModel } from '../../model/app-model';
import { Resource } from '../../model/resource';
import { allOf } from '../../network/answers';
import { aclEntries } from '../../network/network-acls';
import { isEverybody } from '../../network/peer';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { Found, noncompliant, undecided } from '../../rule/found';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/** What a network ACL denies, it denies to everybody. */
export const networkAclDenialForAll: Rule = {
  id: 'network-acl-denial-for-all',
  theme: 'network',
  severity: Severity.LOW,
  stability: 'preview',
  title: 'What a network ACL denies, it denies to everybody',
  threat: 'Addresses are cheap: whoever is kept out by a list of those that were seen comes from another one, and the list lulls those who wrote it.',
  remedy: 'Allow the ranges that are meant, and leave the rest to the last entry of every ACL, which denies; or deny 0.0.0.0/0 and ::/0. Addresses that change '
    + 'are for AWS WAF or Network Firewall.',
  links: [
    'https://docs.aws.amazon.com/vpc/latest/userguide/nacl-rules.html',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-networkaclentry.html',
    'https://cwe.mitre.org/data/definitions/183.html',
  ],
  covers: ['cfn_nag:W71', 'guard:EC2_NETWORK_ACL_ENTRY_INEFFECTIVE_DENY_RULE', 'kics:2623d682-dccb-44cd-99d0-54d9fd62f8f2'],
  target: 'AWS::EC2::NetworkAclEntry',
  check: denialForSome,
  // No fix: what is denied to everybody may be what the others were to reach.
  examples: [
    compliant('SSH denied to everybody', ({ stack, ec2 }) => {
      const acl = new ec2.NetworkAcl(stack, 'Acl', { vpc: new ec2.Vpc(stack, 'Vpc', { maxAzs: 2 }) });
      acl.addEntry('Ssh', { ruleNumber: 90, cidr: ec2.AclCidr.anyIpv4(), traffic: ec2.AclTraffic.tcpPort(22), ruleAction: ec2.Action.DENY });
    }),
    compliant('a range that is allowed', ({ stack, ec2 }) => {
      new ec2.CfnNetworkAclEntry(stack, 'Entry', { networkAclId: 'acl-1', protocol: -1, ruleAction: 'allow', ruleNumber: 100, cidrBlock: '10.0.0.0/16' });
    }),
    compliant('everybody on IPv6, spelt out, in a raw resource', ({ stack, cdk }) => {
      const properties = { NetworkAclId: 'acl-1', Protocol: '-1', RuleAction: 'DENY', RuleNumber: '100', Ipv6CidrBlock: '0:0:0:0:0:0:0:0/0' };
      new cdk.CfnResource(stack, 'Entry', { type: 'AWS::EC2::NetworkAclEntry', properties });
    }),
    noncompliantExample('one range denied', ({ stack, ec2 }) => {
      const acl = new ec2.NetworkAcl(stack, 'Acl', { vpc: new ec2.Vpc(stack, 'Vpc', { maxAzs: 2 }) });
      acl.addEntry('Scanner', { ruleNumber: 90, cidr: ec2.AclCidr.ipv4('198.51.100.0/24'), traffic: ec2.AclTraffic.allTraffic(), ruleAction: ec2.Action.DENY });
    }),
    noncompliantExample('one range of IPv6, by an override', ({ stack, ec2 }) => {
      const entry = new ec2.CfnNetworkAclEntry(stack, 'Entry', { networkAclId: 'acl-1', protocol: -1, ruleAction: 'deny', ruleNumber: 100, ipv6CidrBlock: '::/0' });
      entry.addPropertyOverride('Ipv6CidrBlock', '2001:db8::/32');
    }),
    undecidedExample('a range that a parameter names', ({ stack, cdk, ec2 }) => {
      const cidrBlock = new cdk.CfnParameter(stack, 'Range').valueAsString;
      new ec2.CfnNetworkAclEntry(stack, 'Entry', { networkAclId: 'acl-1', protocol: -1, ruleAction: 'deny', ruleNumber: 100, cidrBlock });
    }),
  ],
};

function denialForSome(resource: Resource, app: AppModel): Found | undefined {
  const { allows, peers } = aclEntries(app).find(one => one.resource === resource)!;
  const everybody = allOf(peers.map(isEverybody));
  if (allows === true || everybody === 'yes') return undefined;
  const details = { property: resource.get('Ipv6CidrBlock') === undefined ? 'CidrBlock' : 'Ipv6CidrBlock' };
  if (allows === undefined || everybody === 'undecided') return undecided(resource, 'only the deployment knows whom the entry keeps out', details);
  return noncompliant(resource, `the entry keeps out ${peers.map(({ text }) => text).join(' and ')} alone`, details);
}
