import { packNames } from './nag-packs';
import { UNANSWERED } from './unanswered';
import { Rule } from '../../aspects/rule/rule';

/** Another tool that judges the same resources. */
interface Peer {
  /** How `covers` begins. */
  readonly id: string;
  readonly name: string;
  /** What a reader has to know about its ids. */
  readonly note?: string;
}

/** The tools with a section of their own, by how near they are. */
const PEERS: readonly Peer[] = [
  { id: 'cdk-nag', name: 'cdk-nag', note: 'The names of its packs AwsSolutions and Serverless stand beside the name of the rule.' },
  { id: 'checkov', name: 'Checkov' },
  { id: 'cfn_nag', name: 'cfn_nag' },
  { id: 'kics', name: 'KICS' },
  { id: 'trivy', name: 'Trivy', note: 'Its older ids, and those of tfsec, begin with AVD.' },
  { id: 'guard', name: 'AWS Guard Rules Registry' },
  { id: 'serverless-rules', name: 'serverless-rules', note: 'These are the ids of its plugin for cfn-lint.' },
  { id: 'securityhub', name: 'AWS Security Hub', note: 'It looks at what is deployed; our rules look at what will be.' },
];

const OTHER_NAMES: Readonly<Record<string, string>> = {
  'cfripper': 'CFRipper', 'cfn-lint': 'cfn-lint', 'prowler': 'Prowler', 'cloudformation-validate': 'CloudFormation validation in the CDK', 'controltower': 'AWS Control Tower',
};

/** A rule of another tool: answered by rules of ours, or not, for a reason. */
interface Line {
  readonly id: string;
  readonly rules: readonly Rule[];
  readonly reason?: string;
}

/** docs/coming-from.md: what answers the rules of other tools. */
export function comingFrom(rules: readonly Rule[]): string {
  const lines = linesOf(rules);
  const others = [...new Set(lines.map(({ id }) => toolOf(id)))].filter(tool => !PEERS.some(({ id }) => id === tool)).sort();
  return [
    '# Coming from another tool',
    '',
    'For each rule of another tool in our field: the rules of ours that ask the same question, or why there is none.',
    'The same question does not mean the same answer: `accuracy.md` lists where the verdicts differ.',
    'Derived by `npm run derive` from the `covers` of the rules and from `.projen/derive/unanswered.ts`.',
    '',
    ...PEERS.flatMap(peer => section(peer, lines)),
    ...others.flatMap(id => section({ id, name: OTHER_NAMES[id] ?? id }, lines)),
  ].join('\n').replace(/\n+$/, '\n');
}

function linesOf(rules: readonly Rule[]): Line[] {
  const answered = new Map<string, Rule[]>();
  for (const rule of rules) {
    for (const id of rule.covers) answered.set(id, [...(answered.get(id) ?? []), rule]);
  }
  return [
    ...[...answered].map(([id, by]) => ({ id, rules: by })),
    ...UNANSWERED.flatMap(({ reason, ids }) => ids.map(id => ({ id, rules: [], reason }))),
  ];
}

function section({ id, name, note }: Peer, all: readonly Line[]): string[] {
  const lines = all.filter(line => toolOf(line.id) === id).sort((a, b) => byNumber.compare(a.id, b.id));
  if (lines.length === 0) return [];
  const packs = id === 'cdk-nag' ? packNames() : undefined;
  const answered = lines.filter(line => line.rules.length > 0);
  const unanswered = lines.filter(line => line.rules.length === 0);
  return [
    `## ${name}`,
    '',
    `${lines.length} rules, ${answered.length} answered.${note === undefined ? '' : ` ${note}`}`,
    '',
    '| its rule | our rule | what ours asks for |',
    '| --- | --- | --- |',
    ...answered.flatMap(line => line.rules.map(rule => `| ${label(line, packs)} | [${rule.id}](rules/${rule.id}.md) | ${rule.title} |`)),
    '',
    ...(unanswered.length === 0 ? [] : withoutAnswer(unanswered, packs)),
  ];
}

/** The rules without an answer, under the reason that they share. */
function withoutAnswer(lines: readonly Line[], packs?: ReadonlyMap<string, readonly string[]>): string[] {
  return [
    'Without an answer:',
    '',
    '| its rules | why |',
    '| --- | --- |',
    ...[...new Set(lines.map(line => line.reason))].map(reason => `| ${lines.filter(line => line.reason === reason).map(line => label(line, packs)).join(', ')} | ${reason} |`),
    '',
  ];
}

const byNumber = new Intl.Collator('en', { numeric: true });

function toolOf(id: string): string {
  return id.slice(0, id.indexOf(':'));
}

function label({ id }: Line, packs?: ReadonlyMap<string, readonly string[]>): string {
  const name = id.slice(id.indexOf(':') + 1);
  const inPacks = packs?.get(name) ?? [];
  return inPacks.length === 0 ? name : `${name} (${inPacks.join(', ')})`;
}
