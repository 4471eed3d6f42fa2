import { Stage, Validations } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { Acknowledgement, ACKNOWLEDGEMENT_METADATA, faultOf, isExpired, isSameId, NAMESPACE } from '../engine/acknowledgements';
import { isObject } from '../model/json';

const KINDS: readonly string[] = [ACKNOWLEDGEMENT_METADATA, Validations.ACKNOWLEDGED_RULES_METADATA_KEY];

/**
 * Accepts findings of a rule on a construct and everything below it.
 *
 * @throws Error if the rule id is malformed, the reason is empty or the date is none
 */
export function acknowledge(scope: IConstruct, accepted: { readonly rule: string; readonly reason: string; readonly until?: string }): void {
  const { rule: id, reason, until } = accepted;
  const fault = faultOf({ id, reason, until });
  if (fault !== undefined) throw new Error(`${scope.node.path}: ${fault}`);
  // What has expired must not be accepted by CDK's own list either, which knows no date.
  if (!isExpired({ until })) Validations.of(scope).acknowledge({ id: `${NAMESPACE}${id}`, reason });
  scope.node.addMetadata(ACKNOWLEDGEMENT_METADATA, { id, reason, ...(until === undefined ? {} : { until }) });
}

/** Every acknowledgement of this library's rules on some constructs. */
export function acknowledgementsIn(constructs: readonly IConstruct[]): Acknowledgement[] {
  return constructs.filter(({ node }) => node.metadata.some(({ type }) => KINDS.includes(type))).flatMap(acknowledgementsOn);
}

function acknowledgementsOn(construct: IConstruct): Acknowledgement[] {
  const on = { constructPath: construct.node.path };
  const own = construct.node.metadata.filter(entry => entry.type === ACKNOWLEDGEMENT_METADATA && isObject(entry.data))
    .map(entry => ({ ...(entry.data as { id: string; reason: string; until?: string }), on }));
  const shared = construct.node.metadata.filter(entry => entry.type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY && isObject(entry.data))
    .flatMap(entry => Object.entries(entry.data as Record<string, string>))
    .filter(([id]) => id.startsWith(NAMESPACE))
    .map(([id, reason]) => ({ id: id.slice(NAMESPACE.length), reason, on }));
  return [...own, ...shared.filter(({ id }) => !own.some(one => isSameId(one.id, id)))];
}

/** Every construct below one, itself included; Stages are entered. */
export function everyConstruct(root: IConstruct): IConstruct[] {
  const all: IConstruct[] = [];
  const collect = (construct: IConstruct): void => {
    all.push(construct);
    for (const child of construct.node.children) collect(child);
  };
  collect(root);
  return all;
}

/** Every Stage below a construct, however deep, without the construct itself. */
export function stagesBelow(root: IConstruct): Stage[] {
  return everyConstruct(root).filter((construct): construct is Stage => construct !== root && Stage.isStage(construct));
}
