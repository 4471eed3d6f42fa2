import * as v from 'valibot';
import { z } from 'zod/mini';
import { ApiRequest, AuthorizerRequest, ItemChange, Logger, S3Object, secureHandler, StandardSchema } from '../../../runtime';

// The compiler is the test: this file does not compile where a type is another than said here.
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const is = <A, B>(_same: Same<A, B>) => expect(_same).toBe(true);
const action = 'a';

test('the input is what the schema makes of the payload', () => {
  secureHandler({ source: 'sqs', action, schema: v.object({ n: v.pipe(v.string(), v.transform(Number)) }) }, input => { is<typeof input, { n: number }>(true); });
  secureHandler({ source: 'api', action, schema: z.object({ a: z.optional(z.string()) }) }, input => { is<typeof input, { a?: string | undefined }>(true); });
  const own: StandardSchema<unknown, 7> = { '~standard': { version: 1, vendor: 'own', validate: () => ({ value: 7 }) } };
  secureHandler({ source: 'direct', action, schema: own }, input => { is<typeof input, 7>(true); });
});

test('the input is the parts of a request that have schemas', () => {
  const schema = { body: v.object({ a: v.string() }), path: v.object({ id: v.string() }) };
  secureHandler({ source: 'api', action, schema }, ({ body, path, ...rest }) => {
    is<typeof body, { a: string }>(true);
    is<typeof path, { id: string }>(true);
    is<keyof typeof rest, never>(true);
  });
  // @ts-expect-error only requests have parts
  expect(() => secureHandler({ source: 'sqs', action, schema: { body: v.string() } }, () => undefined)).toThrow('schema has to be a Standard Schema');
  // @ts-expect-error and no others than these
  expect(() => secureHandler({ source: 'api', action, schema: { cookies: v.string() } }, () => undefined)).toThrow('schema has to be a Standard Schema');
});

test('the input without a schema is what the source sends', () => {
  secureHandler({ source: 'api', action }, input => { is<typeof input.headers, ApiRequest['headers']>(true); is<typeof input.body, unknown>(true); });
  secureHandler({ source: 'url', action, format: 'text' }, input => { is<typeof input.body, string>(true); });
  secureHandler({ source: 's3', action }, input => { is<typeof input, S3Object>(true); });
  secureHandler({ source: 'dynamodb', action }, input => { is<typeof input, ItemChange>(true); });
  secureHandler({ source: 'authorizer', action }, input => { is<typeof input, AuthorizerRequest>(true); });
  secureHandler({ source: 'sqs', action }, input => { is<typeof input, unknown>(true); });
  secureHandler({ source: 'kinesis', action, format: 'bytes' }, input => { is<typeof input, Uint8Array>(true); });
  secureHandler({ source: 'sqs', action, carries: ['sns', 's3'] }, (input, { envelope }) => {
    is<typeof input, S3Object>(true);
    is<typeof envelope.sequencer, string | undefined>(true);
  });
});

test('the context is that of the source', () => {
  secureHandler({ source: 'sqs', action }, (_input, { envelope, log, source }) => {
    is<typeof envelope.received, number>(true);
    is<typeof source, 'sqs'>(true);
    is<typeof log, Logger>(true);
  });
  // @ts-expect-error no such source
  expect(() => secureHandler({ source: 'ftp', action }, () => undefined)).toThrow('source has to be one of api,url,sqs');
});

test('secrets are what their schemas make of them', () => {
  secureHandler({ source: 'direct', action, secrets: { schemas: { db: v.object({ password: v.string() }) } } }, async (_input, { secrets }) => {
    const db = await secrets.get('db');
    is<typeof db, { password: string }>(true);
  });
});
