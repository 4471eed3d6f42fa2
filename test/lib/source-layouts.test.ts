import * as cdk from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as events from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import * as kinesis from 'aws-cdk-lib/aws-kinesis';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { DynamoEventSource, KinesisEventSource, SnsEventSource, SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { LambdaDestination } from 'aws-cdk-lib/aws-s3-notifications';
import * as scheduler from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import * as fc from 'fast-check';
import { JsonObject } from '../../aspects/model/json';
import { SecureFunction, StreamSource } from '../../lib';
import { Boundary } from '../../lib/private/boundary';
import { AllowList } from '../../runtime/contract';
import { circles } from '../support/circles';
import { testApp } from '../support/synthesis';

const CODE = lambda.Code.fromInline('exports.handler = async () => {};');
const START = lambda.StartingPosition.LATEST;
const HOURLY = scheduler.ScheduleExpression.rate(cdk.Duration.hours(1));
const PATTERN = { source: ['shop.orders'], detailType: ['Created'] };
const ARN = (service: string, resource: string) => `arn:aws:${service}:eu-west-1:123456789012:${resource}`;

/** What a source is: how it comes into being, how it is connected, and what its events are known by. */
interface SourceCase {
  /** Makes what the events come from, or imports it. */
  readonly make: (scope: Construct, imported: boolean) => any;
  /** Connects it by our own method, or by what the CDK offers. */
  readonly connect: (fn: SecureFunction, source: any) => void;
  readonly kind: keyof AllowList;
  /** What the facts hold: `true` where that would be circular. */
  readonly known: (source: any, layout: Layout) => unknown;
  /** What it makes stands beside the source and names the function, so that the function's stack may not need the source's. */
  readonly pointsBack?: true;
  /** Where CDK itself refuses it. */
  readonly refused?: Layout;
}

type Layout = 'same stack' | 'source in another stack' | 'function in a nested stack' | 'source in a nested stack' | 'imported';
const LAYOUTS: readonly Layout[] = ['same stack', 'source in another stack', 'function in a nested stack', 'source in a nested stack', 'imported'];

const queue = (scope: Construct, imported: boolean) => (imported ? sqs.Queue.fromQueueArn(scope, 'Queue', ARN('sqs', 'queue')) : new sqs.Queue(scope, 'Queue'));
const topic = (scope: Construct, imported: boolean) => (imported ? sns.Topic.fromTopicArn(scope, 'Topic', ARN('sns', 'topic')) : new sns.Topic(scope, 'Topic'));
const bucket = (scope: Construct, imported: boolean) => (imported ? s3.Bucket.fromBucketName(scope, 'Bucket', 'inbox') : new s3.Bucket(scope, 'Bucket'));
const namedBucket = (scope: Construct) => new s3.Bucket(scope, 'Named', { bucketName: 'named-inbox' });
const stream = (scope: Construct, imported: boolean) =>
  (imported ? kinesis.Stream.fromStreamArn(scope, 'Stream', ARN('kinesis', 'stream/orders')) : new kinesis.Stream(scope, 'Stream'));
const table = (scope: Construct, imported: boolean) => (imported
  ? dynamodb.Table.fromTableAttributes(scope, 'Table', { tableArn: ARN('dynamodb', 'table/a'), tableStreamArn: ARN('dynamodb', 'table/a/stream/1') })
  : new dynamodb.TableV2(scope, 'Table', {
    partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING }, dynamoStream: dynamodb.StreamViewType.NEW_IMAGE,
  }));
const bus = (scope: Construct, imported: boolean) => (imported ? events.EventBus.fromEventBusName(scope, 'Bus', 'shop') : new events.EventBus(scope, 'Bus'));

