import { exec, execSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve, sep } from 'node:path';
import * as v from 'valibot';
import { safeJoin, secureHandler } from '../../../runtime';
import { SourceKind } from '../../../runtime/contract';
import { attack, sampleEvent } from '../../../runtime/testing';

const Order = v.object({ id: v.string(), items: v.optional(v.array(v.object({ sku: v.string() }))) });
const valid = { id: 'o-1', items: [{ sku: 's' }] };

describe('nothing gets through secureHandler', () => {
  test.each<[SourceKind, object]>([
    ['api', { valid }], ['url', { valid }], ['sqs', { valid }], ['sns', { valid }], ['kinesis', { valid }], ['eventbridge', { valid }], ['schedule', { valid }], ['direct', { valid }],
  ])('from %s', async (source, options) => {
    const report = await attack(secureHandler({ source, schema: Order, action: 'a' }, order => ({ id: order.id })), { source, ...options });
    expect(report.through).toEqual([]);
    expect(report.sent).toBeGreaterThan(150);
    expect(report.refused).toBeGreaterThan(10);
  });

  test.each<[SourceKind, v.GenericSchema<unknown, unknown>]>([
    ['s3', v.object({ bucket: v.string(), key: v.string() })], ['dynamodb', v.object({ image: v.object({ id: v.string() }) })],
    ['cognito', v.object({ userAttributes: v.object({ email: v.string() }) })], ['authorizer', v.object({ headers: v.object({ authorization: v.string() }) })],
  ])('from %s, whose events AWS lays out', async (source, schema) => {
    const report = await attack(secureHandler({ source, schema, action: 'a' }, () => ({ isAuthorized: true })), { source });
    expect(report.through).toEqual([]);
    expect(report.sent).toBeGreaterThan(80);
  });

  test('and what is dropped counts as refused', async () => {
    const report = await attack(secureHandler({ source: 'sns', schema: Order, action: 'a', rejected: 'drop' }, () => undefined), { source: 'sns', valid });
    expect(report.through).toEqual([]);
  });
});

const api = (work: (order: any) => unknown) => async (event: any) => {
  try {
    return { statusCode: 200, body: JSON.stringify({ result: await work(JSON.parse(event.body)) }) };
  } catch (error) {
    return { statusCode: 500, body: JSON.stringify({ error: 'failed', kind: (error as Error).name }) };
  }
};

describe('what gets through a handler of its own is told:', () => {
  const whatOf = async (handler: (event: any) => unknown) => {
    const { through } = await attack(handler, { source: 'api', event: sampleEvent('api', { id: 'o-1' }) });
    return new Set(through.map(({ what }) => what));
  };

  test('a command', async () => {
    expect(await whatOf(api(({ id }) => id !== 'o-1' && execSync(`echo ${id}`, { stdio: ['ignore', 'pipe', 'ignore'] }).toString()))).toContain('executed');
  });

  test('code', async () => {
    // eslint-disable-next-line @typescript-eslint/no-implied-eval
    expect(await whatOf(api(({ id }) => { new Function('process', 'require', `return ${id.startsWith('o-') ? 1 : id}`)(process, require); }))).toContain('executed');
  });

  test('a file outside', async () => {
    const read = (path: string) => existsSync(path) ? readFileSync(path, 'utf8').slice(0, 500) : undefined;
    expect(await whatOf(api(({ id }) => read(join('/tmp/reports', id))))).toContain('leaked');
    expect(await whatOf(secureHandler({ source: 'api', schema: v.object({ id: v.string() }), action: 'a' }, ({ id }) => read(safeJoin('/tmp', id))) as never)).not.toContain('leaked');
  });

  test('a polluted prototype', async () => {
    const merge = (into: any, from: any): any => {
      for (const key of Object.keys(from)) {
        if (typeof from[key] === 'object' && from[key] !== null && into[key] !== undefined) merge(into[key], from[key]);
        else into[key] = from[key];
      }
      return into;
    };
    expect(await whatOf(api(order => merge({}, order)))).toContain('polluted');
    expect('rampartPolluted' in {}).toBe(false);
  });

  test('a secret in an error, a forged line, a stack, what no schema refused', async () => {
    expect(await whatOf(() => ({ statusCode: 200, body: process.env.AWS_SECRET_ACCESS_KEY }))).toContain('leaked');
    expect(await whatOf(event => { console.log(`got ${JSON.parse(event.body)?.id}`); return { statusCode: 200 }; })).toContain('forged');
    expect(await whatOf(() => ({ statusCode: 200, body: new Error('x').stack }))).toContain('leaked');
    expect(await whatOf(() => ({ statusCode: 200 }))).toEqual(new Set(['accepted']));
    expect(await whatOf(event => {
      if (event?.body !== '{"id":"o-1"}') throw Object.assign(new Error('x'), { config: 1 });
    })).toContain('leaked');
  });

  test('a handler that hangs', async () => {
    const report = await attack(event => event?.id === 'o-1' ? 1 : new Promise(() => undefined), { source: 'direct', patience: 2 });
    expect(report.through.filter(({ what }) => what === 'hung')).toHaveLength(10);
    // Nobody waits two seconds for each of some hundred.
    expect(report.sent).toBeLessThan(20);
    // A boundary that answers for what hangs, before its time is over, does not hide it.
    const secured = secureHandler({ source: 'sqs', action: 'a' }, async input => (input as { id?: unknown } | undefined)?.id === 'o-1' ? 1 : new Promise(() => undefined));
    expect((await attack(secured, { source: 'sqs', valid: { id: 'o-1' }, patience: 100 })).through.map(({ what }) => what)).toContain('hung');
  });
});

