import { isDeepStrictEqual } from 'node:util';
import { isNarrow, isOpenEgress } from './open-egress';
import { isEverybody } from './peer';
import { GroupRule, guardedBy, rulesOfGroup } from './security-groups';
import { carries } from './traffic';
import { FixLevel } from '../fix-level';
import { AppModel } from '../model/app-model';
import { isObject, Json, listOf } from '../model/json';
import { Resource } from '../model/resource';
import { alternativesOf, entryOf, keyOf, Reference, Value, valuesOf } from '../model/value';
import { Link, PatchValue, patchValueOf, SetProperty } from '../rule/patch';
import { Declined, Repair } from '../rule/rule';

type Written = { readonly [name: string]: PatchValue };

const HTTPS = { from: 443, to: 443 };

/** What a group lets out that says nothing. */
const EVERYTHING: Written = { IpProtocol: '-1' };

/** Lets a security group of functions let out HTTPS, and what stays within the VPC, in the place of everything. */
export function narrowedEgress(group: Resource, app: AppModel): Repair | Declined {
  if (group.type !== 'AWS::EC2::SecurityGroup') return { declined: 'a rule of its own cannot be narrowed without being replaced' };
  const others = guardedBy(group, app).filter(one => one.kind !== 'function');
  if (others.length > 0) return { declined: `the group guards ${others[0].resource.logicalId} too` };
  const rules = rulesOfGroup(group, 'egress', app).filter(rule => rule.holder === group);
  const wide = rules.filter(rule => isOpenEgress(rule) === 'yes' && !isNarrow(rule));
  if (wide.length === 0) return { declined: 'one port to anywhere is as narrow as a fix can make it: nobody here knows where the function calls' };
  const vpc = app.resourceOf(group.get('VpcId'));
  if (vpc?.type !== 'AWS::EC2::VPC') return { declined: 'the VPC is not part of the application, so nobody here knows its addresses' };
  if (alternativesOf(group.get('SecurityGroupEgress')).length > 1 || rules.some(rule => !rule.certain)) return { declined: 'its rules are only known at deployment' };
  const { Properties } = group.definition;
  const written = listOf<Json>(isObject(Properties) ? Properties.SecurityGroupEgress : []).map(rule => patchValueOf(group, rule));
  if (written.includes(undefined)) return { declined: 'a rule of the group refers to something that is not part of the application' };
  // The range of another stack's network is written, where that stack says it as a text: its network has it for good.
  const range = vpc.template === group.template ? new Link(vpc, 'CidrBlock') : vpc.get('CidrBlock');
  if (!(range instanceof Link) && typeof range !== 'string') return { declined: 'the VPC stands in another stack, and only the deployment knows its addresses' };
  const indices = wide.map(rule => Number(rule.property!.split('.')[1] ?? -1));
  const kept = (written as readonly PatchValue[]).filter((_, index) => !indices.includes(index));
  const had = new Set([
    ...valuesOf(group.get('SecurityGroupEgress')).filter((_, index) => !indices.includes(index)),
    ...rulesOfGroup(group, 'egress', app).filter(rule => rule.holder !== group).map(rule => rule.holder.properties),
  ].map(rule => keyOfRule(rule, entryOf(rule, 'CidrIp') ?? entryOf(rule, 'CidrIpv6'))));
  const rangeOf = ({ CidrIp, CidrIpv6 }: Written) => (CidrIp instanceof Link ? new Reference(vpc, 'CidrBlock') : (CidrIp ?? CidrIpv6) as string);
  const narrow = narrowed(wide.map((rule, index) => [rule, (written[indices[index]] ?? EVERYTHING) as Written] as const), range)
    .filter(rule => !had.has(keyOfRule(rule as unknown as Value, rangeOf(rule))));
  // A group that says nothing is open.
  if (kept.length + narrow.length === 0) return { declined: 'nothing would be left of its rules, and EC2 would let everything out again' };
  return { level: FixLevel.STRICT, patches: [new SetProperty(group, 'SecurityGroupEgress', [...kept, ...narrow])] };
}

/**
 * What is left of rules that let out to anywhere: HTTPS where they let it out, to addresses of the same kind, and what they let out
 * within the range of the VPC.
 */
function narrowed(wide: readonly (readonly [GroupRule, Written])[], range: PatchValue): readonly Written[] {
  const https = wide.flatMap(([rule]): readonly Written[] => (carries(rule.traffic, HTTPS) === 'yes' ? familiesOf(rule) : [])
    .map(family => ({ ...family, IpProtocol: 'tcp', FromPort: HTTPS.from, ToPort: HTTPS.to, Description: 'HTTPS' })));
  const within = wide.filter(([rule]) => familiesOf(rule).some(family => 'CidrIp' in family)).map(([, written]): Written => {
    const traffic = ['IpProtocol', 'FromPort', 'ToPort'].filter(name => written[name] !== undefined).map(name => [name, written[name]]);
    return { CidrIp: range, ...Object.fromEntries(traffic), Description: 'The VPC itself' };
  });
  const rules = [...https, ...within];
  return rules.filter((rule, index) => rules.findIndex(other => isDeepStrictEqual(other, rule)) === index);
}

/** The worlds that a rule lets out to: that of version 4 of the protocol, that of version 6. */
function familiesOf(rule: GroupRule): readonly Written[] {
  const sixth = rule.peers.filter(peer => isEverybody(peer) === 'yes').map(peer => peer.text.includes(':'));
  return [...sixth.includes(false) ? [{ CidrIp: '0.0.0.0/0' }] : [], ...sixth.includes(true) ? [{ CidrIpv6: '::/0' }] : []];
}

/** Equal for rules that EC2 takes for one and the same, whatever they are called: it refuses the second. */
function keyOfRule(rule: Value, range: Value): string {
  const protocol = String(entryOf(rule, 'IpProtocol'));
  return [protocol, ...protocol === '-1' ? [] : ['FromPort', 'ToPort'].map(name => String(entryOf(rule, name))), keyOf(range)].join(' ');
}
