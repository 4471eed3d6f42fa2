import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { FunctionOptions, LambdaFunction } from './function';
import { Postgres } from './postgres';
import { rotate } from './rotate';
import type { Emulator, Outcome } from '../../../runtime/testing';

const HANDLERS = join(__dirname, 'handlers');

/** The function that connects to the database for each invocation. */
export const SHOP = join(HANDLERS, 'shop.ts');

/** What is invoked again and again, and how often the password changes meanwhile. */
export interface LoadOptions {
  readonly emulator: Emulator;
  readonly arn: string;
  /** The environments that are invoked; the facts about the secret are added to each. */
  readonly shops: readonly FunctionOptions[];
  /** What the rotation function gets in its environment: by default nothing. */
  readonly rotation?: FunctionOptions['environment'];
  readonly turns: number;
  /** Milliseconds before each step, after each rotation, and between the invocations of an environment: by default none. */
  readonly pause: { readonly step: number; readonly turn: number | ((turn: number) => number); readonly call?: number };
}

/** What came of it. */
export interface Load {
  readonly invocations: number;
  readonly failures: readonly Outcome['error'][];
  readonly slowest: number;
  /** The passwords that were current, one after the other. */
  readonly passwords: readonly string[];
  /** The users of the database as which invocations have worked. */
  readonly users: readonly string[];
  /** Everything that any of the functions has written. */
  readonly output: string;
}

/** Rotates a real password by a real rotation function while functions use it. Stops what it started. */
export async function rotateUnderLoad({ emulator, arn, shops, rotation: environment, turns, pause }: LoadOptions): Promise<Load> {
  const facts = JSON.stringify({ secrets: { db: { arn, stages: ['AWSCURRENT', 'AWSPENDING'] } } });
  const running: LambdaFunction[] = [];
  const start = async (options: FunctionOptions) => {
    const one = await LambdaFunction.start({ ...options, environment: { ...emulator.environment, ...options.environment } });
    running.push(one);
    return one;
  };
  let isOver = false;
  try {
    const rotation = await start({ entry: join(HANDLERS, 'rotation.ts'), node: '24', environment });
    const started = await Promise.all(shops.map(async shop => start({ ...shop, environment: { RAMPART_FACTS: facts, ...shop.environment } })));
    const failures: Outcome['error'][] = [];
    const passwords: string[] = [];
    const users = new Set<string>();
    let [invocations, slowest] = [0, 0];
    const clients = Promise.all(started.map(async shop => {
      while (!isOver) {
        const { answer, error, milliseconds } = await shop.invoke();
        if (error === undefined) users.add((answer as { readonly user: string }).user);
        else failures.push(error);
        invocations += 1;
        slowest = Math.max(slowest, milliseconds);
        if (pause.call !== undefined) await setTimeout(pause.call);
      }
    }));
    // A function that ends is told below, after the last rotation.
    clients.catch(() => undefined);
    for (let turn = 1; turn <= turns; turn += 1) {
      await rotate(emulator, rotation, arn, pause.step);
      passwords.push(JSON.parse(emulator.stored(arn).get(undefined, 'AWSCURRENT').SecretString).password);
      await setTimeout(typeof pause.turn === 'number' ? pause.turn : pause.turn(turn));
    }
    isOver = true;
    await clients;
    return { invocations, failures, slowest, passwords, users: [...users].sort(), output: running.map(({ output }) => output).join('') };
  } finally {
    isOver = true;
    await Promise.all(running.map(async one => one.stop()));
  }
}

/** A secret of a user of the database, who is made with it. */
export async function databaseSecret(database: Postgres, emulator: Emulator, username: string, more: object = {}) {
  const password = `first-password-of-${username}`;
  const { host, port, database: dbname } = database.admin;
  await database.query(`CREATE ROLE ${username} LOGIN PASSWORD '${password}'`);
  return { arn: emulator.secret(username, { engine: 'postgres', host, port, dbname, username, password, ...more }), password };
}

/** The secret of the user who may change all others. */
export function adminSecret(database: Postgres, emulator: Emulator): string {
  const { host, port, user, password, database: dbname } = database.admin;
  return emulator.secret('admin', { engine: 'postgres', host, port, dbname, username: user, password });
}
