import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { App, CfnElement, IPolicyValidationContext, IPolicyValidationPlugin, PolicyValidationPluginReport, Stack, Stage, Validations } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { acknowledgementsIn, everyConstruct } from './acknowledged';
import { constructAt, logicalIdOf, resourcesOf, stacksOf } from './tree-source';
import { repairSummary, violationsOf } from './violations';
import { audit, AuditResult } from '../engine/audit';
import { failsBuild } from '../engine/fails-build';
import { stageFinding } from '../engine/notices';
import { sourceOf } from '../engine/source-line';
import { Finding } from '../finding';
import { FixLevel, isWithin } from '../fix-level';
import { AppModel } from '../model/app-model';
import { liesUnder } from '../model/construct-path';
import { isObject, Json, JsonObject } from '../model/json';
import { TemplateSource } from '../model/template';
import { RepairNote } from '../remediation/remediate';
import { Subject } from '../rule/found';
import { Rule } from '../rule/rule';
import { Severity } from '../severity';

/** A part of an application that is audited, and how. */
export interface AuditScope {
  /** The construct path of the part. */
  readonly path: string;
  readonly rules: readonly Rule[];
  /** The least severity that fails the synthesis, or nothing. */
  readonly failOn: Severity | undefined;
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
  private readonly repairScopes: { readonly path: string; readonly level: FixLevel }[] = [];
  private notes: RepairNote[] = [];

  /** The rules that the audits judge by. */
  public get ruleIds(): string[] {
    return [...new Set([...this.audits.values()].flatMap(({ rules }) => rules.map(rule => rule.id)))];
  }

  public addAudit(scope: AuditScope): void {
    this.audits.set(`${scope.path} ${scope.failOn} ${scope.rules.map(rule => rule.id).join()}`, scope);
  }

  /** Says that the Stages below a scope are meant to be repaired. */
  public expectRepairs(path: string, level: FixLevel): void {
    this.repairScopes.push({ path, level });
  }

  /** Says that a Stage was repaired. */
  public remediated(stagePath: string, level: FixLevel): void {
    this.repairedStages.set(stagePath, level);
  }

  /** Keeps what a remediation did, for the report. */
  public noted(notes: readonly RepairNote[]): void {
    this.notes = [...this.notes, ...notes];
  }

  public validate(context: IPolicyValidationContext): PolicyValidationPluginReport {
    const constructs = everyConstruct(context.appConstruct);
    const app = new AppModel(finalTemplates(context, constructs));
    const acknowledgements = acknowledgementsIn(constructs);
    const sources = sourceFinder(context.appConstruct);
    const results = [...this.audits.values()].map(scope => ({
      scope,
      result: audit(app, {
        rules: scope.rules,
        acknowledgements: acknowledgements.filter(({ on }) => 'constructPath' in on && (liesUnder(on.constructPath, scope.path) || liesUnder(scope.path, on.constructPath))),
        sources,
        ...(scope.path === '' ? {} : { within: (subject: Subject) => liesUnder(subject.constructPath ?? subject.template.stackPath ?? '', scope.path) }),
      }),
    }));
    const failing = new Set(results.flatMap(({ scope, result }) => result.findings.filter(finding => failsBuild(finding, scope.failOn)).map(keyOf)));
    const merged = merge(results.map(({ result }) => result));
    const findings = [...merged.findings, ...this.unrepairedStages(constructs, merged.findings)];
    writeReport(context, { findings, acknowledged: merged.acknowledged }, this.notes);
    return {
      success: failing.size === 0,
      violations: [
        ...violationsOf({ findings, acknowledged: merged.acknowledged }, finding => failing.has(keyOf(finding)), acknowledgements),
        ...repairSummary(findings, this.notes, context.stackTemplates[0]?.stackConstructPath ?? ''),
      ],
    };
  }

  /** A Stage that was made after the remediation was asked for, out of its sight, is audited but keeps its findings. */
  private unrepairedStages(constructs: readonly IConstruct[], findings: readonly Finding[]): Finding[] {
    const stages = constructs.filter(construct => Stage.isStage(construct));
    return this.repairScopes.flatMap(({ path, level }) => stages
      .filter(stage => liesUnder(stage.node.path, path) && !this.repairedStages.has(stage.node.path))
      .flatMap(stage => {
        const own = findings.filter(finding => finding.fix !== undefined && isWithin(finding.fix as FixLevel, level)
          && stage.node.path !== '' && liesUnder(finding.constructPath ?? '', stage.node.path));
        return own.length === 0 ? [] : [stageFinding(stage.node.path, own[0].template, own.length)];
      }));
  }
}

