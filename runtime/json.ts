/** An object of JSON that nobody has looked into yet. */
export type Unchecked = { readonly [name: string]: unknown };

/** Whether a value is an object that is no list. */
export function isObject(value: unknown): value is Unchecked {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether a value is an object as a parser or a literal makes it, and not one of a class. */
export function isPlain(value: unknown): value is Unchecked {
  const prototype: unknown = isObject(value) && Object.getPrototypeOf(value);
  // That of every object, of this realm or another; what is no object has another here.
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** Whether a value is a text. */
export const isText = (value: unknown): value is string => typeof value === 'string';

/** Whether a value is a list of texts. */
export const isTexts = (value: unknown): value is string[] => Array.isArray(value) && value.every(isText);

/** A record of its own, so that `__proto__` is a name like any other. */
export const bare = (...all: readonly object[]): Record<string, unknown> => Object.assign(Object.create(null), ...all);

/** What the text is the JSON of; nothing where it is no JSON. The parser's own message quotes the text, so nobody gets it. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The object with each entry as another one. */
export function mapped<From, To>(
  object: { readonly [name: string]: From }, change: (name: string, value: From) => readonly [string, To],
): Record<string, To> {
  return Object.fromEntries(Object.entries(object).map(([name, value]) => change(name, value)));
}

/** What a table has under a name that may come from an event: `constructor` is no route. */
export function own<T extends object, K extends keyof T>(table: T | undefined, name: K): T[K] | undefined {
  return table && Object.hasOwn(table, name) ? table[name] : undefined;
}
