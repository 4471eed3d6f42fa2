import { needsOf } from '../../aspects/network/needs';
import { placementOf } from '../../aspects/network/placement';
import { at, att, networkOf, ref, resource, roleAllowing } from '../support/network';

function needs(role: object | undefined, changes: Record<string, object> = {}) {
  const app = networkOf({ Role: role, Queue: resource('AWS::SQS::Queue'), ...changes });
  return needsOf(at(app, 'Function'), app).map(need => need.prefix);
}

const mapping = (properties: object = {}) => ({ Mapping: resource('AWS::Lambda::EventSourceMapping', { FunctionName: ref('Function'), ...properties }) });
const POLL = { Action: ['sqs:ReceiveMessage', 'sqs:DeleteMessage'], Resource: att('Queue', 'Arn') };
const SEND = { Action: 'sqs:SendMessage', Resource: att('Queue', 'Arn') };

test.each([
  ['what is granted, once', roleAllowing({ Action: ['s3:GetObject', 's3:PutObject', 'DynamoDB:Query'], Resource: '*' }), ['s3', 'dynamodb']],
  ['logs, traces, keys and network interfaces are not called by the code', roleAllowing({ Action: ['logs:*', 'xray:*', 'kms:Decrypt', 'ec2:CreateNetworkInterface'], Resource: '*' }), []],
  ['everything says nothing', roleAllowing({ Action: '*', Resource: '*' }), []],
  ['all but some says nothing', roleAllowing({ NotAction: 's3:*', Resource: '*' }), []],
  ['a denial grants nothing', roleAllowing({ Effect: 'Deny', Action: 's3:*', Resource: '*' }), []],
  ['a role from elsewhere says nothing', undefined, []],
  ['a queue that the code reads itself', roleAllowing(POLL), ['sqs']],
] as const)('%s', (_, role, expected) => {
  expect(needs(role)).toEqual(expected);
});

test('what a poller does is not called by the code', () => {
  expect(needs(roleAllowing(POLL), mapping({ EventSourceArn: att('Queue', 'Arn') }))).toEqual([]);
});

test('what Lambda writes to after the function has ended is not called by the code', () => {
  const failed = { DestinationConfig: { OnFailure: { Destination: att('Queue', 'Arn') } } };

  expect(needs(roleAllowing(SEND))).toEqual(['sqs']);
  expect(needs(roleAllowing(SEND), mapping(failed))).toEqual([]);
  expect(needs(roleAllowing(SEND), { Config: resource('AWS::Lambda::EventInvokeConfig', { FunctionName: ref('Function'), ...failed }) })).toEqual([]);
});

test('a function without subnets stands in no VPC', () => {
  const app = networkOf({ Function: resource('AWS::Lambda::Function', { VpcConfig: { SubnetIds: [], SecurityGroupIds: [] } }) });

  expect(placementOf(at(app, 'Function'), app)).toBeUndefined();
});

test('a place in one branch of a condition is not certain', () => {
  const config = { SubnetIds: [ref('Private')], SecurityGroupIds: ['sg-1'] };
  const app = networkOf({ Function: resource('AWS::Lambda::Function', { VpcConfig: { 'Fn::If': ['Unsure', config, ref('AWS::NoValue')] } }) });

  expect(placementOf(at(app, 'Function'), app)!.subnets.map(one => [one.resource?.logicalId, one.certain])).toEqual([['Private', false]]);
});
