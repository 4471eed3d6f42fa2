import { NetworkLink, networkLinks } from '../../aspects/network/links';
import { att, networkOf, ref, resource } from '../support/network';

const drawn = ({ kind, from, to, label, answer }: NetworkLink) =>
  [from.logicalId, kind, typeof to === 'string' ? to : to.logicalId, label, answer].filter(part => part !== undefined).join(' ');

test('draws the way from a function to what it calls', () => {
  const app = networkOf({
    Callers: resource('AWS::EC2::SecurityGroup', { SecurityGroupEgress: [{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, DestinationSecurityGroupId: att('Group', 'GroupId') }] }),
    Door: resource('AWS::EC2::VPCEndpoint', { VpcId: ref('Vpc'), ServiceName: 'com.amazonaws.eu-west-1.sqs', VpcEndpointType: 'Interface', SubnetIds: [ref('Private')], SecurityGroupIds: [ref('Group')] }),
    Acl: resource('AWS::EC2::NetworkAcl', { VpcId: ref('Vpc') }),
    Association: resource('AWS::EC2::SubnetNetworkAclAssociation', { SubnetId: ref('Public'), NetworkAclId: ref('Acl') }),
  });

  expect(networkLinks(app).map(drawn)).toEqual([
    'Function stands in Private yes',
    'Function guarded by Group yes',
    'Function reaches Secrets Manager from Private yes',
    'Public filtered by Acl',
    'Public routed to Gateway yes',
    'Private routed to Nat yes',
    'Door opens to sqs',
    'Door stands in Private',
    'Door guarded by Group',
    'Group lets out the whole world all traffic yes',
    'Callers lets out Group TCP port 443 yes',
  ]);
});

test('says what stands in the way', () => {
  const [reached] = networkLinks(networkOf({ PrivateRoute: undefined })).filter(link => link.kind === 'reaches');

  expect([reached.answer, reached.because]).toEqual(['no', expect.stringContaining('no way to the internet')]);
});

test('draws with a doubt what a condition or a parameter decides, and leaves out what stands elsewhere', () => {
  const app = networkOf({
    Function: resource('AWS::Lambda::Function', {
      Role: att('Role', 'Arn'),
      VpcConfig: { SubnetIds: [{ 'Fn::If': ['On', ref('Private'), ref('AWS::NoValue')] }, 'subnet-1'], SecurityGroupIds: ['sg-1'] },
    }),
    Door: resource('AWS::EC2::VPCEndpoint', {
      VpcId: ref('Vpc'), ServiceName: ref('Given'), VpcEndpointType: 'Interface', SubnetIds: ['subnet-1', ref('Private')], SecurityGroupIds: ['sg-1', ref('Group')],
    }),
    Own: resource('AWS::EC2::SecurityGroupIngress', { GroupId: 'sg-1', IpProtocol: 'tcp', FromPort: 443, ToPort: 443, SourceSecurityGroupId: 'sg-2' }),
    Perhaps: resource('AWS::EC2::SecurityGroup', {
      SecurityGroupIngress: [{ 'Fn::If': ['On', { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: ref('Given') }, ref('AWS::NoValue')] }],
      SecurityGroupEgress: [{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, DestinationPrefixListId: ref('List') }],
    }),
    List: resource('AWS::EC2::PrefixList', { Entries: [{ Cidr: '10.0.0.0/16' }, { Cidr: ref('Given') }] }),
    PrivateRoute: resource('AWS::EC2::Route', { RouteTableId: ref('PrivateTable'), DestinationCidrBlock: '0.0.0.0/0', TransitGatewayId: 'tgw-1' }),
  });

  expect(networkLinks(app).map(drawn)).toEqual([
    'Function stands in Private undecided',
    'Function reaches Secrets Manager from Private undecided',
    'Public routed to Gateway yes',
    'Private routed to elsewhere yes',
    'Door opens to a service that is only known at deployment',
    'Door stands in Private',
    'Door guarded by Group',
    'Group lets out the whole world all traffic yes',
    'Perhaps lets in a range that only the deployment knows TCP port 443 undecided',
    'Perhaps lets out List TCP port 443 yes',
    'Own lets in sg-2 TCP port 443 yes',
  ]);
});
