import fc from 'fast-check';
import { log, Logger, remember } from '../../../runtime';
import { during } from '../../../runtime/log/invocation';
import { masked, writeLine, writeThrough } from '../../../runtime/log/logger';
import { forgetAll } from '../../../runtime/log/masking';
import { CAPS, plainFields } from '../../../runtime/log/plain';
import { spent } from '../../support/spent';
import { linesDuring } from '../support/lines';

const invocation = { service: 's', function: 'f', version: '1', requestId: 'r', coldStart: false, source: 'sqs', action: 'a' } as const;

async function lineOf(fields: object, message = 'm') {
  const { lines, text } = await linesDuring(() => log.info(message, fields as never));
  expect(text.match(/\n/g)).toHaveLength(1);
  return lines[0];
}

function revoked(): object {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}

describe('a log line', () => {
  test('is JSON on one line and harmless to a terminal, whatever is logged', async () => {
    const hostile = fc.oneof(fc.anything({ withBigInt: true, withDate: true, withMap: true, withSet: true, withTypedArray: true, withNullPrototype: true, withSparseArray: true }), fc.string({ unit: 'binary' }));
    await fc.assert(fc.asyncProperty(hostile, fc.string({ unit: 'binary' }), async (value, name) => {
      const { text } = await linesDuring(() => log.error(name, { [name]: value, value }));
      expect(text).toMatch(/^[^\u0000-\u001f\u007f-\u009f\u2028\u2029\u202e]*\n$/);
      expect(JSON.parse(text)).toMatchObject({ level: 'ERROR' });
    }), { numRuns: 500 });
  });

  test('shows what it neutralised', async () => {
    expect((await lineOf({}, 'a\r\n{"level":"ERROR"}\u001b[2J\u202e')).message).toBe('a\\u000d\\u000a{"level":"ERROR"}\\u001b[2J\\u202e');
  });

  test('masks what stands under the name of a secret, at any depth and in any case', async () => {
    const fields = { user: { Password: 'a', API_KEY: 'b', headers: { 'Set-Cookie': ['c'], 'x-token': { d: 1 } } }, pin: 1234, page: 'shown', nothing: { password: null } };
    expect(await lineOf(fields)).toMatchObject({
      user: { Password: '***', API_KEY: '***', headers: { 'Set-Cookie': '***', 'x-token': '***' } }, pin: '***', page: 'shown', nothing: { password: null },
    });
  });

  test('holds of an error what helps and not what it carries', async () => {
    const error = Object.assign(new RangeError('too\nfar', { cause: new Error('inner') }), { config: { headers: { authorization: 'x' } }, code: 'E1' });
    const { error: logged } = await lineOf({ error });
    expect(logged).toEqual({ name: 'RangeError', message: 'too\\u000afar', code: 'E1', stack: expect.any(Array), cause: expect.objectContaining({ message: 'inner' }) });
    expect(logged.stack[0]).toMatch(/^at /);
  });

  test('takes an error, several fields or anything else in place of fields', async () => {
    const { lines } = await linesDuring(() => log.warn('m', new Error('e') as never, { a: 1 }, { b: 2 }, 'text' as never, undefined as never));
    expect(lines).toMatchObject([{ error: { message: 'e' }, a: 1, b: 2, value: 'text' }]);
  });

  test.each<[string, unknown, object]>([
    ['an error', new RangeError('too far'), { message: 'too far', error: { name: 'RangeError', message: 'too far' } }],
    ['an error that carries a request', Object.assign(new Error('e'), { config: { Authorization: 'abc' } }), { message: 'e', error: { message: 'e' } }],
    ['a circle', (() => { const a: any = { password: 'abc' }; return Object.assign(a, { a }); })(), { message: '', a: '[circular]', password: '***' }],
    ['an object with a message', { message: 'of its own', password: 'abc' }, { message: 'of its own', password: '***', fields: { message: 'of its own' } }],
    ['a number', 10n, { message: '', value: '10' }],
    ['a list', [1], { message: '', value: [1] }],
    ['nothing', undefined, { message: '' }],
    ['a proxy that was revoked', revoked(), { message: '', value: '[unreadable]' }],
    ['an error that is none', { error: { message: 1 } }, { message: '', error: { message: 1 } }],
  ])('takes %s as the message, and loses and leaks nothing', async (_name, message, expected) => {
    const { lines, text } = await linesDuring(() => log.error(message as never, { more: 1 }));
    expect(lines).toMatchObject([{ ...expected, more: 1 }]);
    expect(text).not.toContain('abc');
  });

  test('reads no more of a map, a set or an object than it shows', async () => {
    let read = 0;
    const counted = <T>(value: T) => { read++; return value; };
    class Endless extends Map<number, number> {
      override* [Symbol.iterator](): MapIterator<[number, number]> { for (let i = 0; ; i++) yield counted([i, i]); }
    }
    class EndlessSet extends Set<number> {
      override* [Symbol.iterator](): SetIterator<number> { for (let i = 0; ; i++) yield counted(i); }
    }
    const getters = Array.from({ length: 1000 }, (_, i) => [`k${i}`, { get: () => counted(i), enumerable: true }]);
    const wide = Object.defineProperties({}, Object.fromEntries(getters));
    const { map, set, object } = await lineOf({ map: new Endless(), set: new EndlessSet(), object: wide });
    expect(Object.keys(map)).toHaveLength(CAPS.entries + 1);
    expect([map['[cut]'], set.at(-1), object['[cut]'], Object.keys(object).length]).toEqual([true, '[cut]', true, CAPS.entries + 1]);
    expect(read).toBeLessThanOrEqual(3 * (CAPS.entries + 1));
    expect((await lineOf({ map: new Map(Array.from({ length: CAPS.entries }, (_, i) => [i, i])) })).map).not.toHaveProperty('[cut]');
  });

  // What an error says may quote an event.
  test.each([' ', '\t', '\n', '\r\n', ' at', '\nat ', '\n '])('takes linear time over an error whose message is many of %j', repeated => {
    const error = new Error(`no product ${repeated.repeat(100_000 / repeated.length)}`);
    expect(spent(() => { plainFields([{ error }]); })).toBeLessThan(1000);
  });

  test('takes no more of a list than it shows', async () => {
    const started = Date.now();
    expect((await lineOf({ list: new Array(2 ** 32 - 1) })).list).toEqual([...Array(CAPS.entries).fill(null), '[cut]']);
    expect(Date.now() - started).toBeLessThan(2000);
  });

  test.each<[string, () => unknown, unknown]>([
    ['a circle', () => { const a: any = {}; a.a = a; return a; }, { a: '[circular]' }],
    ['a getter that throws', () => ({ get a() { throw new Error('no'); } }), '[unreadable]'],
    ['a proxy that throws', () => new Proxy({}, { ownKeys: () => { throw new Error('no'); } }), '[unreadable]'],
    ['bytes', () => new Uint8Array(3), '[3 bytes]'],
    ['an invalid date', () => new Date(NaN), null],
    ['what has no number', () => [NaN, 1n, Symbol('x'), () => 1, undefined], ['NaN', '1', '[symbol]', '[function]', null]],
    ['maps and sets', () => ({ map: new Map([['a', 1]]), set: new Set([1]) }), { map: { a: 1 }, set: [1] }],
    ['a text in a box, whole', () => new String('boxed'), 'boxed'],
    ['a date that says something else', () => Object.assign(new Date(), { toJSON: () => 1n }), '1'],
    ['a proxy that was revoked', revoked, '[unreadable]'],
    ['a key that is a prototype', () => JSON.parse('{"__proto__":{"x":1}}'), JSON.parse('{"__proto__":{"x":1}}')],
  ])('holds %s', async (_name, make, plain) => {
    expect((await lineOf({ value: make() })).value).toEqual(plain);
  });

  test('is capped in depth, in entries, in text and as a whole', async () => {
    const deep = JSON.parse('{"a":'.repeat(50) + '1' + '}'.repeat(50));
    const { value } = await lineOf({ value: { deep, long: 'x'.repeat(100_000), many: Array(1000).fill(1) } });
    expect(JSON.stringify(value.deep)).toContain('[cut]');
    expect(value.long).toHaveLength(CAPS.text + 5);
    expect(value.many).toHaveLength(CAPS.entries + 1);
    const { text } = await linesDuring(() => log.info('m', { wide: Array.from({ length: 64 }, () => Array(64).fill('y'.repeat(4000))) }));
    expect(text.length).toBeLessThan(3 * CAPS.line);
  });

  test('is capped as a whole however many fields it is given, and the first of them are whole', async () => {
    const fields = Array.from({ length: 50 }, (_, i) => ({ [`text${i}`]: 'x'.repeat(4000), [`list${i}`]: Array(60).fill('y'.repeat(4000)) }));
    const passed: object[] = [];
    const own = Object.fromEntries(['debug', 'info', 'warn', 'error'].map(level => [level, (...all: object[]) => { passed.push(...all.slice(1)); }])) as unknown as Logger;
    const { lines, text } = await linesDuring(() => {
      log.info('m', { order: 'o-1' }, ...fields);
      masked(own).info('m', { order: 'o-1' }, ...fields);
    });
    expect(lines).toMatchObject([{ order: 'o-1', text0: 'x'.repeat(4000) }]);
    expect(text.length).toBeLessThan(2 * CAPS.line);
    expect(passed).toMatchObject([{ order: 'o-1' }]);
    expect(JSON.stringify(passed).length).toBeLessThan(2 * CAPS.line);
  });

  test('knows the call that it belongs to, and its fields cannot forge it', async () => {
    const { lines } = await linesDuring(() => during(invocation, () => log.info('m', { requestId: 'forged', level: 'DEBUG', mine: 1 })));
    expect(lines).toMatchObject([{ requestId: 'r', level: 'INFO', mine: 1, fields: { requestId: 'forged', level: 'DEBUG' } }]);
  });

  describe('of which a secret has a part', () => {
    beforeEach(() => ['rejected', 'validation', 'WARN', 'info', 'sqs', String(new Date().getFullYear()), 'of a caller'].forEach(remember));
    afterEach(forgetAll);
    const facts = { event: 'validation.rejected', outcome: 'rejected', reason: 'of a caller', record: 'validation' };

    test('says what alarms match on, and nothing else of it', async () => {
      const { lines } = await linesDuring(() => during({ ...invocation, principal: 'of a caller' }, () => {
        writeLine('warn', 'rejected', facts, { given: 'rejected', event: 'validation.rejected', inner: { event: 'rejected' } });
      }));
      expect(lines).toMatchObject([{
        level: 'WARN',
        event: 'validation.rejected',
        outcome: 'rejected',
        source: 'sqs',
        message: '***',
        reason: '***',
        record: '***',
        principal: '***',
        given: '***',
        inner: { event: '***' },
        fields: { event: '***.***' },
      }]);
      expect(Date.now() - Date.parse(lines[0].timestamp)).toBeLessThan(60_000);
    });

    test('says it through a logger of the user too', () => {
      const warn = jest.fn();
      during(invocation, () => writeThrough({ warn } as never)('warn', 'a', facts));
      expect(warn.mock.calls[0][1]).toMatchObject({ event: 'validation.rejected', outcome: 'rejected', source: 'sqs', reason: '***' });
    });
  });

  test('belongs to its own call where several run at once', async () => {
    const calls = Array.from({ length: 50 }, (_, i) => during({ ...invocation, requestId: `r${i}` }, async () => {
      await new Promise(resolve => setTimeout(resolve, Math.random() * 10));
      log.info('m', { mine: `r${i}` });
    }));
    const { lines } = await linesDuring(() => Promise.all(calls));
    expect(lines).toHaveLength(50);
    for (const line of lines) expect(line.requestId).toBe(line.mine);
  });
});

