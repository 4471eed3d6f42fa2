// npm run demo: audits and repairs a vulnerable application, then audits a hardened one. It needs no AWS account and no network.
import { rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { difference, REPORT_FILE, synthesise, Synthesis } from './demo/cdk';
import { aligned, certain, countTable, onAdditions, repairTable, resourceCount, ruleTable, sampleOf, templateChanges } from './demo/summary';
import { REPAIRED } from './goat-shop/repaired';
import { COLOURED, PLAIN, wantsColour } from '../aspects/report/ink';
import { Finding, FixLevel, Severity } from '../index';

const FOLDER = join(__dirname, '..', 'cdk.out', 'demo');
const GOAT_SHOP = 'examples/goat-shop/app.ts';
const ORDERS_API = 'examples/orders-api/app.ts';
const DIFFERENCE_LINES = 14;

const isColoured = wantsColour(process.stdout.isTTY === true, process.env);
const ink = isColoured ? COLOURED : PLAIN;
process.env.FORCE_COLOR = isColoured ? '1' : '0'; // for the CDK, whose output goes through a pipe

const failures: string[] = [];
const started = Date.now();

async function main(): Promise<void> {
  rmSync(FOLDER, { recursive: true, force: true });
  heading('1  A vulnerable shop is synthesised', 'Its functions, roles, queues and APIs are written as a hurried team writes them: examples/goat-shop.');
  const [written, hardened] = await waiting('synthesising', Promise.all([
    synthesise(GOAT_SHOP, join(FOLDER, 'goat-shop'), { validator: true }), synthesise(ORDERS_API, join(FOLDER, 'orders-api')),
  ]));
  showAudit(written);

  heading('2  The shop is repaired', 'SAFE fixes are those that nobody can notice. OPERATIONAL ones also change how the shop is run: its logs, its retries. STRICT ones may refuse a caller.');
  const [safe, operational, strict] = await waiting('repairing', Promise.all([FixLevel.SAFE, FixLevel.OPERATIONAL, FixLevel.STRICT].map(
    async fix => synthesise(GOAT_SHOP, join(FOLDER, `goat-shop-${fix.toLowerCase()}`), { fix }),
  )));
  showRepairs(written, safe, operational, strict);
  await showDifferences(written, safe, operational);

  heading('3  The same business with hardened constructs', 'SecureFunction and grants, SecureApi and schemas, dead letters, alarms, keys: examples/orders-api.');
  showSilence(hardened);
}

function showAudit(written: Synthesis): void {
  const { entries, count } = sampleOf(written.output);
  say(`$ ${written.command}`, '');
  for (const entry of entries) say(indented(entry), '');
  say(ink.faint(`  … and ${count - entries.length} more of these, in CDK's own words and with your own lines.`), '');
  say(`CDK ended with exit code ${written.exitCode}: findings of severity CRITICAL and HIGH fail the synthesis; those of rules in preview warn.`, '');

  const findings = certain(written.report);
  const rows = aligned(ruleTable(findings).map(([severity, rule, times, place, fix]) => [severity, rule, times, place, fix === '' ? '' : `fix: ${fix}`]), [2]);
  say(...rows.map((row, index) => coloured(row, ruleTable(findings)[index][0])), '');
  const undecided = written.report.findings.filter(({ verdict }) => verdict === 'undecided').length;
  say(`${findings.length} findings in ${resourceCount(written.templates)} resources${undecided === 0 ? '' : `, and ${undecided} undecided`}. All of them, with the remedies: ${reportOf(written)}`);

  expect(written.exitCode !== 0, 'the goat shop synthesised without an error');
  expect(findings.length > 0, 'the goat shop has no findings');
  // An application stands at no line.
  expect(findings.every(({ source, logicalId }) => logicalId === '' || source?.startsWith('examples/goat-shop/')), 'a finding of the goat shop has no source line');
}

function showRepairs(written: Synthesis, safe: Synthesis, operational: Synthesis, strict: Synthesis): void {
  const reports = {
    'as written': certain(written.report), 'SAFE': certain(safe.report), 'OPERATIONAL': certain(operational.report), 'STRICT': certain(strict.report),
  };
  const [header, ...rows] = aligned(countTable(reports), [1, 2, 3, 4]);
  say(ink.bold(`  ${header}`), ...rows.map(row => coloured(row, row.split(' ')[0])), '');
  say(...aligned(repairTable(strict.report.repairs), [2]).map(row => `  ${row}`), '');
  for (const [level, { templates }] of Object.entries({ SAFE: safe, OPERATIONAL: operational, STRICT: strict })) {
    const { added, changed, removed } = templateChanges(written.templates, templates);
    say(`${level.padEnd(11)}  ${added} resources added, ${changed} changed, ${removed} removed, of ${resourceCount(written.templates)}`);
    expect(removed === 0, `the ${level} repair removed ${removed} resources`);
    expect(added + changed > 0, `the ${level} repair changed nothing`);
  }
  const stricter = onAdditions(reports.OPERATIONAL, written.templates, operational.templates);
  if (stricter.length > 0) {
    const rules = [...new Set(stricter.map(({ rule }) => rule))].join(' and ');
    say('', `${stricter.length} of the LOW findings left are about what was added. Their fixes have a price, so the owner must ask for them: ${rules}.`);
  }
  const unnamed = new Set(certain(written.report).filter(({ fix, rule }) => fix !== undefined && !REPAIRED.includes(rule)).map(({ rule }) => rule));
  expect(unnamed.size === 0, `nobody asks for the fixes of ${[...unnamed].join(', ')}`);
  say('', 'What is left, no fix may decide: who may call an API, what a role is for, where a secret comes from.');
  say(`Each change, with before and after: ${reportOf(strict)}`);

  expectRepaired(written, safe, [FixLevel.SAFE]);
  expectRepaired(written, operational, [FixLevel.SAFE, FixLevel.OPERATIONAL]);
  expectRepaired(written, strict, Object.values(FixLevel));
}

/**
 * Rules without a fix whose question the fix of another settles: the policy that refuses plain text is a policy that is stated,
 * a bucket that blocks public access refuses a public policy, a stage that is throttled bounds its functions.
 */
const SETTLED = [
  'bucket-encryption-stated', 'bucket-policy-tls-only', 'table-encryption-stated',
  'bucket-policy-no-public', 'bucket-policy-stated', 'lambda-concurrency-bounded', 'security-group-egress-protocols-scoped',
];

/** Rules whose fix leaves something smaller that only the owner can decide: one port to anywhere in place of all. */
const NARROWED = ['lambda-vpc-egress-restricted'];

/** What had a fix of these levels is gone, and everything else is as it was; what was added may only lack what its owner must decide. */
function expectRepaired(written: Synthesis, repaired: Synthesis, levels: readonly string[]): void {
  const isFixable = ({ fix }: Finding) => fix !== undefined && levels.includes(fix);
  const key = ({ rule, logicalId, detail }: Finding) => `${rule} on ${logicalId}${detail === undefined ? '' : ` (${detail})`}`;
  const additions = onAdditions(certain(repaired.report), written.templates, repaired.templates);
  const left = certain(repaired.report).filter(finding => !additions.includes(finding));
  const meant = certain(written.report).filter(finding => !isFixable(finding)).map(key);
  const level = levels[levels.length - 1];
  for (const finding of left.filter(isFixable)) expect(false, `the ${level} repair left ${key(finding)}`);
  for (const finding of left) expect(isFixable(finding) || meant.includes(key(finding)) || NARROWED.includes(finding.rule), `the ${level} repair brought ${key(finding)}`);
  for (const finding of additions) expect(finding.severity === Severity.LOW && finding.fix === FixLevel.STRICT, `the ${level} repair added ${key(finding)}`);
  const isSettled = (id: string) => SETTLED.some(rule => id.startsWith(`${rule} on `));
  for (const id of meant) expect(isSettled(id) || left.some(finding => key(finding) === id), `the ${level} repair hid ${id}`);
}

async function showDifferences(written: Synthesis, safe: Synthesis, operational: Synthesis): Promise<void> {
  const [media, storage] = await waiting('comparing', Promise.all([difference('GoatMedia', written, safe), difference('GoatStorage', written, operational)]));
  for (const [title, run] of [['SAFE, the stack of images and reports', media], ['OPERATIONAL, the stack of queues and tables', storage]] as const) {
    const lines = run.output.replace(/\n[^\n]*Number of stacks[^\n]*/, '').trim().split('\n');
    say('', ink.bold(`cdk diff, ${title}`), '', ...lines.slice(0, DIFFERENCE_LINES).map(line => `  ${line}`));
    if (lines.length > DIFFERENCE_LINES) say(ink.faint(`  … and ${lines.length - DIFFERENCE_LINES} more lines`));
    expect(run.exitCode === 0 && /\[[+~]\]/.test(run.output), `cdk diff shows no difference: ${run.output}`);
  }
}

function showSilence(hardened: Synthesis): void {
  const findings = hardened.report.findings.filter(finding => finding.provenance === 'user');
  const helpers = hardened.report.findings.length - findings.length;
  say(`$ ${hardened.command}`, '');
  say(...findings.map(finding => `  ${finding.severity} ${finding.rule} ${finding.source}: ${finding.message}`));
  say(`CDK ended with exit code ${hardened.exitCode}. ${resourceCount(hardened.templates)} resources, ${findings.length === 0 ? 'no findings' : `${findings.length} findings`}.`);
  const { acknowledged } = hardened.report;
  if (acknowledged.length > 0) {
    say(`${acknowledged.length} findings of ${new Set(acknowledged.map(({ rule }) => rule)).size} rules are accepted, with the reasons of their owner: examples/orders-api/accepted.ts`);
  }
  if (helpers > 0) say(`(${helpers} are about functions that the CDK makes by itself: they stand in the report alone, since nobody can change them.)`);

  expect(hardened.exitCode === 0, `the hardened shop does not synthesise: ${hardened.output}`);
  // The catalogue is public, and its route says why.
  const isAccepted = ({ severity, rule }: Finding) => severity === Severity.LOW || rule === 'apigw-method-authorized';
  expect(acknowledged.every(finding => isAccepted(finding) && finding.acknowledged), 'the hardened shop accepts more than it should');
  expect(findings.length === 0, `the hardened shop has ${findings.length} findings`);
}

function coloured(row: string, severity: string): string {
  const isSeverity = Object.values<string>(Severity).includes(severity);
  return `  ${isSeverity ? ink.severity(severity, severity as Severity) + row.slice(severity.length) : row}`;
}

function reportOf({ folder }: Synthesis): string {
  return relative(process.cwd(), join(folder, REPORT_FILE));
}

function heading(title: string, explanation: string): void {
  say('', ink.bold(title), ink.faint(explanation), '');
}

function indented(text: string): string {
  return text.split('\n').map(line => `  ${line}`).join('\n');
}

function say(...lines: readonly string[]): void {
  for (const line of lines) process.stdout.write(`${line}\n`);
}

/** Tells a person at a terminal what takes so long. */
async function waiting<T>(what: string, work: Promise<T>): Promise<T> {
  if (process.stderr.isTTY) process.stderr.write(ink.faint(`${what} …`));
  try {
    return await work;
  } finally {
    if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');
  }
}

function expect(isSo: boolean, otherwise: string): void {
  if (!isSo) failures.push(otherwise);
}

main().then(() => {
  if (failures.length === 0) {
    say('', `All of this was as expected, in ${Math.round((Date.now() - started) / 1000)} seconds. Everything it wrote is in ${relative(process.cwd(), FOLDER)}.`);
  } else {
    say('', ink.bold('The demo did not go as expected:'), ...failures.map(failure => `  ${failure}`));
  }
  process.exitCode = failures.length === 0 ? 0 : 1;
}).catch((error: unknown) => {
  process.stderr.write(`the demo failed: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
