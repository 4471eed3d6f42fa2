import { Rule, THEMES } from '../../aspects/rule/rule';
import { SEVERITIES } from '../../aspects/severity';

/** The table of the rules, by theme. */
export function ruleTable(rules: readonly Rule[]): string {
  const sorted = [...rules].sort((a, b) => THEMES.indexOf(a.theme) - THEMES.indexOf(b.theme)
    || SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) || (a.id < b.id ? -1 : 1));
  return [
    '| theme | rule | severity | fix | what makes it right |',
    '| --- | --- | --- | --- | --- |',
    ...sorted.map(rule => `| ${rule.theme} | [${rule.id}](docs/rules/${rule.id}.md) | ${rule.severity} | ${fixOf(rule)} | ${rule.title} |`),
  ].join('\n');
}

function fixOf(rule: Rule): string {
  return rule.fix === undefined ? '' : rule.fix.levels.map(level => level.toLowerCase()).join(', ');
}
