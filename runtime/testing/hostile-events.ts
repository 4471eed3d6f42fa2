import { PAYLOADS } from './payloads';
import { payloadIn, withPayload } from './placing';
import { sampleEvent } from './samples';
import { SourceKind } from '../contract';

/** A hostile event. */
export interface HostileEvent {
  /** What it tries, and where: `a prototype key at items.0`. */
  readonly name: string;
  readonly event: unknown;

  /** Whether no handler should ever accept it. What is hostile as text may be harmless where any text is welcome. */
  readonly refuse: boolean;
}

/** What hostile texts name, so that it can be seen whether they had their way. */
export interface Traps { readonly file: string; readonly secret: string }

type Path = readonly (string | number)[];

/** Every hostile event made of a valid one. */
export function* hostileEvents(source: SourceKind, valid: unknown, traps: Traps): Generator<HostileEvent> {
  const payload = payloadIn(source, valid);
  const at = (name: string, path: Path, mutated: unknown, refuse: boolean): HostileEvent =>
    ({ name: `${name}${path.length === 0 ? '' : ` at ${path.join('.')}`}`, event: withPayload(source, valid, mutated), refuse });
  for (const path of objectsIn(payload)) {
    for (const [name, json] of KEYS) yield at(name, path, changed(payload, path, inner => withKey(inner, json)), !isLeftOut(source, path) && !(KNOWN_EXTRAS.has(source) && name === 'an unknown key'));
  }
  for (const path of leavesIn(payload)) {
    for (const [name, value] of SHAPES) yield at(name, path, changed(payload, path, () => value), !KNOWN_EXTRAS.has(source));
    for (const [attempt, texts] of Object.entries(PAYLOADS)) {
      for (const text of texts) yield at(attempt, path, changed(payload, path, () => trapped(text, traps)), false);
    }
    yield at('a NUL', path, changed(payload, path, () => 'a\0b'), !isLeftOut(source, path));
  }
  if (TEXTUAL.has(source)) for (const [name, text] of TEXTS) yield at(name, [], text, true);
  if (source !== 'direct') yield* envelopes(source);
}

// Laid out by AWS, which adds keys over time and lets a handler pick.
const KNOWN_EXTRAS = new Set<SourceKind>(['s3', 'dynamodb', 'cognito', 'authorizer']);
const TEXTUAL = new Set<SourceKind>(['api', 'url', 'sqs', 'sns', 'kinesis']);

// Of an object of S3 a handler is told some properties; the rest reaches nobody.
const isLeftOut = (source: SourceKind, [name]: Path) => source === 's3' && name !== 'key';

const KEYS: readonly (readonly [string, string])[] = [
  ['a prototype key', '{"__proto__":{"rampartPolluted":1}}'],
  ['a constructor key', '{"constructor":{"prototype":{"rampartPolluted":1}}}'],
  ['an unknown key', '{"isRampartAdmin":true}'],
];

const SHAPES: readonly (readonly [string, unknown])[] = [
  ['an operator in place of a value', { $ne: null }],
  ['a deep value', JSON.parse('['.repeat(2000) + ']'.repeat(2000))],
  ['too many values', Array(50_000).fill(0)],
];

const TEXTS: readonly (readonly [string, string])[] = [
  ['no JSON', '{"id":'],
  ['deep JSON', '{"a":'.repeat(5000) + '1' + '}'.repeat(5000)],
  ['a large payload', JSON.stringify({ a: 'x'.repeat(2_000_000) })],
  ['a prototype key at the root', '{"__proto__":{"rampartPolluted":1}}'],
];

/** What is no event of the source at all, or one of another. */
function* envelopes(source: SourceKind): Generator<HostileEvent> {
  if (source === 'schedule') return; // a schedule may have any input
  for (const event of [null, [], {}, 'text', 0, { Records: [] }, { Records: 'x' }, { Records: [null] }]) yield { name: `no envelope: ${JSON.stringify(event)}`, event, refuse: true };
  for (const other of ['api', 'sqs', 'sns', 's3', 'dynamodb', 'kinesis', 'eventbridge', 'cognito', 'authorizer'] as const) {
    if (other !== source) yield { name: `an event of ${other}`, event: sampleEvent(other), refuse: true };
  }
}

function trapped(text: string, { file, secret }: Traps): string {
  return text.replaceAll('{file}', file).replaceAll('{secret}', secret);
}

function objectsIn(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [];
  const inner = Object.entries(value).flatMap(([name, child]) => objectsIn(child, [...path, name]));
  return Array.isArray(value) ? inner : [path, ...inner];
}

function leavesIn(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  return Object.entries(value).flatMap(([name, child]) => leavesIn(child, [...path, name]));
}

function changed(value: unknown, [step, ...rest]: Path, change: (inner: unknown) => unknown): unknown {
  if (step === undefined) return change(value);
  const copy: any = Array.isArray(value) ? [...value as unknown[]] : { ...value as object };
  copy[step] = changed(copy[step], rest, change);
  return copy;
}

// As a parser would: an assignment would set the prototype and add no key.
function withKey(object: unknown, json: string): unknown {
  const copy = { ...object as object };
  for (const [name, value] of Object.entries(JSON.parse(json) as object)) {
    Object.defineProperty(copy, name, { value, enumerable: true, configurable: true, writable: true });
  }
  return copy;
}
