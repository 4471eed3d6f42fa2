import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { budgets, isAlarming } from './budgets';
import { document } from './document';
import { Figures } from './figures';
import type { Measurement, Variant } from './measure';
import { inOwnProcess, Plan, rounds } from './rounds';
import { ruleBudgets, sharesOf } from './shares';

const ROOT = join(__dirname, '..', '..');
const ORDINARY = 5; // one function in five is careless

/** How often each rule is timed: whatever else runs on the machine meets another rule in each round. */
const RULE_ROUNDS = 5;

/** The same number of rounds for some variants. */
const each = (count: number, ...variants: Variant[]) => Object.fromEntries(variants.map(variant => [variant, count]));
const OURS: Variant[] = ['plain', 'empty', 'audit', 'remediation'];
const FLOORS: Variant[] = ['reader', 'renderer'];
const PEERS: Variant[] = ['serverless', 'solutions'];

/** The whole bench ends within about ten minutes on two cores, so what takes minutes is measured less often. */
const FULL: Plan[] = [
  { name: '30 functions', functions: 30, oneCarelessIn: ORDINARY, rounds: each(5, ...OURS, ...PEERS) },
  { name: '300 functions', functions: 300, oneCarelessIn: ORDINARY, rounds: each(5, ...OURS, ...FLOORS, ...PEERS) },
  { name: '300 functions, all careless', functions: 300, oneCarelessIn: 1, rounds: each(3, ...OURS, ...PEERS) },
  { name: '3,000 functions', functions: 3000, oneCarelessIn: ORDINARY, rounds: { ...each(3, 'plain', 'audit'), ...each(1, 'empty', 'remediation', ...PEERS) } },
];

/** For CI: under ninety seconds, and fails only where neither noise nor a small change can be the reason. */
const QUICK: Plan[] = [
  { name: '30 functions', functions: 30, oneCarelessIn: ORDINARY, rounds: { ...each(3, ...OURS), ...each(1, ...PEERS) } },
  { name: '300 functions', functions: 300, oneCarelessIn: ORDINARY, rounds: each(3, ...OURS, ...FLOORS) },
];

async function main(): Promise<void> {
  const quick = process.argv.includes('--quick');
  const folder = mkdtempSync(join(ROOT, 'cdk.out.bench-'));
  try {
    const script = bundle(folder);
    const figures: Figures[] = [];
    const live = new Map<Figures, number>();
    const byRule: Measurement[] = [];
    const timeRules = (plan: Plan) => inOwnProcess(script, { functions: plan.functions, oneCarelessIn: plan.oneCarelessIn, variant: 'audit', byRule: true });
    for (const plan of quick ? QUICK : FULL) {
      const measured = await rounds(script, plan, (variant, round) => process.stderr.write(`${plan.name}: ${variant}, round ${round}\n`));
      const figure = new Figures(plan.name, measured);
      figures.push(figure);
      const close = await timeRules(plan);
      live.set(figure, close.model / close.resources);
      if (plan.name !== '300 functions') continue;
      byRule.push(close);
      while (byRule.length < RULE_ROUNDS) byRule.push(await timeRules(plan));
    }
    const shares = sharesOf(byRule);
    const kept = [...budgets(figures, live), ...ruleBudgets(shares)];
    const text = document(figures, kept, shares, live);
    process.stdout.write(text);
    if (!quick) write(text);
    const alarming = kept.filter(isAlarming);
    for (const { name, alarm, measured } of alarming) process.stderr.write(`far over budget: ${name}: ${measured.toFixed(3)}, the check fails above ${alarm}\n`);
    if (alarming.length > 0) process.exitCode = 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** One file for the processes that measure, so that none of them compiles TypeScript; CDK and cdk-nag stay as they are installed. */
function bundle(folder: string): string {
  const outfile = join(folder, 'child.js');
  buildSync({
    entryPoints: [join(__dirname, 'child.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    logLevel: 'warning',
    external: ['aws-cdk-lib', 'aws-cdk-lib/*', 'cdk-nag', 'constructs', 'esbuild'],
  });
  return outfile;
}

function write(text: string): void {
  mkdirSync(join(ROOT, 'docs'), { recursive: true });
  writeFileSync(join(ROOT, 'docs', 'bench.md'), `# Performance\n\n${text}`);
}

void main();
