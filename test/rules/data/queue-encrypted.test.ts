import { judge } from '../../../aspects/engine/audit';
import { Repair } from '../../../aspects/rule/rule';
import { queueEncrypted } from '../../../aspects/rules/data/queue-encrypted';
import { modelOfTemplate } from '../../support/synthesis';

const QUEUE = { Type: 'AWS::SQS::Queue', Properties: { SqsManagedSseEnabled: false } };
const ANYBODY = { Effect: 'Allow', Principal: '*', Action: 'sqs:SendMessage', Resource: '*' };
const policy = (Statement: unknown, Queues: unknown = [{ Ref: 'Queue' }]) => ({ Type: 'AWS::SQS::QueuePolicy', Properties: { Queues, PolicyDocument: { Statement } } });

/** The level of the fix of the queue `Queue`, beside which other resources stand. */
function levelBeside(others: object): string {
  const app = modelOfTemplate({
    Parameters: { P: { Type: 'String' } },
    Conditions: { C: { 'Fn::Equals': [{ Ref: 'P' }, 'x'] } },
    Resources: { Queue: QUEUE, Other: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'other' } }, Role: { Type: 'AWS::IAM::Role' }, ...others },
  });
  return (queueEncrypted.fix!.repair(judge(app, [queueEncrypted]).judgements[0].found, app) as Repair).level;
}

describe('unsigned requests may come, so that the fix is strict,', () => {
  test.each<[string, unknown]>([
    ['to anybody', ANYBODY], ['in a map', { ...ANYBODY, Principal: { AWS: '*' } }], ['in a list', [{ Effect: 'Deny' }, { ...ANYBODY, Principal: { AWS: ['123456789012', '*'] } }]],
    ['to all but some', { ...ANYBODY, Principal: undefined, NotPrincipal: { AWS: '123456789012' } }], ['to whom a parameter names', { ...ANYBODY, Principal: { AWS: { Ref: 'P' } } }],
    ['over TLS', { ...ANYBODY, Condition: { Bool: { 'aws:SecureTransport': 'true' } } }], ['from an address', { ...ANYBODY, Condition: { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } } }],
    ['by an endpoint', { ...ANYBODY, Condition: { StringEquals: { 'aws:SourceVpce': 'vpce-1' } } }],
    ['where a key, if it is there, is right', { ...ANYBODY, Condition: { StringEqualsIfExists: { 'aws:PrincipalOrgID': 'o-1' } } }],
    ['where a key is not wrong', { ...ANYBODY, Condition: { StringNotEquals: { 'aws:PrincipalOrgID': 'o-1' } } }],
    ['under a condition that a parameter is', { ...ANYBODY, Condition: { Ref: 'P' } }], ['in one branch', { 'Fn::If': ['C', ANYBODY, { Ref: 'AWS::NoValue' }] }], ['or not: a parameter says', { Ref: 'P' }],
  ])('%s', (_, statement) => {
    expect(levelBeside({ Policy: policy(statement) })).toBe('STRICT');
  });

  test.each<[string, unknown]>([['by a parameter', [{ Ref: 'P' }]], ['among others', [{ Ref: 'Other' }, { Ref: 'Queue' }]], ['in one branch', [{ 'Fn::If': ['C', { Ref: 'Queue' }, { Ref: 'Other' }] }]]])('by a policy that names the queue %s', (_, queues) => {
    expect(levelBeside({ Policy: policy(ANYBODY, queues) })).toBe('STRICT');
  });

  test('by the policy of one queue', () => {
    expect(levelBeside({ Policy: { Type: 'AWS::SQS::QueueInlinePolicy', Properties: { Queue: { Ref: 'Queue' }, PolicyDocument: { Statement: ANYBODY } } } })).toBe('STRICT');
  });
});

describe('every request is signed, so that the fix is safe,', () => {
  test('without a policy', () => {
    expect(levelBeside({})).toBe('SAFE');
  });

  test.each<[string, unknown]>([
    ['to a role', { ...ANYBODY, Principal: { AWS: { 'Fn::GetAtt': ['Role', 'Arn'] } } }], ['to an account', { ...ANYBODY, Principal: { AWS: { Ref: 'AWS::AccountId' } } }],
    ['to the root of an account', { ...ANYBODY, Principal: { AWS: { 'Fn::Sub': 'arn:${AWS::Partition}:iam::${P}:root' } } }], ['to a service', { ...ANYBODY, Principal: { Service: 'sns.amazonaws.com' } }],
    ['denied', { ...ANYBODY, Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }],
    ['in an organisation', { ...ANYBODY, Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } } }], ['for a topic', { ...ANYBODY, Condition: { ArnLike: { 'AWS:SourceArn': 'arn:aws:sns:*' } } }],
    ['by a service', { ...ANYBODY, Condition: { Bool: { 'aws:PrincipalIsAWSService': 'true' } } }],
  ])('%s', (_, statement) => {
    expect(levelBeside({ Policy: policy(statement) })).toBe('SAFE');
  });

  test.each<[string, unknown]>([['by reference', [{ Ref: 'Other' }]], ['by its URL', ['https://sqs.eu-west-1.amazonaws.com/123456789012/other']], ['of another application', ['https://sqs.eu-west-1.amazonaws.com/123456789012/third']]])(
    'by a policy of another queue, %s', (_, queues) => {
      expect(levelBeside({ Policy: policy(ANYBODY, queues) })).toBe('SAFE');
    });
});
