import { Duration, Lazy } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { partOf } from './part-of';
import { SecurityAlarms } from '../../security-alarms';
import { deadLetterAlarm, iteratorAgeAlarm } from '../alarms/function-alarms';

/**
 * So much of the time that a record is kept may pass before somebody is told.
 * Source: https://docs.aws.amazon.com/streams/latest/dev/monitoring-with-cloudwatch.html
 */
const SHARE = 0.5;

/** What watches the sources of a function, where it has alarms: what its streams leave unread, and what its queues give up. */
export class SourceAlarms {
  readonly #ages: number[] = [];

  public constructor(private readonly fn: lambda.IFunction, private readonly alarms?: SecurityAlarms) {}

  /**
   * Watches the age of what a stream leaves unread. The metric is about all streams of the function, so the strictest decides.
   *
   * @param kept when a record is given up
   */
  public watchStream(kept: Duration): void {
    this.#ages.push(kept.toMilliseconds() * SHARE);
    if (this.#ages.length > 1) return;
    this.alarms?._watch(partOf(this.fn, 'Streams'), () => [iteratorAgeAlarm(this.fn, Lazy.number({ produce: () => Math.min(...this.#ages) }))]);
  }

  /** Watches the dead letters of a queue, beside the function: the queue's stack may not need the function's. */
  public watchDeadLetters(letters: sqs.IQueue): void {
    const all = partOf(this.fn, 'DeadLetters');
    const id = letters.node.addr.slice(-8);
    if (all.node.tryFindChild(id) === undefined) this.alarms?._watch(partOf(all, id), () => [deadLetterAlarm(letters)], { title: letters.node.path });
  }
}
