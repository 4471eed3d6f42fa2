import { fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Size } from './application';
import type { Measurement, Order, Variant } from './measure';

/** How often each variant of one application is measured. */
export interface Plan extends Size {
  readonly name: string;
  readonly rounds: Readonly<Partial<Record<Variant, number>>>;
}

/** What the rounds of one application gave, by variant. */
export type Rounds = ReadonlyMap<Variant, readonly Measurement[]>;

/**
 * Measures every variant of an application once per round, in the same order in each, so that what drifts on the machine
 * meets all variants alike.
 *
 * Each measurement has a process of its own. That is what a user has: `cdk synth` starts a process, synthesises once and
 * ends, so nothing is compiled yet when the audit begins. In one process the first variant would pay for the compilation
 * of CDK, and the later ones would inherit its heap.
 */
export async function rounds(script: string, plan: Plan, onMeasured: (variant: Variant, round: number) => void): Promise<Rounds> {
  const wanted = Object.entries(plan.rounds) as [Variant, number][];
  const measured = new Map<Variant, Measurement[]>(wanted.map(([variant]) => [variant, []]));
  for (let round = 1; round <= Math.max(...wanted.map(([, count]) => count)); round += 1) {
    for (const [variant, count] of wanted) {
      if (round > count) continue;
      measured.get(variant)!.push(await inOwnProcess(script, { functions: plan.functions, oneCarelessIn: plan.oneCarelessIn, variant }));
      onMeasured(variant, round);
    }
  }
  return measured;
}

/** Measures once, in a process that ends with it. */
export async function inOwnProcess(script: string, order: Omit<Order, 'outdir'>): Promise<Measurement> {
  const outdir = mkdtempSync(join(script, '..', 'out-'));
  try {
    return await answer(script, { ...order, outdir });
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

function answer(script: string, order: Order): Promise<Measurement> {
  return new Promise((resolve, reject) => {
    // What CDK prints is formatted, but goes nowhere: a terminal would be measured too.
    const child = fork(script, [JSON.stringify(order)], { execArgv: ['--expose-gc'], stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
    let said: { readonly measurement?: Measurement; readonly error?: string } = { error: `the process for ${order.variant} ended without an answer` };
    child.on('message', message => { said = message as typeof said; });
    child.on('error', reject);
    child.on('exit', () => (said.measurement ? resolve(said.measurement) : reject(new Error(said.error))));
  });
}
