import naughty from 'big-list-of-naughty-strings';
import fc from 'fast-check';
import * as v from 'valibot';
import { HandlerContext, LambdaHandler, secureHandler } from '../../runtime';
import { lambdaContext } from './support/events';
import { SourceKind } from '../../runtime/contract';
import { forgetAll, remember } from '../../runtime/log/masking';
import { PAYLOADS } from '../../runtime/testing/payloads';
import { carriedEvent, sampleEvent } from '../../runtime/testing/samples';

/**
 * Hostile events of every source against one handler that misbehaves: it logs what it gets, at times throws it, and has secrets at hand.
 * Whatever comes, it sees only what its schema lets through, every line of the log is one line of JSON, and no secret leaves.
 */
const SECRETS = ['hunter2-"correct" horse\\battery', 'sk_live_4eC39HqLyjWDarjtT1zdp7dc', '{"password":"pa55 wörd"}'];
const EVENTS = 100_000;

const Text = v.pipe(v.string(), v.maxLength(200));
const Item = v.object({ sku: Text, count: v.pipe(v.number(), v.integer(), v.minValue(1)) });
const Order = v.object({ id: Text, note: v.optional(Text), items: v.optional(v.array(Item)) });
const order = { id: 'o-1', note: 'a note', items: [{ sku: 'goat', count: 2 }] };
const S3 = v.object({ bucket: v.string(), key: v.pipe(v.string(), v.maxLength(1024)) });
const Change = v.object({ type: v.string(), image: v.object({ id: v.string() }) });
const Cognito = v.object({ userAttributes: v.object({ email: Text }) });
const Question = v.object({ resource: v.string(), headers: v.object({ authorization: Text }) });

interface Attacked { readonly source: SourceKind; readonly schema: v.GenericSchema; readonly valid: unknown; readonly carries?: readonly string[] }
const ATTACKED: readonly Attacked[] = [
  ...(['api', 'url', 'sqs', 'sns', 'kinesis', 'eventbridge', 'schedule', 'direct'] as const).map(source => ({ source, schema: Order, valid: sampleEvent(source, order) })),
  { source: 's3', schema: S3, valid: sampleEvent('s3') },
  { source: 'dynamodb', schema: Change, valid: sampleEvent('dynamodb') },
  { source: 'cognito', schema: Cognito, valid: sampleEvent('cognito') },
  { source: 'authorizer', schema: Question, valid: sampleEvent('authorizer') },
  { source: 'sqs', schema: Order, valid: carriedEvent('sqs', 'sns', order), carries: ['sns'] },
  { source: 'sqs', schema: S3, valid: carriedEvent('sqs', 's3'), carries: ['s3'] },
];

const TEXTS = [...naughty, ...Object.values(PAYLOADS).flat(), ...SECRETS, ...SECRETS.map(secret => Buffer.from(secret).toString('base64'))].filter(text => text.length < 10_000);
const NAMES = ['__proto__', 'constructor', 'prototype', 'id', 'isAdmin', 'toString', '', 'a\nb', ...naughty.slice(0, 50)];

const leaf = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...TEXTS) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<unknown> },
);
const mutation = fc.record({ where: fc.nat(), how: fc.constantFrom('replace', 'append', 'add', 'remove', 'inside'), with: leaf, name: fc.constantFrom(...NAMES) });
type Mutation = typeof mutation extends fc.Arbitrary<infer M> ? M : never;

/** Changes one place of a value, at any depth; texts that are JSON are changed inside as well. */
function mutated(value: any, { where, how, with: by, name }: Mutation): unknown {
  if (typeof value !== 'object' || value === null || Object.keys(value).length === 0) return by;
  const copy = structuredClone(value);
  const places: [any, string | number][] = [];
  (function walk(inner: any) {
    for (const key of Object.keys(inner)) {
      places.push([inner, key]);
      if (typeof inner[key] === 'object' && inner[key] !== null) walk(inner[key]);
    }
  })(copy);
  const [parent, key] = places[where % places.length];
  const set = (object: any, at: string | number, to: unknown) =>
    Object.defineProperty(object, at, { value: to, enumerable: true, configurable: true, writable: true });
  switch (how) {
    case 'remove': delete parent[key]; break;
    case 'append': set(parent, key, `${written(parent[key])}${written(by)}`); break;
    case 'add': set(parent, name, by); break;
    case 'inside': set(parent, key, inside(parent[key], { where, how: where % 2 === 0 ? 'replace' : 'add', with: by, name })); break;
    default: set(parent, key, by);
  }
  return copy;
}

// An object may have a `toString` of its own.
const written = (value: unknown) => typeof value === 'string' ? value : JSON.stringify(value);

function inside(text: unknown, change: Mutation): unknown {
  if (typeof text !== 'string') return change.with;
  for (const encoding of ['utf8', 'base64'] as const) {
    try {
      const parsed = JSON.parse(Buffer.from(text, encoding).toString());
      if (typeof parsed === 'object' && parsed !== null) return Buffer.from(JSON.stringify(mutated(parsed, change))).toString(encoding);
    } catch {
      // no JSON: replaced as a whole
    }
  }
  return change.with;
}

