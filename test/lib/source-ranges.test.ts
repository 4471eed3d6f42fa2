import * as cdk from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as kinesis from 'aws-cdk-lib/aws-kinesis';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { SqsDestination } from 'aws-cdk-lib/aws-s3-notifications';
import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import * as fc from 'fast-check';
import { QueueSourceProps, SecureFunction, SecurityAlarms, StreamSource } from '../../lib';
import { quickApp } from '../support/quick-app';

const CODE = lambda.Code.fromInline('exports.handler = async () => {};');
const HOURLY = ScheduleExpression.rate(cdk.Duration.hours(1));
const CREATED = { source: ['shop.orders'] };
const { Duration } = cdk;
const { OBJECT_CREATED, OBJECT_CREATED_PUT, OBJECT_REMOVED } = s3.EventType;

/** A filter of a value that is one of so many. */
const oneOf = (count: number) => sns.FilterOrPolicy.filter(sns.SubscriptionFilter.stringFilter({
  allowlist: Array.from({ length: count }, (_, index) => `value-${index}`),
}));

function secured() {
  const stack = new cdk.Stack(quickApp(), 'Stack');
  return { stack, fn: new SecureFunction(stack, 'Orders', { code: CODE }) };
}
type Secured = ReturnType<typeof secured>;

/** How each source is added with props that are under test. */
const ADD = {
  queue: ({ stack, fn }: Secured, props: object) => fn.addQueueSource(new sqs.Queue(stack, 'Queue', { visibilityTimeout: Duration.hours(12) }), props),
  fifo: ({ stack, fn }: Secured, props: object) => fn.addQueueSource(new sqs.Queue(stack, 'Queue', { fifo: true }), props),
  stream: ({ stack, fn }: Secured, props: object) => fn.addStreamSource(StreamSource.kinesis(new kinesis.Stream(stack, 'Stream')), props),
  rule: ({ fn }: Secured, props: object) => void fn.addRuleSource('Created', { eventPattern: CREATED, ...props }),
  schedule: ({ fn }: Secured, props: object) => void fn.addSchedule('Hourly', { schedule: HOURLY, ...props }),
};

const SECONDS = (amount: number) => Duration.seconds(amount);
const MINUTES = (amount: number) => Duration.minutes(amount);
const PLAIN = (amount: number) => amount;

/** Each number and duration: from what to what it may be, and where it is in the template. */
const RANGES: readonly (readonly [
  source: keyof typeof ADD, prop: string, least: number, most: number, make: (amount: number) => unknown, type: string, path: string, others?: object,
])[] = [
  ['queue', 'batchSize', 1, 10_000, PLAIN, 'AWS::Lambda::EventSourceMapping', 'BatchSize', { maxBatchingWindow: SECONDS(1) }],
  ['queue', 'batchSize', 1, 10, PLAIN, 'AWS::Lambda::EventSourceMapping', 'BatchSize'],
  ['fifo', 'batchSize', 1, 10, PLAIN, 'AWS::Lambda::EventSourceMapping', 'BatchSize'],
  ['queue', 'maxBatchingWindow', 0, 300, SECONDS, 'AWS::Lambda::EventSourceMapping', 'MaximumBatchingWindowInSeconds'],
  ['queue', 'maxConcurrency', 2, 1000, PLAIN, 'AWS::Lambda::EventSourceMapping', 'ScalingConfig.MaximumConcurrency'],
  ['stream', 'batchSize', 1, 10_000, PLAIN, 'AWS::Lambda::EventSourceMapping', 'BatchSize'],
  ['stream', 'maxBatchingWindow', 0, 300, SECONDS, 'AWS::Lambda::EventSourceMapping', 'MaximumBatchingWindowInSeconds'],
  ['stream', 'retryAttempts', 0, 10_000, PLAIN, 'AWS::Lambda::EventSourceMapping', 'MaximumRetryAttempts'],
  ['stream', 'maxRecordAge', 60, 604_800, SECONDS, 'AWS::Lambda::EventSourceMapping', 'MaximumRecordAgeInSeconds'],
  ['stream', 'parallelizationFactor', 1, 10, PLAIN, 'AWS::Lambda::EventSourceMapping', 'ParallelizationFactor'],
  ['rule', 'retryAttempts', 0, 185, PLAIN, 'AWS::Events::Rule', 'Targets.0.RetryPolicy.MaximumRetryAttempts'],
  ['rule', 'maxEventAge', 60, 86_400, SECONDS, 'AWS::Events::Rule', 'Targets.0.RetryPolicy.MaximumEventAgeInSeconds'],
  ['schedule', 'retryAttempts', 0, 185, PLAIN, 'AWS::Scheduler::Schedule', 'Target.RetryPolicy.MaximumRetryAttempts'],
  ['schedule', 'maxEventAge', 60, 86_400, SECONDS, 'AWS::Scheduler::Schedule', 'Target.RetryPolicy.MaximumEventAgeInSeconds'],
  ['schedule', 'timeWindow', 1, 1440, MINUTES, 'AWS::Scheduler::Schedule', 'FlexibleTimeWindow.MaximumWindowInMinutes'],
];

