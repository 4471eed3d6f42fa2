import { FixLevel } from '../../fix-level';
import { streamKind } from '../../lambda/event-source';
import { executionRole } from '../../lambda/execution-role';
import { ON_FAILURE } from '../../lambda/failures';
import { AppModel } from '../../model/app-model';
import { Resource } from '../../model/resource';
import { deadLetterQueueOfRole, isRefusedQueue } from '../../queues/dead-letter-queue';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { noncompliant, undecided } from '../../rule/found';
import { isGiven } from '../../rule/given';
import { SetProperty } from '../../rule/patch';
import { Declined, Repair, Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/** What Lambda gives up of a stream leaves a trace. */
export const eventSourceFailureDestination: Rule = {
  id: 'event-source-failure-destination',
  theme: 'triggers',
  severity: Severity.MEDIUM,
  stability: 'preview',
  title: 'What a function fails to work on of a stream is told to a failure destination',
  threat: 'A record that cannot be worked on is passed by in the end, with its whole batch: whoever can write one such record makes others disappear, '
    + 'and nothing says which they were.',
  remedy: 'Set onFailure: new SqsDlq(queue) on the event source. Queues have no such setting: give the queue itself a dead-letter queue.',
  links: [
    'https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html',
    'https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html',
    'https://docs.aws.amazon.com/lambda/latest/dg/kafka-on-failure.html',
    'https://cwe.mitre.org/data/definitions/778.html',
  ],
  covers: ['cdk-nag:LambdaEventSourceMappingDestination', 'serverless-rules:ES1001'],
  target: 'AWS::Lambda::EventSourceMapping',
  check: (mapping, app) => {
    const kind = streamKind(mapping, app);
    if (kind === undefined || kind === 'documentdb') return undefined; // Lambda takes no destination for them
    const given = isGiven(mapping.get(ON_FAILURE));
    if (given === 'yes') return undefined;
    if (given === 'undecided') return undecided(mapping, `${ON_FAILURE} is only known at deployment`, { property: ON_FAILURE });
    if (kind === 'stream') return undecided(mapping, 'only the deployment knows whether its source can have a failure destination', { property: ON_FAILURE });
    return noncompliant(mapping, 'nothing is left of the records that Lambda gives up', { property: ON_FAILURE });
  },
  fix: {
    levels: [FixLevel.SAFE],
    why: 'Lambda only tells the new queue which records it gives up; when it does so stays as it is, and so do reader and writers. An unused queue costs '
      + 'nothing, and the role may send there before Lambda asks. It is not made for Kafka, of which Lambda gives up less as long as there is no destination.',
    repair: ({ subject }, app) => repair(subject as Resource, app),
  },
  examples: [
    compliant('a queue for what fails of a stream', ({ stack, kinesis, lambda, sqs, eventSources, someFunction }) => {
      const onFailure = new eventSources.SqsDlq(new sqs.Queue(stack, 'Failed'));
      const startingPosition = lambda.StartingPosition.LATEST;
      someFunction().addEventSource(new eventSources.KinesisEventSource(new kinesis.Stream(stack, 'Stream'), { startingPosition, onFailure }));
    }),
    compliant('a queue, for which there is no such setting', ({ stack, sqs, eventSources, someFunction }) => {
      someFunction().addEventSource(new eventSources.SqsEventSource(new sqs.Queue(stack, 'Queue')));
    }),
    noncompliantExample('a stream of data', ({ stack, kinesis, lambda, eventSources, someFunction }) => {
      const startingPosition = lambda.StartingPosition.LATEST;
      someFunction().addEventSource(new eventSources.KinesisEventSource(new kinesis.Stream(stack, 'Stream'), { startingPosition }));
    }),
    noncompliantExample('two streams of tables, read by one function', ({ stack, dynamodb, lambda, eventSources, someFunction }) => {
      const fn = someFunction();
      for (const id of ['Orders', 'Bills']) {
        const table = new dynamodb.Table(stack, id, { partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING }, stream: dynamodb.StreamViewType.NEW_IMAGE });
        fn.addEventSource(new eventSources.DynamoEventSource(table, { startingPosition: lambda.StartingPosition.LATEST }));
      }
    }),
    noncompliantExample('a raw mapping of a Kafka topic, for a function from elsewhere', ({ stack, cdk }) => {
      const EventSourceArn = 'arn:aws:kafka:eu-west-1:111122223333:cluster/orders/0-0';
      const properties = { EventSourceArn, FunctionName: 'orders', Topics: ['orders'], StartingPosition: 'LATEST' };
      new cdk.CfnResource(stack, 'Mapping', { type: 'AWS::Lambda::EventSourceMapping', properties });
    }),
    undecidedExample('a stream of some kind, named by a parameter', ({ stack, cdk, lambda, someFunction }) => {
      const eventSourceArn = new cdk.CfnParameter(stack, 'Source').valueAsString;
      new lambda.CfnEventSourceMapping(stack, 'Mapping', { eventSourceArn, functionName: someFunction().functionName, startingPosition: 'LATEST' });
    }),
  ],
};

function repair(mapping: Resource, app: AppModel): Repair | Declined {
  // Source: the Lambda guide, Kafka topics as destinations and capturing discarded batches.
  if (streamKind(mapping, app) === 'kafka') {
    return { declined: 'with a destination Lambda gives up after ten attempts what it tries without end now, and the network of the cluster needs a way to it: decide on both' };
  }
  const fn = app.functionOf(mapping.get('FunctionName'));
  if (fn === undefined) return { declined: 'its function is not part of the application' };
  const queue = deadLetterQueueOfRole(mapping, executionRole(fn, app), app);
  return isRefusedQueue(queue) ? queue : { level: FixLevel.SAFE, patches: [...queue.patches, new SetProperty(mapping, ON_FAILURE, queue.arn)] };
}
