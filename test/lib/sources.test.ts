import * as cdk from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kinesis from 'aws-cdk-lib/aws-kinesis';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as scheduler from 'aws-cdk-lib/aws-scheduler';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { judge } from '../../aspects/engine/audit';
import { liesUnder } from '../../aspects/model/construct-path';
import { RULES } from '../../aspects/rules';
import { isAtLeast, Severity } from '../../aspects/severity';
import { SecureFunction, SecureFunctionProps, SecurityAlarms, StreamSource } from '../../lib';
import { Boundary } from '../../lib/private/boundary';
import { modelOf, testApp } from '../support/synthesis';

const CODE = lambda.Code.fromInline('exports.handler = async () => {};');
const HOURLY = scheduler.ScheduleExpression.rate(cdk.Duration.hours(1));
const seconds = (count: number) => cdk.Duration.seconds(count);

function secured(props: Partial<SecureFunctionProps> = {}) {
  const app = testApp();
  const stack = new cdk.Stack(app, 'Stack');
  const fn = new SecureFunction(stack, 'Orders', { code: CODE, ...props });
  const id = (one: cdk.IResource) => stack.getLogicalId(one.node.defaultChild as cdk.CfnResource);
  return { app, stack, fn, template: () => Template.fromStack(stack), id };
}

describe('a queue', () => {
  test('is worked on in batches of which parts may fail, ten at the same time, by the live alias', () => {
    const { stack, fn, template, id } = secured();
    const queue = new sqs.Queue(stack, 'Queue');
    fn.addQueueSource(queue);
    template().hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      EventSourceArn: { 'Fn::GetAtt': [id(queue), 'Arn'] },
      FunctionName: { Ref: id(fn.alias) },
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ScalingConfig: { MaximumConcurrency: 10 },
    });
  });

  test('without a dead-letter queue gets one beside it, as closed as itself', () => {
    const { stack, fn, template } = secured();
    const key = new kms.Key(stack, 'Key');
    fn.addQueueSource(new sqs.Queue(stack, 'Queue', { fifo: true, encryptionMasterKey: key }));
    template().hasResourceProperties('AWS::SQS::Queue', { RedrivePolicy: { maxReceiveCount: 5 }, FifoQueue: true });
    template().hasResourceProperties('AWS::SQS::Queue', { FifoQueue: true, MessageRetentionPeriod: 1209600, KmsMasterKeyId: Match.anyValue(), RedrivePolicy: Match.absent() });
  });

  test('keeps the dead-letter queue that it has, and a queue from elsewhere stays as it is', () => {
    const { stack, fn, template } = secured();
    fn.addQueueSource(new sqs.Queue(stack, 'Queue', { deadLetterQueue: { queue: new sqs.Queue(stack, 'Dead'), maxReceiveCount: 3 } }));
    fn.addQueueSource(sqs.Queue.fromQueueArn(stack, 'Foreign', 'arn:aws:sqs:eu-west-1:123456789012:foreign'));
    template().resourceCountIs('AWS::SQS::Queue', 2);
    template().hasResourceProperties('AWS::SQS::Queue', { RedrivePolicy: { maxReceiveCount: 3 } });
  });

  test('is filtered, batched and bounded as asked', () => {
    const { stack, fn, template } = secured({ reservedConcurrency: 5 });
    const filters = [lambda.FilterCriteria.filter({ body: { kind: lambda.FilterRule.isEqual('order') } })];
    fn.addQueueSource(new sqs.Queue(stack, 'Queue', { visibilityTimeout: seconds(60) }), { batchSize: 50, maxBatchingWindow: seconds(30), filters });
    fn.addQueueSource(new sqs.Queue(stack, 'Other'), { maxConcurrency: 3 });
    template().hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      BatchSize: 50, MaximumBatchingWindowInSeconds: 30, ScalingConfig: { MaximumConcurrency: 2 }, FilterCriteria: { Filters: [{ Pattern: '{"body":{"kind":["order"]}}' }] },
    });
    template().hasResourceProperties('AWS::Lambda::EventSourceMapping', { ScalingConfig: { MaximumConcurrency: 3 } });
  });

  test.each<[string, (stack: cdk.Stack) => sqs.QueueProps, object, string]>([
    ['hides a message too shortly', () => ({ visibilityTimeout: seconds(59) }), {},
      'queue: Stack/Queue hides a message for 59 seconds; the function runs up to 10 seconds, so that others would work on the same message: '
      + 'give the queue a visibilityTimeout of at least 60 seconds'],
    ['hides a message for its default', () => ({}), {}, 'queue: Stack/Queue hides a message for 30 seconds'],
    ['hides a message too shortly for the window', () => ({ visibilityTimeout: seconds(60) }), { maxBatchingWindow: seconds(5) }, 'of at least 65 seconds'],
    ['starts one at a time', () => ({ visibilityTimeout: seconds(60) }), { maxConcurrency: 1 }, 'maxConcurrency: a queue starts 2 to 1000 invocations at the same time, got 1;'],
    ['starts more than is reserved', () => ({ visibilityTimeout: seconds(60) }), { maxConcurrency: 30 }, 'maxConcurrency: 30 is more than reservedConcurrency: 20 lets run'],
    ['gives many messages without a window', () => ({ visibilityTimeout: seconds(60) }), { batchSize: 11 }, 'batchSize: more than 10 messages need a maxBatchingWindow'],
    ['is FIFO and gives many', () => ({ fifo: true, visibilityTimeout: seconds(60) }), { batchSize: 11 }, 'batchSize: a FIFO queue gives at most 10 messages, got 11'],
    ['is FIFO with a window', () => ({ fifo: true, visibilityTimeout: seconds(70) }), { maxBatchingWindow: seconds(1) }, 'maxBatchingWindow: a FIFO queue has none; leave it out'],
  ])('is refused that %s', (_, queueProps, props, message) => {
    const { stack, fn } = secured({ timeout: seconds(10), reservedConcurrency: 20 });
    const queue = new sqs.Queue(stack, 'Queue', queueProps(stack));
    expect(() => fn.addQueueSource(queue, props)).toThrow(message);
    expect(() => fn.addQueueSource(queue, props)).toThrow(/^Stack\/Orders: /);
  });

  test('is taken where only the deployment knows', () => {
    const { stack, fn } = secured({ timeout: seconds(10) });
    const number = new cdk.CfnParameter(stack, 'Number', { type: 'Number' }).valueAsNumber;
    expect(() => fn.addQueueSource(new sqs.Queue(stack, 'Queue', { visibilityTimeout: seconds(number) }), { maxConcurrency: number })).not.toThrow();
    const late = new SecureFunction(stack, 'Late', { code: CODE, timeout: seconds(number) });
    expect(() => late.addQueueSource(new sqs.Queue(stack, 'Other'))).not.toThrow();
  });

  test('is refused that keeps what this very function failed at, and worked on by another', () => {
    const { stack, fn } = secured();
    fn.addTopicSource(new sns.Topic(stack, 'Topic'));
    const says = (path: string) => `Stack/Orders: queue: ${path} is the function's own failureQueue, so what fails would come back to it, and fail again; work on it by another function`;
    expect(() => fn.addQueueSource(fn.failureQueue!)).toThrow(says('Stack/Orders/Failures'));
    expect(() => fn.addQueueSource(sqs.Queue.fromQueueArn(stack, 'Known', fn.failureQueue!.queueArn))).toThrow(says('Stack/Known'));
    const other = new SecureFunction(stack, 'Other', { code: CODE });
    other.addTopicSource(new sns.Topic(stack, 'OtherTopic'));
    expect(() => other.addQueueSource(fn.failureQueue!)).not.toThrow();
  });
});

