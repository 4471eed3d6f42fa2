import { isOpenEgress, openEgressMessage } from '../../aspects/network/open-egress';
import { groupRules, groupsLet, guardedBy, rulesOfGroup } from '../../aspects/network/security-groups';
import { describe as words } from '../../aspects/network/traffic';
import { at, att, networkOf, ref, resource } from '../support/network';

const HTTPS = { from: 443, to: 443 };
const INTERNET = { internet: true };

function lets(egress: unknown, place: object = INTERNET, more: Record<string, object> = {}) {
  const app = networkOf({ ...more, Group: resource('AWS::EC2::SecurityGroup', { VpcId: ref('Vpc'), SecurityGroupEgress: egress }) });
  const known = Object.fromEntries(Object.entries(place).map(([key, value]) => [key, key === 'vpc' ? at(app, value) : key === 'groups' ? value.map((id: string) => at(app, id)) : value]));
  return groupsLet([at(app, 'Group')], 'egress', HTTPS, known, app);
}

test.each([
  ['nothing said', undefined, 'yes'],
  ['an empty list', [], 'yes'],
  ['the range that stands in for no rule', [{ CidrIp: '255.255.255.255/32', IpProtocol: 'icmp', FromPort: 252, ToPort: 86 }], 'no'],
  ['everything', { CidrIp: '0.0.0.0/0', IpProtocol: -1 }, 'yes'],
  ['another port', [{ CidrIp: '0.0.0.0/0', IpProtocol: 'tcp', FromPort: 80, ToPort: 80 }], 'no'],
  ['another protocol', [{ CidrIp: '0.0.0.0/0', IpProtocol: '17', FromPort: 443, ToPort: 443 }], 'no'],
  ['a part of the internet', [{ CidrIp: '52.0.0.0/8', IpProtocol: '6', FromPort: '443', ToPort: '443' }], 'undecided'],
  ['a private network', [{ CidrIp: '10.0.0.0/8', IpProtocol: 'tcp' }], 'no'],
  ['the VPC', [{ CidrIp: att('Vpc', 'CidrBlock'), IpProtocol: 'tcp' }], 'no'],
  ['a prefix list of AWS', [{ DestinationPrefixListId: 'pl-1', IpProtocol: 'tcp', FromPort: 443, ToPort: 443 }], 'undecided'],
  ['IPv6 only', [{ CidrIpv6: '::/0', IpProtocol: '-1' }], 'undecided'],
  ['private IPv6', [{ CidrIpv6: 'fd00::/8', IpProtocol: '-1' }], 'no'],
  ['a parameter for the range', [{ CidrIp: ref('Given'), IpProtocol: '-1' }], 'undecided'],
  ['a parameter for the port', [{ CidrIp: '0.0.0.0/0', IpProtocol: 'tcp', FromPort: ref('Given') }], 'undecided'],
  ['a parameter for the protocol', [{ CidrIp: '0.0.0.0/0', IpProtocol: ref('Given') }], 'undecided'],
  ['a parameter for the rule', [ref('Given')], 'undecided'],
  ['another group', [{ DestinationSecurityGroupId: 'sg-1', IpProtocol: '-1' }], 'no'],
] as const)('to the internet: %s', (_, egress, answer) => {
  expect(lets(egress)).toBe(answer);
});

const PLACE = { ranges: [{ family: 4, bits: '0000101000000000' }], groups: ['Group'], vpc: 'Vpc' };

test.each([
  ['the VPC by reference', [{ CidrIp: att('Vpc', 'CidrBlock'), IpProtocol: 'tcp' }], 'yes'],
  ['a range around it', [{ CidrIp: '10.0.0.0/8', IpProtocol: 'tcp' }], 'yes'],
  ['a part of it', [{ CidrIp: '10.0.3.0/24', IpProtocol: 'tcp' }], 'undecided'],
  ['elsewhere', [{ CidrIp: '10.1.0.0/16', IpProtocol: 'tcp' }], 'no'],
  ['its group', [{ DestinationSecurityGroupId: att('Group', 'GroupId'), IpProtocol: '-1' }], 'yes'],
  ['a group from elsewhere', [{ DestinationSecurityGroupId: 'sg-1', IpProtocol: '-1' }], 'undecided'],
  ['a prefix list of the application', [{ DestinationPrefixListId: att('List', 'PrefixListId'), IpProtocol: '-1' }], 'yes'],
] as const)('to an interface in the VPC: %s', (_, egress, answer) => {
  expect(lets(egress, PLACE, { List: resource('AWS::EC2::PrefixList', { Entries: [{ Cidr: '10.0.0.0/16' }] }) })).toBe(answer);
});

test('a group that is not part of the application is undecided', () => {
  expect(groupsLet([undefined], 'egress', HTTPS, INTERNET, networkOf())).toBe('undecided');
});

test('a rule of its own counts, and takes the place of the default one', () => {
  const rule = { GroupId: att('Group', 'GroupId'), IpProtocol: 'tcp', FromPort: 5432, ToPort: 5432, CidrIp: '10.0.0.0/16' };
  const app = networkOf({ Rule: resource('AWS::EC2::SecurityGroupEgress', rule) });

  expect(rulesOfGroup(at(app, 'Group'), 'egress', app).map(one => [one.holder.logicalId, words(one.traffic)])).toEqual([['Rule', 'TCP port 5432']]);
});

test('a list in one branch of a condition is not certain', () => {
  const open = [{ CidrIp: '0.0.0.0/0', IpProtocol: '-1' }];
  const egress = { 'Fn::If': ['Unsure', open, [{ CidrIp: '10.0.0.0/8', IpProtocol: '-1' }]] };

  expect(lets(egress)).toBe('undecided');
  expect(lets([{ CidrIp: { 'Fn::If': ['Unsure', '0.0.0.0/0', '10.0.0.0/8'] }, IpProtocol: '-1' }])).toBe('undecided');
});

test('says what leaves to whom', () => {
  const list = resource('AWS::EC2::PrefixList', { Entries: [{ Cidr: '0.0.0.0/0' }] });
  const egress = [
    { CidrIp: '0.0.0.0/0', IpProtocol: 'tcp', FromPort: 1, ToPort: 9 },
    { DestinationPrefixListId: att('List', 'PrefixListId'), IpProtocol: '6' },
    { CidrIpv6: '::/0', IpProtocol: 'icmpv6' },
  ];
  const app = networkOf({ List: list, Group: resource('AWS::EC2::SecurityGroup', { SecurityGroupEgress: egress }) });

  const open = groupRules(app).filter(rule => isOpenEgress(rule) === 'yes').map(openEgressMessage);

  expect(open).toEqual(['TCP ports 1 to 9 may leave to 0.0.0.0/0', 'all TCP ports may leave to List', 'ICMPV6 may leave to ::/0']);
});

test('knows what a group guards', () => {
  const balancer = resource('AWS::ElasticLoadBalancingV2::LoadBalancer', { SecurityGroups: [ref('Group')] });
  const app = networkOf({ Balancer: balancer });

  expect(guardedBy(at(app, 'Group'), app).map(one => [one.resource.logicalId, one.kind])).toEqual([['Balancer', 'balancer'], ['Function', 'function']]);
});
