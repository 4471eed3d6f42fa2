import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { Emulator } from '../../../runtime/testing';
import { LambdaFunction } from '../../support/lambda/function';
import { NODE_VERSIONS } from '../../support/lambda/tools';

const PASSWORD = 'the-password-that-nobody-may-see';
const QUEUE = 'arn:aws:sqs:eu-west-1:123456789012:jobs';

/** A handler that does everything wrong that a handler can do with a secret. */
const CODE = `
  import { secureHandler } from 'cdk-rampart/runtime';
  export const handler = secureHandler({ source: 'sqs', action: 'order.store' }, async ({ wish }, { log, secrets }) => {
    const { password } = await secrets.get('db');
    log.info('connecting with ' + password, { url: 'postgres://shop:' + encodeURIComponent(password) + '@db', inner: { password, list: [password] } });
    log.warn(Buffer.from(password).toString('base64'), { forged: 'a\\nb\\r\\u001b[2K' });
    if (wish === 'fail') throw Object.assign(new TypeError('no connection as shop:' + password), { config: { headers: { authorization: 'Bearer ' + password } } });
  });`;

/** The same mistakes outside of any batch: its error leaves the function. */
const DIRECT = CODE.replace("source: 'sqs'", "source: 'direct'");

let emulator: Emulator;
const running: LambdaFunction[] = [];

beforeAll(async () => {
  emulator = await Emulator.start();
});

afterEach(async () => {
  await Promise.all(running.splice(0).map(async one => one.stop()));
});

afterAll(async () => {
  await emulator?.stop();
});

const batch = (...wishes: readonly string[]) => ({
  Records: wishes.map((wish, index) => ({
    messageId: `m${index}`,
    receiptHandle: 'r',
    body: JSON.stringify({ wish }),
    eventSource: 'aws:sqs',
    eventSourceARN: QUEUE,
    awsRegion: 'eu-west-1',
    attributes: { ApproximateReceiveCount: '1', SenderId: 'AIDAEXAMPLE', SentTimestamp: '1764000000000' },
    messageAttributes: {},
  })),
});

describe.each(NODE_VERSIONS.flatMap(node => (['cjs', 'esm'] as const).map(format => [node, format] as const)))('under Node.js %s as %s', (node, format) => {
  async function start(code: string): Promise<LambdaFunction> {
    const arn = emulator.secret(`db-${randomUUID()}`, { username: 'shop', password: PASSWORD });
    const facts = { allow: { sqs: [QUEUE], direct: true }, secrets: { db: { arn } } };
    const environment = { ...emulator.environment, RAMPART_FACTS: JSON.stringify(facts) };
    const one = await LambdaFunction.start({ entry: { code }, node, format, environment });
    running.push(one);
    return one;
  }

  test('the fetched secret is in no line of the log, and each line is JSON', async () => {
    const shop = await start(CODE);

    const { answer } = await shop.invoke(batch('go', 'fail', 'go'));

    await shop.stop();
    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: 'm1' }] });
    expect(shop.output).not.toContain(PASSWORD);
    expect(shop.output).not.toContain(Buffer.from(PASSWORD).toString('base64'));
    expect(shop.output).not.toMatch(/[\u001b\r]/);
    const lines = shop.output.trim().split('\n').map(line => JSON.parse(line) as Record<string, unknown>);
    expect(lines.length).toBeGreaterThanOrEqual(6);
    expect(lines.filter(({ outcome }) => outcome === 'failed')).toHaveLength(1);
  }, 180_000);

  test('what leaves the function with an error is its name and the id of the request', async () => {
    const shop = await start(DIRECT);

    const { error, requestId, body } = await shop.invoke({ wish: 'fail' });

    await shop.stop();
    expect(error).toMatchObject({ errorType: 'TypeError', errorMessage: `the handler failed, request ${requestId}` });
    expect(body).not.toContain(PASSWORD);
    expect(shop.output).not.toContain(PASSWORD);
  });

  test('a message that hangs is told before the time is over, and what is done stays done', async () => {
    // Nothing is under way while it hangs: without a timer the process would end.
    const shop = await start(`
      import { secureHandler } from 'cdk-rampart/runtime';
      export const handler = secureHandler({ source: 'sqs', action: 'order.store' }, ({ wish }) => wish === 'hang' ? new Promise(() => {}) : undefined);`);

    const { answer } = await shop.invoke(batch('go', 'hang', 'go'), 3);
    const next = await shop.answer(batch('go'));

    await shop.stop();
    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: 'm1' }, { itemIdentifier: 'm2' }] });
    expect(next).toEqual({ batchItemFailures: [] });
    expect(shop.output).toContain('"message":"out of time"');
  });

  test('a message of a queue that is not on the list reaches nobody', async () => {
    const shop = await start(CODE);
    const forged = JSON.parse(JSON.stringify(batch('go')).replace(QUEUE, 'arn:aws:sqs:eu-west-1:666666666666:jobs'));

    const { error } = await shop.invoke(forged);

    await shop.stop();
    expect(error?.errorMessage).toMatch(/^the event was refused, request /);
    expect(shop.output).toContain('"event":"source.refused"');
    expect(shop.output).not.toContain('connecting');
  });
});