/** What stands at a path of the one resource of a type. */
function rendered(stack: cdk.Stack, type: string, path: string): unknown {
  const [{ Properties }] = Object.values(Template.fromStack(stack).findResources(type));
  return path.split('.').reduce((value: any, part) => value[part], Properties);
}

describe.each(RANGES.map(range => ({ range, source: range[0], prop: range[1] })))('of a $source, $prop', ({ range }) => {
  const [source, prop, least, most, make, type, path, others = {}] = range;
  const isDuration = make(1) instanceof Duration;
  const add = (value: unknown, to = secured()) => {
    ADD[source](to, { ...others, [prop]: value });
    return to;
  };

  test(`takes ${least} to ${most}, and both`, () => {
    fc.assert(fc.property(fc.oneof(fc.constantFrom(least, most), fc.integer({ min: least, max: most })), amount => {
      expect(rendered(add(make(amount)).stack, type, path)).toBe(amount);
    }), { numRuns: 12 });
  });

  test('refuses what is less, more or no whole number, with the path, the prop and what was given', () => {
    const outside = [
      fc.integer({ min: most + 1, max: most * 100 }),
      fc.integer({ min: least, max: most - 1 }).map(whole => whole + 0.5),
      // A duration is never negative.
      ...isDuration && least === 0 ? [] : [fc.integer({ min: isDuration ? 0 : -1000, max: least - 1 })],
    ];
    fc.assert(fc.property(fc.oneof(...outside), amount => {
      const given = make(amount);
      const shown = given instanceof Duration ? given.toHumanString() : String(given);
      expect(() => add(given)).toThrow(expect.objectContaining({ message: expect.stringMatching(new RegExp(`^Stack/Orders: (?:queue: .*; )?${prop}: .*got ${shown.replace('.', '\\.')}`)) }));
    }), { numRuns: 12 });
  });

  test('takes what only the deployment knows', () => {
    const to = secured();
    const { valueAsNumber } = new cdk.CfnParameter(to.stack, 'Late', { type: 'Number' });
    add(make(valueAsNumber), to);
    expect(rendered(to.stack, type, path)).toEqual({ Ref: 'Late' });
  });

  test('is judged late where it is settled late', () => {
    const late = (amount: number) => add(make(cdk.Lazy.number({ produce: () => amount }))).stack;
    expect(rendered(late(least + 1), type, path)).toBe(least + 1);
    expect(() => Template.fromStack(late(most + 1))).toThrow(new RegExp(`\\[Stack/Orders\\] ${prop}: .*got ${make(most + 1) instanceof Duration ? '' : most + 1}`));
  });
});

test.each<[keyof typeof ADD, string, string]>([
  ['queue', 'maxBatchingWindow', 'seconds'], ['stream', 'maxBatchingWindow', 'seconds'], ['stream', 'maxRecordAge', 'seconds'], ['rule', 'maxEventAge', 'seconds'],
  ['schedule', 'maxEventAge', 'seconds'], ['schedule', 'timeWindow', 'minutes'],
])('of a %s, %s has to be in %s where only the deployment knows it', (source, prop, unit) => {
  const to = secured();
  const late = new cdk.CfnParameter(to.stack, 'Late', { type: 'Number' }).valueAsNumber;
  expect(() => ADD[source](to, { [prop]: Duration.hours(late) })).toThrow(`Stack/Orders: ${prop}: what only the deployment knows cannot be converted, so it has to be in ${unit}`);
});

