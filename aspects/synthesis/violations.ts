import { PolicyViolation } from 'aws-cdk-lib';
import { Acknowledgement, SUMMARY } from '../engine/acknowledgements';
import { AuditResult } from '../engine/audit';
import { INTERNAL, NOTICES } from '../engine/notices';
import { Finding } from '../finding';
import { FIX_LEVELS } from '../fix-level';
import { liesUnder } from '../model/construct-path';
import { RepairNote } from '../remediation/rounds';
import { Severity } from '../severity';

/** How many findings of one rule are shown that do not fail the build; the report file holds all. */
const SHOWN = 3;

/**
 * How many findings are shown that fail the build, and how many that do not: CDK prints five lines for each, and nobody reads on
 * for more than a few screens. Where there are more, each rule shows its share of them, one at least, and says how many more there are.
 */
const MOST = 20;

/**
 * CDK's word for a finding; it knows `fatal`, `error`, `warning` and `info`.
 *
 * As soon as anything is acknowledged, CDK works out by itself whether the build fails: it does where something is `fatal` or
 * `error`. So these two words are kept for what fails the build.
 */
function cdkSeverity(finding: Finding, fails: boolean): string {
  if (fails) return finding.severity === Severity.CRITICAL ? 'fatal' : 'error';
  return finding.verdict === 'undecided' || finding.severity === Severity.LOW ? 'info' : 'warning';
}

/**
 * What CDK's validation is handed: what fails the build, as far as it can be read at once, of the rest a few findings per rule,
 * of hygiene the count.
 *
 * CDK prints four lines for every resource that it is handed. Findings on what its own helpers made are in the report file
 * alone, as nobody can act on them.
 */
export function violationsOf(
  result: AuditResult, fails: (finding: Finding) => boolean, acknowledgements: readonly Acknowledgement[],
): PolicyViolation[] {
  const users = result.findings.filter(finding => finding.provenance === 'user');
  const failing = users.filter(fails);
  const byRule = (findings: readonly Finding[]) => [...groupBy(findings, finding => `${finding.rule} ${finding.verdict}`).values()];
  const worst = byRule(failing);
  const others = byRule(users.filter(finding => !fails(finding) && !isQuiet(finding)));
  return [
    ...worst.flatMap(group => few(group, failing.length <= MOST ? MOST : shareOf(worst.length), true)),
    ...others.flatMap(group => few(group, Math.min(SHOWN, shareOf(others.length)), false)),
    ...result.acknowledged.map(finding => acknowledgedViolation(finding, acknowledgements)),
  ];
}

/** Hygiene, and what nobody can tell before deployment: counted in one line, and all in the report file. What the audit says of itself is shown. */
function isQuiet(finding: Finding): boolean {
  return (finding.severity === Severity.LOW || finding.verdict === 'undecided') && !NOTICE_IDS.has(finding.rule);
}

const NOTICE_IDS = new Set(NOTICES.map(({ id }) => id));

/** How many findings each of some rules may show. */
function shareOf(rules: number): number {
  return Math.max(1, Math.floor(MOST / rules));
}

function few(group: readonly Finding[], most: number, fails: boolean): PolicyViolation[] {
  const shown = group.slice(0, most);
  const more = group.length - shown.length;
  const byMessage = [...groupBy(shown, finding => `${idOf(finding)} ${finding.message} ${finding.severity}`).values()];
  return byMessage.map((findings, index) => {
    const isLast = index === byMessage.length - 1;
    return violation(findings, fails, more > 0 && isLast ? ` (and ${more} more like this in rampart-report.json)` : '');
  });
}

function violation(group: readonly Finding[], fails: boolean, suffix = ''): PolicyViolation {
  const [first] = group;
  const isUndecided = first.verdict === 'undecided';
  return {
    ruleName: idOf(first),
    description: `${isUndecided ? 'Undecided: ' : ''}${first.message}${suffix}`,
    fix: first.remedy,
    severity: cdkSeverity(first, fails),
    ruleMetadata: { severity: first.severity },
    violatingResources: group.map(resourceOf),
  };
}