test.each(NODE_VERSIONS)('in the concurrent mode of the client on Node.js %s each line has the id of its own request', async node => {
  const code = `
    import { secureHandler } from 'cdk-rampart/runtime';
    export const handler = secureHandler({ source: 'direct', action: 'wait' }, async ({ number }, { log, requestId }) => {
      log.info('before', { number });
      await new Promise(resolve => setTimeout(resolve, 20 + number % 3 * 20));
      log.info('after', { number });
      return requestId;
    });`;
  const shop = await LambdaFunction.start({ entry: { code }, node, concurrency: 10 });
  running.push(shop);

  const ids = await Promise.all(Array.from({ length: 30 }, async (_, number) => shop.answer({ number })));

  // A worker's lines come by way of the main thread, later than its answers.
  for (let i = 0; i < 100 && shop.output.split('"after"').length <= 30; i++) await setTimeout(50);
  const lines = shop.output.trim().split('\n').map(line => JSON.parse(line) as Record<string, unknown> & { readonly number?: number });
  const said = lines.filter(({ number }) => number !== undefined);
  expect(said).toHaveLength(60);
  for (const { number, requestId } of said) expect(requestId).toBe(ids[number!]);
  // The host makes the trace of a call of its id.
  for (const { traceId, requestId } of lines) expect(traceId).toContain(`Root=1-${String(requestId).slice(0, 8)}-`);
});

test.each(NODE_VERSIONS)('on Node.js %s a line has all that an investigation asks for, and only the first call was a cold start', async node => {
  const code = `
    import { secureHandler } from 'cdk-rampart/runtime';
    export const handler = secureHandler({ source: 'sqs', action: 'job.run' }, async ({ wish }, { log }) => { log.info('working', { wish }); });`;
  const start = async (environment: Record<string, string>) => {
    const one = await LambdaFunction.start({ entry: { code }, node, environment });
    running.push(one);
    const ids = [(await one.invoke(batch('first'))).requestId, (await one.invoke(batch('second'))).requestId];
    await one.stop();
    return { ids, lines: one.output.trim().split('\n').map(line => JSON.parse(line) as Record<string, unknown>) };
  };
  const { ids, lines } = await start({ RAMPART_FACTS: '{"service":"shop"}' });
  const line = (call: number) => ({
    timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
    level: 'INFO',
    service: 'shop',
    function: 'tested',
    version: '7',
    requestId: ids[call],
    traceId: expect.stringContaining(`Root=1-${ids[call].slice(0, 8)}-`),
    coldStart: call === 0,
    source: 'sqs',
    action: 'job.run',
  });
  const own = (call: number, wish: string) => ({ ...line(call), principal: 'AIDAEXAMPLE', message: 'working', wish });
  const audit = (call: number) => ({ ...line(call), message: 'job.run', outcome: 'ok', duration: expect.any(Number), records: 1, failures: 0 });
  expect(lines).toEqual([own(0, 'first'), audit(0), own(1, 'second'), audit(1)]);
  // It was started long before anybody called.
  const provisioned = await start({ AWS_LAMBDA_INITIALIZATION_TYPE: 'provisioned-concurrency' });
  expect(provisioned.lines.map(({ coldStart, service }) => [coldStart, service])).toEqual(Array(4).fill([false, 'tested']));
}, 180_000);
