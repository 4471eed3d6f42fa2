import { Duration } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as events from 'aws-cdk-lib/aws-events';
import * as kinesis from 'aws-cdk-lib/aws-kinesis';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as scheduler from 'aws-cdk-lib/aws-scheduler';
import * as sns from 'aws-cdk-lib/aws-sns';

/** How a function works on the messages of a queue. */
export interface QueueSourceProps {
  /**
   * How many messages an invocation gets at most, from 1 to 10000; more than 10 need `maxBatchingWindow`, and a FIFO queue gives at most 10.
   *
   * @default - ten messages
   */
  readonly batchSize?: number;

  /**
   * How long Lambda gathers messages before it invokes, at most 5 minutes; a FIFO queue has no such window.
   *
   * @default - Lambda invokes as soon as there is a message
   */
  readonly maxBatchingWindow?: Duration;

  /**
   * How many invocations work on the queue at the same time, from 2 to 1000; with the other queues of the function not more than it reserves.
   *
   * @default - ten, or its part of what the function reserves and its other queues leave, if that is less
   */
  readonly maxConcurrency?: number;

  /**
   * Which messages are worked on, as 1 to 10 event filters from `lambda.FilterCriteria.filter`; others are deleted unread.
   *
   * @default - all of them
   */
  readonly filters?: { [key: string]: any }[];
}

/** How a function works on what happens in a bucket. */
export interface BucketSourceProps {
  /**
   * What has to happen.
   *
   * @default - an object is created
   */
  readonly events?: s3.EventType[];

  /**
   * How the keys of the objects begin.
   *
   * @default - objects with any beginning of their key
   */
  readonly prefix?: string;

  /**
   * How the keys of the objects end.
   *
   * @default - objects with any end of their key
   */
  readonly suffix?: string;
}

/** How a function works on the messages of a topic. */
export interface TopicSourceProps {
  /**
   * Which messages are delivered, by their attributes.
   *
   * @default - all of them
   */
  readonly filterPolicy?: { [attribute: string]: sns.SubscriptionFilter };

  /**
   * Which messages are delivered, by their body.
   *
   * @default - all of them
   */
  readonly filterPolicyWithMessageBody?: { [attribute: string]: sns.FilterOrPolicy };
}

/** A stream that a function can work on. */
export class StreamSource {
  /** The changes of a table, which has to have a stream. */
  public static table(table: dynamodb.ITable): StreamSource {
    return new StreamSource(table);
  }

  /** A Kinesis stream, whose throughput all its readers share. */
  public static kinesis(stream: kinesis.IStream): StreamSource {
    return new StreamSource(undefined, stream);
  }

  /** A consumer of a Kinesis stream, which has a throughput of its own. */
  public static consumer(consumer: kinesis.IStreamConsumer): StreamSource {
    return new StreamSource(undefined, undefined, consumer);
  }

  private constructor(
    /** @internal The table, where it is one. */
    public readonly _table?: dynamodb.ITable,
    /** @internal The Kinesis stream, where it is one. */
    public readonly _stream?: kinesis.IStream,
    /** @internal The consumer, where it is one. */
    public readonly _consumer?: kinesis.IStreamConsumer,
  ) {}
}

/** How a function works on the records of a stream. */
export interface StreamSourceProps {
  /**
   * How many records an invocation gets at most, from 1 to 10000.
   *
   * @default - a hundred records
   */
  readonly batchSize?: number;

  /**
   * How long Lambda gathers records before it invokes, at most 5 minutes.
   *
   * @default - Lambda invokes as soon as there is a record
   */
  readonly maxBatchingWindow?: Duration;

  /**
   * Where it begins when the source is added.
   *
   * @default - with the oldest record that is kept, so that none is lost
   */
  readonly startingPosition?: lambda.StartingPosition;

  /**
   * How often a batch that failed is tried again before it is given up, from 0 to 10000; it is halved each time, to find the bad record.
   *
   * @default - ten times
   */
  readonly retryAttempts?: number;

  /**
   * How old a record may get before it is given up, from 1 minute to 7 days.
   *
   * @default - one day, after which a table's stream forgets it anyway
   */
  readonly maxRecordAge?: Duration;

  /**
   * How many invocations work on one shard at the same time, from 1 to 10. The shards bound the rest.
   *
   * @default - one
   */
  readonly parallelizationFactor?: number;

  /**
   * Which records are worked on, as 1 to 10 event filters from `lambda.FilterCriteria.filter`.
   *
   * @default - all of them
   */
  readonly filters?: { [key: string]: any }[];
}

/** How a function works on events of an event bus. */
export interface RuleSourceProps {
  /** Which events. It names at least one source, since anybody in the account may put events on a bus. */
  readonly eventPattern: events.EventPattern;

  /**
   * The bus.
   *
   * @default - the account's default bus, on which AWS services put theirs
   */
  readonly eventBus?: events.IEventBus;

  /**
   * What the rule is for.
   *
   * @default - the rule has no description
   */
  readonly description?: string;

  /**
   * How often a delivery that failed is tried again, from 0 to 185.
   *
   * @default - ten times
   */
  readonly retryAttempts?: number;

  /**
   * How old an event may get before it is given up, from 1 minute to 24 hours.
   *
   * @default - four hours
   */
  readonly maxEventAge?: Duration;
}

/** How a function is started by the clock. */
export interface ScheduleSourceProps {
  /** When. */
  readonly schedule: scheduler.ScheduleExpression;

  /**
   * What the function finds in the event's `detail`: names and settings. Everybody who may read the schedule reads them, so the value of a secret
   * is refused, as in the function's `environment`.
   *
   * @default - an empty object
   */
  readonly detail?: { [key: string]: any };

  /**
   * Within which time after the moment it may start, from 1 minute to 24 hours, so that not all begins at once.
   *
   * @default - it starts at the moment
   */
  readonly timeWindow?: Duration;

  /**
   * How often a start that failed is tried again, from 0 to 185.
   *
   * @default - twice
   */
  readonly retryAttempts?: number;

  /**
   * How old an invocation may get before it is given up, from 1 minute to 24 hours.
   *
   * @default - one hour
   */
  readonly maxEventAge?: Duration;
}
