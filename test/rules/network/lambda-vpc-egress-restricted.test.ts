import { CfnResource, Stack } from 'aws-cdk-lib';
import { audit, judge } from '../../../aspects/engine/audit';
import { FixLevel } from '../../../aspects/fix-level';
import { Resource } from '../../../aspects/model/resource';
import { Link, SetProperty } from '../../../aspects/rule/patch';
import { isDeclined } from '../../../aspects/rule/rule';
import { lambdaVpcEgressRestricted as rule } from '../../../aspects/rules/network/lambda-vpc-egress-restricted';
import { securityGroupEgressRestricted as other } from '../../../aspects/rules/network/security-group-egress-restricted';
import { Severity } from '../../../aspects/severity';
import { att, networkOf, ref, resource } from '../../support/network';
import { modelOf, testApp } from '../../support/synthesis';

function judged(changes: Record<string, object | undefined>) {
  const app = networkOf(changes);
  return judge(app, [rule]).judgements.map(({ found }) => ({ ...found, answer: rule.fix!.repair(found, app) }));
}

function answer(changes: Record<string, object | undefined>) {
  const [{ answer: given }] = judged(changes);
  return isDeclined(given) ? given.declined : given.patches.map(patch => (patch as SetProperty).value);
}

const group = (properties: object) => ({ Group: resource('AWS::EC2::SecurityGroup', { VpcId: ref('Vpc'), ...properties }) });
const ALL = { CidrIp: '0.0.0.0/0', IpProtocol: '-1' };
const DATABASE = { CidrIp: '10.9.0.0/16', IpProtocol: 'tcp', FromPort: 5432, ToPort: 5432 };

test('names the function, and is one finding for each rule', () => {
  const found = judged(group({ SecurityGroupEgress: [ALL, { CidrIpv6: '::/0', IpProtocol: '-1' }] }));

  expect(found.map(one => [one.subject.writtenId, one.property, one.related!.map(fn => fn.logicalId)])).toEqual([
    ['Group', 'SecurityGroupEgress.0', ['Function']], ['Group', 'SecurityGroupEgress.1', ['Function']],
  ]);
});

test('a group from which nothing leaves the VPC anyway is low', () => {
  expect(judged({ ...group({}), PrivateRoute: undefined })[0].severity).toBe(Severity.LOW);
  expect(judged(group({}))[0].severity).toBeUndefined();
});

test('another rule judges what guards no function', () => {
  const changes = { ...group({}), Function: undefined };

  expect(judged(changes)).toEqual([]);
  expect(judge(networkOf(changes), [other]).judgements.map(({ found }) => found.subject.writtenId)).toEqual(['Group']);
});

test('the fix keeps the narrow rules, and lets out HTTPS and what stays in the VPC', () => {
  const [list] = answer(group({ SecurityGroupEgress: [ALL, DATABASE] })) as object[][];

  expect(list).toEqual([DATABASE, expect.objectContaining({ FromPort: 443, ToPort: 443 }), expect.objectContaining({ IpProtocol: '-1' })]);
});

const HTTPS = { CidrIp: '0.0.0.0/0', IpProtocol: 'tcp', FromPort: 443, ToPort: 443 };
const UDP = { IpProtocol: 'udp', FromPort: 0, ToPort: 65535 };
const said = (list: object[]) => (list as Record<string, unknown>[])
  .map(({ CidrIp, CidrIpv6, IpProtocol, FromPort }) => [CidrIp instanceof Link ? 'the VPC' : CidrIp ?? CidrIpv6, IpProtocol, FromPort]);

