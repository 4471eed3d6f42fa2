import { writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { App, IPolicyValidationContext, IPolicyValidationPlugin, PolicyValidationPluginReport, Stage, Validations } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { acknowledgementsIn, everyConstruct } from './acknowledged';
import { finalTemplates, sourcesIn } from './final-templates';
import { settingsKey, withNearestTopic } from './scoped-settings';
import { failureViolation, summary, violationsOf } from './violations';
import { isMeant, notices } from '../engine/acknowledgements';
import { AuditResult, auditPart } from '../engine/audit';
import { failsBuild } from '../engine/fails-build';
import { stageFinding } from '../engine/notices';
import { Finding } from '../finding';
import { FixLevel, isWithin } from '../fix-level';
import { AppModel } from '../model/app-model';
import { liesUnder } from '../model/construct-path';
import { RepairNote } from '../remediation/rounds';
import { Subject } from '../rule/found';
import { Rule } from '../rule/rule';
import { Settings } from '../rule/settings';
import { RULES } from '../rules';
import { Severity } from '../severity';

/** A part of an application that is audited, and how. */
export interface AuditScope {
  /** The construct path of the part. */
  readonly path: string;
  readonly rules: readonly Rule[];
  /** The least severity that fails the synthesis, or nothing. */
  readonly failOn: Severity | undefined;
  /** What the owner says besides the application. */
  readonly settings: Settings;
}

/** The file beside the templates that holds everything that was found and repaired. */
export const REPORT_FILE = 'rampart-report.json';

const KEY = Symbol.for('cdk-rampart.plugin');

/** What an App's validation calls: judges the final templates and hands CDK what it found. */
export class RampartPlugin implements IPolicyValidationPlugin {
  /** The plugin of the App that a construct belongs to; registered with it at the first call. */
  public static of(scope: IConstruct): RampartPlugin {
    const { root } = scope.node;
    if (!App.isApp(root)) throw new Error(`${scope.node.path}: an audit needs an App at the root of the tree, got: ${root.constructor.name}`);
    const holder = root as { [KEY]?: RampartPlugin };
    if (holder[KEY] === undefined) {
      const plugin = new RampartPlugin();
      Object.defineProperty(root, KEY, { value: plugin });
      Validations.of(root).addPlugins(plugin);
    }
    return holder[KEY]!;
  }

  public readonly name = 'Rampart';

  private readonly audits = new Map<string, AuditScope>();
  private readonly repairedStages = new Map<string, FixLevel>();
  private readonly repairScopes = new Map<string, FixLevel>();
  private notes: RepairNote[] = [];

  /** The rules that the audits judge by. */
  public get ruleIds(): string[] {
    return [...new Set([...this.audits.values()].flatMap(({ rules }) => rules.map(rule => rule.id)))];
  }

  public addAudit(scope: AuditScope): void {
    this.audits.set(`${scope.path} ${scope.failOn} ${settingsKey(scope.settings)} ${scope.rules.map(rule => rule.id).join()}`, scope);
  }

  /** Settings of a repair, in which the audits of other parts have a say: whom alarms tell there. */
  public settingsOfRepair(path: string, settings: Settings): Settings {
    return withNearestTopic(settings, [{ path, settings }, ...[...this.audits.values()].filter(audit => audit.path !== path)]);
  }

  /** Says that the Stages below a scope are meant to be repaired. */
  public expectRepairs(path: string, level: FixLevel): void {
    this.repairScopes.set(path, level);
  }

  /** Says that a Stage was repaired. */
  public remediated(stagePath: string, level: FixLevel): void {
    this.repairedStages.set(stagePath, level);
  }

  /** Keeps what a remediation did, for the report. */
  public noted(notes: readonly RepairNote[]): void {
    this.notes = [...this.notes, ...notes];
  }

  /** CDK takes a plugin that throws for one that found nothing, so a failure of ours is a report that fails. */
  public validate(context: IPolicyValidationContext): PolicyValidationPluginReport {
    try {
      return this.judge(context);
    } catch (error) {
      return { success: false, violations: [failureViolation(error, context.stackTemplates[0]?.stackConstructPath ?? '')] };
    }
  }

  private judge(context: IPolicyValidationContext): PolicyValidationPluginReport {
    const constructs = everyConstruct(context.appConstruct);
    const byPath = new Map(constructs.map(construct => [construct.node.path, construct]));
    const templates = finalTemplates(context, byPath);
    // Audits of one App mostly say the same, and what is worked out over all of it is worked out once.
    const apps = new Map<string, AppModel>();
    const scopes = [...this.audits.values()];
    const modelFor = ({ settings }: AuditScope): AppModel => {
      const key = settingsKey(settings);
      if (!apps.has(key)) apps.set(key, new AppModel(templates, withNearestTopic(settings, scopes)));
      return apps.get(key)!;
    };
    const acknowledgements = acknowledgementsIn(constructs)
      .filter(({ on }) => 'constructPath' in on && scopes.some(({ path }) => liesUnder(on.constructPath, path) || liesUnder(path, on.constructPath)))
      .filter(one => isMeant(one, scopes.flatMap(({ rules }) => rules), RULES));
    const sources = sourcesIn(byPath);
    const results = scopes.map(scope => ({
      scope,
      result: auditPart(modelFor(scope), {
        rules: scope.rules,
        acknowledgements,
        sources,
        ...(scope.path === '' ? {} : { within: (subject: Subject) => liesUnder(subject.constructPath ?? subject.template.stackPath ?? '', scope.path) }),
      }),
    }));
    const failing = new Set(results.flatMap(({ scope, result }) => result.findings.filter(finding => failsBuild(finding, scope.failOn))));
    const merged = merge(results.map(({ result }) => result), failing);
    const used = new Set(results.flatMap(({ result }) => [...result.used]));
    const judgements = results.flatMap(({ result }) => result.judgements);
    const findings = [
      ...this.withRefusals(merged.findings, failing),
      ...notices(acknowledgements, used, { rules: scopes.flatMap(({ rules }) => rules) }, judgements),
      ...this.unrepairedStages(constructs, merged.findings),
    ];
    const fails = (finding: Finding) => failing.has(finding);
    writeReport(context, { findings, acknowledged: merged.acknowledged }, this.notes);
    return {
      success: failing.size === 0,
      violations: [
        ...violationsOf({ findings, acknowledged: merged.acknowledged }, fails, acknowledgements),
        ...summary(findings, this.notes, fails, context.stackTemplates[0]?.stackConstructPath ?? ''),
      ],
    };
  }

  /** A finding whose fix was refused says so, instead of promising it, and fails a build as before. */
  private withRefusals(findings: readonly Finding[], failing: Set<Finding>): readonly Finding[] {
    if (this.notes.length === 0) return findings;
    const refusals = new Map(this.notes.flatMap(note => (note.declined === undefined ? [] : [[`${note.rule} ${note.constructPath}`, note.declined]])));
    return findings.map(finding => {
      const declined = refusals.get(`${finding.rule} ${finding.constructPath}`);
      if (declined === undefined || finding.fix === undefined) return finding;
      const refused = { ...finding, fix: undefined, declined };
      if (failing.has(finding)) failing.add(refused);
      return refused;
    });
  }

  /** A Stage that was made after the remediation was asked for, out of its sight, is audited but keeps its findings. */
  private unrepairedStages(constructs: readonly IConstruct[], findings: readonly Finding[]): Finding[] {
    const stages = constructs.filter(construct => Stage.isStage(construct));
    return [...this.repairScopes].flatMap(([path, level]) => stages
      .filter(stage => liesUnder(stage.node.path, path) && !this.repairedStages.has(stage.node.path))
      .flatMap(stage => {
        const own = findings.filter(finding => finding.fix !== undefined && isWithin(finding.fix as FixLevel, level)
          && stage.node.path !== '' && liesUnder(finding.constructPath ?? '', stage.node.path));
        return own.length === 0 ? [] : [stageFinding(stage.node.path, own[0].template, own.length)];
      }));
  }
}

/** What several audits found, each finding once; what fails the build in one of them fails it. */
function merge(results: readonly AuditResult[], failing: Set<Finding>): AuditResult {
  if (results.length === 1) return results[0];
  const [findings, acknowledged] = [results.flatMap(one => one.findings), results.flatMap(one => one.acknowledged)];
  return { findings: once(findings, failing), acknowledged: once(acknowledged, failing) };
}

function once(findings: readonly Finding[], failing: Set<Finding>): Finding[] {
  const kept = new Map<string, Finding>();
  for (const finding of findings) {
    const key = JSON.stringify(finding);
    const same = kept.get(key);
    if (same === undefined) kept.set(key, finding);
    else if (failing.has(finding)) failing.add(same);
  }
  return [...kept.values()];
}

/** Templates are named relative to the folder that they and the report lie in, so that the report reads the same anywhere. */
function writeReport(context: IPolicyValidationContext, result: AuditResult, repairs: readonly RepairNote[]): void {
  if (!App.isApp(context.appConstruct)) return;
  const { outdir } = context.appConstruct;
  const names = new Map<string, string>([['', '']]);
  const nameOf = (template: string) => {
    if (!names.has(template)) names.set(template, relative(outdir, resolve(template)));
    return names.get(template)!;
  };
  const named = (findings: readonly Finding[]) => findings.map(finding => ({ ...finding, template: nameOf(finding.template) }));
  const report = { findings: named(result.findings), acknowledged: named(result.acknowledged), repairs };
  writeFileSync(join(outdir, REPORT_FILE), `${JSON.stringify(report, undefined, 2)}\n`);
}
