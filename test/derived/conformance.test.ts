import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Validations } from 'aws-cdk-lib';
import { ServerlessChecks } from 'cdk-nag';
import { Construct } from 'constructs';
import { allFindings, conformance } from '../../.projen/derive/conformance';
import { OWN_REASONS, PACK_REASONS, reasonFor, Reasons } from '../../.projen/derive/conformance-reasons';
import { OWNERS_DECISIONS } from '../../.projen/derive/owners-decisions';
import { RULES } from '../../aspects/rules';
import { Severity } from '../../aspects/severity';
import * as lib from '../../lib';
import { CONSTRUCTS } from '../support/constructs';
import { surroundings } from '../support/constructs/layout';
import { built, requiredOnly } from '../support/constructs/subject';
import { temporaryFolder } from '../support/synthesis';

// The page is of the newest aws-cdk-lib: with an older one, other names are the newest that it knows.
const { own, packs } = allFindings();

test('every construct of ours is looked at', () => {
  const constructs = Object.entries(lib).filter(([, value]) => typeof value === 'function' && value.prototype instanceof Construct);
  expect(Object.keys(CONSTRUCTS).sort()).toEqual(constructs.map(([name]) => name).sort());
});

test('nothing of ours is above LOW, but what nobody can decide about an addition', () => {
  const serious = own.filter(({ severity }) => severity !== Severity.LOW);
  // Whose addresses a prefix list holds only the deployment knows.
  expect([...new Set(serious.map(({ rule }) => rule))]).toEqual(['lambda-vpc-reaches-its-services']);
});

/** The rules and constructs of findings that nobody gave a reason for. */
function unreasoned(reasons: Reasons, all: readonly { readonly rule: string; readonly construct: string }[]): string[] {
  return all.filter(({ rule, construct }) => reasonFor(reasons, rule, construct) === undefined).map(({ rule, construct }) => `${rule} on ${construct}`);
}

/** The reasons that stand for no finding. */
function idle(reasons: Reasons, all: readonly { readonly rule: string; readonly construct: string }[]): string[] {
  return Object.entries(reasons).flatMap(([rule, byConstruct]) => Object.keys(byConstruct)
    .filter(construct => !all.some(one => one.rule === rule && (construct === '*' ? byConstruct[one.construct] === undefined : one.construct === construct)))
    .map(construct => `${rule} on ${construct}`));
}

test.each<[string, Reasons, readonly { readonly rule: string; readonly construct: string }[]]>([
  ['of our own', OWN_REASONS, own.filter(({ rule }) => OWNERS_DECISIONS[rule] === undefined)],
  ["of cdk-nag's packs", PACK_REASONS, packs],
])('each finding %s has a reason, and each reason a finding', (_whose, reasons, all) => {
  expect(unreasoned(reasons, all)).toEqual([]);
  expect(idle(reasons, all)).toEqual([]);
});

test('what only the owner of an application can decide is asked by rules of severity LOW, or without certainty', () => {
  const asked = RULES.filter(({ id }) => OWNERS_DECISIONS[id] !== undefined);
  expect(asked.map(({ id }) => id).sort()).toEqual(Object.keys(OWNERS_DECISIONS).sort());
  expect(asked.filter(({ severity }) => severity !== Severity.LOW).map(({ id }) => id)).toEqual(['lambda-async-failure-destination']);
});

test('a pack finds the same as the plugin of an application', () => {
  const app = new App({
    outdir: temporaryFolder(), builtinCloudFormationValidation: false, context: { '@aws-cdk/core:failSynthOnValidationErrors': false },
  });
  for (const [name, one] of Object.entries(CONSTRUCTS)) built(one, surroundings(app, name), 'Subject', requiredOnly(one));
  Validations.of(app).addPlugins(new ServerlessChecks());
  jest.spyOn(console, 'error').mockImplementation();
  const assembly = app.synth();

  const { pluginReports } = JSON.parse(readFileSync(join(assembly.directory, 'validation-report.json'), 'utf8'));
  const said = JSON.stringify(pluginReports);
  for (const { pack, rule } of packs.filter(one => one.pack === 'Serverless' && one.props === 'required props only')) expect(said).toContain(`${pack}-${rule}`);
  process.exitCode = 0;
});

test('the page says what the packs find today', () => {
  expect(readFileSync(join(__dirname, '../../docs/conformance.md'), 'utf8')).toBe(conformance());
});
