import { AppModel } from '../../model/app-model';
import { Resource } from '../../model/resource';
import { isOpen, numberOf } from '../../model/value';
import { besides } from '../../network/network-acls';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { Found, noncompliant, undecided } from '../../rule/found';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/** Entries of a network ACL are asked in an order that somebody chose. */
export const networkAclNumbersDistinct: Rule = {
  id: 'network-acl-numbers-distinct',
  theme: 'network',
  severity: Severity.LOW,
  stability: 'preview',
  title: 'Each entry of a network ACL has a number of its own',
  threat: 'The number says which entry decides. Of two with the same one EC2 keeps a single one: where the denial is lost, what it was to close is open.',
  remedy: 'Give each entry of one direction a number of its own, with gaps for those to come: 100, 110, 120.',
  links: [
    'https://docs.aws.amazon.com/vpc/latest/userguide/nacl-rules.html',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-networkaclentry.html',
    'https://cwe.mitre.org/data/definitions/561.html',
  ],
  covers: ['cfn_nag:F79', 'kics:045ddb54-cfc5-4abb-9e05-e427b2bc96fe'],
  target: 'AWS::EC2::NetworkAclEntry',
  check: sameNumber,
  // No fix: which of the entries was meant only its author knows.
  examples: [
    compliant('the same number in and out', ({ stack, ec2 }) => {
      const acl = new ec2.NetworkAcl(stack, 'Acl', { vpc: new ec2.Vpc(stack, 'Vpc', { maxAzs: 2 }) });
      acl.addEntry('In', { ruleNumber: 100, cidr: ec2.AclCidr.anyIpv4(), traffic: ec2.AclTraffic.tcpPort(443) });
      acl.addEntry('Out', { ruleNumber: 100, cidr: ec2.AclCidr.anyIpv4(), traffic: ec2.AclTraffic.tcpPort(443), direction: ec2.TrafficDirection.EGRESS });
    }),
    compliant('the same number in two lists', ({ stack, ec2 }) => {
      for (const networkAclId of ['acl-1', 'acl-2']) {
        new ec2.CfnNetworkAclEntry(stack, networkAclId, { networkAclId, protocol: -1, ruleAction: 'deny', ruleNumber: 100, cidrBlock: '0.0.0.0/0' });
      }
    }),
    noncompliantExample('the same number twice', ({ stack, ec2 }) => {
      const acl = new ec2.NetworkAcl(stack, 'Acl', { vpc: new ec2.Vpc(stack, 'Vpc', { maxAzs: 2 }) });
      acl.addEntry('Ssh', { ruleNumber: 100, cidr: ec2.AclCidr.anyIpv4(), traffic: ec2.AclTraffic.tcpPort(22), ruleAction: ec2.Action.DENY });
      acl.addEntry('In', { ruleNumber: 100, cidr: ec2.AclCidr.anyIpv4(), traffic: ec2.AclTraffic.tcpPortRange(1, 1023) });
    }),
    noncompliantExample('the same number in raw resources, once as a string, Egress omitted', ({ stack, cdk }) => {
      const properties = { NetworkAclId: 'acl-1', Protocol: '6', RuleAction: 'allow', RuleNumber: '100', CidrBlock: '10.0.0.0/16', PortRange: { From: 443, To: 443 } };
      new cdk.CfnResource(stack, 'One', { type: 'AWS::EC2::NetworkAclEntry', properties });
      new cdk.CfnResource(stack, 'Other', { type: 'AWS::EC2::NetworkAclEntry', properties: { ...properties, RuleNumber: 100, Egress: false } });
    }),
    undecidedExample('a number that a parameter names', ({ stack, cdk, ec2 }) => {
      const ruleNumber = new cdk.CfnParameter(stack, 'Number', { type: 'Number' }).valueAsNumber;
      new ec2.CfnNetworkAclEntry(stack, 'Entry', { networkAclId: 'acl-1', protocol: -1, ruleAction: 'deny', ruleNumber, cidrBlock: '0.0.0.0/0' });
      new ec2.CfnNetworkAclEntry(stack, 'Other', { networkAclId: 'acl-1', protocol: -1, ruleAction: 'allow', ruleNumber: 100, cidrBlock: '10.0.0.0/16' });
    }),
  ],
};

function sameNumber(resource: Resource, app: AppModel): Found | undefined {
  const others = besides(resource, app);
  if (others.length === 0) return undefined;
  const property = 'RuleNumber';
  const number = numberOf(resource.get(property));
  if (number === undefined) {
    return isOpen(resource.get(property)) ? undecided(resource, 'only the deployment knows whether another entry has the same number', { property }) : undefined;
  }
  const same = others.filter(one => numberOf(one.resource.get(property)) === number).map(one => one.resource);
  if (same.length === 0) return undefined;
  return noncompliant(resource, `${same.map(({ writtenId }) => writtenId).join(', ')} has the same number ${number}`, { property, related: same });
}
