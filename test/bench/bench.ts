import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { budgets, isMissedWidely } from './budgets';
import { document } from './document';
import { Figures } from './figures';
import type { Measurement, Variant } from './measure';
import { inOwnProcess, Plan, rounds } from './rounds';

const ROOT = join(__dirname, '..', '..');
const ORDINARY = 5; // one function in five is careless

/** The same number of rounds for some variants. */
const each = (count: number, ...variants: Variant[]) => Object.fromEntries(variants.map(variant => [variant, count]));
const OURS: Variant[] = ['plain', 'empty', 'audit', 'remediation'];
const PEERS: Variant[] = ['serverless', 'solutions'];

/** The whole bench ends within about ten minutes on two cores, so what takes minutes is measured less often. */
const FULL: Plan[] = [
  { name: '30 functions', functions: 30, oneCarelessIn: ORDINARY, rounds: each(7, ...OURS, ...PEERS) },
  { name: '300 functions', functions: 300, oneCarelessIn: ORDINARY, rounds: each(7, ...OURS, ...PEERS) },
  { name: '300 functions, all careless', functions: 300, oneCarelessIn: 1, rounds: each(5, ...OURS, ...PEERS) },
  { name: '3,000 functions', functions: 3000, oneCarelessIn: ORDINARY, rounds: { ...each(3, ...OURS), ...each(1, ...PEERS) } },
];

/** For CI: fails where a budget is missed by so much that noise cannot be the reason. */
const QUICK: Plan[] = [
  { name: '30 functions', functions: 30, oneCarelessIn: ORDINARY, rounds: { ...each(3, ...OURS), ...each(1, ...PEERS) } },
  { name: '300 functions', functions: 300, oneCarelessIn: ORDINARY, rounds: { ...each(3, ...OURS), ...each(1, ...PEERS) } },
];

async function main(): Promise<void> {
  const quick = process.argv.includes('--quick');
  const folder = mkdtempSync(join(ROOT, 'cdk.out.bench-'));
  try {
    const script = bundle(folder);
    const figures: Figures[] = [];
    const live = new Map<Figures, number>();
    const byRule: Measurement[] = [];
    for (const plan of quick ? QUICK : FULL) {
      const measured = await rounds(script, plan, (variant, round) => process.stderr.write(`${plan.name}: ${variant}, round ${round}\n`));
      const figure = new Figures(plan.name, measured);
      figures.push(figure);
      const close = await inOwnProcess(script, { functions: plan.functions, oneCarelessIn: plan.oneCarelessIn, variant: 'audit', byRule: true });
      live.set(figure, close.model / close.resources);
      if (plan.name === '300 functions') byRule.push(close);
    }
    const kept = budgets(figures, live);
    const text = document(figures, kept, byRule, live);
    process.stdout.write(text);
    if (!quick) write(text);
    const missed = kept.filter(isMissedWidely);
    for (const { name } of missed) process.stderr.write(`missed by more than twice: ${name}\n`);
    if (missed.length > 0) process.exitCode = 1;
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
