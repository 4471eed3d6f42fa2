import { Duration } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { SecurityAlarms } from '../security-alarms';

/** As long as SQS can keep a message: there must be time to find out what went wrong. */
const KEPT = Duration.days(14);

/** Where all goes that a function could not work on, or that could not be delivered to it: one queue, made when the first needs it. */
export class Failures {
  #queue?: sqs.Queue;

  public constructor(private readonly fn: lambda.QualifiedFunctionBase, private readonly alarms?: SecurityAlarms) {}

  /** The queue, if there is one by now. */
  public get existing(): sqs.IQueue | undefined {
    return this.#queue;
  }

  public get queue(): sqs.Queue {
    if (this.#queue === undefined) {
      this.#queue = deadLetterQueue(this.fn, 'Failures');
      this.alarms?._watchDeadLetters(this.#queue);
    }
    return this.#queue;
  }

  /** Keeps the events that were sent without waiting for the answer and failed, unless somebody has said where they go. */
  public keepAsynchronous(): void {
    if (this.fn.node.tryFindChild('EventInvokeConfig') !== undefined) return;
    this.fn.configureAsyncInvoke({ onFailure: new SqsDestination(this.queue), retryAttempts: 2, maxEventAge: Duration.hours(1) });
  }
}

/** A queue for dead letters: encrypted, closed to calls without TLS, kept as long as can be. */
export function deadLetterQueue(scope: lambda.IFunction | sqs.IQueue, id: string, props: sqs.QueueProps = {}): sqs.Queue {
  return new sqs.Queue(scope, id, { encryption: sqs.QueueEncryption.SQS_MANAGED, enforceSSL: true, retentionPeriod: KEPT, ...props });
}
