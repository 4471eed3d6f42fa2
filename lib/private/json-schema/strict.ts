import { isSchema, JsonSchema, mapSubschemas } from './json-schema';

/** What is added to a schema that says nothing of it, so that nobody sends text and lists without an end. */
export const LIMITS = {
  /** The characters of a text without `maxLength`, `enum` or `const`. */
  text: 1024,
  /** The items of an array without `maxItems`. */
  items: 100,
  /** The properties of an object that takes properties by any name, without `maxProperties`. */
  properties: 100,
} as const;

const SAYS = {
  anything: (place: string) => `${place} takes anything: say its type, or enum`,
  open: (place: string) => `${place} takes properties that are not described (additionalProperties: true): describe them, or give additionalProperties the schema of each`,
  combined: (place: string) =>
    `${place} is combined with other schemas, so whether it takes further properties only you know: set additionalProperties or unevaluatedProperties`,
};

/** Whether an object may have properties that its schema does not name. */
export type Further = 'refused' | 'ignored';

/** A schema without loose ends, and what only its author can decide, each as a sentence with its place. */
export interface Strict {
  readonly schema: JsonSchema;
  readonly problems: readonly string[];
}

/**
 * A schema that takes what it describes and nothing else: objects get `additionalProperties: false`, texts and lists a longest length,
 * where the schema says nothing of it.
 *
 * @param further `ignored` for headers, of which every client sends some of its own
 */
export function strict(schema: JsonSchema, further: Further = 'refused'): Strict {
  const problems: string[] = [];
  const walk = (one: JsonSchema, place: string, isPart: boolean): JsonSchema => {
    const combines = isPart || ['$ref', 'allOf', 'if', 'dependentSchemas'].some(keyword => one[keyword] !== undefined);
    const mixes = combines || (['anyOf', 'oneOf'].some(keyword => one[keyword] !== undefined) && one.properties !== undefined);
    const found = faultOf(one, mixes, further === 'ignored' && place === '#');
    if (found !== undefined) problems.push(SAYS[found](place));
    const bounded = found === undefined ? { ...one, ...added(one, further === 'ignored' && place === '#') } : one;
    return mapSubschemas(bounded, place, (below, at) => (isJudged(at, place) ? walk(below, at, isPartAt(at, place, mixes)) : below));
  };
  const result = walk(schema, '#', false);
  const trueAt = placesOfTrue(schema, '#');
  return { schema: result, problems: [...trueAt.map(SAYS.anything), ...problems] };
}

type Fault = keyof typeof SAYS;

function faultOf(schema: JsonSchema, mixes: boolean, isOpen: boolean): Fault | undefined {
  if (saysNothing(schema)) return mixes ? undefined : 'anything';
  if (!isObject(schema) || isOpen) return undefined;
  const { additionalProperties: additional, unevaluatedProperties: unevaluated } = schema;
  if (isAnything(additional) || isAnything(unevaluated)) return 'open';
  return mixes && additional === undefined && unevaluated === undefined ? 'combined' : undefined;
}

function added(schema: JsonSchema, isOpen: boolean): JsonSchema {
  const types = typesOf(schema);
  const isUnset = (...keywords: string[]) => keywords.every(keyword => schema[keyword] === undefined);
  const isList = types.includes('array') || schema.items !== undefined;
  const isTuple = schema.items === false || schema.additionalItems === false;
  return {
    ...(isObject(schema) && !isOpen ? closed(schema) : {}),
    ...(isList && !isTuple && isUnset('maxItems') ? { maxItems: LIMITS.items } : {}),
    ...(types.includes('string') && isUnset('maxLength', 'enum', 'const') ? { maxLength: LIMITS.text } : {}),
  };
}

function closed(schema: JsonSchema): JsonSchema {
  const further = schema.additionalProperties ?? schema.unevaluatedProperties;
  const takesAnyNames = isSchema(further) || schema.patternProperties !== undefined;
  return {
    ...(further === undefined ? { additionalProperties: false } : {}),
    ...(takesAnyNames && schema.maxProperties === undefined ? { maxProperties: LIMITS.properties } : {}),
  };
}

/** A schema that only forbids, or is asked about a value without deciding over it, admits nothing that another schema did not admit. */
function isJudged(at: string, place: string): boolean {
  return !/^\/(not|if|contains|propertyNames|contentSchema)$/.test(at.slice(place.length));
}

/** Whether a subschema is judged together with others about the same object. */
function isPartAt(at: string, place: string, mixes: boolean): boolean {
  const keyword = at.slice(place.length + 1).split('/')[0];
  if (['allOf', 'then', 'else', 'dependentSchemas'].includes(keyword)) return true;
  return ['anyOf', 'oneOf'].includes(keyword) && mixes;
}

function saysNothing(schema: JsonSchema): boolean {
  const says = ['type', 'enum', 'const', '$ref', '$dynamicRef', 'allOf', 'anyOf', 'oneOf', 'not', 'if', 'properties', 'items', 'prefixItems'];
  return !says.some(keyword => schema[keyword] !== undefined);
}

function isAnything(value: unknown): boolean {
  return value === true || (isSchema(value) && saysNothing(value));
}

function isObject(schema: JsonSchema): boolean {
  return typesOf(schema).includes('object') || (schema.type === undefined && schema.properties !== undefined);
}

/** The types that a schema names. */
export function typesOf({ type }: JsonSchema): readonly string[] {
  return [type].flat().filter(one => typeof one === 'string');
}

/** Where a schema is `true`, which takes anything. */
function placesOfTrue(schema: JsonSchema, place: string): string[] {
  const here = Object.entries(isSchema(schema.properties) ? schema.properties : {}).filter(([, one]) => one === true).map(([name]) => `${place}/properties/${name}`);
  const items = schema.items === true ? [`${place}/items`] : [];
  const below: string[] = [];
  mapSubschemas(schema, place, (one, at) => below.push(...placesOfTrue(one, at)));
  return [...here, ...items, ...below];
}
