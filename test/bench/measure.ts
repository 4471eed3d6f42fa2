import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { App, IPolicyValidationPlugin, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import { emptyApplication, fill, Size } from './application';
import { timedRules } from './timed-rules';
import { audit } from '../../aspects/engine/audit';
import { AppModel } from '../../aspects/model/app-model';
import { RULES } from '../../aspects/rules';
import { RampartPlugin } from '../../aspects/synthesis/plugin';
import { FixLevel, Rampart } from '../../index';

/** What is done to an application, by name. */
export const VARIANTS = {
  plain: () => undefined,
  // What CDK itself does as soon as there is any plugin: it hashes every file twice and indexes the tree.
  empty: (app: App) => Validations.of(app).addPlugins(SILENT),
  audit: (app: App) => Rampart.protect(app),
  remediation: (app: App) => Rampart.protect(app, { fix: FixLevel.SAFE }),
  serverless: (app: App) => Validations.of(app).addPlugins(new ServerlessChecks()),
  solutions: (app: App) => Validations.of(app).addPlugins(new AwsSolutionsChecks()),
} satisfies Record<string, (app: App) => void>;

export type Variant = keyof typeof VARIANTS;

const SILENT: IPolicyValidationPlugin = { name: 'Silent', validate: () => ({ success: true, violations: [] }) };

/** What one process is asked to measure. */
export interface Order extends Size {
  readonly variant: Variant;
  readonly outdir: string;
  /** Whether each rule is timed, and the model's memory measured; that costs a little itself. */
  readonly byRule?: boolean;
}

/** Seconds, bytes and counts of one construction and one synthesis. */
export interface Measurement {
  readonly construction: number;
  readonly synthesis: number;
  /** The processor time of both, of all threads: what is left of a time when other programs wanted the processor too. */
  readonly processor: { readonly construction: number; readonly synthesis: number };
  /** The processor time of the judgement within the synthesis; nothing where there is none. */
  readonly judgement: number;
  /** What lives on the heap after the synthesis and a garbage collection. */
  readonly heap: number;
  readonly resources: number;
  readonly stacks: number;
  readonly findings: number;
  readonly repairs: number;
  /** What the model of the application, with its graphs and findings, takes on the heap; measured only where the rules are timed. */
  readonly model: number;
  /** Seconds per part of the audit, where they were asked for. */
  readonly parts: Readonly<Record<string, number>>;
}

/** Builds an application, synthesises it once, and says what that took. */
export function measure({ variant, outdir, byRule, ...size }: Order): Measurement {
  const parts = byRule ? timedRules() : () => ({});
  const judgement = timedJudgement();
  const [app, construction] = timed(() => {
    const made = emptyApplication(outdir);
    VARIANTS[variant](made);
    fill(made, size);
    return made;
  });
  collectGarbage();
  const [, synthesis] = timed(() => app.synth());
  // Read now, as what follows would count as the audit's otherwise.
  const spent = parts();
  collectGarbage();
  const heap = process.memoryUsage().heapUsed;
  return {
    construction: construction.wall,
    synthesis: synthesis.wall,
    processor: { construction: construction.processor, synthesis: synthesis.processor },
    judgement: judgement(),
    heap,
    ...templatesIn(outdir),
    ...reported(outdir, variant),
    parts: spent,
    model: byRule ? modelIn(outdir) : 0,
  };
}

/** What the garbage collector may not take while its memory is measured. */
const KEPT: unknown[] = [];

/** The bytes that a model of final templates holds after every rule has judged it. */
function modelIn(outdir: string): number {
  collectGarbage();
  const before = process.memoryUsage().heapUsed;
  const app = new AppModel(templates(outdir).map(path => ({ path, body: json(path) })));
  KEPT.push(app, audit(app, { rules: RULES }));
  collectGarbage();
  return process.memoryUsage().heapUsed - before;
}

/** Puts a clock around the plugin, and returns what says the seconds of processor time so far. */
function timedJudgement(): () => number {
  const { validate } = RampartPlugin.prototype;
  let seconds = 0;
  RampartPlugin.prototype.validate = function (context) {
    const [report, { processor }] = timed(() => validate.call(this, context));
    seconds += processor;
    return report;
  };
  return () => seconds;
}

function timed<T>(work: () => T): [T, { readonly wall: number; readonly processor: number }] {
  const processor = process.cpuUsage();
  const start = performance.now();
  const result = work();
  const wall = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(processor);
  return [result, { wall, processor: (user + system) / 1e6 }];
}

function collectGarbage(): void {
  if (globalThis.gc === undefined) throw new Error('the memory can be measured only under node --expose-gc');
  globalThis.gc();
}

function templatesIn(outdir: string): Pick<Measurement, 'resources' | 'stacks'> {
  const sizes = templates(outdir).map(path => Object.keys(json(path).Resources).length);
  const largest = Math.max(...sizes);
  if (largest > 500) throw new Error(`a stack has ${largest} resources, CloudFormation takes 500`);
  return { stacks: sizes.length, resources: sizes.reduce((sum, one) => sum + one, 0) };
}

/** Ours are counted in our own report, as CDK is handed only a few of those that fail no build. */
function reported(outdir: string, variant: Variant): Pick<Measurement, 'findings' | 'repairs'> {
  if (variant === 'plain' || variant === 'empty') return { findings: 0, repairs: 0 };
  if (variant === 'audit' || variant === 'remediation') {
    const { findings, repairs } = json(join(outdir, 'rampart-report.json'));
    const internal = findings.filter((finding: { rule: string }) => finding.rule === 'internal');
    if (internal.length > 0) throw new Error(internal[0].message);
    return { findings: findings.length, repairs: repairs.length };
  }
  const { pluginReports } = json(join(outdir, 'validation-report.json'));
  const violations: { violatingConstructs: unknown[] }[] = pluginReports.flatMap((report: { violations: [] }) => report.violations);
  return { findings: violations.reduce((sum, one) => sum + one.violatingConstructs.length, 0), repairs: 0 };
}

function templates(outdir: string): string[] {
  return readdirSync(outdir).filter(file => file.endsWith('.template.json')).map(file => join(outdir, file));
}

function json(path: string) {
  return JSON.parse(readFileSync(path, 'utf8'));
}
