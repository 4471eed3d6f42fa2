import { AccessEdge, AccessNode, AccessSource, Transition, TRANSITIONS } from './edge';
import { Named } from './principals';
import { EVERYTHING, targetNode } from './targets';
import type { AppModel } from '../../model/app-model';
import { actionMatches, membersOf, Statement } from '../../model/policy';
import type { Resource } from '../../model/resource';
import { alternativesOf, isOpen, patternOf, Value } from '../../model/value';

/** Where a statement stands, and what it means there. */
export interface Placed {
  readonly statement: Statement;
  readonly by: AccessSource;
  /** The resource that holds the statement. */
  readonly declaredBy: Resource;
  /** The property path of the statement. */
  readonly property: string;
  /** Whose statement it is: the holders of an identity policy, or the principals that it names. */
  readonly from: readonly Named[];
  readonly sparedFrom?: readonly AccessNode[];
  /** What the policy is of, where it is a resource's own: its statements speak of nothing else. */
  readonly of?: readonly Named[];
}

/** The edges of one statement: one for each principal and each entry of its resources. */
export function edgesOf(placed: Placed, app: AppModel): readonly AccessEdge[] {
  const { statement, by, declaredBy, property, from, sparedFrom = [] } = placed;
  const effects = effectsOf(statement.effect);
  const actions = actionsIn(statement.actions);
  const notActions = actionsIn(statement.notActions);
  const groups = notActions.length > 0 ? [{ patterns: [], certain: true }] : [true, false]
    .map(certain => ({ patterns: actions.filter(one => one.certain === certain).map(one => one.pattern), certain }))
    .filter(({ patterns }) => patterns.length > 0);
  const shared = {
    sparedFrom,
    notResources: statement.notResources,
    condition: statement.condition,
    by,
    declaredBy,
    property,
    notActions: notActions.map(one => one.pattern),
  };
  return effects.flatMap(effect => groups.flatMap(group => targetsOf(placed, app).flatMap(target => from.map(principal => {
    const doubt = [
      effects.length > 1 || isOpen(statement.effect) ? 'only the deployment knows whether the statement allows or denies' : undefined,
      statement.certain && principal.certain && target.certain ? undefined : 'a condition of the template decides whether it is there',
      group.certain && notActions.every(one => one.certain) ? undefined : 'only the deployment knows the actions',
      [principal.node, target.node].some(({ kind }) => kind === 'undecided') ? 'only the deployment knows who or what is meant' : undefined,
    ].find(one => one !== undefined);
    return {
      ...shared,
      effect,
      from: principal.node,
      to: target.node,
      actions: group.patterns,
      leadsOn: transitionsOf(group.patterns, shared.notActions),
      ...(target.entry === undefined ? {} : { resource: target.entry }),
      certain: doubt === undefined,
      ...(doubt === undefined ? {} : { doubt }),
    };
  }))));
}

function effectsOf(effect: Value): readonly AccessEdge['effect'][] {
  const said = alternativesOf(effect).flatMap((one): readonly AccessEdge['effect'][] => {
    if (isOpen(one)) return ['allow', 'deny'];
    const word = String(one).toLowerCase();
    return word === 'allow' || word === 'deny' ? [word] : [];
  });
  return [...new Set(said)];
}

function actionsIn(values: readonly Value[]): readonly { readonly pattern: string; readonly certain: boolean }[] {
  return membersOf(values).map(({ value, certain }) => ({ pattern: (patternOf(value) ?? '').toLowerCase(), certain: certain && !isOpen(value) }))
    .filter(({ pattern }) => pattern !== '');
}

interface Target extends Named {
  readonly entry?: Value;
}

function targetsOf({ statement, of }: Placed, app: AppModel): readonly Target[] {
  const entries = membersOf(statement.resources);
  // What a resource's own policy names besides the resource means nothing.
  if (of !== undefined) {
    const named = ({ node, certain }: Named): readonly Target[] =>
      entries.map(entry => ({ node, certain: certain && entry.certain, entry: entry.value }));
    return of.flatMap(target => (entries.length === 0 ? [target] : named(target).filter(one => mayMean(one, app))));
  }
  if (statement.notResources.length > 0) return [{ node: EVERYTHING, certain: true }];
  return entries.map(({ value, certain }) => ({ node: targetNode(value, app), certain, entry: value }));
}

/** Whether an entry may mean the resource that holds the policy. */
function mayMean({ node, entry }: Target, app: AppModel): boolean {
  const meant = targetNode(entry, app);
  return meant.kind !== 'resource' || meant.id === node.id;
}

/** The actions that lead on among those that patterns stand for. */
export function transitionsOf(actions: readonly string[], notActions: readonly string[]): readonly Transition[] {
  const matched = (patterns: readonly string[], action: string) => patterns.some(pattern => actionMatches(pattern, action));
  return TRANSITIONS.filter(action => (notActions.length > 0 ? !matched(notActions, action) : matched(actions, action)));
}
