import * as v from 'valibot';
import { secureHandler } from '../../../runtime';
import { AllowList, SourceKind } from '../../../runtime/contract';
import { HandlerContext } from '../../../runtime/handler/options';
import { carriedEvent, sampleEvent, SENDERS } from '../../../runtime/testing/samples';
import { lambdaContext } from '../support/events';
import { linesDuring } from '../support/lines';

interface Seen { readonly input: any; readonly id?: string; readonly principal?: string; readonly envelope: any }

async function run(options: object, event: unknown, result?: unknown) {
  const seen: Seen[] = [];
  const handler = secureHandler({ action: 'a', ...options } as never, (input: unknown, context: HandlerContext) => {
    seen.push({ input, id: context.id, principal: context.principal, envelope: context.envelope });
    return result;
  });
  let answer: any;
  const { lines } = await linesDuring(async () => { answer = await handler(event, lambdaContext()).catch((error: unknown) => ({ error })); });
  return { seen, answer, lines, error: answer?.error as Error | undefined };
}

test.each<[SourceKind, () => unknown]>([
  ['direct', () => ({ id: 1n })], ['direct', () => { const a: any = []; a.push(a); return a; }], ['direct', () => ({ toJSON() { throw new Error('no'); } })],
  ['cognito', () => ({ autoConfirmUser: 1n })], ['authorizer', () => ({ isAuthorized: true, context: { a: 1n } })],
])('a result for %s that cannot be made JSON is a failure, and the log says so', async (source, make) => {
  const { error, lines } = await run({ source }, sampleEvent(source), make());
  expect(error).toMatchObject({ message: 'the handler failed, request request-1' });
  expect(lines).toMatchObject([{ level: 'ERROR', outcome: 'failed' }]);
});

test.each<SourceKind>(['sqs', 'kinesis', 'sns', 's3'])('what a handler of %s returns goes nowhere, so it may be anything', async source => {
  const { error, lines } = await run({ source }, sampleEvent(source), { id: 1n });
  expect(error).toBeUndefined();
  expect(lines).toMatchObject([{ outcome: 'ok' }]);
});

