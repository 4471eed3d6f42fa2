import { mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Attack, ATTACKS, PLANTED, PLANTED_TEXT, Target } from './attacks';
import { Call, CALLS } from './calls';
import { JOBS, PLACED } from './events';
import { Emulator, Outcome } from '../../runtime/testing';
import { LambdaFunction } from '../../test/support/lambda/function';

/** What one event has led to. */
export interface Result {
  readonly outcome: Outcome;
  readonly calls: readonly Call[];
  readonly output: string;
  /** The files in the folder of the run. */
  readonly files: readonly string[];
}

/** What an attack gave the attacker, and what stopped him. */
export interface Verdict {
  readonly gain?: string;
  readonly stopped?: string;
  /** Whether a harmless event of the same kind is handled: who answers nothing at all is not hardened. */
  readonly isAlive: boolean;
}

/** An attack on both applications. */
export interface Row {
  readonly attack: Attack;
  readonly vulnerable: Verdict;
  readonly hardened: Verdict;
}

/** What handlers answer, to an API or to a queue. */
interface Answer {
  readonly statusCode?: number;
  readonly batchItemFailures?: readonly unknown[];
}

const EXAMPLES = join(__dirname, '..');
const CLIENTS = ['dynamodb', 's3', 'sns', 'sqs'].map(service => `@aws-sdk/client-${service}`);

// The payment provider is not there, and answers yes.
const PAYMENTS = 'globalThis.fetch = async () => new Response("{}");';

/** Every attack on both applications, each in a process of its own under the real runtime client of Lambda. */
export async function attackAll(): Promise<Row[]> {
  const emulator = await Emulator.start();
  try {
    const rows: Row[] = [];
    for (const attack of ATTACKS) {
      const [vulnerable, hardened] = await Promise.all([attack.vulnerable, attack.hardened].map(async target => judged(attack, target, emulator)));
      rows.push({ attack, vulnerable, hardened });
    }
    return rows;
  } finally {
    await emulator.stop();
  }
}

async function judged({ gain }: Attack, target: Target, emulator: Emulator): Promise<Verdict> {
  const world = mkdtempSync(join(realpathSync(tmpdir()), 'rampart-attack-'));
  writeFileSync(join(world, PLANTED), PLANTED_TEXT);
  const secret = emulator.secret('payments', 'the-key-of-the-payment-provider');
  const fn = await LambdaFunction.start({
    entry: join(EXAMPLES, `${target.handler}.ts`),
    node: '24',
    environment: {
      ...emulator.environment,
      WORLD: world,
      // What the construct would write: who may send.
      RAMPART_FACTS: JSON.stringify({ allow: { sqs: [JOBS], api: ['shop'], s3: ['images'], sns: [PLACED] }, secrets: { payments: { arn: secret } } }),
      PRODUCTS: 'Products',
      ORDERS: 'Orders',
      ORDERS_TABLE: 'Orders',
    },
    build: {
      alias: Object.fromEntries(CLIENTS.map(client => [client, join(__dirname, 'world.ts')])),
      external: ['@aws-sdk/client-secrets-manager', '@aws-sdk/client-ssm'],
      banner: { js: PAYMENTS },
    },
  });
  try {
    const harmless = await result(fn, target.harmless, world);
    const attacked = await result(fn, target.attack(world), world);
    const got = gain(attacked);
    return { gain: got, stopped: got === undefined ? howStopped(attacked) : undefined, isAlive: isHandled(harmless) && gain(harmless) === undefined };
  } finally {
    await fn.stop();
    rmSync(world, { recursive: true, force: true });
  }
}

async function result(fn: LambdaFunction, event: object, world: string): Promise<Result> {
  const before = fn.output.length;
  rmSync(join(world, CALLS), { force: true });
  const outcome = await fn.invoke(event);
  const files = readdirSync(world);
  const calls = files.includes(CALLS) ? readFileSync(join(world, CALLS), 'utf8').trim().split('\n').map(line => JSON.parse(line) as Call) : [];
  // The pipe of a process may be a little behind its answer.
  await new Promise(resolve => setTimeout(resolve, 100));
  return { outcome, calls, files, output: fn.output.slice(before) };
}

/** Goats convert images with a program that is not here, which is why their failure is taken for handled too. */
function isHandled({ outcome: { answer, error }, calls }: Result): boolean {
  if (error !== undefined) return calls.some(({ command }) => command === 'GetObjectCommand');
  const { statusCode = 200, batchItemFailures = [] } = (answer ?? {}) as Answer;
  return statusCode < 300 && batchItemFailures.length === 0;
}

function howStopped({ outcome: { answer, error }, output }: Result): string {
  const { batchItemFailures, statusCode } = (answer ?? {}) as Answer;
  const reasons = output.split('\n').flatMap(line => /"outcome":"rejected".*?"reason":"([^"]+)"/.exec(line)?.[1] ?? []);
  const which = batchItemFailures === undefined ? '' : `${batchItemFailures.length} record `;
  if (reasons.length > 0) return `${which}refused: ${[...new Set(reasons)].join(', ')}`;
  if (error !== undefined) return `failed: ${error.errorType}`;
  return statusCode === undefined ? 'handled as data' : `answered ${statusCode}, as data`;
}
