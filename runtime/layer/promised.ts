import { AnyHandler } from './load';
import { LambdaContext } from '../log/invocation';

/** Where the client of Node.js 20 and 22 keeps what it does when nothing is left to wait for. */
const WHEN_EMPTY = Symbol.for('aws.lambda.beforeExit');

/** What the client of Node.js 20 and 22 hands over besides. */
interface OldContext extends LambdaContext {
  readonly done: (error?: unknown, result?: unknown) => void;
  readonly callbackWaitsForEmptyEventLoop?: boolean;
}

/**
 * What a handler answers, however it does: with a promise, or as handlers of old do, to a callback, also from within a wrapper that names no
 * parameter. As in Lambda, one that never calls it has answered when nothing is left to wait for.
 */
export function promised(handler: AnyHandler, context: LambdaContext): (event: unknown) => Promise<unknown> {
  return typeof (context as Partial<OldContext>).done === 'function' ? byContext(handler, context as OldContext) : byCallback(handler, context);
}

function byCallback(handler: AnyHandler, context: LambdaContext): (event: unknown) => Promise<unknown> {
  return event => new Promise((resolve, reject) => {
    let isAnswered = false;
    const finished = () => answered();
    const answered = (error?: unknown, result?: unknown) => {
      isAnswered = true;
      process.off('beforeExit', finished);
      return error === null || error === undefined ? resolve(result) : reject(error);
    };
    const returned = handler(event, context, answered);
    if (isThenable(returned)) returned.then(resolve, reject);
    else if (handler.length < 3 && (handler.length > 0 || returned !== undefined)) resolve(returned);
    else if (!isAnswered) process.once('beforeExit', finished);
  });
}

/**
 * On the client of Node.js 20 and 22 a handler may answer by its context too, what it returns besides a promise counts for nothing, and the
 * answer to a callback waits until nothing is left to do, unless the context says that it need not. The first answer counts.
 */
function byContext(handler: AnyHandler, context: OldContext): (event: unknown) => Promise<unknown> {
  return event => new Promise((resolve, reject) => {
    let answer: unknown;
    let isAnswered = false;
    const finished = () => {
      // Otherwise the client answers for us, and knows nothing of the records that were refused.
      Object.assign(globalThis, { [WHEN_EMPTY]: () => undefined });
      setImmediate(resolve, answer);
    };
    const first = <T>(answered: (given?: T, result?: unknown) => void) => (given?: T, result?: unknown) => {
      if (isAnswered) return;
      isAnswered = true;
      answered(given, result);
    };
    const settle = (error: unknown, result?: unknown) => {
      process.off('beforeExit', finished);
      return error === null || error === undefined ? resolve(result) : reject(error);
    };
    const succeed = first(result => settle(undefined, result));
    const fail = first(error => settle(error ?? 'failed'));
    const answers = { done: first(settle), succeed, fail };
    const own = Object.create(Object.getPrototypeOf(context) as object, {
      ...Object.getOwnPropertyDescriptors(context), ...Object.getOwnPropertyDescriptors(answers),
    }) as OldContext;
    const callback = first((error, result) => {
      if (error !== null && error !== undefined || own.callbackWaitsForEmptyEventLoop === false) return settle(error, result);
      answer = result;
    });
    // Before the client's own.
    process.prependOnceListener('beforeExit', finished);
    try {
      const returned = handler(event, own, callback);
      if (isThenable(returned)) returned.then(succeed, fail);
    } catch (error) {
      fail(error);
    }
  });
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && typeof (value as { then?: unknown }).then === 'function';
}