const SOURCES: Readonly<Record<string, SourceCase>> = {
  'addQueueSource': { make: queue, connect: (fn, one) => fn.addQueueSource(one), kind: 'sqs', known: one => [one.queueArn] },
  'SqsEventSource': { make: queue, connect: (fn, one) => fn.addEventSource(new SqsEventSource(one)), kind: 'sqs', known: one => [one.queueArn] },
  'addTopicSource': { make: topic, connect: (fn, one) => fn.addTopicSource(one), kind: 'sns', known: one => [one.topicArn] },
  'SnsEventSource': { make: topic, connect: (fn, one) => fn.addEventSource(new SnsEventSource(one)), kind: 'sns', known: one => [one.topicArn], refused: 'function in a nested stack' },
  'addBucketSource': { make: bucket, connect: (fn, one) => fn.addBucketSource(one), kind: 's3', known: one => [one.bucketName] },
  'LambdaDestination': {
    pointsBack: true,
    make: bucket,
    connect: (fn, one) => one.addEventNotification(s3.EventType.OBJECT_CREATED, new LambdaDestination(fn)),
    kind: 's3',
    // The notification stands in the bucket's stack, and its name is only generated there.
    known: (one, layout) => (['same stack', 'imported'].includes(layout) ? [one.bucketName] : true),
  },
  'LambdaDestination of a named bucket': {
    pointsBack: true,
    make: namedBucket,
    connect: (fn, one) => one.addEventNotification(s3.EventType.OBJECT_CREATED, new LambdaDestination(fn)),
    kind: 's3',
    known: () => ['named-inbox'],
  },
  'addStreamSource of a table': { make: table, connect: (fn, one) => fn.addStreamSource(StreamSource.table(one)), kind: 'dynamodb', known: one => [one.tableStreamArn] },
  'DynamoEventSource': {
    make: table, connect: (fn, one) => fn.addEventSource(new DynamoEventSource(one, { startingPosition: START })), kind: 'dynamodb', known: one => [one.tableStreamArn],
  },
  'addStreamSource of Kinesis': { make: stream, connect: (fn, one) => fn.addStreamSource(StreamSource.kinesis(one)), kind: 'kinesis', known: one => [one.streamArn] },
  'KinesisEventSource': {
    make: stream, connect: (fn, one) => fn.addEventSource(new KinesisEventSource(one, { startingPosition: START })), kind: 'kinesis', known: one => [one.streamArn],
  },
  'addRuleSource': {
    make: bus,
    connect: (fn, eventBus) => fn.addRuleSource('Orders', { eventBus, eventPattern: PATTERN }),
    kind: 'eventbridge',
    known: () => [PATTERN],
  },
  'LambdaFunction target': {
    pointsBack: true,
    make: scope => new events.Rule(scope, 'Rule', { eventPattern: { ...PATTERN, account: ['123456789012'], detailType: events.Match.prefix('Order') } }),
    connect: (fn, rule) => rule.addTarget(new LambdaFunction(fn)),
    kind: 'eventbridge',
    known: () => [{ source: ['shop.orders'], account: ['123456789012'] }],
  },
  'scheduled rule': {
    pointsBack: true,
    make: scope => new events.Rule(scope, 'Hourly', { schedule: events.Schedule.rate(cdk.Duration.hours(1)) }),
    connect: (fn, rule) => rule.addTarget(new LambdaFunction(fn)),
    kind: 'schedule',
    known: () => true,
  },
  'named scheduled rule': {
    pointsBack: true,
    make: scope => new events.Rule(scope, 'Nightly', { ruleName: 'nightly', schedule: events.Schedule.rate(cdk.Duration.hours(1)) }),
    connect: (fn, rule) => rule.addTarget(new LambdaFunction(fn)),
    kind: 'schedule',
    known: rule => [cdk.Stack.of(rule).formatArn({ service: 'events', resource: 'rule', resourceName: 'nightly' })],
  },
  'addSchedule': {
    make: () => undefined,
    connect: fn => fn.addSchedule('Daily', { schedule: HOURLY }),
    kind: 'schedule',
    known: () => undefined, // its name is part of the function: see sources.test.ts
  },
  'LambdaInvoke target': {
    pointsBack: true,
    make: scope => scope,
    connect: (fn, scope) => new scheduler.Schedule(scope, 'Schedule', { schedule: HOURLY, target: new LambdaInvoke(fn) }),
    kind: 'schedule',
    known: () => true,
  },
  'LambdaIntegration': {
    pointsBack: true,
    make: scope => new apigateway.RestApi(scope, 'Rest'),
    connect: (fn, api) => api.root.addMethod('GET', new apigateway.LambdaIntegration(fn)),
    kind: 'api',
    known: (api, layout) => (['same stack', 'imported'].includes(layout) ? [api.restApiId] : true),
  },
  'HttpLambdaIntegration': {
    pointsBack: true,
    make: scope => new apigatewayv2.HttpApi(scope, 'Http'),
    connect: (fn, api) => api.addRoutes({ path: '/orders', integration: new HttpLambdaIntegration('Orders', fn) }),
    kind: 'api',
    known: (api, layout) => (['same stack', 'imported'].includes(layout) ? [api.apiId] : true),
  },
  'user pool trigger': {
    pointsBack: true,
    make: scope => new cognito.UserPool(scope, 'Pool'),
    connect: (fn, pool) => pool.addTrigger(cognito.UserPoolOperation.PRE_SIGN_UP, fn),
    kind: 'cognito',
    known: () => true,
  },
};