/** Nothing here writes or reads elsewhere, whatever it is sent. */
const isTrap = (path: unknown): path is string => typeof path === 'string' && !path.includes('\0') && resolve(path).startsWith(join(tmpdir(), 'rampart-')) && resolve(path).split(sep).length > resolve(tmpdir()).split(sep).length + 1;

describe('a handler that stores what it gets under a name of the sender', () => {
  const folder = mkdtempSync(join(tmpdir(), 'stored-'));
  afterAll(() => { rmSync(folder, { recursive: true }); });

  type Do = (path: string) => void;
  const ways: readonly (readonly [string, (name: string) => string])[] = [
    ['as it is', name => join(folder, name)],
    ['from the root', name => resolve(folder, name)],
    ['with an ending', name => join(folder, `${name}.json`)],
    ['decoded', name => join(folder, decodeURIComponent(name))],
    ['with slashes made right', name => join(folder, name.replaceAll('\\', '/'))],
    ['without what leads up, which it looks for once', name => join(folder, name.replaceAll('../', ''))],
  ];
  const names: { readonly [source in 'api' | 's3']: (event: any) => unknown } = {
    api: event => event?.requestContext && !event.type && (event.pathParameters?.id ?? 'x'),
    s3: event => event?.Records?.[0]?.s3 && decodeURIComponent(event.Records[0].s3.object.key.replaceAll('+', ' ')),
  };
  const outside = new Set<string>();
  const attacked = async (source: 'api' | 's3', pathOf: (name: string) => string, work: Do) => {
    const handler = (event: any) => {
      const name = names[source](event);
      if (typeof name !== 'string') throw new Error('no name');
      const path = pathOf(name);
      if (path !== folder && !path.startsWith(folder + sep)) outside.add(path);
      if (!isTrap(path)) return { statusCode: 200 };
      work(path);
      return { statusCode: 200 };
    };
    const { through } = await attack(handler, { source });
    return through.filter(({ attack: name }) => name.startsWith('path traversal')).map(({ what, detail }) => `${what}: ${detail}`);
  };
  const written = 'written: a file outside was written, or deleted';

  test.each(Object.keys(names) as (keyof typeof names)[])('is told to write outside, from %s', async source => {
    for (const [, pathOf] of ways) expect(await attacked(source, pathOf, path => { writeFileSync(path, 'x'); })).toContain(written);
  });

  test('is told whatever it does there', async () => {
    const [[, pathOf]] = ways;
    const all: readonly Do[] = [
      path => { writeFileSync(path, 'x', { flag: 'wx' }); }, path => { unlinkSync(path); }, path => { rmSync(dirname(path), { recursive: true }); },
      path => { rmSync(path); mkdirSync(path); }, path => { writeFileSync(path, '', { flag: 'a' }); writeFileSync(path, 'x', { flag: 'a' }); },
    ];
    for (const work of all) expect(await attacked('api', pathOf, work)).toContain(written);
    expect(await attacked('api', pathOf, () => undefined)).toEqual([]);
  });

  test('is led to nothing else that there is, and nothing stays', () => {
    expect(outside.size).toBeGreaterThan(10);
    expect([...outside].filter(path => !path.includes('\0') && existsSync(path))).toEqual([]);
    expect([...outside].filter(path => path.includes('passwd') || path.startsWith('/proc'))).toEqual([]);
  });

  test('and that uses safeJoin writes nothing outside', async () => {
    expect(await attacked('s3', name => safeJoin(folder, name), path => { writeFileSync(path, 'x'); })).toEqual([]);
  });
});

