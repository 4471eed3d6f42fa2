import { allOf } from '../../network/answers';
import { placementOf } from '../../network/placement';
import { isPublic, subnets } from '../../network/subnets';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { noncompliant, undecided } from '../../rule/found';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/** Functions do not stand in public subnets. */
export const lambdaVpcNoPublicSubnet: Rule = {
  id: 'lambda-vpc-no-public-subnet',
  theme: 'network',
  severity: Severity.HIGH,
  stability: 'preview',
  title: 'A function in a VPC stands in private subnets',
  threat: 'In a public subnet a function gets no public address, so it reaches nothing on the internet and fails where '
    + 'it counts on that; and it shares its subnet with what faces the internet, so whoever takes a machine there is next to the function and all it may reach.',
  remedy: 'Set vpcSubnets: { subnetType: SubnetType.PRIVATE_WITH_EGRESS } with a NAT gateway, or PRIVATE_ISOLATED with VPC endpoints; remove allowPublicSubnet.',
  links: [
    'https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc-internet.html',
    'https://docs.aws.amazon.com/vpc/latest/userguide/configure-subnets.html',
    'https://cwe.mitre.org/data/definitions/653.html',
  ],
  // Others ask whether a function stands in a VPC at all, which is no gain by itself: none looks at the route.
  covers: [],
  target: 'AWS::Lambda::Function',
  check: (fn, app) => {
    const placed = (placementOf(fn, app)?.subnets ?? []).flatMap(one => {
      const subnet = one.resource && subnets(app).get(one.resource.id);
      // A subnet that is not part of the application is not judged: its routes stand elsewhere.
      return subnet === undefined ? [] : [{ subnet, answer: allOf([isPublic(subnet), one.certain ? 'yes' : 'undecided']) }];
    });
    const shared = { property: 'VpcConfig.SubnetIds' };
    const open = placed.filter(({ answer }) => answer === 'yes').map(({ subnet }) => subnet.resource);
    if (open.length > 0) {
      const names = open.map(subnet => subnet.logicalId).join(' and ');
      return noncompliant(fn, `${names} is routed to an internet gateway, which a function cannot use`, { ...shared, related: open });
    }
    const unsure = placed.filter(({ answer }) => answer === 'undecided').map(({ subnet }) => subnet.resource);
    if (unsure.length === 0) return undefined;
    return undecided(fn, `whether ${unsure.map(subnet => subnet.logicalId).join(' and ')} is public is only known at deployment`, { ...shared, related: unsure });
  },
  // No fix: which private subnet has the routes that the function needs is a matter of the network's design.
  examples: [
    compliant('in private subnets', ({ stack, ec2, someFunction }) => {
      someFunction('Function', { vpc: new ec2.Vpc(stack, 'Vpc', { maxAzs: 2 }) });
    }),
    compliant('in no VPC', ({ someFunction }) => {
      someFunction();
    }),
    compliant('in a VPC from elsewhere, which is not judged', ({ stack, ec2, someFunction }) => {
      const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Vpc', { vpcId: 'vpc-1', availabilityZones: ['eu-west-1a'], privateSubnetIds: ['subnet-1'] });
      someFunction('Function', { vpc });
    }),
    compliant('a subnet that is called public, but has no way to the internet', ({ stack, ec2, someFunction }) => {
      const vpc = new ec2.CfnVPC(stack, 'Vpc', { cidrBlock: '10.0.0.0/16' });
      const subnet = new ec2.CfnSubnet(stack, 'PublicSubnet', { vpcId: vpc.ref, cidrBlock: '10.0.0.0/24', mapPublicIpOnLaunch: true });
      const fn = someFunction();
      (fn.node.defaultChild as import('aws-cdk-lib/aws-lambda').CfnFunction).vpcConfig = { subnetIds: [subnet.ref], securityGroupIds: ['sg-1'] };
    }),
    noncompliantExample('in public subnets, as advised by many who look for internet access', ({ stack, ec2, someFunction }) => {
      someFunction('Function', {
        vpc: new ec2.Vpc(stack, 'Vpc', { maxAzs: 2 }), vpcSubnets: { subnetType: ec2.SubnetType.PUBLIC }, allowPublicSubnet: true,
      });
    }),
    noncompliantExample('raw resources in another stack, a subnet that is called private', ({ app, cdk, ec2, someFunction }) => {
      const other = new cdk.Stack(app, 'Network');
      const vpc = new ec2.CfnVPC(other, 'Vpc', { cidrBlock: '10.0.0.0/16' });
      const gateway = new ec2.CfnInternetGateway(other, 'Gateway');
      const subnet = new ec2.CfnSubnet(other, 'PrivateSubnet', { vpcId: vpc.ref, cidrBlock: '10.0.0.0/24' });
      const table = new ec2.CfnRouteTable(other, 'Table', { vpcId: vpc.ref });
      new ec2.CfnSubnetRouteTableAssociation(other, 'Association', { subnetId: subnet.ref, routeTableId: table.ref });
      new cdk.CfnResource(other, 'Route', {
        type: 'AWS::EC2::Route', properties: { RouteTableId: table.ref, DestinationCidrBlock: '0.0.0.0/0', GatewayId: gateway.ref },
      });
      const fn = someFunction().node.defaultChild as import('aws-cdk-lib/aws-lambda').CfnFunction;
      fn.addPropertyOverride('VpcConfig', { SubnetIds: [subnet.ref], SecurityGroupIds: ['sg-1'] });
    }),
    undecidedExample('a default route to a gateway that a parameter names', ({ stack, cdk, ec2, someFunction }) => {
      const gateway = new cdk.CfnParameter(stack, 'Gateway');
      const vpc = new ec2.CfnVPC(stack, 'Vpc', { cidrBlock: '10.0.0.0/16' });
      const subnet = new ec2.CfnSubnet(stack, 'Subnet', { vpcId: vpc.ref, cidrBlock: '10.0.0.0/24' });
      const table = new ec2.CfnRouteTable(stack, 'Table', { vpcId: vpc.ref });
      new ec2.CfnSubnetRouteTableAssociation(stack, 'Association', { subnetId: subnet.ref, routeTableId: table.ref });
      new ec2.CfnRoute(stack, 'Route', { routeTableId: table.ref, destinationCidrBlock: '0.0.0.0/0', gatewayId: gateway.valueAsString });
      const fn = someFunction().node.defaultChild as import('aws-cdk-lib/aws-lambda').CfnFunction;
      fn.vpcConfig = { subnetIds: [subnet.ref], securityGroupIds: ['sg-1'] };
    }),
  ],
};
