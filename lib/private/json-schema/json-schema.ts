/** A JSON Schema as it is written down: keywords with their values. */
export interface JsonSchema {
  readonly [keyword: string]: any;
}

/** The keywords whose value is one schema. */
const ONE_SCHEMA = [
  'additionalItems', 'additionalProperties', 'contains', 'contentSchema', 'else', 'if', 'items', 'not', 'propertyNames', 'then', 'unevaluatedItems', 'unevaluatedProperties',
];

/** The keywords whose value is a list of schemas; `items` is one before 2020-12. */
const LISTS_OF_SCHEMAS = ['allOf', 'anyOf', 'items', 'oneOf', 'prefixItems'];

/** The keywords whose value holds schemas by name. */
const NAMED_SCHEMAS = ['$defs', 'definitions', 'dependentSchemas', 'patternProperties', 'properties'];

export function isSchema(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A schema with each of its direct subschemas, and its place, put through a function. */
export function mapSubschemas(schema: JsonSchema, place: string, map: (subschema: JsonSchema, place: string) => unknown): JsonSchema {
  return Object.fromEntries(Object.entries(schema).map(([keyword, value]) => {
    const at = `${place}/${keyword}`;
    if (ONE_SCHEMA.includes(keyword) && isSchema(value)) return [keyword, map(value, at)];
    if (LISTS_OF_SCHEMAS.includes(keyword) && Array.isArray(value)) return [keyword, value.map((one, index) => (isSchema(one) ? map(one, `${at}/${index}`) : one))];
    if (NAMED_SCHEMAS.includes(keyword) && isSchema(value)) {
      return [keyword, Object.fromEntries(Object.entries(value).map(([name, one]) => [name, isSchema(one) ? map(one, `${at}/${pointer(name)}`) : one]))];
    }
    return [keyword, value];
  }));
}

/** A name as a part of a JSON pointer. */
export function pointer(name: string): string {
  return name.replace(/~/g, '~0').replace(/\//g, '~1');
}