describe('a handler gets', () => {
  test('what a topic published', async () => {
    const { seen, answer } = await run({ source: 'sns' }, sampleEvent('sns', { order: 1 }));
    expect(seen).toEqual([{ input: { order: 1 }, id: 'n-1', envelope: { messageId: 'n-1', topicArn: SENDERS.sns, time: expect.any(String) } }]);
    expect(answer).toBeUndefined();
  });

  test('an object by its decoded key', async () => {
    const { seen } = await run({ source: 's3' }, sampleEvent('s3'));
    expect(seen).toMatchObject([{
      input: { bucket: 'uploads', key: 'in/an image+1.png', size: 1024, event: 'ObjectCreated:Put' }, id: 'uploads/in/an image+1.png/ObjectCreated:Put//0055', principal: 'AWS:AIDAUSER', envelope: { sequencer: '0055' },
    }]);
  });

  test.each([
    ['removed', { eventName: 'ObjectRemoved:Delete' }, {}],
    ['tagged', { eventName: 'ObjectTagging:Put' }, { sequencer: undefined }],
    ['tagged again', { eventName: 'ObjectTagging:Put', eventTime: '2026-01-02T03:04:06.000Z' }, { sequencer: undefined }],
  ])('an id that is the same when an event comes again, and another one when the same version of an object is %s', async (_what, record, object) => {
    const [first] = sampleEvent('s3').Records as [{ s3: { object: object } }];
    const told = (more: object, of: object) => ({ ...first, ...more, s3: { ...first.s3, object: { ...first.s3.object, versionId: 'v1', ...of } } });
    const before = told({ eventName: 'ObjectTagging:Put', eventTime: '2026-01-02T03:04:05.001Z' }, { sequencer: undefined });
    const events = [told({}, {}), told(record, object), told(record, object), before];
    const ids = [];
    for (const event of events) ids.push(...(await run({ source: 's3' }, { Records: [event] })).seen.map(({ id }) => id));
    expect(ids).toHaveLength(events.length);
    expect(ids[1]).toBe(ids[2]);
    expect(new Set(ids).size).toBe(events.length - 1);
  });

  test('the change of an item in plain values', async () => {
    const image = {
      s: { S: 'a' },
      n: { N: '1.5' },
      big: { N: '12345678901234567890' },
      exact: { N: '0.1234567890123456789' },
      b: { B: 'AQI=' },
      t: { BOOL: true },
      nil: { NULL: true },
      l: { L: [{ S: 'x' }, { M: { y: { N: '2' } } }] },
      ns: { NS: ['1', '2'] },
      bs: { BS: ['AQ=='] },
    };
    const { seen, answer } = await run({ source: 'dynamodb' }, sampleEvent('dynamodb', image));
    expect(seen[0].input).toEqual({
      type: 'INSERT',
      keys: { id: 'o-1' },
      oldImage: undefined,
      image: { s: 'a', n: 1.5, big: '12345678901234567890', exact: '0.1234567890123456789', b: Buffer.from([1, 2]), t: true, nil: null, l: ['x', { y: 2 }], ns: [1, 2], bs: [Buffer.from([1])] },
    });
    expect(answer).toEqual({ batchItemFailures: [] });
  });

  test.each([
    '0.99999999999999999999', '1.00000000000000000001', '4503599627370497.2', '9007199254740993', '-9007199254740993', '1E+25', '0.1234567890123456',
  ])('a number of an item that JavaScript cannot hold as text: %s', async N => {
    expect((await run({ source: 'dynamodb' }, sampleEvent('dynamodb', { n: { N } }))).seen).toMatchObject([{ input: { image: { n: N } } }]);
  });

  test.each([
    ['9007199254740991', Number.MAX_SAFE_INTEGER], ['-100', -100], ['1.0', 1], ['0.123456789012345', 0.123456789012345], ['1.5E+3', 1500], ['1E-7', 1e-7], ['0', 0],
  ])('a number of an item that it can as one: %s', async (N, n) => {
    expect((await run({ source: 'dynamodb' }, sampleEvent('dynamodb', { n: { N } }))).seen).toMatchObject([{ input: { image: { n } } }]);
  });

  test('a number of very many zeros without taking long over it', async () => {
    const N = `0.1${'0'.repeat(200_000)}1`;
    expect((await run({ source: 'dynamodb' }, sampleEvent('dynamodb', { n: { N } }))).seen).toMatchObject([{ input: { image: { n: N } } }]);
  }, 8000);

  test.each(['NaN', 'Infinity', '1E+400'])('nothing of an item whose number is %s', async N => {
    expect(await run({ source: 'dynamodb' }, sampleEvent('dynamodb', { n: { N } }))).toMatchObject({ seen: [], lines: [{ event: 'validation.rejected' }] });
  });

  test('the data of a stream, as JSON, text or bytes', async () => {
    expect((await run({ source: 'kinesis' }, sampleEvent('kinesis', { click: 1 }))).seen).toMatchObject([{ input: { click: 1 }, id: '4959', envelope: { partitionKey: 'p' } }]);
    expect((await run({ source: 'kinesis', format: 'text' }, sampleEvent('kinesis', 'plain'))).seen).toMatchObject([{ input: 'plain' }]);
    expect((await run({ source: 'kinesis', format: 'bytes' }, sampleEvent('kinesis', 'plain'))).seen[0].input).toEqual(Buffer.from('plain'));
  });

  test('the detail of an event', async () => {
    expect((await run({ source: 'eventbridge' }, sampleEvent('eventbridge', { order: 1 }))).seen).toMatchObject([
      { input: { order: 1 }, id: 'ev-1', principal: '111122223333', envelope: { source: 'shop.orders', detailType: 'OrderPlaced' } },
    ]);
  });

  test('what a schedule was given: the detail of a rule, that of the scheduler, or an input of its own', async () => {
    expect((await run({ source: 'schedule' }, sampleEvent('schedule', { a: 1 }))).seen).toMatchObject([{ input: { a: 1 }, envelope: { schedule: SENDERS.schedule } }]);
    expect((await run({ source: 'schedule' }, { ...sampleEvent('schedule'), source: 'aws.scheduler', detail: '{"a":2}' })).seen).toMatchObject([{ input: { a: 2 } }]);
    expect((await run({ source: 'schedule' }, { own: 'input' })).seen).toMatchObject([{ input: { own: 'input' }, envelope: {} }]);
  });

  test('what a user pool asks, and its result becomes the response', async () => {
    const { seen, answer } = await run({ source: 'cognito' }, sampleEvent('cognito'), { autoConfirmUser: true });
    expect(seen).toMatchObject([{ input: { userAttributes: { email: 'kim@example.com' } }, principal: 'kim', envelope: { trigger: 'PreSignUp_SignUp', clientId: 'client' } }]);
    expect(answer).toEqual({ ...sampleEvent('cognito'), response: { autoConfirmUser: true } });
  });

  test.each<[string, object, object]>([
    ['a token', { version: undefined, type: 'TOKEN', authorizationToken: 'Bearer x', methodArn: `${SENDERS.authorizer}/prod/GET/a` }, { token: 'Bearer x', resource: `${SENDERS.authorizer}/prod/GET/a` }],
    ['a request of format 1', { version: '1.0', identitySource: 'a,b', methodArn: 'arn', requestContext: { identity: { sourceIp: '1.2.3.4' } }, httpMethod: 'GET', multiValueHeaders: { Accept: ['a', 'b'] } }, { identity: ['a', 'b'], resource: 'arn', method: 'GET', headers: { accept: 'a, b' } }],
    ['a request of format 2', { cookies: ['a=1', 'b=2'] }, { identity: ['Bearer token'], resource: `${SENDERS.authorizer}/$default/POST/orders/42`, method: 'POST', headers: { authorization: 'Bearer token', cookie: 'a=1; b=2' } }],
  ])('what an authorizer is asked about %s', async (_name, more, input) => {
    const { seen, answer } = await run({ source: 'authorizer' }, sampleEvent('authorizer', more), { isAuthorized: true });
    expect(seen).toMatchObject([{ input }]);
    expect(answer).toEqual({ isAuthorized: true });
  });

  test('a direct call as it is, and the caller its result', async () => {
    expect(await run({ source: 'direct' }, { a: 1 }, { b: 2 })).toMatchObject({ seen: [{ input: { a: 1 } }], answer: { b: 2 } });
  });
});

