import { Peer, rangeIn } from './peer';
import { covers, rangeOf } from './range';
import { Direction, GroupRule, rulesHeldBy } from './security-groups';
import { describe, isOnePort, RETURN_PORTS } from './traffic';
import { AppModel } from '../model/app-model';
import { Resource } from '../model/resource';
import { Found, noncompliant, undecided } from '../rule/found';

/** What a rule of a security group may leave too wide: the protocol, or the ports of one protocol. */
export type Width = 'protocols' | 'ports';

/** Finds the rules of a security group that name no protocol, or no single port. */
export function* wideTraffic(holder: Resource, direction: Direction, width: Width, app: AppModel): Generator<Found> {
  const may = direction === 'ingress' ? 'may come in from' : 'may leave to';
  for (const rule of rulesHeldBy(holder, app).filter(one => one.direction === direction && one.isDefault !== true)) {
    const { traffic } = rule;
    const asked = width === 'protocols' ? traffic.protocol === 'any' || traffic.protocol === undefined
      : traffic.protocol === 'tcp' || traffic.protocol === 'udp' || (traffic.protocol === undefined && !isOnePort(traffic));
    if (!asked || isOnePort(traffic) || leadsNowhere(rule) || isAmongMembers(rule) || isDynamic(rule) || staysWithin(rule, direction, app)) continue;
    const details = { property: rule.property, detail: rule.property ?? describe(traffic) };
    const whom = rule.peers.map((peer: Peer) => peer.text).join(' and ') || 'nobody that is named';
    // EC2 takes one destination: of several, that one may be the one that leads nowhere.
    const open = traffic.protocol === undefined || traffic.open || !rule.certain || rule.peers.some(isNowhere);
    yield open ? undecided(holder, `on which ${width} traffic ${may} ${whom} is only known at deployment`, details)
      : noncompliant(holder, `${describe(traffic)} ${may} ${whom}`, details);
  }
}

// The machine itself, and the address that the CDK closes a way with.
const NOWHERE = ['127.0.0.0/8', '::1/128', '255.255.255.255/32'].map(text => rangeOf(text)!);

/** Whether traffic of a rule can meet nobody: some write such a rule in place of none. */
function leadsNowhere({ peers }: GroupRule): boolean {
  return peers.length > 0 && peers.every(isNowhere);
}

function isNowhere(peer: Peer): boolean {
  return peer.kind === 'range' && NOWHERE.some(range => covers(range, peer.range));
}

/** The machines of one cluster talk to each other in their own ways. */
function isAmongMembers({ peers, group }: GroupRule): boolean {
  return group !== undefined && peers.length > 0 && peers.every(peer => peer.kind === 'group' && peer.group === group);
}

/** Containers on a host get their ports when they start, and a load balancer has to reach them all. */
function isDynamic({ peers, traffic }: GroupRule): boolean {
  return traffic.ports.from >= RETURN_PORTS.from && peers.length > 0 && peers.every(peer => peer.kind === 'group');
}

/** What leaves for the addresses of the own network meets the groups of whom it calls, which say what they let in. */
function staysWithin({ peers, group }: GroupRule, direction: Direction, app: AppModel): boolean {
  if (direction === 'ingress' || peers.length === 0) return false;
  const own = rangeIn(app.resourceOf(group?.get('VpcId'))?.get('CidrBlock'));
  return peers.every(peer => peer.kind === 'vpc' || (peer.kind === 'range' && own !== undefined && covers(own, peer.range)));
}
