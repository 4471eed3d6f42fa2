import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { SourceKind } from '../../../runtime/contract';
import { sourceOf } from '../../../runtime/layer/detect';
import { enforce } from '../../../runtime/layer/enforce';
import { AnyHandler } from '../../../runtime/layer/load';
import { sampleEvent, SENDERS } from '../../../runtime/testing';
import { lambdaContext, sqsRecord } from '../support/events';
import { linesDuring } from '../support/lines';

afterEach(() => { delete process.env.RAMPART_FACTS; });

async function call(handler: AnyHandler, event: unknown) {
  let answer: any;
  const { lines } = await linesDuring(async () => {
    answer = await Promise.resolve(enforce(handler)(event, lambdaContext())).catch((error: unknown) => ({ error }));
  });
  return { answer, lines };
}

test.each(['api', 'url', 'sqs', 'sns', 's3', 'dynamodb', 'kinesis', 'eventbridge', 'schedule', 'cognito', 'authorizer', 'direct'] as SourceKind[])('an event of %s is told by its looks and goes through as it is', async source => {
  const event = sampleEvent(source);
  expect(sourceOf(event, undefined)).toBe(source);
  let seen: unknown;
  const { answer } = await call(async given => { seen = given; return { said: source }; }, event);
  expect(seen).toBe(event);
  expect(answer).toEqual({ said: source, ...['sqs', 'dynamodb', 'kinesis'].includes(source) && { batchItemFailures: [] } });
});

test.each([undefined, null, 'done', 7, [], { batchItemFailures: 'none' }])('a handler that knows nothing of parts of a batch and answers %j has done all of it', async said => {
  expect((await call(async () => said, sampleEvent('sqs'))).answer).toEqual({ batchItemFailures: [] });
  expect((await call(async () => said, sampleEvent('direct'))).answer).toEqual(said);
});

test('the state of a stream\'s window is kept, also where records are withheld', async () => {
  const [record] = sampleEvent('kinesis').Records;
  const poison = { ...record, kinesis: { ...record.kinesis, data: Buffer.from('{"__proto__":1}').toString('base64'), sequenceNumber: '9' } };
  const handler = async () => ({ state: { sum: 3 } });
  expect((await call(handler, { Records: [record] })).answer).toEqual({ state: { sum: 3 }, batchItemFailures: [] });
  expect((await call(handler, { Records: [record, poison] })).answer).toEqual({ state: { sum: 3 }, batchItemFailures: [{ itemIdentifier: '9' }] });
});

test.each(['direct', 'sqs', 'api'] as const)('a result for %s that Lambda could make no JSON of is a failure, and the log says so', async source => {
  const { answer, lines } = await call(async () => ({ count: 1n }), sampleEvent(source));
  expect(answer.error).toMatchObject({ message: 'the handler failed, request request-1' });
  expect(lines).toMatchObject([{ outcome: 'failed', error: { name: 'TypeError' } }]);
});

test.each([
  ['a load balancer', { requestContext: { elb: { targetGroupArn: 'arn:aws:elasticloadbalancing:eu-west-1:1:targetgroup/t/1' } }, httpMethod: 'GET' }],
  ['VPC Lattice', { version: '2.0', path: '/', method: 'GET', requestContext: { serviceArn: 'arn:aws:vpc-lattice:eu-west-1:1:service/svc-1', region: 'eu-west-1' } }],
  ['a function whose destination it is', { version: '1.0', requestContext: { functionArn: 'arn:aws:lambda:eu-west-1:1:function:f', condition: 'Success' }, responsePayload: {} }],
])('an event of %s is no request of an API', (_what, event) => {
  expect(sourceOf(event, undefined)).toBe('direct');
});

test('a plain event is a schedule\'s where only schedules may send', () => {
  expect([{}, null, { Records: [{}] }].map(event => sourceOf(event, { schedule: true }))).toEqual(['schedule', 'schedule', 'schedule']);
  expect(sourceOf({}, { schedule: true, direct: true })).toBe('direct');
});

test('an event of a source that may not send never reaches the handler', async () => {
  process.env.RAMPART_FACTS = JSON.stringify({ allow: { sqs: [SENDERS.sqs] } });
  const handler = jest.fn(async () => undefined);
  expect((await call(handler, sampleEvent('direct'))).answer.error).toMatchObject({ name: 'SourceRefusedError' });
  expect((await call(handler, sampleEvent('api'))).answer).toMatchObject({ statusCode: 400, body: '{"message":"Bad Request"}' });
  expect(handler).not.toHaveBeenCalled();
  expect((await call(handler, sampleEvent('sqs'))).lines).toMatchObject([{ outcome: 'ok', source: 'sqs' }]);
  expect(handler).toHaveBeenCalledTimes(1);
});

