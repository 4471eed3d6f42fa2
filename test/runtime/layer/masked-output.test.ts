import { inspect } from 'node:util';
import { enforce } from '../../../runtime/layer/enforce';
import { maskOutput } from '../../../runtime/layer/masked-output';
import { writeLinesTo } from '../../../runtime/log/logger';
import { forgetAll, remember } from '../../../runtime/log/masking';
import { sampleEvent } from '../../../runtime/testing';
import { lambdaContext } from '../support/events';

/** The last one is none of Node.js: Lambda's client adds it. */
const METHODS = ['debug', 'info', 'log', 'warn', 'error', 'trace', 'fatal'] as const;
const own = console as unknown as Record<typeof METHODS[number], (...all: unknown[]) => void>;
const before = { stdout: process.stdout.write, stderr: process.stderr.write, console: METHODS.map(method => own[method]) };
const written: unknown[] = [];
const said: unknown[][] = [];

// What is masked here is put back at the end; what it writes to is ours.
beforeAll(() => {
  process.stdout.write = (chunk: unknown) => written.push(chunk) > 0;
  for (const method of METHODS) own[method] = (...all) => { said.push(all); };
  maskOutput();
});
afterAll(() => {
  Object.assign(process.stdout, { write: before.stdout });
  Object.assign(process.stderr, { write: before.stderr });
  METHODS.forEach((method, i) => { own[method] = before.console[i]; });
  writeLinesTo(undefined);
  forgetAll();
});
beforeEach(() => {
  forgetAll();
  written.length = said.length = 0;
  for (const secret of ['correct-horse', '48291377']) remember(secret);
});

test('what is written to a stream is masked, text and bytes alike', () => {
  const bytes = Buffer.from('with correct-horse in it');
  for (const chunk of ['with correct-horse in it', bytes, new Uint8Array(bytes)]) process.stdout.write(chunk);
  expect(written.map(String)).toEqual(Array(3).fill('with *** in it'));
});

test('no secret changes what alarms match on in our own lines, and none stands in what others say there', async () => {
  for (const secret of ['rejected', 'event', 'WARN', 'timestamp', 'orders']) remember(secret);
  const event = { ...sampleEvent('sqs', '{"__proto__":1}'), of: 'orders' };
  await enforce(async () => undefined)(event, lambdaContext());
  process.stdout.write('not ours: rejected');
  expect(JSON.parse(String(written[0]))).toMatchObject({ timestamp: expect.any(String), level: 'WARN', event: 'validation.rejected', outcome: 'rejected', function: '***' });
  expect(written.at(-1)).toBe('not ours: ***');
});

test.each(METHODS)('what console.%s writes is masked', method => {
  own[method]('of correct-horse');
  expect(said).toEqual([['of ***']]);
});

test('what a function or a symbol shows of itself on the console is masked', () => {
  console.log(Object.assign(() => 1, { token: 'correct-horse' }), class { static pin = 'correct-horse'; }, Symbol('correct-horse'), function named() { return 1; });
  expect(said.flat().map(String)).toEqual([expect.stringContaining('***'), expect.stringContaining('***'), 'Symbol(***)', '[Function: named]']);
  expect(inspect(said)).not.toContain('correct-horse');
});

test('bytes without a secret are written as they are', () => {
  const bytes = Uint8Array.of(0xff, 0xfe, 0);
  process.stdout.write(bytes);
  expect(written[0]).toBe(bytes);
});

test('numbers on the console are masked, and those that are none of ours stay numbers', () => {
  console.log('pin', 48291377, 48291377n, 7, 7n, true, undefined, null);
  expect(said).toEqual([['pin', '***', '***', 7, 7n, true, undefined, null]]);
});

test('so is what stands in an object', () => {
  console.error({ text: 'correct-horse', password: 'any' });
  expect(said).toEqual([[{ text: '***', password: '***' }]]);
});

test('a line of JSON that is longer than ours may be stays JSON', () => {
  const line = JSON.stringify({ _aws: { CloudWatchMetrics: [] }, dimension: 'x'.repeat(200_000), password: 'correct-horse' });
  console.log(line);
  expect(JSON.parse(said[0][0] as string)).toEqual({ ...JSON.parse(line), password: '***' });
});

test('text keeps its lines and tabs, and loses what a terminal acts on', () => {
  console.log('one\n\ttwo \u001b[2J\r of correct-horse');
  expect(said).toEqual([['one\n\ttwo \\u001b[2J\\u000d of ***']]);
});

test('what no log holds is cut, and nothing of a secret is left where it stands across the cut', () => {
  console.log(`${'x'.repeat(262_140)}correct-horse${'x'.repeat(9)}`);
  expect((said[0][0] as string).slice(262_138)).toBe('xx***x[cut]');
});

test('an object prints as any other', () => {
  console.log({ list: [{ text: 'correct-horse' }], ...JSON.parse('{"__proto__":{"a":1}}') as object });
  expect(inspect(said[0][0])).toBe("{ list: [ { text: '***' } ], ['__proto__']: { a: 1 } }");
});