describe('the level', () => {
  afterEach(() => { delete process.env.AWS_LAMBDA_LOG_LEVEL; });

  test.each([[undefined, 3], ['DEBUG', 4], ['TRACE', 4], ['WARN', 2], ['FATAL', 1], ['nonsense', 3]])('%s of Lambda lets %d of four through', async (level, count) => {
    if (level !== undefined) process.env.AWS_LAMBDA_LOG_LEVEL = level;
    const { lines } = await linesDuring(() => { for (const name of ['debug', 'info', 'warn', 'error'] as const) log[name]('m'); });
    expect(lines).toHaveLength(count);
  });
});

describe('a logger of the user', () => {
  test('gets only what anybody may read', () => {
    const calls: unknown[][] = [];
    const push = (...all: unknown[]) => { calls.push(all); };
    const own: Logger = { debug: push, info: push, warn: push, error: push };
    masked(own).info('a\nb', { password: 'x', page: 1 });
    masked(own).error('m');
    expect(calls).toEqual([['a\\u000ab', { password: '***', page: 1 }], ['m']]);
  });

  test('gets no name of the boundary from what others say', () => {
    const info = jest.fn();
    masked({ info } as never).info('got', { event: 'auth.failed', requestId: 'forged', outcome: 'ok', principal: 'admin', mine: 2 });
    expect(info.mock.calls).toEqual([['got', { mine: 2, fields: { event: 'auth.failed', requestId: 'forged', outcome: 'ok', principal: 'admin' } }]]);
  });

  test('gets text and fields where the message is an error', () => {
    const info = jest.fn();
    masked({ info } as never).info(new Error('boom') as never);
    expect(info.mock.calls).toEqual([['boom', { error: expect.objectContaining({ message: 'boom' }) }]]);
  });

  test('that throws fails no handler, and what was said is in the log all the same, masked', async () => {
    const fail = () => { throw new Error('disk full'); };
    const own: Logger = { debug: fail, info: fail, warn: fail, error: fail };
    const { lines } = await linesDuring(() => {
      masked(own).info('paid', { password: 'x', at: 1 });
      masked(own).error(new Error('boom') as never);
      masked({} as never).warn('a logger that is none');
    });
    expect(lines).toMatchObject([
      { level: 'INFO', message: 'paid', password: '***', at: 1, logger: { message: 'disk full' } },
      { level: 'ERROR', message: 'boom', error: { message: 'boom' }, logger: { message: 'disk full' } },
      { level: 'WARN', message: 'a logger that is none', logger: { name: 'TypeError' } },
    ]);
  });

  test('that is asynchronous and fails ends no process', async () => {
    const refused: unknown[] = [];
    const note = (error: unknown) => { refused.push(error); };
    process.on('unhandledRejection', note);
    const fail = async () => Promise.reject(new Error('no connection'));
    const own: Logger = { debug: fail, info: fail, warn: fail, error: fail };
    const { lines } = await linesDuring(async () => {
      masked(own).info('paid', { password: 'x' });
      writeThrough(own)('warn', 'the boundary', { event: 'auth.failed' });
      await new Promise(setImmediate);
    });
    process.off('unhandledRejection', note);
    expect(refused).toEqual([]);
    expect(lines).toMatchObject([
      { message: 'paid', password: '***', logger: { message: 'no connection' } }, { event: 'auth.failed', logger: { message: 'no connection' } },
    ]);
  });

  test('that throws does not keep the boundary from saying what it did', async () => {
    const fail = () => { throw new Error('disk full'); };
    const own: Logger = { debug: fail, info: fail, warn: fail, error: fail };
    const { lines } = await linesDuring(() => writeThrough(own)('warn', 'the boundary', { event: 'auth.failed' }, { at: 1 }));
    expect(lines).toMatchObject([
      { level: 'WARN', message: 'the boundary', event: 'auth.failed', at: 1, logger: { message: 'disk full' } },
    ]);
  });
});
