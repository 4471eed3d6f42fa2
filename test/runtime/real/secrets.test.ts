import { createHash, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { Emulator, Fault } from '../../../runtime/testing';
import { LambdaFunction } from '../../support/lambda/function';
import { NODE_VERSIONS, NodeVersion } from '../../support/lambda/tools';

const READER = join(__dirname, '..', '..', 'support', 'lambda', 'handlers', 'reader.ts');
const CURRENT = JSON.stringify({ username: 'shop', password: 'the-current-password' });
const STAGES = ['AWSCURRENT', 'AWSPENDING', 'AWSPREVIOUS'];

let emulator: Emulator;
const running: LambdaFunction[] = [];

beforeAll(async () => {
  emulator = await Emulator.start();
});

beforeEach(() => {
  emulator.calls.length = 0;
  emulator.fault = undefined;
  emulator.latency = 20;
});

afterEach(async () => {
  const outputs = running.map(({ output }) => output).join('');
  await Promise.all(running.splice(0).map(async one => one.stop()));
  expect(outputs).not.toMatch(/the-\w+-password|not\/a\/real\/key|the-session-token/);
});

afterAll(async () => {
  await emulator?.stop();
});

async function reader(node: NodeVersion, secrets: Record<string, string>, more: Partial<Parameters<typeof LambdaFunction.start>[0]> = {}) {
  const facts = { secrets: Object.fromEntries(Object.entries(secrets).map(([name, arn]) => [name, { arn, stages: STAGES }])) };
  const environment = { ...emulator.environment, RAMPART_FACTS: JSON.stringify(facts), ...more.environment };
  const one = await LambdaFunction.start({ entry: READER, node, ...more, environment });
  running.push(one);
  return one;
}

const fingerprint = (text: string) => createHash('sha256').update(text).digest('hex');
const arnOf = (text = CURRENT) => emulator.secret(`db-${randomUUID()}`, text);
const asked = () => emulator.count('GetSecretValue') + emulator.count('GetParameter');

describe.each(NODE_VERSIONS)('secrets under the real runtime client on Node.js %s', node => {
  test('50 warm invocations ask for nothing', async () => {
    const shop = await reader(node, { db: arnOf() });
    await shop.answer();
    emulator.calls.length = 0;

    for (let turn = 0; turn < 50; turn += 1) expect(await shop.answer()).toEqual([fingerprint(CURRENT)]);

    expect(emulator.calls).toEqual([]);
  }, 180_000);

  test.each(['yes', 'no'])('20 cold gets at once ask once (fetched at initialisation: %s)', async PREFETCH => {
    const shop = await reader(node, { db: arnOf() }, { environment: { PREFETCH } });

    expect(await shop.answer({ times: 20 })).toEqual(Array(20).fill(fingerprint(CURRENT)));

    expect(asked()).toBe(1);
  });

  test('20 cold invocations at once ask once in the concurrent mode of the client', async () => {
    const shop = await reader(node, { db: arnOf() }, { concurrency: 20, environment: { PREFETCH: 'no' } });

    const answers = await Promise.all(Array.from({ length: 20 }, async () => shop.answer()));

    expect(answers).toEqual(Array(20).fill([fingerprint(CURRENT)]));
    expect(asked()).toBe(1);
  });

  test('an ES module reads secrets and parameters alike', async () => {
    const shop = await reader(node, { db: arnOf(), key: emulator.parameter(`key-${randomUUID()}`, 'the-parameter-password') }, { format: 'esm' });

    expect(await shop.answer({ names: [['db'], ['key']], times: 2 })).toEqual([CURRENT, CURRENT, 'the-parameter-password', 'the-parameter-password'].map(fingerprint));

    expect(emulator.calls.map(({ service }) => service).sort()).toEqual(['secretsmanager', 'ssm']);
  });

  test('a stage is never answered with the value of another', async () => {
    const arn = arnOf('the-first-password');
    const stored = emulator.stored(arn);
    stored.put(randomUUID(), 'the-second-password', ['AWSCURRENT']);
    stored.put(randomUUID(), 'the-third-password', ['AWSPENDING']);
    const shop = await reader(node, { db: arn });
    const names = [['db'], ['db', 'AWSPREVIOUS'], ['db', 'AWSPENDING'], ['db', 'AWSCURRENT']];

    for (let turn = 0; turn < 3; turn += 1) {
      expect(await shop.answer({ names })).toEqual(['the-second-password', 'the-first-password', 'the-third-password', 'the-second-password'].map(fingerprint));
    }

    expect(asked()).toBe(3);
  });

  test('a failure at initialisation crashes nothing and is told by the first use', async () => {
    emulator.fault = 'denied';
    const shop = await reader(node, { db: arnOf(), key: emulator.parameter(`key-${randomUUID()}`, 'the-parameter-password') });
    await setTimeout(1_000);

    const { error } = await shop.invoke();

    expect(shop.initError).toBeUndefined();
    expect(error).toMatchObject({ errorType: 'SecretUnavailableError', errorMessage: 'the secret "db" (AWSCURRENT) could not be fetched: AccessDeniedException' });
    emulator.fault = undefined;
    await setTimeout(1_000);
    expect(await shop.answer({ names: [['db'], ['key']] })).toEqual([CURRENT, 'the-parameter-password'].map(fingerprint));
  });
});

describe('a minute without Secrets Manager', () => {
  const faults: Fault[] = ['throttled', 'unavailable', 'hang'];
  const emulators: Emulator[] = [];

  afterAll(async () => {
    await Promise.all(emulators.map(async one => one.stop()));
  });

  test('fails no invocation, whatever is wrong with it', async () => {
    const figures = await Promise.all(faults.map(async fault => {
      const broken = await Emulator.start();
      emulators.push(broken);
      const arn = broken.secret('db', CURRENT);
      const environment = { ...broken.environment, TTL: '1000' };
      const shops = await Promise.all(NODE_VERSIONS.map(async node => reader(node, { db: arn }, { environment })));
      await Promise.all(shops.map(async shop => shop.answer()));
      broken.fault = fault;
      broken.calls.length = 0;
      let [invocations, slowest] = [0, 0];
      const end = Date.now() + 60_000;
      await Promise.all(shops.map(async shop => {
        while (Date.now() < end) {
          const { answer, milliseconds } = await shop.invoke();
          expect(answer).toEqual([fingerprint(CURRENT)]);
          invocations += 1;
          slowest = Math.max(slowest, milliseconds);
          await setTimeout(100);
        }
      }));
      // After 1, 2, 4, 8, 16 and 30 seconds, and each time the SDK makes up to three requests itself.
      expect(broken.calls.length).toBeGreaterThan(0);
      expect(broken.calls.length).toBeLessThanOrEqual(shops.length * 6 * 3);
      return `${fault}: ${invocations} invocations, the slowest ${slowest.toFixed(0)} ms, ${broken.calls.length} requests`;
    }));

    process.stdout.write(`a minute without Secrets Manager, no invocation failed; ${figures.join('; ')}\n`);
  }, 180_000);
});