test('all that is wrong is said at once', () => {
  const bad = { batchSize: 0, maxBatchingWindow: MINUTES(6), retryAttempts: -1, maxRecordAge: SECONDS(1), parallelizationFactor: 11 };
  expect(() => ADD.stream(secured(), bad)).toThrow(
    'Stack/Orders: batchSize: a whole number from 1 to 10000, got 0; maxBatchingWindow: from 0 seconds to 5 minutes, in whole seconds, got 6 minutes; '
    + 'retryAttempts: a whole number from 0 to 10000, got -1; maxRecordAge: from 1 minute to 7 days, in whole seconds, got 1 second; '
    + 'parallelizationFactor: a whole number from 1 to 10, got 11',
  );
  expect(() => secured().fn.addSchedule('a b', { schedule: HOURLY, retryAttempts: 186, timeWindow: Duration.hours(25) })).toThrow(
    /^Stack\/Orders: id: .*got a b; timeWindow: .*got 1 day 1 hour; retryAttempts: .*got 186$/,
  );
});

test('what is settled late of the function counts for its queues', () => {
  const stack = new cdk.Stack(quickApp(), 'Stack');
  const lazily = (amount: number) => cdk.Lazy.number({ produce: () => amount });
  const fn = new SecureFunction(stack, 'Orders', { code: CODE, timeout: Duration.seconds(lazily(20)), reservedConcurrency: lazily(4) });
  fn.addQueueSource(new sqs.Queue(stack, 'Queue'), { maxConcurrency: 9 });
  expect(() => Template.fromStack(stack)).toThrow(/queue: Stack\/Queue hides a message for 30 seconds; .*at least 120 seconds\s.*maxConcurrency: 9 is more than reservedConcurrency: 4/);
});

describe('a queue is judged once more in the end, by its template and that of the function', () => {
  const finished = (queueOf: (stack: cdk.Stack) => sqs.IQueue, change: (node: cdk.CfnResource) => void) => {
    const stack = new cdk.Stack(quickApp(), 'Stack');
    new SecureFunction(stack, 'Orders', { code: CODE }).addQueueSource(queueOf(stack));
    cdk.Aspects.of(stack).add({ visit: node => { if (cdk.CfnResource.isCfnResource(node)) change(node); } });
    return () => Template.fromStack(stack);
  };
  const own = (stack: cdk.Stack) => new sqs.Queue(stack, 'Queue');
  const slow = (node: cdk.CfnResource) => { if (node instanceof lambda.CfnFunction) node.timeout = 60; };
  const hide = (seconds: number) => (node: cdk.CfnResource) => { if (node instanceof sqs.CfnQueue) node.visibilityTimeout = seconds; };

  test.each<[string, (node: cdk.CfnResource) => void, string]>([
    ['an Aspect slows the function', slow, 'hides a message for 30 seconds; the function runs up to 60 seconds, '],
    ['an override slows it', node => { if (node instanceof lambda.CfnFunction) node.addPropertyOverride('Timeout', 6); }, 'give the queue a visibilityTimeout of at least 36 seconds'],
    ['an Aspect shortens what is hidden', hide(10), 'hides a message for 10 seconds; the function runs up to 5 seconds, '],
  ])('and refused where %s', (_, change, said) => {
    expect(finished(own, change)).toThrow(said);
  });

  test.each<[string, (stack: cdk.Stack) => sqs.IQueue, (node: cdk.CfnResource) => void]>([
    ['both are changed and fit', own, node => { slow(node); hide(360)(node); }],
    ['only the deployment knows', own, node => { if (node instanceof lambda.CfnFunction) node.addPropertyOverride('Timeout', { Ref: 'Slow' }); }],
    ['the queue is from elsewhere', stack => sqs.Queue.fromQueueArn(stack, 'Far', 'arn:aws:sqs:eu-west-1:111122223333:far'), slow],
  ])('and taken where %s', (_, queueOf, change) => {
    expect(finished(queueOf, change)).not.toThrow();
  });
});

