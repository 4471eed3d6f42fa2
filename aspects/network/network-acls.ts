import { meets, peersInRange, Peer, Place } from './peer';
import { carries, Ports, Traffic, trafficOf } from './traffic';
import type { AppModel } from '../model/app-model';
import type { Resource } from '../model/resource';
import { Answer, booleanOf, keyOf, numberOf } from '../model/value';

/** One entry of a network ACL; the first that matches a packet decides. */
export interface AclEntry {
  readonly resource: Resource;
  readonly direction: 'ingress' | 'egress';
  readonly number: number;
  /** Nothing where only the deployment knows whether it allows or denies. */
  readonly allows?: boolean;
  readonly traffic: Traffic;
  readonly peers: readonly Peer[];
  readonly acl?: Resource;
}

/** The entries of the network ACLs of the application, in the order in which they are asked. */
export function aclEntries(app: AppModel): readonly AclEntry[] {
  return app.once(readEntries);
}

function readEntries(app: AppModel): readonly AclEntry[] {
  return app.ofType('AWS::EC2::NetworkAclEntry').map((resource): AclEntry => {
    const action = resource.get('RuleAction');
    const acl = app.resourceOf(resource.get('NetworkAclId'));
    return {
      resource,
      direction: booleanOf(resource.get('Egress')) === true ? 'egress' as const : 'ingress' as const,
      // An entry whose place is only known at deployment may come first.
      number: numberOf(resource.get('RuleNumber')) ?? 0,
      allows: typeof action === 'string' ? action.toLowerCase() === 'allow' : undefined,
      traffic: trafficOf(resource.get('Protocol'), resource.get('PortRange.From'), resource.get('PortRange.To')),
      peers: [...peersInRange(resource.get('CidrBlock')), ...peersInRange(resource.get('Ipv6CidrBlock'))],
      acl: acl?.type === 'AWS::EC2::NetworkAcl' ? acl : undefined,
    };
  }).sort((a, b) => a.number - b.number);
}

/** Whether a network ACL lets TCP traffic through to or from a place. */
export function aclLets(acl: Resource | undefined, direction: AclEntry['direction'], ports: Ports, place: Place, app: AppModel): Answer {
  if (acl === undefined) return 'yes'; // the VPC's own lets everything through
  let sure = true;
  for (const entry of aclEntries(app).filter(one => one.acl === acl && one.direction === direction)) {
    const [carried, met] = [carries(entry.traffic, ports), meets(entry.peers, place)];
    if (met === 'no' || carried === 'no' && !touches(entry.traffic, ports)) continue;
    if (carried === 'yes' && met === 'yes' && entry.allows !== undefined) return sure ? (entry.allows ? 'yes' : 'no') : 'undecided';
    sure = false;
  }
  return sure ? 'no' : 'undecided';
}

/** Whether some of the ports are among the traffic. */
function touches(traffic: Traffic, ports: Ports): boolean {
  return traffic.protocol === 'tcp' && traffic.ports.from <= ports.to && ports.from <= traffic.ports.to;
}

/** The other entries of the same network ACL and direction. */
export function besides(resource: Resource, app: AppModel): readonly AclEntry[] {
  const list = (one: Resource): string => `${one.template.path} ${keyOf(one.get('NetworkAclId'))}`;
  const { direction } = aclEntries(app).find(one => one.resource === resource)!;
  return aclEntries(app).filter(one => one.resource !== resource && one.direction === direction && list(one.resource) === list(resource));
}
