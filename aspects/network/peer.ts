import { agreed, anyOf } from './answers';
import { covers, isPrivate, isWorld, overlap, Range, rangeOf } from './range';
import type { AppModel } from '../model/app-model';
import type { Resource } from '../model/resource';
import { alternativesOf, Answer, entryOf, isMap, patternOf, Reference, Unknown, Value, valuesOf } from '../model/value';

/** Whom a rule speaks of. */
export type Peer =
  | { readonly kind: 'range'; readonly text: string; readonly range: Range }
  /** The addresses of a VPC of the application. */
  | { readonly kind: 'vpc'; readonly text: string; readonly vpc: Resource }
  | { readonly kind: 'group'; readonly text: string; readonly group?: Resource }
  /** A prefix list of the application, with its ranges; or one of AWS or of somebody else, without. */
  | { readonly kind: 'list'; readonly text: string; readonly ranges?: readonly Range[] }
  /** One of these, as a condition chooses. */
  | { readonly kind: 'either'; readonly text: string; readonly options: readonly Peer[] }
  | { readonly kind: 'open'; readonly text: string };

/** Where traffic goes to or comes from. */
export interface Place {
  /** Set for any address of the internet; the rest is about network interfaces in a VPC. */
  readonly internet?: boolean;
  /** Their addresses, where they are known. */
  readonly ranges?: readonly Range[];
  /** Their security groups. */
  readonly groups?: readonly (Resource | undefined)[];
  readonly vpc?: Resource;
}

/** A range that a value spells: in letters, or as what a VPC or a subnet has. */
export function rangeIn(value: Value): Range | undefined {
  if (typeof value === 'string') return rangeOf(value);
  if (!(value instanceof Reference) || value.attribute !== 'CidrBlock') return undefined;
  const block = value.resource.get('CidrBlock');
  return typeof block === 'string' ? rangeOf(block) : undefined;
}

/** Whom a range of addresses means; nobody where none is given. */
export function peersInRange(value: Value): readonly Peer[] {
  const options = alternativesOf(value).filter(one => one !== undefined).map((one): Peer => {
    const vpc = one instanceof Reference && one.attribute === 'CidrBlock' && one.resource.type === 'AWS::EC2::VPC' ? one.resource : undefined;
    if (vpc !== undefined) return { kind: 'vpc', text: `the addresses of ${vpc.logicalId}`, vpc };
    const range = rangeIn(one);
    if (range !== undefined) return { kind: 'range', text: patternOf(one) ?? 'a range', range };
    return { kind: 'open', text: one instanceof Unknown ? 'a range that only the deployment knows' : patternOf(one) ?? 'a range' };
  });
  return options.length > 1 ? [{ kind: 'either', text: options.map(one => one.text).join(' or '), options }] : options;
}

/** Whom a security group's id or name means. */
export function peerGroup(value: Value, app: AppModel): Peer {
  const group = app.resourceOf(value);
  return { kind: 'group', text: group?.logicalId ?? patternOf(value) ?? 'a group', group: group?.type === 'AWS::EC2::SecurityGroup' ? group : undefined };
}

/** Whom a prefix list means. */
export function peerList(value: Value, app: AppModel): Peer {
  const list = app.resourceOf(value);
  const text = list?.logicalId ?? patternOf(value) ?? 'a prefix list';
  if (list?.type !== 'AWS::EC2::PrefixList') return { kind: 'list', text };
  const ranges = valuesOf(list.get('Entries')).filter(isMap).map(entry => rangeIn(entryOf(entry, 'Cidr')));
  return { kind: 'list', text, ranges: ranges.every(range => range !== undefined) ? ranges : undefined };
}

/** Whether a peer is the whole world; undecided where only the deployment knows whom it means. */
export function isEverybody(peer: Peer): Answer {
  if (peer.kind === 'either') return agreed(peer.options.map(isEverybody));
  if (peer.kind === 'range') return isWorld(peer.range) ? 'yes' : 'no';
  if (peer.kind === 'list') return peer.ranges?.some(isWorld) === true ? 'yes' : 'no'; // nobody publishes a list of everybody
  return peer.kind === 'open' ? 'undecided' : 'no';
}

/** Whether a rule for some peers lets all of a place through. */
export function meets(peers: readonly Peer[], place: Place): Answer {
  return anyOf(peers.map(peer => meeting(peer, place)));
}

function meeting(peer: Peer, place: Place): Answer {
  switch (peer.kind) {
    case 'open': return 'undecided';
    case 'either': return agreed(peer.options.map(option => meeting(option, place)));
    case 'vpc': return peer.vpc === place.vpc ? 'yes' : 'no';
    case 'group': return place.internet === true ? 'no' : withGroup(peer.group, place.groups);
    case 'list': return peer.ranges === undefined ? 'undecided' : anyOf(peer.ranges.map(range => withRange(range, place)));
    case 'range': return withRange(peer.range, place);
  }
}

function withGroup(group: Resource | undefined, groups: Place['groups']): Answer {
  if (group === undefined || groups === undefined) return 'undecided';
  return groups.includes(group) ? 'yes' : groups.includes(undefined) ? 'undecided' : 'no';
}

function withRange(range: Range, place: Place): Answer {
  // The services of AWS answer on IPv4; whether the program asks for their IPv6 addresses is its own choice.
  if (range.family === 6) return isPrivate(range) ? 'no' : 'undecided';
  if (range.bits === '') return 'yes';
  if (place.internet === true) return isWorld(range) ? 'yes' : isPrivate(range) ? 'no' : 'undecided';
  if (place.ranges === undefined || place.ranges.length === 0) return 'undecided';
  if (place.ranges.every(one => covers(range, one))) return 'yes';
  return place.ranges.some(one => overlap(range, one)) ? 'undecided' : 'no';
}
