import { Arguments, oneOf, parseArguments } from './arguments';
import { CliIo, ExitCode } from './io';
import { Progress } from './progress';
import { selectRules, titleOf } from './rule-selection';
import { settingsFrom, SETTINGS_OPTIONS } from './settings';
import { UsageError } from './usage-error';
import { isMeant } from '../engine/acknowledgements';
import { audit, AuditResult } from '../engine/audit';
import { failsBuild } from '../engine/fails-build';
import { NOTICES } from '../engine/notices';
import { Finding } from '../finding';
import { InputError } from '../input/input-error';
import { readApplication } from '../input/read-application';
import { templateNotices } from '../input/template-notices';
import { AppModel } from '../model/app-model';
import { COLOURED, PLAIN, wantsColour } from '../report/ink';
import { jsonReport } from '../report/json';
import { visible } from '../report/layout';
import { textReport } from '../report/text';
import { Rule } from '../rule/rule';
import { Settings } from '../rule/settings';
import { RULES } from '../rules';
import { isAtLeast, Severity } from '../severity';

const SEVERITY_NAMES = ['critical', 'high', 'medium', 'low'] as const;

/** What a user asks of an audit. */
interface AuditOptions {
  readonly paths: readonly string[];
  readonly format: 'text' | 'json';
  readonly failOn: Severity | undefined;
  readonly minSeverity: Severity;
  readonly rules: readonly Rule[];
  readonly all: boolean;
  readonly settings: Settings;
}

/** The result of all applications together. */
interface Total extends AuditResult {
  readonly audited: { readonly templates: number; readonly resources: number };
  readonly unreadable: number;
}

/** `audit FILE…`: audits each argument as an application of its own, and prints what all of them hold. */
export function auditCommand(words: readonly string[], io: CliIo): ExitCode {
  const options = readOptions(parseArguments(words, {
    ...SETTINGS_OPTIONS,
    'format': { type: 'string' },
    'fail-on': { type: 'string' },
    'min-severity': { type: 'string' },
    'only': { type: 'string', multiple: true },
    'except': { type: 'string', multiple: true },
    'all': { type: 'boolean' },
  }));
  const total = auditAll(options, io);
  const findings = total.findings.filter(finding => isShown(finding, options.minSeverity));
  const acknowledged = total.acknowledged.filter(finding => isShown(finding, options.minSeverity));
  if (options.format === 'json') {
    io.stdout.write(jsonReport({ findings, acknowledged }));
  } else if (total.audited.templates > 0) {
    io.stdout.write(textReport({ findings, acknowledged }, {
      titleOf,
      audited: total.audited,
      all: options.all,
      hidden: total.findings.length - findings.length,
      ink: wantsColour(io.stdout.isTTY === true, io.env) ? COLOURED : PLAIN,
      // A terminal that is too narrow for the columns wraps by itself.
      width: io.stdout.isTTY && io.stdout.columns !== undefined && io.stdout.columns >= 40 ? io.stdout.columns : undefined,
    }));
  }
  if (total.unreadable > 0) return ExitCode.USAGE;
  return total.findings.some(finding => failsBuild(finding, options.failOn)) ? ExitCode.FINDINGS : ExitCode.CLEAN;
}

function readOptions(given: Arguments): AuditOptions {
  if (given.operands.length === 0) {
    throw new UsageError('name what to audit: `cdk-rampart audit cdk.out` after `npx cdk synth`, or template files');
  }
  const failOn = oneOf('--fail-on', given.value('fail-on') ?? 'high', [...SEVERITY_NAMES, 'none']);
  return {
    paths: given.operands,
    format: oneOf('--format', given.value('format') ?? 'text', ['text', 'json']),
    failOn: failOn === 'none' ? undefined : severityNamed(failOn),
    minSeverity: severityNamed(oneOf('--min-severity', given.value('min-severity') ?? 'low', SEVERITY_NAMES)),
    rules: selectRules(given.list('only'), given.list('except')),
    all: given.has('all'),
    settings: settingsFrom(given),
  };
}

function severityNamed(name: typeof SEVERITY_NAMES[number]): Severity {
  return Severity[name.toUpperCase() as keyof typeof Severity];
}

/** What the audit says about itself is shown whatever severity was asked for. */
function isShown(finding: Finding, least: Severity): boolean {
  return isAtLeast(finding.severity, least) || NOTICES.some(notice => notice.id === finding.rule);
}

/** Audits one application after the other. One that cannot be read is named, and the others are audited all the same. */
function auditAll({ paths, rules, settings }: AuditOptions, io: CliIo): Total {
  const progress = new Progress(io, paths.length);
  const total = { findings: [] as Finding[], acknowledged: [] as Finding[], audited: { templates: 0, resources: 0 }, unreadable: 0 };
  const refuse = (fault: string): void => {
    progress.clear();
    total.unreadable += 1;
    io.stderr.write(`cdk-rampart: ${visible(fault)}\n`);
  };
  for (const path of paths) {
    progress.step(path);
    try {
      const { sources, acknowledgements, sourceOf, faults, notices } = readApplication(path, io.cwd);
      for (const fault of faults) refuse(fault.message);
      const app = new AppModel(sources, settings);
      const meant = acknowledgements.filter(one => isMeant(one, rules, RULES));
      const { findings, acknowledged } = audit(app, { rules, acknowledgements: meant, sources: sourceOf });
      for (const finding of [...findings, ...templateNotices(sources), ...notices]) total.findings.push(finding);
      for (const finding of acknowledged) total.acknowledged.push(finding);
      total.audited.templates += app.templates.length;
      total.audited.resources += app.resources.length;
    } catch (error) {
      refuse(faultOf(path, error));
    }
  }
  progress.clear();
  return total;
}

function faultOf(path: string, error: unknown): string {
  if (error instanceof InputError) return error.message;
  const words = error instanceof Error ? error.message : String(error);
  return `${path}: the audit failed: ${words}; this is a bug in cdk-rampart, please report it with the file`;
}
