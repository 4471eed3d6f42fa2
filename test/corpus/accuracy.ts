import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Label, peerRuleOf, services } from './labels';
import { Answer, answerOf, answers, isMismatch, tally } from './score';
import { accuracy, Figures, FOUNDATION, isMeasured, RuleFigures, Run } from '../../.projen/derive/accuracy';
import { DISAGREEMENTS } from '../../.projen/derive/disagreements';
import { OUTSIDE, UNANSWERED } from '../../.projen/derive/unanswered';
import { RULES } from '../../aspects/rules';

/**
 * Compares the rules with templates that other tools label in their own tests: `npx tsx test/corpus/accuracy.ts FOLDER [--write]`.
 *
 * FOLDER holds `labels.json` and the templates below `labelled`. With `--write` the figures go to docs/accuracy.md, without it they must be there already.
 */
const USAGE = 'name the folder with labels.json: npx tsx test/corpus/accuracy.ts FOLDER [--write]';
const DOCUMENT = join(__dirname, '..', '..', 'docs', 'accuracy.md');
/** What the run may not fall below: the parts of the labels answered, of the findings found, of what passes left alone. Raised when the figures rise. */
const FLOORS = { answered: 0.915, found: 0.97, leftAlone: 0.98 } as const;
const REASONED = new Set(UNANSWERED.flatMap(({ ids }) => ids));
const EXCUSED = new Set(DISAGREEMENTS.filter(({ right }) => right !== 'theirs').flatMap(({ labels }) => labels));

function main(folder: string | undefined, write: boolean): void {
  if (folder === undefined || !existsSync(join(folder, 'labels.json'))) {
    console.error(`there is no ${join(folder ?? '', 'labels.json')}; ${USAGE}`);
    process.exitCode = 2;
    return;
  }
  const labels = (JSON.parse(readFileSync(join(folder, 'labels.json'), 'utf8')) as Label[]).filter(label => !OUTSIDE.includes(peerRuleOf(label)));
  const serviceOf = services(labels);
  const all = answers(labels.filter(label => serviceOf.get(label) !== undefined), join(folder, 'labelled'), RULES);

  const text = accuracy(runOf(all, serviceOf));
  const complaints = [...unreviewed(all), ...unexplained(all), ...unmeasured(all), ...fallen(all)];
  if (write) writeFileSync(DOCUMENT, text);
  else if (!existsSync(DOCUMENT) || readFileSync(DOCUMENT, 'utf8') !== text) complaints.push('docs/accuracy.md differs from this run; run it again with --write');
  console.log(text.slice(text.indexOf('## By service'), text.indexOf('\n\n', text.indexOf('## By tool') + 15)));
  for (const complaint of complaints) console.error(complaint);
  if (complaints.length > 0) process.exitCode = 1;
}

function runOf(all: readonly Answer[], serviceOf: ReadonlyMap<Label, string | undefined>): Run {
  const groups = (nameOf: (answer: Answer) => string): Figures[] => [...new Set(all.map(nameOf))].sort()
    .map(name => figures(name, all.filter(answer => nameOf(answer) === name)));
  return { byRule: byRule(all), total: figures('all', all), byService: groups(({ label }) => serviceOf.get(label) ?? ''), byPeer: groups(({ label }) => label.peer) };
}

/** The rules that labels ask for, those with the most first. */
function byRule(all: readonly Answer[]): RuleFigures[] {
  return RULES.map(({ id, stability }) => {
    const own = all.flatMap(answer => answerOf(id, answer) ?? []);
    return { ...figures(id, own), stability, tools: new Set(own.map(({ label }) => label.peer)).size };
  }).filter(({ labels }) => labels > 0).sort((one, other) => other.labels - one.labels || (one.name < other.name ? -1 : 1));
}

/** Rules that may fail a build without having been measured, and rules that were and may not. */
function unmeasured(all: readonly Answer[]): string[] {
  const figuresOf = new Map(byRule(all).map(one => [one.name, one]));
  return RULES.filter(({ id }) => !FOUNDATION.includes(id)).flatMap(({ id, stability }) => {
    const measured = figuresOf.has(id) && isMeasured(figuresOf.get(id)!);
    if (stability === 'stable' && !measured) return [`${id} is stable, but its labels do not show that it may be`];
    return stability === 'preview' && measured ? [`${id} has shown what makes it stable: set its stability, or say in an ADR why not`] : [];
  });
}

function figures(name: string, some: readonly Answer[]): Figures {
  const reasoned = some.filter(({ outcome, label }) => outcome === 'unanswered' && REASONED.has(peerRuleOf(label))).length;
  const excused = (wanted: string): number => some.filter(({ outcome, label }) => outcome === wanted && EXCUSED.has(keyOf(label))).length;
  return { name, labels: some.length, reasoned, ...tally(some), excused: { miss: excused('miss'), extra: excused('extra') } };
}

/** The figures that have fallen below their floors. */
function fallen(all: readonly Answer[]): string[] {
  const { unanswered, hit, miss, clean, extra } = tally(all);
  const parts = { answered: 1 - unanswered / all.length, found: hit / (hit + miss), leftAlone: clean / (clean + extra) };
  return (['answered', 'found', 'leftAlone'] as const).filter(name => parts[name] < FLOORS[name])
    .map(name => `${name} has fallen to ${(100 * parts[name]).toFixed(1)} %, below ${100 * FLOORS[name]} %`);
}

/** Mismatches without a reviewed entry, and entries that stand for no mismatch. */
function unreviewed(all: readonly Answer[]): string[] {
  const expected = new Map(DISAGREEMENTS.flatMap(({ labels, expects }) => labels.map(label => [label, expects === 'a finding' ? 'fail' : 'pass'] as const)));
  const found = new Map(all.filter(isMismatch).map(answer => [keyOf(answer.label), answer] as const));
  return [
    ...[...found].filter(([key, { label }]) => expected.get(key) !== label.expected)
      .map(([key, { label, outcome, rules }]) => `no reviewed disagreement: ${key} expects ${label.expected}, and is a ${outcome} of ${rules.join(', ')}`),
    ...[...expected.keys()].filter(key => !found.has(key)).map(key => `this disagreement matches no mismatch: ${key}`),
  ];
}

/** Rules of other tools that no rule of ours covers, without a reason in `unanswered.ts`. */
function unexplained(all: readonly Answer[]): string[] {
  const open = all.filter(({ outcome, label }) => outcome === 'unanswered' && !REASONED.has(peerRuleOf(label))).map(({ label }) => peerRuleOf(label));
  return [...new Set(open)].sort().map(id => `neither a rule nor a reason answers ${id}, which has ${open.filter(other => other === id).length} labels`);
}

function keyOf(label: Label): string {
  return [peerRuleOf(label), basename(label.file), ...(label.resourceLogicalId ? [label.resourceLogicalId] : [])].join(' ');
}

main(process.argv.slice(2).find(word => !word.startsWith('--')), process.argv.includes('--write'));
