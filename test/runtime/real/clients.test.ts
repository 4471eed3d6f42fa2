import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { buildLayer } from '../../../.projen/layer';
import { LambdaFunction } from '../../support/lambda/function';
import { NodeVersion, oldClient } from '../../support/lambda/tools';

/**
 * Node.js 20 and 22 have an older runtime client in Lambda than Node.js 24: it has handlers with callbacks and `context.done`, waits until
 * nothing is left to do, and reports what nobody caught. Whatever a handler does under either, it does behind the layer as well.
 */
const CLIENTS = { old: { node: '22', client: oldClient }, new: { node: '24', client: () => undefined } } as const satisfies Record<string, { node: NodeVersion; client: () => string | undefined }>;
type Client = keyof typeof CLIENTS;

const ROOT = join(__dirname, '..', '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'rampart-clients-'));
const running: LambdaFunction[] = [];

beforeAll(() => { buildLayer(ROOT); });
afterEach(async () => { await Promise.all(running.splice(0).map(async one => one.stop())); });
afterAll(() => { rmSync(folder, { recursive: true }); });

const ERROR = 'Object.assign(new TypeError("no way to postgres://app:hunter2hunter2@db"), { token: "bearer-123" })';

/** By the parameters that a handler names what handlers do; `later` is some work that takes a while. */
const HANDLERS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'event': {
    'a promise': 'Promise.resolve("a")',
    'a promise refused': `Promise.reject(${ERROR})`,
    'an error': `(() => { throw ${ERROR}; })()`,
    'a value': '"a"',
    'work and nothing else': 'later()',
  },
  'event, context': {
    'a promise': 'Promise.resolve("a")',
    'succeed': 'later(() => context.succeed("a"))',
    'done': 'later(() => context.done(null, "a"))',
    'done with an error': `later(() => context.done(${ERROR}))`,
    'fail at once': `context.fail(${ERROR})`,
    'succeed twice': 'context.succeed("a"), context.succeed("b")',
  },
  'event, context, callback': {
    'a callback': 'later(() => callback(null, "a"))',
    'a callback with an error': `later(() => callback(${ERROR}))`,
    'a callback and work behind it': 'callback(null, "a"), later()',
    'no callback': 'later()',
    'a promise': 'Promise.resolve("a")',
    // Last: what is left to do would hold up whatever follows.
    'a callback that waits for nothing': 'context.callbackWaitsForEmptyEventLoop = false, setInterval(() => 0, 1000), callback(null, "a")',
  },
};

/** Starts a handler as its author wrote it, or behind the layer. */
async function start(client: Client, isEnforced: boolean, file: string, code: string, concurrency?: number) {
  writeFileSync(join(folder, file), code);
  const own = file.replace(/\..*/, '.handler');
  const { node, client: main } = CLIENTS[client];
  const one = await LambdaFunction.start({
    entry: { folder },
    node,
    client: main(),
    concurrency,
    handler: isEnforced ? join(ROOT, 'runtime', 'opt', 'rampart', 'boundary.handler') : own,
    environment: { RAMPART_HANDLER: own },
  });
  running.push(one);
  return one;
}

/** What becomes of each thing that handlers do: the answer or the kind of error, and whether its work was done by then. */
async function outcomes(client: Client, isEnforced: boolean, parameters: string) {
  const kinds = HANDLERS[parameters];
  const code = `
    const later = work => { setTimeout(() => { console.log('work done'); work && work(); }, 600); };
    exports.handler = (${parameters}) => { ${Object.entries(kinds).map(([kind, does]) => `if (event.kind === ${JSON.stringify(kind)}) return ${does};`).join('\n')} };`;
  const one = await start(client, isEnforced, `handler-${parameters.split(',').length}.cjs`, code);
  const all: Record<string, unknown> = {};
  for (const kind of Object.keys(kinds)) {
    const before = one.output.length;
    const ended = (thrown: unknown) => ({ answer: undefined, error: { errorType: String(thrown) } });
    const { answer, error } = await one.invoke({ kind }, 10).catch(ended);
    // What was written before the answer may be read a little after it, and on a busy machine later; work takes far longer.
    await setTimeout(150);
    all[kind] = { answer, error: error?.errorType, isDone: one.output.slice(before).includes('work done') };
  }
  await one.stop();
  return { all, output: one.output };
}

const SECRETS = /hunter2|bearer-123/;

test.each(Object.keys(HANDLERS))('(%s) under the client of Node.js 22: does behind the layer what it does without', async parameters => {
  const [plain, enforced] = await Promise.all([false, true].map(async isEnforced => outcomes('old', isEnforced, parameters)));
  expect(enforced.all).toEqual(plain.all);
  expect(plain.all['a promise']).toEqual({ answer: 'a', isDone: false });
  expect(plain.output).toMatch(SECRETS);
  expect(enforced.output).not.toMatch(SECRETS);
}, 180_000);

