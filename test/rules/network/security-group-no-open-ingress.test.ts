import { judge } from '../../../aspects/engine/audit';
import { securityGroupNoOpenIngress as rule } from '../../../aspects/rules/network/security-group-no-open-ingress';
import { securityGroupNoOpenRiskyPorts } from '../../../aspects/rules/network/security-group-no-open-risky-ports';
import { Severity } from '../../../aspects/severity';
import { networkOf, ref, resource } from '../../support/network';

const group = (...SecurityGroupIngress: readonly object[]) => ({ Group: resource('AWS::EC2::SecurityGroup', { VpcId: ref('Vpc'), SecurityGroupIngress }), Function: undefined });
const open = (port: number) => ({ CidrIp: '0.0.0.0/0', IpProtocol: 'tcp', FromPort: port, ToPort: port });
const balancer = (properties: object) => ({ Balancer: resource('AWS::ElasticLoadBalancingV2::LoadBalancer', { SecurityGroups: [ref('Group')], ...properties }) });
const instance = { Host: resource('AWS::EC2::Instance', { SecurityGroupIds: [ref('Group')] }) };

function judged(changes: Record<string, object | undefined>) {
  return judge(networkOf(changes), [rule]).judgements.map(({ found }) => [found.verdict, found.severity ?? rule.severity, found.message]);
}

test.each([
  ['a public load balancer', { ...group(open(443)), ...balancer({}) }, 0],
  ['another port of it', { ...group(open(8443)), ...balancer({ Scheme: 'internet-facing' }) }, 1],
  ['an internal load balancer', { ...group(open(443)), ...balancer({ Scheme: 'internal' }) }, 1],
  ['a load balancer and an instance', { ...group(open(443)), ...balancer({}), ...instance }, 1],
  ['a group that guards nothing', group(open(443)), 1],
] as const)('the web port of %s', (_, changes, count) => {
  expect(judged(changes)).toHaveLength(count);
});

test('every other port is worse than a web port, and a ping less', () => {
  expect(judged(group(open(443), open(4000), { CidrIp: '0.0.0.0/0', IpProtocol: 'icmp', FromPort: 8, ToPort: -1 }))).toEqual([
    ['noncompliant', Severity.MEDIUM, 'TCP port 443 is open to 0.0.0.0/0'],
    ['noncompliant', Severity.HIGH, 'TCP port 4000 is open to 0.0.0.0/0'],
    ['noncompliant', Severity.LOW, 'ICMP is open to 0.0.0.0/0'],
  ]);
});

test('a branch that is open is undecided, two that are open are a finding', () => {
  const either = (no: string) => group({ IpProtocol: 'tcp', FromPort: 4000, ToPort: 4000, CidrIp: { 'Fn::If': ['Unsure', '0.0.0.0/0', no] } });

  expect(judged(either('10.0.0.0/8')).map(([verdict]) => verdict)).toEqual(['undecided']);
  expect(judged(either('128.0.0.0/1')).map(([verdict]) => verdict)).toEqual(['noncompliant']);
});

test('a rule that is there in one branch only is undecided', () => {
  expect(judged(group({ 'Fn::If': ['Unsure', open(4000), ref('AWS::NoValue')] })).map(([verdict]) => verdict)).toEqual(['undecided']);
});

test('one open range among several properties is open', () => {
  expect(judged(group({ ...open(4000), CidrIp: '10.0.0.0/8', CidrIpv6: '::/0' }))).toEqual([['noncompliant', Severity.HIGH, 'TCP port 4000 is open to ::/0']]);
});

test('one port that has a rule of its own is left to it, a range around it is not', () => {
  expect(judged(group(open(22), open(80), open(3389), open(5432)))).toEqual([]);
  expect(judged(group({ ...open(22), ToPort: 23 }))).toHaveLength(1);
});

// The ports that KICS, Prowler, cdk-nag and Security Hub's EC2.19 count as sensitive, but for SSH, Remote Desktop and the web, which have rules of their
// own, and DNS, which is for everybody.
test.each([
  20, 21, 23, 25, 110, 135, 137, 138, 139, 161, 389, 445, 636, 1433, 1434, 1521, 1522, 2375, 2376, 2382, 2383, 2483, 2484, 3000, 3020, 3306, 4333,
  4505, 4506, 5432, 5500, 5601, 5900, 5985, 6379, 7000, 7001, 7199, 8000, 8020, 8080, 8140, 8888, 9000, 9042, 9090, 9160, 9200, 9300, 11211, 11214,
  11215, 27017, 27018, 50070, 50470, 61620, 61621,
  88, 464, 749, 750, 3309, 5000, 5500, 8088, 9092,
])('port %i is risky, and reported once', port => {
  const { judgements } = judge(networkOf(group(open(port))), [securityGroupNoOpenRiskyPorts, rule]);

  expect(judgements.map(({ found }) => found.verdict)).toEqual(['noncompliant']);
  expect(judgements[0].rule.id).toBe('security-group-no-open-risky-ports');
});

test.each([88, 161, 464, 1434])('port %i is asked over UDP too', port => {
  const { judgements } = judge(networkOf(group({ ...open(port), IpProtocol: 'udp' })), [securityGroupNoOpenRiskyPorts, rule]);

  expect(judgements.map(one => one.rule.id)).toEqual(['security-group-no-open-risky-ports']);
});
