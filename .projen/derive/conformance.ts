import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { AwsSolutionsChecks, HIPAASecurityChecks, NIST80053R4Checks, NIST80053R5Checks, PCIDSS321Checks, ServerlessChecks } from 'cdk-nag';
import { Construct } from 'constructs';
import { OWN_REASONS, PACK_REASONS, reasonFor } from './conformance-reasons';
import { OWNERS_DECISIONS } from './owners-decisions';
import { judge } from '../../aspects/engine/audit';
import { AppModel } from '../../aspects/model/app-model';
import { liesUnder } from '../../aspects/model/construct-path';
import { JsonObject } from '../../aspects/model/json';
import { RULES } from '../../aspects/rules';
import { Severity } from '../../aspects/severity';
import {
  AccessReview, ApiAuthorizer, PrivateNetwork, Quarantine, RotationRehearsal, SecretBackedFunction, SecretSource, SecureApi, SecureFunction,
  SecurityAlarms, SiemDestination, SiemExport,
} from '../../lib';
import { buildLayer } from '../layer';

const CODE = Code.fromInline('exports.handler = async () => {};');

/** Every construct of ours, with its required props only, by the name of its class. */
export const CONSTRUCTS: Readonly<Record<string, (scope: Construct, id: string) => Construct>> = {
  AccessReview: (scope, id) => new AccessReview(scope, id),
  SiemExport: (scope, id) => new SiemExport(scope, id, {
    destination: SiemDestination.datadog('datadoghq.eu', Secret.fromSecretNameV2(scope, 'ApiKey', 'datadog')),
  }),
  PrivateNetwork: (scope, id) => new PrivateNetwork(scope, id),
  SecretBackedFunction: (scope, id) => new SecretBackedFunction(scope, id, { code: CODE, secrets: { key: SecretSource.generated() } }),
  SecureApi: (scope, id) => {
    const api = new SecureApi(scope, id, { authorizer: ApiAuthorizer.iam() });
    // An API without a route does not deploy; the function behind it is no part of it.
    api.addRoute('GET', '/orders', { handler: new SecureFunction(scope, 'Orders', { code: CODE }) });
    return api;
  },
  RotationRehearsal: (scope, id) => new RotationRehearsal(scope, id, {
    alarms: new SecurityAlarms(scope, 'Alarms'),
    secret: new SecretBackedFunction(scope, 'Function', { code: CODE, secrets: { key: SecretSource.generated() } }).secret('key'),
  }),
  Quarantine: (scope, id) => new Quarantine(scope, id, {
    alarms: new SecurityAlarms(scope, 'Alarms'), functions: [new SecureFunction(scope, 'Function', { code: CODE })],
  }),
  EnforcedBoundary: (scope, id) => {
    buildLayer(join(__dirname, '..', '..'));
    const fn = new SecureFunction(scope, id, { code: CODE });
    fn.enforceBoundary();
    return fn;
  },
  SecureFunction: (scope, id) => new SecureFunction(scope, id, { code: CODE }),
  SecurityAlarms: (scope, id) => new SecurityAlarms(scope, id),
};

