import { Stage, Validations } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { Acknowledgement, ACKNOWLEDGEMENT_METADATA, NAMESPACE } from '../engine/acknowledgements';
import { isObject } from '../model/json';

/** Every acknowledgement of this library's rules in a construct tree, Stages included. */
export function acknowledgementsIn(root: IConstruct): Acknowledgement[] {
  return everyConstruct(root).flatMap(construct => (construct.node.metadata.length === 0 ? [] : acknowledgementsOn(construct)));
}

function acknowledgementsOn(construct: IConstruct): Acknowledgement[] {
  const on = { constructPath: construct.node.path };
  const own = construct.node.metadata.filter(entry => entry.type === ACKNOWLEDGEMENT_METADATA && isObject(entry.data))
    .map(entry => ({ ...(entry.data as { id: string; reason: string; until?: string }), on }));
  const shared = construct.node.metadata.filter(entry => entry.type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY && isObject(entry.data))
    .flatMap(entry => Object.entries(entry.data as Record<string, string>))
    .filter(([id]) => id.startsWith(NAMESPACE))
    .map(([id, reason]) => ({ id: id.slice(NAMESPACE.length), reason, on }));
  return [...own, ...shared.filter(({ id }) => !own.some(one => one.id === id))];
}

/** Every construct below one, itself included; Stages are entered. */
export function everyConstruct(root: IConstruct): IConstruct[] {
  return [root, ...root.node.children.flatMap(everyConstruct)];
}

/** Every Stage below a construct, however deep, without the construct itself. */
export function stagesBelow(root: IConstruct): Stage[] {
  return everyConstruct(root).filter((construct): construct is Stage => construct !== root && Stage.isStage(construct));
}