/** Places a source and a function, connects them, and reads what came of it. */
function placed(names: readonly string[], layout: Layout) {
  const app = testApp();
  const home = new cdk.Stack(app, 'Home');
  const other = layout === 'source in another stack' ? new cdk.Stack(app, 'Other') : home;
  const nested = layout.includes('nested') ? new cdk.NestedStack(home, 'Nested') : home;
  const [forSource, forFunction] = layout === 'source in a nested stack' ? [nested, home] : [other, nested];
  const fn = new SecureFunction(forFunction, 'Orders', { code: CODE });
  const sources = names.map((name, index) => {
    const source = SOURCES[name].make(new Construct(forSource, `Source${index}`), layout === 'imported');
    SOURCES[name].connect(fn, source);
    return { name, source };
  });
  const templates = app.synth().stacks.map(stack => stack.template as JsonObject)
    .concat(layout.includes('nested') ? [cdk.assertions.Template.fromStack(nested).toJSON() as JsonObject] : []);
  return { fn, sources, templates: templates.filter(({ Resources }) => Resources !== undefined), stack: forFunction };
}

describe.each(Object.keys(SOURCES))('%s', name => {
  test.each(LAYOUTS.filter(layout => layout !== SOURCES[name].refused))('is known by what its events carry, and deploys: %s', layout => {
    const { fn, sources: [{ source }], templates, stack } = placed([name], layout);
    const { kind, known } = SOURCES[name];

    const allow = stack.resolve(Boundary.of(fn)!.facts().allow);
    const expected = stack.resolve(known(source, layout));
    if (expected !== undefined) expect(allow[kind]).toEqual(expected);
    expect(allow[kind]).toBeDefined();
    expect(templates.flatMap(circles)).toEqual([]);
  });
});

test('any sources together, wherever they and the function stand, deploy without a circle, and each is known', () => {
  const some = fc.uniqueArray(fc.constantFrom(...Object.keys(SOURCES)), { minLength: 2, maxLength: 6 });
  fc.assert(fc.property(some, fc.constantFrom(...LAYOUTS), (names, layout) => {
    const apart = layout !== 'same stack' && layout !== 'imported';
    fc.pre(names.every(name => SOURCES[name].refused !== layout && (!apart || SOURCES[name].pointsBack === SOURCES[names[0]].pointsBack)));
    const { fn, templates, stack } = placed(names, layout);
    const allow = stack.resolve(Boundary.of(fn)!.facts().allow);
    expect(templates.flatMap(circles)).toEqual([]);
    for (const name of names) expect(allow).toHaveProperty(SOURCES[name].kind);
  }), { numRuns: 40 });
});