describe('it judges what a handler does as Lambda would', () => {
  const whatOf = async (handler: (...all: any[]) => unknown) => (await attack(handler, { source: 'direct', valid: { id: 'a' } })).through;

  test('an authorizer that lets nobody in accepts nothing, whichever way it says so', async () => {
    const policy = (effect: string) => ({ principalId: 'p', policyDocument: { Version: '2012-10-17', Statement: [{ Effect: effect }] } });
    await expect(attack(() => ({ isAuthorized: false }), { source: 'authorizer' })).rejects.toThrow('does not accept the valid event');
    await expect(attack(() => policy('Deny'), { source: 'authorizer' })).rejects.toThrow('does not accept the valid event');

    const isMeant = (event: any) => event?.headers?.authorization === 'Bearer token' && event.routeArn !== undefined && Object.keys(event.headers).length === 1;
    for (const say of [(is: boolean) => ({ isAuthorized: is }), (is: boolean) => policy(is ? 'Allow' : 'Deny')]) {
      const report = await attack(event => say(isMeant(event)), { source: 'authorizer' });
      expect(report.through).toEqual([]);
      expect(report.refused).toBeGreaterThan(100);
    }
    expect((await attack(() => policy('Allow'), { source: 'authorizer' })).through.map(({ what }) => what)).toContain('accepted');
  });

  test('a callback answers, and is waited for', async () => {
    const handler = (event: any, _context: unknown, callback: (error: unknown, answer?: unknown) => void) => {
      setImmediate(() => event?.id === 'a' ? callback(null, 'ok') : callback(event?.id === '-' ? new Error(process.env.AWS_SECRET_ACCESS_KEY) : 'no'));
    };
    const report = await attack(handler, { source: 'direct', valid: { id: 'a' } });
    expect(report.refused).toBe(report.sent - 8); // a key beside the id
    expect(report.through.map(({ attack: name, what }) => `${name}: ${what}`)).toContain('argument injection at id: leaked');
    await expect(attack((_event, _context, callback) => callback(new Error('never')), { source: 'direct' })).rejects.toThrow('never');
    await expect(attack((_event, _context, callback) => void callback, { source: 'direct', patience: 5 })).rejects.toThrow('it hangs');
  });

  test('what is begun and not waited for is told of the event that began it', async () => {
    const through = await whatOf(({ id }) => { if (String(id).includes('`touch')) exec(`echo ${id}`); return 1; });
    const executed = through.filter(({ what }) => what === 'executed');
    expect(executed.map(({ event }) => (event as { id: string }).id)).toEqual([expect.stringMatching(/^`touch .*`$/)]);
  });

  test('a secret and a file outside leak in base64, in hexadecimal and in URLs too', async () => {
    const { env } = process;
    for (const encoding of ['base64', 'base64url', 'hex'] as const) {
      expect((await whatOf(() => Buffer.from(JSON.stringify(env)).toString(encoding))).map(({ what }) => what)).toContain('leaked');
      const through = await whatOf(({ id }) => isTrap(id) && Buffer.concat([Buffer.from('x\n'), readFileSync(id)]).toString(encoding));
      expect(through.map(({ detail }) => detail)).toContain('the answer holds a file outside');
    }
    expect((await whatOf(({ id }) => Buffer.from(String(id)).toString('base64'))).map(({ what }) => what)).not.toContain('leaked');
  });
});

