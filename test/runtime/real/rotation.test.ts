import { Emulator } from '../../../runtime/testing';
import type { FunctionOptions } from '../../support/lambda/function';
import { Postgres, postgresPrograms } from '../../support/lambda/postgres';
import { adminSecret, databaseSecret, LoadOptions, rotateUnderLoad, SHOP } from '../../support/lambda/rotation-load';
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

  test('fails no invocation, with the defaults: one user whose password changes, two users who take turns, and nothing left pending', async () => {
    await Promise.all([
      provenFor({ what: 'one user whose password changes', user: 'alone' }),
      provenFor({ what: 'two users who take turns', user: 'turns', more: { masterarn: adminSecret(database, emulator) }, users: ['turns', 'turns_clone'] }),
      leavingNonePending(),
    ]);
  }, 180_000);

  interface Proof extends Partial<Pick<LoadOptions, 'emulator' | 'pause' | 'rotation' | 'turns'>> {
    readonly what: string;
    readonly user: string;
    /** What the secret holds besides. */
    readonly more?: object;
    readonly users?: readonly string[];
    /** What the functions get in their environment. */
    readonly environment?: FunctionOptions['environment'];
  }

  /**
   * Where the pending label is taken away at the end, that end has to fall between two questions of an invocation to be noticed: so answers
   * take unlike long, and there are many rotations, for which the limit of refreshes is lifted.
   */
  async function leavingNonePending() {
    const uneven = await Emulator.start();
    const shaking = setInterval(() => { uneven.latency = Math.random() < 0.25 ? 150 : 5; }, 3);
    try {
      await provenFor({
        what: 'nothing left pending',
        user: 'removed',
        emulator: uneven,
        rotation: { PENDING: 'removed' },
        environment: { REFRESHES: '1000' },
        turns: 4 * ROTATIONS,
        pause: { step: 0, turn: 100, call: 120 },
      });
    } finally {
      clearInterval(shaking);
      await uneven.stop();
    }
  }

  async function provenFor({ what, user, more = {}, users: expected = [user], environment, ...proof }: Proof) {
    const { emulator: service = emulator, turns = ROTATIONS, pause = FIVE_A_MINUTE, rotation } = proof;
    const { arn, password: first } = await databaseSecret(database, service, user, more);

    const { invocations, failures, slowest, passwords, users, output } = await rotateUnderLoad({
      emulator: service,
      arn,
      shops: NODE_VERSIONS.flatMap(node => Array<FunctionOptions>(2).fill({ entry: SHOP, node, environment })),
      turns,
      pause,
      rotation,
    });

    const asked = service.calls.filter(({ action, name }) => action === 'GetSecretValue' && name === arn).length;
    const told = `${failures.length} of ${invocations} invocations failed, the slowest took ${slowest.toFixed(0)} ms, ${asked} values asked for`;
    process.stdout.write(`${turns} rotations, ${what}: ${told}\n`);
    expect(failures).toEqual([]);
    expect(invocations).toBeGreaterThan(100);
    expect(new Set([first, ...passwords]).size).toBe(turns + 1);
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
