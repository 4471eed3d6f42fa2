import type { Delivery } from './delivery';
import type { Fits } from '../facts/allowed';
import type { Answer } from '../handler/answer';
import type { Batch } from '../handler/batch';
import type { Boundary } from '../handler/boundary';
import type { Verdict } from '../handler/outcome';

/** How a source hands over what it has, and how it hears what became of it. What only some sources need hangs here, so that a bundle takes it with them. */
export interface Source {
  /**
   * `answer`: to a caller over HTTP. `call`: to whoever waits for the result. `queue`, `stream`: records, whose failures are named.
   * `events`: asynchronous; a failure is tried again twice and then goes to the function's failure destination.
   */
  readonly delivers: 'answer' | 'call' | 'queue' | 'stream' | 'events';

  /** What came. @throws EnvelopeError if the event is none of the source's */
  readonly open: (event: unknown) => readonly Delivery[];

  /** Whether AWS and not the sender lays the payload out: it has more keys than a schema asks for, and these are left out and not refused. */
  readonly laidOut?: boolean;

  /** Whether an entry of the allow-list means the sender. By default it is his name. */
  readonly fits?: Fits;

  /** How the log tells of a result that means that somebody was not let in. */
  readonly denial?: (result: unknown) => Verdict | undefined;

  /** What is thrown in place of an error, where the caller understands something better than that it failed. */
  readonly thrown?: (error: unknown, isRefusal: boolean) => Error | undefined;

  /** Works off records, and says which of them failed. */
  readonly batch?: Batch;

  /** What is special about HTTP. */
  readonly http?: Http;
}

/** Sources that may stand in the payload of another: a notification in a message, an object's event in a notification. */
export type Carried = 'sns' | 's3' | 'eventbridge';

/** How a request is read and answered. */
export interface Http {
  /** Whether something holds schemas by the parts of a request. */
  readonly takesParts: (schema: unknown) => boolean;

  /** What the handler gets. */
  readonly input: (boundary: Boundary, delivery: Delivery, body: unknown) => Promise<unknown>;

  /** What the handler's result becomes. */
  readonly answerOf: (result: unknown) => Answer;

  /** What the caller hears of an error, if anything. */
  readonly told: (error: unknown, isRefusal: boolean) => Answer | undefined;
}
