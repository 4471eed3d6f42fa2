import { Duration, Lazy } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { partOf } from './part-of';
import { SecurityAlarms } from '../../security-alarms';
import { deadLetterAlarm, iteratorAgeAlarm } from '../alarms/function-alarms';
import { settledDuration } from '../settled-props';

/**
 * So much of the time that a record is kept may pass before somebody is told.
 * Source: https://docs.aws.amazon.com/streams/latest/dev/monitoring-with-cloudwatch.html
 */
const SHARE = 0.5;
/** How long a table's stream and, unless it says otherwise, one of Kinesis keeps a record. */
const USUAL = Duration.days(1);

/** What watches the sources of a function, where it has alarms: what its streams leave unread, and what its queues give up. */
export class SourceAlarms {
  readonly #ages: Duration[] = [];

  public constructor(private readonly fn: lambda.IFunction, private readonly alarms?: SecurityAlarms) {}

  /**
   * Watches the age of what a stream leaves unread. The metric is about all streams of the function, so the strictest decides.
   *
   * @param kept when a record is given up; where only the deployment knows, a day
   */
  public watchStream(kept: Duration): void {
    this.#ages.push(kept);
    if (this.#ages.length > 1) return;
    this.alarms?._watch(partOf(this.fn, 'Streams'), () => [iteratorAgeAlarm(this.fn, Lazy.number({ produce: () => this.leastAge() * SHARE }))]);
  }

  private leastAge(): number {
    const settled = this.#ages.map(age => settledDuration(this.fn, age));
    return Math.min(...settled.map(age => (age.isUnresolved() ? USUAL : age).toMilliseconds()));
  }

  /** Watches the dead letters of a queue, beside the function: the queue's stack may not need the function's. */
  public watchDeadLetters(letters: sqs.IQueue): void {
    const all = partOf(this.fn, 'DeadLetters');
    const id = letters.node.addr.slice(-8);
    if (all.node.tryFindChild(id) === undefined) this.alarms?._watch(partOf(all, id), () => [deadLetterAlarm(letters)], { title: letters.node.path });
  }
}
