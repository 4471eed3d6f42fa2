import { Change, Editor } from './editor';
import { Acknowledgement, acknowledgementOf } from '../engine/acknowledgements';
import { toFinding } from '../engine/audit';
import { FixLevel, isWithin } from '../fix-level';
import { Found, Subject } from '../rule/found';
import { Declined, foundBy, isDeclined, Repair, Rule } from '../rule/rule';

/** What a remediation is told. */
export interface RemediationInput {
  readonly rules: readonly Rule[];
  readonly level: FixLevel;
  readonly acknowledgements: readonly Acknowledgement[];
  /** Repairs only what lies in this part of the application. */
  readonly within: (subject: Subject) => boolean;
}

/** One finding that was repaired, or could not be. */
export interface RepairNote {
  readonly rule: string;
  readonly level: FixLevel;
  /** The construct path, in a construct tree. */
  readonly constructPath: string;
  /** The template, in plain templates. */
  readonly template?: string;
  /** The logical id of the resource to repair, in plain templates. */
  readonly logicalId?: string;
  /** What was changed; empty where nothing could be. */
  readonly changes: readonly Change[];
  /** Why it could not be repaired. */
  readonly declined?: string;
}

/** What came of one finding: where nothing was changed, a further round may ask again. */
interface Outcome {
  readonly note: RepairNote;
  readonly rule: Rule;
  readonly subject: string;
}

/** A fix can wait for another one, that for a third: in practice three rounds settle everything. */
const MOST_ROUNDS = 16;

/**
 * Repairs what rules find, until nothing changes any more.
 *
 * A fix that is refused may become possible when another one was made, and what a fix adds may itself be repaired. So after
 * a round that changed anything, the findings that were left and the resources that were added are looked at again, and
 * nothing else: no fix may bring a finding to what it does not touch.
 *
 * Left alone: what is undecided, what somebody has acknowledged, and what helpers of the CDK made.
 */
export function repairInRounds(editor: Editor, input: RemediationInput): RepairNote[] {
  // A rule that has no fix of the level is not asked: it would render what nobody repairs.
  const rules = ordered(input.rules.filter(({ fix }) => fix?.levels.some(level => isWithin(level, input.level))));
  const notes: RepairNote[] = [];
  let left: Outcome[] = [];
  let added: ReadonlySet<string> = new Set();
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const refused = new Set(left.map(({ rule, subject }) => `${rule.id} ${subject}`));
    const isAsked = (rule: Rule, { id }: Subject) => round === 0 || added.has(id) || refused.has(`${rule.id} ${id}`);
    const outcomes = rules.flatMap(rule => repairAll(rule, editor, input, subject => isAsked(rule, subject)));
    const made = outcomes.filter(({ note }) => note.declined === undefined);
    notes.push(...made.map(({ note }) => note));
    left = outcomes.filter(({ note }) => note.declined !== undefined);
    if (made.length === 0) break;
    added = editor.settle();
    if (left.length === 0 && added.size === 0) break;
  }
  editor.renew();
  return [...notes, ...left.map(({ note }) => note)];
}

/** The rules in the order given, each behind those that its fix comes after, the first ones before all. */
function ordered(rules: readonly Rule[]): readonly Rule[] {
  const list = new Set<Rule>();
  const add = (rule: Rule, underway: readonly Rule[]): void => {
    if (underway.includes(rule)) return;
    for (const id of rule.fix?.after ?? []) for (const other of rules.filter(one => one.id === id)) add(other, [...underway, rule]);
    list.add(rule);
  };
  for (const rule of rules.filter(({ fix }) => fix?.first)) add(rule, []);
  for (const rule of rules) add(rule, []);
  return [...list];
}

function repairAll(rule: Rule, editor: Editor, input: RemediationInput, isAsked: (subject: Subject) => boolean): Outcome[] {
  const isChosen = (subject: Subject) => subject.provenance === 'user' && input.within(subject) && isAsked(subject);
  // A failing rule is reported by the audit, on the same resource.
  const found = foundBy(rule, editor.app, isChosen).flatMap(one => (one.found && isChosen(one.found.subject) ? [one.found] : []));
  return found.flatMap(one => repair(rule, one, editor, input).map(note => ({ note, rule, subject: one.subject.id })));
}

/** A fix that throws is a bug of ours: the finding stays, and the note says why. */
function attempt(work: () => Repair | Declined): Repair | Declined {
  try {
    return work();
  } catch (error) {
    return { declined: `its fix failed, which is a bug in cdk-rampart: ${error instanceof Error ? error.message : String(error)}` };
  }
}

/** What an acknowledgement accepts does not depend on the fix, which is asked only once. */
function isAcknowledged(rule: Rule, found: Found, { app }: Editor, { acknowledgements }: RemediationInput): boolean {
  // A finding says the logical id, which a construct tree has to work out.
  if (acknowledgements.length === 0) return false;
  return acknowledgementOf(toFinding({ rule: { ...rule, fix: undefined }, found }, app, {}), found.subject, acknowledgements) !== undefined;
}

function repair(rule: Rule, found: Found, editor: Editor, input: RemediationInput): RepairNote[] {
  if (rule.fix === undefined || found.verdict === 'undecided') return [];
  const { subject } = found;
  if (isAcknowledged(rule, found, editor, input)) return [];
  const note = { rule: rule.id, constructPath: subject.constructPath ?? '', ...editor.placeOf(subject) };
  const answer = attempt(() => rule.fix!.repair(found, editor.app));
  if (isDeclined(answer)) return [{ ...note, level: rule.fix.levels[0], changes: [], declined: answer.declined }];
  if (!isWithin(answer.level, input.level)) return [];
  const obstacle = editor.obstacle(answer.patches);
  if (obstacle !== undefined) return [{ ...note, level: answer.level, changes: [], declined: obstacle }];
  return [{ ...note, level: answer.level, changes: editor.apply(answer.patches, rule.id) }];
}