describe('the queues of a function share what it reserves', () => {
  const reading = (reserved: number | ((stack: cdk.Stack) => number), ...queues: readonly (QueueSourceProps & { readonly fifo?: boolean })[]) => {
    const stack = new cdk.Stack(quickApp(), 'Stack');
    const fn = new SecureFunction(stack, 'Orders', { code: CODE, reservedConcurrency: typeof reserved === 'number' ? reserved : reserved(stack) });
    queues.forEach(({ fifo, ...props }, index) => fn.addQueueSource(new sqs.Queue(stack, `Queue${index}`, fifo === true ? { fifo } : {}), props));
    return Object.values(Template.fromStack(stack).findResources('AWS::Lambda::EventSourceMapping')).map(({ Properties }) => Properties.ScalingConfig.MaximumConcurrency);
  };
  const lazily = (amount: number) => cdk.Lazy.number({ produce: () => amount });
  const late = (stack: cdk.Stack) => new cdk.CfnParameter(stack, 'Late', { type: 'Number' }).valueAsNumber;

  test.each<[string, number | ((stack: cdk.Stack) => number), (QueueSourceProps & { fifo?: boolean })[], number[]]>([
    ['in equal parts', 9, [{}, {}], [4, 4]],
    ['after those for which somebody says', 20, [{ maxConcurrency: 14 }, {}, {}], [14, 3, 3]],
    ['where it is settled late', lazily(8), [{ maxConcurrency: lazily(3) }, {}], [3, 5]],
    ['with ten at most', 100, [{}, {}], [10, 10]],
    ['with two at least of FIFO queues, which may work one by one', 1, [{ fifo: true }, { fifo: true }], [2, 2]],
    ['where it is stopped', 0, [{}, {}], [2, 2]],
    ['where only the deployment knows', late, [{}, {}], [10, 10]],
  ])('%s', (_, reserved, queues, expected) => {
    expect(reading(reserved, ...queues)).toEqual(expected);
  });

  test.each<[string, number, (QueueSourceProps & { fifo?: boolean })[], string]>([
    ['two queues of three', 3, [{}, {}], 'start up to 4 invocations at the same time, and reservedConcurrency: 3 lets fewer run'],
    ['what is asked for', 10, [{ maxConcurrency: 6 }, { maxConcurrency: 5 }], 'start up to 11 invocations at the same time, and reservedConcurrency: 10 lets fewer run'],
    ['what is asked for beside a FIFO queue', 10, [{ fifo: true, maxConcurrency: 9 }, {}], 'up to 11 invocations'],
    ['what is known late', lazily(3), [{}, {}], 'up to 4 invocations'],
  ])('and are refused where that is not enough: %s', (_, reserved, queues, said) => {
    expect(() => reading(reserved, ...queues)).toThrow(said);
  });
});

test('a queue of the application is judged where it is known by its ARN alone', () => {
  const { stack, fn } = secured();
  const queue = new sqs.Queue(stack, 'Queue', { visibilityTimeout: SECONDS(29) });
  expect(() => fn.addQueueSource(sqs.Queue.fromQueueArn(stack, 'Known', queue.queueArn))).toThrow('queue: Stack/Known hides a message for 29 seconds; ');
  const raw = new sqs.CfnQueue(stack, 'Raw', { visibilityTimeout: 30 });
  expect(() => fn.addQueueSource(sqs.Queue.fromQueueArn(stack, 'Other', raw.attrArn))).not.toThrow();
});

test('an age that only the deployment knows counts as a day for the alarm', () => {
  const stack = new cdk.Stack(quickApp(), 'Stack');
  const fn = new SecureFunction(stack, 'Orders', { code: CODE, alarms: new SecurityAlarms(stack, 'Alarms') });
  fn.addStreamSource(StreamSource.kinesis(new kinesis.Stream(stack, 'Late')), { maxRecordAge: SECONDS(new cdk.CfnParameter(stack, 'Age', { type: 'Number' }).valueAsNumber) });
  Template.fromStack(stack).hasResourceProperties('AWS::CloudWatch::Alarm', { MetricName: 'IteratorAge', Threshold: 43_200_000 });
});