test('(event) under the client of Node.js 24, which waits for promises alone: the same', async () => {
  const [plain, enforced] = await Promise.all([false, true].map(async isEnforced => outcomes('new', isEnforced, 'event')));
  expect(enforced.all).toEqual(plain.all);
  expect(plain.all['work and nothing else']).toEqual({ answer: null, isDone: false });
  expect(enforced.output).not.toMatch(SECRETS);
}, 180_000);

test('(event, context, callback) under the client of Node.js 24, which takes no such handler: answers behind the layer', async () => {
  await expect(outcomes('new', false, 'event, context, callback')).resolves.toMatchObject({ output: expect.stringContaining('CallbackHandlerDeprecated') });
  const { all, output } = await outcomes('new', true, 'event, context, callback');
  expect(all).toMatchObject({
    'a callback': { answer: 'a', isDone: true },
    'a callback with an error': { error: 'TypeError' },
    'no callback': { answer: null, isDone: true },
    'a promise': { answer: 'a' },
  });
  expect(output).not.toMatch(SECRETS);
}, 180_000);

const UNCAUGHT: Readonly<Record<string, string>> = {
  'thrown from a timer': `new Promise(() => { setTimeout(() => { throw ${ERROR}; }, 20); })`,
  'of a promise that nobody waits for': `(Promise.reject(${ERROR}), new Promise(() => {}))`,
  'that is a text': '(Promise.reject("no way to postgres://app:hunter2hunter2@db"), new Promise(() => {}))',
};

/** What becomes of an invocation, as Lambda sees it: an error, or the end of the process. */
async function uncaught(client: Client, isEnforced: boolean, file: string, code: string, concurrency?: number) {
  const one = await start(client, isEnforced, file, code, concurrency);
  const { error } = await one.invoke({}, 10).catch(({ message }: Error) => ({ error: { errorType: message.split('\n')[0], errorMessage: '' } }));
  await one.stop();
  return { error, output: one.output };
}

test.each((['old', 'new'] as const).flatMap(client => Object.entries(UNCAUGHT).map(([what, does], i) => [what, client, `uncaught-${i}.cjs`, does] as const)))(
  'an error %s ends what it ended without the layer, under the %s client, and only our line tells of it', async (_what, client, file, does) => {
    const [plain, enforced] = await Promise.all([false, true].map(async isEnforced => uncaught(client, isEnforced, file, `exports.handler = async () => ${does};`)));
    expect(enforced.error?.errorType).toBe(plain.error?.errorType);
    expect(plain.output).toMatch(SECRETS);
    expect(JSON.stringify(enforced)).not.toMatch(SECRETS);
    expect(enforced.output).toMatch(/^\{"timestamp":.*"outcome":"failed","error":/m);
  }, 180_000);

test('so it does in the concurrent mode of the client', async () => {
  const code = `exports.handler = async () => ${UNCAUGHT['thrown from a timer']};`;
  const [plain, enforced] = await Promise.all([false, true].map(async isEnforced => uncaught('new', isEnforced, 'concurrent.cjs', code, 2)));
  expect(enforced.error?.errorType).toBe(plain.error?.errorType);
  expect(enforced.output).toContain('"outcome":"failed"');
  expect(enforced.output).not.toMatch(SECRETS);
}, 180_000);

test('a handler that masks such errors by itself needs no layer for it', async () => {
  const code = `
    import { maskUncaught, secureHandler } from 'cdk-rampart/runtime';
    maskUncaught();
    export const handler = secureHandler({ source: 'direct', action: 'a' }, async () => ${UNCAUGHT['thrown from a timer']});`;
  for (const { node, client } of Object.values(CLIENTS)) {
    const one = await LambdaFunction.start({ entry: { code }, node, client: client() });
    running.push(one);
    await expect(one.invoke({}, 10)).rejects.toThrow('the function has ended');
    await one.stop();
    expect(one.output).toMatch(/"action":"a","outcome":"failed","error":/);
    expect(one.output).not.toMatch(SECRETS);
  }
}, 180_000);

test.each(['old', 'new'] as const)('a handler with a response stream writes behind the layer what it writes without, under the %s client', async client => {
  const code = `
    exports.handler = awslambda.streamifyResponse(async (event, stream) => {
      stream.write('piece, ');
      if (event.fail) throw ${ERROR};
      stream.end('end');
    }, { highWaterMark: 4321 });`;
  const written = async (isEnforced: boolean) => {
    const one = await start(client, isEnforced, 'stream.cjs', code);
    const whole = await one.invoke({}, 10);
    const half = await one.invoke({ fail: true }, 10);
    await one.stop();
    return { said: { body: whole.body, isStreamed: whole.isStreamed, error: half.error?.errorType }, output: one.output + JSON.stringify(half) };
  };
  const [plain, enforced] = await Promise.all([false, true].map(written));
  expect(plain.said).toEqual({ body: 'piece, end', isStreamed: true, error: 'TypeError' });
  expect(enforced.said).toEqual(plain.said);
  expect(plain.output).toMatch(SECRETS);
  expect(enforced.output).not.toMatch(SECRETS);
}, 180_000);
