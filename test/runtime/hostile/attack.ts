import naughty from 'big-list-of-naughty-strings';
import fc from 'fast-check';
import * as v from 'valibot';
import { Attacked } from './attacked';
import { Change, changed, Place, placesOf, REMOVED, set } from './places';
import { HandlerContext, LambdaHandler, secureHandler } from '../../../runtime';
import { remember } from '../../../runtime/log/masking';
import { PAYLOADS } from '../../../runtime/testing/payloads';
import { lambdaContext } from '../support/events';

/**
 * Hostile events against a handler that misbehaves: it logs what it gets, at times throws it, and has secrets at hand. Whatever comes, it
 * sees only what its schema lets through, every line of the log is one line of JSON, no secret leaves, and no memory is kept.
 */
const SECRETS = ['hunter2-"correct" horse\\battery', 'sk_live_4eC39HqLyjWDarjtT1zdp7dc', '{"password":"pa55 wörd"}'];

/** Every naughty string and every payload of an injection. */
const TEXTS: readonly string[] = [...new Set([...naughty, ...Object.values(PAYLOADS).flat()])];
const inJson = (text: string) => JSON.stringify(text).slice(1, -1);
const FORMS = SECRETS.flatMap(secret => [secret, inJson(secret), Buffer.from(secret).toString('base64').replaceAll('=', '')]);

/** What takes the place of something: also what is no text, or is too much. */
const VALUES: readonly unknown[] = [
  ...TEXTS.filter(text => text.length < 10_000), ...FORMS, ...Array<unknown>(20).fill(null),
  undefined, true, false, 0, -1, 1e308, 0.1, 2 ** 53, [], {}, [[]], [null], { $ne: null }, { toString: 'x' }, { S: 'x' }, { length: 1e9 }, { Records: [] }, JSON.parse('{"__proto__":{"isAdmin":true}}'), JSON.parse('['.repeat(40) + ']'.repeat(40)), Array(200).fill({ a: 'b' }),
];
const NAMES = ['__proto__', 'constructor', 'prototype', 'id', 'isAdmin', 'toString', 'then', '~standard', '', 'a\nb', ...naughty.slice(0, 50)];

// Neither a control character nor what a terminal or a viewer acts on.
const ONE_LINE = /^[^\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e]*$/;

const CONTROL = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]/;

/** Numbers of one run, from which events are made: a run that fails is made again from what it says. */
const PER_RUN = 250;
const PER_EVENT = 9;
const entropy = fc.uint32Array({ minLength: PER_RUN * PER_EVENT, maxLength: PER_RUN * PER_EVENT });

/** What came of it, where nothing went wrong. */
export interface Attack {
  /** How many events had a hostile text in one of their places, and how many that should be: each text in each place. */
  readonly placed: number;
  readonly places: number;
  readonly texts: number;
  readonly mutated: number;
  /** How many of the mutated events reached the handler. */
  readonly accepted: number;
  /** By how many bytes the heap grew from the second fifth of the mutated events to the last. */
  readonly growth: number;
}

let output = '';

/** Attacks a source, with so many mutated events. @throws Error about the first event that got through */
export async function attack(attacked: Attacked, events: number): Promise<Attack> {
  const { write } = process.stdout;
  for (const secret of SECRETS) remember(secret);
  process.stdout.write = chunk => {
    output += String(chunk);
    return true;
  };
  try {
    const target = targetOf(attacked);
    const places = placesOf(attacked.valid);
    const leaves = places.filter(({ isInner }) => !isInner);
    for (const { steps } of leaves) {
      for (const text of [...TEXTS, ...FORMS]) await target.send(changed(attacked.valid, steps, () => text));
    }
    const placed = target.sent;
    target.accepted = 0;
    const heaps: number[] = [];
    for (let fifth = 0; fifth < 5; fifth++) {
      await fc.assert(fc.asyncProperty(entropy, async numbers => {
        for (let i = 0; i < numbers.length; i += PER_EVENT) {
          await target.send(mutated(attacked.valid, places, numbers.subarray(i, i + PER_EVENT)));
        }
      }), { numRuns: Math.ceil(events / 5 / PER_RUN), endOnFailure: true });
      globalThis.gc!();
      heaps.push(process.memoryUsage().heapUsed);
    }
    const { accepted, sent } = target;
    return { placed, places: leaves.length, texts: TEXTS.length + FORMS.length, mutated: sent - placed, accepted, growth: heaps[4] - heaps[1] };
  } finally {
    process.stdout.write = write;
  }
}