test('sources of several stacks may be called the same there', () => {
  const { app, stack, fn } = secured();
  const stacks = [stack, new cdk.Stack(app, 'North'), new cdk.Stack(app, 'South')];
  for (const one of stacks) {
    fn.addQueueSource(new sqs.Queue(one, 'Queue'));
    fn.addTopicSource(new sns.Topic(one, 'Topic'));
    fn.addBucketSource(new s3.Bucket(one, 'Bucket'));
    fn.addStreamSource(StreamSource.kinesis(new kinesis.Stream(one, 'Stream')));
  }
  const { Resources } = app.synth().getStackByName('Stack').template;
  const variables = Resources[stack.getLogicalId(fn.lambda.node.defaultChild as cdk.CfnResource)].Properties.Environment.Variables;
  const parts: unknown[] = variables.RAMPART_FACTS['Fn::Join'][1];
  const { allow } = JSON.parse(parts.map(part => (typeof part === 'string' ? part : JSON.stringify(part).replace(/"/g, '\''))).join(''));
  expect(Object.keys(allow)).toEqual(['kinesis', 's3', 'sns', 'sqs']);
  for (const known of Object.values<string[]>(allow)) expect(new Set(known).size).toBe(3);
});

describe('a bucket', () => {
  test('notifies with SourceArn and SourceAccount, and what fails is kept', () => {
    const { stack, fn, template, id } = secured();
    const bucket = new s3.Bucket(stack, 'Inbox');
    fn.addBucketSource(bucket, { prefix: 'in/', suffix: '.csv', events: [s3.EventType.OBJECT_CREATED_PUT, s3.EventType.OBJECT_RESTORE_COMPLETED] });
    template().hasResourceProperties('AWS::Lambda::Permission', {
      Principal: 's3.amazonaws.com', SourceArn: { 'Fn::GetAtt': [id(bucket), 'Arn'] }, SourceAccount: { Ref: 'AWS::AccountId' }, FunctionName: { Ref: id(fn.alias) },
    });
    template().resourceCountIs('AWS::Lambda::Permission', 1);
    const [{ Properties }] = Object.values(template().findResources('Custom::S3BucketNotifications'));
    expect(Properties.NotificationConfiguration.LambdaFunctionConfigurations).toHaveLength(2);
    template().hasResourceProperties('AWS::Lambda::EventInvokeConfig', {
      MaximumEventAgeInSeconds: 3600, MaximumRetryAttempts: 2, DestinationConfig: { OnFailure: { Destination: { 'Fn::GetAtt': [id(fn.failureQueue!), 'Arn'] } } },
    });
  });

  test('of another stack is notified from the function\'s, so that the function may read it', () => {
    const { app, stack, fn } = secured();
    const bucket = new s3.Bucket(new cdk.Stack(app, 'Storage'), 'Inbox');
    fn.addBucketSource(bucket, { prefix: 'orders/' });
    fn.addBucketSource(bucket, { prefix: 'again/' });
    bucket.grantRead(fn);
    Template.fromStack(stack).hasResourceProperties('Custom::S3BucketNotifications', { Managed: false });
    expect(Template.fromStack(bucket.stack).findResources('Custom::S3BucketNotifications')).toEqual({});
  });

  test('of another stack is notified from one resource for all functions of a stack, since two would undo each other\'s work', () => {
    const { app, stack, fn } = secured();
    const bucket = new s3.Bucket(new cdk.Stack(app, 'Storage'), 'Inbox');
    const other = new SecureFunction(stack, 'Returns', { code: CODE });
    fn.addBucketSource(bucket, { prefix: 'orders/' });
    other.addBucketSource(bucket, { prefix: 'returns/' });
    const notifications = Object.values(Template.fromStack(stack).findResources('Custom::S3BucketNotifications'));
    expect(notifications).toHaveLength(1);
    const [{ Properties, DependsOn }] = notifications;
    const configurations: { LambdaFunctionArn: unknown }[] = Properties.NotificationConfiguration.LambdaFunctionConfigurations;
    const named = (one: SecureFunction) => ({ Ref: stack.getLogicalId(one.alias.node.defaultChild as cdk.CfnResource) });
    expect(configurations.map(({ LambdaFunctionArn }) => LambdaFunctionArn)).toEqual([named(fn), named(other)]);
    expect(DependsOn).toEqual(expect.arrayContaining(Object.keys(Template.fromStack(stack).findResources('AWS::Lambda::Permission'))));
  });

  test('of another stack is refused where it has notifications of its own, which would overwrite these', () => {
    const { app, stack, fn } = secured();
    const bucket = new s3.Bucket(new cdk.Stack(app, 'Storage'), 'Inbox');
    fn.addBucketSource(bucket);
    bucket.addObjectCreatedNotification(new cdk.aws_s3_notifications.SqsDestination(new sqs.Queue(bucket.stack, 'Queue')));
    expect(() => Template.fromStack(stack)).toThrow('bucket: Storage/Inbox has notifications in its own stack, which would overwrite those of the function\'s stack');
  });

  test('of another Region is refused', () => {
    const app = testApp();
    const fn = new SecureFunction(new cdk.Stack(app, 'Stack', { env: { region: 'eu-west-1', account: '123456789012' } }), 'Orders', { code: CODE });
    const bucket = new s3.Bucket(new cdk.Stack(app, 'Far', { env: { region: 'us-east-1', account: '123456789012' } }), 'Inbox', { bucketName: 'far' });
    expect(() => fn.addBucketSource(bucket)).toThrow('Stack/Orders: bucket: Far/Inbox is in us-east-1, and S3 notifies functions of its own Region only, got eu-west-1');
  });
});

describe('a topic', () => {
  test('delivers with SourceArn, and keeps what it could not deliver', () => {
    const { stack, fn, template, id } = secured();
    const topic = new sns.Topic(stack, 'Topic');
    fn.addTopicSource(topic, { filterPolicy: { kind: sns.SubscriptionFilter.stringFilter({ allowlist: ['order'] }) } });
    template().hasResourceProperties('AWS::Lambda::Permission', { Principal: 'sns.amazonaws.com', SourceArn: { Ref: id(topic) } });
    template().hasResourceProperties('AWS::SNS::Subscription', {
      Endpoint: { Ref: id(fn.alias) }, FilterPolicy: { kind: ['order'] }, RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': [id(fn.failureQueue!), 'Arn'] } },
    });
    template().resourceCountIs('AWS::Lambda::EventInvokeConfig', 1);
  });

  test('of another Region is subscribed to there', () => {
    const app = testApp();
    const stack = new cdk.Stack(app, 'Stack', { env: { region: 'eu-west-1', account: '123456789012' } });
    new SecureFunction(stack, 'Orders', { code: CODE }).addTopicSource(sns.Topic.fromTopicArn(stack, 'Far', 'arn:aws:sns:us-east-1:123456789012:far'));
    // SNS takes no dead-letter queue of another Region than the subscription's.
    Template.fromStack(stack).hasResourceProperties('AWS::SNS::Subscription', { Region: 'us-east-1', RedrivePolicy: Match.absent() });
    Template.fromStack(stack).hasResourceProperties('AWS::Lambda::Permission', { Principal: 'sns.amazonaws.com' });
  });

  test('of a Region that has to be enabled calls by the name of that Region', () => {
    const stack = new cdk.Stack(testApp(), 'Stack', { env: { region: 'eu-west-1', account: '123456789012' } });
    const fn = new SecureFunction(stack, 'Orders', { code: CODE });
    fn.addTopicSource(sns.Topic.fromTopicArn(stack, 'Far', 'arn:aws:sns:ap-east-1:123456789012:far'));
    Template.fromStack(stack).hasResourceProperties('AWS::Lambda::Permission', { Principal: 'sns.ap-east-1.amazonaws.com', SourceArn: 'arn:aws:sns:ap-east-1:123456789012:far' });
    expect(Boundary.of(fn)!.facts().allow).toEqual({ sns: ['arn:aws:sns:ap-east-1:123456789012:far'] });
  });

  test('is refused where SNS does not deliver from its Region, and in its own is not', () => {
    const stack = new cdk.Stack(testApp(), 'Stack', { env: { region: 'ap-east-1', account: '123456789012' } });
    const fn = new SecureFunction(stack, 'Orders', { code: CODE });
    expect(() => fn.addTopicSource(sns.Topic.fromTopicArn(stack, 'Far', 'arn:aws:sns:us-east-1:123456789012:far')))
      .toThrow('Stack/Orders: topic: Stack/Far is in us-east-1, and SNS delivers to functions in ap-east-1, a Region that an account has to enable, from there only: give a topic of ap-east-1');
    fn.addTopicSource(new sns.Topic(stack, 'Near'));
    Template.fromStack(stack).hasResourceProperties('AWS::Lambda::Permission', { Principal: 'sns.amazonaws.com' });
  });
});

describe('a stream', () => {
  const bounds = {
    MaximumRetryAttempts: 10,
    MaximumRecordAgeInSeconds: 86400,
    BisectBatchOnFunctionError: true,
    FunctionResponseTypes: ['ReportBatchItemFailures'],
    ParallelizationFactor: 1,
  };

  test('of each kind gives up a bad record, and it alone, and keeps it', () => {
    const { stack, fn, template, id } = secured();
    const stream = new kinesis.Stream(stack, 'Stream');
    const shared = new kinesis.Stream(stack, 'Shared');
    const consumer = new kinesis.StreamConsumer(stack, 'Consumer', { stream: shared, streamConsumerName: 'orders' });
    const partitionKey = { name: 'id', type: dynamodb.AttributeType.STRING };
    const table = new dynamodb.Table(stack, 'Table', { partitionKey, stream: dynamodb.StreamViewType.KEYS_ONLY });
    for (const source of [StreamSource.table(table), StreamSource.kinesis(stream), StreamSource.consumer(consumer)]) fn.addStreamSource(source);
    template().resourceCountIs('AWS::Lambda::EventSourceMapping', 3);
    template().allResourcesProperties('AWS::Lambda::EventSourceMapping', {
      ...bounds, StartingPosition: 'TRIM_HORIZON', DestinationConfig: { OnFailure: { Destination: { 'Fn::GetAtt': [id(fn.failureQueue!), 'Arn'] } } },
    });
    const allow = stack.resolve(Boundary.of(fn)!.facts().allow);
    expect(allow).toEqual(stack.resolve({ dynamodb: [table.tableStreamArn], kinesis: [consumer.streamConsumerArn, stream.streamArn] }));
  });

  test('of which somebody else made the consumer lets that in; the boundary knows what it is a consumer of', () => {
    const { stack, fn } = secured();
    const arn = 'arn:aws:kinesis:eu-west-1:123456789012:stream/shared/consumer/orders:1700000000';
    fn.addStreamSource(StreamSource.consumer(kinesis.StreamConsumer.fromStreamConsumerArn(stack, 'Consumer', arn)));
    expect(stack.resolve(Boundary.of(fn)!.facts().allow)).toEqual({ kinesis: [arn] });
  });

  test.each<[string, object, string]>([
    ['retries without end', { retryAttempts: -1 }, 'retryAttempts: a whole number from 0 to 10000, got -1'],
    ['an age without end', { maxRecordAge: seconds(30) }, 'maxRecordAge: from 1 minute to 7 days, in whole seconds, got 30 seconds'],
  ])('is refused with %s', (_, props, message) => {
    const { stack, fn } = secured();
    expect(() => fn.addStreamSource(StreamSource.kinesis(new kinesis.Stream(stack, 'Stream')), props)).toThrow(`Stack/Orders: ${message}`);
  });

  test('is refused of a table that has none', () => {
    const { stack, fn } = secured();
    const table = new dynamodb.Table(stack, 'Table', { partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING } });
    expect(() => fn.addStreamSource(StreamSource.table(table))).toThrow('Stack/Orders: source: the table Stack/Table has no stream; give it one');
  });
});

describe('a rule', () => {
  test('belongs to the function, retries a bounded time and keeps what it could not deliver', () => {
    const { fn, template, id } = secured();
    const rule = fn.addRuleSource('Created', { eventPattern: { source: ['shop.orders'] }, description: 'orders' });
    expect(rule.node.path).toBe('Stack/Orders/Rules/Created');
    template().hasResourceProperties('AWS::Events::Rule', {
      Description: 'orders',
      Targets: [{
        Arn: { Ref: id(fn.alias) }, DeadLetterConfig: { Arn: { 'Fn::GetAtt': [id(fn.failureQueue!), 'Arn'] } }, RetryPolicy: { MaximumEventAgeInSeconds: 14400, MaximumRetryAttempts: 10 },
      }],
    });
    template().hasResourceProperties('AWS::Lambda::Permission', { Principal: 'events.amazonaws.com', SourceArn: { 'Fn::GetAtt': [id(rule), 'Arn'] } });
  });

  test('that lets everything in is refused', () => {
    expect(() => secured().fn.addRuleSource('All', { eventPattern: { detailType: ['Order'] } })).toThrow(/^Stack\/Orders: eventPattern: name at least one source/);
  });
});

describe('a schedule', () => {
  test('starts the live alias by a role that can do nothing else, and names itself in the event', () => {
    const { stack, fn, template, id } = secured();
    fn.addSchedule('Nightly', { schedule: HOURLY, detail: { mode: 'full' }, timeWindow: cdk.Duration.minutes(15) });
    fn.addSchedule('Weekly', { schedule: HOURLY });
    template().resourceCountIs('AWS::Scheduler::ScheduleGroup', 1);
    const group = Object.keys(template().findResources('AWS::Scheduler::ScheduleGroup'))[0];
    const [schedule] = Object.values(template().findResources('AWS::Scheduler::Schedule', { Properties: { FlexibleTimeWindow: { Mode: 'FLEXIBLE' } } }));
    expect(schedule.Properties).toMatchObject({
      GroupName: { Ref: group },
      FlexibleTimeWindow: { Mode: 'FLEXIBLE', MaximumWindowInMinutes: 15 },
      Target: { Arn: { Ref: id(fn.alias) }, RetryPolicy: { MaximumEventAgeInSeconds: 3600, MaximumRetryAttempts: 2 } },
    });
    expect(JSON.stringify(schedule.Properties.Target.Input)).toContain('<aws.scheduler.schedule-arn>');
    template().hasResourceProperties('AWS::IAM::Role', {
      AssumeRolePolicyDocument: { Statement: [Match.objectLike({ Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' }, 'aws:SourceArn': Match.anyValue() } } })] },
    });
    const { allow } = stack.resolve(Boundary.of(fn)!.facts());
    expect(Object.keys(allow)).toEqual(['schedule']);
    expect(JSON.stringify(allow.schedule)).toMatch(new RegExp(`:schedule/",{"Ref":"${group}"},"/[^"]*Nightly[^"]*",.*:schedule/",{"Ref":"${group}"},"/[^"]*Weekly`));
  });

  test('is called as no other one is, here and in other stacks: by its name alone CloudFormation tells schedules apart', () => {
    const { stack, fn, template } = secured();
    fn.addSchedule('Nightly', { schedule: HOURLY });
    new SecureFunction(stack, 'Other', { code: CODE }).addSchedule('Nightly', { schedule: HOURLY });
    const names = Object.values(template().findResources('AWS::Scheduler::Schedule')).map(({ Properties }) => JSON.stringify(Properties.Name));
    expect(new Set(names).size).toBe(2);
    for (const name of names) expect(name).toContain('AWS::StackId');
  });

  describe('whose event would show a secret is refused', () => {
    const remedy = 'which everybody who may read the schedule would read; take SecretBackedFunction (secrets: …), which fetches it at run time, or pass its name or ARN '
      + 'and grant the function to read it';
    const noEcho = (stack: cdk.Stack, type = 'String') => new cdk.CfnParameter(stack, 'Hidden', { noEcho: true, type, default: '1' });

    test.each<[string, (stack: cdk.Stack) => { [key: string]: any }, string]>([
      ['written down', () => ({ password: 'hunter2' }), 'password holds a password in the open (7 characters)'],
      ['of a known form under any name', () => ({ via: `ghp_${'a1B2'.repeat(9)}` }), 'via holds a GitHub token in the open (ghp_…, 40 characters)'],
      ['unwrapped', () => ({ password: cdk.SecretValue.secretsManager('shop').unsafeUnwrap() }), 'password holds the value of a secret (unsafeUnwrap, or a dynamic reference)'],
      ['deep within', () => ({ shops: [{ mode: 'full' }, { login: { password: ['hunter2'] } }] }), 'shops.1.login.password.0 holds a password in the open (7 characters)'],
      ['as a text', stack => ({ key: noEcho(stack).valueAsString }), 'key holds the value of the NoEcho parameter Hidden'],
      ['as a number', stack => ({ pin: noEcho(stack, 'Number').valueAsNumber }), 'pin holds the value of the NoEcho parameter Hidden'],
      ['as a list', stack => ({ keys: noEcho(stack, 'CommaDelimitedList').valueAsList }), 'keys holds the value of the NoEcho parameter Hidden'],
      ['as a token of any kind', () => ({ key: new cdk.CfnDynamicReference(cdk.CfnDynamicReferenceService.SECRETS_MANAGER, 'shop') }), 'key holds the value of a secret (unsafeUnwrap, or a dynamic reference)'],
    ])('%s', (_, detail, says) => {
      const { stack, fn, template } = secured();
      expect(() => fn.addSchedule('Nightly', { schedule: HOURLY, detail: detail(stack) })).toThrow(`Stack/Orders: detail: ${says}, ${remedy}`);
      template().resourceCountIs('AWS::Scheduler::Schedule', 0);
    });

    test('that is settled late', () => {
      const { app, fn } = secured();
      fn.addSchedule('Nightly', { schedule: HOURLY, detail: { password: cdk.Lazy.string({ produce: () => 'hunter2' }) } });
      expect(() => app.synth()).toThrow(`detail: password holds a password in the open (7 characters), ${remedy}`);
    });

    test('that is not what is wrong with it: a construct is no setting, and CDK says so', () => {
      const { stack, fn } = secured();
      expect(() => fn.addSchedule('Nightly', { schedule: HOURLY, detail: { queue: new sqs.Queue(stack, 'Queue') } })).toThrow('Path: /detail/queue');
    });
  });

  test('takes where a secret is, what only the deployment knows, and what is no text', () => {
    const { app, stack, fn } = secured();
    const secret = new secretsmanager.Secret(stack, 'Secret');
    const mode = new cdk.CfnParameter(stack, 'Mode').valueAsString;
    const count = new cdk.CfnParameter(stack, 'Count', { type: 'Number' }).valueAsNumber;
    const known = { password: secret.secretArn, token: secret.secretName, secrets: [secret.secretArn] };
    const detail = { ...known, key: mode, count, later: cdk.Lazy.any({ produce: () => ({ mode: 'full' }) }), size: 12, full: true, none: null, nothing: undefined };
    fn.addSchedule('Nightly', { schedule: HOURLY, detail });
    expect(() => app.synth()).not.toThrow();
  });

  test('with a name that none can have is refused', () => {
    expect(() => secured().fn.addSchedule('every night', { schedule: HOURLY })).toThrow(/^Stack\/Orders: id: a schedule is called by it within the function/);
  });
});

describe('what becomes of asynchronous events', () => {
  test('is what was configured before', () => {
    const { stack, fn, template } = secured();
    fn.configureAsyncInvoke({ retryAttempts: 0 });
    fn.addBucketSource(new s3.Bucket(stack, 'Inbox'));
    template().hasResourceProperties('AWS::Lambda::EventInvokeConfig', { MaximumRetryAttempts: 0 });
    expect(fn.failureQueue).toBeUndefined();
  });

  test('cannot be configured afterwards', () => {
    const { stack, fn } = secured();
    fn.addBucketSource(new s3.Bucket(stack, 'Inbox'));
    expect(() => fn.configureAsyncInvoke({ retryAttempts: 0 })).toThrow(/^Stack\/Orders: configureAsyncInvoke: .* call it once, before the sources are added$/);
  });
});

describe('who may send otherwise', () => {
  const allowed = (let_: (fn: SecureFunction, stack: cdk.Stack) => void) => {
    const { stack, fn } = secured();
    let_(fn, stack);
    return stack.resolve(Boundary.of(fn)!.facts().allow);
  };
  const LATE = { Ref: 'Late' };
  const late = (stack: cdk.Stack) => new cdk.CfnParameter(stack, 'Late').valueAsString;
  const role = (stack: cdk.Stack, service: string) => new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal(service) });

  test.each<[string, (fn: SecureFunction, stack: cdk.Stack) => void, object]>([
    ['a role', (fn, stack) => fn.grantInvoke(role(stack, 'states.amazonaws.com')), { direct: true }],
    ['a role of API Gateway', (fn, stack) => fn.grantInvoke(role(stack, 'apigateway.amazonaws.com')), { api: true, direct: true }],
    ['an account', fn => fn.grantInvoke(new iam.AccountPrincipal('123456789012')), { direct: true }],
    ['a service without an identity', fn => fn.grantInvoke(new iam.ServicePrincipal('lex.amazonaws.com')), { direct: true }],
    ['a service that says nothing of its source', fn => fn.grantInvoke(new iam.ServicePrincipal('s3.amazonaws.com')), { s3: true }],
    ['a service with conditions', fn => fn.grantInvoke(new iam.ServicePrincipal('sns.amazonaws.com', { conditions: { StringEquals: { 'aws:SourceAccount': '1' } } })), { sns: true }],
    ['the URL', fn => fn.addFunctionUrl({ authType: lambda.FunctionUrlAuthType.NONE }), { url: true }],
    ['the URL with IAM', (fn, stack) => fn.addFunctionUrl().grantInvokeUrl(role(stack, 'ec2.amazonaws.com')), { url: true }],
    ['a queue whose ARN only the deployment knows', (fn, stack) => fn.addQueueSource(sqs.Queue.fromQueueArn(stack, 'Queue', late(stack))), { sqs: [LATE] }],
    ['streams whose ARNs only the deployment knows', (fn, stack) => {
      fn.addStreamSource(StreamSource.kinesis(kinesis.Stream.fromStreamArn(stack, 'Stream', late(stack))));
      fn.addStreamSource(StreamSource.table(dynamodb.Table.fromTableAttributes(stack, 'Table', { tableName: 'orders', tableStreamArn: cdk.Fn.importValue('Changes') })));
    }, { dynamodb: [{ 'Fn::ImportValue': 'Changes' }], kinesis: [LATE] }],
    ['CDK\'s source of a queue whose ARN only the deployment knows', (fn, stack) => fn.addEventSource(new SqsEventSource(sqs.Queue.fromQueueArn(stack, 'Queue', late(stack)))), { sqs: [LATE] }],
    ['what Lambda reads, of which only the deployment knows what it is', (fn, stack) => fn.addEventSourceMapping('Any', { eventSourceArn: late(stack) }),
      { direct: true, dynamodb: [LATE], kinesis: [LATE], sqs: [LATE] }],
    ['Kafka', fn => fn.addEventSourceMapping('Kafka', { eventSourceArn: 'arn:aws:kafka:eu-west-1:123456789012:cluster/orders/1' }), { direct: true }],
    ['Kafka elsewhere', fn => fn.addEventSourceMapping('Kafka', { kafkaBootstrapServers: ['kafka:9096'], kafkaTopic: 'orders' }), { direct: true }],
    ['a service by the name that it has in a Region', fn => fn.addPermission('Far', {
      principal: new iam.ServicePrincipal('sns.me-south-1.amazonaws.com'), sourceArn: 'arn:aws:sns:me-south-1:123456789012:far',
    }), { sns: ['arn:aws:sns:me-south-1:123456789012:far'] }],
    ['a rule that only keeps the time', (fn, stack) => new events.Rule(stack, 'Hourly', {
      schedule: events.Schedule.rate(cdk.Duration.hours(1)), targets: [new targets.LambdaFunction(fn)],
    }), { schedule: true }],
    ['a rule that keeps the time, and gets a pattern later', (fn, stack) => new events.Rule(stack, 'Hourly', {
      schedule: events.Schedule.rate(cdk.Duration.hours(1)), targets: [new targets.LambdaFunction(fn)],
    }).addEventPattern({ source: ['shop.orders'] }), { eventbridge: [{ source: ['shop.orders'] }], schedule: true }],
    ['a rule that sends something else than its event', (fn, stack) => new events.Rule(stack, 'Created', {
      eventPattern: { source: ['shop.orders'] }, targets: [new targets.LambdaFunction(fn, { event: events.RuleTargetInput.fromObject({ kind: 'created' }) })],
    }), { direct: true, eventbridge: [{ source: ['shop.orders'] }] }],
    ['a raw rule that sends a part of its event', (fn, stack) => {
      const { attrArn } = new events.CfnRule(stack, 'Created', {
        eventPattern: { source: ['shop.orders'] }, targets: [{ arn: fn.version.functionArn, id: 'Orders', inputPath: '$.detail' }],
      });
      fn.addPermission('Created', { principal: new iam.ServicePrincipal('events.amazonaws.com'), sourceArn: attrArn });
    }, { direct: true, eventbridge: [{ source: ['shop.orders'] }] }],
    ['any rule', fn => fn.addPermission('Rules', { principal: new iam.ServicePrincipal('events.amazonaws.com') }), { eventbridge: [{}] }],
    ['any schedule of an account', fn => fn.addPermission('S', {
      principal: new iam.ServicePrincipal('scheduler.amazonaws.com'), sourceArn: 'arn:aws:scheduler:eu-west-1:123456789012:schedule/*',
    }), { schedule: true }],
    ['one schedule', fn => fn.addPermission('S', {
      principal: new iam.ServicePrincipal('scheduler.amazonaws.com'), sourceArn: 'arn:aws:scheduler:eu-west-1:123456789012:schedule/a/b',
    }), { schedule: ['arn:aws:scheduler:eu-west-1:123456789012:schedule/a/b'] }],
    ['a user pool from elsewhere', fn => fn.addPermission('Pool', {
      principal: new iam.ServicePrincipal('cognito-idp.amazonaws.com'), sourceArn: 'arn:aws:cognito-idp:eu-west-1:123456789012:userpool/eu-west-1_a1',
    }), { cognito: ['eu-west-1_a1'] }],
    ['an API whose ARN only the deployment knows', fn => fn.addPermission('Api', {
      principal: new iam.ServicePrincipal('apigateway.amazonaws.com'), sourceArn: cdk.Fn.importValue('ApiArn'),
    }), { api: [{ 'Fn::Select': [0, { 'Fn::Split': ['/', { 'Fn::Select': [5, { 'Fn::Split': [':', { 'Fn::ImportValue': 'ApiArn' }] }] }] }] }] }],
    ['an API that asks who comes', fn => fn.addPermission('Api', {
      principal: new iam.ServicePrincipal('apigateway.amazonaws.com'), sourceArn: 'arn:aws:execute-api:eu-west-1:123456789012:a1b2/authorizers/c3',
    }), { authorizer: ['arn:aws:execute-api:eu-west-1:123456789012:a1b2/'] }],
  ])('is known: %s', (_, let_, expected) => {
    expect(allowed(let_)).toEqual(expected);
  });

  test('is not told by a reference to an API that itself names the function', () => {
    expect(allowed((fn, stack) => {
      const api = new cdk.aws_apigateway.CfnRestApi(stack, 'Api', { body: { uri: fn.functionArn } });
      fn.addPermission('Api', { principal: new iam.ServicePrincipal('apigateway.amazonaws.com'), sourceArn: `arn:aws:execute-api:eu-west-1:123456789012:${api.ref}/*` });
    })).toEqual({ api: true });
  });

  test('is not told by a reference to a bucket that names the version of the function', () => {
    expect(allowed((fn, stack) => {
      const bucket = new s3.CfnBucket(stack, 'Inbox', { notificationConfiguration: { lambdaConfigurations: [{ event: 's3:ObjectCreated:*', function: fn.version.functionArn }] } });
      fn.addPermission('Bucket', { principal: new iam.ServicePrincipal('s3.amazonaws.com'), sourceArn: bucket.attrArn });
    })).toEqual({ s3: true });
  });
});

test('all sources together give no finding of MEDIUM or above on what the function made', () => {
  const { app, stack, fn } = secured({ timeout: seconds(5) });
  fn.addQueueSource(new sqs.Queue(stack, 'Queue'));
  fn.addBucketSource(new s3.Bucket(stack, 'Inbox'));
  fn.addTopicSource(new sns.Topic(stack, 'Topic'));
  fn.addStreamSource(StreamSource.kinesis(new kinesis.Stream(stack, 'Stream')));
  fn.addRuleSource('Created', { eventPattern: { source: ['shop.orders'] } });
  fn.addSchedule('Nightly', { schedule: HOURLY });
  const { judgements, failures } = judge(modelOf(app), RULES);
  const own = judgements.filter(({ rule, found }) => isAtLeast(found.severity ?? rule.severity, Severity.MEDIUM) && liesUnder(found.subject.constructPath ?? '', 'Stack/Orders'));
  expect([failures, own.map(({ rule, found }) => `${rule.id}: ${found.message}`)]).toEqual([[], []]);
});

describe('with alarms', () => {
  const partitionKey = { name: 'id', type: dynamodb.AttributeType.STRING };

  function watched() {
    const made = secured();
    const alarms = new SecurityAlarms(made.stack, 'Alarms');
    const fn = new SecureFunction(made.stack, 'Watched', { code: CODE, alarms });
    const of = (MetricName: string, template = made.template()) => Object.entries(template.findResources('AWS::CloudWatch::Alarm', { Properties: { MetricName } }))
      .filter(([id]) => id.startsWith('Watched')).map(([, { Properties }]) => Properties);
    return { ...made, fn, of };
  }

  test('a stream is watched at half of the time after which its records are given up, by the strictest of several', () => {
    const { stack, fn, of } = watched();
    fn.addStreamSource(StreamSource.table(new dynamodb.TableV2(stack, 'Table', { partitionKey, dynamoStream: dynamodb.StreamViewType.NEW_IMAGE })));
    fn.addStreamSource(StreamSource.kinesis(new kinesis.Stream(stack, 'Stream')), { maxRecordAge: cdk.Duration.hours(2) });
    expect(of('IteratorAge')).toMatchObject([{ Threshold: 3_600_000, Statistic: 'Maximum', ComparisonOperator: 'GreaterThanOrEqualToThreshold' }]);
    expect(of('IteratorAge')[0].AlarmActions).toHaveLength(1);
  });

  test('the dead letters of a queue are watched, made or given, each once', () => {
    const { stack, fn, of } = watched();
    const given = new sqs.Queue(stack, 'Given');
    const [plain, redriven] = [new sqs.Queue(stack, 'Plain'), new sqs.Queue(stack, 'Redriven', { deadLetterQueue: { queue: given, maxReceiveCount: 3 } })];
    for (const queue of [plain, redriven]) fn.addQueueSource(queue);
    const names = of('ApproximateNumberOfMessagesVisible').map(({ Dimensions }) => Dimensions[0].Value['Fn::GetAtt'][0]);
    expect(names.sort()).toEqual([expect.stringMatching(/^Given/), expect.stringMatching(/^PlainDeadLetters/)]);
  });

  test('two functions may read one queue, and each watches its dead letters', () => {
    const { stack, fn, of } = watched();
    const queue = new sqs.Queue(stack, 'Queue');
    fn.addQueueSource(queue);
    new SecureFunction(stack, 'Other', { code: CODE, alarms: new SecurityAlarms(stack, 'Others') }).addQueueSource(queue);
    expect(of('ApproximateNumberOfMessagesVisible')).toHaveLength(1);
  });

  test('the dead letters of a queue in another stack are watched from the function\'s, so that neither waits for the other', () => {
    const { app, stack, fn } = watched();
    const storage = new cdk.Stack(app, 'Storage');
    fn.addQueueSource(new sqs.Queue(storage, 'Queue'));
    const assembly = app.synth();
    expect(assembly.getStackByName('Storage').dependencies.map(({ id }) => id)).not.toContain('Stack');
    Template.fromStack(storage).resourceCountIs('AWS::CloudWatch::Alarm', 0);
    Template.fromStack(stack).hasResourceProperties('AWS::CloudWatch::Alarm', { MetricName: 'ApproximateNumberOfMessagesVisible' });
  });

  test('a queue from elsewhere is not watched, since its dead letters are not known', () => {
    const { stack, fn, of } = watched();
    fn.addQueueSource(sqs.Queue.fromQueueArn(stack, 'Foreign', 'arn:aws:sqs:eu-west-1:123456789012:foreign'));
    expect(of('ApproximateNumberOfMessagesVisible')).toEqual([]);
  });

  test('nothing is watched without them', () => {
    const { stack, fn, template } = secured();
    fn.addQueueSource(new sqs.Queue(stack, 'Queue'));
    fn.addStreamSource(StreamSource.kinesis(new kinesis.Stream(stack, 'Stream')));
    template().resourceCountIs('AWS::CloudWatch::Alarm', 0);
  });
});
