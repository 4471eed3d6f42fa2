import { oneOf, parseArguments } from './arguments';
import { CliIo, ExitCode } from './io';
import { UsageError } from './usage-error';
import { Rule, THEMES } from '../rule/rule';
import { RULES } from '../rules';
import { SEVERITIES } from '../severity';

/** `rules`: lists the rules by theme. */
export function rulesCommand(words: readonly string[], io: CliIo): ExitCode {
  const given = parseArguments(words, { format: { type: 'string' } });
  if (given.operands.length > 0) throw new UsageError(`rules takes no ${JSON.stringify(given.operands[0])}; \`cdk-rampart explain RULE\` explains one`);
  const format = oneOf('--format', given.value('format') ?? 'text', ['text', 'json']);
  io.stdout.write(format === 'json' ? `${JSON.stringify(RULES.map(factsOf), undefined, 2)}\n` : table());
  return ExitCode.CLEAN;
}

/** What the contract of the command line says of a rule. */
function factsOf({ id, theme, severity, title, fix, covers }: Rule): object {
  return { id, theme, severity, title, fixable: fix !== undefined, covers };
}

function table(): string {
  const width = Math.max(...RULES.map(rule => rule.id.length));
  const sections = THEMES
    .map(theme => ({ theme, rules: RULES.filter(rule => rule.theme === theme) }))
    .filter(({ rules }) => rules.length > 0)
    .map(({ theme, rules }) => [theme, ...[...rules]
      .sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity))
      .map(rule => `  ${rule.severity.padEnd(8)}  ${rule.id.padEnd(width)}  ${rule.title}${rule.fix ? ` [fix: ${rule.fix.levels.join(', ')}]` : ''}`)].join('\n'));
  return `${sections.join('\n\n')}\n\n${RULES.length} rules, ${RULES.filter(rule => rule.fix).length} with a fix. \`cdk-rampart explain RULE\` says more.\n`;
}
