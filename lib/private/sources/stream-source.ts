import { Duration, Token } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { DynamoEventSource, KinesisConsumerEventSource, KinesisEventSource, SqsDlq, StreamEventSourceProps } from 'aws-cdk-lib/aws-lambda-event-sources';
import { SourceAlarms } from './source-alarms';
import { StreamSource, StreamSourceProps } from '../../secure-function-sources';
import { Failures } from '../failures';

/** A table's stream forgets what is older. */
const KEPT = Duration.days(1);

const SAYS = {
  noStream: (table: string) => `source: the table ${table} has no stream; give it one, as stream: StreamViewType.NEW_AND_OLD_IMAGES`,
  retries: (given: number) => `retryAttempts: a whole number from 0 to 10000, got ${given}`,
  age: (seconds: number) => `maxRecordAge: from 1 minute to 7 days, got ${seconds} seconds`,
};

/** What is wrong with a stream as a source. */
export function streamProblems({ _table: table }: StreamSource, { retryAttempts, maxRecordAge }: StreamSourceProps): string[] {
  const problems: string[] = [];
  if (table !== undefined && table.tableStreamArn === undefined) problems.push(SAYS.noStream(table.node.path));
  const isGiven = retryAttempts !== undefined && !Token.isUnresolved(retryAttempts);
  if (isGiven && (!Number.isInteger(retryAttempts) || retryAttempts < 0 || retryAttempts > 10_000)) problems.push(SAYS.retries(retryAttempts));
  const age = maxRecordAge === undefined || maxRecordAge.isUnresolved() ? undefined : maxRecordAge.toSeconds();
  if (age !== undefined && (age < 60 || age > 604_800)) problems.push(SAYS.age(age));
  return problems;
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
    maxRecordAge,
    parallelizationFactor: props.parallelizationFactor ?? 1,
    filters: props.filters,
    bisectBatchOnError: true,
    reportBatchItemFailures: true,
    onFailure: new SqsDlq(failures.queue),
  };
  if (table !== undefined) fn.addEventSource(new DynamoEventSource(table, settings));
  if (stream !== undefined) fn.addEventSource(new KinesisEventSource(stream, settings));
  if (consumer !== undefined) fn.addEventSource(new KinesisConsumerEventSource(consumer, settings));
  watching.watchStream(maxRecordAge);
}
