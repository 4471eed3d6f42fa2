import { anyOf } from './answers';
import { rangeIn } from './peer';
import { isWorld, rangeOf } from './range';
import type { AppModel } from '../model/app-model';
import type { Resource } from '../model/resource';
import { alternativesOf, Answer, isOpen, Reference, Value } from '../model/value';

/** What a route leads to. `elsewhere` is a network that nobody can see from here: a peer, a transit gateway, an instance. */
export type Gateway = 'internet' | 'nat' | 'egress-only' | 'elsewhere' | 'open';

/** A route of a route table. */
export interface Route {
  readonly resource: Resource;
  readonly gateway: Gateway;
  /** The NAT gateway or internet gateway, where it is part of the application. */
  readonly target?: Resource;
  /** Whether it is the way to every address that no other route names. */
  readonly isDefault: Answer;
  readonly family: 4 | 6;
}

/** A subnet of the application, and where its traffic goes. */
export interface Subnet {
  readonly resource: Resource;
  readonly vpc?: Resource;
  /** The route table, where it is part of the application. */
  readonly table?: Resource;
  /** The network ACL, where it is not the VPC's own, which lets everything through. */
  readonly acl?: Resource;
  readonly routes: readonly Route[];
  /** Set where only the deployment knows the route table, so that there may be other routes. */
  readonly open: boolean;
}

/** The subnets of the application, by id. */
export function subnets(app: AppModel): ReadonlyMap<string, Subnet> {
  return app.once(readSubnets);
}

function readSubnets(app: AppModel): ReadonlyMap<string, Subnet> {
  const associated = (type: `${string}::${string}`, property: string): ReadonlyMap<string, Value> =>
    new Map(app.ofType(type).flatMap(one => {
      const subnet = app.resourceOf(one.get('SubnetId'));
      return subnet === undefined ? [] : [[subnet.id, one.get(property)]];
    }));
  const tables = associated('AWS::EC2::SubnetRouteTableAssociation', 'RouteTableId');
  const acls = associated('AWS::EC2::SubnetNetworkAclAssociation', 'NetworkAclId');
  const routes = routesByTable(app);
  return new Map(app.ofType('AWS::EC2::Subnet').map(resource => {
    const named = tables.get(resource.id);
    const table = app.resourceOf(named);
    const acl = app.resourceOf(acls.get(resource.id));
    return [resource.id, {
      resource,
      vpc: app.resourceOf(resource.get('VpcId')),
      table,
      acl: acl?.type === 'AWS::EC2::NetworkAcl' ? acl : undefined,
      routes: routes.get(table?.id ?? '') ?? [],
      // Without an association the VPC's main table applies, which holds but the local route in a VPC made here.
      open: named === undefined ? app.resourceOf(resource.get('VpcId')) === undefined : table === undefined,
    }];
  }));
}

function routesByTable(app: AppModel): ReadonlyMap<string, readonly Route[]> {
  const byTable = new Map<string, Route[]>();
  for (const resource of app.ofType('AWS::EC2::Route')) {
    const table = app.resourceOf(resource.get('RouteTableId'));
    if (table !== undefined) byTable.set(table.id, [...(byTable.get(table.id) ?? []), routeOf(resource, app)]);
  }
  return byTable;
}

function routeOf(resource: Resource, app: AppModel): Route {
  const six = resource.get('DestinationIpv6CidrBlock');
  const destination = six ?? resource.get('DestinationCidrBlock');
  const { gateway, target } = gatewayOf(resource, app);
  return { resource, gateway, target, isDefault: isDefault(destination), family: six === undefined ? 4 : 6 };
}

function isDefault(destination: Value): Answer {
  const answers = alternativesOf(destination).map((one): Answer => {
    const range = typeof one === 'string' ? rangeOf(one) : rangeIn(one);
    if (range === undefined) return isOpen(one) && !(one instanceof Reference) ? 'undecided' : 'no';
    return isWorld(range) ? 'yes' : 'no';
  });
  return answers.every(answer => answer === 'no') ? 'no' : answers.every(answer => answer === 'yes') ? 'yes' : 'undecided';
}

function gatewayOf(route: Resource, app: AppModel): { gateway: Gateway; target?: Resource } {
  if (route.get('NatGatewayId') !== undefined) {
    const target = app.resourceOf(route.get('NatGatewayId'));
    return { gateway: target?.get('ConnectivityType') === 'private' ? 'elsewhere' : 'nat', target };
  }
  if (route.get('EgressOnlyInternetGatewayId') !== undefined) return { gateway: 'egress-only', target: app.resourceOf(route.get('EgressOnlyInternetGatewayId')) };
  const id = route.get('GatewayId');
  if (id === undefined) return { gateway: 'elsewhere' };
  const target = app.resourceOf(id);
  if (target !== undefined) return { gateway: target.type === 'AWS::EC2::InternetGateway' ? 'internet' : 'elsewhere', target };
  return { gateway: typeof id === 'string' ? (id.startsWith('igw-') ? 'internet' : 'elsewhere') : 'open' };
}

/** Whether a subnet is public: its default route is an internet gateway, whatever its name says. */
export function isPublic(subnet: Subnet): Answer {
  const answers = subnet.routes.filter(route => route.gateway === 'internet' || route.gateway === 'open')
    .map((route): Answer => (route.gateway === 'internet' ? route.isDefault : route.isDefault === 'no' ? 'no' : 'undecided'));
  const answer = anyOf(answers);
  return answer === 'no' && subnet.open ? 'undecided' : answer;
}

/** Whether traffic from a subnet reaches the internet: over a NAT gateway that itself stands in a public subnet. */
export function reachesInternet(subnet: Subnet, app: AppModel): Answer {
  const answers = subnet.routes.filter(route => route.isDefault !== 'no').map((route): Answer => {
    if (route.gateway === 'nat') return allowedBy(route, app);
    // A peer network, an appliance or an IPv6 gateway may be the way to the internet; an internet gateway alone is none.
    return route.gateway === 'internet' ? 'no' : 'undecided';
  });
  const answer = anyOf(answers);
  return answer === 'no' && subnet.open ? 'undecided' : answer;
}

function allowedBy({ target, isDefault: certain }: Route, app: AppModel): Answer {
  const place = subnets(app).get(app.resourceOf(target?.get('SubnetId'))?.id ?? '');
  if (place !== undefined && isPublic(place) === 'no') return 'no';
  return certain === 'yes' && place !== undefined && isPublic(place) === 'undecided' ? 'undecided' : certain;
}
