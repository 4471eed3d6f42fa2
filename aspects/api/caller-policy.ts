import { narrows } from './caller-condition';
import { Operation } from './operation';
import { actionMatches, actionPatterns, Statement, statementsOf } from '../model/policy';
import { alternativesOf, Answer, isOpen, patternOf, Value } from '../model/value';
import { wildcard } from '../model/wildcard';
import { admitsOnlyNamed, includesEverybody } from '../policy/admitted';

/**
 * Whether a resource policy lets only known callers reach an operation: accounts, networks or endpoints that it names.
 *
 * Without a policy everybody reaches it. Where there is one, API Gateway refuses whoever it does not allow.
 */
export function narrowsCallers(policy: Value, operation: Operation): Answer {
  const answers = new Set(alternativesOf(policy).map(one => (isOpen(one) ? 'undecided' : narrowsAll(statementsOf(one), operation))));
  return answers.size === 1 ? [...answers][0] : 'undecided';
}

function narrowsAll(statements: readonly Statement[], operation: Operation): Answer {
  if (statements.length === 0) return 'no';
  const spoken = statements.filter(statement => invokes(statement) && concerns(statement, operation));
  const denials = spoken.filter(isDenial).map(statement => sure(statement, refusesOthers(statement)));
  if (denials.includes('yes')) return 'yes';
  const open = spoken.filter(statement => !isDenial(statement)).map(statement => sure(statement, admitsOnlyNamed(statement))).filter(answer => answer !== 'yes');
  if (open.length === 0) return 'yes';
  return open.includes('no') && !denials.includes('undecided') ? 'no' : 'undecided';
}

/** A statement that may not be there settles nothing. */
function sure(statement: Statement, answer: Answer): Answer {
  return statement.certain && !isOpen(statement.effect) ? answer : 'undecided';
}

function isDenial(statement: Statement): boolean {
  return String(statement.effect).toLowerCase() === 'deny';
}

function invokes(statement: Statement): boolean {
  if (statement.notActions.length > 0) return !actionPatterns(statement.notActions).some(pattern => actionMatches(pattern, 'execute-api:Invoke'));
  return actionPatterns(statement.actions).some(pattern => actionMatches(pattern, 'execute-api:Invoke'));
}

/** Whether a statement is about an operation: a denial must cover it whole, what is allowed need only touch it. */
function concerns(statement: Statement, operation: Operation): boolean {
  const covers = (resources: readonly Value[]) => resources.flatMap(alternativesOf).some(resource => covered(patternOf(resource) ?? '', operation, isDenial(statement)));
  return statement.notResources.length > 0 ? !covers(statement.notResources) : covers(statement.resources);
}

const VERBS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'];

function covered(resource: string, { method, path }: Operation, whole: boolean): boolean {
  // `execute-api:/stage/METHOD/path` is short for the whole ARN; which stage it is does not matter here.
  const [, stage, rest] = /^(?:arn:.*?:execute-api:[^/]*|execute-api:)\/([^/]*)(.*)$/.exec(resource) ?? ['', '*', '*'];
  if (path === undefined && !whole) return true; // it may be the path that is meant
  const pattern = wildcard(['', '*'].includes(stage) && rest === '' ? '*' : rest);
  const methods = method !== 'ANY' ? [method] : whole ? ['EVERY'] : VERBS;
  return methods.some(one => pattern.test(path === undefined ? `/${one}/some/path` : `/${one}${path}`));
}

/** Whether a denying statement refuses everybody but named callers. */
export function refusesOthers(statement: Statement): Answer {
  if (statement.notPrincipal !== undefined) return statement.condition === undefined ? 'yes' : 'undecided';
  const everybody = includesEverybody(statement.principal);
  if (everybody !== 'yes') return everybody;
  return statement.condition === undefined ? 'yes' : narrows(statement.condition, 'refuses');
}
