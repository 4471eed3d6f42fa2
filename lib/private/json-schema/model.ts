import { FORMATS } from './formats';
import { isSchema, JsonSchema, pointer } from './json-schema';
import { References } from './references';
import { typesOf } from './strict';

/** A schema as API Gateway's validator understands it. */
export interface Model {
  /** Draft 4, without references; it takes everything that the schema takes. */
  readonly schema: JsonSchema;
  /** The keywords that API Gateway leaves unchecked, with their places: `#/properties/price: exclusiveMinimum`. */
  readonly unchecked: readonly string[];
}

/** What draft 4 says in the same words. `format` is none of it: which ones API Gateway checks is written nowhere. */
const KEPT = ['title', 'description', 'maximum', 'minimum', 'maxItems', 'minItems', 'maxLength', 'minLength', 'maxProperties', 'minProperties', 'multipleOf', 'uniqueItems'];

/** What says nothing about a value. */
const SILENT = ['$schema', '$id', '$anchor', '$comment', '$defs', 'definitions', 'default', 'deprecated', 'examples', 'readOnly', 'writeOnly', 'contentEncoding', 'contentMediaType', 'format'];

/** What later drafts of regular expressions brought: an older engine takes them for a mistake, and refuses the model. */
const NEWER_EXPRESSION = /\\[pP]\{|\\u\{|\(\?<|\\k</;

/** The largest model of API Gateway, in characters of JSON. Source: the API Gateway guide, quotas. */
const LARGEST = 400_000;

/**
 * Translates a schema of a later draft into one that API Gateway's validator understands: draft 4, with every reference put in its place.
 *
 * What draft 4 cannot say is left out, so that the model takes more than the schema and never less, and is named.
 * Sources: the API Gateway guide, data models for REST APIs, and important notes.
 */
export function model(schema: JsonSchema): Model {
  const unchecked: string[] = [];
  const references = new References(schema);
  const translated = new Translation(references, unchecked).schema(schema, '#', []);
  if (JSON.stringify(translated).length > LARGEST) {
    // Of what is left, the type alone is sure to take all that the schema takes.
    const { type } = translated;
    return { schema: { $schema: DRAFT_04, ...type === undefined ? {} : { type } }, unchecked: [`#: everything, since a model has at most ${LARGEST} characters`] };
  }
  return { schema: { $schema: DRAFT_04, ...translated }, unchecked: [...new Set(unchecked)] };
}

/** A bound that excludes itself stands in for the one that does not. */
function isSettledBy(keyword: string, schema: JsonSchema): boolean {
  return (keyword === 'minimum' && schema.exclusiveMinimum !== undefined) || (keyword === 'maximum' && schema.exclusiveMaximum !== undefined);
}

/** Whether some properties are described by names of which an older engine knows nothing. */
function namesNewer({ patternProperties = {} }: JsonSchema): boolean {
  return Object.keys(patternProperties).some(name => NEWER_EXPRESSION.test(name));
}

const DRAFT_04 = 'http://json-schema.org/draft-04/schema#';

class Translation {
  readonly #references: References;
  readonly #unchecked: string[];

  public constructor(references: References, unchecked: string[]) {
    this.#references = references;
    this.#unchecked = unchecked;
  }

  /** @param within the references that lead here: one that leads back to itself has no end */
  public schema(value: unknown, place: string, within: readonly string[]): JsonSchema {
    if (value === false) return { not: {} };
    if (!isSchema(value)) return {};
    const parts = Object.entries(value).map(([keyword, given]) => this.keyword(keyword, given, value, place, within));
    const allOf = parts.flatMap(part => part.allOf ?? []);
    return Object.assign({}, ...parts, allOf.length === 0 ? {} : { allOf }) as JsonSchema;
  }

  private keyword(keyword: string, given: any, schema: JsonSchema, place: string, within: readonly string[]): JsonSchema {
    const at = `${place}/${keyword}`;
    const one = (value: unknown, path = at) => this.schema(value, path, within);
    const list = (values: unknown[]) => values.map((value, index) => one(value, `${at}/${index}`));
    if (isSettledBy(keyword, schema)) return {};
    if (KEPT.includes(keyword)) return { [keyword]: given };
    switch (keyword) {
      case 'type': return { type: schema.nullable === true ? [...new Set([...typesOf(schema), 'null'])] : given };
      case 'nullable': return {};
      case 'enum': return { enum: schema.nullable === true && !given.includes(null) ? [...given, null] : given };
      case 'const': return { enum: [given] };
      case 'required': return given.length === 0 ? {} : { required: given }; // draft 4 knows no empty list
      case 'properties': return this.named(keyword, given, at, within);
      case 'patternProperties': return namesNewer(schema) ? this.left(place, keyword) : this.named(keyword, given, at, within);
      // Which properties are further ones, a pattern that is left out decides.
      case 'additionalProperties': return namesNewer(schema) ? this.left(place, keyword) : { [keyword]: typeof given === 'boolean' ? given : one(given) };
      case 'items': return this.items(given, schema, at, within);
      case 'prefixItems': return { items: list(given), ...(schema.items === undefined ? {} : { additionalItems: schema.items === false ? false : one(schema.items) }) };
      case 'additionalItems': return Array.isArray(schema.items) ? { additionalItems: typeof given === 'boolean' ? given : one(given) } : {};
      case 'anyOf': case 'oneOf': return this.choice(keyword, () => list(given));
      case 'allOf': return { allOf: list(given) };
      case 'not': return this.not(given, at, within);
      case 'exclusiveMinimum': return this.exclusive('minimum', given, schema, place);
      case 'exclusiveMaximum': return this.exclusive('maximum', given, schema, place);
      case 'pattern': return NEWER_EXPRESSION.test(given) ? this.left(place, 'pattern') : { pattern: given };
      case 'dependentRequired': return { dependencies: given };
      case '$ref': return this.reference(given, place, within);
      default: return keyword === 'format' ? this.format(given, schema) : SILENT.includes(keyword) ? {} : this.left(place, keyword);
    }
  }

  private named(keyword: string, given: JsonSchema, at: string, within: readonly string[]): JsonSchema {
    return { [keyword]: Object.fromEntries(Object.entries(given).map(([name, value]) => [name, this.schema(value, `${at}/${pointer(name)}`, within)])) };
  }

  private items(given: unknown, schema: JsonSchema, at: string, within: readonly string[]): JsonSchema {
    if (schema.prefixItems !== undefined) return {}; // said with them
    return { items: Array.isArray(given) ? given.map((value, index) => this.schema(value, `${at}/${index}`, within)) : this.schema(given, at, within) };
  }

  /** One of several must fit exactly: where a keyword of one was left out, several may fit, so at least one must. */
  private choice(keyword: string, translate: () => JsonSchema[]): JsonSchema {
    const before = this.#unchecked.length;
    const choices = translate();
    return keyword === 'oneOf' && this.#unchecked.length > before ? { anyOf: choices } : { [keyword]: choices };
  }

  /** A schema that takes more forbids more: `not` is translated only where nothing was left out of it. */
  private not(given: unknown, at: string, within: readonly string[]): JsonSchema {
    const before = this.#unchecked.length;
    const forbidden = this.schema(given, at, within);
    if (this.#unchecked.length === before) return { not: forbidden };
    this.#unchecked.splice(before);
    return this.left(at.slice(0, at.lastIndexOf('/')), 'not');
  }

  /** API Gateway is known not to check bounds that exclude themselves; of whole numbers the next one is meant. */
  private exclusive(bound: 'minimum' | 'maximum', given: unknown, schema: JsonSchema, place: string): JsonSchema {
    const [excluded, other, step] = [Number(given), schema[bound], bound === 'minimum' ? 1 : -1];
    const tighter = bound === 'minimum' ? Math.max : Math.min;
    if (typesOf(schema).join() === 'integer') return { [bound]: tighter(other ?? -step * Infinity, bound === 'minimum' ? Math.floor(excluded) + 1 : Math.ceil(excluded) - 1) };
    return { ...this.left(place, bound === 'minimum' ? 'exclusiveMinimum' : 'exclusiveMaximum'), [bound]: tighter(other ?? -step * Infinity, excluded) };
  }

  private format(given: string, { pattern }: JsonSchema): JsonSchema {
    return pattern === undefined && given in FORMATS ? { pattern: FORMATS[given].source.replace(/\\\//g, '/') } : {};
  }

  private reference(given: string, place: string, within: readonly string[]): JsonSchema {
    const meant = within.includes(given) || given === '#' ? undefined : this.#references.at(given);
    return meant === undefined ? this.left(place, '$ref') : { allOf: [this.schema(meant, given, [...within, given])] };
  }

  private left(place: string, keyword: string): JsonSchema {
    this.#unchecked.push(`${place}: ${keyword}`);
    return {};
  }
}
