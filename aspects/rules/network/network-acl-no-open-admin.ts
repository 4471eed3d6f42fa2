import { AppModel } from '../../model/app-model';
import { Resource } from '../../model/resource';
import { allOf, anyOf } from '../../network/answers';
import { AclEntry, aclEntries, aclLets } from '../../network/network-acls';
import { isEverybody, Peer } from '../../network/peer';
import { carries, describe, Ports, RETURN_PORTS, Traffic } from '../../network/traffic';
import { compliant, ExampleKit, noncompliantExample, undecidedExample } from '../../rule/example';
import { Found, noncompliant, undecided } from '../../rule/found';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

const HTTPS: Ports = { from: 443, to: 443 };
const ADMIN_PORTS: readonly Ports[] = [{ from: 22, to: 22 }, { from: 3389, to: 3389 }];

/** Network ACLs that somebody wrote keep something out, and let answers through. */
export const networkAclNoOpenAdmin: Rule = {
  id: 'network-acl-no-open-admin',
  theme: 'network',
  severity: Severity.MEDIUM,
  stability: 'preview',
  title: 'A network ACL lets the world in neither to everything nor to SSH or RDP, and lets answers through',
  threat: 'The ACL is the fence behind the security groups. With a hole for everybody it keeps nobody out when a group is too open; and where it forgets the '
    + 'ports of the answers, the functions behind it hang until they time out, so that sooner or later somebody opens it to everything.',
  remedy: 'Allow the ports that are served (443), and ports 1024 to 65535 for answers in both directions; deny 22 and 3389 from 0.0.0.0/0 and ::/0.',
  links: [
    'https://docs.aws.amazon.com/vpc/latest/userguide/vpc-network-acls.html',
    'https://docs.aws.amazon.com/vpc/latest/userguide/custom-network-acl.html#nacl-ephemeral-ports',
    'https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-21',
    'https://cwe.mitre.org/data/definitions/284.html',
  ],
  covers: ['trivy:AWS-0105', 'trivy:AWS-0102', 'checkov:CKV_AWS_231', 'checkov:CKV_AWS_232', 'securityhub:EC2.21'],
  target: ['AWS::EC2::NetworkAclEntry', 'AWS::EC2::NetworkAcl'],
  check: (resource, app) => (resource.type === 'AWS::EC2::NetworkAcl' ? forgottenAnswers(resource, app) : openEntry(resource, app)),
  // No fix: an entry that is narrowed cuts off whoever comes through it, and nobody here knows who that is meant to be.
  examples: [
    compliant('HTTPS in, and answers in both directions', ({ stack, ec2 }) => {
      const acl = aclOf(stack, ec2);
      allow(ec2, acl, 'In', 100, ec2.AclTraffic.tcpPort(443), ec2.TrafficDirection.INGRESS);
      allow(ec2, acl, 'InAnswers', 110, ec2.AclTraffic.tcpPortRange(1024, 65535), ec2.TrafficDirection.INGRESS);
      allow(ec2, acl, 'Out', 100, ec2.AclTraffic.tcpPort(443), ec2.TrafficDirection.EGRESS);
      allow(ec2, acl, 'OutAnswers', 110, ec2.AclTraffic.tcpPortRange(1024, 65535), ec2.TrafficDirection.EGRESS);
    }),
    compliant('everything, after a denial for everybody', ({ stack, ec2 }) => {
      const acl = aclOf(stack, ec2);
      acl.addEntry('Deny', { ruleNumber: 1, cidr: ec2.AclCidr.anyIpv4(), traffic: ec2.AclTraffic.allTraffic(), ruleAction: ec2.Action.DENY });
      allow(ec2, acl, 'In', 100, ec2.AclTraffic.allTraffic(), ec2.TrafficDirection.INGRESS);
    }),
    compliant('SSH from one network', ({ stack, ec2 }) => {
      new ec2.CfnNetworkAclEntry(stack, 'Entry', {
        networkAclId: 'acl-1', protocol: 6, ruleAction: 'allow', ruleNumber: 100, cidrBlock: '192.0.2.0/24', portRange: { from: 22, to: 22 },
      });
    }),
    noncompliantExample('everybody in to everything', ({ stack, ec2 }) => {
      const acl = aclOf(stack, ec2);
      allow(ec2, acl, 'In', 100, ec2.AclTraffic.allTraffic(), ec2.TrafficDirection.INGRESS);
      allow(ec2, acl, 'Out', 100, ec2.AclTraffic.allTraffic(), ec2.TrafficDirection.EGRESS);
    }),
    noncompliantExample('everybody in to RDP, over IPv6, Egress omitted, numbers as strings', ({ stack, cdk }) => {
      new cdk.CfnResource(stack, 'Entry', {
        type: 'AWS::EC2::NetworkAclEntry',
        properties: {
          NetworkAclId: 'acl-1', Protocol: '6', RuleAction: 'ALLOW', RuleNumber: '100', Ipv6CidrBlock: '::/0', PortRange: { From: '3000', To: '4000' },
        },
      });
    }),
    noncompliantExample('HTTPS out, and no way back for the answers', ({ stack, ec2 }) => {
      const acl = aclOf(stack, ec2);
      allow(ec2, acl, 'Out', 100, ec2.AclTraffic.tcpPort(443), ec2.TrafficDirection.EGRESS);
    }),
    undecidedExample('a range that a parameter names', ({ stack, cdk, ec2 }) => {
      const cidrBlock = new cdk.CfnParameter(stack, 'Range').valueAsString;
      new ec2.CfnNetworkAclEntry(stack, 'Entry', { networkAclId: 'acl-1', protocol: -1, ruleAction: 'allow', ruleNumber: 100, cidrBlock });
    }),
  ],
};

