/** How a text holds JSON: as it is, or as base64. */
type Codec = { readonly encoding: 'utf8' | 'base64' };
type Step = string | number | Codec;

/** Where in an event something stands, also inside of texts that are JSON. */
export interface Place {
  readonly steps: readonly Step[];
  /** Whether something stands in it: an object or a list. */
  readonly isInner: boolean;
}

/** Every place of an event. */
export function placesOf(value: unknown, steps: readonly Step[] = []): Place[] {
  const own = steps.length === 0 ? [] : [{ steps, isInner: typeof value === 'object' && value !== null }];
  if (typeof value === 'string') {
    const found = decoded(value);
    if (found === undefined) return own;
    // The text as a whole is a place already.
    const inner = placesOf(found.value, [...steps, { encoding: found.encoding }]);
    return [...own, ...inner.filter(place => place.steps.length > steps.length + 1)];
  }
  if (typeof value !== 'object' || value === null) return own;
  return [...own, ...Object.entries(value).flatMap(([name, inner]) => placesOf(inner, [...steps, Array.isArray(value) ? Number(name) : name]))];
}

function decoded(text: string): { readonly value: unknown; readonly encoding: Codec['encoding'] } | undefined {
  for (const encoding of ['utf8', 'base64'] as const) {
    try {
      const value: unknown = JSON.parse(Buffer.from(text, encoding).toString());
      if (typeof value === 'object' && value !== null) return { value, encoding };
    } catch {
      // another encoding, or no JSON at all
    }
  }
  return undefined;
}

/** What takes the place of a value; nothing removes it. */
export type Change = (before: unknown) => unknown;

/** What a change leaves behind that takes the value away. */
export const REMOVED = Symbol('removed');

/** The event with a change at a place, the rest of it as it was: only what leads to the place is copied. A place that is no longer there stays so. */
export function changed(value: unknown, [step, ...rest]: readonly Step[], change: Change): unknown {
  if (step === undefined) return change(value);
  if (typeof step === 'object') return typeof value === 'string' ? recoded(value, step, rest, change) : value;
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return value;
  const inner = changed((value as Record<string, unknown>)[step], rest, change);
  const copy = Array.isArray(value) ? [...value] : { ...value };
  if (inner !== REMOVED) set(copy, step, inner);
  else if (Array.isArray(copy)) copy.splice(Number(step), 1);
  else delete (copy as Record<string, unknown>)[step];
  return copy;
}

/** A property of its own, whatever its name: an assignment to `__proto__` would add none. */
export function set(object: object, name: string | number, value: unknown): void {
  Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true });
}

function recoded(text: string, { encoding }: Codec, rest: readonly Step[], change: Change): unknown {
  let value: unknown;
  try {
    value = JSON.parse(encoding === 'utf8' ? text : Buffer.from(text, encoding).toString());
  } catch {
    return text; // an earlier change took it
  }
  const json = JSON.stringify(changed(value, rest, change)) ?? '';
  return encoding === 'utf8' ? json : Buffer.from(json).toString(encoding);
}
