import { Ajv } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020';
import * as fc from 'fast-check';
import * as z from 'zod';
import { FORMATS } from '../../../../lib/private/json-schema/formats';
import { JsonSchema } from '../../../../lib/private/json-schema/json-schema';
import { model } from '../../../../lib/private/json-schema/model';
import { strict } from '../../../../lib/private/json-schema/strict';

/** A model without what tells its draft: what it consists of means the same in draft 7, which can be run here. */
function modelOf(schema: JsonSchema) {
  const { schema: { $schema, ...rest }, unchecked } = model(schema);
  expect($schema).toBe('http://json-schema.org/draft-04/schema#');
  return { rest, unchecked };
}

test.each<[string, JsonSchema, JsonSchema]>([
  ['const', { const: 'a' }, { enum: ['a'] }],
  ['null among the types', { type: ['string', 'null'] }, { type: ['string', 'null'] }],
  ['nullable', { type: 'string', nullable: true, enum: ['a'] }, { type: ['string', 'null'], enum: ['a', null] }],
  ['a bound of whole numbers', { type: 'integer', exclusiveMinimum: 0, minimum: -5, exclusiveMaximum: 10 }, { type: 'integer', minimum: 1, maximum: 9 }],
  ['a format', { type: 'string', format: 'date' }, { type: 'string', pattern: FORMATS.date.source }],
  ['a format beside a pattern', { type: 'string', format: 'email', pattern: '@' }, { type: 'string', pattern: '@' }],
  ['a tuple', { type: 'array', prefixItems: [{ type: 'integer' }], items: false }, { type: 'array', items: [{ type: 'integer' }], additionalItems: false }],
  ['an older tuple', { type: 'array', items: [{ const: 1 }], additionalItems: { const: 2 } }, { type: 'array', items: [{ enum: [1] }], additionalItems: { enum: [2] } }],
  ['a reference', { type: 'array', items: { $ref: '#/$defs/a~1b' }, $defs: { 'a/b': { const: 1 } } }, { type: 'array', items: { allOf: [{ enum: [1] }] } }],
  ['an empty list of required properties', { type: 'object', required: [] }, { type: 'object' }],
  ['properties that need each other', { type: 'object', dependentRequired: { a: ['b'] } }, { type: 'object', dependencies: { a: ['b'] } }],
  ['what says nothing of a value', { $schema: 'x', $id: 'y', type: 'integer', default: 1, examples: [1], readOnly: true }, { type: 'integer' }],
  ['what is forbidden', { type: 'string', not: { const: 'a' } }, { type: 'string', not: { enum: ['a'] } }],
  ['a property that may not be there', { type: 'object', properties: { a: false } }, { type: 'object', properties: { a: { not: {} } } }],
])('%s is said in draft 4', (_, schema, expected) => {
  expect(modelOf(schema)).toEqual({ rest: expected, unchecked: [] });
});