let output = '';
// No spy: that would remember every line.
const { write } = process.stdout;
beforeAll(() => {
  for (const secret of SECRETS) remember(secret);
  process.stdout.write = chunk => {
    output += String(chunk);
    return true;
  };
});
afterAll(() => {
  process.stdout.write = write;
  forgetAll();
});

const FORBIDDEN = [...SECRETS, ...SECRETS.map(secret => JSON.stringify(secret).slice(1, -1)), ...SECRETS.map(secret => Buffer.from(secret).toString('base64').replaceAll('=', ''))];
// Neither a control character nor what a terminal or a viewer acts on.
const ONE_LINE = /^[^\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e]*$/;

function handlerOf({ source, schema, carries }: Attacked, seen: unknown[]): LambdaHandler {
  return secureHandler({ source, schema, carries, action: 'hostile' } as never, (input: unknown, { log }: HandlerContext) => {
    seen.push(input);
    log.info(`got ${JSON.stringify(input)}`, { input, [String((input as { id?: unknown }).id)]: SECRETS[0] });
    if (seen.length % 7 === 0) throw Object.assign(new Error(`with ${JSON.stringify(input)} and ${SECRETS[1]}`), { config: { input, secret: SECRETS } });
    return { said: 'fine' };
  });
}

/** What one event came to, as far as anybody outside hears of it. */
async function outside(handler: LambdaHandler, event: unknown): Promise<string> {
  try {
    return JSON.stringify(await handler(event, lambdaContext())) ?? '';
  } catch (error) {
    const thrown = error as Error;
    expect(Object.keys(thrown)).toEqual([]);
    return `${thrown.name} ${thrown.message} ${thrown.stack}`;
  }
}

const EACH = Math.ceil(EVENTS / ATTACKED.length);
let counted = 0;

test.each(ATTACKED.map(attacked => [attacked.carries === undefined ? attacked.source : `${attacked.source} with ${attacked.carries.join()}`, attacked] as const))(
  'hostile events of %s show the handler only what its schema lets through, and nobody a secret', async (_name, attacked) => {
    const seen: unknown[] = [];
    const handler = handlerOf(attacked, seen);
    const names = Object.getOwnPropertyNames(Object.prototype).length;
    let got = 0;
    await fc.assert(fc.asyncProperty(fc.array(mutation, { minLength: 1, maxLength: 2 }), async mutations => {
      output = '';
      seen.length %= 7;
      const before = seen.length;
      const event = mutations.reduce(mutated, attacked.valid);
      const answer = await outside(handler, event);
      counted++;
      for (const input of seen.slice(before)) {
        got++;
        if (!v.is(attacked.schema, input)) throw new Error(`the handler saw ${JSON.stringify(input)}`);
      }
      const lines = output.split('\n');
      if (lines.pop() !== '' || lines.length === 0) throw new Error(`no whole line: ${output}`);
      for (const line of lines) {
        if (!ONE_LINE.test(line)) throw new Error(`control characters: ${JSON.stringify(line)}`);
        JSON.parse(line);
      }
      // An answer repeats the ids of messages, and to Cognito its own event: of a secret that was sent as one, the sender hears again.
      const told = `${output}${answer}`;
      const leak = FORBIDDEN.find(secret => output.includes(secret) || (answer.includes(secret) && !JSON.stringify(event).includes(secret)));
      if (leak !== undefined) throw new Error(`${leak} in ${told}`);
    }), { numRuns: EACH, endOnFailure: true });
    expect(Object.getOwnPropertyNames(Object.prototype)).toHaveLength(names);
    // Otherwise only the door would have been tested.
    expect(got).toBeGreaterThan(EACH / 50);
  }, 240_000);

test('there were a hundred thousand of them', () => {
  expect(counted).toBeGreaterThanOrEqual(EVENTS);
});

test('twenty thousand refusals leave no memory behind', async () => {
  const handler = handlerOf(ATTACKED[2], []);
  const event = (i: number) => sampleEvent('sqs', { [`unknown-${i}`]: i, [`password-${i}`]: 'x' });
  const spend = async (from: number) => {
    for (let i = from; i < from + 5000; i++) {
      output = '';
      await handler(event(i), lambdaContext(`r${i}`));
    }
    gc();
    return process.memoryUsage().heapUsed;
  };
  const first = await spend(0);
  let last = first;
  for (let round = 1; round <= 4; round++) last = await spend(round * 5000);
  expect(last - first).toBeLessThan(4_000_000);
});

// Flags can be set while the process runs; a new context then has the collector.
function gc(): void {
  const { setFlagsFromString } = jest.requireActual<typeof import('node:v8')>('node:v8');
  setFlagsFromString('--expose-gc');
  jest.requireActual<typeof import('node:vm')>('node:vm').runInNewContext('gc')();
}