describe('the same source twice', () => {
  const table = (stack: cdk.Stack) => new dynamodb.Table(stack, 'Table', { partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING }, stream: dynamodb.StreamViewType.NEW_IMAGE });

  test.each<[string, (to: Secured) => [first: () => void, second: () => void]]>([
    ['queue: Stack/Queue', ({ stack, fn }) => { const queue = new sqs.Queue(stack, 'Queue'); return [() => fn.addQueueSource(queue), () => fn.addQueueSource(queue)]; }],
    ['queue: Stack/Two', ({ stack, fn }) => {
      const [one, two] = ['One', 'Two'].map(id => sqs.Queue.fromQueueArn(stack, id, 'arn:aws:sqs:eu-west-1:111122223333:orders'));
      return [() => fn.addQueueSource(one), () => fn.addQueueSource(two)];
    }],
    ['topic: Stack/Topic', ({ stack, fn }) => { const topic = new sns.Topic(stack, 'Topic'); return [() => fn.addTopicSource(topic), () => fn.addTopicSource(topic)]; }],
    ['source: Stack/Table', ({ stack, fn }) => { const one = StreamSource.table(table(stack)); return [() => fn.addStreamSource(one), () => fn.addStreamSource(one)]; }],
    ['source: Stack/Stream', ({ stack, fn }) => {
      const stream = new kinesis.Stream(stack, 'Stream');
      return [() => fn.addStreamSource(StreamSource.kinesis(stream)), () => fn.addStreamSource(StreamSource.kinesis(stream))];
    }],
    ['id: a rule', ({ fn }) => [() => ADD.rule({ fn } as Secured, {}), () => ADD.rule({ fn } as Secured, {})]],
    ['id: a schedule', ({ fn }) => [() => ADD.schedule({ fn } as Secured, {}), () => ADD.schedule({ fn } as Secured, {})]],
    ['bucket: Stack/Bucket', ({ stack, fn }) => { const bucket = new s3.Bucket(stack, 'Bucket'); return [() => fn.addBucketSource(bucket), () => fn.addBucketSource(bucket, { prefix: 'a/' })]; }],
  ])('is refused with its path: %s', (said, given) => {
    const [first, second] = given(secured());
    first();
    expect(second).toThrow(new RegExp(`^Stack/Orders: ${said}`));
  });

  test('feeds two functions', () => {
    const { stack, fn } = secured();
    const topic = new sns.Topic(stack, 'Topic');
    fn.addTopicSource(topic);
    expect(() => new SecureFunction(stack, 'Other', { code: CODE }).addTopicSource(topic)).not.toThrow();
  });
});

describe('notifications of one bucket', () => {
  const twice = (one: object, other: object) => () => {
    const { stack, fn } = secured();
    const bucket = new s3.Bucket(stack, 'Bucket');
    fn.addBucketSource(bucket, one);
    fn.addBucketSource(bucket, other);
  };

  test.each<[string, object, object]>([
    ['nothing', {}, {}],
    ['a kind of event that is part of another', { events: [OBJECT_CREATED_PUT] }, { events: [OBJECT_CREATED] }],
    ['a prefix that begins another', { prefix: 'in/orders/' }, { prefix: 'in/' }],
    ['a suffix that ends another', { suffix: '.json' }, { suffix: 'y.json' }],
  ])('overlap with %s to tell them apart', (_, one, other) => {
    expect(twice(one, other)).toThrow('Stack/Orders: bucket: Stack/Bucket tells the function of some of these objects already');
    expect(twice(other, one)).toThrow('Stack/Orders: bucket: Stack/Bucket tells the function of some of these objects already');
  });

  test.each<[string, object, object]>([
    ['other events', { events: [OBJECT_CREATED] }, { events: [OBJECT_REMOVED] }],
    ['other prefixes', { prefix: 'in/' }, { prefix: 'out/' }],
    ['other suffixes', { suffix: '.json' }, { suffix: '.csv' }],
    ['prefixes that only the deployment knows', { prefix: cdk.Fn.importValue('a') }, { prefix: cdk.Fn.importValue('b') }],
  ])('do not overlap with %s', (_, one, other) => {
    expect(twice(one, other)).not.toThrow();
  });

  test('overlap between two functions', () => {
    const { stack, fn } = secured();
    const bucket = new s3.Bucket(stack, 'Bucket');
    const other = new SecureFunction(stack, 'Other', { code: CODE });
    fn.addBucketSource(bucket, { prefix: 'in/' });
    expect(() => other.addBucketSource(bucket, { prefix: 'in/x' })).toThrow('Stack/Other: bucket: Stack/Bucket tells Stack/Orders of some of these objects already');
    expect(() => other.addBucketSource(new s3.Bucket(stack, 'Second'), { prefix: 'in/' })).not.toThrow();
    other.addBucketSource(bucket, { prefix: 'out/' });
    expect(() => Template.fromStack(stack)).not.toThrow();
  });

  test('overlap between functions of two stacks, where a bucket is known by its name', () => {
    const app = quickApp();
    const [one, other] = ['One', 'Two'].map(id => {
      const stack = new cdk.Stack(app, id);
      return { fn: new SecureFunction(stack, 'Orders', { code: CODE }), bucket: s3.Bucket.fromBucketName(stack, 'Bucket', 'inbox') };
    });
    one.fn.addBucketSource(one.bucket);
    expect(() => other.fn.addBucketSource(other.bucket)).toThrow('Two/Orders: bucket: Two/Bucket tells One/Orders of some of these objects already');
  });

  test.each<[string, s3.NotificationKeyFilter[], boolean]>([
    ['overlap', [{ prefix: 'in/orders/' }], true],
    ['overlap without a filter', [], true],
    ['do not overlap with another prefix', [{ prefix: 'out/' }], false],
    ['are not judged where only the deployment knows the prefix', [{ prefix: cdk.Fn.importValue('prefix') }], false],
  ])('and those of CDK %s', (_, filters, isRefused) => {
    const { stack, fn } = secured();
    const bucket = new s3.Bucket(stack, 'Bucket');
    fn.addBucketSource(bucket, { prefix: 'in/' });
    bucket.addEventNotification(OBJECT_CREATED_PUT, new SqsDestination(new sqs.Queue(stack, 'Queue')), ...filters);
    const synth = () => Template.fromStack(stack);
    if (isRefused) expect(synth).toThrow(/\[Stack\/Orders\] bucket: Stack\/Bucket has notifications by addEventNotification that overlap/);
    else expect(synth).not.toThrow();
  });
});

