import { needsOf } from '../../aspects/network/needs';
import { placementOf } from '../../aspects/network/placement';
import { reachOf } from '../../aspects/network/reach';
import { subnets } from '../../aspects/network/subnets';
import { at, att, networkOf, ref, resource, roleAllowing } from '../support/network';

function reach(changes: Record<string, object | undefined>) {
  const app = networkOf(changes);
  const fn = at(app, 'Function');
  const [need] = needsOf(fn, app);
  return reachOf(placementOf(fn, app)!, subnets(app).get(at(app, 'Private').id)!, need, app);
}

const isolated = { PrivateRoute: undefined };
const group = (properties: object) => resource('AWS::EC2::SecurityGroup', { VpcId: ref('Vpc'), ...properties });
const fromVpc = { DoorGroup: group({ SecurityGroupIngress: [{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: att('Vpc', 'CidrBlock') }] }) };

function door(properties: object = {}, service = 'secretsmanager') {
  return {
    Door: resource('AWS::EC2::VPCEndpoint', {
      VpcId: ref('Vpc'),
      VpcEndpointType: 'Interface',
      PrivateDnsEnabled: true,
      SubnetIds: [ref('Private')],
      ServiceName: { 'Fn::Sub': `com.amazonaws.\${AWS::Region}.${service}` },
      SecurityGroupIds: [att('DoorGroup', 'GroupId')],
      ...properties,
    }),
  };
}

function acl(...entries: readonly (readonly [boolean, number, string, number, number, string?])[]) {
  const written = entries.map(([Egress, RuleNumber, RuleAction, From, To, CidrBlock = '0.0.0.0/0'], index) => [`Entry${index}`, resource('AWS::EC2::NetworkAclEntry', {
    NetworkAclId: ref('Acl'), Egress, RuleNumber, RuleAction, Protocol: 6, PortRange: { From, To }, CidrBlock,
  })]);
  return {
    Acl: resource('AWS::EC2::NetworkAcl', { VpcId: ref('Vpc') }),
    AclAssociation: resource('AWS::EC2::SubnetNetworkAclAssociation', { SubnetId: ref('Private'), NetworkAclId: ref('Acl') }),
    ...Object.fromEntries(written),
  };
}

const OUT = [true, 100, 'allow', 443, 443] as const;
const BACK = [false, 100, 'allow', 1024, 65535] as const;

