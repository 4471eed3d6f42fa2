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
