import fc from 'fast-check';
import * as v from 'valibot';
import { z } from 'zod/mini';
import { SchemaError } from '../../../runtime';
import { applied } from '../../../runtime/schema/apply';
import { StandardSchema } from '../../../runtime/schema/standard';
import { unknownKeys } from '../../../runtime/schema/unknown-keys';

test.each<[string, unknown, unknown, unknown[]]>([
  ['a key that was stripped', { a: 1, b: 2 }, { a: 1 }, [['b']]],
  ['one deep inside, in lists too', { a: [{ b: { c: 1, d: 2 } }] }, { a: [{ b: { c: 1 } }] }, [['a', 0, 'b', 'd']]],
  ['none where all came out', { a: { b: 1 } }, { a: { b: 1 } }, []],
  ['none where nothing was in it', { a: 1, b: undefined }, { a: 1 }, []],
  ['none where something else was made of it', { a: { b: 1 }, c: [1, 2] }, { a: new Map(), c: [1] }, []],
  ['none of what every object has', { toString: 1 }, {}, [['toString']]],
  ['none where nothing came out', { a: 1 }, undefined, []],
])('tells %s', (_name, given, taken, paths) => {
  expect(unknownKeys(given, taken)).toEqual(paths);
});

test('what is taken as it is has no unknown keys', () => {
  fc.assert(fc.property(fc.jsonValue(), value => expect(unknownKeys(value, structuredClone(value))).toEqual([])));
});

describe('a schema', () => {
  test('may be asynchronous', async () => {
    const schema = v.pipeAsync(v.object({ a: v.string() }), v.checkAsync(async ({ a }) => Promise.resolve(a === 'known')));
    await expect(applied(schema, { a: 'known' }, 'refuse')).resolves.toEqual({ a: 'known' });
    await expect(applied(schema, { a: 'other' }, 'refuse')).rejects.toThrow(SchemaError);
  });

  test('that lets unknown keys through wants them; with unknownKeys: allow they are left out', async () => {
    await expect(applied(z.looseObject({ a: z.string() }), { a: 'x', b: 1 }, 'refuse')).resolves.toEqual({ a: 'x', b: 1 });
    await expect(applied(z.object({ a: z.string() }), { a: 'x', b: 1 }, 'allow')).resolves.toEqual({ a: 'x' });
    await expect(applied(z.strictObject({ a: z.string() }), { a: 'x', b: 1 }, 'allow')).rejects.toThrow(SchemaError);
  });

  test.each<[string, unknown, string[]]>([
    ['an empty segment', ['a', null, undefined, 0], ['a.null.undefined[0]']], ['no path', null, ['']], ['a segment without a key', [{}], ['[object Object]']],
  ])('that tells %s has refused all the same', async (_name, path, at) => {
    const broken = { '~standard': { version: 1, vendor: 'own', validate: () => ({ issues: [{ message: 'm', path }] }) } } as never;
    await expect(applied(broken, 1, 'refuse')).rejects.toMatchObject({ name: 'SchemaError', reason: 'schema', at });
  });

  test('tells where, and never what', async () => {
    const issue = async (schema: StandardSchema, value: unknown) => applied(schema, value, 'refuse', ['body']).catch((error: unknown) => error as SchemaError);
    const error = await issue(v.object({ a: v.array(v.object({ b: v.literal('x') })) }), { a: [{ b: 'the-secret-that-was-sent' }] }) as SchemaError;
    expect(error.at).toEqual(['body.a[0].b']);
    expect(`${error.message}${error.stack}${JSON.stringify(error)}`).not.toContain('the-secret');
    const segments: StandardSchema = { '~standard': { version: 1, vendor: 'own', validate: () => ({ issues: [{ message: 'm', path: [{ key: 'a' }, Symbol('s'), 0] }, { message: 'm' }] }) } };
    expect((await issue(segments, 1) as SchemaError).at).toEqual(['body.a.Symbol(s)[0]', 'body']);
    const many = await issue(v.object({}), Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`k${i}`, i]))) as SchemaError;
    expect(many.at).toHaveLength(8);
  });
});