/** The final templates of an App, nested stacks included. */
function finalTemplates(context: IPolicyValidationContext, constructs: readonly IConstruct[]): TemplateSource[] {
  const stacks = new Map(constructs.filter((one): one is Stack => Stack.isStack(one)).map(stack => [stack.node.path, stack]));
  return context.stackTemplates.flatMap(({ stackConstructPath, templatePath }) => {
    const stack = stacks.get(stackConstructPath);
    const own = templateSource(templatePath, stack);
    if (stack === undefined) return [own];
    const nested = stacksOf(stack).filter(one => one !== stack && one.nestedStackParent !== undefined);
    return [own, ...nested.map(one => ({
      ...templateSource(join(dirname(templatePath), one.templateFile), one),
      nestedIn: { path: join(dirname(templatePath), one.nestedStackParent!.templateFile), logicalId: logicalIdOf(one.nestedStackResource as never) },
    }))];
  });
}

function templateSource(path: string, stack: Stack | undefined): TemplateSource {
  const body = JSON.parse(readFileSync(path, 'utf8')) as JsonObject;
  let paths: Map<string, string> | undefined;
  return {
    path,
    body,
    ...(stack === undefined ? {} : {
      stackPath: stack.node.path,
      stackName: stack.nestedStackParent ? undefined : String(stack.resolve(stack.stackName)),
      constructPathOf: (logicalId: string) => {
        const noted = notedPath(body, logicalId, stack);
        if (noted !== undefined) return noted;
        paths ??= new Map(resourcesOf(stack).map(resource => [logicalIdOf(resource), resource.node.path]));
        return paths.get(logicalId);
      },
    }),
  };
}

/** The construct path in the metadata of a resource, if it is true: an included template brings its own. */
function notedPath(body: JsonObject, logicalId: string, stack: Stack): string | undefined {
  const noted = ['Resources', logicalId, 'Metadata', 'aws:cdk:path'].reduce<Json>((at, key) => (isObject(at) ? at[key] : undefined), body);
  const construct = typeof noted === 'string' ? constructAt(stack.node.root, noted) : undefined;
  const isTrue = CfnElement.isCfnElement(construct) && construct.stack === stack && logicalIdOf(construct) === logicalId;
  return isTrue ? construct.node.path : undefined;
}

/** Finds the place in the user's code where a construct was made. */
function sourceFinder(root: IConstruct): (constructPath: string) => string | undefined {
  const framesAt = (path: string) => {
    const trace: unknown = constructAt(root, path)?.node.metadata.find(entry => entry.type === 'aws:cdk:creationStack')?.data;
    return Array.isArray(trace) ? trace.map(String) : [];
  };
  const isStack = (path: string) => Stack.isStack(constructAt(root, path));
  return path => sourceOf(path, { framesAt, isStack });
}

function keyOf(finding: Finding): string {
  return JSON.stringify(finding);
}

function merge(results: readonly AuditResult[]): AuditResult {
  if (results.length === 1) return results[0];
  const once = (findings: readonly Finding[]) => [...new Map(findings.map(finding => [keyOf(finding), finding])).values()];
  return { findings: once(results.flatMap(({ findings }) => findings)), acknowledged: once(results.flatMap(({ acknowledged }) => acknowledged)) };
}

/** Templates are named relative to the folder that they and the report lie in, so that the report reads the same anywhere. */
function writeReport(context: IPolicyValidationContext, result: AuditResult, repairs: readonly RepairNote[]): void {
  if (!App.isApp(context.appConstruct)) return;
  const { outdir } = context.appConstruct;
  const named = (findings: readonly Finding[]) => findings.map(finding => ({ ...finding, template: finding.template && relative(outdir, resolve(finding.template)) }));
  const report = { findings: named(result.findings), acknowledged: named(result.acknowledged), repairs };
  writeFileSync(join(outdir, REPORT_FILE), `${JSON.stringify(report, undefined, 2)}\n`);
}
