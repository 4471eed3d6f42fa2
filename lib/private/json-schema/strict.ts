import { isSchema, JsonSchema, mapSubschemas } from './json-schema';
import { ASKING, mixesOthers, NOWHERE, Use, usesOf } from './uses';

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
  unmet: (place: string) => `${place} requires what it does not describe, so that nothing would fit: describe each name in required`,
  longer: (place: string) => `${place} takes further items that are not described: set items: false (additionalItems before 2020-12), or give the schema of each`,
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
  const uses = usesOf(schema);
  const walk = (one: JsonSchema, place: string): JsonSchema => {
    const isOpen = further === 'ignored' && place === '#';
    const use = { as: uses.get(one) ?? NOWHERE, isOpen };
    if (isOnly('asked', use.as)) return one;
    const found = faultsOf(one, use);
    problems.push(...found.map(fault => SAYS[fault](place)));
    const bounded = found.length === 0 ? { ...one, ...added(one, use) } : one;
    return mapSubschemas(bounded, place, (below, at) => (isJudged(at, place) ? walk(below, at) : below));
  };
  const result = walk(schema, '#');
  const trueAt = placesOfTrue(schema, '#');
  return { schema: result, problems: [...trueAt.map(SAYS.anything), ...problems] };
}

type Fault = keyof typeof SAYS;

/** How a schema stands, and whether it is that of headers. */
interface Standing {
  readonly as: ReadonlySet<Use>;
  readonly isOpen: boolean;
}

function faultsOf(schema: JsonSchema, { as, isOpen }: Standing): Fault[] {
  const mixes = as.has('part') || mixesOthers(schema);
  if (saysNothing(schema)) return mixes || as.has('covered') ? [] : ['anything'];
  const ofTuple: Fault[] = isTuple(schema) && !hasEnd(schema) ? ['longer'] : [];
  if (!isObject(schema) || isOpen) return ofTuple;
  const { additionalProperties: additional, unevaluatedProperties: unevaluated } = schema;
  if (isAnything(additional) || isAnything(unevaluated)) return [...ofTuple, 'open'];
  const isLeft = additional === undefined && unevaluated === undefined;
  if (isLeft && isOnly('covered', as)) return ofTuple;
  // What is closed from around, and stands alone elsewhere, would be open there.
  if (isLeft && (mixes || as.size > 1)) return [...ofTuple, 'combined'];
  return (isLeft || additional === false) && isUnmet(schema) ? [...ofTuple, 'unmet'] : ofTuple;
}

function isOnly(use: Use, as: ReadonlySet<Use>): boolean {
  return as.size === 1 && as.has(use);
}

/** Whether no object fits a schema that is closed, since it needs a property that is refused. */
function isUnmet({ required, properties = {}, patternProperties }: JsonSchema): boolean {
  return Array.isArray(required) && patternProperties === undefined && required.some(name => !Object.prototype.hasOwnProperty.call(properties, name));
}

function isTuple({ items, prefixItems }: JsonSchema): boolean {
  return Array.isArray(prefixItems) || Array.isArray(items);
}

/** Whether a tuple says what follows its items, or that nothing does. */
function hasEnd({ items, prefixItems, additionalItems, unevaluatedItems, maxItems }: JsonSchema): boolean {
  const [known, rest] = Array.isArray(items) ? [items, additionalItems] : [prefixItems, items];
  return maxItems <= known.length || [rest, unevaluatedItems].some(one => one !== undefined && !isAnything(one));
}

function added(schema: JsonSchema, { as, isOpen }: Standing): JsonSchema {
  const types = typesOf(schema);
  const isUnset = (...keywords: string[]) => keywords.every(keyword => schema[keyword] === undefined);
  const isList = types.includes('array') || schema.items !== undefined;
  const isShut = schema.items === false || schema.additionalItems === false;
  return {
    ...(isObject(schema) && !isOpen ? closed(schema, isOnly('covered', as)) : {}),
    ...(isList && !isShut && isUnset('maxItems') ? { maxItems: LIMITS.items } : {}),
    ...(types.includes('string') && isUnset('maxLength', 'enum', 'const') ? { maxLength: LIMITS.text } : {}),
  };
}

function closed(schema: JsonSchema, isCovered: boolean): JsonSchema {
  const further = schema.additionalProperties ?? schema.unevaluatedProperties;
  const takesAnyNames = isSchema(further) || schema.patternProperties !== undefined;
  return {
    ...(further === undefined && !isCovered ? { additionalProperties: false } : {}),
    ...(takesAnyNames && schema.maxProperties === undefined ? { maxProperties: LIMITS.properties } : {}),
  };
}

function isJudged(at: string, place: string): boolean {
  return !ASKING.includes(at.slice(place.length + 1));
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
