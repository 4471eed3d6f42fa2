import { Path, Place } from './place';
import { isPlain } from '../json';

/** A name that a handler asks for where the event has none: a parameter that may be given or not. */
export interface Asked {
  readonly place: Place;
  /** In the place. */
  readonly path: Path;
}

// What the language asks of any object, by itself.
const BY_ITSELF = new Set(['then', 'toJSON']);

/** Calls with an event, and says what it was asked for in its places in vain, also in the JSON that is read of one of its texts. */
export async function askedFor(places: readonly Place[], event: unknown, call: (event: unknown) => Promise<unknown>): Promise<Asked[]> {
  const asked = new Map<string, Asked>();
  const roots = new Map(places.map(place => [place.read(event), place]));
  const texts = new Map(places.flatMap(place => place.text === undefined ? [] : [[place.text(event), place]]));
  const proxies = new WeakMap<object, unknown>();
  const watched = (value: unknown, place = roots.get(value), path: Path = []): unknown => {
    if (!isPlain(value) && !Array.isArray(value)) return value;
    const known = proxies.get(value);
    if (known !== undefined) return known;
    const look = <T>(name: string | symbol, found: T): T => {
      const isNew = typeof name === 'string' && place !== undefined && !Array.isArray(value) && !(name in value) && !BY_ITSELF.has(name);
      if (isNew) asked.set([place.name, ...path, name].join('.'), { place, path: [...path, name] });
      return found;
    };
    const proxy = new Proxy(value, {
      get: (target, name) => {
        const inner = look(name, Reflect.get(target, name)) as unknown;
        return roots.has(inner) ? watched(inner) : watched(inner, place, [...path, String(name)]);
      },
      has: (target, name) => look(name, Reflect.has(target, name)),
      getOwnPropertyDescriptor: (target, name) => look(name, Reflect.getOwnPropertyDescriptor(target, name)),
    });
    proxies.set(value, proxy);
    return proxy;
  };
  const { parse } = JSON;
  JSON.parse = (text: string, reviver) => {
    const value = parse(text, reviver) as unknown;
    const place = texts.get(text);
    return place === undefined ? value : watched(value, place);
  };
  try {
    await call(watched(event));
  } finally {
    JSON.parse = parse;
  }
  return [...asked.values()];
}
