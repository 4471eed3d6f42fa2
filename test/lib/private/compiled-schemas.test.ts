import { createContext, runInContext } from 'node:vm';
import { Lazy } from 'aws-cdk-lib';
import * as z from 'zod';
import { compileProblems, compileSchemas, SchemaSources } from '../../../lib/private/compiled-schemas';
import { CompiledSchemas } from '../../../runtime/contract';
import { spent } from '../../support/spent';

/** The module, loaded where there is nothing to require. */
function load(schemas: SchemaSources): CompiledSchemas {
  const module = { exports: {} as CompiledSchemas };
  runInContext(compileSchemas(schemas), createContext({ module }));
  return module.exports;
}

const ORDER = {
  type: 'object',
  required: ['item', 'count'],
  additionalProperties: false,
  properties: { item: { type: 'string', minLength: 1, maxLength: 3 }, count: { type: 'integer', minimum: 1 }, tags: { type: 'array', items: { type: 'string' }, uniqueItems: true } },
};

test('the module requires nothing and has the shape of the contract', () => {
  const { routes, sources } = load({ routes: { 'POST /orders/{id}': { body: ORDER, path: { type: 'object', properties: { id: { type: 'integer' } } } } }, sources: { sqs: ORDER } });
  expect(Object.keys(routes!)).toEqual(['POST /orders/{id}']);
  expect(Object.keys(routes!['POST /orders/{id}'])).toEqual(['body', 'path']);
  expect(sources!.sqs!({ item: 'a', count: 1 })).toBe(true);
});

test('what a schema describes passes, and what it does not is named by place and keyword', () => {
  const { body } = load({ routes: { 'POST /orders': { body: ORDER } } }).routes!['POST /orders'];
  expect(body!({ item: 'abc', count: 2, tags: ['a', 'b'] })).toBe(true);
  expect(body!({ item: 'abcd', count: 2 })).toBe(false);
  expect(body!.errors).toMatchObject([{ instancePath: '/item', keyword: 'maxLength' }]);
  expect(body!({ item: 'a', count: 2, admin: true })).toBe(false);
  expect(body!({ item: 'a', count: 2, tags: ['a', 'a'] })).toBe(false);
  expect(body!({ item: 'a', count: '2' })).toBe(false);
  expect(body!(null)).toBe(false);
});

test('lengths are counted in characters, not in halves of them', () => {
  const { body } = load({ routes: { 'POST /orders': { body: ORDER } } }).routes!['POST /orders'];
  expect(body!({ item: '😀😀😀', count: 1 })).toBe(true);
});

test('what is inherited was not sent, and what would change a prototype is one more property', () => {
  const schema = { type: 'object', required: ['constructor'], additionalProperties: false, properties: { constructor: {} } };
  const { body } = load({ routes: { 'POST /a': { body: schema } } }).routes!['POST /a'];
  expect(body!({})).toBe(false);
  expect(body!(JSON.parse('{ "constructor": 1, "__proto__": { "admin": true } }'))).toBe(false);
});

test('query, path and headers are text, from which numbers are read; bodies are not', () => {
  const schema = { type: 'object', properties: { page: { type: 'integer', maximum: 10 }, tag: { type: 'array', items: { type: 'string' } } } };
  const { query, body } = load({ routes: { 'GET /a': { query: schema, body: schema } } }).routes!['GET /a'];
  const given = { page: '3', tag: 'a' };
  expect(query!(given)).toBe(true);
  expect(given).toEqual({ page: 3, tag: ['a'] });
  expect(query!({ page: '11' })).toBe(false);
  expect(query!({ page: '3 or 1=1' })).toBe(false);
  expect(body!({ page: '3' })).toBe(false);
});

test.each([
  ['date', '2026-11-21', '2026-13-01'],
  ['time', '23:59:59Z', '24:00:00Z'],
  ['date-time', '2026-11-21T10:00:00.5+01:00', '2026-11-21 10:00'],
  ['email', "o'neil+shop@mail.example.com", 'a@b'],
  ['hostname', 'www.example.com', '-a.example.com'],
  ['ipv4', '10.0.0.255', '10.0.0.256'],
  ['uri', 'https://example.com/a?b=c', '/only/a/path'],
  ['uuid', '6ba7b810-9dad-11d1-80b4-00c04fd430c8', '6ba7b810'],
])('the format %s takes %s and not %s', (format, good, bad) => {
  const { sqs } = load({ sources: { sqs: { type: 'string', format } } }).sources!;
  expect([sqs!(good), sqs!(bad)]).toEqual([true, false]);
});

test('no format needs long for a long text', () => {
  const formats = ['date', 'time', 'date-time', 'email', 'hostname', 'ipv4', 'uri', 'uuid'];
  const { sqs } = load({ sources: { sqs: { anyOf: formats.map(format => ({ type: 'string', format })) } } }).sources!;
  expect(spent(() => {
    for (const hostile of ['a', 'a.', 'a-', '1', '1.', 'a@', ':', '0-']) expect(sqs!(`${hostile.repeat(50_000)} `)).toBe(false);
  })).toBeLessThan(1000);
});

