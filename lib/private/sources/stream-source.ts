import { Duration } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { DynamoEventSource, KinesisConsumerEventSource, KinesisEventSource, SqsDlq, StreamEventSourceProps } from 'aws-cdk-lib/aws-lambda-event-sources';
import { filterProblems } from './event-filters';
import { SourceAlarms } from './source-alarms';
import { StreamSource, StreamSourceProps } from '../../secure-function-sources';
import { Failures } from '../failures';
import { durationProblems, DurationRange, NumberRange, numberProblems } from '../ranges';

/** A table's stream forgets what is older. */
const KEPT = Duration.days(1);

/** Source: the Lambda API reference, CreateEventSourceMapping, which this library bounds where Lambda would try for ever. */
const BATCH: NumberRange = { least: 1, most: 10_000 };
const RETRIES: NumberRange = { least: 0, most: 10_000 };
const FACTOR: NumberRange = { least: 1, most: 10 };
const WINDOW: DurationRange = { least: Duration.seconds(0), most: Duration.minutes(5), unit: 'seconds' };
const AGE: DurationRange = { least: Duration.minutes(1), most: Duration.days(7), unit: 'seconds' };

const SAYS = {
  noStream: (table: string) => `source: the table ${table} has no stream; give it one, as stream: StreamViewType.NEW_AND_OLD_IMAGES`,
  position: 'startingPosition: a source has no prop for the moment of AT_TIMESTAMP; give TRIM_HORIZON or LATEST',
};

/** What is wrong with a stream as a source. */
export function streamProblems({ _table: table }: StreamSource, props: StreamSourceProps): string[] {
  const { batchSize, maxBatchingWindow, retryAttempts, maxRecordAge, parallelizationFactor } = props;
  return [
    ...table !== undefined && table.tableStreamArn === undefined ? [SAYS.noStream(table.node.path)] : [],
    ...numberProblems({ batchSize }, BATCH),
    ...durationProblems({ maxBatchingWindow }, WINDOW),
    ...props.startingPosition === lambda.StartingPosition.AT_TIMESTAMP ? [SAYS.position] : [],
    ...numberProblems({ retryAttempts }, RETRIES),
    ...durationProblems({ maxRecordAge }, AGE),
    ...numberProblems({ parallelizationFactor }, FACTOR),
    ...filterProblems(props.filters),
  ];
}

/** What a stream is known by, as a mapping names it. */
export function streamArn({ _table: table, _stream: stream, _consumer: consumer }: StreamSource): string | undefined {
  return table?.tableStreamArn ?? stream?.streamArn ?? consumer?.streamConsumerArn;
}

/** Lets a function work on a stream: a bad record is found by halving, tried a bounded number of times, and kept. */
export function addStream(fn: lambda.IFunction, source: StreamSource, props: StreamSourceProps, failures: Failures, watching: SourceAlarms): void {
  const { _table: table, _stream: stream, _consumer: consumer } = source;
  const maxRecordAge = props.maxRecordAge ?? KEPT;
  const settings: StreamEventSourceProps = {
    startingPosition: props.startingPosition ?? lambda.StartingPosition.TRIM_HORIZON,
    batchSize: props.batchSize,
    maxBatchingWindow: props.maxBatchingWindow,
    retryAttempts: props.retryAttempts ?? 10,
    // CDK takes a token for a number that is too small.
    maxRecordAge: maxRecordAge.isUnresolved() ? undefined : maxRecordAge,
    parallelizationFactor: props.parallelizationFactor ?? 1,
    filters: props.filters,
    bisectBatchOnError: true,
    reportBatchItemFailures: true,
    onFailure: new SqsDlq(failures.queue),
  };
  const before = new Set(fn.node.children);
  if (table !== undefined) fn.addEventSource(new DynamoEventSource(table, settings));
  if (stream !== undefined) fn.addEventSource(new KinesisEventSource(stream, settings));
  if (consumer !== undefined) fn.addEventSource(new KinesisConsumerEventSource(consumer, settings));
  const mapping = fn.node.children.find(child => !before.has(child) && child instanceof lambda.EventSourceMapping);
  (mapping!.node.defaultChild as lambda.CfnEventSourceMapping).maximumRecordAgeInSeconds = maxRecordAge.toSeconds();
  watching.watchStream(maxRecordAge);
}
