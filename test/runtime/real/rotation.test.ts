import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { Emulator } from '../../support/lambda/emulator';
import { LambdaFunction } from '../../support/lambda/function';
import { Postgres, postgresPrograms } from '../../support/lambda/postgres';
import { rotate } from '../../support/lambda/rotate';
import { NODE_VERSIONS, NodeVersion } from '../../support/lambda/tools';

const HANDLERS = join(__dirname, '..', '..', 'support', 'lambda', 'handlers');
const ROTATIONS = 10;
const programs = postgresPrograms();
const withDatabase = 'folder' in programs ? describe : describe.skip;
if ('missing' in programs) process.stderr.write(`skipped: rotation under load, ${programs.missing}\n`);

withDatabase('a rotation of a real password under continuous load', () => {
  let database: Postgres;
  let emulator: Emulator;
  const running: LambdaFunction[] = [];

  beforeAll(async () => {
    [database, emulator] = await Promise.all([Postgres.start((programs as { readonly folder: string }).folder), Emulator.start()]);
    emulator.latency = 10;
    await database.query("CREATE ROLE alone LOGIN PASSWORD 'first-password-of-alone'");
    await database.query("CREATE ROLE turns LOGIN PASSWORD 'first-password-of-turns'");
  }, 180_000);

  afterEach(async () => {
    await Promise.all(running.splice(0).map(async one => one.stop()));
  });

  afterAll(async () => {
    await Promise.all([database?.stop(), emulator?.stop()]);
  });

  const start = async (node: NodeVersion, handler: string, environment = {}) => {
    const one = await LambdaFunction.start({ entry: join(HANDLERS, `${handler}.ts`), node, environment: { ...emulator.environment, ...environment } });
    running.push(one);
    return one;
  };

  const secret = (username: string, more = {}) => {
    const { host, port, database: dbname } = database.admin;
    return emulator.secret(username, { engine: 'postgres', host, port, dbname, username, password: `first-password-of-${username}`, ...more });
  };

  /** Ten rotations while two environments on each version of Node.js are invoked without a pause. */
  async function load(arn: string) {
    const environment = {
      RAMPART_FACTS: JSON.stringify({ secrets: { db: { arn, stages: ['AWSCURRENT', 'AWSPENDING'] } } }),
      TTL: '300000', // what is true in production as well: the value is never asked for again because of its age here
      REFRESHES: '60', // ten rotations within seconds are more than any minute of production has
    };
    const rotation = await start('24', 'rotation');
    const shops = await Promise.all(NODE_VERSIONS.flatMap(node => [start(node, 'shop', environment), start(node, 'shop', environment)]));
    const passwords = new Set<string>();
    const users = new Set<string>();
    const failures: unknown[] = [];
    let [invocations, slowest, isOver] = [0, 0, false];
    const clients = shops.map(async shop => {
      while (!isOver) {
        const { answer, error, milliseconds } = await shop.invoke();
        if (error !== undefined) failures.push(error);
        else users.add((answer as { readonly user: string }).user);
        invocations += 1;
        slowest = Math.max(slowest, milliseconds);
      }
    });
    for (let turn = 1; turn <= ROTATIONS; turn += 1) {
      await rotate(emulator, rotation, arn, 80);
      passwords.add(JSON.parse(emulator.stored(arn).get(undefined, 'AWSCURRENT').SecretString).password);
      await setTimeout(150);
    }
    isOver = true;
    await Promise.all(clients);
    const output = [rotation, ...shops].map(one => one.output).join('');
    return { invocations, failures, slowest, passwords: [...passwords], users: [...users].sort(), output };
  }

  test.each([
    ['one user whose password changes', 'alone', () => ({}), ['alone']],
    ['two users who take turns', 'turns', () => ({ masterarn: admin() }), ['turns', 'turns_clone']],
  ])('fails no invocation: %s', async (what, user, more, expected) => {
    const arn = secret(user, more());
    emulator.calls.length = 0;

    const { invocations, failures, slowest, passwords, users, output } = await load(arn);

    const asked = emulator.calls.filter(({ action, name }) => action === 'GetSecretValue' && name === arn).length;
    process.stdout.write(`${ROTATIONS} rotations, ${what}: ${failures.length} of ${invocations} invocations failed, the slowest took ${slowest.toFixed(0)} ms, ${asked} values asked for\n`);
    expect(failures).toEqual([]);
    expect(invocations).toBeGreaterThan(100);
    expect(passwords).toHaveLength(ROTATIONS);
    expect(users).toEqual(expected);
    expect(output).toContain('secret.refreshed');
    for (const password of [...passwords, `first-password-of-${user}`]) expect(output).not.toContain(password);
  }, 120_000);

  function admin(): string {
    const { host, port, user, password, database: dbname } = database.admin;
    return emulator.secret('admin', { engine: 'postgres', host, port, dbname, username: user, password });
  }
});
