import { Repair, Report, Templates } from './cdk';
import { Finding, FixLevel, Severity } from '../../index';

/** How much of the changes of a repair is shown: the report has all of them. */
const CHANGES_WIDTH = 90;

/** The findings that fail or warn: what users wrote and what is certain. */
export function certain({ findings }: Pick<Report, 'findings'>): Finding[] {
  return findings.filter(finding => finding.provenance === 'user' && finding.verdict === 'noncompliant');
}

/** One line per rule: how bad, how often, where, and what repairs it. The rules of low severity share the last line. */
export function ruleTable(findings: readonly Finding[]): string[][] {
  const rules = new Map<string, Finding[]>();
  const worse = findings.filter(({ severity }) => severity !== Severity.LOW);
  for (const finding of worse) rules.set(finding.rule, [...rules.get(finding.rule) ?? [], finding]);
  const low = findings.filter(({ severity }) => severity === Severity.LOW);
  const rest = low.length === 0 ? [] : [[Severity.LOW, `${new Set(low.map(({ rule }) => rule)).size} more rules`, String(low.length), '', '']];
  const rows = [...rules].map(([rule, found]) => {
    const places = [...new Set(found.map(finding => finding.source?.replace(/:\d+$/, '') ?? finding.constructPath ?? finding.logicalId))];
    const where = places.length > 1 ? `${places[0]} and ${places.length - 1} more` : places[0];
    return [found[0].severity, rule, String(found.length), where, found[0].fix ?? ''];
  });
  return [...rows, ...rest];
}

/** Findings on resources that a repair has added: how they might be stricter still, which their owner decides. */
export function onAdditions(findings: readonly Finding[], before: Templates, after: Templates): Finding[] {
  const [old, now] = [before, after].map(resourcesOf);
  const placeOf = ({ template, logicalId }: Finding) => `${template.replace(/\.template\.json$/, '')}/${logicalId}`;
  return findings.filter(finding => now.has(placeOf(finding)) && !old.has(placeOf(finding)));
}

/** Findings by severity, one column per report. */
export function countTable(columns: Readonly<Record<string, readonly Finding[]>>): string[][] {
  const reports = Object.values(columns);
  const count = (severity: Severity) => reports.map(findings => String(findings.filter(finding => finding.severity === severity).length));
  const rows = Object.values(Severity).map(severity => [severity, ...count(severity)]).filter(([, ...counts]) => counts.some(times => times !== '0'));
  return [['', ...Object.keys(columns)], ...rows, ['all', ...reports.map(findings => String(findings.length))]];
}

/** What was repaired: one line per rule, with the changes of the finding that needed the most. */
export function repairTable(repairs: readonly Repair[]): string[][] {
  const rules = new Map<string, Repair[]>();
  for (const repair of repairs.filter(one => one.declined === undefined)) rules.set(repair.rule, [...rules.get(repair.rule) ?? [], repair]);
  const rows = [...rules].map(([rule, made]) => {
    const example = made.reduce((most, one) => (one.changes.length > most.changes.length ? one : most));
    return [example.level, rule, String(made.length), shortened(example.changes.flatMap(inWords).join(', '))];
  });
  return rows.sort(([one], [other]) => rank(one) - rank(other));
}

function shortened(text: string): string {
  return text.length > CHANGES_WIDTH ? `${text.slice(0, CHANGES_WIDTH - 2)} …` : text;
}

function rank(level: string): number {
  return Object.values<string>(FixLevel).indexOf(level);
}

function inWords({ property, before, after }: Repair['changes'][number]): string[] {
  if (property === undefined) return [`+ ${(after as { Type: string }).Type}`];
  return leaves(property, before, after).map(([path, old, now]) => (old === undefined ? `${path} = ${written(now)}` : `${path}: ${written(old)} → ${written(now)}`));
}

/** The innermost values that differ. */
function leaves(path: string, before: unknown, after: unknown): [string, unknown, unknown][] {
  if (typeof before !== 'object' || typeof after !== 'object' || before === null || after === null) return before === after ? [] : [[path, before, after]];
  const [old, now] = [before, after] as Record<string, unknown>[];
  return [...new Set([...Object.keys(old), ...Object.keys(now)])].flatMap(key => leaves(`${path}.${key}`, old[key], now[key]));
}

function written(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** How many resources a repair has added to the templates, changed, and removed from them. */
export function templateChanges(before: Templates, after: Templates): { added: number; changed: number; removed: number } {
  const [old, now] = [before, after].map(resourcesOf);
  return {
    added: [...now.keys()].filter(id => !old.has(id)).length,
    changed: [...now].filter(([id, text]) => old.has(id) && old.get(id) !== text).length,
    removed: [...old.keys()].filter(id => !now.has(id)).length,
  };
}

/** How many resources templates have. */
export function resourceCount(templates: Templates): number {
  return resourcesOf(templates).size;
}

function resourcesOf(templates: Templates): Map<string, string> {
  return new Map(Object.entries(templates).flatMap(([stack, { Resources = {} }]) =>
    Object.entries(Resources).map(([id, resource]): [string, string] => [`${stack}/${id}`, JSON.stringify(resource)])));
}

/** What the CDK printed about findings of ours: one of each severity with its place in the code, and how many there are. */
export function sampleOf(output: string): { readonly entries: readonly string[]; readonly count: number } {
  const blocks = output.split(/\r?\n[ \t]*\r?\n/).filter(block => /^(FATAL|ERROR|WARNING|INFO)\b.*\(Rampart\)/m.test(withoutColour(block)));
  const placed = (severity: string) => blocks.find(block => new RegExp(`^\\S+:\\d+:\\d+\\s*\\n${severity}\\b`).test(withoutColour(block)));
  return { entries: ['FATAL', 'ERROR', 'WARNING'].flatMap(severity => placed(severity) ?? []), count: blocks.length };
}

function withoutColour(text: string): string {
  // eslint-disable-next-line no-control-regex
  return text.replace(/\u001b\[[\d;]*m/g, '');
}

/** Rows with their columns in line; the columns that are named by number stand to the right. */
export function aligned(rows: readonly (readonly string[])[], right: readonly number[] = []): string[] {
  const widths = rows[0].map((_, column) => Math.max(...rows.map(row => row[column].length)));
  return rows.map(row => row.map((cell, column) => (right.includes(column) ? cell.padStart(widths[column]) : cell.padEnd(widths[column]))).join('  ').trimEnd());
}
