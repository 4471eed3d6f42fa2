import { compileProblems, compileSchemas } from '../../../../lib/private/compiled-schemas';
import { JsonSchema } from '../../../../lib/private/json-schema/json-schema';
import { LIMITS, strict } from '../../../../lib/private/json-schema/strict';
import { CompiledSchemas } from '../../../../runtime/contract';

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

const A = { type: 'object', properties: { a: { type: 'integer' } } };
const B = { type: 'object', properties: { b: { type: 'integer' } }, required: ['b'] };

/** Those of some values that fit a schema when it has been made strict, as the function's boundary judges. */
function fitting(schema: JsonSchema, values: readonly unknown[]): readonly unknown[] {
  const { schema: body, problems } = strict(schema);
  expect([...problems, ...compileProblems(body, 'body')]).toEqual([]);
  const module = { exports: {} as CompiledSchemas };
  new Function('module', compileSchemas({ routes: { 'POST /': { body } } }))(module);
  return values.filter(value => module.exports.routes!['POST /'].body!(value));
}

test.each<[string, JsonSchema, readonly unknown[], readonly unknown[]]>([
  ['parts, closed from around', { type: 'object', allOf: [A, B], unevaluatedProperties: false }, [{ a: 1, b: 2 }, { b: 2 }], [{ a: 1 }, { b: 1, c: 3 }]],
  ['parts that are described elsewhere, closed from around', { type: 'object', allOf: [{ $ref: '#/$defs/a' }, { $ref: '#/$defs/b' }], unevaluatedProperties: false, $defs: { a: A, b: B } },
    [{ a: 1, b: 2 }], [{ a: 1 }, { b: 1, c: 3 }]],
  ['parts of parts', { type: 'object', unevaluatedProperties: false, allOf: [{ type: 'object', allOf: [A, B] }] }, [{ a: 1, b: 1 }], [{ b: 1, d: 1 }]],
  ['an object within a part', { type: 'object', unevaluatedProperties: false, allOf: [{ type: 'object', properties: { own: A } }, {}] }, [{ own: { a: 1 } }], [{ own: { z: 1 } }]],
  ['a description beside a reference', { type: 'object', properties: { own: { description: 'x', allOf: [{ $ref: '#/$defs/a' }] } }, $defs: { a: A } }, [{ own: { a: 1 } }], [{ own: { c: 1 } }]],
  ['what a condition requires', {
    type: 'object',
    properties: { k: { type: 'boolean' }, x: { type: 'integer' } },
    if: { properties: { k: { const: true } }, required: ['k'] },
    then: { required: ['x'] },
    additionalProperties: false,
  }, [{ k: true, x: 1 }, { k: false }], [{ k: true }, { z: 1 }]],
  ['what a condition describes', {
    type: 'object',
    properties: { k: { type: 'boolean' } },
    if: { properties: { k: { const: true } } },
    then: { properties: { x: { type: 'integer' } } },
    unevaluatedProperties: false,
  }, [{ k: true, x: 1 }, { k: false }], [{ k: false, x: 1 }]],
  ['what is forbidden elsewhere', { ...A, not: { $ref: '#/$defs/n' }, $defs: { n: { type: 'object', properties: { a: { const: 1 } }, required: ['a'] } } }, [{}, { a: 2 }], [{ a: 1 }]],
  ['a tuple that goes on', { type: 'array', prefixItems: [{ type: 'string' }], items: { type: 'integer' } }, [['a'], ['a', 1]], [['a', 'b']]],
  ['a tuple of a length', { type: 'array', prefixItems: [{ type: 'string' }], maxItems: 1 }, [['a']], [['a', 1]]],
  ['names by enum, of which some are required', { type: 'object', propertyNames: { enum: ['a', 'b'] }, additionalProperties: { type: 'integer' }, required: ['a'] }, [{ a: 1, b: 2 }], [{ b: 1 }, { a: 1, c: 1 }]],
])('%s take what they describe, and nothing else', (_, schema, good, bad) => {
  expect(fitting(schema, [...good, ...bad])).toEqual(good);
});

test.each<[string, JsonSchema, RegExp]>([
  ['a property of any kind', { type: 'object', properties: { a: {} } }, /^#\/properties\/a takes anything/],
  ['a property that is true', { type: 'object', properties: { a: true } }, /^#\/properties\/a takes anything/],
  ['items of any kind', { type: 'array', items: true }, /^#\/items takes anything/],
  ['further properties', { type: 'object', additionalProperties: true }, /^# takes properties that are not described/],
  ['further properties of any kind', { type: 'object', additionalProperties: {} }, /^# takes properties that are not described/],
  ['parts that each describe some', { allOf: [A, B] }, /^#\/allOf\/0 is combined.*#\/allOf\/1 is combined/],
  ['parts that are described elsewhere', { allOf: [{ $ref: '#/$defs/a' }, B], $defs: { a: A } }, /#\/\$defs\/a is combined/],
  ['a part that is closed from around, and stands alone too',
    { type: 'object', properties: { own: { $ref: '#/$defs/a' } }, allOf: [{ $ref: '#/$defs/a' }], unevaluatedProperties: false, $defs: { a: A } }, /^#\/\$defs\/a is combined/],
  ['a name that is required and refused', { type: 'object', properties: { a: { type: 'integer' } }, required: ['b'] }, /^# requires what it does not describe/],
  ['items beyond a tuple', { type: 'array', prefixItems: [{ type: 'integer' }] }, /^# takes further items/],
  ['items beyond an older tuple', { type: 'array', items: [{ type: 'integer' }] }, /^# takes further items/],
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