const json = (text: unknown) => {
  try {
    return JSON.parse(String(text)) as any;
  } catch {
    return undefined;
  }
};

describe('it attacks wherever a sender writes', () => {
  type Read = (event: any) => unknown;
  /** By place, each way in which a handler may read it. */
  type Reads = Readonly<Record<string, readonly Read[]>>;

  /** What is executed of a handler that runs the command wherever one stands in every way of reading a place. */
  const fallen = async (source: SourceKind, reads: Reads, options: object = {}) => {
    const handler = (event: any) => {
      for (const all of Object.values(reads)) {
        const texts = all.map(read => String(read(event)));
        // Slow as a real one would be: only what would be run is.
        if (texts.every(text => /^`touch \S+`$/.test(text))) execSync(`echo ${texts[0]}`);
      }
      return source === 'authorizer' ? { isAuthorized: true } : { statusCode: 200 };
    };
    const report = await attack(handler, { source, ...options });
    expect(report.places).toEqual(expect.arrayContaining(Object.keys(reads)));
    return report.through.filter(({ what }) => what === 'executed').map(({ attack: name }) => name.replace('command injection at ', ''));
  };
  const sqs = (event: any) => event?.Records?.[0];
  const sns = (event: any) => event?.Records?.[0]?.Sns;
  const stream = (event: any) => event?.Records?.[0]?.dynamodb;
  const of2 = (read: Read): Read => event => event?.version === '2.0' ? read(event) : undefined;
  const of1 = (read: Read): Read => event => event?.httpMethod && read(event);
  const kind = (name: string, read: Read): Read => event => event?.Records?.[0]?.eventName === name ? read(stream(event)) : undefined;
  const cookie = /^\w+=(.*)$/s;

  const REQUEST: Reads = {
    'body.id': [of2(event => json(event.body)?.id)],
    'body.note': [of2(event => json(event.body)?.note)],
    'query.page': [of2(event => event.queryStringParameters?.page), of2(event => new URLSearchParams(event.rawQueryString).get('page'))],
    'query.q': [of2(event => event.queryStringParameters?.q)],
    'headers.user-agent': [of2(event => event.headers?.['user-agent'])],
    'headers.x-user': [of2(event => event.headers?.['x-user'])],
    'cookies.a': [of2(event => cookie.exec(event.cookies?.[0])?.[1])],
    'rawPath': [of2(event => event.rawPath?.replace('/orders/', '')), of2(event => event.requestContext?.http?.path?.replace('/orders/', ''))],
    'userAgent': [of2(event => event.requestContext?.http?.userAgent)],
  };
  const PATH: Reads = { 'path.id': [of2(event => event.pathParameters?.id)], 'path.more': [of2(event => event.pathParameters?.more)] };

  test.each(Object.entries<Reads>({
    api: {
      ...REQUEST,
      ...PATH,
      'claims.sub': [of2(event => event.requestContext?.authorizer?.jwt?.claims?.sub)],
      'body.id of format 1.0': [of1(event => json(event.body)?.id)],
      'path.id of format 1.0': [of1(event => event.pathParameters?.id)],
      'query.page of format 1.0': [of1(event => event.queryStringParameters?.page), of1(event => event.multiValueQueryStringParameters?.page?.[0])],
      'headers.X-Forwarded-For of format 1.0': [of1(event => event.headers?.['X-Forwarded-For']), of1(event => event.multiValueHeaders?.['X-Forwarded-For']?.[0])],
      'headers.x-user of format 1.0': [of1(event => event.headers?.['x-user'])],
      'cookies.a of format 1.0': [of1(event => cookie.exec(event.headers?.Cookie)?.[1]), of1(event => cookie.exec(event.multiValueHeaders?.Cookie?.[0])?.[1])],
      'rawPath of format 1.0': [of1(event => event.path?.replace('/orders/', ''))],
      'userAgent of format 1.0': [of1(event => event.requestContext?.identity?.userAgent)],
      'claims.sub of format 1.0': [of1(event => event.requestContext?.authorizer?.claims?.sub)],
    },
    url: REQUEST,
    sqs: {
      'body.id': [event => json(sqs(event)?.body)?.id],
      'body.note': [event => json(sqs(event)?.body)?.note],
      'messageAttributes.name.stringValue': [event => sqs(event)?.messageAttributes?.name?.stringValue],
      'messageAttributes.kind': [event => sqs(event)?.messageAttributes?.kind?.stringValue],
      'attributes.MessageGroupId': [event => sqs(event)?.attributes?.MessageGroupId],
    },
    sns: {
      'Message.id': [event => json(sns(event)?.Message)?.id],
      'Subject': [event => sns(event)?.Subject],
      'MessageAttributes.name.Value': [event => sns(event)?.MessageAttributes?.name?.Value],
      'MessageAttributes.kind': [event => sns(event)?.MessageAttributes?.kind?.Value],
    },
    s3: {
      'object.key': [event => sqs(event)?.s3?.object?.key],
      'object.versionId': [event => sqs(event)?.s3?.object?.versionId],
      'object.key, encoded': [event => /%60touch/.test(sqs(event)?.s3?.object?.key) && decodeURIComponent(sqs(event).s3.object.key.replaceAll('+', ' ') as string)],
    },
    dynamodb: {
      'NewImage.id.S': [kind('INSERT', one => one.NewImage?.id?.S)],
      'NewImage.note': [kind('INSERT', one => one.NewImage?.note?.S)],
      'Keys.id.S': [kind('INSERT', one => one.Keys?.id?.S)],
      'NewImage.id.S of MODIFY': [kind('MODIFY', one => one.NewImage?.id?.S)],
      'OldImage.id.S of MODIFY': [kind('MODIFY', one => one.OldImage?.id?.S)],
      'OldImage.id.S of REMOVE': [kind('REMOVE', one => one.OldImage?.id?.S)],
      'Keys.id.S of REMOVE': [kind('REMOVE', one => one.Keys?.id?.S)],
    },
    kinesis: {
      'data.id': [event => json(Buffer.from(String(sqs(event)?.kinesis?.data), 'base64'))?.id],
      'data.note': [event => json(Buffer.from(String(sqs(event)?.kinesis?.data), 'base64'))?.note],
      'partitionKey': [event => sqs(event)?.kinesis?.partitionKey],
    },
    eventbridge: {
      'detail.id': [event => event?.detail?.id],
      'detail.note': [event => event?.detail?.note],
      'detail-type': [event => event?.['detail-type']],
      'source': [event => event?.source],
      'resources.0': [event => event?.resources?.[0]],
    },
    schedule: {
      'detail.id': [event => event?.detail?.id],
      'detail.job': [event => event?.detail?.job],
      'job of an input of its own': [event => event?.job],
    },
    cognito: {
      'request.userAttributes.email': [event => event?.request?.userAttributes?.email],
      'request.userAttributes.name': [event => event?.request?.userAttributes?.name],
      'request.validationData.code': [event => event?.request?.validationData?.code],
      'request.clientMetadata.name': [event => event?.request?.clientMetadata?.name],
      'userName': [event => event?.userName],
    },
    authorizer: {
      'headers.authorization': [of2(event => event.headers?.authorization)],
      ...PATH,
      'query.token': [of2(event => event.queryStringParameters?.token)],
      'cookies.session': [of2(event => cookie.exec(event.cookies?.[0])?.[1])],
      'identity': [of2(event => event.identitySource?.[0])],
      'arn': [of2(event => event.routeArn?.split('/orders/')[1])],
      'headers.Authorization of format 1.0': [of1(event => event.headers?.Authorization)],
      'query.page of format 1.0': [of1(event => event.queryStringParameters?.page)],
      'identity of format 1.0': [of1(event => event.identitySource)],
      'token of a token': [event => event?.authorizationToken],
      'arn of a token': [event => event?.type === 'TOKEN' && event.methodArn?.split('/orders/')[1]],
    },
    direct: { id: [event => event?.id], note: [event => event?.note] },
  }))('of %s', async (source, reads) => {
    expect((await fallen(source as SourceKind, reads)).sort()).toEqual(Object.keys(reads).sort());
  });

  test('of a whole event of one\'s own: a form, in base64 and not, an item that is removed, an authorizer that hands on, a schedule\'s input', async () => {
    const field: Read = event => new URLSearchParams(String(event?.isBase64Encoded ? Buffer.from(String(event.body), 'base64') : event?.body)).get('name');
    const form = { ...sampleEvent('api'), headers: { 'Content-Type': 'application/x-www-form-urlencoded; charset=utf-8' }, body: 'name=a' };
    expect(await fallen('api', { 'body.name': [field] }, { event: form })).toEqual(['body.name']);
    expect(await fallen('api', { 'body.name': [field] }, { event: { ...form, isBase64Encoded: true, body: Buffer.from('name=a').toString('base64') } })).toEqual(['body.name']);

    const rest = { httpMethod: 'GET', resource: '/', path: '/', headers: null, queryStringParameters: null, pathParameters: null, body: null, requestContext: { apiId: 'a', authorizer: { principalId: 'p', tenant: 't' } } };
    const empty: Reads = {
      'path.id': [event => event?.pathParameters?.id],
      'query.q': [event => event?.queryStringParameters?.q],
      'query.filter': [event => event?.queryStringParameters?.filter],
      'headers.x-name': [event => event?.headers?.['x-name']],
      'cookies.session': [event => cookie.exec(event?.headers?.Cookie)?.[1]],
      'claims.tenant': [event => event?.requestContext?.authorizer?.tenant],
      'body.id': [event => json(event?.body)?.id],
      'rawPath': [event => event?.path?.slice(1)],
    };
    expect((await fallen('api', empty, { event: rest })).sort()).toEqual(Object.keys(empty).sort());

    const removed = sampleEvent('dynamodb');
    removed.Records[0] = { ...removed.Records[0], eventName: 'REMOVE', dynamodb: { Keys: { id: { S: 'a' } } } };
    expect(await fallen('dynamodb', { 'Keys.id.S': [event => stream(event)?.Keys?.id?.S] }, { event: removed })).toEqual(['Keys.id.S']);
    expect(await fallen('schedule', { job: [event => event?.job] }, { event: { job: 'a' } })).toEqual(['job']);

    const nothing = sampleEvent('kinesis');
    nothing.Records[0].kinesis.data = '';
    const data = (event: any) => json(Buffer.from(String(event?.Records?.[0]?.kinesis?.data), 'base64'))?.id as unknown;
    expect(await fallen('kinesis', { 'data.id': [data] }, { event: nothing })).toEqual(['data.id']);
  });

  test('by the names of parameters too', async () => {
    const assign = (target: any, [name, ...rest]: string[], value: unknown): void => {
      if (rest.length === 0) target[name] = value;
      else assign(target[name] ??= {}, rest, value);
    };
    const parsing = (event: any) => {
      for (const [name, text] of new URLSearchParams(event?.rawQueryString as string)) assign({}, name.replaceAll(']', '').split('['), text);
      return { statusCode: 200 };
    };
    const { through } = await attack(parsing, { source: 'api' });
    expect(through.filter(({ what }) => what === 'polluted').map(({ attack: name }) => name)).toEqual([
      'a prototype key at query.__proto__[rampartPolluted]', 'a prototype key at query.constructor[prototype][rampartPolluted]',
    ]);
  });

  test('and nowhere that the handler need not look: what takes no payload is not told that it accepts one', async () => {
    const event = { ...sampleEvent('api'), body: null };
    expect((await attack(request => { if (!request?.requestContext?.http || request.routeArn) throw new Error('none'); }, { source: 'api', event })).through).toEqual([]);
    expect((await attack(() => undefined, { source: 'schedule' })).through).toEqual([]);
  });
});

