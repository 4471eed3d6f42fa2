import { judge } from '../../aspects/engine/audit';
import { JsonObject } from '../../aspects/model/json';
import { SetProperty } from '../../aspects/rule/patch';
import { isDeclined } from '../../aspects/rule/rule';
import { resourcePolicySourceBound as rule } from '../../aspects/rules/identity/resource-policy-source-bound';
import { modelOfTemplate } from '../support/synthesis';

const policy = (...Statement: object[]) => ({ Type: 'AWS::SQS::QueuePolicy', Properties: { Queues: ['q'], PolicyDocument: { Version: '2012-10-17', Statement } } });
const key = (Statement: object) => ({ Type: 'AWS::KMS::Key', Properties: { KeyPolicy: { Statement } } });
const allow = (Service: string | string[], more: object = {}) => ({ Effect: 'Allow', Principal: { Service }, Action: '*', Resource: '*', ...more });

function found(holder: object, others: object = {}) {
  const app = modelOfTemplate({ Resources: { Holder: holder, ...others } });
  return { app, found: judge(app, [rule]).judgements.map(judgement => judgement.found).filter(({ verdict }) => verdict === 'noncompliant') };
}

/** The statements after the repair of the first finding, or why there is none. */
function repaired(holder: { readonly Type: string; readonly Properties: object }): unknown {
  const judged = found(holder);
  const answer = rule.fix!.repair(judged.found[0], judged.app);
  if (isDeclined(answer)) return answer.declined;
  const { property, value } = answer.patches[0] as SetProperty;
  const after = found({ ...holder, Properties: { ...holder.Properties, [property]: value } }).found;
  expect(after.filter(({ detail }) => detail === judged.found[0].detail)).toEqual([]);
  return (value as JsonObject).Statement;
}

const sub = (service: string) => ({ 'Fn::Sub': `arn:\${AWS::Partition}:${service}:*:\${AWS::AccountId}:*` });

test('each service is asked by what it says: its resource, its account, its log group', () => {
  expect(repaired(policy(allow(['sns.amazonaws.com', 'events.amazonaws.com'])))).toEqual([
    allow(['sns.amazonaws.com', 'events.amazonaws.com'], { Condition: { ArnLike: { 'aws:SourceArn': [sub('sns'), sub('events')] } } }),
  ]);
  expect(repaired(policy(allow('s3.amazonaws.com')))).toEqual([
    allow('s3.amazonaws.com', { Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } } }),
  ]);
  expect(repaired(key(allow('logs.eu-west-1.amazonaws.com')))).toEqual([
    allow('logs.eu-west-1.amazonaws.com', { Condition: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': sub('logs') } } }),
  ]);
});

test('alarms say their account to a key, and their ARN to a topic', () => {
  expect(repaired(key(allow('cloudwatch.amazonaws.com')))).toEqual([
    allow('cloudwatch.amazonaws.com', { Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } } }),
  ]);
  expect(repaired({ Type: 'AWS::SNS::TopicPolicy', Properties: { Topics: ['t'], PolicyDocument: { Statement: allow('cloudwatch.amazonaws.com') } } })).toEqual([
    allow('cloudwatch.amazonaws.com', { Condition: { ArnLike: { 'aws:SourceArn': sub('cloudwatch') } } }),
  ]);
});

test('CloudTrail is not asked where the key is of an event data store: there it says nothing', () => {
  const store = (KmsKeyId: unknown) => ({ Store: { Type: 'AWS::CloudTrail::EventDataStore', Properties: { KmsKeyId } } });
  const both = key(allow(['cloudtrail.amazonaws.com', 'delivery.logs.amazonaws.com']));
  expect(found(key(allow('cloudtrail.amazonaws.com')), store({ Ref: 'Holder' })).found).toEqual([]);
  expect(found(key(allow('cloudtrail.amazonaws.com')), store('alias/other')).found).toHaveLength(1);
  const { app, found: [rest] } = found(both, store({ 'Fn::GetAtt': ['Holder', 'Arn'] }));
  expect(rest.detail).toBe('delivery.logs');
  expect(rule.fix!.repair(rest, app)).toEqual({ declined: 'a statement of Holder lets in others besides delivery.logs: give each a statement of its own' });
});

test('what a statement asks already stays, and so do other statements', () => {
  const others = [allow('lambda.amazonaws.com'), { ...allow('s3.amazonaws.com'), Effect: 'Deny' }];
  const Condition = { Bool: { 'aws:SecureTransport': 'true' }, StringEquals: { 'aws:ResourceAccount': 'x' } };
  expect(repaired(policy(...others, allow('s3.amazonaws.com', { Condition })))).toEqual([
    ...others,
    allow('s3.amazonaws.com', { Condition: { ...Condition, StringEquals: { 'aws:ResourceAccount': 'x', 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } } }),
  ]);
});

test.each<[string, { readonly Type: string; readonly Properties: object }, string]>([
  ['principals of other kinds', policy(allow('s3.amazonaws.com', { Principal: { Service: 's3.amazonaws.com', AWS: '111122223333' } })),
    'a statement of Holder lets in others besides s3: give each a statement of its own'],
  ['services that say different things', policy(allow(['s3.amazonaws.com', 'sns.amazonaws.com'])),
    'a statement of Holder lets in others besides s3 and sns: give each a statement of its own'],
  ['a source of whatever account', policy(allow('sns.amazonaws.com', { Condition: { ArnLike: { 'AWS:SourceArn': 'arn:aws:sns:*:*:*' } } })),
    'a statement of Holder asks for aws:SourceArn already, of whatever account'],
  ['statements that a function makes', { Type: 'AWS::SQS::QueuePolicy', Properties: { PolicyDocument: { 'Fn::If': ['A', { Statement: allow('s3.amazonaws.com') }, { Statement: allow('s3.amazonaws.com') }] } } },
    'the policy of Holder is written so that only the deployment knows its statements'],
])('is left to its author: %s', (_, holder, why) => {
  expect(repaired(holder)).toBe(why);
});
