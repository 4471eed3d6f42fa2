import { EventEmitter } from 'node:events';
import { maskUncaught, PublicError } from '../../../runtime';
import { takeUncaught } from '../../../runtime/handler/uncaught';
import { linesDuring } from '../support/lines';

/** A process that tells with what it ended. */
function stranger() {
  const ended: unknown[] = [];
  return Object.assign(new EventEmitter(), { ended, exit: (code: unknown) => { ended.push(code); } });
}

const error = Object.assign(new TypeError('no way to postgres://app:hunter2hunter2@db'), { token: 'bearer-123' });

test('the listeners of the client get an error that carries nothing, with whatever they are told besides', async () => {
  const own = stranger();
  const got: unknown[][] = [];
  own.on('uncaughtException', (...all) => got.push(all)).on('unhandledRejection', (...all) => got.push(all));
  takeUncaught(own as never);
  const { lines, text } = await linesDuring(() => {
    own.emit('uncaughtException', error, 'uncaughtException');
    own.emit('unhandledRejection', new PublicError('sold out'), 'promise');
    own.emit('unhandledRejection', undefined, 'promise');
  });
  expect(got).toMatchObject([
    [{ name: 'TypeError', message: 'the handler failed, request unknown' }, 'uncaughtException'], [{ message: 'sold out' }, 'promise'], [{ name: 'Error' }, 'promise'],
  ]);
  expect(Object.keys(got[0][0] as object)).toEqual([]);
  expect(lines).toMatchObject([{ level: 'ERROR', outcome: 'failed', error: { name: 'TypeError', message: 'no way to postgres://app:***@db' } }, {}, {}]);
  expect(text).not.toMatch(/hunter2|bearer-123/);
  expect(own.ended).toEqual([]);
});

test('a process in which nobody listens ends as by Node.js itself', async () => {
  const own = stranger();
  takeUncaught(own as never);
  expect((await linesDuring(() => own.emit('uncaughtException', error))).lines).toMatchObject([{ outcome: 'failed', error: { name: 'TypeError' } }]);
  expect(own.ended).toEqual([1]);
  // Node.js makes an exception of a rejection only where nobody listens for it.
  expect(own.listenerCount('unhandledRejection')).toBe(0);
});

test('however often it is asked for, a process is taken once', () => {
  const on = jest.spyOn(process, 'on').mockReturnThis();
  jest.spyOn(process, 'listeners').mockReturnValue([]);
  for (let i = 0; i < 3; i++) maskUncaught();
  expect(on.mock.calls.map(([event]) => event)).toEqual(['uncaughtException']);
  jest.restoreAllMocks();
});

test('where a handler listens and the client does not, it is left to the handler', async () => {
  const own = stranger();
  takeUncaught(own as never);
  const got: unknown[] = [];
  own.on('uncaughtException', one => got.push(one));
  expect((await linesDuring(() => own.emit('uncaughtException', error))).lines).toEqual([]);
  expect(got).toEqual([error]);
  expect(own.ended).toEqual([]);
});