test('in formats that the handler does not accept it is not attacked, and that it takes only the other is no failure', async () => {
  const only = (is: (event: any) => boolean) => (event: any) => ({ statusCode: event && is(event) ? 200 : 400 });
  expect((await attack(only(({ version }) => version === '2.0'), { source: 'api' })).places.join()).not.toContain('format 1.0');
  const { places } = await attack(only(({ httpMethod }) => httpMethod), { source: 'api' });
  expect(places.filter(place => !place.endsWith(' of format 1.0'))).toEqual([]);
});

test('what the handler asks for is found without any trace of the asking', async () => {
  const { parse } = JSON;
  const events: unknown[] = [];
  const handler = (event: any) => {
    events.push(structuredClone(event)); // which is not possible while it is watched
    return { statusCode: 'note' in json(event.body) && Object.hasOwn(event.queryStringParameters as object, 'tag') ? 201 : 200 };
  };
  const { places } = await attack(event => { try { return handler(event); } catch { return { statusCode: 200 }; } }, { source: 'api' });
  expect(JSON.parse).toBe(parse);
  expect(places).not.toContain('body.note');
  const asking = (event: any) => ({ statusCode: 'note' in (json(event?.body) ?? {}) && Object.hasOwn(event.queryStringParameters as object, 'tag') ? 201 : 200 });
  expect((await attack(asking, { source: 'api' })).places).toEqual(expect.arrayContaining(['body.note']));
  await expect(attack(() => { throw new Error('no'); }, { source: 'api' })).rejects.toThrow('no');
  expect(JSON.parse).toBe(parse);
});

