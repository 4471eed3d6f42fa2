import { judge } from '../../aspects/engine/audit';
import { FixLevel } from '../../aspects/fix-level';
import { SetProperty } from '../../aspects/rule/patch';
import { isDeclined, Rule } from '../../aspects/rule/rule';
import { bucketTlsOnly } from '../../aspects/rules/data/bucket-tls-only';
import { queueTlsOnly } from '../../aspects/rules/data/queue-tls-only';
import { topicTlsOnly } from '../../aspects/rules/data/topic-tls-only';
import { modelOfTemplate } from '../support/synthesis';

/** What the rule says of a template, and how it would repair the first finding. */
function repaired(rule: Rule, Resources: object, rest: object = {}) {
  const app = modelOfTemplate({ ...rest, Resources });
  const { judgements, failures } = judge(app, [rule]);
  expect(failures).toEqual([]);
  const [first] = judgements;
  const answer = first && rule.fix!.repair(first.found, app);
  return {
    verdicts: judgements.map(({ found }) => found.verdict),
    level: answer && !isDeclined(answer) ? answer.level : undefined,
    patches: answer && !isDeclined(answer) ? answer.patches : [],
    declined: answer && isDeclined(answer) ? answer.declined : undefined,
  };
}

const allowed = { Effect: 'Allow', Principal: { AWS: '111122223333' }, Action: 's3:GetObject', Resource: 'arn:aws:s3:::orders/*' };
const policy = (PolicyDocument: unknown) => ({ Type: 'AWS::S3::BucketPolicy', Properties: { Bucket: { Ref: 'Bucket' }, PolicyDocument } });
const CLOSED = {
  PublicAccessBlockConfiguration: { BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true },
};
const bucket = (Properties: object = CLOSED) => ({ Type: 'AWS::S3::Bucket', Properties });

