import { exampleCode, ExampleCode } from './example-code';
import { Rule } from '../../aspects/rule/rule';

/** The page of a rule in the catalogue. */
export function rulePage(rule: Rule): string {
  const examples = exampleCode(rule.theme, rule.id);
  if (examples.length !== rule.examples.length) throw new Error(`${rule.id}: ${rule.examples.length} examples, but ${examples.length} found in its source`);
  return [
    `# ${rule.id}`,
    `${rule.title}. Severity ${rule.severity}, theme ${rule.theme}, ${rule.stability}.`,
    '## Threat', rule.threat,
    '## Remedy', rule.remedy,
    ...(rule.fix === undefined ? ['There is no automatic fix.'] : [`Fix of level ${rule.fix.levels.join(' or ')}: \`Rampart.protect(app, { fix: FixLevel.${rule.fix.levels[0]}${rule.fix.needs ? `, ${rule.fix.needs}` : ''} })\`. ${rule.fix.why}`]),
    ...section('Noncompliant', examples.filter(({ verdict }) => verdict === 'noncompliant')),
    ...section('Compliant', examples.filter(({ verdict }) => verdict === 'compliant')),
    ...section('Undecided before deployment', examples.filter(({ verdict }) => verdict === 'undecided')),
    '## Links', rule.links.map(link => `- <${link}>`).join('\n'),
    ...(rule.covers.length === 0 ? [] : ['## The same question in other tools', rule.covers.map(id => `- ${id}`).join('\n')]),
  ].join('\n\n') + '\n';
}

function section(title: string, examples: readonly ExampleCode[]): string[] {
  if (examples.length === 0) return [];
  return [`## ${title}`, ...examples.flatMap(({ label, code }) => [`${label[0].toUpperCase()}${label.slice(1)}:`, `\`\`\`ts\n${code}\n\`\`\``])];
}
