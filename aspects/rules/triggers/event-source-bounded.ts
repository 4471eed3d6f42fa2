import { FixLevel } from '../../fix-level';
import { streamKind } from '../../lambda/event-source';
import { Resource } from '../../model/resource';
import { Answer, ask, booleanOf, numberOf, Value, valuesOf } from '../../model/value';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { Found, noncompliant, undecided } from '../../rule/found';
import { anyOf } from '../../rule/given';
import { SetProperty } from '../../rule/patch';
import { Repair, Rule } from '../../rule/rule';
import { Severity } from '../../severity';

const RETRIES = 'MaximumRetryAttempts';
const AGE = 'MaximumRecordAgeInSeconds';
const BISECT = 'BisectBatchOnFunctionError';

/** So often a batch is tried again by the fix: Lambda waits longer each time, so an outage of some minutes loses nothing. */
const ATTEMPTS = 10;

/** One bad record does not hold up a stream. */
export const eventSourceBounded: Rule = {
  id: 'event-source-bounded',
  theme: 'triggers',
  severity: Severity.MEDIUM,
  stability: 'preview',
  title: 'A function gives up a bad record of a stream, and it alone',
  threat: 'Lambda tries a batch with one bad record again until the record expires, a day or more: whoever can write it stops everything behind it, and pays '
    + 'nothing for the invocations.',
  remedy: 'Set retryAttempts (or maxRecordAge) and bisectBatchOnError: true on the event source, together with onFailure.',
  links: [
    'https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html',
    'https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html',
    'https://cwe.mitre.org/data/definitions/400.html',
  ],
  covers: [],
  target: 'AWS::Lambda::EventSourceMapping',
  check: (mapping, app) => {
    const kind = streamKind(mapping, app);
    return kind === 'kinesis' || kind === 'dynamodb' ? judged(mapping) : undefined;
  },
  fix: {
    levels: [FixLevel.STRICT],
    why: `What fails ${ATTEMPTS} times more is given up, where Lambda would have gone on until it expired; batches are halved to find it.`,
    repair: ({ subject }) => repair(subject as Resource),
  },
  examples: [
    compliant('retries bounded, batches halved', ({ stack, kinesis, lambda, eventSources, someFunction }) => {
      const bounds = { startingPosition: lambda.StartingPosition.LATEST, retryAttempts: 5, bisectBatchOnError: true };
      someFunction().addEventSource(new eventSources.KinesisEventSource(new kinesis.Stream(stack, 'Stream'), bounds));
    }),
    compliant('the age bounded, the function says which record failed', ({ stack, cdk, kinesis, lambda, eventSources, someFunction }) => {
      const bounds = { startingPosition: lambda.StartingPosition.LATEST, maxRecordAge: cdk.Duration.hours(1), reportBatchItemFailures: true };
      someFunction().addEventSource(new eventSources.KinesisEventSource(new kinesis.Stream(stack, 'Stream'), bounds));
    }),
    compliant('a queue, which bounds by itself', ({ stack, sqs, eventSources, someFunction }) => {
      someFunction().addEventSource(new eventSources.SqsEventSource(new sqs.Queue(stack, 'Queue')));
    }),
    noncompliantExample('nothing said', ({ stack, dynamodb, lambda, eventSources, someFunction }) => {
      const table = new dynamodb.Table(stack, 'Table', { partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING }, stream: dynamodb.StreamViewType.NEW_IMAGE });
      someFunction().addEventSource(new eventSources.DynamoEventSource(table, { startingPosition: lambda.StartingPosition.LATEST }));
    }),
    noncompliantExample('retries bounded, but the whole batch given up', ({ stack, kinesis, lambda, eventSources, someFunction }) => {
      const bounds = { startingPosition: lambda.StartingPosition.LATEST, retryAttempts: 5 };
      someFunction().addEventSource(new eventSources.KinesisEventSource(new kinesis.Stream(stack, 'Stream'), bounds));
    }),
    noncompliantExample('a raw mapping that asks for no bounds', ({ stack, cdk }) => {
      const EventSourceArn = 'arn:aws:kinesis:eu-west-1:111122223333:stream/orders';
      const properties = { EventSourceArn, FunctionName: 'orders', StartingPosition: 'LATEST', [RETRIES]: '-1', [AGE]: -1 };
      new cdk.CfnResource(stack, 'Mapping', { type: 'AWS::Lambda::EventSourceMapping', properties });
    }),
    undecidedExample('left to a parameter', ({ stack, cdk, kinesis, lambda, someFunction }) => {
      const maximumRetryAttempts = new cdk.CfnParameter(stack, 'Retries', { type: 'Number' }).valueAsNumber;
      const eventSourceArn = new kinesis.Stream(stack, 'Stream').streamArn;
      const functionName = someFunction().functionName;
      new lambda.CfnEventSourceMapping(stack, 'Mapping', { eventSourceArn, functionName, startingPosition: 'LATEST', maximumRetryAttempts, bisectBatchOnFunctionError: true });
    }),
  ],
};

/** -1, and nothing, is without bounds. */
function bounded(mapping: Resource): Answer {
  return anyOf([RETRIES, AGE].map(name => ask(mapping.get(name), value => (numberOf(value as Value) ?? -1) >= 0)));
}

/** Whether a bad record is told from the rest of its batch. */
function parted(mapping: Resource): Answer {
  return anyOf([
    ask(mapping.get(BISECT), value => booleanOf(value as Value) === true),
    ask(mapping.get('FunctionResponseTypes'), types => valuesOf(types as Value).includes('ReportBatchItemFailures')),
    ask(mapping.get('BatchSize'), size => numberOf(size as Value) === 1),
  ]);
}

function judged(mapping: Resource): Found | undefined {
  const [isBounded, isParted] = [bounded(mapping), parted(mapping)];
  if (isBounded === 'no') return noncompliant(mapping, 'a bad record holds up the stream until it expires', { property: RETRIES });
  if (isParted === 'no') return noncompliant(mapping, 'a bad record takes its whole batch along when it is given up', { property: BISECT });
  if (isBounded === 'yes' && isParted === 'yes') return undefined;
  return undecided(mapping, 'only the deployment knows what becomes of a bad record', { property: isBounded === 'yes' ? BISECT : RETRIES });
}

function repair(mapping: Resource): Repair {
  const patches = [
    ...(bounded(mapping) === 'no' ? [new SetProperty(mapping, RETRIES, ATTEMPTS)] : []),
    ...(parted(mapping) === 'no' ? [new SetProperty(mapping, BISECT, true)] : []),
  ];
  return { level: FixLevel.STRICT, patches };
}
