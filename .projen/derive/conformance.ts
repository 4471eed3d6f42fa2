import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { ServerlessChecks } from 'cdk-nag';
import { Construct } from 'constructs';
import { judge } from '../../aspects/engine/audit';
import { AppModel } from '../../aspects/model/app-model';
import { liesUnder } from '../../aspects/model/construct-path';
import { JsonObject } from '../../aspects/model/json';
import { RULES } from '../../aspects/rules';
import { Severity } from '../../aspects/severity';
import { ApiAuthorizer, SecretBackedFunction, SecretSource, SecureApi, SecureFunction, SecurityAlarms } from '../../lib';

const CODE = Code.fromInline('exports.handler = async () => {};');

/** Every construct of ours, with its required props only, by the name of its class. */
export const CONSTRUCTS: Readonly<Record<string, (scope: Construct, id: string) => Construct>> = {
  SecretBackedFunction: (scope, id) => new SecretBackedFunction(scope, id, { code: CODE, secrets: { key: SecretSource.generated() } }),
  SecureApi: (scope, id) => {
    const api = new SecureApi(scope, id, { authorizer: ApiAuthorizer.iam() });
    // An API without a route does not deploy; the function behind it is no part of it.
    api.addRoute('GET', '/orders', { handler: new SecureFunction(scope, 'Orders', { code: CODE }) });
    return api;
  },
  SecureFunction: (scope, id) => new SecureFunction(scope, id, { code: CODE }),
  SecurityAlarms: (scope, id) => new SecurityAlarms(scope, id),
};

/**
 * Why a construct of ours is right although a rule of cdk-nag's Serverless pack finds fault with it.
 *
 * Reviewed by hand, by construct and rule; a test fails where a reason is missing, or stands for no finding.
 */
export const REASONS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  SecretBackedFunction: {
    'Serverless-LambdaDLQ':
      'As with SecureFunction; and Secrets Manager itself tries again where the function that rotates fails, and says so in CloudTrail.',
  },
  SecureFunction: {
    'Serverless-LambdaDLQ':
      'A dead-letter queue serves asynchronous invocations only, and the construct cannot know whether there will be any: '
      + 'behind an API, a queue or a stream it would hold nothing, though it needs somebody to read, encrypt and empty it. '
      + 'Where a function is invoked asynchronously, `configureAsyncInvoke({ onFailure })` on it sends to a destination what failed, '
      + 'with request, response and error, which tells more than the event that a dead-letter queue keeps.',
  },
};

/**
 * Why a finding of our own, of severity LOW, on what a construct makes is accepted by default.
 *
 * Reviewed by hand; a test fails where a reason is missing, or stands for no finding. Nothing of MEDIUM or above may be found.
 */
export const OWN_REASONS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  SecretBackedFunction: {
    'lambda-env-customer-key': 'The variables hold the ARNs of the secrets, never their values, so there is nothing in them that a key would have to close.',
    'log-group-customer-key': 'As with SecureFunction.',
    'log-group-data-protection': 'As with SecureFunction; and the runtime masks every value that it fetched before a line is written.',
  },
  SecureApi: {
    'log-group-customer-key':
      'As with SecureFunction; `logKey` encrypts the log of the calls, that of the errors and that of the firewall with a key of yours, and lets CloudWatch use it.',
    'log-group-data-protection':
      'The format of the access log holds no header, body or query; the firewall\'s log leaves out what authorizes; data tracing is off, so the errors hold no data either.',
  },
  SecureFunction: {
    'log-group-customer-key':
      'CloudWatch encrypts every log group; a key of one\'s own costs by the month and the call, and needs a policy that only the owner of the account can decide. '
      + 'Who must rule over the key repairs it with the strict fix, or sets it on `logGroup`.',
    'log-group-data-protection':
      'Masking is charged by what is written, and what is personal or secret in the logs only their owner knows. The handler should not log it in the first place.',
  },
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

/** A finding of cdk-nag's Serverless pack on one construct of ours. */
export interface PackFinding {
  /** The class of ours. */
  readonly construct: string;
  /** The rule's id, as one acknowledges it. */
  readonly rule: string;
  /** What the rule says. */
  readonly description: string;
  /** The resource below the construct: `Function/Resource`. */
  readonly resource: string;
}

/** Runs cdk-nag's Serverless pack on every construct of ours. */
export function packFindings(): PackFinding[] {
  const outdir = mkdtempSync(join(tmpdir(), 'rampart-conformance-'));
  try {
    const app = new App({ outdir, analyticsReporting: false });
    return Object.entries(CONSTRUCTS).flatMap(([construct, create]) => {
      const stack = new Stack(app, construct);
      const path = create(stack, 'Subject').node.path;
      return new ServerlessChecks().validateScope(stack).violations.flatMap(({ ruleName, description, violatingResources }) =>
        violatingResources.filter(({ constructPath }) => liesUnder(constructPath ?? '', path)).map(({ constructPath }) => ({ construct, rule: ruleName, description, resource: (constructPath ?? '').replace(`${path}/`, '') })));
    });
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

/** docs/conformance.md: what cdk-nag's Serverless pack says of the constructs, and why that is accepted. */
export function conformance(): string {
  const findings = packFindings();
  return [
    '# Conformance of the constructs',
    '',
    'With its required props only, each construct of `cdk-rampart` gives no finding of MEDIUM or above of our own rules.',
    "This page lists what remains of severity LOW, and what cdk-nag's Serverless pack finds, from a run of both, and why it is accepted.",
    'Derived by `npm run derive`; the reasons are in `.projen/derive/conformance.ts`.',
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
    ...[...new Set(findings.map(({ rule, severity, message }) => `| [${rule}](rules/${rule}.md) | ${severity} | ${message} | ${OWN_REASONS[construct]?.[rule] ?? ''} |`))],
  ];
}

function section(findings: readonly PackFinding[]): string[] {
  if (findings.length === 0) return ['The pack finds nothing.'];
  return [
    '| rule | resource | what it says | why it is accepted |',
    '| --- | --- | --- | --- |',
    ...findings.map(({ construct, rule, resource, description }) => `| ${rule} | ${resource} | ${description} | ${REASONS[construct]?.[rule] ?? ''} |`),
  ];
}
