import { Duration, Token } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { filterProblems } from './event-filters';
import { isText, resourceBehind } from './identity-of';
import { concurrencyProblems, QueueShare } from './queue-concurrency';
import { SourceAlarms } from './source-alarms';
import { QueueSourceProps } from '../../secure-function-sources';
import { behind } from '../behind';
import { deadLetterQueue } from '../failures';
import { durationProblems, DurationRange, numberProblems } from '../ranges';
import { renderedProperties } from '../rendered';
import { settledDuration, settledNumber } from '../settled-props';

/** What SQS takes where a queue does not say. Source: the SQS guide, visibility timeout. */
const DEFAULT_VISIBILITY = Duration.seconds(30);
/** So many times the function's timeout a message has to stay hidden. Source: the Lambda guide, using Lambda with Amazon SQS. */
const VISIBILITY_FACTOR = 6;
/** A message is tried so often before it is a dead letter. Source: the Lambda guide advises at least 5. */
const RECEIVES = 5;
/** Source: the Lambda API reference, CreateEventSourceMapping. */
const BATCH = { least: 1, most: 10_000 };
const FIFO_BATCH = 10;
const WINDOW: DurationRange = { least: Duration.seconds(0), most: Duration.minutes(5), unit: 'seconds' };

/** Everything that a queue as a source says. */
const SAYS = {
  visibility: (queue: string, has: number, timeout: number, needs: number) =>
    `queue: ${queue} hides a message for ${has} seconds; the function runs up to ${timeout} seconds, so that others would work on the same message: `
    + `give the queue a visibilityTimeout of at least ${needs} seconds`,
  batch: (given: number) => `batchSize: more than 10 messages need a maxBatchingWindow of at least 1 second, got ${given} without`,
  fifoBatch: (given: number) => `batchSize: a FIFO queue gives at most ${FIFO_BATCH} messages, got ${given}`,
  fifoWindow: 'maxBatchingWindow: a FIFO queue has none; leave it out',
};

/** What of the function and the queue decides how one may read the other. */
export interface ReaderLimits {
  readonly timeout: Duration;
  readonly reserved?: number;
  /** How long the queue hides a message, in seconds. */
  readonly hidden?: number;
  /** How many invocations work on each queue of the function, this one being the last. */
  readonly shares: readonly QueueShare[];
}

/** What is wrong with a queue as a source, each as a sentence about the props. */
export function queueProblems(queue: sqs.IQueue, props: QueueSourceProps, { timeout, reserved, hidden, shares }: ReaderLimits): string[] {
  const problems = filterProblems(props.filters);
  if (hidden !== undefined && !Token.isUnresolved(hidden) && !timeout.isUnresolved()) {
    problems.push(...visibilityProblems(queue, props, timeout.toSeconds(), hidden));
  }
  problems.push(...concurrencyProblems(shares, reserved));
  const { batchSize, maxBatchingWindow } = props;
  const isLarge = batchSize !== undefined && !Token.isUnresolved(batchSize) && batchSize > FIFO_BATCH;
  if (queue.fifo) {
    const all = isLarge ? [SAYS.fifoBatch(batchSize)] : numberProblems({ batchSize }, BATCH);
    return [...problems, ...all, ...maxBatchingWindow === undefined ? [] : [SAYS.fifoWindow]];
  }
  const [ofBatch, ofWindow] = [numberProblems({ batchSize }, BATCH), durationProblems({ maxBatchingWindow }, WINDOW)];
  const hasNoWindow = maxBatchingWindow === undefined || knownSeconds(maxBatchingWindow) === 0;
  if (isLarge && ofBatch.length === 0 && hasNoWindow) ofBatch.push(SAYS.batch(batchSize));
  return [...problems, ...ofBatch, ...ofWindow];
}

/** What is wrong in the end where an Aspect or an override has changed what was judged: the timeout of the function, or that of the queue. */
export function changedProblems(fn: lambda.IFunction, queue: sqs.IQueue, props: QueueSourceProps, { timeout, hidden }: ReaderLimits): string[] {
  const [reader, read] = [behind(fn).node.defaultChild, resourceOf(queue)];
  if (!(reader instanceof lambda.CfnFunction)) return [];
  const seconds = renderedProperties(reader).Timeout;
  const hides = read && (renderedProperties(read).VisibilityTimeout ?? DEFAULT_VISIBILITY.toSeconds());
  const isChanged = seconds !== settledDuration(fn, timeout).toSeconds() || hides !== (hidden && settledNumber(fn, hidden));
  return isChanged && typeof seconds === 'number' && typeof hides === 'number' ? visibilityProblems(queue, props, seconds, hides) : [];
}

function visibilityProblems(queue: sqs.IQueue, { maxBatchingWindow }: QueueSourceProps, timeout: number, hidden: number): string[] {
  const needs = VISIBILITY_FACTOR * timeout + (knownSeconds(maxBatchingWindow) ?? 0);
  return hidden < needs ? [SAYS.visibility(queue.node.path, hidden, timeout, needs)] : [];
}

/** Lets a function work on a queue; a queue of the application that drops nothing into a dead-letter queue gets one. */
export function addQueue(
  fn: lambda.IFunction, queue: sqs.IQueue, props: QueueSourceProps, usual: number, watching: SourceAlarms,
): void {
  const letters = deadLettersOf(queue);
  if (letters !== undefined) watching.watchDeadLetters(letters);
  fn.addEventSource(new SqsEventSource(queue, {
    batchSize: props.batchSize,
    maxBatchingWindow: props.maxBatchingWindow,
    maxConcurrency: props.maxConcurrency ?? usual,
    reportBatchItemFailures: true,
    filters: props.filters,
  }));
}

/** Where a queue drops what it gave up; nothing for queues from elsewhere, of which that is not known. */
function deadLettersOf(queue: sqs.IQueue): sqs.IQueue | undefined {
  const cfn = queue.node.defaultChild;
  const known = (queue as sqs.Queue).deadLetterQueue?.queue ?? queue.node.tryFindChild('DeadLetters') as sqs.Queue | undefined;
  if (!(cfn instanceof sqs.CfnQueue) || cfn.redrivePolicy !== undefined || known !== undefined) return known;
  const key = (queue as sqs.Queue).encryptionMasterKey;
  const letters = deadLetterQueue(queue, 'DeadLetters', {
    ...(queue.fifo ? { fifo: true } : {}),
    ...(key === undefined ? {} : { encryption: sqs.QueueEncryption.KMS, encryptionMasterKey: key }),
  });
  cfn.redrivePolicy = { deadLetterTargetArn: letters.queueArn, maxReceiveCount: RECEIVES };
  return letters;
}

/** How long a queue of the application hides a message, in seconds; nothing for others. */
export function visibilityOf(queue: sqs.IQueue): number | undefined {
  const cfn = resourceOf(queue);
  if (cfn === undefined) return undefined;
  const given = cfn.visibilityTimeout ?? DEFAULT_VISIBILITY.toSeconds();
  return isText(given) ? undefined : given;
}

/** The queue in the application, also where it is known by a reference to its ARN alone. */
function resourceOf(queue: sqs.IQueue): sqs.CfnQueue | undefined {
  const cfn = queue.node.defaultChild ?? resourceBehind(queue.queueArn);
  return cfn instanceof sqs.CfnQueue ? cfn : undefined;
}

function knownSeconds(duration: Duration | undefined): number | undefined {
  return duration === undefined || duration.isUnresolved() ? undefined : duration.toSeconds({ integral: false });
}
