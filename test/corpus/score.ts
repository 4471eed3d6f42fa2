import { join } from 'node:path';
import { Label, peerRuleOf } from './labels';
import { audit } from '../../aspects/engine/audit';
import { Finding } from '../../aspects/finding';
import { readApplication } from '../../aspects/input/read-application';
import { AppModel } from '../../aspects/model/app-model';
import { Rule } from '../../aspects/rule/rule';

/**
 * How a label was answered.
 *
 * `unanswered`: no rule of ours asks the question. `hit` and `clean`: as the peer expects. `miss`: the peer expects a finding, and there is none;
 * `extra`: the peer expects none, and there is one. `undecided`: only the deployment knows.
 */
export type Outcome = 'unanswered' | 'hit' | 'clean' | 'miss' | 'extra' | 'undecided';

/** A label, and how our rules answer it. */
export interface Answer {
  readonly label: Label;
  readonly outcome: Outcome;
  /** The rules of ours that ask the same question. */
  readonly rules: readonly string[];
  /** Those of them that report what the label is about. */
  readonly reporting: readonly string[];
  /** Those of them that say that only the deployment knows. */
  readonly undecided: readonly string[];
}

/** How many labels there are, and how they were answered. */
export type Tally = Readonly<Record<Outcome, number>>;

/** Compares what the rules find in labelled templates with what their authors expect. */
export function answers(labels: readonly Label[], root: string, rules: readonly Rule[]): Answer[] {
  const covering = new Map<string, Rule[]>();
  for (const rule of rules) {
    for (const id of rule.covers) covering.set(id, [...(covering.get(id) ?? []), rule]);
  }
  const findings = new Map<string, readonly Finding[]>();
  const findingsOf = (file: string): readonly Finding[] => {
    if (!findings.has(file)) findings.set(file, findingsIn(join(root, file), rules));
    return findings.get(file)!;
  };
  return labels.map(label => {
    const asked = (covering.get(peerRuleOf(label)) ?? []).map(rule => rule.id);
    const meant = asked.length === 0 ? [] : findingsOf(label.file).filter(finding => asked.includes(finding.rule) && isAbout(finding, label));
    const saying = (wanted: Finding['verdict']): string[] => [...new Set(meant.filter(({ verdict }) => verdict === wanted).map(({ rule }) => rule))];
    const reporting = saying('noncompliant');
    return { label, rules: asked, reporting, undecided: saying('undecided'), outcome: asked.length === 0 ? 'unanswered' : outcomeOf(label, meant) };
  });
}

function findingsIn(path: string, rules: readonly Rule[]): readonly Finding[] {
  const { sources, acknowledgements } = readApplication(path);
  return audit(new AppModel(sources), { rules, acknowledgements }).findings;
}

function isAbout(finding: Finding, { resourceLogicalId }: Label): boolean {
  return !resourceLogicalId || finding.logicalId === resourceLogicalId;
}

/** An undecided finding is neither a hit nor a miss, unless a decided one stands beside it. */
function outcomeOf({ expected }: Label, meant: readonly Finding[]): Outcome {
  const reported = meant.some(finding => finding.verdict === 'noncompliant');
  if (!reported && meant.some(finding => finding.verdict === 'undecided')) return 'undecided';
  if (expected === 'fail') return reported ? 'hit' : 'miss';
  return reported ? 'extra' : 'clean';
}

/** What an answer says of one of its rules: a hit of another rule says nothing of it, an extra finding of another one that it was silent. */
export function answerOf(rule: string, answer: Answer): Answer | undefined {
  if (!answer.rules.includes(rule)) return undefined;
  if (answer.outcome === 'hit' && !answer.reporting.includes(rule) && answer.undecided.includes(rule)) return { ...answer, outcome: 'undecided' };
  if (answer.reporting.includes(rule) || answer.outcome === 'miss' || answer.outcome === 'clean' || answer.outcome === 'undecided') return answer;
  return answer.outcome === 'extra' ? { ...answer, outcome: 'clean' } : undefined;
}

/** Counts answers. */
export function tally(list: readonly Answer[]): Tally {
  const count = { unanswered: 0, hit: 0, clean: 0, miss: 0, extra: 0, undecided: 0 };
  for (const { outcome } of list) count[outcome] += 1;
  return count;
}

/** Whether an answer is other than the peer expects; an undecided one is where a finding was expected. */
export function isMismatch({ label, outcome }: Answer): boolean {
  return outcome === 'miss' || outcome === 'extra' || (outcome === 'undecided' && label.expected === 'fail');
}
