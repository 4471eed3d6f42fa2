import { Emulator } from '../../../runtime/testing';
import { Postgres, postgresPrograms } from '../../support/lambda/postgres';
import { adminSecret, databaseSecret, rotateUnderLoad, SHOP } from '../../support/lambda/rotation-load';
import { NODE_VERSIONS } from '../../support/lambda/tools';

const ROTATIONS = 10;
const programs = postgresPrograms();
const withDatabase = 'folder' in programs ? describe : describe.skip;
if ('missing' in programs) process.stderr.write(`skipped: rotation under load, ${programs.missing}\n`);

withDatabase('a rotation of a real password under continuous load', () => {
  let database: Postgres;
  let emulator: Emulator;

  beforeAll(async () => {
    [database, emulator] = await Promise.all([Postgres.start((programs as { readonly folder: string }).folder), Emulator.start()]);
    emulator.latency = 10;
  }, 180_000);

  afterAll(async () => {
    await Promise.all([database?.stop(), emulator?.stop()]);
  });

  test.each([
    ['one user whose password changes', 'alone', () => ({}), ['alone']],
    ['two users who take turns', 'turns', () => ({ masterarn: adminSecret(database, emulator) }), ['turns', 'turns_clone']],
  ])('fails no invocation: %s', async (what, user, more, expected) => {
    const { arn, password: first } = await databaseSecret(database, emulator, user, more());
    emulator.calls.length = 0;
    // Ten rotations within seconds are more than any minute of production has. The value never becomes too old here, as it hardly does there.
    const environment = { TTL: '300000', REFRESHES: '60' };

    const { invocations, failures, slowest, passwords, users, output } = await rotateUnderLoad({
      emulator,
      arn,
      shops: NODE_VERSIONS.flatMap(node => [{ entry: SHOP, node, environment }, { entry: SHOP, node, environment }]),
      turns: ROTATIONS,
      pause: { step: 80, turn: 150 },
    });

    const asked = emulator.calls.filter(({ action, name }) => action === 'GetSecretValue' && name === arn).length;
    process.stdout.write(`${ROTATIONS} rotations, ${what}: ${failures.length} of ${invocations} invocations failed, the slowest took ${slowest.toFixed(0)} ms, ${asked} values asked for\n`);
    expect(failures).toEqual([]);
    expect(invocations).toBeGreaterThan(100);
    expect(new Set([first, ...passwords]).size).toBe(ROTATIONS + 1);
    expect(users).toEqual(expected);
    expect(output).toContain('secret.refreshed');
    for (const password of [first, ...passwords]) expect(output).not.toContain(password);
  }, 120_000);

  test('fails invocations that may not read the pending version: the load is a test', async () => {
    const { arn } = await databaseSecret(database, emulator, 'careless');
    const facts = JSON.stringify({ secrets: { db: { arn } } });

    const { failures } = await rotateUnderLoad({
      emulator, arn, shops: [{ entry: SHOP, node: '24', environment: { RAMPART_FACTS: facts, REFRESHES: '60' } }], turns: 2, pause: { step: 80, turn: 150 },
    });

    expect(failures.length).toBeGreaterThan(0);
    expect(failures[0]).toMatchObject({ errorMessage: 'password authentication failed for user "careless"' });
  }, 120_000);
});