describe('what another event carries', () => {
  const notified = (message: unknown) => JSON.parse(carriedEvent('sqs', 'sns', message).Records[0].body);

  test.each<[string, string, string[], () => unknown]>([
    ['a notification in a message', 'sqs', ['sns'], () => carriedEvent('sqs', 'sns', { order: 1 })],
    ['an event of a bus in a message', 'sqs', ['eventbridge'], () => carriedEvent('sqs', 'eventbridge', { order: 1 })],
    ['an event of a bus in a notification in a message', 'sqs', ['sns', 'eventbridge'], () => sampleEvent('sqs', notified(sampleEvent('eventbridge', { order: 1 })))],
  ])('reaches the handler: %s', async (_name, source, carries, event) => {
    expect((await run({ source, carries }, event())).seen).toMatchObject([{ input: { order: 1 }, id: 'm-1' }]);
  });

  test.each<[string, string, string[], () => unknown]>([
    ['in a message', 'sqs', ['s3'], () => carriedEvent('sqs', 's3')],
    ['in a notification', 'sns', ['s3'], () => carriedEvent('sns', 's3')],
    ['in a notification in a message', 'sqs', ['sns', 's3'], () => sampleEvent('sqs', notified(sampleEvent('s3')))],
  ])('is an object by its decoded key: %s', async (_name, source, carries, event) => {
    expect((await run({ source, carries }, event())).seen).toMatchObject([{ input: { bucket: 'uploads', key: 'in/an image+1.png' } }]);
  });

  const bridged = (key: string) => ({
    ...sampleEvent('eventbridge'),
    'source': 'aws.s3',
    'detail-type': 'Object Created',
    'detail': { bucket: { name: 'uploads' }, object: { key, 'size': 1, 'etag': 'e', 'version-id': 'v' }, requester: '111122223333' },
  });

  test('is an object by its key as it is, where EventBridge tells of it', async () => {
    expect((await run({ source: 'eventbridge', carries: ['s3'] }, bridged('a+b%20c'))).seen).toMatchObject([{ input: { key: 'a+b%20c', event: 'Object Created', versionId: 'v' }, principal: '111122223333' }]);
    expect((await run({ source: 'sqs', carries: ['eventbridge', 's3'] }, sampleEvent('sqs', bridged('a+b')))).seen).toMatchObject([{ input: { key: 'a+b' } }]);
    expect((await run({ source: 'sqs', carries: ['s3'] }, sampleEvent('sqs', bridged('a+b')))).seen).toMatchObject([{ input: { key: 'a+b' } }]);
  });

  test('does no harm where a bucket tests its target', async () => {
    expect(await run({ source: 'sqs', carries: ['s3'] }, sampleEvent('sqs', { Service: 'Amazon S3', Event: 's3:TestEvent' }))).toMatchObject({ seen: [], answer: { batchItemFailures: [] } });
  });

  test('is refused with its message where its sender is not on the list, or it is not what was announced', async () => {
    const allow = { sqs: [SENDERS.sqs], s3: ['other'] };
    expect(await run({ source: 'sqs', carries: ['s3'], allow }, carriedEvent('sqs', 's3'))).toMatchObject({ seen: [], answer: { batchItemFailures: [{ itemIdentifier: 'm-1' }] }, lines: [{ event: 'source.refused', at: ['uploads'] }, {}] });
    expect(await run({ source: 'sqs', carries: ['sns'] }, sampleEvent('sqs', { ...notified({}), Type: 'SubscriptionConfirmation' }))).toMatchObject({ seen: [], lines: [{ event: 'validation.rejected' }, {}] });
  });

  test('handles the good objects of a message beside a bad one', async () => {
    const [good] = sampleEvent('s3').Records;
    const [bad] = sampleEvent('s3', { key: 'a/..%252f..%252fetc' }).Records;
    const { seen, answer } = await run({ source: 'sqs', carries: ['s3'] }, sampleEvent('sqs', { Records: [bad, good] }));
    expect(seen).toHaveLength(1);
    expect(answer.batchItemFailures).toEqual([{ itemIdentifier: 'm-1' }]);
  });
});

