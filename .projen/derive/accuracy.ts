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

/** How one rule answered the labels of the peer rules that it covers. */
export interface RuleFigures extends Figures {
  readonly stability: string;
  /** The tools whose labels they are. */
  readonly tools: number;
}

/**
 * What a rule has to have shown before it may fail a build: labels enough, of tools that do not copy each other, of both kinds, and
 * every one answered as expected.
 */
export const MEASURED = { labels: 8, tools: 3, each: 2 } as const;

/** Stable from the beginning: their verdicts were read one by one, on foreign templates and on examples, before there was this measure. */
export const FOUNDATION: readonly string[] = [
  'apigw-method-authorized', 'apigw-stage-no-data-trace', 'iam-policy-no-admin', 'iam-policy-no-service-wildcard', 'iam-role-no-administrator-access',
  'lambda-env-no-literal-secret', 'lambda-env-no-resolved-secret', 'lambda-function-log-group-owned', 'lambda-function-own-role', 'lambda-function-traced', 'lambda-permission-source-bound',
  'queue-encrypted', 'queue-visibility-outlasts-function', 'trigger-no-loop',
];

/** Whether a rule has shown what makes it stable. */
export function isMeasured({ labels, tools, hit, clean, miss, extra }: RuleFigures): boolean {
  return labels >= MEASURED.labels && tools >= MEASURED.tools && hit >= MEASURED.each && clean >= MEASURED.each && miss + extra === 0;
}

/** What a run over labelled templates gave. */
export interface Run {
  readonly byRule: readonly RuleFigures[];
  readonly total: Figures;
  readonly byService: readonly Figures[];
  readonly byPeer: readonly Figures[];
}

const TITLES: Readonly<Record<Disagreement['right'], string>> = {
  theirs: 'Where the other tool is right',
  ours: 'Where ours is right',
  both: 'Where each answers its own question',
};

/** What was found by reading, not by comparing. */
const READ: readonly string[] = [
  '## Findings that were read',
  '',
  'Of the findings on templates that published applications synthesise, a hundred are drawn and read against their templates:',
  '`npx tsx test/corpus/sample.ts FOLDER/real 100 2026`, which draws the same as long as the rules find the same.',
  '',
  '- In a first draw, of 975 findings, of which some twenty were read against their templates and the others as they are printed, two were false: a function was said to be started by nothing, although a state machine calls it, and a user pool whose',
  '  clients are machines was asked for a second factor. Two more said of a runtime without support that it is not the newest, which is the same weakness twice.',
  '  All four are mended: lambda-async-failure-destination looks for any resource with a use for the function, cognito-mfa-offered knows pools of machines, lambda-runtime-newest',
  '  leaves to lambda-runtime-supported what it reports. Tags are no longer asked of roles, which made up a fifth of the draw and told nobody anything.',
  '- In a second draw, of the 861 findings that remain, none was false. Two are undecided because the topic is declared in another template of the same application, which was audited alone.',
  '- In a third draw (`100 31337`), and in the second one once more, each finding was read beside its resource as it stands in the template, its globals, and the kinds of resource around it:',
  '  194 findings, of which none was false. Three are of little use to their reader: a rule that the CDK makes for a source of a pipeline can be given no dead-letter queue, SAM attaches a managed policy to',
  '  every function in a VPC, and an API whose errors alone are readable for any website is said to be open to it. None of them fails a build.',
  '- In a fourth draw (`100 777001`), read in the same way, one of 100 was false: a bucket that leaves it to the access points of its account what may be done, in the words that S3 documents for it,',
  '  was said to allow everything. resource-policy-no-wildcard-action knows such statements now. One is undecided because the topic is declared in another template of the same application.',
];

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
    '- For both, the figure in brackets leaves out the labels that stand below as a disagreement in which we hold the other tool not to be right.',
    '  It is our own judgement, made after the labels were seen, and every difference has to be judged: read it as how much of the difference we admit, not as a measurement.',
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
    '## By rule',
    '',
    `A rule is stable, and may fail a build, if at least ${MEASURED.labels} labels of at least ${MEASURED.tools} tools ask its question, at least ${MEASURED.each} of each kind,`,
    'and all of them are answered as expected; the rules of the foundation were read one by one instead. The rules below have labels; the others are preview.',
    'What is found counts for the rule that reports it; where several rules share a question, the others are neither better nor worse for it.',
    '',
    '| rule | | labels | tools | found | missed | left alone | reported besides | undecided |',
    '| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |',
    ...run.byRule.map(one => `| ${one.name} | ${one.stability}${FOUNDATION.includes(one.name) ? ', foundation' : ''} | ${one.labels} | ${one.tools} `
      + `| ${one.hit} | ${one.miss} | ${one.clean} | ${one.extra} | ${one.undecided} |`),
    '',
    ...READ,
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
