import { enforce } from '../../../runtime/layer/enforce';
import { AnyHandler } from '../../../runtime/layer/load';
import { sampleEvent } from '../../../runtime/testing';
import { lambdaContext, sqsRecord } from '../support/events';
import { linesDuring } from '../support/lines';

const WHEN_EMPTY = Symbol.for('aws.lambda.beforeExit');
const theirs = () => { throw new Error('asked by nobody'); };

/** As the client of Node.js 20 and 22 hands it over. */
const oldContext = () => {
  let waits = true;
  const context = { ...lambdaContext(), done: theirs, succeed: theirs, fail: theirs };
  return Object.defineProperty(context, 'callbackWaitsForEmptyEventLoop', { get: () => waits, set: value => { waits = value as boolean; }, enumerable: true, configurable: true });
};

/** What becomes of an event. The process is busy until `whenEmpty` says that nothing is left to do. */
async function call(handler: AnyHandler, event: unknown = {}, whenEmpty?: number) {
  let answer: any;
  const listeners = process.listenerCount('beforeExit');
  const { lines } = await linesDuring(async () => {
    const answered = Promise.resolve(enforce(handler)(event, oldContext())).catch((error: unknown) => ({ error }));
    if (whenEmpty !== undefined) setTimeout(() => process.emit('beforeExit', 0), whenEmpty);
    answer = await answered;
  });
  expect(process.listenerCount('beforeExit')).toBe(listeners);
  return { answer, lines };
}

afterEach(() => { Object.assign(globalThis, { [WHEN_EMPTY]: undefined }); });

describe('on the client of Node.js 20 and 22, a handler that answers by its context', () => {
  test.each<[string, AnyHandler, unknown]>([
    ['late', (_event, context) => { setTimeout(() => context.succeed('late'), 5); }, 'late'],
    ['at once', (_event, context) => { context.done(null, 'at once'); }, 'at once'],
    ['first, and then otherwise', (_event, context) => { context.succeed('first'); context.fail(new Error('second')); }, 'first'],
    ['and knows its context', (_event, context) => { context.succeed([context.awsRequestId, context.callbackWaitsForEmptyEventLoop]); }, ['request-1', true]],
  ])('has answered: %s', async (_name, handler, said) => {
    expect((await call(handler)).answer).toEqual(said);
  });

  test.each<[string, AnyHandler]>([
    ['done, late', (_event, context) => { setTimeout(() => context.done(new TypeError('token abc')), 5); }],
    ['fail, at once', (_event, context) => { context.fail(new TypeError('token abc')); }],
    ['a callback', (_event, _context, callback) => { callback(new TypeError('token abc')); }],
    ['a throw', () => { throw new TypeError('token abc'); }],
    ['a promise', async () => Promise.reject(new TypeError('token abc'))],
  ])('has failed, and its error leaves sanitised: %s', async (_name, handler) => {
    const { answer, lines } = await call(handler, sampleEvent('sqs'));
    expect(answer.error).toMatchObject({ name: 'TypeError', message: 'the handler failed, request request-1' });
    expect(lines).toMatchObject([{ outcome: 'failed', error: { message: 'token abc' } }]);
  });

  test('has failed also where it says no error', async () => {
    expect((await call((_event, context) => { context.fail(); })).answer.error).toMatchObject({ name: 'Error' });
  });
});

describe('on the client of Node.js 20 and 22, the answer waits until nothing is left to do', () => {
  test.each<[string, (work: () => void) => AnyHandler, unknown]>([
    ['where the handler says nothing', work => (_event: unknown) => { setTimeout(work, 10); }, undefined],
    ['where it returns a value, which counts for nothing', work => () => { setTimeout(work, 10); return 'unheard'; }, undefined],
    ['where it has called its callback', work => (_event, _context, callback) => { callback(null, 'called'); callback('again'); setTimeout(work, 10); }, 'called'],
  ])('%s', async (_name, handler, said) => {
    const work = jest.fn();
    expect((await call(handler(work), {}, 30)).answer).toBe(said);
    expect(work).toHaveBeenCalled();
  });

  test('but not where the context says that it need not', async () => {
    const handler: AnyHandler = (_event, context, callback) => { context.callbackWaitsForEmptyEventLoop = false; callback(null, 'fast'); };
    expect((await call(handler)).answer).toBe('fast');
  });

  test('and the client does not answer in its place, so that a refused record is no lost one', async () => {
    const client = jest.fn();
    const listener = () => (globalThis as unknown as Record<symbol, () => void>)[WHEN_EMPTY]();
    Object.assign(globalThis, { [WHEN_EMPTY]: client });
    process.on('beforeExit', listener);
    try {
      const event = { Records: [sqsRecord('good', {}), sqsRecord('bad', '{"__proto__":{}}')] };
      expect((await call((_event: unknown) => undefined, event, 10)).answer).toEqual({ batchItemFailures: [{ itemIdentifier: 'bad' }] });
    } finally {
      process.off('beforeExit', listener);
    }
    expect(client).not.toHaveBeenCalled();
  });
});