describe('who may send', () => {
  const refused = { name: 'SourceRefusedError' };
  const others: { readonly [source in SourceKind]?: AllowList } = {
    sns: { sns: ['x'] },
    s3: { s3: ['x'] },
    dynamodb: { dynamodb: ['x'] },
    kinesis: { kinesis: ['x'] },
    cognito: { cognito: ['x'] },
    schedule: { schedule: ['x'] },
    eventbridge: { eventbridge: [{ source: ['shop.orders'], detailType: ['Other'] }, { account: ['9'] }] },
    direct: { direct: false },
  };
  const own: { readonly [source in SourceKind]?: AllowList } = {
    ...Object.fromEntries(Object.entries(SENDERS).map(([source, name]) => [source, { [source]: [name] }])),
    eventbridge: { eventbridge: [{ source: ['shop.orders'] }] },
    url: { url: true },
    direct: { direct: true },
  };

  test.each(Object.keys(others) as SourceKind[])('is asked of %s', async source => {
    const result = await run({ source, allow: others[source] }, sampleEvent(source));
    expect(result.seen).toEqual([]);
    expect(result.error).toMatchObject(refused);
    expect((await run({ source, allow: {} }, sampleEvent(source))).seen).toEqual([]);
  });

  test.each(Object.keys(own) as SourceKind[])('is let in from %s', async source => {
    expect((await run({ source, allow: own[source] }, sampleEvent(source))).seen).toHaveLength(1);
  });

  test('is a stream, also where its consumer is what was let in', async () => {
    const sent = (name: string) => run({ source: 'kinesis', allow: { kinesis: [`${name}/consumer/fast:1700000000`] } }, sampleEvent('kinesis'));
    expect((await sent(SENDERS.kinesis!)).seen).toHaveLength(1);
    expect((await sent(`${SENDERS.kinesis}-other`)).seen).toEqual([]);
    expect((await run({ source: 'kinesis', allow: { kinesis: [`${SENDERS.kinesis}/other`] } }, sampleEvent('kinesis'))).seen).toEqual([]);
  });

  test('is told by facts of the construct, which the author can only narrow', async () => {
    process.env.RAMPART_FACTS = JSON.stringify({ service: 'shop', allow: { sqs: [SENDERS.sqs, 'b'] } });
    try {
      expect((await run({ source: 'sqs' }, sampleEvent('sqs'))).seen).toHaveLength(1);
      expect((await run({ source: 'sqs', allow: { sqs: ['b'] } }, sampleEvent('sqs'))).seen).toEqual([]);
      expect((await run({ source: 'sns', allow: { sns: [SENDERS.sns] } }, sampleEvent('sns'))).seen).toEqual([]);
      expect((await run({ source: 'sqs' }, sampleEvent('sqs'))).lines).toMatchObject([{ service: 'shop' }]);
    } finally {
      delete process.env.RAMPART_FACTS;
    }
  });

  test('is not fooled by an API whose id begins like one that may', async () => {
    expect((await run({ source: 'authorizer', allow: { authorizer: [SENDERS.authorizer] } }, sampleEvent('authorizer', { routeArn: `${SENDERS.authorizer}9/$default/GET/` }))).seen).toEqual([]);
  });
});

