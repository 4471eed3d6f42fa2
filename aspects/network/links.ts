import { endpoints } from './endpoints';
import { needsOf } from './needs';
import { isEverybody, Peer } from './peer';
import { placements } from './placement';
import { reachOf } from './reach';
import { groupRules } from './security-groups';
import { ENDPOINT_SERVICES } from './services';
import { subnets } from './subnets';
import { describe } from './traffic';
import type { AppModel } from '../model/app-model';
import type { Resource } from '../model/resource';
import { Answer } from '../model/value';

/** One line of the network, drawn: who leads to what. */
export interface NetworkLink {
  readonly kind: 'stands in' | 'guarded by' | 'routed to' | 'filtered by' | 'opens to' | 'lets in' | 'lets out' | 'reaches';
  readonly from: Resource;
  /** A resource, or the name of what no template declares: a service, the internet, a network elsewhere. */
  readonly to: Resource | string;
  /** What the line is about: the traffic of a rule. */
  readonly label?: string;
  /** Set where it is not certain that the line leads there; `no` for what is asked for and not reached. */
  readonly answer?: Answer;
  /** What stands in the way. */
  readonly because?: string;
}

/** The network of an application as a list of lines: subnet → route → gateway or endpoint → service, with what guards them. */
export function networkLinks(app: AppModel): readonly NetworkLink[] {
  return [...functionLinks(app), ...subnetLinks(app), ...endpointLinks(app), ...groupLinks(app)];
}

function functionLinks(app: AppModel): readonly NetworkLink[] {
  return placements(app).flatMap(placement => {
    const { fn } = placement;
    const placed = (kind: NetworkLink['kind'], list: typeof placement.subnets): readonly NetworkLink[] => list.flatMap(one =>
      (one.resource === undefined ? [] : [{ kind, from: fn, to: one.resource, answer: one.certain ? 'yes' as const : 'undecided' as const }]));
    const known = placement.subnets.flatMap(one => subnets(app).get(one.resource?.id ?? '') ?? []);
    const reached = known.flatMap(subnet => needsOf(fn, app).map((need): NetworkLink => {
      const { answer, because } = reachOf(placement, subnet, need, app);
      return { kind: 'reaches', from: fn, to: ENDPOINT_SERVICES[need.prefix].name, label: `from ${subnet.resource.logicalId}`, answer, because: because || undefined };
    }));
    return [...placed('stands in', placement.subnets), ...placed('guarded by', placement.groups), ...reached];
  });
}

function subnetLinks(app: AppModel): readonly NetworkLink[] {
  return [...subnets(app).values()].flatMap(({ resource, acl, routes }) => [
    ...(acl === undefined ? [] : [{ kind: 'filtered by' as const, from: resource, to: acl }]),
    ...routes.map(route => ({ kind: 'routed to' as const, from: resource, to: route.target ?? route.gateway, answer: route.isDefault })),
  ]);
}

function endpointLinks(app: AppModel): readonly NetworkLink[] {
  return endpoints(app).flatMap(({ resource, service, subnets: placed, groups }) => [
    { kind: 'opens to' as const, from: resource, to: service ?? 'a service that is only known at deployment' },
    ...placed.flatMap(to => (to === undefined ? [] : [{ kind: 'stands in' as const, from: resource, to }])),
    ...groups.flatMap(to => (to === undefined ? [] : [{ kind: 'guarded by' as const, from: resource, to }])),
  ]);
}

function groupLinks(app: AppModel): readonly NetworkLink[] {
  return groupRules(app).flatMap(rule => rule.peers.map((peer): NetworkLink => ({
    kind: rule.direction === 'ingress' ? 'lets in' : 'lets out',
    from: rule.group ?? rule.holder,
    to: nameOf(peer),
    label: describe(rule.traffic),
    answer: rule.certain ? 'yes' : 'undecided',
  })));
}

function nameOf(peer: Peer): Resource | string {
  if (peer.kind === 'group' && peer.group !== undefined) return peer.group;
  return isEverybody(peer) === 'yes' ? 'the whole world' : peer.text;
}
