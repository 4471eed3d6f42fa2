import { spawn } from 'node:child_process';
import { cpSync, existsSync, readFileSync } from 'node:fs';
import { basename, delimiter, join } from 'node:path';
import { Finding } from '../../index';

/** What one run of the CDK's command line came to. */
export interface Run {
  readonly command: string;
  readonly exitCode: number;
  readonly output: string;
}

/** A synthesised application: what the audit reported beside its templates, and the templates. */
export interface Synthesis extends Run {
  readonly folder: string;
  readonly report: Report;
  readonly templates: Templates;
}

/** What the audit writes beside the templates. */
export interface Report {
  readonly findings: readonly Finding[];
  readonly acknowledged: readonly Finding[];
  readonly repairs: readonly Repair[];
}

/** One fix, with what it changed. */
export interface Repair {
  readonly rule: string;
  readonly level: string;
  readonly constructPath: string;
  readonly changes: readonly { readonly constructPath: string; readonly property?: string; readonly before?: unknown; readonly after: unknown }[];
  readonly declined?: string;
}

/** Templates by their stacks: the part of them that is compared. */
export type Templates = Readonly<Record<string, { readonly Resources?: Readonly<Record<string, { readonly Type: string }>> }>>;

export const REPORT_FILE = 'rampart-report.json';

const ROOT = join(__dirname, '..', '..');
const BIN = join(ROOT, 'node_modules', '.bin');

/** The real command line, without what needs a network or a person. */
const OFFLINE = {
  CI: 'true',
  CDK_DISABLE_CLI_TELEMETRY: 'true',
  CDK_DISABLE_VERSION_CHECK: 'true',
  AWS_EC2_METADATA_DISABLED: 'true',
};

interface SynthesisOptions {
  /** The level of the fixes to make; nothing for none. */
  readonly fix?: string;
  /** Whether the CDK's own validator runs as well, which takes seconds. */
  readonly validator?: boolean;
}

/** Synthesises an example, and keeps what the CDK says of it. */
export async function synthesise(app: string, folder: string, options: SynthesisOptions = {}): Promise<Synthesis> {
  const words = ['synth', '--app', `tsx ${app}`, ...(options.fix === undefined ? [] : ['--context', `fix=${options.fix}`])];
  const run = await cdk([...words, '--quiet', '--output', folder], { CDK_VALIDATION: String(options.validator ?? false) });
  const command = ['cdk', ...words].map(word => (/[ *]/.test(word) ? `"${word}"` : word)).join(' ');
  if (!existsSync(join(folder, REPORT_FILE))) throw new Error(`${command} wrote no ${REPORT_FILE}, it said:\n${run.output}`);
  const json = <T>(file: string): T => JSON.parse(readFileSync(join(folder, file), 'utf8')) as T;
  const { artifacts } = json<{ artifacts: Record<string, { type: string; properties: { templateFile: string } }> }>('manifest.json');
  const stacks = Object.entries(artifacts).filter(([, { type }]) => type === 'aws:cloudformation:stack');
  return {
    ...run,
    command,
    folder,
    report: json(REPORT_FILE),
    templates: Object.fromEntries(stacks.map(([name, { properties }]) => [name, json<Templates[string]>(properties.templateFile)])),
  };
}

/** What the CDK says of the difference between two templates of a stack. */
export async function difference(stack: string, before: Synthesis, after: Synthesis): Promise<Run> {
  // The CDK shows no difference of an assembly whose validation failed, and what no fix can repair still fails it.
  const shown = `${after.folder}-diff`;
  cpSync(after.folder, shown, { recursive: true, filter: file => basename(file) !== 'validation-report.json' });
  const words = ['diff', stack, '--exclusively', '--app', shown, '--template', join(before.folder, `${stack}.template.json`), '--no-change-set'];
  return cdk(words);
}

async function cdk(words: readonly string[], environment: Readonly<Record<string, string>> = {}): Promise<Run> {
  const child = spawn(process.execPath, [join(ROOT, 'node_modules', 'aws-cdk', 'bin', 'cdk'), ...words, '--no-notices'], {
    cwd: ROOT,
    env: { ...process.env, ...OFFLINE, ...environment, PATH: `${BIN}${delimiter}${process.env.PATH}` },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => { output += text; });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', code => resolve({ command: `cdk ${words.join(' ')}`, exitCode: code ?? 1, output }));
  });
}
