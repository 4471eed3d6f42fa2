import { Need } from './needs';
import { worded } from '../graphs/arn';
import { actionMatches, actionPatterns, allows, membersOf, parsePolicy, Statement, statementsOf } from '../model/policy';
import type { Resource } from '../model/resource';
import { alternativesOf, Answer, isOpen, Reference, referencesIn, Value } from '../model/value';
import { wildcard } from '../model/wildcard';

/** Whether the policy of an endpoint allows any of what a function is granted; an endpoint without one allows everything. */
export function policyLets(endpoint: Resource, need: Need): Answer {
  const document = endpoint.get('PolicyDocument');
  if (document === undefined) return 'yes';
  if (alternativesOf(document).some(one => one === undefined || isOpen(parsePolicy(one)))) return 'undecided';
  const allowing = statementsOf(document).filter(allows);
  return allowing.some(statement => need.statements.some(granted => meet(statement, granted, need.prefix))) ? 'yes' : 'no';
}

/** Whether two statements may speak of one request. Whatever may be the same is taken for the same. */
function meet(statement: Statement, granted: Statement, prefix: string): boolean {
  const wanted = actionPatterns(granted.actions).filter(action => action.startsWith(`${prefix}:`));
  const named = actionPatterns(statement.actions);
  const actions = statement.notActions.length > 0
    || wanted.some(action => named.some(pattern => actionMatches(pattern, action) || actionMatches(action, pattern)));
  if (!actions || statement.notResources.length > 0 || granted.notResources.length > 0) return actions;
  const values = (list: readonly Value[]): readonly Value[] => membersOf(list).map(member => member.value);
  return values(granted.resources).some(one => values(statement.resources).some(other => mayBeSame(one, other)));
}

function mayBeSame(a: Value, b: Value): boolean {
  const [one, other] = [worded(a), worded(b)];
  if (one === undefined || other === undefined) return true;
  if (wildcard(one).test(other) || wildcard(other).test(one)) return true;
  const [mine, theirs] = [targetOf(a), targetOf(b)];
  if (mine !== undefined && theirs !== undefined) return mine === theirs;
  return isOpen(a) || isOpen(b);
}

/** The resource of the application that a value is about. */
function targetOf(value: Value): Resource | undefined {
  const references = value instanceof Reference ? [value] : referencesIn(value);
  return references[references.length - 1]?.resource;
}