function aclOf(stack: ExampleKit['stack'], ec2: ExampleKit['ec2']): import('aws-cdk-lib/aws-ec2').NetworkAcl {
  return new ec2.NetworkAcl(stack, 'Acl', { vpc: new ec2.Vpc(stack, 'Vpc', { maxAzs: 2 }) });
}

type Kit = ExampleKit['ec2'];
type Acl = import('aws-cdk-lib/aws-ec2').NetworkAcl;
type AclTraffic = import('aws-cdk-lib/aws-ec2').AclTraffic;
type Direction = import('aws-cdk-lib/aws-ec2').TrafficDirection;

function allow(ec2: Kit, acl: Acl, id: string, ruleNumber: number, traffic: AclTraffic, direction: Direction): void {
  acl.addEntry(id, { ruleNumber, cidr: ec2.AclCidr.anyIpv4(), traffic, direction });
}

function openEntry(resource: Resource, app: AppModel): Found | undefined {
  const entry = aclEntries(app).find(one => one.resource === resource)!;
  if (entry.direction === 'egress' || entry.allows === false || entry.peers.length === 0 || isDenied(entry, app)) return undefined;
  const carried = isForAnswers(entry.traffic) ? 'no' : anyOf(ADMIN_PORTS.map(ports => carries(entry.traffic, ports)));
  const answer = allOf([carried, anyOf(entry.peers.map(isEverybody)), entry.allows === undefined ? 'undecided' : 'yes']);
  if (answer === 'no') return undefined;
  const details = { property: resource.get('Ipv6CidrBlock') === undefined ? 'CidrBlock' : 'Ipv6CidrBlock' };
  if (answer === 'undecided') return undecided(resource, `whether ${describe(entry.traffic)} is open to everybody is only known at deployment`, details);
  return noncompliant(resource, `${describe(entry.traffic)} is open to ${entry.peers.map(peer => peer.text).join(' and ')}`, details);
}

/** The range in which answers come back holds RDP's port too: a denial before it closes that, which is a matter of taste. */
function isForAnswers({ protocol, ports }: Traffic): boolean {
  return protocol === 'tcp' && ports.from >= 1024 && ports.from <= RETURN_PORTS.from && ports.to >= RETURN_PORTS.to;
}

/** Whether entries before it deny the same to everybody. */
function isDenied(entry: AclEntry, app: AppModel): boolean {
  const before = aclEntries(app).filter(one => one.acl !== undefined && one.acl === entry.acl && one.direction === 'ingress' && one.number < entry.number);
  const denied = before.filter(one => one.allows === false && one.traffic.protocol === 'any').flatMap(one => one.peers)
    .filter(peer => isEverybody(peer) === 'yes').map(familyOf);
  return entry.peers.every(peer => denied.includes(familyOf(peer)));
}

/** A denial for everybody on IPv4 says nothing about IPv6. */
function familyOf(peer: Peer): number | undefined {
  return peer.kind === 'range' ? peer.range.family : undefined;
}

/** A network ACL keeps no state: what goes out on 443 comes back on another port. */
function forgottenAnswers(acl: Resource, app: AppModel): Found | undefined {
  const world = { internet: true };
  if (aclLets(acl, 'egress', HTTPS, world, app) !== 'yes') return undefined;
  if (aclLets(acl, 'ingress', RETURN_PORTS, world, app) !== 'no') return undefined;
  return noncompliant(acl, 'the ACL lets HTTPS out to the world, but no answer back in: ports 32768 to 60999 are closed');
}
