import { isObject, Json, JsonObject } from '../model/json';
import { Resource } from '../model/resource';
import { entryOf, patternOf, Value } from '../model/value';
import { patchValueOf, PatchValue } from '../rule/patch';

/** What a setting is for: `GET /orders`, `every method`. A resource path writes each slash but the first as `~1`, or as it is. */
export function methodOfSetting(setting: Value): string {
  const [method, path] = ['HttpMethod', 'ResourcePath'].map(name => patternOf(entryOf(setting, name)) ?? '*');
  return method === '*' && ['*', '/*'].includes(path) ? 'every method' : `${method} ${path.replace(/~1/g, '/').replace(/^\/\//, '/')}`;
}

/**
 * The settings of a stage's methods with some of them changed, to be set as a whole: positions in lists cannot be named.
 *
 * @param stage a stage, no deployment
 * @param change the changed setting, given what it says now
 * @returns nothing where the settings refer to something outside of the application, or are no list
 */
export function changedSettings(stage: Resource, change: (setting: { readonly [key: string]: Json }) => Json): readonly PatchValue[] | undefined {
  const properties = stage.definition.Properties;
  const written = isObject(properties) ? properties.MethodSettings : undefined;
  if (written === undefined) return [];
  if (!Array.isArray(written)) return undefined;
  const changed = patchValueOf(stage, written.map(setting => (isObject(setting) ? change(set(setting)) : setting as Json)));
  return Array.isArray(changed) ? changed as readonly PatchValue[] : undefined;
}

/** What a setting says: a construct tree keeps the names of what was left out. */
function set(setting: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(setting).filter(([, value]) => value !== undefined));
}
