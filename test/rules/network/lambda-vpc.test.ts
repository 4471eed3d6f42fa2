import { judge } from '../../../aspects/engine/audit';
import { Rule } from '../../../aspects/rule/rule';
import { lambdaVpcNoPublicSubnet } from '../../../aspects/rules/network/lambda-vpc-no-public-subnet';
import { lambdaVpcReachesItsServices } from '../../../aspects/rules/network/lambda-vpc-reaches-its-services';
import { lambdaVpcSeveralZones } from '../../../aspects/rules/network/lambda-vpc-several-zones';
import { vpcHasServiceEndpoints } from '../../../aspects/rules/network/vpc-has-service-endpoints';
import { att, networkOf, ref, resource, roleAllowing } from '../../support/network';

const inSubnets = (...SubnetIds: readonly unknown[]) => ({
  Function: resource('AWS::Lambda::Function', { Role: att('Role', 'Arn'), VpcConfig: { SubnetIds, SecurityGroupIds: [att('Group', 'GroupId')] } }),
});
const subnet = (properties: object) => resource('AWS::EC2::Subnet', { VpcId: ref('Vpc'), ...properties });
const zone = (index: number) => ({ 'Fn::Select': [index, { 'Fn::GetAZs': '' }] });

function judged(rule: Rule, changes: Record<string, object | undefined>) {
  return judge(networkOf(changes), [rule]).judgements.map(({ found }) => `${found.verdict}: ${found.message}`);
}

test('a function in a public and a private subnet is told about the public one alone', () => {
  const changes = { ...inSubnets(ref('Private'), ref('Public')) };

  expect(judged(lambdaVpcNoPublicSubnet, changes)).toEqual(['noncompliant: Public is routed to an internet gateway, which a function cannot use']);
  expect(judged(lambdaVpcReachesItsServices, changes)).toEqual([]);
});

test('a public subnet in one branch of a condition is undecided', () => {
  expect(judged(lambdaVpcNoPublicSubnet, inSubnets({ 'Fn::If': ['Unsure', ref('Public'), ref('Private')] }))).toEqual([
    'undecided: whether Public is public is only known at deployment',
  ]);
});

test('names the services that are out of reach one by one, and in one finding what nobody knows', () => {
  const Role = roleAllowing({ Action: ['sqs:SendMessage', 's3:GetObject'], Resource: '*' });
  const beyond = resource('AWS::EC2::Route', { RouteTableId: ref('PrivateTable'), DestinationCidrBlock: '0.0.0.0/0', TransitGatewayId: 'tgw-1' });

  expect(judged(lambdaVpcReachesItsServices, { Role, PrivateRoute: undefined })).toEqual([
    expect.stringContaining('noncompliant: the function is allowed to call SQS, but cannot reach it: the subnet Private'),
    expect.stringContaining('noncompliant: the function is allowed to call S3, but cannot reach it: the subnet Private'),
  ]);
  expect(judged(lambdaVpcReachesItsServices, { Role, PrivateRoute: beyond })).toEqual([expect.stringMatching(/^undecided: .* reaches SQS \(.*\), S3 \(.*\)$/)]);
});

test.each([
  ['two places in the list of zones', [subnet({ AvailabilityZone: zone(0) }), subnet({ AvailabilityZone: zone(1) })], []],
  ['one place twice', [subnet({ AvailabilityZone: zone(0) }), subnet({ AvailabilityZone: zone(0) })], ['noncompliant: all subnets of the function are in one zone']],
  ['zones by their ids', [subnet({ AvailabilityZoneId: 'euw1-az1' }), subnet({ AvailabilityZoneId: 'euw1-az2' })], []],
  ['a zone that a parameter names', [subnet({ AvailabilityZone: ref('Given') }), subnet({ AvailabilityZone: zone(0) })], [expect.stringContaining('undecided')]],
  ['a zone that a condition chooses', [subnet({ AvailabilityZone: { 'Fn::If': ['Unsure', 'a', 'b'] } }), subnet({ AvailabilityZone: 'a' })], [expect.stringContaining('undecided')]],
] as const)('zones: %s', (_, [one, other], expected) => {
  expect(judged(lambdaVpcSeveralZones, { One: one, Other: other, ...inSubnets(ref('One'), ref('Other')) })).toEqual(expected);
});

test.each([
  ['the same subnet twice', [ref('Private'), ref('Private')], 1],
  ['a subnet that a parameter names', [ref('Given')], 0],
  ['a subnet from elsewhere beside one of the application', ['subnet-1', ref('Private')], 0],
] as const)('zones: %s', (_, ids, count) => {
  expect(judged(lambdaVpcSeveralZones, inSubnets(...ids))).toHaveLength(count);
});

test.each([
  ['an interface endpoint', { VpcEndpointType: 'Interface', ServiceName: 'com.amazonaws.eu-west-1.s3' }, []],
  ['an endpoint for a service that a parameter names', { ServiceName: ref('Given') }, [expect.stringContaining('undecided')]],
  ['an endpoint for another service', { ServiceName: 'com.amazonaws.eu-west-1.dynamodb' }, [expect.stringContaining('noncompliant: Function may call S3')]],
] as const)('S3 over a NAT gateway, and %s', (_, properties, expected) => {
  const Door = resource('AWS::EC2::VPCEndpoint', { VpcId: ref('Vpc'), ...properties });

  expect(judged(vpcHasServiceEndpoints, { Role: roleAllowing({ Action: 's3:GetObject', Resource: '*' }), Door })).toEqual(expected);
});