test('of a batch the handler gets the good records, and its own failures are kept', async () => {
  const seen: string[] = [];
  const event = { Records: [sqsRecord('a', { id: 1 }), sqsRecord('b', '{"__proto__":{}}'), sqsRecord('c', { id: 3 })] };
  const { answer, lines } = await call(async ({ Records }) => {
    seen.push(...Records.map((record: { messageId: string }) => record.messageId));
    return { batchItemFailures: [{ itemIdentifier: 'c' }] };
  }, event);
  expect(seen).toEqual(['a', 'c']);
  expect(answer.batchItemFailures.map((failure: { itemIdentifier: string }) => failure.itemIdentifier).sort()).toEqual(['b', 'c']);
  expect(lines[0]).toMatchObject({ event: 'validation.rejected', record: 'b' });
});

test('of a FIFO queue what follows a bad record in its group waits with it', async () => {
  const of = (id: string, body: unknown, group: string) => sqsRecord(id, body, { group, queue: 'arn:aws:sqs:eu-west-1:1:q.fifo' });
  const { answer } = await call(async () => undefined, { Records: [of('a', '{"__proto__":1}', 'g'), of('b', {}, 'h'), of('c', {}, 'g')] });
  expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: 'a' }, { itemIdentifier: 'c' }] });
});

test('of a stream the handler gets what is before the first bad record', async () => {
  const records = ['{"a":1}', '{"__proto__":1}', '{"a":2}'].map((data, i) => {
    const [record] = sampleEvent('kinesis', data).Records;
    return { ...record, kinesis: { ...record.kinesis, sequenceNumber: String(i) } };
  });
  let count = 0;
  expect((await call(async ({ Records }) => { count = Records.length; }, { Records: records })).answer).toEqual({ batchItemFailures: [{ itemIdentifier: '1' }] });
  expect(count).toBe(1);
  expect((await call(async () => ({ batchItemFailures: [{ itemIdentifier: '0' }] }), { Records: records })).answer).toEqual({ batchItemFailures: [{ itemIdentifier: '0' }] });
  const handler = jest.fn();
  expect((await call(handler, { Records: records.slice(1) })).answer).toEqual({ batchItemFailures: [{ itemIdentifier: '1' }] });
  expect(handler).not.toHaveBeenCalled();
});

describe('the end of a stream\'s window, which comes without a record', () => {
  const endOf = (eventSourceARN: string, more: object = {}) => ({
    Records: [], window: { start: '2020-12-09T07:04:00Z', end: '2020-12-09T07:06:00Z' }, state: { sum: 3 }, shardId: 'shardId-000000000006', eventSourceARN, isFinalInvokeForWindow: true, ...more,
  });
  const stream = (service: string) => `arn:aws-cn:${service}:cn-north-1:111122223333:orders`;

  test.each(['kinesis', 'dynamodb'] as const)('goes through where the stream of %s may send', async source => {
    process.env.RAMPART_FACTS = JSON.stringify({ allow: { [source]: [stream(source)] } });
    const event = endOf(stream(source));
    let seen: unknown;
    const { answer, lines } = await call(async given => { seen = given; }, event);
    expect(seen).toBe(event);
    expect(answer).toEqual({ batchItemFailures: [] });
    expect(lines).toMatchObject([{ outcome: 'ok', source }]);
    expect((await call(async () => 'reached', endOf(`${stream(source)}-of-others`))).answer.error).toMatchObject({ name: 'SourceRefusedError' });
  });

  test.each<[string, unknown]>([
    ['another service\'s', endOf(stream('sqs'))], ['no end', endOf(stream('kinesis'), { isFinalInvokeForWindow: false })], ['records', endOf(stream('kinesis'), { Records: [{}] })],
    ['no stream', endOf(7 as never)],
  ])('is none with %s', async (_what, event) => {
    expect(sourceOf(event, undefined)).toBe('direct');
  });
});

test.each<[string, SourceKind, (event: any) => void, string]>([
  ['attributes of a message', 'sqs', event => { event.Records[0].messageAttributes = { file: { stringValue: 'a\u001b[2J', dataType: 'String' } }; }, 'limits.control'],
  ['names of attributes', 'sqs', event => { event.Records[0].messageAttributes = JSON.parse('{"__proto__":{"stringValue":"a"}}'); }, 'limits.prototype'],
  ['attributes of a notification', 'sns', event => { event.Records[0].Sns.MessageAttributes = { file: { Type: 'String', Value: 'a\0' } }; }, 'limits.control'],
  ['resources of an event, a line each', 'eventbridge', event => { event.resources = ['arn:aws:s3:::b', 'a\n{"level":"ERROR"}']; }, 'limits.control'],
  ['names in resources', 'eventbridge', event => { event.resources = [JSON.parse('{"__proto__":1}')]; }, 'limits.prototype'],
  ['cookies', 'url', event => { event.cookies = ['a=b', 'c=d\r\nx: y']; }, 'limits.control'],
])('what a handler of ours does not get keeps the limits as well: %s', async (_what, source, spoil, reason) => {
  const event = structuredClone(sampleEvent(source));
  const handler = jest.fn();
  spoil(event);
  const { lines } = await call(async () => { handler(); }, event);
  expect(handler).not.toHaveBeenCalled();
  expect(lines).toMatchObject([{ reason }]);
});

