import { booleanOf, isMap, isOpen, numberOf, Value, ValueMap, valuesOf } from '../model/value';

/**
 * The places of a JSON schema (draft 4, as API Gateway takes it) that let more through than they need to.
 *
 * What refers to another schema by `$ref` is left to that one; what only the deployment knows is left out.
 */
export function looseParts(schema: Value, place = 'the body'): readonly string[] {
  if (!isMap(schema) || schema.$ref !== undefined) return [];
  const combined = ['allOf', 'anyOf', 'oneOf'].flatMap(name => valuesOf(schema[name]));
  if (combined.length > 0) return combined.flatMap(one => (isMap(one) ? looseChildren(one, place) : []));
  const types = valuesOf(schema.type);
  const isObjectSchema = types.includes('object') || schema.properties !== undefined;
  const isArray = types.includes('array') || schema.items !== undefined;
  return [
    ...(types.length === 0 && schema.enum === undefined && !isObjectSchema && !isArray ? [`${place} may be anything`] : []),
    ...(isObjectSchema && isLoose(schema.additionalProperties) ? [`${place} takes properties that are not described`] : []),
    ...(isArray && numberOf(schema.maxItems) === undefined && !isOpen(schema.maxItems) ? [`${place} takes any number of items`] : []),
    ...(types.includes('string') && !isBoundedText(schema) ? [`${place} takes text of any length`] : []),
    ...looseChildren(schema, place),
  ];
}

/** Further properties may be described by a schema, too. */
function isLoose(additional: Value): boolean {
  return !isOpen(additional) && !isMap(additional) && booleanOf(additional) !== false;
}

function isBoundedText(schema: ValueMap): boolean {
  return ['enum', 'pattern', 'maxLength'].some(name => schema[name] !== undefined);
}

function looseChildren(schema: ValueMap, place: string): readonly string[] {
  const named = [schema.properties, schema.definitions].flatMap(all => (isMap(all) ? Object.entries(all) : []));
  const further = [schema.additionalProperties].filter(isMap).map(one => [`${place === 'the body' ? '' : `${place}.`}*`, one] as const);
  const child = (name: string) => (place === 'the body' ? name : `${place}.${name}`);
  return [
    ...named.flatMap(([name, one]) => looseParts(one, child(name))),
    ...further.flatMap(([name, one]) => looseParts(one, name)),
    ...valuesOf(schema.items).flatMap(one => looseParts(one, `${place === 'the body' ? 'each item' : `${place}[]`}`)),
  ];
}
