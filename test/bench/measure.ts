import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { App, Aspects, IPolicyValidationPlugin, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import { emptyApplication, fill, Size } from './application';
import { timedRules } from './timed-rules';
import { audit } from '../../aspects/engine/audit';
import { AppModel } from '../../aspects/model/app-model';
import { RULES } from '../../aspects/rules';
import { RampartPlugin } from '../../aspects/synthesis/plugin';
import { treeSources } from '../../aspects/synthesis/tree-source';
import { FixLevel, Rampart } from '../../index';

/** What is done to an application, by name. */
export const VARIANTS = {
  plain: () => undefined,
  // What CDK itself does as soon as there is any plugin: it hashes every file twice and indexes the tree.
  empty: (app: App) => Validations.of(app).addPlugins(SILENT),
  audit: (app: App) => Rampart.protect(app),
  remediation: (app: App) => Rampart.protect(app, { fix: FixLevel.SAFE }),
  // What no audit and no repair could do without.
  reader: (app: App) => Validations.of(app).addPlugins(READER),
  renderer: (app: App) => Aspects.of(app).add({ visit: node => (node === app ? render(app) : undefined) }),
  serverless: (app: App) => Validations.of(app).addPlugins(new ServerlessChecks()),
  solutions: (app: App) => Validations.of(app).addPlugins(new AwsSolutionsChecks()),
} satisfies Record<string, (app: App) => void>;

export type Variant = keyof typeof VARIANTS;

const SILENT: IPolicyValidationPlugin = { name: 'Silent', validate: () => ({ success: true, violations: [] }) };

/** Reads the templates and reports two findings for each resource, about as many as the audit, without looking for them. */
const READER: IPolicyValidationPlugin = {
  name: 'Reader',
  validate: ({ stackTemplates, appConstruct }) => {
    const resources = (template: string) => Object.entries(json(template).Resources as Record<string, { readonly Metadata?: object }>);
    const findings = stackTemplates.flatMap(({ templatePath: template }) => resources(template)
      .flatMap(([logicalId, { Metadata }]) => ['one-rule', 'another-rule'].map(rule => ({ ...SAID, rule, template, logicalId, ...Metadata }))));
    writeFileSync(join((appConstruct as App).outdir, 'reader-report.json'), JSON.stringify({ findings }, undefined, 2));
    return { success: true, violations: [] };
  },
};

/** As long as what rules say. */
const SAID = { severity: 'MEDIUM', stability: 'stable', verdict: 'noncompliant', provenance: 'user', message: 'm'.repeat(80), remedy: 'r'.repeat(160) };

/** Renders every resource once, as repairs do, and changes nothing. */
function render(app: App): void {
  for (const resource of new AppModel(treeSources(app)).resources) KEPT.push(resource.definition);
}

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
  /** The same of the one thread that a user waits for, and of the whole synthesis: V8 compiles beside it. */
  readonly waited: { readonly judgement: number; readonly synthesis: number };
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
  const judged = judgement();
  // Read now, as what follows would count as the audit's otherwise.
  const spent = parts();
  collectGarbage();
  const heap = process.memoryUsage().heapUsed;
  return {
    construction: construction.wall,
    synthesis: synthesis.wall,
    processor: { construction: construction.processor, synthesis: synthesis.processor },
    judgement: judged.processor,
    waited: { judgement: judged.thread, synthesis: synthesis.thread },
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

/** Puts a clock around the plugin, and returns what says the seconds so far. */
function timedJudgement(): () => Pick<Spent, 'processor' | 'thread'> {
  const { validate } = RampartPlugin.prototype;
  const seconds = { processor: 0, thread: 0 };
  RampartPlugin.prototype.validate = function (context) {
    const [report, { processor, thread }] = timed(() => validate.call(this, context));
    seconds.processor += processor;
    seconds.thread += thread;
    return report;
  };
  return () => seconds;
}

/** Seconds on the clock, of processor time of all threads, and of the one that runs this. */
interface Spent {
  readonly wall: number;
  readonly processor: number;
  readonly thread: number;
}

function timed<T>(work: () => T): [T, Spent] {
  const thread = threadSeconds();
  const processor = process.cpuUsage();
  const start = performance.now();
  const result = work();
  const wall = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(processor);
  return [result, { wall, processor: (user + system) / 1e6, thread: threadSeconds() - thread }];
}

/** Processor time of the main thread, which only Linux tells; elsewhere that of all threads. */
function threadSeconds(): number {
  const file = `/proc/self/task/${process.pid}/schedstat`;
  if (existsSync(file)) return Number(readFileSync(file, 'utf8').split(' ')[0]) / 1e9;
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
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
  if (['plain', 'empty', 'reader', 'renderer'].includes(variant)) return { findings: 0, repairs: 0 };
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