describe('what is refused', () => {
  const Text = v.object({ text: v.string() });

  test('stops a stream where it stands, and what is before it is done', async () => {
    const records = [['1', { text: 'a' }], ['2', { text: 1 }], ['3', { text: 'c' }]].map(([id, data]) => {
      const [record] = sampleEvent('kinesis', data).Records;
      return { ...record, kinesis: { ...record.kinesis, sequenceNumber: id } };
    });
    const { seen, answer } = await run({ source: 'kinesis', schema: Text }, { Records: records });
    expect(seen.map(({ input }) => input.text)).toEqual(['a']);
    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: '2' }] });
    const dropping = await run({ source: 'kinesis', schema: Text, rejected: 'drop' }, { Records: records });
    expect(dropping.seen.map(({ input }) => input.text)).toEqual(['a', 'c']);
    expect(dropping.answer).toEqual({ batchItemFailures: [] });
  });

  test('is of a stream the record alone whose bytes are no text, wherever it stands', async () => {
    const of = (id: string, bytes: Buffer) => {
      const [record] = sampleEvent('kinesis').Records;
      return { ...record, kinesis: { ...record.kinesis, sequenceNumber: id, data: bytes.toString('base64') } };
    };
    const [good, poison, last] = [of('1', Buffer.from('hello')), of('2', Buffer.from([0xff, 0xd8])), of('3', Buffer.from('bye'))];
    for (const [Records, inputs] of [[[good, poison, last], ['hello']], [[poison, last], []], [[poison], []]] as const) {
      const { seen, answer, lines } = await run({ source: 'kinesis', format: 'text' }, { Records });
      expect(seen.map(({ input }) => input)).toEqual(inputs);
      expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: '2' }] });
      expect(lines[0]).toMatchObject({ event: 'validation.rejected', reason: 'envelope.encoding', record: '2' });
    }
    expect((await run({ source: 'kinesis', format: 'text', rejected: 'drop' }, { Records: [good, poison, last] })).seen.map(({ input }) => input)).toEqual(['hello', 'bye']);
    expect((await run({ source: 'kinesis', format: 'bytes' }, { Records: [poison] })).answer).toEqual({ batchItemFailures: [] });
  });

  test('stops the stream of a table, too', async () => {
    const [record] = sampleEvent('dynamodb').Records;
    const records = ['1', '2', '3'].map(id => ({ ...record, eventName: id === '2' ? 'REMOVE' : 'INSERT', dynamodb: { ...record.dynamodb, SequenceNumber: id } }));
    const { seen, answer } = await run({ source: 'dynamodb', schema: v.object({ type: v.literal('INSERT') }) }, { Records: records });
    expect(seen.map(({ id }) => id)).toEqual(['1']);
    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: '2' }] });
  });

  test('of asynchronous records fails the call after the good ones were handled, or is dropped', async () => {
    const Records = [{ text: 1 }, { text: 'b' }].flatMap(message => sampleEvent('sns', message).Records);
    const failing = await run({ source: 'sns', schema: Text }, { Records });
    expect(failing.seen).toMatchObject([{ input: { text: 'b' } }]);
    expect(failing.error).toMatchObject({ name: 'SchemaError', message: 'the event was refused, request request-1' });
    const dropping = await run({ source: 'sns', schema: Text, rejected: 'drop' }, { Records });
    expect(dropping.error).toBeUndefined();
    expect(dropping.lines).toMatchObject([{ event: 'validation.rejected', record: 'n-1' }]);
  });

  test.each(['cognito', 'direct'] as const)('is told to who waits for %s, even if refusals are dropped', async source => {
    expect((await run({ source, schema: Text, rejected: 'drop' }, sampleEvent(source))).error).toMatchObject({ name: 'SchemaError' });
  });

  test('lets nobody in at an authorizer, with the one message that API Gateway answers with 401', async () => {
    const { error } = await run({ source: 'authorizer', schema: v.object({ token: v.string() }) }, sampleEvent('authorizer'));
    expect(error).toMatchObject({ name: 'Unauthorized', message: 'Unauthorized' });
  });

  test.each<[string, SourceKind, (event: any) => void]>([
    ['a record that is none of a topic', 'sns', event => { event.Records[0].EventSource = 'aws:sqs'; }],
    ['a notification without a message', 'sns', event => { delete event.Records[0].Sns.Message; }],
    ['a key that does not decode', 's3', event => { event.Records[0].s3.object.key = '%E0%A4%A'; }],
    ['a key that leaves its folder', 's3', event => { event.Records[0].s3.object.key = 'a/%2e%2e/b'; }],
    ['a key with a line end', 's3', event => { event.Records[0].s3.object.key = 'a%0d%0ab'; }],
    ['a change of no known kind', 'dynamodb', event => { event.Records[0].eventName = 'DROP'; }],
    ['an attribute of no known type', 'dynamodb', event => { event.Records[0].dynamodb.NewImage.id = { X: 1 }; }],
    ['an attribute of two types', 'dynamodb', event => { event.Records[0].dynamodb.NewImage.id = { S: 'a', N: '1' }; }],
    ['an item without end', 'dynamodb', event => { event.Records[0].dynamodb.NewImage = JSON.parse('{"a":{"M":'.repeat(500) + '{}' + '}}'.repeat(500)); }],
    ['a list without end', 'dynamodb', event => { event.Records[0].dynamodb.NewImage.id = JSON.parse('{"L":['.repeat(500) + '{"S":"a"}' + ']}'.repeat(500)); }],
    ['a record without a number', 'kinesis', event => { event.Records[0].kinesis.sequenceNumber = ''; }],
    ['an event without a source', 'eventbridge', event => { delete event.source; }],
    ['a schedule without a name', 'schedule', event => { event.resources = []; }],
    ['a user pool without a request', 'cognito', event => { event.request = 'x'; }],
    ['a question of no known type', 'authorizer', event => { event.type = 'X'; }],
    ['a question without a resource', 'authorizer', event => { delete event.routeArn; }],
    ['a question whose header has a line end', 'authorizer', event => { event.headers.a = 'b\r\nc'; }],
    ['a question whose query has one of Unicode', 'authorizer', event => { event.queryStringParameters = { a: 'x\u2028y' }; }],
    ['a question whose identity has a line end', 'authorizer', event => { event.identitySource = ['a\nb']; }],
    ['an object of somebody with an escape in his name', 's3', event => { event.Records[0].userIdentity = { principalId: 'x\u001b[2J' }; }],
    ['a message of a sender of two lines', 'sqs', event => { event.Records[0].attributes.SenderId = 'a\nb'; }],
    ['a source of identity that is none', 'authorizer', event => { event.identitySource = [1]; }],
  ])('is %s', async (_name, source, spoil) => {
    const event = sampleEvent(source);
    spoil(event);
    const { seen, error, answer, lines } = await run({ source }, event);
    expect(seen).toEqual([]);
    expect(error ?? answer.batchItemFailures[0]).toBeDefined();
    expect(lines[0]).toMatchObject({ event: 'validation.rejected' });
  });

  test.each([[null], [undefined], ['text'], [1], [[]], [{}]])('is %p from every source that has a shape', async event => {
    for (const source of Object.keys(SENDERS) as SourceKind[]) {
      const { seen, lines } = await run({ source, allow: { [source]: ['x'] } }, event);
      expect(seen).toEqual([]);
      expect(lines).toHaveLength(1);
    }
  });
});

test('an authorizer that denies is a security event, one that lets in is none', async () => {
  const policy = (Effect: string) => ({ principalId: 'u', policyDocument: { Statement: [{ Effect }] } });
  for (const denial of [{ isAuthorized: false }, policy('Deny'), undefined, 'x']) {
    expect((await run({ source: 'authorizer' }, sampleEvent('authorizer'), denial)).lines).toMatchObject([{ event: 'auth.failed', outcome: 'denied' }]);
  }
  expect((await run({ source: 'authorizer' }, sampleEvent('authorizer'), policy('Allow'))).lines[0]).toMatchObject({ outcome: 'ok' });
});
