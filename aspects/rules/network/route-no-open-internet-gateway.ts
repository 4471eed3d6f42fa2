import { AppModel } from '../../model/app-model';
import { Resource } from '../../model/resource';
import { alternativesOf, isOpen, Value } from '../../model/value';
import { agreed, allOf, anyOf } from '../../network/answers';
import { isEverybody, peersInRange } from '../../network/peer';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { Found, noncompliant, undecided } from '../../rule/found';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/** No network has the internet at its door. */
export const routeNoOpenInternetGateway: Rule = {
  id: 'route-no-open-internet-gateway',
  theme: 'network',
  severity: Severity.LOW,
  stability: 'preview',
  title: 'No route leads from everywhere to an internet gateway',
  threat: 'Whatever has a public address in a subnet with this route is reached from the whole internet, and reaches it: only the security group is left between '
    + 'a stranger and a machine, or between stolen data and its buyer.',
  remedy: 'Give the subnets of functions, databases and machines a route to a NAT gateway or none (PRIVATE_WITH_EGRESS, PRIVATE_ISOLATED), and acknowledge the '
    + 'route of those subnets that hold load balancers and NAT gateways only.',
  links: [
    'https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Internet_Gateway.html',
    'https://docs.aws.amazon.com/config/latest/developerguide/no-unrestricted-route-to-igw.html',
    'https://cwe.mitre.org/data/definitions/1327.html',
  ],
  covers: ['cdk-nag:VPCNoUnrestrictedRouteToIGW', 'guard:NO_UNRESTRICTED_ROUTE_TO_IGW', 'kics:4f0908b9-eb66-433f-9145-134274e1e944'],
  target: 'AWS::EC2::Route',
  check: openRoute,
  // No fix: load balancers and NAT gateways live on this route.
  examples: [
    compliant('a VPC without public subnets', ({ stack, ec2 }) => {
      new ec2.Vpc(stack, 'Vpc', { maxAzs: 2, natGateways: 0, subnetConfiguration: [{ name: 'Isolated', subnetType: ec2.SubnetType.PRIVATE_ISOLATED }] });
    }),
    compliant('one network behind the gateway of a VPN, in a raw resource', ({ stack, cdk }) => {
      const properties = { RouteTableId: 'rtb-1', DestinationCidrBlock: '0.0.0.0/0', GatewayId: 'vgw-1' };
      new cdk.CfnResource(stack, 'Route', { type: 'AWS::EC2::Route', properties });
    }),
    compliant('one range through the internet gateway', ({ stack, ec2 }) => {
      new ec2.CfnRoute(stack, 'Route', { routeTableId: 'rtb-1', destinationCidrBlock: '198.51.100.0/24', gatewayId: 'igw-1' });
    }),
    noncompliantExample('the public subnets of a VPC as the CDK makes it', ({ stack, ec2 }) => {
      new ec2.Vpc(stack, 'Vpc', { maxAzs: 2 });
    }),
    noncompliantExample('every address of IPv6, by an override', ({ stack, ec2 }) => {
      const route = new ec2.CfnRoute(stack, 'Route', { routeTableId: 'rtb-1', destinationIpv6CidrBlock: '2001:db8::/32', gatewayId: 'igw-1' });
      route.addPropertyOverride('DestinationIpv6CidrBlock', '::/0');
    }),
    undecidedExample('a gateway that a parameter names', ({ stack, cdk, ec2 }) => {
      const gatewayId = new cdk.CfnParameter(stack, 'Gateway').valueAsString;
      new ec2.CfnRoute(stack, 'Route', { routeTableId: 'rtb-1', destinationCidrBlock: '0.0.0.0/0', gatewayId });
    }),
  ],
};

function openRoute(route: Resource, app: AppModel): Found | undefined {
  const six = route.get('DestinationIpv6CidrBlock');
  const peers = peersInRange(six ?? route.get('DestinationCidrBlock'));
  const gateway = route.get('GatewayId');
  const answer = allOf([anyOf(peers.map(isEverybody)), agreed(alternativesOf(gateway).map(one => isInternetGateway(one, app)))]);
  if (answer === 'no') return undefined;
  const details = { property: six === undefined ? 'DestinationCidrBlock' : 'DestinationIpv6CidrBlock' };
  if (answer === 'undecided') return undecided(route, 'only the deployment knows whether the route leads to an internet gateway', details);
  return noncompliant(route, `every address is behind an internet gateway: ${peers.map(({ text }) => text).join(' and ')}`, details);
}

/** A gateway is one to the internet, or one of a VPN. */
function isInternetGateway(gateway: Value, app: AppModel): 'yes' | 'no' | 'undecided' {
  if (gateway === undefined) return 'no';
  const target = app.resourceOf(gateway);
  if (target !== undefined) return target.type === 'AWS::EC2::InternetGateway' ? 'yes' : 'no';
  return isOpen(gateway) ? 'undecided' : /^(vgw-|local$)/.test(String(gateway)) ? 'no' : 'yes';
}
