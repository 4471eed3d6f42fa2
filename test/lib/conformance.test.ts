import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Stack, Validations } from 'aws-cdk-lib';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { ServerlessChecks } from 'cdk-nag';
import { Construct } from 'constructs';
import { conformance, CONSTRUCTS, OWN_REASONS, ownFindings, packFindings, REASONS } from '../../.projen/derive/conformance';
import { judge } from '../../aspects/engine/audit';
import { liesUnder } from '../../aspects/model/construct-path';
import { RULES } from '../../aspects/rules';
import { isAtLeast, Severity } from '../../aspects/severity';
import * as lib from '../../lib';
import { modelOf, temporaryFolder, testApp } from '../support/synthesis';

const findings = packFindings();

/** The findings of our rules of MEDIUM or above on what a construct made; a rule that failed is one. */
function seriousFindings(app: App, constructPath: string): string[] {
  const { judgements, failures } = judge(modelOf(app), RULES);
  const serious = judgements.filter(({ rule, found }) => isAtLeast(found.severity ?? rule.severity, Severity.MEDIUM))
    .filter(({ found }) => liesUnder(found.subject.constructPath ?? '', constructPath));
  return [...serious.map(({ rule, found }) => `${rule.id}: ${found.message}`), ...failures.map(({ message }) => message)];
}

test('every construct of ours is looked at', () => {
  const constructs = Object.entries(lib).filter(([, value]) => typeof value === 'function' && value.prototype instanceof Construct);
  expect(Object.keys(CONSTRUCTS).sort()).toEqual(constructs.map(([name]) => name).sort());
});

describe.each(Object.keys(CONSTRUCTS))('%s, with its required props only', name => {
  test('gives no finding of MEDIUM or above on what it made', () => {
    const app = testApp();
    CONSTRUCTS[name](new Stack(app, 'Stack'), 'Subject');

    expect(seriousFindings(app, 'Stack/Subject')).toEqual([]);
  });

  test('has a reason for each LOW finding of our own, and none besides', () => {
    const own = ownFindings().filter(({ construct }) => construct === name);
    expect(own.filter(({ severity }) => severity !== Severity.LOW)).toEqual([]);
    expect(Object.keys(OWN_REASONS[name] ?? {}).sort()).toEqual([...new Set(own.map(({ rule }) => rule))].sort());
  });

  test("has a reason for each finding of cdk-nag's Serverless pack, and none besides", () => {
    const rules = findings.filter(({ construct }) => construct === name).map(({ rule }) => rule);
    expect(Object.keys(REASONS[name] ?? {}).sort()).toEqual([...new Set(rules)].sort());
  });
});

test('a function from an entry, behind a default queue and rotating a secret, gives no finding of MEDIUM or above on what it made', () => {
  const app = testApp();
  const stack = new Stack(app, 'Stack');
  const orders = new lib.SecureFunction(stack, 'Orders', { entry: __filename });
  orders.addEventSource(new SqsEventSource(new Queue(stack, 'Queue')));
  new Secret(stack, 'Secret').addRotationSchedule('Rotation', { rotationLambda: orders });

  expect(seriousFindings(app, 'Stack/Orders')).toEqual([]);
});

test('the pack finds the same as the plugin of an application', () => {
  const app = new App({
    outdir: temporaryFolder(), builtinCloudFormationValidation: false, context: { '@aws-cdk/core:failSynthOnValidationErrors': false },
  });
  for (const [name, create] of Object.entries(CONSTRUCTS)) create(new Stack(app, name), 'Subject');
  Validations.of(app).addPlugins(new ServerlessChecks());
  jest.spyOn(console, 'error').mockImplementation();
  const assembly = app.synth();

  const { pluginReports } = JSON.parse(readFileSync(join(assembly.directory, 'validation-report.json'), 'utf8'));
  const said = JSON.stringify(pluginReports);
  for (const { rule } of findings) expect(said).toContain(rule);
  process.exitCode = 0;
});

test('the page says what the pack finds today', () => {
  expect(readFileSync(join(__dirname, '../../docs/conformance.md'), 'utf8')).toBe(conformance());
});
