import { alternativesOf, isOpen, keyOf, Unknown, Value } from '../../model/value';
import { placementOf } from '../../network/placement';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { noncompliant, undecided } from '../../rule/found';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/** Functions in a VPC survive the loss of a zone. */
export const lambdaVpcSeveralZones: Rule = {
  id: 'lambda-vpc-several-zones',
  theme: 'network',
  severity: Severity.LOW,
  stability: 'preview',
  title: 'A function in a VPC stands in subnets of several availability zones',
  threat: 'When the one zone fails, or its subnet has no address left, the function cannot start: a gatekeeper such as an authorizer is then down for everybody.',
  remedy: 'Name private subnets of at least two zones: a Vpc with maxAzs: 2 or more, and vpcSubnets without availabilityZones.',
  links: [
    'https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html',
    'https://docs.aws.amazon.com/securityhub/latest/userguide/lambda-controls.html#lambda-5',
  ],
  covers: ['securityhub:Lambda.5', 'prowler:awslambda_function_vpc_multi_az'],
  target: 'AWS::Lambda::Function',
  check: (fn, app) => {
    const placement = placementOf(fn, app);
    if (placement === undefined) return undefined;
    const shared = { property: 'VpcConfig.SubnetIds' };
    const distinct = new Map(placement.subnets.map(one => [keyOf(one.value), one]));
    const [only] = distinct.values();
    if (distinct.size === 1 && !placement.open && only.certain) {
      return noncompliant(fn, 'the function stands in one subnet, and so in one zone', { ...shared, related: only.resource ? [only.resource] : [] });
    }
    const known = placement.subnets.flatMap(one => one.resource ?? []);
    // The zones of subnets from elsewhere are not known here, and several of them are rarely in one zone.
    if (placement.open || known.length < placement.subnets.length || placement.subnets.some(one => !one.certain)) return undefined;
    const zones = known.map(subnet => zoneOf(subnet.get('AvailabilityZone') ?? subnet.get('AvailabilityZoneId')));
    const different = new Set(zones.filter(zone => zone !== undefined));
    if (different.size > 1) return undefined;
    if (zones.includes(undefined)) return undecided(fn, 'the zones of the function\'s subnets are only known at deployment', { ...shared, related: known });
    return noncompliant(fn, 'all subnets of the function are in one zone', { ...shared, related: known });
  },
  // No fix: another subnet has to exist, with its routes.
  examples: [
    compliant('in every zone of the VPC', ({ stack, ec2, someFunction }) => {
      someFunction('Function', { vpc: new ec2.Vpc(stack, 'Vpc', { maxAzs: 2 }) });
    }),
    compliant('several subnets from elsewhere', ({ stack, ec2, someFunction }) => {
      const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Vpc', {
        vpcId: 'vpc-1', availabilityZones: ['eu-west-1a', 'eu-west-1b'], privateSubnetIds: ['subnet-1', 'subnet-2'],
      });
      someFunction('Function', { vpc });
    }),
    compliant('in no VPC', ({ someFunction }) => {
      someFunction();
    }),
    noncompliantExample('a VPC with one zone', ({ stack, ec2, someFunction }) => {
      someFunction('Function', { vpc: new ec2.Vpc(stack, 'Vpc', { maxAzs: 1 }) });
    }),
    noncompliantExample('two subnets of the same zone', ({ stack, ec2, someFunction }) => {
      const vpc = new ec2.CfnVPC(stack, 'Vpc', { cidrBlock: '10.0.0.0/16' });
      const subnets = ['10.0.0.0/24', '10.0.1.0/24'].map((cidrBlock, index) =>
        new ec2.CfnSubnet(stack, `Subnet${index}`, { vpcId: vpc.ref, cidrBlock, availabilityZone: 'eu-west-1a' }));
      const fn = someFunction().node.defaultChild as import('aws-cdk-lib/aws-lambda').CfnFunction;
      fn.vpcConfig = { subnetIds: subnets.map(subnet => subnet.ref), securityGroupIds: ['sg-1'] };
    }),
    noncompliantExample('one subnet from elsewhere, set by an override', ({ someFunction }) => {
      const fn = someFunction().node.defaultChild as import('aws-cdk-lib/aws-lambda').CfnFunction;
      fn.addPropertyOverride('VpcConfig', { SubnetIds: ['subnet-1'], SecurityGroupIds: ['sg-1'] });
    }),
    undecidedExample('subnets whose zone AWS chooses', ({ stack, ec2, someFunction }) => {
      const vpc = new ec2.CfnVPC(stack, 'Vpc', { cidrBlock: '10.0.0.0/16' });
      const subnets = ['10.0.0.0/24', '10.0.1.0/24'].map((cidrBlock, index) => new ec2.CfnSubnet(stack, `Subnet${index}`, { vpcId: vpc.ref, cidrBlock }));
      const fn = someFunction().node.defaultChild as import('aws-cdk-lib/aws-lambda').CfnFunction;
      fn.vpcConfig = { subnetIds: subnets.map(subnet => subnet.ref), securityGroupIds: ['sg-1'] };
    }),
  ],
};

/** A zone as a word: two places in the list of zones are two zones; what else is open may be any. */
function zoneOf(value: Value): string | undefined {
  if (value === undefined || alternativesOf(value).length > 1) return undefined;
  if (value instanceof Unknown) return value.key.includes('Fn::GetAZs') ? value.key : undefined;
  return isOpen(value) ? undefined : String(value);
}