test.each<[string, JsonSchema, JsonSchema, readonly string[]]>([
  ['a condition', { type: 'object', if: {}, then: {}, else: {} }, { type: 'object' }, ['#: if', '#: then', '#: else']],
  ['a bound of fractions', { type: 'number', exclusiveMinimum: 0 }, { type: 'number', minimum: 0 }, ['#: exclusiveMinimum']],
  ['what later expressions can', { type: 'string', pattern: '^\\p{L}+$' }, { type: 'string' }, ['#: pattern']],
  ['a circle', { type: 'object', properties: { child: { $ref: '#' } } }, { type: 'object', properties: { child: {} } }, ['#/properties/child: $ref']],
  ['a circle on the way', { $ref: '#/$defs/a', $defs: { a: { type: 'array', items: { $ref: '#/$defs/a' } } } }, { allOf: [{ type: 'array', items: {} }] }, ['#/$defs/a/items: $ref']],
  ['properties that nothing else judged', { type: 'object', unevaluatedProperties: false }, { type: 'object' }, ['#: unevaluatedProperties']],
  ['one of several, of which one lost a bound', { oneOf: [{ type: 'number', exclusiveMinimum: 0 }, { type: 'string' }] },
    { anyOf: [{ type: 'number', minimum: 0 }, { type: 'string' }] }, ['#/oneOf/0: exclusiveMinimum']],
  ['one of several that are described elsewhere, of which one lost a bound',
    { oneOf: [{ $ref: '#/$defs/a' }, { type: 'number' }], $defs: { a: { type: 'number', exclusiveMinimum: 0 } } },
    { anyOf: [{ allOf: [{ type: 'number', minimum: 0 }] }, { type: 'number' }] }, ['#/$defs/a: exclusiveMinimum']],
  ['names that later expressions can', { type: 'object', patternProperties: { '^\\p{L}+$': { type: 'string' }, '^x-': { type: 'integer' } }, additionalProperties: false },
    { type: 'object' }, ['#: patternProperties', '#: additionalProperties']],
  ['a prohibition that would forbid more', { type: 'number', not: { exclusiveMinimum: 0 } }, { type: 'number' }, ['#: not']],
])('%s is named as unchecked', (_, schema, expected, unchecked) => {
  expect(modelOf(schema)).toEqual({ rest: expected, unchecked });
});

test('a schema that no model has room for leaves everything unchecked', () => {
  const values = Array.from({ length: 60_000 }, (_, index) => `value-${index}`);
  for (const type of [{ type: 'array' }, { type: ['string', 'null'] }, {}]) {
    const { rest, unchecked } = modelOf({ ...type, enum: values });
    expect(rest).toEqual(type);
    expect(unchecked).toHaveLength(1);
  }
});

/** Schemas as people write them, in Zod, and values of their shape, of which some fit and some do not. */
const whole = fc.integer({ min: -1, max: 10 });
const text = fc.constantFrom('a', 'b', 'abc', '');
const odd = fc.constantFrom(null, true, 0.5);
const SCHEMAS: readonly [JsonSchema, fc.Arbitrary<unknown>][] = ([
  [
    z.strictObject({ id: z.int().positive().max(9), tags: z.array(z.enum(['a', 'b'])).max(2).optional(), note: z.string().max(2).nullable() }),
    fc.record({ id: whole, tags: fc.array(text, { maxLength: 3 }), note: fc.oneof(text, odd), more: odd }, { requiredKeys: ['id', 'note'] }),
  ],
  [
    z.discriminatedUnion('k', [z.strictObject({ k: z.literal('a'), n: z.int() }), z.strictObject({ k: z.literal('b'), s: z.string().max(1).optional() })]),
    fc.record({ k: text, n: fc.oneof(whole, odd), s: text }, { requiredKeys: ['k'] }),
  ],
  [
    z.strictObject({ pair: z.tuple([z.int(), z.string()]), price: z.number().gt(0) }),
    fc.record({ pair: fc.oneof(fc.tuple(whole, text), fc.tuple(whole, odd), fc.tuple(whole, text, odd)), price: fc.oneof(whole, odd) }),
  ],
  [z.record(z.string(), z.union([z.int().lt(5), z.null()])), fc.dictionary(text, fc.oneof(whole, odd))],
] as const).map(([schema, value]) => [z.toJSONSchema(schema, { io: 'input' }), value]);

test.each(SCHEMAS)('a model refuses nothing that its schema takes, and where nothing was left out takes nothing else (%#)', (schema, value) => {
  const { rest, unchecked } = modelOf(strict(schema).schema);
  const [exact, translated] = [new Ajv2020({ strict: false }).compile(strict(schema).schema), new Ajv({ strict: false }).compile(rest)];
  const seen = new Set<boolean>();
  fc.assert(fc.property(value, one => {
    seen.add(exact(one));
    if (unchecked.length === 0) expect(translated(one)).toBe(exact(one));
    else expect(translated(one) || !exact(one)).toBe(true);
  }), { numRuns: 500 });
  expect(seen.size).toBe(2);
});
