import { Emulator } from '../../../runtime/testing';
import { Postgres, postgresPrograms } from '../../support/lambda/postgres';
import { adminSecret, databaseSecret, rotateUnderLoad, SHOP } from '../../support/lambda/rotation-load';
import { NODE_VERSIONS } from '../../support/lambda/tools';

const ROTATIONS = 10;
const MINUTE = 60_000;

/**
 * Nothing is set for the proof but the pace: an environment that is refused its secret fetches it again at most six times in a minute, and a
 * rotation costs it one. So there are five in some seconds, more than any minute of production has, and after that minute five again.
 */
const FIVE_A_MINUTE = { step: 80, turn: (turn: number) => turn === ROTATIONS / 2 ? MINUTE : 150, call: 20 };

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

  test('fails no invocation, with the defaults: one user whose password changes, and two users who take turns', async () => {
    await Promise.all([
      provenFor('one user whose password changes', 'alone', {}, ['alone']),
      provenFor('two users who take turns', 'turns', { masterarn: adminSecret(database, emulator) }, ['turns', 'turns_clone']),
    ]);
  }, 180_000);

  async function provenFor(what: string, user: string, more: object, expected: readonly string[]) {
    const { arn, password: first } = await databaseSecret(database, emulator, user, more);

    const { invocations, failures, slowest, passwords, users, output } = await rotateUnderLoad({
      emulator,
      arn,
      shops: NODE_VERSIONS.flatMap(node => [{ entry: SHOP, node }, { entry: SHOP, node }]),
      turns: ROTATIONS,
      pause: FIVE_A_MINUTE,
    });

    const asked = emulator.calls.filter(({ action, name }) => action === 'GetSecretValue' && name === arn).length;
    const told = `${failures.length} of ${invocations} invocations failed, the slowest took ${slowest.toFixed(0)} ms, ${asked} values asked for`;
    process.stdout.write(`${ROTATIONS} rotations, ${what}: ${told}\n`);
    expect(failures).toEqual([]);
    expect(invocations).toBeGreaterThan(100);
    expect(new Set([first, ...passwords]).size).toBe(ROTATIONS + 1);
    expect(users).toEqual(expected);
    expect(output).toContain('secret.refreshed');
    for (const password of [first, ...passwords]) expect(output).not.toContain(password);
  }

  test('fails invocations that may not read the pending version: the load is a test', async () => {
    const { arn } = await databaseSecret(database, emulator, 'careless');
    const facts = JSON.stringify({ secrets: { db: { arn } } });

    const { failures } = await rotateUnderLoad({
      emulator, arn, shops: [{ entry: SHOP, node: '24', environment: { RAMPART_FACTS: facts } }], turns: 2, pause: { step: 80, turn: 150 },
    });

    expect(failures.length).toBeGreaterThan(0);
    expect(failures[0]).toMatchObject({ errorMessage: 'password authentication failed for user "careless"' });
  }, 120_000);
});
