import { isPlain } from '../json';

/**
 * The paths of keys that went into a schema and did not come out. Standard Schema does not tell what a schema knows, so this is what can be
 * seen from outside: a schema that strips unknown keys is caught, one that lets them through has said that it wants them, and one that
 * renames a key looks as if it had not known it. Where the schema made something else of a value (a date, a map, a list of another
 * length), there is nothing to compare.
 */
export function unknownKeys(given: unknown, taken: unknown, path: readonly (string | number)[] = []): (string | number)[][] {
  if (given === taken) return [];
  if (Array.isArray(given)) {
    if (!Array.isArray(taken) || taken.length !== given.length) return [];
    return given.flatMap((inner, i) => unknownKeys(inner, taken[i], [...path, i]));
  }
  if (!isPlain(given) || !isPlain(taken)) return [];
  return Object.keys(given).flatMap(name => {
    if (!Object.hasOwn(taken, name)) return given[name] === undefined ? [] : [[...path, name]];
    return unknownKeys(given[name], taken[name], [...path, name]);
  });
}
