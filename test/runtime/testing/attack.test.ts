import { exec, execSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
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
    const { through } = await attack(handler, { source: 'api', valid: { id: 'o-1' } });
    return new Set(through.map(({ what }) => what));
  };

  test('a command', async () => {
    expect(await whatOf(api(({ id }) => execSync(`echo ${id}`, { stdio: ['ignore', 'pipe', 'ignore'] }).toString()))).toContain('executed');
  });

  test('code', async () => {
    // eslint-disable-next-line @typescript-eslint/no-implied-eval
    expect(await whatOf(api(({ id }) => { new Function('process', 'require', `return ${id.startsWith('o-') ? 1 : id}`)(process, require); }))).toContain('executed');
  });

  test('a file of the system', async () => {
    const read = (path: string) => existsSync(path) ? readFileSync(path, 'utf8').slice(0, 500) : undefined;
    expect(await whatOf(api(({ id }) => read(`/tmp/reports/../${id}`)))).toContain('leaked');
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
    const { through } = await attack(event => event?.id === 'o-1' ? 1 : new Promise(() => undefined), { source: 'direct', patience: 2 });
    expect(through.some(({ what }) => what === 'hung')).toBe(true);
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
    expect(report.refused).toBe(report.sent - 3); // a key beside the id
    expect(report.through.map(({ attack: name, what }) => `${name}: ${what}`)).toContain('argument injection at id: leaked');
    await expect(attack((_event, _context, callback) => callback(new Error('never')), { source: 'direct' })).rejects.toThrow('never');
    await expect(attack((_event, _context, callback) => void callback, { source: 'direct', patience: 5 })).rejects.toThrow('it hangs');
  });

  test('what is begun and not waited for is told of the event that began it', async () => {
    const through = await whatOf(({ id }) => { if (String(id).includes('`touch')) exec(`echo ${id}`); return 1; });
    const executed = through.filter(({ what }) => what === 'executed');
    expect(executed.map(({ event }) => (event as { id: string }).id)).toEqual([expect.stringMatching(/^`touch .*`$/)]);
  });

  test('a secret and a file of the system leak in base64, in hexadecimal and in URLs too', async () => {
    const { env } = process;
    for (const encoding of ['base64', 'base64url', 'hex'] as const) {
      expect((await whatOf(() => Buffer.from(JSON.stringify(env)).toString(encoding))).map(({ what }) => what)).toContain('leaked');
      expect((await whatOf(() => ({ body: Buffer.from('x\nroot:x:0:0:root').toString(encoding) }))).map(({ what }) => what)).toContain('leaked');
    }
    expect((await whatOf(({ id }) => Buffer.from(String(id)).toString('base64'))).map(({ what }) => what)).not.toContain('leaked');
  });
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
