import { IConstruct } from 'constructs';
import { RemediationInput, repairInRounds, RepairNote } from './rounds';
import { TreeEditor } from './tree-editor';
import { AppModel } from '../model/app-model';
import { Settings } from '../rule/settings';
import { treeSources } from '../synthesis/tree-source';

/**
 * Repairs what rules find in the construct tree of one Stage, or of an App without its Stages.
 *
 * @param stage the Stage or App
 * @param input what to repair
 * @param settings what the owner says
 */
export function remediate(stage: IConstruct, input: RemediationInput, settings?: Settings): RepairNote[] {
  return repairInRounds(new TreeEditor(stage, new AppModel(treeSources(stage), settings)), input);
}
