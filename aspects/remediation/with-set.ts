import { isObject, Json, JsonObject } from '../model/json';

/** A copy of a map in which one place has another value; maps on the way are made where there are none. */
export function withSet(node: Json, [key, ...rest]: readonly string[], value: Json): JsonObject {
  const map = isObject(node) ? node : {};
  return { ...map, [key]: rest.length === 0 ? value : withSet(map[key], rest, value) };
}

/** A copy that shares nothing with what was copied. */
export function copied(node: Json): Json {
  if (Array.isArray(node)) return node.map(element => copied(element as Json));
  return isObject(node) ? Object.fromEntries(Object.entries(node).map(([key, value]) => [key, copied(value)])) : node;
}
