import { Disagreement, DISAGREEMENTS } from './disagreements';

/** How a group of labels was answered. */
export interface Figures {
  readonly name: string;
  readonly labels: number;
  /** Labels that no rule of ours answers. */
  readonly unanswered: number;
  /** Of these, labels whose reason is in `docs/coming-from.md`. */
  readonly reasoned: number;
  readonly hit: number;
  readonly miss: number;
  readonly clean: number;
  readonly extra: number;
  readonly undecided: number;
  /** Misses and extra findings that were reviewed, and of which ours is right or answers a question of its own. */
  readonly excused: { readonly miss: number; readonly extra: number };
}

/** What a run over labelled templates gave. */
export interface Run {
  readonly total: Figures;
  readonly byService: readonly Figures[];
  readonly byPeer: readonly Figures[];
}

const TITLES: Readonly<Record<Disagreement['right'], string>> = {
  theirs: 'Where the other tool is right',
  ours: 'Where ours is right',
  both: 'Where each answers its own question',
};

/** docs/accuracy.md: how our verdicts compare with those of other tools, and why they differ where they do. */
export function accuracy(run: Run): string {
  return [
    '# Accuracy',
    '',
    'Other tools keep templates for their own tests, and say of each what they expect: that a rule reports a resource (a label that expects a finding), or that it does not.',
    'This page compares our verdicts with those labels, on the services that our rules are for. The templates were written for other tools and are not part of this repository.',
    'Written by `npx tsx test/corpus/accuracy.ts FOLDER --write`; the disagreements are reviewed by hand in `.projen/derive/disagreements.ts`, and the run fails where one is missing or stands for nothing.',
    '',
    '- **answered**: labels of rules that a rule of ours covers; in brackets those that either a rule or a reason in [coming-from.md](coming-from.md) answers.',
    '- **found**: of the labels that expect a finding, those where we report one.',
    '- **left alone**: of the labels that expect none, those where we report none.',
    '- For both, the figure in brackets leaves out the labels that were reviewed and stand below as a disagreement in which the other tool is not right.',
    '- **undecided**: labels where our answer is that only the deployment knows; they count neither way.',
    '',
    '## By service',
    '',
    ...table('service', [...run.byService, run.total]),
    '',
    '## By tool',
    '',
    ...table('tool', [...run.byPeer, run.total]),
    '',
    disagreements(DISAGREEMENTS),
  ].join('\n');
}

/** The part of the page that follows from the reviewed list alone. */
export function disagreements(list: readonly Disagreement[]): string {
  return (['theirs', 'ours', 'both'] as const).flatMap(right => {
    const some = list.filter(one => one.right === right);
    if (some.length === 0) return [];
    return [
      `## ${TITLES[right]}`,
      '',
      '| the template | the other tool | expects | why we answer otherwise |',
      '| --- | --- | --- | --- |',
      ...some.map(({ labels, expects, template, reason }) => `| ${template} | ${labels.join('<br>')} | ${expects} | ${reason} |`),
      '',
    ];
  }).join('\n');
}

function table(head: string, all: readonly Figures[]): string[] {
  return [
    `| ${head} | labels | answered | found | left alone | undecided |`,
    '| --- | ---: | ---: | ---: | ---: | ---: |',
    ...all.map(one => `| ${one.name} | ${one.labels} | ${percent(one.labels - one.unanswered, one.labels)} (${percent(one.labels - one.unanswered + one.reasoned, one.labels)}) `
      + `| ${reviewed(one.hit, one.miss, one.excused.miss)} | ${reviewed(one.clean, one.extra, one.excused.extra)} | ${one.undecided} |`),
  ];
}

function reviewed(right: number, wrong: number, excused: number): string {
  return right + wrong === 0 ? '' : `${percent(right, right + wrong)} (${percent(right, right + wrong - excused) || 'none left'})`;
}

function percent(part: number, whole: number): string {
  return whole === 0 ? '' : `${(100 * part / whole).toFixed(1)} %`;
}
