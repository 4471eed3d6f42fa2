import { isPublic, reachesInternet, subnets } from '../../aspects/network/subnets';
import { at, networkOf, ref, resource } from '../support/network';

function subnet(changes: Record<string, object | undefined>, id = 'Private') {
  const app = networkOf(changes);
  const one = subnets(app).get(at(app, id).id)!;
  return { isPublic: isPublic(one), internet: reachesInternet(one, app) };
}

const route = (properties: object) => ({ PrivateRoute: resource('AWS::EC2::Route', { RouteTableId: ref('PrivateTable'), DestinationCidrBlock: '0.0.0.0/0', ...properties }) });

test.each([
  ['a NAT gateway', {}, 'no', 'yes'],
  ['a NAT gateway from elsewhere', route({ NatGatewayId: 'nat-1' }), 'no', 'yes'],
  ['a NAT gateway in a subnet without internet', { PublicRoute: undefined }, 'no', 'no'],
  ['a private NAT gateway', { Nat: resource('AWS::EC2::NatGateway', { SubnetId: ref('Public'), ConnectivityType: 'private' }) }, 'no', 'undecided'],
  ['an internet gateway', route({ GatewayId: ref('Gateway') }), 'yes', 'no'],
  ['an internet gateway by its id', route({ GatewayId: 'igw-1' }), 'yes', 'no'],
  ['two halves of the world', route({ GatewayId: 'igw-1', DestinationCidrBlock: '0.0.0.0/1' }), 'yes', 'no'],
  ['an internet gateway for one network', route({ GatewayId: 'igw-1', DestinationCidrBlock: '192.0.2.0/24' }), 'no', 'no'],
  ['IPv6 over an internet gateway', route({ GatewayId: 'igw-1', DestinationCidrBlock: undefined, DestinationIpv6CidrBlock: '::/0' }), 'yes', 'no'],
  ['IPv6 over an egress-only gateway', route({ EgressOnlyInternetGatewayId: 'eigw-1', DestinationCidrBlock: undefined, DestinationIpv6CidrBlock: '::/0' }), 'no', 'undecided'],
  ['a gateway that a parameter names', route({ GatewayId: ref('Given') }), 'undecided', 'undecided'],
  ['a destination that a parameter names', route({ GatewayId: 'igw-1', DestinationCidrBlock: ref('Given') }), 'undecided', 'no'],
  ['a VPN gateway', route({ GatewayId: 'vgw-1' }), 'no', 'undecided'],
  ['a peer network', route({ VpcPeeringConnectionId: 'pcx-1' }), 'no', 'undecided'],
  ['a route that goes elsewhere for one network', route({ TransitGatewayId: 'tgw-1', DestinationCidrBlock: '10.9.0.0/16' }), 'no', 'no'],
  ['no route', { PrivateRoute: undefined }, 'no', 'no'],
  ['no table, so the main one', { PrivateAssociation: undefined }, 'no', 'no'],
  ['no table, in a VPC from elsewhere', { PrivateAssociation: undefined, Private: resource('AWS::EC2::Subnet', { VpcId: 'vpc-1' }) }, 'undecided', 'undecided'],
  ['a table from elsewhere', { PrivateAssociation: resource('AWS::EC2::SubnetRouteTableAssociation', { SubnetId: ref('Private'), RouteTableId: 'rtb-1' }) }, 'undecided', 'undecided'],
] as const)('%s', (_, changes, open, internet) => {
  expect(subnet(changes)).toEqual({ isPublic: open, internet });
});

test('a NAT gateway in a subnet that may be public is undecided', () => {
  const publicRoute = resource('AWS::EC2::Route', { RouteTableId: ref('PublicTable'), DestinationCidrBlock: '0.0.0.0/0', GatewayId: ref('Given') });

  expect(subnet({ PublicRoute: publicRoute }).internet).toBe('undecided');
});
