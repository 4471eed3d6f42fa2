import { oneOf, parseArguments } from './arguments';
import { CliIo, ExitCode } from './io';
import { ruleNamed } from './rule-selection';
import { UsageError } from './usage-error';
import { Notice } from '../engine/notices';
import { COLOURED, PLAIN, wantsColour } from '../report/ink';
import { wrapped } from '../report/layout';
import { Rule } from '../rule/rule';

/** `explain RULE`: says what a rule asks, why, and what to do. */
export function explainCommand(words: readonly string[], io: CliIo): ExitCode {
  const given = parseArguments(words, { format: { type: 'string' } });
  if (given.operands.length !== 1) throw new UsageError('name one rule, for example: cdk-rampart explain queue-encrypted');
  const format = oneOf('--format', given.value('format') ?? 'text', ['text', 'json']);
  const rule = ruleNamed(given.operands[0]);
  io.stdout.write(format === 'json' ? `${JSON.stringify(factsOf(rule), undefined, 2)}\n` : page(rule, io));
  return ExitCode.CLEAN;
}

function isRule(rule: Rule | Notice): rule is Rule {
  return 'check' in rule;
}

function factsOf(rule: Rule | Notice): object {
  const { id, severity, title, threat, remedy } = rule;
  if (!isRule(rule)) return { id, severity, title, threat, remedy, fixable: false };
  const { theme, stability, links, covers, fix } = rule;
  return {
    id,
    theme,
    severity,
    stability,
    title,
    threat,
    remedy,
    fixable: fix !== undefined,
    ...(fix ? { fix: { levels: fix.levels, why: fix.why } } : {}),
    links,
    covers,
  };
}

function page(rule: Rule | Notice, io: CliIo): string {
  const ink = wantsColour(io.stdout.isTTY === true, io.env) ? COLOURED : PLAIN;
  const width = io.stdout.isTTY ? io.stdout.columns ?? Infinity : Infinity;
  const paragraph = (heading: string, text: string): string => `${ink.bold(heading)}\n${wrapped(text, width, '  ')}`;
  const list = (heading: string, items: readonly string[]): string[] => (items.length === 0 ? [] : [[ink.bold(heading), ...items.map(item => `  ${item}`)].join('\n')]);
  const about = isRule(rule) ? `${rule.theme}, ${rule.stability}` : 'said by the audit about itself; it cannot be acknowledged';
  return `${[
    `${ink.severity(rule.severity, rule.severity)}  ${ink.bold(rule.id)}  (${about})\n${wrapped(rule.title, width, '')}`,
    paragraph('Threat', rule.threat),
    paragraph('Remedy', rule.remedy),
    ...(isRule(rule) ? [
      rule.fix ? paragraph(`Fix: ${rule.fix.levels.join(', ')}`, rule.fix.why) : paragraph('Fix', 'None: repairing it takes a decision that only you can make.'),
      ...list('Links', rule.links),
      ...list('The same question elsewhere', rule.covers),
    ] : []),
  ].join('\n\n')}\n`;
}
