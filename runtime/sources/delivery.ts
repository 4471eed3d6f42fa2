import { EnvelopeError } from '../errors';
import { Origin } from '../facts/allowed';
import { isObject, isText, Unchecked } from '../json';

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

  /** What else of it stands on one line: headers and parameters. */
  readonly lines?: object;

  /** What goes back for what the handler returned; by default that. */
  readonly finish?: (result: unknown) => unknown;

  /** The payload: text that still has to be read, or a value. */
  readonly payload: { readonly text: string; readonly encoding?: 'base64' } | { readonly value: unknown };
}

/** The error of an event that is none of its source. `at` is a path of the source's own format. */
export function malformed(at: string): EnvelopeError {
  return new EnvelopeError('envelope', [at]);
}

/** The value, if the event is one of its source. */
export function proper<T>(value: unknown, isProper: boolean, at: string): T {
  if (!isProper) throw malformed(at);
  return value as T;
}

/** The event, which has to be an object. */
export function objectOf(event: unknown, at = ''): Unchecked {
  return proper(event, isObject(event), at);
}

/** An object of the event. */
export function objectAt(parent: Unchecked, name: string): Unchecked {
  return objectOf(parent[name], name);
}

/** An object of the event; an empty one, where it is absent or something else. */
export function optionalObject(parent: Unchecked, name: string): Unchecked {
  const value = parent[name];
  return isObject(value) ? value : {};
}

/** A text of the event. */
export function textAt(parent: Unchecked, name: string): string {
  const value = parent[name];
  return proper(value, isText(value), name);
}

/** A text of the event that has to say something. */
export function idAt(parent: Unchecked, name: string): string {
  const value = textAt(parent, name);
  return proper(value, value !== '', name);
}

/** A text of the event, where it may be absent. */
export function optionalText(parent: Unchecked, name: string): string | undefined {
  return optional(parent, name, isText);
}

/** Something of the event that may be absent. */
export function optional<T>(parent: Unchecked, name: string, isProper: (value: unknown) => value is T): T | undefined {
  const value = parent[name];
  return value === undefined || value === null ? undefined : proper(value, isProper(value), name);
}

/** What each record of an event delivers; there is at least one, and all are of the service. */
export function deliveriesOf(event: unknown, service: string, read: (record: Unchecked) => Delivery, name = 'eventSource'): Delivery[] {
  const records = isObject(event) && event.Records;
  return proper<Unchecked[]>(records, Array.isArray(records) && records[0] && records.every(isObject), 'Records')
    .map(record => read(proper(record, record[name] === service, name)));
}