test('attributes may have lines, cookies what cookies have, and an event resources or none', async () => {
  const [record] = sampleEvent('sqs').Records;
  const messageAttributes = { text: { stringValue: 'one\ntwo', dataType: 'String' }, bytes: { binaryValue: 'AAEC', dataType: 'Binary' } };
  expect((await call(async () => undefined, { Records: [{ ...record, messageAttributes }] })).answer).toEqual({ batchItemFailures: [] });
  expect((await call(async () => 'reached', { ...sampleEvent('url'), cookies: ['session="a b"; c'] })).answer).toBe('reached');
  for (const resources of [undefined, ['arn:aws:s3:::b']]) expect((await call(async () => 'reached', { ...sampleEvent('eventbridge'), resources })).answer).toBe('reached');
  for (const event of [null, { cookies: 'one\ntwo' }]) expect((await call(async () => 'reached', event)).answer).toBe('reached');
});

test('of asynchronous records the good ones are handled before the call fails', async () => {
  const seen: unknown[] = [];
  const Records = [...sampleEvent('s3', { key: '..%2fa' }).Records, ...sampleEvent('s3').Records];
  const { answer } = await call(async event => { seen.push(...event.Records); }, { Records });
  expect(seen).toEqual([Records[1]]);
  expect(answer.error).toMatchObject({ name: 'LimitError', message: 'the event was refused, request request-1' });
});

test('an error leaves sanitised, and an authorizer may still say who is not let in', async () => {
  const { answer, lines } = await call(async () => { throw Object.assign(new RangeError('token abc'), { config: { token: 'abc' } }); }, sampleEvent('direct'));
  expect(answer.error).toMatchObject({ name: 'RangeError', message: 'the handler failed, request request-1' });
  expect(Object.keys(answer.error)).toEqual([]);
  expect(lines).toMatchObject([{ outcome: 'failed', error: { message: 'token abc' } }]);
  expect((await call(async () => { throw new Error('Unauthorized'); }, sampleEvent('authorizer'))).answer.error).toMatchObject({ message: 'Unauthorized' });
});

test('a handler of old answers to its callback', async () => {
  type Callback = (error: unknown, result?: unknown) => void;
  const old = (error: unknown, result: unknown): AnyHandler => (_event: unknown, _context: unknown, callback: Callback) => {
    setTimeout(callback, 1, error, result);
  };
  expect((await call(old(null, { a: 1 }), {})).answer).toEqual({ a: 1 });
  expect((await call(old(new Error('x'), undefined), {})).answer.error).toMatchObject({ name: 'Error' });
  expect((await call(async (_event: unknown, _context: unknown, _callback: unknown) => 'promised', {})).answer).toBe('promised');
});

describe('a handler that names no parameter for its callback', () => {
  type Callback = (error: unknown, result?: unknown) => void;
  const original = (_event: unknown, _context: unknown, callback: Callback) => { setTimeout(callback, 1, null, 'from the callback'); };

  test.each<[string, AnyHandler]>([
    ['rest parameters', (...all) => { (all[2] as Callback)(null, 'from the callback'); }],
    ['a wrapper', function (this: unknown, ...all) { return original.apply(this, all as Parameters<typeof original>); }],
  ])('answers to it: %s', async (_name, handler) => {
    const before = process.listenerCount('beforeExit');
    expect((await call(handler, {})).answer).toBe('from the callback');
    expect(process.listenerCount('beforeExit')).toBe(before);
  });

  test('and never calls it has answered when nothing is left to wait for', async () => {
    const answer = call(() => undefined, sampleEvent('sqs'));
    setTimeout(() => process.emit('beforeExit', 0), 10);
    expect((await answer).answer).toEqual({ batchItemFailures: [] });
  });

  test.each<[string, AnyHandler, unknown]>([
    ['a value', () => 'at once', 'at once'],
    ['nothing, of its event', (_event: unknown) => undefined, undefined],
    ['a thenable, beside a callback', (_event, _context, _callback) => ({ then: (resolve: (value: string) => void) => { resolve('thenable'); } }), 'thenable'],
  ])('need not call it when it returns %s', async (_name, handler, said) => {
    expect((await call(handler, {})).answer).toBe(said);
  });
});

describe('a streaming handler', () => {
  const STREAMING = Symbol.for('aws.lambda.runtime.handler.streaming');
  const MARK = Symbol.for('aws.lambda.runtime.handler.streaming.highWaterMark');
  const streaming: AnyHandler = Object.assign(async (_event: unknown, stream: PassThrough) => { stream.write('piece'); stream.end(); }, { [STREAMING]: 'response', [MARK]: 64 });

  test('keeps the marks by which Lambda knows it', () => {
    expect({ ...enforce(streaming) }).toEqual({ [STREAMING]: 'response', [MARK]: 64 });
    expect(STREAMING in enforce(async () => undefined)).toBe(false);
  });

  test('writes its answer, and what is refused gets ours', async () => {
    const answers: string[] = [];
    await linesDuring(async () => {
      for (const event of [sampleEvent('url'), sampleEvent('url', '{"__proto__":1}')]) {
        const stream = new PassThrough();
        await enforce(streaming)(event, stream, lambdaContext());
        answers.push(await text(stream));
      }
    });
    expect(answers).toEqual(['piece', '{"message":"Bad Request"}']);
  });
});