test.each([
  ['over the NAT gateway', {}, 'yes', ''],
  ['isolated', isolated, 'no', 'the subnet Private has no endpoint for it and no way to the internet over a NAT gateway'],
  ['isolated, over an endpoint', { ...isolated, ...fromVpc, ...door() }, 'yes', ''],
  ['isolated, over the endpoint of another service', { ...isolated, ...fromVpc, ...door({}, 'sqs') }, 'no', 'no endpoint for it'],
  ['isolated, over an endpoint in another VPC', { ...isolated, ...fromVpc, ...door({ VpcId: ref('Other') }), Other: resource('AWS::EC2::VPC') }, 'no', 'no endpoint for it'],
  ['a group that lets nothing out', { Group: group({ SecurityGroupEgress: [{ CidrIp: '255.255.255.255/32', IpProtocol: 'icmp' }] }) }, 'no', 'no security group of the function'],
  ['a group of which only one lets out', {
    Closed: group({ SecurityGroupEgress: [{ CidrIp: '127.0.0.1/32', IpProtocol: '-1' }] }),
    Function: resource('AWS::Lambda::Function', { Role: att('Role', 'Arn'), VpcConfig: { SubnetIds: [ref('Private')], SecurityGroupIds: [ref('Closed'), ref('Group')] } }),
  }, 'yes', ''],
  ['an endpoint that lets nobody in', { ...door(), DoorGroup: group({}) }, 'no', 'no security group of the endpoint Door lets the function in'],
  ['an endpoint that lets the group in', {
    ...door(), DoorGroup: group({}), In: resource('AWS::EC2::SecurityGroupIngress', { GroupId: ref('DoorGroup'), IpProtocol: 'tcp', FromPort: 443, ToPort: 443, SourceSecurityGroupId: ref('Group') }),
  }, 'yes', ''],
  ['an endpoint that lets another subnet in', { ...door(), DoorGroup: group({ SecurityGroupIngress: [{ IpProtocol: '-1', CidrIp: '10.0.9.0/24' }] }) }, 'no', 'lets the function in'],
  ['an endpoint without groups of its own', { ...isolated, ...door({ SecurityGroupIds: undefined }) }, 'undecided', 'lets the function in'],
  ['an endpoint without private DNS', { ...isolated, ...fromVpc, ...door({ PrivateDnsEnabled: false }) }, 'no', 'no endpoint for it'],
  ['an endpoint that says nothing about private DNS', { ...isolated, ...fromVpc, ...door({ PrivateDnsEnabled: undefined }) }, 'undecided', 'whether the endpoint Door serves it'],
  ['an endpoint for a service that a parameter names', { ...isolated, ...fromVpc, ...door({ ServiceName: ref('Given') }) }, 'undecided', 'whether the endpoint Door serves it'],
  ['an endpoint for another action', {
    ...fromVpc, ...door({ PolicyDocument: { Statement: [{ Effect: 'Allow', Principal: '*', Action: 'secretsmanager:PutSecretValue', Resource: '*' }] } }),
  }, 'no', 'the policy of the endpoint Door'],
  ['an endpoint for this secret', {
    ...fromVpc, ...door({ PolicyDocument: { Statement: { Effect: 'Allow', Principal: '*', Action: 'secretsmanager:Get*', Resource: ref('Secret') } } }),
  }, 'yes', ''],
  ['an endpoint for all but some', {
    ...fromVpc, ...door({ PolicyDocument: { Statement: { Effect: 'Allow', Principal: '*', NotAction: 'sqs:*', NotResource: 'x' } } }),
  }, 'yes', ''],
  ['an endpoint whose policy a parameter holds', { ...fromVpc, ...door({ PolicyDocument: ref('Given') }) }, 'undecided', 'the policy of the endpoint Door'],
  ['an ACL that lets HTTPS out and answers in', acl(OUT, BACK), 'yes', ''],
  ['an ACL that forgets the answers', acl(OUT), 'no', 'does not let the answers of the internet back in'],
  ['an ACL that lets nothing out', acl(BACK), 'no', 'does not let the function out to the internet'],
  ['an ACL that denies first', acl([true, 50, 'deny', 0, 65535], OUT, BACK), 'no', 'does not let the function out'],
  ['an ACL that denies one network first', acl([true, 50, 'deny', 0, 65535, '52.0.0.0/8'], OUT, BACK), 'undecided', 'does not let the function out'],
  ['an ACL that denies one private network first', acl([true, 50, 'deny', 0, 65535, '10.9.0.0/16'], OUT, BACK), 'yes', ''],
  ['an ACL that lets in some of the ports of answers', acl(OUT, [false, 100, 'allow', 40000, 50000]), 'undecided', 'back in'],
  ['the ACL of the endpoint', { ...fromVpc, ...door({ SubnetIds: [ref('Public')] }), ...acl(), AclAssociation: resource('AWS::EC2::SubnetNetworkAclAssociation', { SubnetId: ref('Public'), NetworkAclId: ref('Acl') }) }, 'no', 'the network ACL of the endpoint Door'],
] as const)('%s', (_, changes, answer, because) => {
  const found = reach(changes);

  expect(found.answer).toBe(answer);
  expect(found.because).toContain(because);
});

const table = { Role: roleAllowing({ Action: 'dynamodb:GetItem', Resource: att('Table', 'Arn') }) };
const gateway = (properties: object) => ({
  Door: resource('AWS::EC2::VPCEndpoint', { VpcId: ref('Vpc'), ServiceName: 'com.amazonaws.eu-west-1.dynamodb', RouteTableIds: [ref('PrivateTable')], ...properties }),
});
const allowing = (Resource: unknown) => ({ PolicyDocument: { Statement: [{ Effect: 'Allow', Principal: '*', Action: 'dynamodb:*', Resource }] } });

test.each([
  ['over a gateway endpoint', gateway({}), 'yes'],
  ['a gateway endpoint that the route table does not know', gateway({ RouteTableIds: [ref('PublicTable')] }), 'no'],
  ['a gateway endpoint whose route tables a parameter names', gateway({ RouteTableIds: [ref('Given')] }), 'undecided'],
  ['a gateway endpoint for this table', gateway(allowing(att('Table', 'Arn'))), 'yes'],
  ['a gateway endpoint for another table', { ...gateway(allowing(att('Other', 'Arn'))), Other: resource('AWS::DynamoDB::Table') }, 'no'],
  ['a gateway endpoint for a table by name', gateway(allowing('arn:aws:dynamodb:eu-west-1:111122223333:table/other')), 'yes'],
] as const)('DynamoDB: %s', (_, changes, answer) => {
  expect(reach({ ...isolated, ...table, ...changes }).answer).toBe(answer);
});