describe('the fix for plain text', () => {
  test('keeps what the policy says, and adds a statement at the end', () => {
    const { level, patches } = repaired(bucketTlsOnly, { Bucket: bucket(), Policy: policy({ Statement: allowed }) });

    expect(level).toBe(FixLevel.SAFE);
    const [patch] = patches as SetProperty[];
    expect([patch.property, (patch.value as readonly unknown[])[0]]).toEqual(['PolicyDocument.Statement', allowed]);
    expect((patch.value as readonly unknown[])[1]).toMatchObject({ Effect: 'Deny', Principal: '*', Action: 's3:*' });
  });

  test('adds it to each of several policies, of which the bucket keeps one', () => {
    const other = { Effect: 'Allow', Principal: { AWS: '444455556666' }, Action: 's3:PutObject', Resource: 'arn:aws:s3:::orders/*' };
    const Resources = { Bucket: bucket(), One: policy({ Statement: allowed }), Other: policy({ Statement: [other] }) };
    const { verdicts, patches } = repaired(bucketTlsOnly, Resources);

    expect(verdicts).toEqual(['noncompliant']);
    const repairs = (patches as SetProperty[]).map(({ resource, value }) => [resource.logicalId, (value as readonly unknown[]).length]);
    expect(repairs).toEqual([['One', 2], ['Other', 2]]);
  });

  test('asks about the one of several policies that lacks it', () => {
    const tls = { Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: [{ 'Fn::GetAtt': ['Bucket', 'Arn'] }, { 'Fn::Sub': '${Bucket.Arn}/*' }] };
    const refusing = { ...tls, Condition: { Bool: { 'aws:SecureTransport': 'false' } } };
    const app = modelOfTemplate({ Resources: { Bucket: bucket(), One: policy({ Statement: allowed }), Other: policy({ Statement: [refusing] }) } });

    expect(judge(app, [bucketTlsOnly]).judgements.map(({ found }) => [found.verdict, (found.subject as { logicalId?: string }).logicalId])).toEqual([['undecided', 'One']]);
  });

  test.each([
    ['a bucket whose name nobody else can know', CLOSED, {}, FixLevel.SAFE],
    ['a bucket that says nothing of public access', {}, {}, FixLevel.STRICT],
    ['a bucket with a name', { ...CLOSED, BucketName: 'orders' }, {}, FixLevel.STRICT],
    ['a bucket that an output names', CLOSED, { Outputs: { Name: { Value: { Ref: 'Bucket' } } } }, FixLevel.STRICT],
    ['a bucket that only the CDK exports', CLOSED, { Outputs: { ExportsOutputRefBucket: { Value: { Ref: 'Bucket' } } } }, FixLevel.SAFE],
    ['a bucket that browsers may read', { PublicAccessBlockConfiguration: { BlockPublicAcls: true } }, {}, FixLevel.STRICT],
  ])('gives a first policy to %s at the right level', (_, properties, rest, level) => {
    expect(repaired(bucketTlsOnly, { Bucket: bucket(properties) }, rest).level).toBe(level);
  });

  test.each([
    ['a website', { Bucket: bucket({ WebsiteConfiguration: { IndexDocument: 'index.html' } }) }, /website endpoint/],
    ['a policy that a condition chooses', { Bucket: bucket(), Policy: policy({ Statement: { 'Fn::If': ['C', [allowed], []] } }) }, /only the deployment/],
    ['a policy written as text', { Bucket: bucket(), Policy: policy(JSON.stringify({ Statement: [allowed] })) }, /only the deployment/],
    ['a policy that AWS writes', { Bucket: bucket(), Flow: { Type: 'AWS::EC2::FlowLog', Properties: { LogDestination: { 'Fn::GetAtt': ['Bucket', 'Arn'] } } } }, /Flow/],
    ['a bucket elsewhere', { Policy: { ...policy({ Statement: [allowed] }), Properties: { Bucket: 'orders', PolicyDocument: { Statement: [allowed] } } } }, /not part/],
  ])('leaves alone %s', (_, resources, reason) => {
    expect(repaired(bucketTlsOnly, resources).declined).toMatch(reason);
  });

  test('leaves a queue alone to which something delivers by a policy that stands elsewhere', () => {
    const subscription = { Type: 'AWS::SNS::Subscription', Properties: { TopicArn: { Ref: 'Topic' }, Protocol: 'sqs', Endpoint: { 'Fn::GetAtt': ['Queue', 'Arn'] } } };
    const { declined } = repaired(queueTlsOnly, { Queue: { Type: 'AWS::SQS::Queue' }, Topic: { Type: 'AWS::SNS::Topic' }, subscription });
    expect(declined).toMatch(/Topic delivers needs a policy/);
  });

  test.each([[queueTlsOnly, 'AWS::SQS::QueuePolicy', 'Queues'], [topicTlsOnly, 'AWS::SNS::TopicPolicy', 'Topics']] as const)('leaves alone what is elsewhere: %s', (rule, Type, names) => {
    const elsewhere = { Type, Properties: { [names]: [{ 'Fn::ImportValue': 'elsewhere' }], PolicyDocument: { Statement: [{ ...allowed, Action: 'sns:Publish' }] } } };
    expect(repaired(rule, { Policy: elsewhere }).declined).toMatch(/not part of the application/);
  });

  test('repeats what the default policy of a topic lets its own account do', () => {
    const { level, patches } = repaired(topicTlsOnly, { Topic: { Type: 'AWS::SNS::Topic' } });
    expect(level).toBe(FixLevel.STRICT);
    expect(JSON.stringify(patches, (key, value) => (key === 'template' ? undefined : value))).toContain('aws:SourceOwner');
  });
});

const refusing = {
  Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: ['arn:aws:s3:::orders', 'arn:aws:s3:::orders/*'], Condition: { Bool: { 'aws:SecureTransport': 'false' } },
};

test.each<[string, object, string[]]>([
  ['a denial of all but one action that matters not', { ...refusing, Action: undefined, NotAction: 's3:GetBucketLocation' }, []],
  ['a denial without a condition', { ...refusing, Condition: undefined }, []],
  ['a pattern of resources', { ...refusing, Resource: 'arn:aws:s3:::orders*' }, []],
  ['a principal only the deployment knows', { ...refusing, Principal: { AWS: { Ref: 'Who' } } }, ['undecided']],
  ['a condition only the deployment knows', { ...refusing, Condition: { Ref: 'When' } }, ['undecided']],
  ['a condition that is none', { ...refusing, Condition: 'never' }, ['noncompliant']],
  ['a test for calls with TLS', { ...refusing, Condition: { Bool: { 'aws:SecureTransport': 'true' } } }, ['noncompliant']],
  ['all but one principal', { ...refusing, Principal: undefined, NotPrincipal: { AWS: '111122223333' } }, ['noncompliant']],
  ['all but some resources', { ...refusing, Resource: undefined, NotResource: 'arn:aws:s3:::orders/public/*' }, ['noncompliant']],
  ['another bucket with a longer name', { ...refusing, Resource: ['arn:aws:s3:::orders', 'arn:aws:s3:::orders-old/*'] }, ['noncompliant']],
])('reads %s', (_, statement, verdicts) => {
  expect(repaired(bucketTlsOnly, { Bucket: bucket({ BucketName: 'orders' }), Policy: policy({ Statement: [statement] }) }).verdicts).toEqual(verdicts);
});