/** One change or two, of any kind, at any place. */
function mutated(valid: unknown, places: readonly Place[], numbers: Uint32Array): unknown {
  const once = change(valid, places, numbers);
  return numbers[4] % 3 === 0 ? change(once, places, numbers.subarray(5)) : once;
}

function change(event: unknown, places: readonly Place[], [where, how, what, named]: Uint32Array): unknown {
  const kind = CHANGES[how % CHANGES.length];
  return changed(event, places[where % places.length].steps, kind(VALUES[what % VALUES.length], NAMES[named % NAMES.length]));
}

const CHANGES: readonly ((by: unknown, name: string) => Change)[] = [
  by => () => by,
  by => before => `${written(before)}${written(by)}`,
  by => before => `${written(by)}${written(before)}`,
  by => before => [before, by],
  () => () => REMOVED,
  (by, name) => before => {
    if (typeof before !== 'object' || before === null) return before;
    const copy = Array.isArray(before) ? [...before as unknown[], ...before as unknown[]] : { ...before };
    if (!Array.isArray(before)) set(copy, name, by);
    return copy;
  },
  (by, name) => before => {
    const copy = {};
    set(copy, name, before);
    set(copy, 'more', by);
    return copy;
  },
];

// An object may have a `toString` of its own.
const written = (value: unknown) => typeof value === 'string' ? value : JSON.stringify(value) ?? '';

/** A handler, and what is expected of it after each event. */
function targetOf(attacked: Attacked) {
  const target = { sent: 0, accepted: 0, send };
  let seen: unknown[] = [];
  const handler = secureHandler({ ...attacked, action: 'hostile' } as never, (input: unknown, { log }: HandlerContext) => {
    seen.push(input);
    target.accepted++;
    log.info(`got ${JSON.stringify(input)}`, { input, [String((input as { id?: unknown }).id)]: SECRETS[0] });
    if (target.accepted % 7 === 0) throw Object.assign(new Error(`with ${JSON.stringify(input)} and ${SECRETS[1]}`), { config: { input, secret: SECRETS } });
    return { said: 'fine' };
  });

  async function send(event: unknown): Promise<void> {
    output = '';
    seen = [];
    target.sent++;
    const answer = await outside(handler, event);
    const problem = problemOf(attacked, event, answer, seen);
    if (problem !== undefined) throw new Error(`${problem}\nof the event ${JSON.stringify(event)}\nanswer ${answer}\nlog ${output}`);
  }

  return target;
}

function problemOf({ schema }: Attacked, event: unknown, answer: string, seen: readonly unknown[]): string | undefined {
  const strange = seen.find(input => !v.is(schema, input));
  if (strange !== undefined) return `the handler saw ${JSON.stringify(strange)}`;
  const control = seen.find(hasControl);
  if (control !== undefined) return `the handler saw a control character in ${JSON.stringify(control)}`;
  const lines = output.split('\n');
  if (lines.pop() !== '' || lines.length === 0) return 'no whole line';
  for (const line of lines) {
    if (!ONE_LINE.test(line)) return `a control character in ${JSON.stringify(line)}`;
    JSON.parse(line);
  }
  // An answer repeats the ids of messages, and to Cognito its own event: of a secret that was sent as one, the sender hears again.
  const wasSent = (secret: string) => [secret, inJson(secret)].some(form => JSON.stringify(event).includes(form));
  const leak = FORMS.find(secret => output.includes(secret) || (answer.includes(secret) && !wasSent(secret)));
  if (leak !== undefined) return `the secret ${leak} has left`;
  if ('isAdmin' in {} || 'rampartPolluted' in {}) return 'the prototype of every object was changed';
  return undefined;
}

/** Whether a text or a name in it has a control character that no text is written with. */
function hasControl(input: unknown): boolean {
  let isFound = false;
  JSON.stringify(input, (name, value: unknown) => {
    isFound ||= CONTROL.test(name) || (typeof value === 'string' && CONTROL.test(value));
    return value;
  });
  return isFound;
}

/** What one event came to, as far as anybody outside hears of it. */
async function outside(handler: LambdaHandler, event: unknown): Promise<string> {
  try {
    return JSON.stringify(await handler(event, lambdaContext())) ?? '';
  } catch (error) {
    const thrown = error as Error;
    if (Object.keys(thrown).length > 0) throw new Error(`the error carries ${Object.keys(thrown).join()}`);
    return `${thrown.name} ${thrown.message} ${thrown.stack}`;
  }
}
