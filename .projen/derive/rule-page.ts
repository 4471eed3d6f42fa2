import { DISAGREEMENTS } from './disagreements';
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
    ...disagreements(rule),
  ].join('\n\n') + '\n';
}

const RIGHT = {
  ours: 'We hold to our answer',
  theirs: 'The other tool is right',
  both: 'Each answers its own question',
};

/** Where a template of another tool is answered otherwise than its authors expect, by a rule of theirs that this one covers. */
function disagreements({ covers }: Rule): string[] {
  const own = DISAGREEMENTS.flatMap(one => {
    const peers = [...new Set(one.labels.map(label => label.split(' ')[0]))].filter(peer => covers.includes(peer));
    return peers.length === 0 ? [] : [`- ${one.template} (${peers.join(', ')}, expected: ${one.expects}). ${RIGHT[one.right]}. ${one.reason}`];
  });
  return own.length === 0 ? [] : ['## Where other tools expect something else', own.join('\n')];
}

function section(title: string, examples: readonly ExampleCode[]): string[] {
  if (examples.length === 0) return [];
  return [`## ${title}`, ...examples.flatMap(({ label, code }) => [`${label[0].toUpperCase()}${label.slice(1)}:`, `\`\`\`ts\n${code}\n\`\`\``])];
}
