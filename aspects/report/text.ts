import { byRule, linesOf, MessageGroup, placeOf, RuleGroup, wordsOf } from './grouping';
import { Ink, PLAIN } from './ink';
import { counted, visible, wrapped } from './layout';
import { isPlain, summary } from './summary';
import { AuditResult } from '../engine/audit';
import { NOTICES } from '../engine/notices';
import { Finding } from '../finding';
import { FIX_LEVELS } from '../fix-level';
import { Severity } from '../severity';

/** What a text report says besides the findings, and how. */
export interface TextReportOptions {
  /** The title of a rule. */
  readonly titleOf: (rule: string) => string;
  /** What was audited. */
  readonly audited: { readonly templates: number; readonly resources: number };
  /** How it looks; nothing for plain text. */
  readonly ink?: Ink;
  /** The width to wrap at; nothing where lines may be of any length. */
  readonly width?: number;
  /** Shows every finding, not only some of each rule. */
  readonly all?: boolean;
  /** Findings that are below the severity asked for. */
  readonly hidden?: number;
}

/** How much of one rule is shown unless everything is asked for: a large application stays on a few screens. */
const MOST = { messages: 5, places: 4 };
const NOTICE_IDS = new Set(NOTICES.map(notice => notice.id));

/** The result of an audit for people: by rule, the worst first, what is undecided and what users cannot change apart. */
export function textReport({ findings, acknowledged }: AuditResult, options: TextReportOptions): string {
  const writer = new Writer(options);
  const notices = findings.filter(finding => NOTICE_IDS.has(finding.rule));
  const judged = findings.filter(finding => !NOTICE_IDS.has(finding.rule));
  const users = judged.filter(finding => finding.provenance !== 'helper');
  const wrong = users.filter(finding => finding.verdict === 'noncompliant');
  const open = users.filter(finding => finding.verdict !== 'noncompliant');
  const helpers = judged.filter(finding => finding.provenance === 'helper');

  for (const group of byRule(wrong)) writer.group(group, true);
  writer.section(open, 'Undecided before deployment', 'The template leaves these to parameters, imports or conditions. They may well be fine, and fail no build.');
  writer.section(notices, 'About this audit', '', true);
  writer.aside(helpers, 'Made by the CDK itself', 'You cannot change these resources, so they fail no build.');
  writer.aside(acknowledged, 'Acknowledged', '');
  writer.line(...summary({ wrong, open, helpers, notices, acknowledged }, options));
  return writer.text;
}

class Writer {
  private readonly blocks: string[] = [];
  private readonly ink: Ink;
  private readonly width: number;

  public constructor(private readonly options: TextReportOptions) {
    this.ink = options.ink ?? PLAIN;
    this.width = options.width ?? Infinity;
  }

  public get text(): string {
    return `${this.blocks.join('\n\n')}\n`;
  }

  public line(...lines: string[]): void {
    this.blocks.push(lines.map(line => wrapped(line, this.width, '', '  ')).join('\n'));
  }

  /** One rule with its findings; the remedy stands once. */
  public group(group: RuleGroup, withRemedy: boolean): void {
    this.blocks.push(this.groupLines(group, withRemedy).join('\n'));
  }

  /** Findings that are no fault of the application, under a heading of their own. */
  public section(findings: readonly Finding[], heading: string, explanation: string, withRemedy = false): void {
    if (findings.length === 0) return;
    this.blocks.push([
      this.ink.bold(`${heading}: ${findings.length}`),
      ...(explanation === '' ? [] : [wrapped(explanation, this.width, '')]),
      ...byRule(findings).flatMap(group => ['', ...this.groupLines(group, withRemedy)]),
    ].join('\n'));
  }

  /** Findings that nobody needs to act on: their counts, or all of them where everything is asked for. */
  public aside(findings: readonly Finding[], heading: string, explanation: string): void {
    if (findings.length === 0) return;
    const groups = byRule(findings);
    const lines = this.options.all
      ? findings.map(finding => wrapped(asideLine(finding), this.width, '  ', '    '))
      : [wrapped(groups.map(group => `${group.rule} ${group.findings.length}`).join(', '), this.width, '  ')];
    this.blocks.push([
      this.ink.bold(`${heading}: ${counted(findings.length, 'finding')}`),
      ...(explanation === '' ? [] : [wrapped(explanation, this.width, '')]),
      ...lines,
    ].join('\n'));
  }

  private groupLines(group: RuleGroup, withRemedy: boolean): string[] {
    const { rule, severity, findings, messages } = group;
    const shown = this.options.all ? messages : messages.slice(0, MOST.messages);
    const left = findings.length - shown.reduce((count, { findings: some }) => count + some.length, 0);
    const undecided = !withRemedy;
    return [
      this.heading(rule, severity, findings.length, undecided),
      ...shown.flatMap(message => this.message(message)),
      ...(left > 0 ? [this.ink.faint(`  and ${left} more`)] : []),
      ...(withRemedy ? [this.label('Remedy', visible(findings[0].remedy))] : []),
      ...this.fixLine(findings),
    ];
  }

  private heading(rule: string, severity: Severity, count: number, undecided: boolean): string {
    const word = severity.padEnd(8);
    const title = wrapped(`${rule}  ${this.options.titleOf(rule)} (${count})`, this.width, ' '.repeat(10)).trimStart();
    const rest = title.slice(rule.length);
    return `${undecided ? this.ink.faint(word) : this.ink.severity(word, severity)}  ${this.ink.bold(rule)}${rest}`;
  }

  private message({ message, places }: MessageGroup): string[] {
    const most = this.options.all ? Infinity : MOST.places;
    if (places.length === 1) return [wrapped(`${wordsOf(places[0])}  ${message}`, this.width, '  ', '    ')];
    return [wrapped(message, this.width, '  ', '    '), ...linesOf(places, most).map(line => wrapped(line, this.width, '      '))];
  }

  private fixLine(findings: readonly Finding[]): string[] {
    const counts = FIX_LEVELS.map(level => [level, findings.filter(finding => finding.fix === level).length] as const)
      .filter(([, count]) => count > 0);
    if (counts.length === 0) return [];
    const all = findings.length === 1 ? 'it' : 'all';
    const where = isPlain(findings) ? ', in a CDK application' : '';
    return [this.label('Fix', counts.map(([level, count]) => `${level} repairs ${count === findings.length ? all : `${count} of ${findings.length}`}`).join(', ') + where)];
  }

  private label(name: string, text: string): string {
    const label = `  ${name}:`.padEnd(10);
    return wrapped(text, this.width, label, ' '.repeat(10)).replace(label, this.ink.faint(label));
  }
}

function asideLine(finding: Finding): string {
  const reason = finding.acknowledged === undefined ? '' : ` (${visible(finding.acknowledged)})`;
  return `${finding.rule}  ${wordsOf(placeOf(finding))}  ${visible(finding.message)}${reason}`;
}