test.each<[string, (to: Secured) => void, string]>([
  ['a bucket without events', ({ stack, fn }) => fn.addBucketSource(new s3.Bucket(stack, 'Bucket'), { events: [] }), 'events: name at least one'],
  ['an event twice', ({ stack, fn }) => fn.addBucketSource(new s3.Bucket(stack, 'Bucket'), { events: [OBJECT_CREATED, OBJECT_CREATED_PUT] }), 'events: s3:ObjectCreated:Put is among the others'],
  ['a FIFO topic', ({ stack, fn }) => fn.addTopicSource(new sns.Topic(stack, 'Topic', { fifo: true })), 'topic: Stack/Topic is FIFO, and delivers to queues only'],
  ['two filters', ({ stack, fn }) => fn.addTopicSource(new sns.Topic(stack, 'Topic'), {
    filterPolicy: { kind: sns.SubscriptionFilter.existsFilter() },
    filterPolicyWithMessageBody: { kind: sns.FilterOrPolicy.filter(sns.SubscriptionFilter.existsFilter()) },
  }), 'filterPolicyWithMessageBody: a subscription looks at the attributes or at the body'],
  ['six attributes', ({ stack, fn }) => fn.addTopicSource(new sns.Topic(stack, 'Topic'), {
    filterPolicy: Object.fromEntries([...'abcdef'].map(name => [name, sns.SubscriptionFilter.existsFilter()])),
  }), 'filterPolicy: at most 5 names, got 6'],
  ['too many combinations', ({ stack, fn }) => fn.addTopicSource(new sns.Topic(stack, 'Topic'), {
    filterPolicy: Object.fromEntries([...'ab'].map(name => [name, sns.SubscriptionFilter.stringFilter({ allowlist: [...'abcdefghijklm'] })])),
  }), 'filterPolicy: at most 150 combinations of values, got 169'],
  ['too many combinations in the body, where deeper values count more', ({ stack, fn }) => fn.addTopicSource(new sns.Topic(stack, 'Topic'), {
    filterPolicyWithMessageBody: { order: sns.FilterOrPolicy.policy({ kind: oneOf(10), place: oneOf(10) }) },
  }), 'filterPolicyWithMessageBody: at most 150 combinations of values, got 400'],
  ['too many names in the body', ({ stack, fn }) => fn.addTopicSource(new sns.Topic(stack, 'Topic'), {
    filterPolicyWithMessageBody: { order: sns.FilterOrPolicy.policy(Object.fromEntries([...'abcdef'].map(name => [name, oneOf(1)]))) },
  }), 'filterPolicyWithMessageBody: at most 5 names, got 6'],
  ['a rule without a name', ({ fn }) => void fn.addRuleSource('', { eventPattern: CREATED }), 'id: a rule of the function is called by it'],
  ['a rule whose name is a path', ({ fn }) => void fn.addRuleSource('a/b', { eventPattern: CREATED }), 'got "a/b"'],
  ['a rule named by a token', ({ fn }) => void fn.addRuleSource(cdk.Aws.REGION, { eventPattern: CREATED }), 'got a token'],
  ['a schedule named by a token', ({ fn }) => void fn.addSchedule(cdk.Aws.REGION, { schedule: HOURLY }), 'underscores, got a token'],
  ['a long description', ({ fn }) => void fn.addRuleSource('Created', { eventPattern: CREATED, description: 'a'.repeat(513) }), 'description: at most 512 characters, got 513'],
  ['a moment to start from', to => ADD.stream(to, { startingPosition: lambda.StartingPosition.AT_TIMESTAMP }), 'startingPosition: a source has no prop for the moment'],
  ['many messages with a window of no time', to => ADD.queue(to, { batchSize: 50, maxBatchingWindow: SECONDS(0) }), 'batchSize: more than 10 messages need a maxBatchingWindow of at least 1 second, got 50'],
  ['a window of a FIFO queue', to => ADD.fifo(to, { batchSize: 11, maxBatchingWindow: SECONDS(1) }), 'batchSize: a FIFO queue gives at most 10 messages, got 11; maxBatchingWindow: a FIFO queue has none'],
])('%s is refused, with the path and the prop', (_, build, message) => {
  let said = '';
  try { build(secured()); } catch (error) { said = (error as Error).message; }
  expect(said).toMatch(/^Stack\/Orders: /);
  expect(said).toContain(message);
});

