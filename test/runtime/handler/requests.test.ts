import * as v from 'valibot';
import { ConfigurationError, PublicError, secureHandler } from '../../../runtime';
import { httpEvent, lambdaContext, restEvent, urlEvent } from '../support/events';
import { linesDuring } from '../support/lines';

const Order = v.object({ product: v.string(), count: v.number() });
const order = { product: 'goat', count: 2 };
const REFUSED = { statusCode: 400, body: '{"message":"Bad Request"}' };

let seen: unknown[];
let said: Record<string, any>[];
beforeEach(() => { seen = []; });

async function call(handler: (event: unknown, context: ReturnType<typeof lambdaContext>) => Promise<unknown>, event: unknown) {
  let answer: unknown;
  const written = await linesDuring(async () => { answer = await handler(event, lambdaContext()); });
  said = written.lines;
  return answer as { statusCode: number; body?: string; headers: Record<string, string> };
}

const create = secureHandler({ source: 'api', schema: Order, action: 'order.create' }, (input, { principal }) => {
  seen.push(input);
  return { ...input, principal };
});

const by = (claims: string) => ({ requestContext: { ...httpEvent(order).requestContext, authorizer: { jwt: { claims: JSON.parse(claims) } } } });

describe('a request', () => {
  test.each([['REST', restEvent(order)], ['HTTP', httpEvent(order)]])('of a %s API reaches the handler as its schema lets it through', async (_name, event) => {
    expect(await call(create, event)).toMatchObject({ statusCode: 200, body: JSON.stringify({ ...order, principal: 'user-1' }), headers: { 'content-type': 'application/json', 'x-content-type-options': 'nosniff' } });
    expect(seen).toEqual([order]);
  });

  test('with a base64 body is decoded', async () => {
    const body = Buffer.from(JSON.stringify({ product: 'Ziege ü', count: 1 })).toString('base64');
    await call(create, httpEvent(body, { isBase64Encoded: true }));
    expect(seen).toEqual([{ product: 'Ziege ü', count: 1 }]);
  });

  test.each<[string, unknown, string]>([
    ['that is no JSON', '{"product":', 'envelope.json'],
    ['that is absent', null, 'schema'],
    ['that does not fit', { ...order, count: 'two' }, 'schema'],
    ['with a key that the schema does not know', { ...order, isAdmin: true }, 'schema.unknown'],
    ['with a prototype key', '{"product":"x","count":1,"__proto__":{"isAdmin":true}}', 'limits.prototype'],
    ['with a constructor deep inside', '{"product":"x","count":1,"a":[{"constructor":{"prototype":{}}}]}', 'limits.prototype'],
    ['with a control character', { ...order, product: 'a\u0000b' }, 'limits.control'],
    ['that is too deep', '['.repeat(500) + ']'.repeat(500), 'limits.depth'],
    ['that is too large', JSON.stringify({ product: 'x'.repeat(1_100_000), count: 1 }), 'limits.bytes'],
    ['with too many values', JSON.stringify({ product: 'x', count: Array(20_000).fill(0) }), 'limits.values'],
    ['with a number beyond all', '{"product":"x","count":1e400}', 'limits.number'],
    ['with a number below all', '{"product":"x","count":[-1e400]}', 'limits.number'],
    ['that is no UTF-8', Buffer.from([0x22, 0xff, 0x22]).toString('base64'), 'envelope.encoding'],
  ])('is refused with a body %s', async (_name, body, reason) => {
    const answer = await call(create, restEvent(body, reason === 'envelope.encoding' ? { isBase64Encoded: true } : {}));
    expect(answer).toMatchObject(REFUSED);
    expect(seen).toEqual([]);
    expect(said).toMatchObject([{ level: 'WARN', event: 'validation.rejected', outcome: 'rejected', reason, action: 'order.create', principal: 'user-1' }]);
  });

  test.each([
    ['a path parameter that leaves its folder', { pathParameters: { id: '%252e%252e%252fetc' } }, 'limits.traversal'],
    ['a header that holds another', { headers: { a: 'b\r\nset-cookie: c' } }, 'limits.control'],
    ['a prototype key in the query', { queryStringParameters: JSON.parse('{"__proto__":"x"}') }, 'limits.prototype'],
    ['a principal with a control character', by('{"sub":"a\\u001b[2J"}'), 'limits.control'],
    ['a principal of two lines', by('{"sub":"a\\nb"}'), 'limits.control'],
    ['a prototype key in the claims', by('{"sub":"a","__proto__":{"admin":1}}'), 'limits.prototype'],
    ['a constructor deep in the claims', by('{"sub":"a","groups":[{"constructor":1}]}'), 'limits.prototype'],
    ['a header that is no text', { headers: { a: { toString: 1 } } }, 'envelope'],
    ['no request context', { requestContext: undefined }, 'envelope'],
  ])('is refused with %s', async (_name, more, reason) => {
    expect(await call(create, httpEvent(order, more))).toMatchObject(REFUSED);
    expect(said).toMatchObject([{ event: 'validation.rejected', reason }]);
    expect(seen).toEqual([]);
  });

  test('may have claims of several lines', async () => {
    expect(await call(create, httpEvent(order, by('{"sub":"user-1","note":"a\\nb"}')))).toMatchObject({ statusCode: 200 });
  });

  test('without a schema comes with all its parts', async () => {
    await call(secureHandler({ source: 'api', action: 'x' }, request => { seen.push(request); }), restEvent(order));
    expect(seen).toEqual([{
      method: 'POST',
      route: 'POST /orders/{id}',
      path: { id: '42' },
      query: { page: '1' },
      headers: { 'content-type': 'application/json', 'x-forwarded-for': '203.0.113.9' },
      body: order,
    }]);
  });

  test('gives the parts that have a schema and nothing else; unknown headers are left out, unknown parameters refused', async () => {
    const schema = { body: Order, path: v.object({ id: v.pipe(v.string(), v.transform(Number)) }), headers: v.object({ 'content-type': v.string() }) };
    await call(secureHandler({ source: 'api', action: 'x', schema }, parts => { seen.push(parts); }), restEvent(order));
    expect(seen).toEqual([{ body: order, path: { id: 42 }, headers: { 'content-type': 'application/json' } }]);

    const strict = secureHandler({ source: 'api', action: 'x', schema: { query: v.object({ sort: v.optional(v.string()) }) } }, parts => { seen.push(parts); });
    expect(await call(strict, restEvent(order))).toMatchObject(REFUSED);
    expect(said).toMatchObject([{ reason: 'schema.unknown', at: ['query.page'] }]);
  });

  test('of an API that is not on the list is refused as any other, and the log says why', async () => {
    const listed = secureHandler({ source: 'api', action: 'x', allow: { api: ['other'] } }, () => undefined);
    expect(await call(listed, restEvent(order))).toMatchObject(REFUSED);
    expect(said).toMatchObject([{ event: 'source.refused', reason: 'source', at: ['abc123'] }]);
    for (const allow of [{}, { url: false }, { api: ['abc123'] }]) {
      const url = secureHandler({ source: 'url', action: 'x', allow }, () => { seen.push('url'); });
      expect(await call(url, urlEvent(order))).toMatchObject(REFUSED);
    }
    expect(seen).toEqual([]);
  });

  test('is refused with the same answer, whatever is wrong with it and whoever sends it', async () => {
    const wrong = ['{', { ...order, count: 'two' }, { ...order, isAdmin: true }, '{"__proto__":1}', 'x'.repeat(2_000_000), { ...order, product: '\u0085' }];
    const answers: unknown[] = [];
    for (const body of wrong) for (const event of [restEvent(body), httpEvent(body)]) answers.push(await call(create, event));
    answers.push(await call(secureHandler({ source: 'api', action: 'x', allow: {} }, () => undefined), httpEvent(order)));
    const headers = { 'content-type': 'application/json', 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' };
    expect(new Set(answers.map(answer => JSON.stringify(answer)))).toEqual(new Set([JSON.stringify({ statusCode: 400, body: '{"message":"Bad Request"}', headers })]));
  });

  test('of a function URL is none of an API, and the other way round', async () => {
    const url = secureHandler({ source: 'url', action: 'x', schema: Order }, input => { seen.push(input); });
    expect(await call(url, urlEvent(order))).toMatchObject({ statusCode: 204 });
    expect(await call(url, httpEvent(order))).toMatchObject(REFUSED);
    expect(await call(create, urlEvent(order))).toMatchObject(REFUSED);
    expect(seen).toEqual([order]);
  });
});

test.each(['null', 'false', '0', '""', '[]', '{}', '{"api":null}'])('a list of senders that is %s lets nobody in', async allow => {
  process.env.RAMPART_FACTS = `{"allow":${allow}}`;
  const handler = secureHandler({ source: 'api', action: 'x' }, input => { seen.push(input); });
  delete process.env.RAMPART_FACTS;
  const own = secureHandler({ source: 'api', action: 'x', allow: JSON.parse(allow) as never }, input => { seen.push(input); });
  for (const closed of [handler, own]) expect(await call(closed, httpEvent(order))).toMatchObject(REFUSED);
  expect(seen).toEqual([]);
});

test.each(['api', 'url'] as const)('what an authorizer is asked is no request of %s', async source => {
  const handler = secureHandler({ source, action: 'x' }, input => { seen.push(input); });
  const asked = { type: 'REQUEST', routeArn: 'arn:aws:execute-api:eu-west-1:111122223333:abc123/$default/POST/orders/42', identitySource: ['token'] };
  const events = { api: [httpEvent(order), restEvent(order)], url: [urlEvent(order)] };
  for (const event of events[source]) {
    expect(await call(handler, { ...event, ...asked })).toMatchObject(REFUSED);
    expect(said).toMatchObject([{ reason: 'envelope', at: ['requestContext'] }]);
    expect(await call(handler, event)).toMatchObject({ statusCode: 204 });
  }
});

test('a limit that is given as undefined is the default', async () => {
  const limits = { bytes: undefined, depth: undefined, values: undefined, name: undefined, names: undefined };
  const handler = secureHandler({ source: 'api', action: 'x', limits }, input => { seen.push(input); });
  for (const body of [{ a: 'x'.repeat(2_000_000) }, '['.repeat(40) + ']'.repeat(40), Array(20_000).fill(0), { ['x'.repeat(300)]: 1 }, { constructor: 1 }]) {
    expect(await call(handler, httpEvent(body))).toMatchObject(REFUSED);
  }
  expect(seen).toEqual([]);
  const wide = secureHandler({ source: 'api', action: 'x', limits: { depth: 50, bytes: undefined } }, input => { seen.push(input); });
  expect(await call(wide, httpEvent('['.repeat(40) + ']'.repeat(40)))).toMatchObject({ statusCode: 204 });
});

test.each([['bytes', NaN], ['bytes', -1], ['depth', 'many'], ['values', {}], ['name', '-1']])('a limit that nothing is beyond is an error: %s as %p', (name, limit) => {
  const work = () => secureHandler({ source: 'api', action: 'x', limits: { [name]: limit } as object }, () => undefined);
  expect(work).toThrow(ConfigurationError);
  expect(work).toThrow(`limits.${name} cannot be ${limit as string}`);
  expect(() => secureHandler({ source: 'api', action: 'x', limits: { bytes: Infinity, depth: 0, names: ['constructor'], c1: true } }, () => undefined)).not.toThrow();
});

test('a parameter that is given twice is a list, where the format tells', async () => {
  const twice = { multiValueQueryStringParameters: { page: ['1', '2'] }, multiValueHeaders: { Accept: ['a', 'b'] } };
  await call(secureHandler({ source: 'api', action: 'x' }, request => { seen.push(request); }), restEvent(order, twice));
  expect(seen).toMatchObject([{ query: { page: ['1', '2'] }, headers: { accept: 'a, b' } }]);
  for (const broken of [{ multiValueHeaders: { a: 'b' } }, { multiValueQueryStringParameters: 'x' }, { multiValueHeaders: { a: [1, 2] } }]) {
    expect(await call(create, restEvent(order, broken))).toMatchObject(REFUSED);
  }
});

test('cookies of format 1.0 are one header too, and others that come twice are a list', async () => {
  const lists = { 'Cookie': ['a=1', 'b=2'], 'Accept': ['text/html', 'text/plain'], 'X-Once': ['1'] };
  const handler = secureHandler({ source: 'api', action: 'x' }, ({ headers }) => { seen.push(headers); });
  await call(handler, restEvent(order, { headers: { 'Cookie': 'b=2', 'Accept': 'text/plain', 'X-Once': '1' }, multiValueHeaders: lists }));
  expect(seen).toEqual([{ 'cookie': 'a=1; b=2', 'accept': 'text/html, text/plain', 'x-once': '1' }]);
});

test('cookies of format 2.0 are the header that they were, and keep its rules', async () => {
  const handler = secureHandler({ source: 'api', action: 'x', schema: { headers: v.object({ cookie: v.optional(v.string()) }) } }, ({ headers }) => { seen.push(headers); });
  for (const cookies of [['session=a b', 'theme=dark'], ['a=1'], [], null, undefined]) {
    expect(await call(handler, httpEvent(order, { cookies }))).toMatchObject({ statusCode: 204 });
  }
  expect(await call(secureHandler({ source: 'url', action: 'x' }, ({ headers }) => { seen.push(headers); }), urlEvent(order, { cookies: ['a=1', 'b=2'] }))).toMatchObject({ statusCode: 204 });
  expect(seen).toEqual([{ cookie: 'session=a b; theme=dark' }, { cookie: 'a=1' }, {}, {}, {}, { 'content-type': 'application/json', 'cookie': 'a=1; b=2' }]);
  const wrong = { 'envelope': ['a=1', [1], { a: 1 }], 'limits.control': [['a=1\u0000'], ['a=1', 'b=2\r\nx: y']], 'limits.bytes': [['x'.repeat(2_000_000)]] };
  for (const [reason, values] of Object.entries(wrong)) {
    for (const cookies of values) {
      expect(await call(handler, httpEvent(order, { cookies }))).toMatchObject(REFUSED);
      expect(said).toMatchObject([{ reason, at: [expect.stringMatching(/^(cookies|headers\.cookie)$/)] }]);
    }
  }
  expect(seen).toHaveLength(6);
});

test('a message of a WebSocket is a request of its route', async () => {
  const { requestContext, ...event } = restEvent(order);
  const context = { ...requestContext, connectionId: 'c-1', eventType: 'MESSAGE', routeKey: 'sendOrder', authorizer: { principalId: 'user-2' } };
  const handler = secureHandler({ source: 'api', action: 'x' }, ({ method, route, body }, { envelope, principal }) => {
    seen.push([method, route, body, envelope.connectionId, principal]);
  });
  await call(handler, { ...event, httpMethod: undefined, resource: undefined, path: undefined, requestContext: context });
  expect(seen).toEqual([['MESSAGE', 'sendOrder', order, 'c-1', 'user-2']]);
});

test('what the boundary says goes through the logger of the user, masked, with its action', async () => {
  const calls: any[][] = [];
  const push = (...all: unknown[]) => { calls.push(all); };
  const logger = { debug: push, info: push, warn: push, error: push };
  await call(secureHandler({ source: 'api', schema: Order, action: 'order.create', logger }, () => 1), restEvent({ no: 1 }));
  expect(said).toEqual([]);
  expect(calls).toMatchObject([['order.create', { action: 'order.create', source: 'api', principal: 'user-1', event: 'validation.rejected', reason: 'schema' }]]);
});

test.each([['no error at all', 'text'], ['a name that is none', Object.assign(new Error(), { name: 'a\nb' })], ['a name that cannot be read', Object.defineProperty(new Error(), 'name', { get() { throw new Error(); } })]])(
  'an error with %s leaves as Error', async (_name, thrown) => {
    const error: any = await call(secureHandler({ source: 'api', action: 'x' }, () => { throw thrown; }), httpEvent(order)).catch((caught: unknown) => caught);
    expect(error.name).toBe('Error');
  });

describe('the answer', () => {
  test('of a handler goes as it is, with headers that no value can break out of', async () => {
    const handler = secureHandler({ source: 'api', action: 'x' }, () => ({ statusCode: 302, headers: { 'Location': '/a\r\nset-cookie: b', 'Cache-Control': 'max-age=1' }, body: { a: 1 } }));
    expect(await call(handler, httpEvent(order))).toEqual({
      statusCode: 302,
      headers: { 'content-type': 'application/json', 'x-content-type-options': 'nosniff', 'cache-control': 'max-age=1', 'location': '/a  set-cookie: b' },
      body: '{"a":1}',
    });
  });

  test.each([['404', 404], [404, 404]])('has the status %p', async (statusCode, status) => {
    expect(await call(secureHandler({ source: 'api', action: 'x' }, () => ({ statusCode, body: 'no' })), httpEvent(order))).toMatchObject({ statusCode: status, body: 'no' });
  });

  test.each(['SHIPPED', null, 4.5, '4x', undefined])('is its body where its status is none: %p', async statusCode => {
    expect(await call(secureHandler({ source: 'api', action: 'x' }, () => ({ statusCode })), httpEvent(order))).toMatchObject({ statusCode: 200, body: JSON.stringify({ statusCode }) });
  });

  test('has no line end in any list of headers, in a cookie or in a name, where another header would begin', async () => {
    const hostile = 'a\r\nset-cookie: b\u0085\u2028';
    const handler = secureHandler({ source: 'api', action: 'x' }, () => ({
      statusCode: 200,
      headers: { ['X-A\r\nset-cookie: b']: 1, 'x-flag': true },
      multiValueHeaders: { 'Set-Cookie': [hostile, 2], 'Content-Type': ['text/plain'], 'x\n': [] },
      cookies: [hostile],
    }));
    const answer = await call(handler, httpEvent(order));
    const harmless = 'a  set-cookie: b  ';
    expect(answer).toEqual({
      statusCode: 200,
      // A list takes the place of ours: API Gateway puts both maps together.
      headers: { 'x-content-type-options': 'nosniff', 'cache-control': 'no-store', 'x-a--set-cookie--b': 1, 'x-flag': true },
      multiValueHeaders: { 'set-cookie': [harmless, 2], 'content-type': ['text/plain'], 'x-': [] },
      cookies: [harmless],
    });
    expect(JSON.stringify({ ...answer, body: undefined })).not.toMatch(/\\[rn]|\\u/);
  });

  test('to an error that was written for the caller is its message', async () => {
    const handler = secureHandler({ source: 'api', action: 'x' }, () => { throw new PublicError('sold out', 409); });
    expect(await call(handler, httpEvent(order))).toMatchObject({ statusCode: 409, body: '{"message":"sold out"}' });
    expect(said).toMatchObject([{ level: 'ERROR', outcome: 'failed' }]);
  });

  test('to any other error is for API Gateway to give: what leaves carries nothing of it', async () => {
    const request = { headers: { authorization: 'Bearer abcdefghijklmnop' } };
    const handler = secureHandler({ source: 'api', action: 'x' }, () => {
      throw Object.assign(new TypeError('connect postgres://app:hunter2hunter2@db', { cause: new Error('inner') }), { config: request });
    });
    const thrown: any = await call(handler, httpEvent(order)).catch((error: unknown) => error);
    expect(thrown).toBeInstanceOf(Error);
    expect({ name: thrown.name, message: thrown.message, stack: thrown.stack, cause: thrown.cause, keys: Object.keys(thrown) })
      .toEqual({ name: 'TypeError', message: 'the handler failed, request request-1', stack: 'TypeError: the handler failed, request request-1', cause: undefined, keys: [] });
  });

  test.each([['a circle', () => { const a: any = {}; a.a = a; return a; }], ['a number too large', () => ({ a: 1n })], ['a header too large', () => ({ statusCode: 200, headers: { a: 1n } })]])('that cannot be JSON, as %s, is a failure', async (_name, make) => {
    const thrown: any = await call(secureHandler({ source: 'api', action: 'x' }, make), httpEvent(order)).catch((error: unknown) => error);
    expect(thrown.message).toBe('the handler failed, request request-1');
    expect(said).toMatchObject([{ outcome: 'failed' }]);
  });

  test('is one audit line with everything that an investigation asks for', async () => {
    await call(create, restEvent(order));
    expect(said).toEqual([{
      timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      level: 'INFO',
      message: 'order.create',
      service: 'orders',
      function: 'orders',
      version: '7',
      requestId: 'request-1',
      coldStart: false,
      source: 'api',
      action: 'order.create',
      principal: 'user-1',
      outcome: 'ok',
      duration: expect.any(Number),
    }]);
  });
});
