import { z } from 'zod';
import { ConfigurationError, secureHandler } from '../../../runtime';

const made = (source: string, schema: unknown) => () => secureHandler({ source, schema, action: 'x' } as never, () => undefined);
const JSON_SCHEMA = { type: 'object', properties: { id: { type: 'string' } }, additionalProperties: false };

test.each([
  ['a JSON Schema', 'sqs', JSON_SCHEMA],
  ['a JSON Schema', 'api', JSON_SCHEMA],
  ['a JSON Schema of a part', 'url', { body: JSON_SCHEMA }],
  ['a part that requests do not have', 'api', { payload: z.object({}) }],
  ['parts where there are none', 'direct', { body: z.object({}) }],
  ['a text', 'api', 'Order'],
  ['a function', 'sns', (value: unknown) => value],
  ['a function', 'api', (value: unknown) => value],
  ['a list', 'url', []],
  ['no object', 'api', true],
])('what would check nothing is an error before the first event: %s of %s', (_, source, schema) => {
  expect(made(source, schema)).toThrow(ConfigurationError);
  expect(made(source, schema)).toThrow('schema has to be a Standard Schema');
});

test.each([
  ['sqs', z.object({})], ['api', z.object({})], ['api', { query: z.object({}), body: undefined }], ['url', {}], ['direct', undefined],
])('a schema, parts of a request or nothing may be given: %s', (source, schema) => {
  expect(made(source, schema)).not.toThrow();
});
