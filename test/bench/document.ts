import { cpus } from 'node:os';
import { version } from 'aws-cdk-lib/package.json';
import type { Budget } from './budgets';
import type { Figures } from './figures';
import type { Variant } from './measure';
import { isRule, Share } from './shares';

const COLUMNS: readonly (readonly [Variant, string])[] = [
  ['empty', 'a plugin that does nothing'],
  ['audit', 'audit'],
  ['remediation', 'audit and safe fixes'],
  ['serverless', "cdk-nag's Serverless pack"],
  ['solutions', "cdk-nag's AwsSolutions pack"],
];

/** What profiles of the applications say; to be looked at again when a figure changes much. */
const BOUNDS = [
  'What bounds the audit: a synthesis judges once, in a process that has compiled nothing of it. Half of the processor time goes to V8, which',
  'optimises beside the judgement what will not run again: under `--no-opt` the judgement takes half of it and is as soon done. What is left',
  'is spread flat over the resources, the rules and their findings.',
  '',
  'What bounds the safe fixes: rendering. The final templates do not exist yet, so functions, roles, policies, permissions and triggers are',
  'rendered as CDK will render them twice more afterwards. To render every resource once already takes the whole budget.',
];

/** What was measured, as Markdown. */
export function document(
  figures: readonly Figures[], kept: readonly Budget[], shares: readonly Share[], live: ReadonlyMap<Figures, number>,
): string {
  return [
    `Node ${process.versions.node}, aws-cdk-lib ${version}, ${cpus().length} cores. Reproduce with \`npm run bench\`.`,
    '',
    ...ratios(figures),
    '',
    'Each percentage is the processor time that is added to construction and synthesis together, relative to `app.synth()` of the same',
    'application without CDK\'s own validator; the number in brackets counts the findings. As soon as an application has any validation',
    'plugin, CDK hashes every file twice and indexes the tree: the column of the plugin that does nothing is part of every other.',
    ...fewer(figures),
    '',
    ...budgetTable(kept),
    '',
    ...floorTable(figures),
    '',
    ...BOUNDS,
    '',
    '| memory per resource | while the audit runs: model, graphs, findings | afterwards, besides what plain synthesis leaves |',
    '| --- | ---: | ---: |',
    ...figures.map(one => `| ${one.name} | ${kilobytes(live.get(one)!)} | ${kilobytes(one.heapPerResource('audit'))} |`),
    '',
    ...ruleTable(shares),
    '',
  ].join('\n');
}

function ratios(figures: readonly Figures[]): string[] {
  return [
    `| application | \`app.synth()\` | ${COLUMNS.map(([, title]) => `+ ${title}`).join(' | ')} |`,
    `| --- | ---: | ${COLUMNS.map(() => '---:').join(' | ')} |`,
    ...figures.map(one => {
      const { resources, stacks } = one.first('plain');
      const cells = COLUMNS.map(([variant]) => cell(one, variant));
      return `| ${one.name}, ${resources.toLocaleString('en')} resources, ${stacks} stacks | ${one.plainSeconds.toFixed(1)} s | ${cells.join(' | ')} |`;
    }),
  ];
}

function cell(figures: Figures, variant: Variant): string {
  if (!figures.has(variant)) return '';
  const { findings, repairs } = figures.first(variant);
  const counts = variant === 'empty' ? '' : repairs > 0 ? ` (${findings} left, ${repairs} repaired)` : ` (${findings})`;
  const added = figures.added(variant);
  return `${added < 0 ? '' : '+'}${percent(added)}${counts}`;
}

/** Says where a figure is the median of fewer rounds than the first column. */
function fewer(figures: readonly Figures[]): string[] {
  return figures.map(one => {
    const counts = ['plain', ...COLUMNS.map(([variant]) => variant)] as Variant[];
    const measured = counts.filter(variant => one.has(variant));
    const groups = [...new Set(measured.map(variant => one.count(variant)))]
      .map(count => `${count} ${count === 1 ? 'round' : 'rounds'} (${measured.filter(variant => one.count(variant) === count).join(', ')})`);
    return `${one.name}: median of ${groups.join(', ')}.`;
  });
}

/** What an audit and a repair cannot do without. */
const FLOORS: readonly (readonly [Variant, string])[] = [
  ['empty', 'a plugin that does nothing'],
  ['reader', 'a plugin that reads the templates and reports two findings for each resource, which it does not look for'],
  ['renderer', 'an Aspect that renders every resource once, as repairs have to, and changes nothing'],
];

function floorTable(figures: readonly Figures[]): string[] {
  const middle = figures.find(one => FLOORS.every(([variant]) => one.has(variant)));
  if (middle === undefined) return [];
  return [
    `| what no audit and no repair of ${middle.name} can do without | added to \`app.synth()\` |`,
    '| --- | ---: |',
    ...FLOORS.map(([variant, words]) => `| ${words} | ${percent(middle.added(variant))} |`),
  ];
}

function budgetTable(kept: readonly Budget[]): string[] {
  const figure = (value: number, { unit }: Budget) => (unit === 'share' ? percent(value) : `${value.toFixed(1)} times`);
  return [
    '| budget | at most | measured |',
    '| --- | ---: | ---: |',
    ...kept.map(budget => `| ${budget.name} | ${figure(budget.limit, budget)} | ${figure(budget.measured, budget)} |`),
  ];
}

/** Rules that take less than this are counted together. */
const NOT_LISTED = 0.005;

function ruleTable(shares: readonly Share[]): string[] {
  const listed = shares.filter(share => !isRule(share) || share.middle >= NOT_LISTED);
  const others = shares.filter(share => !listed.includes(share));
  const sum = (some: readonly Share[]) => some.reduce((total, { middle }) => total + middle, 0);
  return [
    '| part of the audit of 300 functions | share |',
    '| --- | ---: |',
    ...listed.map(share => `| ${isRule(share) ? `\`${share.part}\`` : share.part} | ${tenths(share.middle)} |`),
    `| the other ${others.length} rules, each below ${tenths(NOT_LISTED)} | ${tenths(sum(others))} |`,
    `| reading the templates, findings, reports | ${tenths(1 - sum(shares))} |`,
    '',
    'Each part is charged with its own time alone, the middle of five rounds. What several rules read (values, graphs) is worked out once',
    'and is a part of its own; what only one rule reads is charged to it.',
  ];
}

function tenths(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1024).toFixed(1)} KB`;
}