test('a format that only a pattern can check is checked by the pattern beside it', () => {
  const { sqs } = load({ sources: { sqs: { type: 'string', format: 'cuid', pattern: '^c[a-z]+$' } } }).sources!;
  expect([sqs!('cabc'), sqs!('dabc')]).toEqual([true, false]);
});

test('a schema of zod compiles', () => {
  const schema = z.toJSONSchema(z.strictObject({
    id: z.uuid(),
    mail: z.email(),
    kind: z.discriminatedUnion('k', [z.strictObject({ k: z.literal('a') }), z.strictObject({ k: z.literal('b'), n: z.int() })]),
    when: z.iso.datetime(),
    note: z.string().max(5).nullable(),
    code: z.cuid2(),
    extra: z.record(z.string(), z.number()).optional(),
  }), { io: 'input' });
  const { body } = load({ routes: { 'POST /a': { body: schema } } }).routes!['POST /a'];
  const value = { id: '6ba7b810-9dad-41d1-80b4-00c04fd430c8', mail: 'a@example.com', kind: { k: 'b', n: 1 }, when: '2026-11-21T10:00:00Z', note: null, code: 'abcdefghijklmnopqrstuvwx' };
  expect(body!(value)).toBe(true);
  expect(body!({ ...value, kind: { k: 'b' } })).toBe(false);
});

test('each draft is read as itself', () => {
  const tuple = { type: 'array', items: [{ type: 'string' }, { type: 'number' }], minItems: 2, additionalItems: false };
  for (const schema of [
    { ...tuple, $schema: 'http://json-schema.org/draft-07/schema#' }, tuple, { ...tuple, $schema: 'https://json-schema.org/draft/2019-09/schema' },
    { $schema: 'https://json-schema.org/draft/2020-12/schema', type: 'array', prefixItems: tuple.items, minItems: 2, items: false },
  ]) {
    const { sqs } = load({ sources: { sqs: schema } }).sources!;
    expect([sqs!(['a', 1]), sqs!(['a', 'b']), sqs!(['a', 1, 2])]).toEqual([true, false, false]);
  }
});

test('references lead to parts of the schema, in circles too', () => {
  const schema = { type: 'object', properties: { child: { $ref: '#' }, name: { $ref: '#/$defs/name' } }, additionalProperties: false, $defs: { name: { type: 'string', maxLength: 2 } } };
  const { sqs } = load({ sources: { sqs: schema } }).sources!;
  expect([sqs!({ child: { child: { name: 'ab' } } }), sqs!({ child: { child: { name: 'abc' } } })]).toEqual([true, false]);
});

test('routes that share a schema share its code', () => {
  const one = compileSchemas({ routes: { 'POST /a': { body: ORDER } } });
  const two = compileSchemas({ routes: { 'POST /a': { body: ORDER }, 'PUT /a': { body: { ...ORDER } } } });
  expect(two.length - one.length).toBeLessThan(50);
});

test.each([
  ['a word that is no keyword', { type: 'string', maxLenght: 3 }, /^POST \/a body: .*unknown keyword: "maxLenght"/],
  ['a format that nothing checks', { type: 'object', properties: { a: { type: 'string', format: 'ipv6' } } }, /^POST \/a body: #\/properties\/a: format: ipv6 is not checked here/],
  ['a type that is none', { type: 'text' }, /^POST \/a body: the schema is invalid: #\/type/],
  ['a keyword that a missing type leaves without effect', { properties: { a: { type: 'string' } } }, /missing type "object" for keyword "properties"/],
  ['a reference to elsewhere', { $ref: 'https://example.com/order.json' }, /can't resolve reference https:\/\/example.com\/order.json/],
  ['an older draft', { $schema: 'http://json-schema.org/draft-04/schema#', type: 'string' }, /\$schema: .*draft-04.* is none of draft-07/],
  ['a pattern that is no expression', { type: 'string', pattern: '(' }, /pattern|Invalid regular expression/],
  ['a token', { type: 'string', enum: [Lazy.string({ produce: () => 'a' })] }, /#\/enum\/0: a schema is compiled at synthesis/],
])('fails for %s', (_, schema, message) => {
  expect(() => compileSchemas({ routes: { 'POST /a': { body: schema } } })).toThrow(message);
  expect(compileProblems(schema, 'body')).toHaveLength(1);
});

test('fails for what is no schema at all', () => {
  const circle: Record<string, unknown> = { type: 'object' };
  circle.properties = { circle };
  for (const [schema, message] of [[circle, 'the object holds itself'], [null, 'got null'], [[], 'got a list'], ['string', 'got string']] as const) {
    expect(() => compileSchemas({ sources: { sqs: schema as any } })).toThrow(`sqs: ${message === 'the object holds itself' ? message : 'a JSON Schema is an object of keywords'}`);
  }
});

test('all problems are told at once', () => {
  expect(() => compileSchemas({ routes: { 'POST /a': { body: { type: 'x' } }, 'GET /b': { query: { typ: 'x' } } } })).toThrow(/POST \/a body: .*; GET \/b query: /);
  expect(compileProblems(ORDER, 'body')).toEqual([]);
});

test('what is undefined was not said', () => {
  expect(load({ routes: { 'POST /a': { body: { type: 'string', maxLength: undefined }, query: undefined } }, sources: { sqs: undefined } }).sources).toEqual({});
});
