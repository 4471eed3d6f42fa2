import { allOf, anyOf } from './answers';
import { policyLets } from './endpoint-policy';
import { Endpoint, endpoints } from './endpoints';
import { Need } from './needs';
import { aclLets } from './network-acls';
import { Place } from './peer';
import { Placement } from './placement';
import { groupsLet, rangesOfSubnets } from './security-groups';
import { ENDPOINT_SERVICES } from './services';
import { reachesInternet, Subnet, subnets } from './subnets';
import { Ports, RETURN_PORTS } from './traffic';
import type { AppModel } from '../model/app-model';
import type { Resource } from '../model/resource';
import { Answer } from '../model/value';

/** Whether something is reached, and what stands in the way where it is not, or may. */
export interface Reach {
  readonly answer: Answer;
  readonly because: string;
  readonly through?: Resource;
}

const HTTPS: Ports = { from: 443, to: 443 };

/**
 * Whether a function in one of its subnets reaches a service that it is granted.
 *
 * The service's name leads to an interface endpoint with private DNS wherever the VPC has one, even past a NAT gateway; then
 * comes a gateway endpoint of the subnet's route table; then the internet.
 */
export function reachOf(placement: Placement, subnet: Subnet, need: Need, app: AppModel): Reach {
  const names = ENDPOINT_SERVICES[need.prefix].endpoints;
  const inVpc = endpoints(app).filter(one => one.vpc === undefined || one.vpc === subnet.vpc);
  const meant = inVpc.filter(one => one.service !== undefined && names.includes(one.service));
  const doors = meant.filter(one => one.kind === 'interface' && one.privateDns === 'yes' && one.vpc !== undefined);
  if (doors.length > 0) return best(doors.map(door => throughDoor(placement, subnet, door, need, app)));
  const gateway = meant.find(one => one.kind === 'gateway' && subnet.table !== undefined && one.tables.includes(subnet.table));
  if (gateway !== undefined) return throughGateway(placement, subnet, gateway, need, app);
  const unsure = meant.find(one => (one.kind === 'interface' && one.privateDns === 'undecided') || one.tables.includes(undefined) || one.vpc === undefined)
    ?? inVpc.find(one => one.service === undefined && one.kind !== 'other');
  const out = overInternet(placement, subnet, app);
  if (unsure === undefined || out.answer === 'yes') return out;
  return { answer: 'undecided', because: `only the deployment knows whether the endpoint ${unsure.resource.logicalId} serves it`, through: unsure.resource };
}

function best(ways: readonly Reach[]): Reach {
  const answer = anyOf(ways.map(way => way.answer));
  return ways.find(way => way.answer === answer)!;
}

/** What is asked on the way, in the order of the way; the first refusal is the reason. */
function passed(through: Resource | undefined, steps: readonly (readonly [Answer, string])[]): Reach {
  const answer = allOf(steps.map(([one]) => one));
  return { answer, because: steps.find(([one]) => one === answer)?.[1] ?? '', through };
}

function overInternet(placement: Placement, subnet: Subnet, app: AppModel): Reach {
  return passed(undefined, [
    [reachesInternet(subnet, app), `the subnet ${subnet.resource.logicalId} has no endpoint for it and no way to the internet over a NAT gateway`],
    ...outOf(placement, subnet, { internet: true }, 'the internet', app),
  ]);
}

function throughGateway(placement: Placement, subnet: Subnet, { resource }: Endpoint, need: Need, app: AppModel): Reach {
  return passed(resource, [
    ...outOf(placement, subnet, { internet: true }, `the endpoint ${resource.logicalId}`, app),
    [policyLets(resource, need), `the policy of the endpoint ${resource.logicalId} allows nothing of what the function is granted`],
  ]);
}

function throughDoor(placement: Placement, subnet: Subnet, door: Endpoint, need: Need, app: AppModel): Reach {
  const known = door.subnets.filter(one => one !== undefined);
  const place: Place = { ranges: known.length === door.subnets.length ? rangesOfSubnets(known) : undefined, groups: door.groups, vpc: door.vpc };
  const caller: Place = { ranges: rangesOfSubnets([subnet.resource]), groups: placement.groups.map(group => group.resource), vpc: subnet.vpc };
  const name = `the endpoint ${door.resource.logicalId}`;
  const acls = known.map(one => subnets(app).get(one.id)?.acl);
  return passed(door.resource, [
    ...outOf(placement, subnet, place, name, app),
    // An endpoint without groups of its own has the VPC's default one, which nobody can read here.
    [door.groups.length === 0 ? 'undecided' : groupsLet(door.groups, 'ingress', HTTPS, caller, app), `no security group of ${name} lets the function in on port 443`],
    [anyOf(acls.length === 0 ? ['yes'] : acls.map(acl => aclLets(acl, 'ingress', HTTPS, caller, app))), `the network ACL of ${name} does not let the function in on port 443`],
    [policyLets(door.resource, need), `the policy of ${name} allows nothing of what the function is granted`],
  ]);
}

/** Out of the function's network interface and its subnet, and the answers back in. */
function outOf(placement: Placement, subnet: Subnet, place: Place, name: string, app: AppModel): readonly (readonly [Answer, string])[] {
  const groups = placement.groups.map(group => group.resource);
  const uncertain = placement.groups.some(group => !group.certain) || groups.length === 0;
  const letOut = groupsLet(groups, 'egress', HTTPS, place, app);
  const acl = subnet.acl;
  return [
    [letOut === 'no' && uncertain ? 'undecided' : letOut, `no security group of the function lets it out to ${name} on port 443`],
    [aclLets(acl, 'egress', HTTPS, place, app), `the network ACL ${acl?.logicalId} does not let the function out to ${name} on port 443`],
    [aclLets(acl, 'ingress', RETURN_PORTS, place, app), `the network ACL ${acl?.logicalId} does not let the answers of ${name} back in`],
  ];
}