test.each<[string, object[], object, unknown[]]>([
  ['opens no other kind of address', [{ CidrIpv6: '::/0', IpProtocol: '-1' }], {}, [['::/0', 'tcp', 443]]],
  ['writes no rule twice, which EC2 refuses', [ALL, { CidrIpv6: '::/0', IpProtocol: '-1' }, HTTPS, { CidrIp: att('Vpc', 'CidrBlock'), IpProtocol: -1 }], {},
    [['0.0.0.0/0', 'tcp', 443], [att('Vpc', 'CidrBlock'), -1, undefined], ['::/0', 'tcp', 443]]],
  ['writes no rule that stands alone already', [ALL], { Alone: resource('AWS::EC2::SecurityGroupEgress', { GroupId: ref('Group'), ...HTTPS }) }, [['the VPC', '-1', undefined]]],
  ['opens no protocol that was shut', [{ CidrIp: '0.0.0.0/0', ...UDP }], {}, [['the VPC', 'udp', 0]]],
])('the fix %s', (_, SecurityGroupEgress, more, expected) => {
  const [list] = answer({ ...group({ SecurityGroupEgress }), ...more }) as object[][];
  expect(said(list)).toEqual(expected);
});

test.each([
  ['a group of which nothing would be left', group({ SecurityGroupEgress: [{ CidrIpv6: '::/0', ...UDP }] }), 'nothing would be left'],
  ['a rule of its own', { ...group({ SecurityGroupEgress: [DATABASE] }), Rule: resource('AWS::EC2::SecurityGroupEgress', { GroupId: ref('Group'), ...ALL }) }, 'being replaced'],
  ['a group that guards an instance too', { ...group({}), Host: resource('AWS::EC2::Instance', { SecurityGroupIds: [ref('Group')] }) }, 'the group guards Host too'],
  ['one port', group({ SecurityGroupEgress: [{ CidrIp: '0.0.0.0/0', IpProtocol: 'tcp', FromPort: 443, ToPort: 443 }] }), 'as narrow as a fix can make it'],
  ['a VPC from elsewhere', { Group: resource('AWS::EC2::SecurityGroup', { VpcId: 'vpc-1' }) }, 'the VPC is not part of the application'],
  ['a rule that a condition chooses', group({ SecurityGroupEgress: [ALL, { 'Fn::If': ['Unsure', DATABASE, ref('AWS::NoValue')] }] }), 'only known at deployment'],
] as const)('the fix declines %s', (_, changes, reason) => {
  expect(answer(changes)).toContain(reason);
});

test('an unsure rule is undecided', () => {
  const found = judged(group({ SecurityGroupEgress: [{ 'Fn::If': ['Unsure', ALL, ref('AWS::NoValue')] }, { CidrIp: att('Vpc', 'CidrBlock'), IpProtocol: -1 }] }));

  expect(found.map(one => one.verdict)).toEqual(['undecided']);
});

/** A group and its function in one stack, the network in another. */
function acrossStacks(vpc: object, one: typeof rule) {
  const app = testApp();
  const network = new Stack(app, 'Network');
  const vpcId = new CfnResource(network, 'Vpc', { type: 'AWS::EC2::VPC', properties: vpc as Record<string, unknown> }).ref;
  const shop = new Stack(app, 'Shop');
  const groupId = new CfnResource(shop, 'Group', { type: 'AWS::EC2::SecurityGroup', properties: { VpcId: vpcId } }).getAtt('GroupId');
  new CfnResource(shop, 'Function', { type: 'AWS::Lambda::Function', properties: { VpcConfig: { SecurityGroupIds: [groupId], SubnetIds: ['a', 'b'] } } });
  return audit(modelOf(app), { rules: [one] }).findings.map(({ rule: id, fix }) => [id, fix]);
}

test('the fix writes the range of another stack\'s network, where that is a text', () => {
  expect(acrossStacks({ CidrBlock: '10.0.0.0/16' }, rule)).toEqual([[rule.id, FixLevel.STRICT]]);
  expect(acrossStacks({ Ipv4IpamPoolId: 'pool' }, rule)).toEqual([[rule.id, undefined]]);
});

test('an audit promises no fix that would need a reference to another stack', () => {
  const repair: NonNullable<typeof rule.fix>['repair'] = ({ subject }, app) => ({
    level: FixLevel.STRICT, patches: [new SetProperty(subject as Resource, 'SecurityGroupEgress', new Link(app.ofType('AWS::EC2::VPC')[0], 'CidrBlock'))],
  });

  expect(acrossStacks({ CidrBlock: '10.0.0.0/16' }, { ...rule, fix: { ...rule.fix!, repair } })).toEqual([[rule.id, undefined]]);
});
