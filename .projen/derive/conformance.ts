import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { AwsSolutionsChecks, HIPAASecurityChecks, NIST80053R4Checks, NIST80053R5Checks, PCIDSS321Checks, ServerlessChecks } from 'cdk-nag';
import { OWN_REASONS, PACK_REASONS, reasonFor } from './conformance-reasons';
import { OWNERS_DECISIONS } from './owners-decisions';
import { judge } from '../../aspects/engine/audit';
import { AppModel } from '../../aspects/model/app-model';
import { liesUnder } from '../../aspects/model/construct-path';
import { JsonObject } from '../../aspects/model/json';
import { RULES } from '../../aspects/rules';
import { Severity } from '../../aspects/severity';
import { CONSTRUCTS } from '../../test/support/constructs';
import { surroundings } from '../../test/support/constructs/layout';
import { built, Combination, everyOption, requiredOnly } from '../../test/support/constructs/subject';

const REQUIRED = 'required props only';

/** So many resources are named at most for one rule. */
const MOST_RESOURCES = 6;

/** A finding of our own rules on one construct of ours. */
export interface OwnFinding {
  /** The class of ours. */
  readonly construct: string;
  /** With which of its props: `required props only`, or the name of a list of options. */
  readonly props: string;
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
}

/** A finding of a pack of cdk-nag on one construct of ours. */
export interface PackFinding {
  /** The class of ours. */
  readonly construct: string;
  /** With which of its props. */
  readonly props: string;
  /** The pack, as it stands before the rule's name. */
  readonly pack: string;
  /** The rule's name without the pack: several packs ask the same. */
  readonly rule: string;
  /** The resource below the construct: `Function/Resource`. */
  readonly resource: string;
}

/** The packs of cdk-nag, by the name that stands before their rules. */
const PACKS = [AwsSolutionsChecks, HIPAASecurityChecks, NIST80053R4Checks, NIST80053R5Checks, PCIDSS321Checks, ServerlessChecks];

/** What is found about every construct of ours, with its required props only and with every option. */
export interface Findings {
  readonly own: readonly OwnFinding[];
  readonly packs: readonly PackFinding[];
}

let known: Findings | undefined;

/** What is found, looked for once. */
export function allFindings(): Findings {
  return known ??= Object.entries(CONSTRUCTS)
    .flatMap(([name, one]) => Object.entries({ [REQUIRED]: requiredOnly(one), ...everyOption(one) })
      .map(([props, combination]) => findingsOf(name, props, combination)))
    .reduce((all, one) => ({ own: [...all.own, ...one.own], packs: [...all.packs, ...one.packs] }), { own: [], packs: [] });
}

