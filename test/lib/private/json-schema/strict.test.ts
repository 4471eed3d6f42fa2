import { JsonSchema } from '../../../../lib/private/json-schema/json-schema';
import { LIMITS, strict } from '../../../../lib/private/json-schema/strict';

const text = { type: 'string', maxLength: LIMITS.text };

test('objects take what is described, and texts and lists have an end', () => {
  const { schema, problems } = strict({ type: 'object', properties: { name: { type: 'string' }, tags: { type: 'array', items: { type: ['string', 'null'] } } } });
  expect(problems).toEqual([]);
  expect(schema).toEqual({
    type: 'object',
    additionalProperties: false,
    properties: { name: text, tags: { type: 'array', maxItems: LIMITS.items, items: { type: ['string', 'null'], maxLength: LIMITS.text } } },
  });
});

test('what a schema says of its limits stays', () => {
  const said = {
    type: 'object',
    additionalProperties: { type: 'string', maxLength: 3 },
    maxProperties: 2,
    properties: { a: { type: 'string', enum: ['x'] }, b: { type: 'string', const: 'x' }, c: { type: 'array', maxItems: 1, items: { type: 'number' } } },
  };
  expect(strict(said)).toEqual({ schema: said, problems: [] });
});

test('an object of any names has a largest number of them', () => {
  expect(strict({ type: 'object', additionalProperties: { type: 'integer' } }).schema).toEqual({
    type: 'object', additionalProperties: { type: 'integer' }, maxProperties: LIMITS.properties,
  });
  expect(strict({ type: 'object', patternProperties: { '^x-': { type: 'integer' } } }).schema).toMatchObject({ additionalProperties: false, maxProperties: LIMITS.properties });
});

test('headers may come with others, properties below them not', () => {
  const headers = { type: 'object', properties: { 'x-tenant': { type: 'string', maxLength: 9 } } };
  expect(strict(headers, 'ignored')).toEqual({ schema: headers, problems: [] });
});

test('each of several alternatives is closed by itself', () => {
  const { schema, problems } = strict({ oneOf: [{ type: 'object', properties: { a: { const: 1 } } }, { type: 'object', properties: { b: { const: 1 } } }] });
  expect(problems).toEqual([]);
  expect(schema.oneOf.map((one: JsonSchema) => one.additionalProperties)).toEqual([false, false]);
});

test('what only judges is left as it is', () => {
  const said = { type: 'string', maxLength: 9, not: { type: 'string', pattern: '^x' } };
  expect(strict(said)).toEqual({ schema: said, problems: [] });
});

test('a tuple without further items needs no length', () => {
  const said = { type: 'array', prefixItems: [{ type: 'integer' }], items: false };
  expect(strict(said)).toEqual({ schema: said, problems: [] });
});

test.each<[string, JsonSchema, RegExp]>([
  ['a property of any kind', { type: 'object', properties: { a: {} } }, /^#\/properties\/a takes anything/],
  ['a property that is true', { type: 'object', properties: { a: true } }, /^#\/properties\/a takes anything/],
  ['items of any kind', { type: 'array', items: true }, /^#\/items takes anything/],
  ['further properties', { type: 'object', additionalProperties: true }, /^# takes properties that are not described/],
  ['further properties of any kind', { type: 'object', additionalProperties: {} }, /^# takes properties that are not described/],
  ['parts that each describe some', { allOf: [{ type: 'object', properties: { a: { type: 'integer' } } }] }, /^#\/allOf\/0 is combined/],
  ['an object beside alternatives of it', { type: 'object', properties: { a: { type: 'integer' } }, anyOf: [{ required: ['a'] }] }, /^# is combined/],
  ['an object that depends on a condition', { type: 'object', properties: {}, if: {}, then: { properties: { a: { type: 'integer' } } } }, /^# is combined/],
])('fails for %s', (_, schema, message) => {
  expect(strict(schema).problems.join('; ')).toMatch(message);
});

test('combined schemas that say it themselves are fine', () => {
  expect(strict({
    type: 'object', unevaluatedProperties: false, allOf: [{ type: 'object', additionalProperties: false, properties: { a: { type: 'integer' } } }],
  }).problems).toEqual([]);
});
