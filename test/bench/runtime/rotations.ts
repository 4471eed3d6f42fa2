import { join } from 'node:path';
import { others } from './contenders';
import { Emulator } from '../../../runtime/testing';
import { FunctionOptions } from '../../support/lambda/function';
import { Postgres, postgresPrograms } from '../../support/lambda/postgres';
import { databaseSecret, rotateUnderLoad, SHOP } from '../../support/lambda/rotation-load';

const MODULES = join(__dirname, '..', '..', '..', 'node_modules');
const TURNS = 10;

/** Time is scaled: values are kept for a second, and a rotation begins about every two. */
const TTL = '1000';
const PAUSE = { step: 100, turn: 1_000 };

/** How one way to get a password stands ten rotations. */
export interface Rotated {
  readonly name: string;
  readonly turns: number;
  readonly invocations: number;
  readonly failed: number;
}

/** Every way under the same load; none where PostgreSQL is missing. */
export async function rotations(): Promise<Rotated[]> {
  const programs = postgresPrograms();
  if ('missing' in programs) {
    process.stderr.write(`the rotations were not measured: ${programs.missing}\n`);
    return [];
  }
  const modules = others();
  const ways: (FunctionOptions & { readonly name: string; readonly user: string })[] = [
    { name: '`secrets.use`', user: 'rampart', entry: SHOP, node: '24', environment: { TTL, REFRESHES: '60' } },
    { name: '`secrets.get`: a cache, one second', user: 'cached', entry: SHOP, node: '24', environment: { TTL, USE: 'get' } },
    {
      name: 'Powertools `getSecret`, one second',
      user: 'powertools',
      entry: join(__dirname, 'handlers', 'shop-powertools.mjs'),
      node: '24',
      environment: { TTL },
      build: { nodePaths: [modules, MODULES] },
    },
  ];
  const [database, emulator] = await Promise.all([Postgres.start(programs.folder), Emulator.start()]);
  try {
    emulator.latency = 10;
    const rotated: Rotated[] = [];
    for (const { name, user, ...shop } of ways) {
      const { arn } = await databaseSecret(database, emulator, user);
      const { invocations, failures } = await rotateUnderLoad({ emulator, arn, shops: [shop, shop], turns: TURNS, pause: PAUSE });
      process.stderr.write(`${name}: ${failures.length} of ${invocations} failed\n`);
      rotated.push({ name, turns: TURNS, invocations, failed: failures.length });
    }
    return rotated;
  } finally {
    await Promise.all([database.stop(), emulator.stop()]);
  }
}