/** Each in an application of its own: some rules compare what an application has. */
function findingsOf(construct: string, props: string, combination: Combination): Findings {
  const outdir = mkdtempSync(join(tmpdir(), 'rampart-conformance-'));
  try {
    const app = new App({
      outdir, analyticsReporting: false, builtinCloudFormationValidation: false, context: { 'aws:cdk:enable-path-metadata': true, 'aws:cdk:bundling-stacks': [] },
    });
    const around = surroundings(app, 'Stack');
    built(CONSTRUCTS[construct], around, 'Subject', combination);
    const beside = CONSTRUCTS[construct].madeBeside;
    const isOurs = (path = '') => liesUnder(path, 'Stack/Subject') || beside?.test(path) === true;
    const packs = [around.stack, around.storage, around.users].flatMap(stack => PACKS.flatMap(Pack => new Pack().validateScope(stack).violations))
      .flatMap(({ ruleName, violatingResources }) => violatingResources.filter(({ constructPath }) => isOurs(constructPath)).map(({ constructPath = '' }) => (
        { construct, props, pack: packOf(ruleName), rule: questionOf(ruleName), resource: constructPath.replace('Stack/Subject/', '') }
      )));
    const sources = app.synth().stacks.map(stack => (
      { path: stack.templateFile, body: stack.template as JsonObject, stackName: stack.stackName, stackPath: stack.hierarchicalId }
    ));
    const { judgements, failures } = judge(new AppModel(sources), RULES);
    if (failures.length > 0) throw new Error(failures.map(({ message }) => message).join('\n'));
    const own = judgements.filter(({ found }) => isOurs(found.subject.constructPath))
      .map(({ rule, found }) => ({ construct, props, rule: rule.id, severity: found.severity ?? rule.severity, message: found.message }));
    return { own, packs };
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

/** The pack of a rule: `NIST.800.53.R5` of `NIST.800.53.R5-LambdaDLQ`. */
function packOf(ruleName: string): string {
  return ruleName.slice(0, ruleName.indexOf('-'));
}

/** The question of a rule, which several packs ask: `LambdaDLQ` of `NIST.800.53.R5-LambdaDLQ`. */
function questionOf(ruleName: string): string {
  return ruleName.slice(ruleName.indexOf('-') + 1).replace(/\[.*/, '');
}

/** docs/conformance.md: what our own rules and the packs of cdk-nag say of the constructs, and why that is accepted. */
export function conformance(): string {
  const { own, packs } = allFindings();
  return [
    '# Conformance of the constructs',
    '',
    'With its required props only and with every option, each construct of `cdk-rampart` gives no finding of MEDIUM or above of our own rules.',
    'This page lists what remains of severity LOW, and what the six packs of cdk-nag find, from a run of both on both, and why it is accepted.',
    'What is found with the required props only stands first; what only other options bring names them.',
    'Derived by `npm run derive`; the reasons are in `.projen/derive/conformance-reasons.ts`.',
    '',
    ...Object.keys(CONSTRUCTS).flatMap(construct => [
      `## ${construct}`, '', ...ownSection(own.filter(one => one.construct === construct)), '', ...packSection(packs.filter(one => one.construct === construct)), '',
    ]),
  ].join('\n').replace(/\n+$/, '\n');
}

const WHATEVER = 'whatever the props';

/** With which props something is found. */
function propsOf(findings: readonly { readonly props: string }[]): string {
  const all = distinct(findings.map(({ props }) => props));
  return all.includes(REQUIRED) ? WHATEVER : all.join('<br>');
}

function distinct(values: readonly string[]): string[] {
  return [...new Set(values)].sort();
}

/** By rule, those that everybody meets first. */
function byRule<One extends { readonly rule: string; readonly props: string }>(findings: readonly One[]): [string, One[]][] {
  const rules = distinct(findings.map(({ rule }) => rule)).map((rule): [string, One[]] => [rule, findings.filter(one => one.rule === rule)]);
  const isCommon = ([, all]: [string, One[]]) => propsOf(all) === WHATEVER;
  return [...rules.filter(isCommon), ...rules.filter(one => !isCommon(one))];
}

function ownSection(findings: readonly OwnFinding[]): string[] {
  if (findings.length === 0) return ['Our own rules find nothing.'];
  return [
    '| rule of ours | severity | with | why it is accepted |',
    '| --- | --- | --- | --- |',
    ...byRule(findings).map(([rule, all]) => `| [${rule}](rules/${rule}.md) | ${distinct(all.map(({ severity }) => severity)).join('<br>')} | ${propsOf(all)} | ${
      reasonFor(OWN_REASONS, rule, all[0].construct) ?? OWNERS_DECISIONS[rule] ?? ''} |`),
  ];
}

function packSection(findings: readonly PackFinding[]): string[] {
  if (findings.length === 0) return ['The packs of cdk-nag find nothing.'];
  return [
    '| rule of cdk-nag | in the packs | with | resource | why it is accepted |',
    '| --- | --- | --- | --- | --- |',
    ...byRule(findings).map(([rule, all]) => {
      // What everybody meets is enough to recognise the resource.
      const shown = all.filter(({ props }) => propsOf(all) !== WHATEVER || props === REQUIRED);
      return `| ${rule} | ${distinct(all.map(({ pack }) => pack)).join('<br>')} | ${propsOf(all)} | ${resourcesOf(shown)} | ${reasonFor(PACK_REASONS, rule, all[0].construct) ?? ''} |`;
    }),
  ];
}

/** The resources, of many the first ones. */
function resourcesOf(findings: readonly PackFinding[]): string {
  const all = distinct(findings.map(({ resource }) => resource));
  return all.length <= MOST_RESOURCES ? all.join('<br>') : [...all.slice(0, MOST_RESOURCES - 1), `and ${all.length - MOST_RESOURCES + 1} more`].join('<br>');
}
