import { IConstruct } from 'constructs';
import { Change, TreeEditor } from './tree-editor';
import { Acknowledgement, acknowledgementOf } from '../engine/acknowledgements';
import { toFinding } from '../engine/audit';
import { FixLevel, isWithin } from '../fix-level';
import { AppModel } from '../model/app-model';
import { Resource } from '../model/resource';
import { Found } from '../rule/found';
import { Declined, foundBy, isDeclined, Repair, Rule } from '../rule/rule';
import { treeSources } from '../synthesis/tree-source';

/** What a remediation is told. */
export interface RemediationInput {
  readonly rules: readonly Rule[];
  readonly level: FixLevel;
  readonly acknowledgements: readonly Acknowledgement[];
  /** Repairs only what lies in this part of the application. */
  readonly within: (constructPath: string) => boolean;
}

/** One finding that was repaired, or could not be. */
export interface RepairNote {
  readonly rule: string;
  readonly level: FixLevel;
  readonly constructPath: string;
  /** What was changed; empty where nothing could be. */
  readonly changes: readonly Change[];
  /** Why it could not be repaired. */
  readonly declined?: string;
}

/**
 * Repairs what rules find in the construct tree of one Stage, or of an App without its Stages.
 *
 * Left alone: what is undecided, what somebody has acknowledged, and what helpers of the CDK made.
 */
export function remediate(stage: IConstruct, input: RemediationInput): RepairNote[] {
  const app = new AppModel(treeSources(stage));
  const editor = new TreeEditor(stage, app);
  const notes: RepairNote[] = [];
  // A rule that has no fix of the level is not asked: it would render what nobody repairs.
  for (const rule of input.rules.filter(({ fix }) => fix?.levels.some(level => isWithin(level, input.level)))) {
    const isChosen = (subject: Found['subject']) => subject.provenance === 'user' && input.within(subject.constructPath ?? '');
    // A failing rule is reported by the audit, on the same resource.
    const found = [...foundBy(rule, app, isChosen)].flatMap(one => (one.found && isChosen(one.found.subject) ? [one.found] : []));
    for (const one of found) notes.push(...repair(rule, one, app, editor, input));
  }
  return notes;
}

/** A fix that throws is a bug of ours: the finding stays, and the note says why. */
function attempt(work: () => Repair | Declined): Repair | Declined {
  try {
    return work();
  } catch (error) {
    return { declined: `its fix failed, which is a bug in cdk-rampart: ${error instanceof Error ? error.message : String(error)}` };
  }
}

function repair(rule: Rule, found: Found, app: AppModel, editor: TreeEditor, input: RemediationInput): RepairNote[] {
  if (rule.fix === undefined || found.verdict === 'undecided') return [];
  // What follows from a SAM resource is not in the tree, so no patch can be made to it.
  if (found.subject instanceof Resource && found.subject.writtenAs !== undefined) return [];
  // What an acknowledgement accepts does not depend on the fix, which is asked only once.
  if (acknowledgementOf(toFinding({ rule: { ...rule, fix: undefined }, found }, app, {}), found.subject, input.acknowledgements)) return [];
  const note = { rule: rule.id, constructPath: found.subject.constructPath ?? '' };
  const answer = attempt(() => rule.fix!.repair(found, app));
  if (isDeclined(answer)) return [{ ...note, level: rule.fix.levels[0], changes: [], declined: answer.declined }];
  if (!isWithin(answer.level, input.level)) return [];
  const obstacle = editor.obstacle(answer.patches);
  if (obstacle !== undefined) return [{ ...note, level: answer.level, changes: [], declined: obstacle }];
  return [{ ...note, level: answer.level, changes: editor.apply(answer.patches) }];
}
