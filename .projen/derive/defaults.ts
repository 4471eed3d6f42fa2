import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { CONSTRUCTS_ALONE, CONSTRUCTS_WITH_HELPERS, DefaultConstruct } from './default-constructs';
import { audit } from '../../aspects/engine/audit';
import { failsBuild } from '../../aspects/engine/fails-build';
import { Finding } from '../../aspects/finding';
import { AppModel } from '../../aspects/model/app-model';
import { JsonObject } from '../../aspects/model/json';
import { RULES } from '../../aspects/rules';
import { Severity, SEVERITIES } from '../../aspects/severity';

/** A finding on what a construct makes by default. */
export interface DefaultFinding {
  /** What the user types. */
  readonly code: string;
  /** The type of the resource, or of the part of a template. */
  readonly type: string;
  readonly finding: Finding;
}

/** Synthesises each construct in a stack of its own and judges it as an application of its own. */
export function defaultFindings(constructs: readonly DefaultConstruct[]): DefaultFinding[] {
  const outdir = mkdtempSync(join(tmpdir(), 'rampart-defaults-'));
  try {
    const app = new App({ outdir, analyticsReporting: false, builtinCloudFormationValidation: false, context: { 'aws:cdk:enable-path-metadata': true } });
    const stacks = constructs.map((one, index) => {
      const stack = new Stack(app, `Stack${index}`);
      one.make(stack);
      return stack.artifactId;
    });
    const assembly = app.synth();
    return constructs.flatMap(({ code }, index) => {
      const artifact = assembly.getStackArtifact(stacks[index]);
      const body = artifact.template as JsonObject;
      const model = new AppModel([{ path: artifact.templateFile, body, stackName: artifact.stackName, stackPath: artifact.hierarchicalId }]);
      const resources = body.Resources as Record<string, { readonly Type: string }> | undefined;
      return audit(model, { rules: RULES }).findings.map(finding => ({ code, type: resources?.[finding.logicalId]?.Type ?? 'the application', finding }));
    });
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

/** docs/defaults.md: what the rules find on what the CDK makes by itself. */
export function defaults(): string {
  const alone = defaultFindings(CONSTRUCTS_ALONE);
  const withHelpers = defaultFindings(CONSTRUCTS_WITH_HELPERS);
  const ofUser = alone.filter(({ finding }) => finding.provenance === 'user');
  const ofHelpers = withHelpers.filter(({ finding }) => finding.provenance === 'helper');
  return [
    '# Findings on CDK defaults',
    '',
    'Each construct here was synthesised with its required props only and judged by every rule: these findings come from what the CDK chooses, not from what the user typed.',
    'Where the severity is bold, the finding fails a build unless `failOn` says otherwise; the last section says what an attacker can do with each.',
    'Derived by `npm run derive`; the constructs are in `.projen/derive/default-constructs.ts`.',
    '',
    '## Constructs with their required props only',
    '',
    'A function that only serves another construct is judged at `new lambda.Function`.',
    '',
    ...table(CONSTRUCTS_ALONE, withoutBystanders(ofUser)),
    '',
    '## What helpers of the CDK make',
    '',
    'These functions, roles and buckets cannot be configured by whoever causes them. Their findings are reported apart, never fail a build and are never repaired.',
    '',
    ...table(CONSTRUCTS_WITH_HELPERS, ofHelpers),
    '',
    '## What each finding permits',
    '',
    '| rule | severity | what it permits |',
    '| --- | --- | --- |',
    ...permitted([...ofUser, ...ofHelpers]),
    '',
  ].join('\n');
}

const FUNCTION_ALONE = 'new lambda.Function';

/** Leaves out what `new lambda.Function`, and what the application as a whole, would show at every construct again. */
function withoutBystanders(findings: readonly DefaultFinding[]): DefaultFinding[] {
  const alone = new Set(findings.filter(({ code }) => code === FUNCTION_ALONE).map(keyOf));
  return findings.filter(one => one.code === FUNCTION_ALONE || !alone.has(keyOf(one)));
}

function keyOf({ type, finding }: DefaultFinding): string {
  return `${finding.rule} ${type}`;
}

function table(constructs: readonly DefaultConstruct[], findings: readonly DefaultFinding[]): string[] {
  return [
    '| what the user types | on | finding | severity | fix |',
    '| --- | --- | --- | --- | --- |',
    ...constructs.flatMap(({ code }) => {
      const rows = [...new Set(findings.filter(one => one.code === code).sort(bySeverity).map(row))];
      return rows.length === 0 ? [`| \`${code}\` |  | nothing |  |  |`] : rows;
    }),
  ];
}

function row({ code, type, finding }: DefaultFinding): string {
  const undecided = finding.verdict === 'undecided' ? ' (undecided)' : '';
  const severity = failsBuild(finding, Severity.HIGH) ? `**${finding.severity}**` : finding.severity;
  return `| \`${code}\` | ${type.replace(/^AWS::/, '')} | [${finding.rule}](rules/${finding.rule}.md)${undecided} | ${severity} | ${finding.fix?.toLowerCase() ?? ''} |`;
}

function permitted(findings: readonly DefaultFinding[]): string[] {
  const found = new Set(findings.map(({ finding }) => finding.rule));
  return [...RULES].filter(rule => found.has(rule.id))
    .sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) || (a.id < b.id ? -1 : 1))
    .map(rule => `| [${rule.id}](rules/${rule.id}.md) | ${rule.severity} | ${rule.threat} |`);
}

function bySeverity(a: DefaultFinding, b: DefaultFinding): number {
  return SEVERITIES.indexOf(a.finding.severity) - SEVERITIES.indexOf(b.finding.severity) || (a.finding.rule < b.finding.rule ? -1 : 1);
}
