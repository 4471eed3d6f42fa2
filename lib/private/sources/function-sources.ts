import { Duration } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as scheduler from 'aws-cdk-lib/aws-scheduler';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { IConstruct } from 'constructs';
import { overlapProblems, rememberNotification } from './bucket-notifications';
import { addBucket, bucketProblems } from './bucket-source';
import { QueueShare, usualConcurrency } from './queue-concurrency';
import { addQueue, changedProblems, queueProblems, visibilityOf } from './queue-source';
import { addRule, busProblems, ruleIdProblems, ruleProblems } from './rule-source';
import { addSchedule, scheduleIdProblems, scheduleProblems } from './schedule-source';
import { SourceAlarms } from './source-alarms';
import { addStream, streamArn, streamProblems } from './stream-source';
import { addTopic, topicProblems } from './topic-source';
import {
  BucketSourceProps, QueueSourceProps, RuleSourceProps, ScheduleSourceProps, StreamSource, StreamSourceProps, TopicSourceProps,
} from '../../secure-function-sources';
import { SecurityAlarms } from '../../security-alarms';
import { Boundary } from '../boundary';
import { regionProblems } from '../environment-problems';
import { Failures } from '../failures';
import { identityText } from '../identity-text';
import { refuse } from '../refuse';
import { requireProps } from '../required-props';
import { judge } from '../settled-props';

const SAYS = {
  twice: (prop: string, source: string) => `${prop}: ${source} is a source of the function already, and AWS takes it once; give all that is wanted in one call`,
  own: (queue: string) => `queue: ${queue} is the function's own failureQueue, so what fails would come back to it, and fail again; work on it by another function`,
};

/** What a function has for its sources. */
export interface SourceSettings {
  readonly boundary: Boundary;
  readonly alarms?: SecurityAlarms;
  readonly timeout: Duration;
  readonly reservedConcurrency?: number;
  readonly permissionsBoundary?: iam.IManagedPolicy;
}

/** The sources of a function: what is wrong with each is said at once, and of what is settled late when the tree is complete. */
export class FunctionSources {
  /** Where goes what could not be delivered or worked on. */
  public readonly failures: Failures;
  private readonly watching: SourceAlarms;
  readonly #taken = new Set<string>();
  #shares: readonly QueueShare[] = [];

  public constructor(private readonly fn: lambda.QualifiedFunctionBase, private readonly settings: SourceSettings) {
    this.failures = new Failures(fn, settings.alarms);
    this.watching = new SourceAlarms(fn, settings.alarms);
  }

  public addQueue(queue: sqs.IQueue, props: QueueSourceProps): void {
    requireProps(this.fn, { queue }, { queue: 'the queue whose messages it works on' });
    const { timeout, reservedConcurrency: reserved } = this.settings;
    const shares = [...this.#shares, { given: props.maxConcurrency, isFifo: queue.fifo }];
    const judged = { ...props, reader: { timeout, reserved, hidden: visibilityOf(queue), shares } };
    const others = [...this.ownProblems(queue), ...this.takenProblems('queue', queue, queue.queueArn), ...regionProblems(this.fn, 'queue', queue)];
    judge(this.fn, judged, ({ reader, ...given }) => queueProblems(queue, given, reader), { others });
    this.fn.node.addValidation({ validate: () => changedProblems(this.fn, queue, props, judged.reader) });
    this.take(queue.queueArn);
    this.#shares = shares;
    addQueue(this.fn, queue, props, usualConcurrency(this.fn, () => this.#shares, reserved), this.watching);
  }

  public addBucket(bucket: s3.IBucket, props: BucketSourceProps): void {
    requireProps(this.fn, { bucket }, { bucket: 'the bucket of which it is told' });
    refuse(this.fn, [...bucketProblems(this.fn, bucket, props), ...overlapProblems(this.fn, bucket, props)]);
    rememberNotification(this.fn, bucket, props);
    addBucket(this.fn, bucket, props);
    this.failures.keepAsynchronous();
  }

  public addTopic(topic: sns.ITopic, props: TopicSourceProps): void {
    requireProps(this.fn, { topic }, { topic: 'the topic whose messages it works on' });
    refuse(this.fn, [...topicProblems(this.fn, topic, props), ...this.takenProblems('topic', topic, topic.topicArn)]);
    this.take(topic.topicArn);
    addTopic(this.fn, topic, props, this.failures);
    this.failures.keepAsynchronous();
  }

  public addStream(source: StreamSource, props: StreamSourceProps): void {
    const known = (source as StreamSource | undefined)?._table ?? source?._stream ?? source?._consumer;
    requireProps(this.fn, { source: known }, { source: 'the stream that it reads, as StreamSource.table(table)' });
    const arn = streamArn(source);
    const of = known!;
    const others = arn === undefined ? [] : [...this.takenProblems('source', of, arn), ...regionProblems(this.fn, 'source', of)];
    judge(this.fn, props, given => streamProblems(source, given), { others });
    this.take(arn!);
    addStream(this.fn, source, props, this.failures, this.watching);
  }

  public addRule(id: string, props: RuleSourceProps): events.IRule {
    requireProps(this.fn, props, { eventPattern: 'which events it works on, as { source: [\'shop.orders\'] }' });
    judge(this.fn, props, ruleProblems, { others: [...ruleIdProblems(this.fn, id), ...busProblems(this.fn, props)] });
    const rule = addRule(this.fn, id, props, this.failures);
    this.failures.keepAsynchronous();
    return rule;
  }

  public addSchedule(id: string, props: ScheduleSourceProps): scheduler.ISchedule {
    requireProps(this.fn, props, { schedule: 'when it starts, as ScheduleExpression.rate(Duration.hours(1))' });
    const { boundary, permissionsBoundary } = this.settings;
    judge(this.fn, props, given => scheduleProblems(this.fn, given), { others: scheduleIdProblems(this.fn, id) });
    const schedule = addSchedule(this.fn, id, props, boundary, this.failures, permissionsBoundary);
    this.failures.keepAsynchronous();
    return schedule;
  }

  private ownProblems({ node, queueArn }: sqs.IQueue): string[] {
    const { existing } = this.failures;
    return existing !== undefined && identityText(this.fn, existing.queueArn) === identityText(this.fn, queueArn) ? [SAYS.own(node.path)] : [];
  }

  private takenProblems(prop: string, source: IConstruct, arn: string): string[] {
    return this.#taken.has(identityText(this.fn, arn)) ? [SAYS.twice(prop, source.node.path)] : [];
  }

  private take(arn: string): void {
    this.#taken.add(identityText(this.fn, arn));
  }
}