/** CDK records an acknowledged finding with its reason in the validation report, if its id is the one that was acknowledged. */
function acknowledgedViolation(finding: Finding, acknowledgements: readonly Acknowledgement[]): PolicyViolation {
  // The id that was acknowledged is the one that CDK looks for: the bare one, or the one with the detail.
  const bare = acknowledgements.some(({ id, on }) => id === finding.rule && 'constructPath' in on && liesUnder(finding.constructPath ?? '', on.constructPath));
  return {
    ruleName: bare ? finding.rule : idOf(finding),
    description: finding.message,
    fix: finding.remedy,
    severity: 'info', // CDK lets nobody acknowledge what it calls fatal.
    violatingResources: [resourceOf(finding)],
  };
}

function resourceOf(finding: Finding): PolicyViolation['violatingResources'][number] {
  return {
    ...(finding.constructPath === undefined ? {} : { constructPath: finding.constructPath }),
    ...(finding.logicalId === '' ? {} : { resourceLogicalId: finding.logicalId }),
    ...(finding.template === '' ? {} : { templatePath: finding.template }),
    locations: finding.property === undefined ? [] : [`Properties.${finding.property}`],
  };
}

/** The id that users acknowledge, without the namespace. CDK reads brackets in ids, so they must pair. */
export function idOf(finding: Finding): string {
  return finding.detail === undefined || /[[\](){}]|::/.test(finding.detail) ? finding.rule : `${finding.rule}[${finding.detail}]`;
}

/** What CDK is handed where the audit itself failed: nothing was judged, so nothing may pass. */
export function failureViolation(error: unknown, constructPath: string): PolicyViolation {
  const words = error instanceof Error ? error.stack ?? error.message : String(error);
  return {
    ruleName: INTERNAL.id,
    description: `the audit failed, so nothing was judged: ${words}`,
    fix: INTERNAL.remedy,
    severity: 'fatal',
    violatingResources: [{ constructPath, locations: [] }],
  };
}

/** One line on what was repaired, on what still could be, and on what is not shown. */
export function summary(
  findings: readonly Finding[], notes: readonly RepairNote[], fails: (finding: Finding) => boolean, constructPath: string,
): PolicyViolation[] {
  const quiet = findings.filter(finding => finding.provenance === 'user' && !fails(finding) && isQuiet(finding)).length;
  const repairable = counts(findings.flatMap(finding => finding.fix ?? []));
  const repaired = notes.filter(note => note.declined === undefined);
  const declined = notes.length - repaired.length;
  const sentences = [
    ...(repaired.length > 0 ? [`${repaired.length} findings were repaired (${counts(repaired.map(note => note.level))})`] : []),
    ...(declined > 0 ? [`${declined} could not be repaired (rampart-report.json says why)`] : []),
    ...(repairable === '' ? [] : [`${repairable} can be repaired by Rampart.protect(app, { fix: FixLevel.… })`]),
    ...(quiet === 0 ? [] : [`${quiet} findings of severity LOW or undecided are in rampart-report.json`]),
  ];
  if (sentences.length === 0) return [];
  return [{
    ruleName: SUMMARY,
    description: sentences.join('; '),
    severity: 'info',
    violatingResources: [{ constructPath, locations: [] }],
  }];
}

/** `8 SAFE, 4 OPERATIONAL`; empty where there is nothing to count. */
function counts(levels: readonly string[]): string {
  return FIX_LEVELS.map(level => [levels.filter(one => one === level).length, level] as const)
    .filter(([count]) => count > 0).map(([count, level]) => `${count} ${level}`).join(', ');
}

function groupBy<T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group) group.push(item);
    else groups.set(key(item), [item]);
  }
  return groups;
}