test('fails where the valid event is refused, because then every refusal is worth nothing', async () => {
  const handler = secureHandler({ source: 'sqs', schema: Order, action: 'a' }, () => undefined);
  await expect(attack(handler, { source: 'sqs', valid: { other: 1 } })).rejects.toThrow(/does not accept the valid event.*schema/s);
  await expect(attack(() => new Promise(() => undefined), { source: 'sqs', patience: 5 })).rejects.toThrow('it hangs');
});

test('the environment is afterwards what it was, also after several attacks at once and whatever a handler did to it', async () => {
  process.env.ATTACKED = 'before';
  const before = { ...process.env };
  const careless = () => { Object.assign(process.env, { ATTACKED: 'changed', ADDED: '1' }); delete process.env.PATH; return { statusCode: 200, body: process.env.AWS_SECRET_ACCESS_KEY }; };
  const reports = await Promise.all([attack(careless, { source: 'api' }), attack(() => 1, { source: 'direct' }), attack(careless, { source: 'api' })]);
  expect(reports.map(({ through }) => through.some(({ what }) => what === 'leaked'))).toEqual([true, false, true]);
  await expect(attack(() => { process.env.ADDED = '1'; throw new Error('no'); }, { source: 'direct' })).rejects.toThrow('does not accept');
  expect({ ...process.env }).toEqual(before);
  delete process.env.ATTACKED;
});

test('the allow-list of a construct counts as in Lambda', async () => {
  process.env.RAMPART_FACTS = JSON.stringify({ allow: { sqs: ['arn:aws:sqs:eu-west-1:1:mine'] } });
  const handler = secureHandler({ source: 'sqs', schema: Order, action: 'a' }, () => undefined);
  delete process.env.RAMPART_FACTS;
  await expect(attack(handler, { source: 'sqs', valid })).rejects.toThrow('source.refused');
  const event = sampleEvent('sqs', valid);
  event.Records[0].eventSourceARN = 'arn:aws:sqs:eu-west-1:1:mine';
  expect((await attack(handler, { source: 'sqs', event })).through).toEqual([]);
});
