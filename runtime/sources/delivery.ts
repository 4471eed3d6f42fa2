import { EnvelopeError } from '../errors';
import { Origin } from '../facts/allowed';

/** How the text of a payload is read: `json` (anything else is refused), as it is, or as its bytes. */
export type Format = 'json' | 'text' | 'bytes';

/** One thing to handle: a request, a record, an event. */
export interface Delivery {
  /** Who sends it, as far as the allow-list asks. */
  readonly origin: Origin;

  /** By what a batch names it, and what makes it the same when it comes again. */
  readonly id?: string;

  /** Records of one group are handled in their order. */
  readonly group?: string;

  /** On whose behalf, as AWS says it: never what the payload claims. */
  readonly principal?: string;

  /** What the sender's identity carries besides, as AWS checked it: claims of a token, context of an authorizer. */
  readonly claims?: Readonly<Record<string, unknown>>;

  /** What the handler may know of the delivery itself; single-line texts. */
  readonly envelope: object;

  /** Keys and paths, which may not leave their folder. */
  readonly keys?: readonly string[];

  /** What goes back for what the handler returned; by default that. */
  readonly finish?: (result: unknown) => unknown;

  /** The payload: text that still has to be read, or a value. */
  readonly payload: { readonly text: string } | { readonly base64: string } | { readonly value: unknown };
}

/** A part of an event; not checked yet. */
export type Unchecked = { readonly [name: string]: unknown };

/** The error of an event that is none of its source. `at` is a path of the source's own format. */
export function malformed(at: string): EnvelopeError {
  return new EnvelopeError('the event is not what its source sends', 'envelope', [at]);
}

/** An object of the event. */
export function objectAt(parent: unknown, name: string): Unchecked {
  const value = isObject(parent) ? parent[name] : undefined;
  if (!isObject(value)) throw malformed(name);
  return value;
}

/** A text of the event. */
export function textAt(parent: Unchecked, name: string): string {
  const value = parent[name];
  if (typeof value !== 'string') throw malformed(name);
  return value;
}

/** A text of the event, where it may be absent. */
export function optionalText(parent: Unchecked, name: string): string | undefined {
  const value = parent[name];
  return value === undefined || value === null ? undefined : textAt(parent, name);
}

/** The records of an event; there is at least one. */
export function recordsOf(event: unknown): Unchecked[] {
  const records = isObject(event) ? event.Records : undefined;
  if (!Array.isArray(records) || records.length === 0 || !records.every(isObject)) throw malformed('Records');
  return records;
}

export function isObject(value: unknown): value is Unchecked {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