/** The findings of our own rules on what a construct made, with its required props only. */
export function ownFindings(): { readonly construct: string; readonly rule: string; readonly severity: Severity; readonly message: string }[] {
  const outdir = mkdtempSync(join(tmpdir(), 'rampart-conformance-'));
  try {
    const app = new App({ outdir, analyticsReporting: false, builtinCloudFormationValidation: false, context: { 'aws:cdk:enable-path-metadata': true } });
    for (const [construct, create] of Object.entries(CONSTRUCTS)) create(new Stack(app, construct), 'Subject');
    return app.synth().stacks.flatMap(({ stackName, templateFile, template }) => {
      const { judgements, failures } = judge(new AppModel([{ path: templateFile, body: template as JsonObject }]), RULES);
      if (failures.length > 0) throw new Error(failures.map(({ message }) => message).join('\n'));
      return judgements.filter(({ found }) => liesUnder(found.subject.constructPath ?? '', `${stackName}/Subject`))
        .map(({ rule, found }) => ({ construct: stackName, rule: rule.id, severity: found.severity ?? rule.severity, message: found.message }));
    });
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

/** A finding of a pack of cdk-nag on one construct of ours. */
export interface PackFinding {
  /** The class of ours. */
  readonly construct: string;
  /** The pack, as it stands before the rule's name. */
  readonly pack: string;
  /** The rule's name without the pack: several packs ask the same. */
  readonly rule: string;
  /** The resource below the construct: `Function/Resource`. */
  readonly resource: string;
}

/** The packs of cdk-nag, by the name that stands before their rules. */
const PACKS = [AwsSolutionsChecks, HIPAASecurityChecks, NIST80053R4Checks, NIST80053R5Checks, PCIDSS321Checks, ServerlessChecks];

/** Runs the packs of cdk-nag on every construct of ours. */
export function packFindings(): PackFinding[] {
  const outdir = mkdtempSync(join(tmpdir(), 'rampart-conformance-'));
  try {
    const app = new App({ outdir, analyticsReporting: false });
    return Object.entries(CONSTRUCTS).flatMap(([construct, create]) => {
      const stack = new Stack(app, construct);
      const path = create(stack, 'Subject').node.path;
      return PACKS.flatMap(Pack => new Pack().validateScope(stack).violations).flatMap(({ ruleName, violatingResources }) => violatingResources
        .filter(({ constructPath }) => liesUnder(constructPath ?? '', path))
        .map(({ constructPath = '' }) => (
          { construct, pack: packOf(ruleName), rule: questionOf(ruleName), resource: constructPath.replace(`${path}/`, '') }
        )));
    });
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

/** docs/conformance.md: what cdk-nag's Serverless pack says of the constructs, and why that is accepted. */
export function conformance(): string {
  const findings = packFindings();
  return [
    '# Conformance of the constructs',
    '',
    'With its required props only, each construct of `cdk-rampart` gives no finding of MEDIUM or above of our own rules.',
    'This page lists what remains of severity LOW, and what the six packs of cdk-nag find, from a run of both, and why it is accepted.',
    'Derived by `npm run derive`; the reasons are in `.projen/derive/conformance-reasons.ts`.',
    '',
    ...Object.keys(CONSTRUCTS).flatMap(construct => [`## ${construct}`, '', ...ownSection(construct), '', ...section(findings.filter(finding => finding.construct === construct)), '']),
  ].join('\n').replace(/\n+$/, '\n');
}

function ownSection(construct: string): string[] {
  const findings = ownFindings().filter(one => one.construct === construct);
  if (findings.length === 0) return ['Our own rules find nothing.'];
  return [
    '| rule of ours | severity | what it says | why it is accepted |',
    '| --- | --- | --- | --- |',
    ...new Set(findings.map(({ rule, severity, message }) =>
      `| [${rule}](rules/${rule}.md) | ${severity} | ${message} | ${reasonFor(OWN_REASONS, rule, construct) ?? OWNERS_DECISIONS[rule] ?? ''} |`)),
  ];
}

function section(findings: readonly PackFinding[]): string[] {
  if (findings.length === 0) return ['The packs of cdk-nag find nothing.'];
  const byQuestion = new Map<string, PackFinding[]>();
  for (const finding of findings) byQuestion.set(finding.rule, [...byQuestion.get(finding.rule) ?? [], finding]);
  const distinct = (values: readonly string[]) => [...new Set(values)].sort().join('<br>');
  return [
    '| rule of cdk-nag | in the packs | resource | why it is accepted |',
    '| --- | --- | --- | --- |',
    ...[...byQuestion].sort(([one], [other]) => (one < other ? -1 : 1)).map(([rule, all]) =>
      `| ${rule} | ${distinct(all.map(({ pack }) => pack))} | ${distinct(all.map(({ resource }) => resource))} | ${reasonFor(PACK_REASONS, rule, all[0].construct) ?? ''} |`),
  ];
}