describe.each(['queue', 'stream'] as const)('the filters of a %s', source => {
  const filter = (kind: string) => lambda.FilterCriteria.filter({ body: { kind: lambda.FilterRule.isEqual(kind) } });
  const filters = (count: number) => Array.from({ length: count }, (_, index) => filter(`kind-${index}`));

  test.each<[string, object[]]>([
    ['one', filters(1)],
    ['ten', filters(10)],
    ['one with a token inside', [filter(cdk.Fn.importValue('kind'))]],
    ['one whose pattern only the deployment knows', [{ pattern: cdk.Fn.importValue('pattern') }]],
    ['one that is settled late', [cdk.Lazy.any({ produce: () => filter('order') })]],
  ])('are taken: %s', (_, given) => {
    const to = secured();
    ADD[source](to, { filters: given });
    const patterns = rendered(to.stack, 'AWS::Lambda::EventSourceMapping', 'FilterCriteria.Filters') as { Pattern?: unknown }[];
    expect(patterns.map(({ Pattern }) => Pattern)).not.toContain(undefined);
    expect(patterns).toHaveLength(given.length);
  });

  test('are taken where the list is settled late', () => {
    const to = secured();
    expect(() => ADD[source](to, { filters: cdk.Lazy.any({ produce: () => filters(1) }) })).not.toThrow();
  });

  test.each<[string, unknown[], RegExp]>([
    ['none', [], /filters: 1 to 10, .*got 0/],
    ['eleven', filters(11), /filters: 1 to 10, .*got 11/],
    ['a pattern that is no text', [filter('a'), { body: { kind: ['order'] } }], /filters: each is what lambda\.FilterCriteria\.filter.*number 2 is \{"body":\{"kind":\["order"\]\}\}/],
    ['an object as the pattern', [{ pattern: { body: ['a'] } }], /number 1 is \{"pattern":/],
    ['text that is no JSON', [{ pattern: 'kind=order' }], /number 1 is/],
    ['JSON that is no object', [{ pattern: '["order"]' }, { pattern: 'null' }], /number 1 is .*; filters: .*number 2 is/],
    ['nothing', [null], /number 1 is null/],
  ])('are refused: %s', (_, given, message) => {
    expect(() => ADD[source](secured(), { filters: given })).toThrow(message);
  });
});
