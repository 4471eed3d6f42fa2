import { publicStatements } from '../../aspects/policy/public-statements';
import { modelOfTemplate } from '../support/synthesis';

function verdicts(type: string, properties: object, more: object = {}): readonly string[] {
  const app = modelOfTemplate({ Parameters: { Who: { Type: 'String' } }, Resources: { Policy: { Type: type, Properties: properties }, ...more } } as never);
  return [...publicStatements(app.ofType(type)[0], app)].map(({ verdict, detail }) => `${verdict} ${detail}`);
}

const open = { Effect: 'Allow', Principal: '*', Action: 'sqs:SendMessage', Resource: '*' };
const ofQueue = (...Statement: readonly object[]) => verdicts('AWS::SQS::QueuePolicy', { Queues: ['jobs'], PolicyDocument: { Statement } });

describe('who a statement lets in', () => {
  it.each([
    ['a bucket by its name, of whichever account', { ArnLike: { 'aws:SourceArn': 'arn:aws:s3:*:*:uploads' } }, []],
    ['a bucket of any name', { ArnLike: { 'aws:SourceArn': 'arn:aws:s3:*:*:*' } }, ['noncompliant sqs:SendMessage']],
    ['a topic of whichever account', { ArnLike: { 'aws:SourceArn': 'arn:aws:sns:*:*:orders' } }, ['noncompliant sqs:SendMessage']],
    ['a topic of this account', { ArnLike: { 'aws:SourceArn': { 'Fn::Sub': 'arn:aws:sns:*:${AWS::AccountId}:*' } } }, []],
    ['a topic that a parameter names', { ArnLike: { 'aws:SourceArn': { Ref: 'Who' } } }, ['undecided sqs:SendMessage']],
    ['a pattern of everything', { StringLike: { 'aws:PrincipalArn': 'arn:*' } }, ['noncompliant sqs:SendMessage']],
  ])('reads %s', (_, Condition, expected) => {
    expect(ofQueue({ ...open, Condition })).toEqual(expected);
  });

  it.each([
    ['this account', { AWS: { Ref: 'AWS::AccountId' } }, []],
    ['a role of this account', { AWS: { 'Fn::Sub': 'arn:aws:iam::${AWS::AccountId}:role/sender' } }, []],
    ['whoever a parameter names', { AWS: { 'Fn::Sub': '${Who}' } }, ['undecided sqs:SendMessage']],
    ['one of several', { AWS: ['111122223333', '*'] }, ['noncompliant sqs:SendMessage']],
    ['nobody', {}, []],
  ])('reads %s', (_, Principal, expected) => {
    expect(ofQueue({ ...open, Principal })).toEqual(expected);
  });
});

describe('a denial beside what is allowed', () => {
  const denial = { Effect: 'Deny', Principal: '*', Action: 'sqs:*', Resource: '*', Condition: { StringNotEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } } };

  it.each([
    ['keeps others out', {}, []],
    ['is about another action', { Action: 'sqs:DeleteMessage' }, ['noncompliant sqs:SendMessage']],
    ['is about another resource', { Resource: 'arn:aws:sqs:eu-west-1:111122223333:other' }, ['noncompliant sqs:SendMessage']],
    ['names what it spares', { NotAction: 'sqs:GetQueueUrl', Action: undefined }, ['noncompliant sqs:SendMessage']],
    ['is about plain text', { Condition: { Bool: { 'aws:SecureTransport': 'false' } } }, ['noncompliant sqs:SendMessage']],
  ])('%s', (_, change, expected) => {
    expect(ofQueue(open, JSON.parse(JSON.stringify({ ...denial, ...change })) as object)).toEqual(expected);
  });
});

describe('what is allowed', () => {
  it('is told in short', () => {
    expect(ofQueue({ ...open, Action: ['sqs:A', 'sqs:B', 'sqs:C', 'sqs:D'] })).toEqual(['noncompliant sqs:A, sqs:B, sqs:C and 1 more']);
    expect(ofQueue({ ...open, Action: undefined, NotAction: 'sqs:DeleteQueue' })).toEqual(['noncompliant all but sqs:DeleteQueue']);
  });

  it('is refused by buckets that block it, whichever of the two settings does', () => {
    const PolicyDocument = { Statement: { ...open, Action: 's3:GetObject' } };
    const bucket = (settings: object) => ({ Bucket: { Type: 'AWS::S3::Bucket', Properties: { PublicAccessBlockConfiguration: settings } } });
    const ofBucket = (settings: object) => verdicts('AWS::S3::BucketPolicy', { Bucket: { Ref: 'Bucket' }, PolicyDocument }, bucket(settings));
    expect(ofBucket({ RestrictPublicBuckets: 'true' })).toEqual([]);
    expect(ofBucket({ BlockPublicPolicy: true })).toEqual([]);
    expect(ofBucket({ BlockPublicAcls: true })).toEqual(['noncompliant s3:GetObject']);
  });
});
