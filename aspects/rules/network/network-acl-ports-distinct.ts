import { AppModel } from '../../model/app-model';
import { Resource } from '../../model/resource';
import { AclEntry, aclEntries, besides } from '../../network/network-acls';
import { Ports } from '../../network/traffic';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { Found, noncompliant, undecided } from '../../rule/found';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/** No entry of a network ACL is silenced by another one. */
export const networkAclPortsDistinct: Rule = {
  id: 'network-acl-ports-distinct',
  theme: 'network',
  severity: Severity.LOW,
  stability: 'preview',
  title: 'No two entries of a network ACL decide about the same ports',
  threat: 'The entry with the lower number decides, and the other one is for nothing: a denial that stands behind an allowance closes no port.',
  remedy: 'Split the ranges so that each port is in one entry of its direction; or leave out the entry that is never asked.',
  links: [
    'https://docs.aws.amazon.com/vpc/latest/userguide/nacl-rules.html',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-networkaclentry.html',
    'https://cwe.mitre.org/data/definitions/561.html',
  ],
  covers: ['cfn_nag:W72', 'kics:77b6f1e2-bde4-4a6a-ae7e-a40659ff1576'],
  target: 'AWS::EC2::NetworkAclEntry',
  check: samePorts,
  // No fix: which of the entries was meant only its author knows.
  examples: [
    compliant('ranges beside each other', ({ stack, ec2 }) => {
      const acl = new ec2.NetworkAcl(stack, 'Acl', { vpc: new ec2.Vpc(stack, 'Vpc', { maxAzs: 2 }) });
      acl.addEntry('In', { ruleNumber: 100, cidr: ec2.AclCidr.anyIpv4(), traffic: ec2.AclTraffic.tcpPort(443) });
      acl.addEntry('Answers', { ruleNumber: 110, cidr: ec2.AclCidr.anyIpv4(), traffic: ec2.AclTraffic.tcpPortRange(1024, 65535) });
    }),
    compliant('the same port in and out', ({ stack, ec2 }) => {
      const acl = new ec2.NetworkAcl(stack, 'Acl', { vpc: new ec2.Vpc(stack, 'Vpc', { maxAzs: 2 }) });
      acl.addEntry('In', { ruleNumber: 100, cidr: ec2.AclCidr.anyIpv4(), traffic: ec2.AclTraffic.tcpPort(443) });
      acl.addEntry('Out', { ruleNumber: 110, cidr: ec2.AclCidr.anyIpv4(), traffic: ec2.AclTraffic.tcpPort(443), direction: ec2.TrafficDirection.EGRESS });
    }),
    noncompliantExample('a denial behind an allowance', ({ stack, ec2 }) => {
      const acl = new ec2.NetworkAcl(stack, 'Acl', { vpc: new ec2.Vpc(stack, 'Vpc', { maxAzs: 2 }) });
      acl.addEntry('In', { ruleNumber: 100, cidr: ec2.AclCidr.anyIpv4(), traffic: ec2.AclTraffic.tcpPortRange(1024, 65535) });
      acl.addEntry('Rdp', { ruleNumber: 110, cidr: ec2.AclCidr.anyIpv4(), traffic: ec2.AclTraffic.tcpPort(3389), ruleAction: ec2.Action.DENY });
    }),
    noncompliantExample('ranges that share an end, in raw resources, numbers as strings', ({ stack, cdk }) => {
      const entry = { NetworkAclId: 'acl-1', Protocol: '6', RuleAction: 'allow', CidrBlock: '10.0.0.0/16' };
      const properties = { ...entry, RuleNumber: '100', PortRange: { From: '80', To: '443' } };
      new cdk.CfnResource(stack, 'One', { type: 'AWS::EC2::NetworkAclEntry', properties });
      new cdk.CfnResource(stack, 'Other', {
        type: 'AWS::EC2::NetworkAclEntry', properties: { ...entry, RuleNumber: '110', PortRange: { From: '443', To: '500' } },
      });
    }),
    undecidedExample('a port that a parameter names', ({ stack, cdk, ec2 }) => {
      const port = new cdk.CfnParameter(stack, 'Port', { type: 'Number' }).valueAsNumber;
      const entry = { networkAclId: 'acl-1', protocol: 6, ruleAction: 'allow', cidrBlock: '10.0.0.0/16' };
      new ec2.CfnNetworkAclEntry(stack, 'Entry', { ...entry, ruleNumber: 100, portRange: { from: port, to: port } });
      new ec2.CfnNetworkAclEntry(stack, 'Other', { ...entry, ruleNumber: 110, portRange: { from: 443, to: 443 } });
    }),
  ],
};

function samePorts(resource: Resource, app: AppModel): Found | undefined {
  const entry = aclEntries(app).find(one => one.resource === resource)!;
  const others = besides(resource, app).filter(one => hasPorts(one) && one.traffic.protocol === entry.traffic.protocol);
  if (!hasPorts(entry) || others.length === 0) return undefined;
  const property = 'PortRange';
  const known = (one: AclEntry): boolean => !one.traffic.open;
  const same = others.filter(one => known(one) && known(entry) && overlap(one.traffic.ports, entry.traffic.ports)).map(one => one.resource);
  if (same.length > 0) {
    return noncompliant(resource, `${same.map(({ writtenId }) => writtenId).join(', ')} is about the same ports`, { property, related: same });
  }
  if (known(entry) && others.every(known)) return undefined;
  return undecided(resource, 'only the deployment knows whether another entry is about the same ports', { property });
}

/** An entry for all protocols, or for one without ports, is the wide net behind the others. */
function hasPorts({ resource, traffic: { protocol } }: AclEntry): boolean {
  return (protocol === 'tcp' || protocol === 'udp') && resource.get('PortRange') !== undefined;
}

function overlap(one: Ports, other: Ports): boolean {
  return one.from <= other.to && other.from <= one.to;
}
