import { isIntrinsic, mapOf, own, textOf } from './intrinsic';
import { isObject, Json, JsonObject } from '../model/json';

/** Lists of which a resource's own replaces the global one: a function has one architecture. */
const REPLACED = new Set(['Architectures']);

/**
 * The properties of a SAM resource, with those of the `Globals` section of its type.
 *
 * As SAM merges: maps deep, lists concatenated (the global elements first), anything else is the resource's own where it
 * says something. A resource may refuse globals with its attribute `IgnoreGlobals`.
 *
 * @param globals the section `Globals` of the template
 * @param definition the resource
 */
export function withGlobals(globals: Json, definition: JsonObject): JsonObject {
  const section = mapOf(own(mapOf(globals), textOf(definition.Type).replace('AWS::Serverless::', '')));
  const ignored = definition.IgnoreGlobals;
  const kept = ignored === '*' ? {} : Object.fromEntries(Object.entries(section).filter(([name]) => !Array.isArray(ignored) || !ignored.includes(name)));
  return mergeMaps(kept, mapOf(definition.Properties));
}

function mergeMaps(global: JsonObject, local: JsonObject): JsonObject {
  const merged = new Map(Object.entries(global));
  for (const [key, value] of Object.entries(local)) merged.set(key, merged.has(key) ? merge(merged.get(key), value, key) : value);
  return Object.fromEntries(merged);
}

function merge(global: Json, local: Json, key: string): Json {
  if (Array.isArray(global) && Array.isArray(local)) return REPLACED.has(key) ? local : [...global, ...local] as readonly Json[];
  // An intrinsic function is a value, not a map to merge into.
  if (isObject(global) && isObject(local) && !isIntrinsic(global) && !isIntrinsic(local)) return mergeMaps(global, local);
  return local;
}
