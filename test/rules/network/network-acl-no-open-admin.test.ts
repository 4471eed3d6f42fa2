import { judge } from '../../../aspects/engine/audit';
import { networkAclNoOpenAdmin as rule } from '../../../aspects/rules/network/network-acl-no-open-admin';
import { networkOf, ref, resource } from '../../support/network';

function judged(...entries: readonly object[]) {
  const written = Object.fromEntries(entries.map((entry, index) => [`Entry${index}`, resource('AWS::EC2::NetworkAclEntry', {
    NetworkAclId: ref('Acl'), RuleNumber: 100 + index, RuleAction: 'allow', Protocol: 6, CidrBlock: '0.0.0.0/0', ...entry,
  })]));
  const app = networkOf({ Acl: resource('AWS::EC2::NetworkAcl', { VpcId: ref('Vpc') }), ...written });
  return judge(app, [rule]).judgements.map(({ found }) => [found.subject.writtenId, found.verdict, found.property]);
}

const deny = { RuleAction: 'deny', Protocol: -1, RuleNumber: 1 };
const ssh = { PortRange: { From: 22, To: 22 } };

test.each([
  ['SSH', [ssh], [['Entry0', 'noncompliant', 'CidrBlock']]],
  ['TCP without ports', [{}], [['Entry0', 'noncompliant', 'CidrBlock']]],
  ['another port', [{ PortRange: { From: 443, To: 443 } }], []],
  ['the ports of answers, RDP\'s among them', [{ PortRange: { From: 1024, To: 65535 } }], []],
  ['RDP in a range that is for no answers', [{ PortRange: { From: 3000, To: 4000 } }], [['Entry0', 'noncompliant', 'CidrBlock']]],
  ['UDP', [{ ...ssh, Protocol: 17 }], []],
  ['what is denied first', [ssh, deny], []],
  ['what is denied on the other family only', [{ ...ssh, CidrBlock: undefined, Ipv6CidrBlock: '::/0' }, deny], [['Entry0', 'noncompliant', 'Ipv6CidrBlock']]],
  ['what is denied on one port only', [{ Protocol: -1 }, { ...deny, Protocol: 6, PortRange: { From: 22, To: 22 } }], [['Entry0', 'noncompliant', 'CidrBlock']]],
  ['an action that a parameter names', [{ ...ssh, RuleAction: ref('Given') }], [['Entry0', 'undecided', 'CidrBlock']]],
  ['a port that a parameter names', [{ PortRange: { From: ref('Given'), To: 22 } }], [['Entry0', 'undecided', 'CidrBlock']]],
  ['egress to everything', [{ Egress: true, Protocol: -1, CidrBlock: '10.0.0.0/8' }], []],
  ['HTTPS out without answers', [{ Egress: 'true', PortRange: { From: 443, To: 443 } }], [['Acl', 'noncompliant', undefined]]],
  ['HTTPS out, answers from a parameter\'s range', [{ Egress: true, PortRange: { From: 443, To: 443 } }, { CidrBlock: ref('Given'), PortRange: { From: 1024, To: 65535 } }], []],
] as const)('%s', (_, entries, expected) => {
  expect(judged(...entries)).toEqual(expected);
});
