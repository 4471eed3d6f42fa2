/** Where in an event something stands that its sender wrote. */
export interface Place {
  /** As a breach is told: `query`. Empty where it is the event itself. */
  readonly name: string;
  readonly read: (event: any) => unknown;

  /** Puts something else there. Absent where the place is the event itself. */
  readonly write?: (event: any, value: any) => void;

  /** The text that JSON is read of, where it stands there as such. */
  readonly text?: (event: any) => unknown;

  /** What is put there where the event has nothing. */
  readonly standIn?: unknown;

  /** How it has a text under a name that is not there yet. @default - as it is */
  readonly entry?: (text: string) => unknown;
}

/** The way to a value, by names and indexes. */
export type Path = readonly (string | number)[];

/** What an object of the event has under a key. */
export function member(key: string, of: (event: any) => any, more: Partial<Place> = {}): Place {
  return { name: key, read: event => of(event)?.[key] as unknown, write: (event, value) => { of(event)[key] = value; }, ...more };
}

/** A place whose text is JSON, or else taken as it is. */
export function json(name: string, text: (event: any) => unknown, write: (event: any, text: string) => void): Place {
  return {
    name,
    text,
    read: event => parsedOr(text(event)),
    write: (event, value) => write(event, typeof value === 'string' ? value : JSON.stringify(value)),
    standIn: { id: 'x' },
  };
}

function parsedOr(text: unknown): unknown {
  try {
    return JSON.parse(text as string);
  } catch {
    return text;
  }
}

/** A copy of the event with something else in the place. */
export function withValue({ write }: Place, event: unknown, value: unknown): unknown {
  if (write === undefined) return value;
  const copy = structuredClone(event);
  write(copy, value);
  return copy;
}

/** Whether nothing stands in a place. */
export function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || value === '' || (typeof value === 'object' && Object.keys(value).length === 0);
}

/** A value with something else at a path of it. */
export function changed(value: unknown, [step, ...rest]: Path, change: (inner: unknown) => unknown): unknown {
  if (step === undefined) return change(value);
  const copy: any = Array.isArray(value) ? [...value as unknown[]] : { ...value as object };
  set(copy, step, changed(copy[step], rest, change));
  return copy;
}

/** As a parser would: an assignment to `__proto__` would set the prototype and add no key. */
export function set(object: object, name: string | number, value: unknown): void {
  Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true });
}
