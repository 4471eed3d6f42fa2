import { Asked } from './asked';
import { PAYLOADS } from './payloads';
import { changed, isEmpty, Path, Place, set, withValue } from './place';
import { placesOf } from './placing';
import { sampleEvent } from './samples';
import { Traps } from './traps';
import { SourceKind } from '../contract';
import { isObject, parsed } from '../json';

/** A hostile event. */
export interface HostileEvent {
  /** What it tries, and where: `a prototype key at body.items.0`. */
  readonly name: string;

  /** Where it has a hostile text: `body.items.0`. */
  readonly at?: string;
  readonly event: unknown;

  /** Whether no handler should ever accept it. What is hostile as text may be harmless where any text is welcome. */
  readonly refuse: boolean;
}

/** Every hostile event made of a valid one, also with what the handler `asked` it for and it has not; and what is no such event at all. */
export function* hostileEvents(source: SourceKind, valid: unknown, traps: Traps, asked: readonly Asked[] = []): Generator<HostileEvent> {
  yield* hostileForms(source, valid, traps, asked);
  if (source !== 'direct') yield* envelopes(source);
}

/** Every hostile event made of a valid one. */
export function* hostileForms(source: SourceKind, valid: unknown, traps: Traps, asked: readonly Asked[] = []): Generator<HostileEvent> {
  const places = placesOf(source, valid);
  yield* misshapen(source, places[0], valid);
  for (const place of places) yield* texts(place, valid, traps, asked.filter(one => one.place.name === place.name).map(({ path }) => path));
}

/** A payload that is not what it should be. Where the valid event has none, no handler need look whether there is one. */
function* misshapen(source: SourceKind, place: Place, valid: unknown): Generator<HostileEvent> {
  const payload = place.read(valid);
  const at = (name: string, path: Path, mutated: unknown, refuse: boolean) =>
    ({ name: named(name, [place.name, ...path]), event: withValue(place, valid, mutated), refuse: refuse && !isEmpty(payload) });
  // Any text and any form may be welcome where one is.
  const isJson = !TEXTUAL.has(source) || (place.text !== undefined && parsed(String(place.text(valid))) !== undefined);
  for (const path of objectsIn(payload)) {
    for (const [name, json] of KEYS) yield at(name, path, changed(payload, path, inner => withKeys(inner, json)), isJson && !isLeftOut(source, path) && !(KNOWN_EXTRAS.has(source) && name === 'an unknown key'));
  }
  for (const path of leavesIn(payload)) {
    for (const [name, value] of SHAPES) yield at(name, path, changed(payload, path, () => value), isJson && !KNOWN_EXTRAS.has(source));
    yield at('a NUL', path, changed(payload, path, () => 'a\0b'), !isLeftOut(source, path));
  }
  if (TEXTUAL.has(source)) for (const [name, text] of TEXTS) yield at(name, [], text, isJson || name === 'a large payload');
}

/** Texts that harm who uses them, wherever a text stands or may stand. */
function* texts(place: Place, valid: unknown, traps: Traps, asked: readonly Path[]): Generator<HostileEvent> {
  const there = place.read(valid);
  const own = isEmpty(there) ? place.standIn : there;
  if (isEmpty(own)) return;
  const { entry = text => text } = place;
  const at = (path: Path, value: unknown) => withValue(place, valid, changed(own, path, () => value));
  const isNamed = isObject(own);
  // What was asked of an empty place may be in what stands in for it.
  const paths = new Map([...isNamed ? asked : [], ...leavesIn(own)].map(path => [path.join('.'), path]));
  for (const path of paths.values()) {
    const isNew = path.length === 1 && isNamed && !Object.hasOwn(own, path[0]);
    const steps = [place.name, ...path];
    for (const [attempt, text] of hostileTexts(traps)) {
      yield { name: named(attempt, steps), at: joined(steps), event: at(path, isNew ? entry(text) : text), refuse: false };
    }
  }
  for (const name of isNamed ? NAMES : []) yield { name: named('a prototype key', [place.name, name]), event: at([name], entry('1')), refuse: false };
}

const joined = (steps: Path) => steps.filter(step => step !== '').join('.');
const named = (attempt: string, steps: Path) => joined(steps) === '' ? attempt : `${attempt} at ${joined(steps)}`;

function hostileTexts(traps: Traps): (readonly [attempt: string, text: string])[] {
  return Object.entries(PAYLOADS).flatMap(([attempt, all]) => all.map(text => [attempt, trapped(text, traps)] as const));
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

/** Names of parameters and attributes that some parsers take for paths. */
const NAMES = ['__proto__', '__proto__[rampartPolluted]', '__proto__.rampartPolluted', 'constructor[prototype][rampartPolluted]', 'constructor.prototype.rampartPolluted'];

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
export function* envelopes(source: SourceKind): Generator<HostileEvent> {
  if (source === 'schedule') return; // a schedule may have any input
  for (const event of [null, [], {}, 'text', 0, { Records: [] }, { Records: 'x' }, { Records: [null] }]) yield { name: `no envelope: ${JSON.stringify(event)}`, event, refuse: true };
  for (const other of ['api', 'sqs', 'sns', 's3', 'dynamodb', 'kinesis', 'eventbridge', 'cognito', 'authorizer'] as const) {
    if (other !== source) yield { name: `an event of ${other}`, event: sampleEvent(other), refuse: true };
  }
}

function trapped(text: string, { file, kept, secret }: Traps): string {
  const encoded = encodeURIComponent(kept);
  const values = { file, secret, kept, '%kept': encoded, '%%kept': encodeURIComponent(encoded), '\\kept': kept.replaceAll('/', '\\') };
  return Object.entries(values).reduce((all, [name, value]) => all.replaceAll(`{${name}}`, () => value), text);
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

function withKeys(object: unknown, json: string): unknown {
  const copy = { ...object as object };
  for (const [name, value] of Object.entries(JSON.parse(json) as object)) set(copy, name, value);
  return copy;
}
