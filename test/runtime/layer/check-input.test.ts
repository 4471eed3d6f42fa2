import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compileSchemas, SchemaSources } from '../../../lib/private/compiled-schemas';
import { SCHEMAS_FILE } from '../../../runtime/contract';
import { enforce } from '../../../runtime/layer/enforce';
import { sampleEvent } from '../../../runtime/testing';
import { httpEvent, lambdaContext, sqsRecord, urlEvent } from '../support/events';
import { linesDuring } from '../support/lines';

const task = mkdtempSync(join(tmpdir(), 'rampart-task-'));
afterEach(() => { delete process.env.LAMBDA_TASK_ROOT; });
afterAll(() => { rmSync(task, { recursive: true }); });

const FORM = 'item=goat&count=2';
const JPEG = Buffer.from([0xff, 0xd8, 0xff, 0]).toString('base64');
const PROTOBUF = Buffer.from([0x0a, 0x03, 0, 0x1b, 0x41]).toString('base64');

/** The reasons for which an event was refused; none where its handler got it as it is. */
async function reasonsOf(event: unknown, schemas?: SchemaSources) {
  if (schemas !== undefined) {
    process.env.LAMBDA_TASK_ROOT = mkdtempSync(join(task, 'of-'));
    writeFileSync(join(process.env.LAMBDA_TASK_ROOT, SCHEMAS_FILE), compileSchemas(schemas));
  }
  const seen: unknown[] = [];
  const { lines } = await linesDuring(async () => {
    await enforce(async (given: unknown) => { seen.push(given); })(event, lambdaContext());
  });
  const reasons = lines.filter(({ outcome }) => outcome === 'rejected').map(({ reason }) => reason as string);
  expect(seen).toEqual(reasons.length === 0 ? [event] : []);
  return reasons;
}

const kinesis = (data: string) => {
  const [record] = sampleEvent('kinesis').Records;
  return { Records: [{ ...record, kinesis: { ...record.kinesis, data } }] };
};
const sqs = (body: string) => ({ Records: [sqsRecord('a', body)] });

describe('what no schema describes', () => {
  test.each<[string, unknown]>([
    ['a form', httpEvent(FORM, { headers: { 'content-type': 'application/x-www-form-urlencoded' } })],
    ['a picture', urlEvent(JPEG, { isBase64Encoded: true })],
    ['the text of an alarm', sampleEvent('sns', 'You are receiving this e-mail\nbecause …')],
    ['a message that is no JSON', sqs('hello')],
    ['a record of bytes', kinesis(JPEG)],
    ['a record of bytes that are UTF-8 as well', kinesis(PROTOBUF)],
    ['the text of a schedule', { ...sampleEvent('schedule'), detail: 'now' }],
  ])('goes through as it is: %s', async (_what, event) => {
    expect(await reasonsOf(event)).toEqual([]);
    expect(await reasonsOf(event, { sources: { dynamodb: { type: 'object' } }, routes: { 'POST /others': { body: { type: 'object' } } } })).toEqual([]);
  });

  test.each<[string, unknown, string]>([
    ['text with an escape', sqs('\u001b[2J'), 'limits.control'],
    ['a body with a NUL', httpEvent('a=\0'), 'limits.control'],
    ['too much text', sqs('x'.repeat(1_048_577)), 'limits.bytes'],
    ['too many bytes', urlEvent(Buffer.alloc(1_048_577, 0xff).toString('base64'), { isBase64Encoded: true }), 'limits.bytes'],
    ['JSON beyond the limits', sqs('['.repeat(40) + ']'.repeat(40)), 'limits.depth'],
    ['JSON beyond the limits, as bytes', kinesis(Buffer.from('{"__proto__":1}').toString('base64')), 'limits.prototype'],
  ])('keeps the limits all the same: %s', async (_what, event, reason) => {
    expect(await reasonsOf(event)).toEqual([reason]);
  });

  test('is checked by the schemas of its other parts', async () => {
    const query = { type: 'object', properties: { page: { type: 'integer' } }, additionalProperties: false };
    const of = (page: string) => reasonsOf(httpEvent(FORM, { queryStringParameters: { page } }), { routes: { 'POST /orders/{id}': { query } } });
    expect(await of('1')).toEqual([]);
    expect(await of('x')).toEqual(['schema']);
  });
});

describe('what a schema describes', () => {
  test.each([['POST /orders/{id}'], ['ANY /orders/{id}']])('is text where it is the body of %s and its schema says so', async route => {
    const schemas = { routes: { [route]: { body: { type: 'string', pattern: '^[0-9a-z=&]{1,20}$' } } } };
    for (const body of [FORM, '42', 'true']) expect(await reasonsOf(httpEvent(body), schemas)).toEqual([]);
    for (const body of ['{"a":1}', '"goat"', 'x'.repeat(21)]) expect(await reasonsOf(httpEvent(body), schemas)).toEqual(['schema']);
    expect(await reasonsOf(httpEvent(JPEG, { isBase64Encoded: true }), schemas)).toEqual(['envelope.encoding']);
  });

  test('is of a stream refused record by record, where its bytes are no such text', async () => {
    process.env.LAMBDA_TASK_ROOT = mkdtempSync(join(task, 'of-'));
    writeFileSync(join(process.env.LAMBDA_TASK_ROOT, SCHEMAS_FILE), compileSchemas({ sources: { kinesis: { type: 'string' } } }));
    const of = (sequenceNumber: string, data: string) => {
      const [record] = kinesis(data).Records;
      return { ...record, kinesis: { ...record.kinesis, sequenceNumber } };
    };
    const [good, poison, last] = [of('1', Buffer.from('hello').toString('base64')), of('2', JPEG), of('3', Buffer.from('bye').toString('base64'))];
    for (const [Records, passed] of [[[good, poison, last], [[good]]], [[poison, last], []]]) {
      const seen: unknown[] = [];
      let answer: unknown;
      const { lines } = await linesDuring(async () => {
        answer = await enforce(async ({ Records: given }: { Records: unknown[] }) => { seen.push(given); })({ Records }, lambdaContext());
      });
      expect(seen).toEqual(passed);
      expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: '2' }] });
      expect(lines[0]).toMatchObject({ outcome: 'rejected', reason: 'envelope.encoding', record: '2' });
    }
  });

  test('has to be JSON otherwise', async () => {
    expect(await reasonsOf(httpEvent(FORM), { routes: { 'POST /orders/{id}': { body: { type: 'object' } } } })).toEqual(['envelope.json']);
    expect(await reasonsOf(sqs('hello'), { sources: { sqs: {} } })).toEqual(['envelope.json']);
    expect(await reasonsOf(kinesis(JPEG), { sources: { kinesis: { type: 'object' } } })).toEqual(['envelope.encoding']);
  });
});
