import { IConstruct } from 'constructs';
import { RemediationInput, repairInRounds, RepairNote } from './rounds';
import { TreeEditor } from './tree-editor';
import { AppModel } from '../model/app-model';
import { treeSources } from '../synthesis/tree-source';

/** Repairs what rules find in the construct tree of one Stage, or of an App without its Stages. */
export function remediate(stage: IConstruct, input: RemediationInput): RepairNote[] {
  return repairInRounds(new TreeEditor(stage, new AppModel(treeSources(stage))), input);
}
