import { mapOf, own, sub } from './intrinsic';
import { POLICY_TEMPLATES, TemplateStatement } from './policy-template-table';
import { Json, JsonObject } from '../model/json';

/** Whether a name is that of a policy template of SAM. */
export function isPolicyTemplate(name: string): boolean {
  return own(POLICY_TEMPLATES, name) !== undefined;
}

/**
 * The policy document that a policy template stands for.
 *
 * @param name the template
 * @param parameters what was written for its parameters; one that is missing leaves the resource unknown
 */
export function expandPolicyTemplate(name: string, parameters: Json): JsonObject {
  const given = mapOf(parameters);
  return { Version: '2012-10-17', Statement: (own(POLICY_TEMPLATES, name) ?? []).map(statement => expand(statement, given)) };
}

function expand({ actions, resources, condition }: TemplateStatement, given: JsonObject): JsonObject {
  const filled = resources.map(resource => fill(resource, given));
  return {
    Effect: 'Allow',
    Action: actions,
    Resource: filled.length === 1 ? filled[0] : filled,
    ...(condition && { Condition: mapValues(condition, keys => mapValues(keys, value => fill(value, given))) }),
  };
}

/** A text of the table with the values of its parameters. */
function fill(text: string, given: JsonObject): Json {
  const whole = /^\$\{(\w+)\}$/.exec(text)?.[1];
  if (whole !== undefined && own(given, whole) !== undefined) return given[whole];
  const names = [...text.matchAll(/\$\{(\w+)\}/g)].map(match => match[1]);
  const variables = names.filter(name => own(given, name) !== undefined).map((name): [string, Json] => [name, given[name]]);
  return text.includes('${') ? sub(text, variables.length === 0 ? undefined : Object.fromEntries(variables)) : text;
}

function mapValues<T>(map: Readonly<Record<string, T>>, change: (value: T) => Json): JsonObject {
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, change(value)]));
}
