import { narrows } from '../api/caller-condition';
import { Statement } from '../model/policy';
import { alternativesOf, Answer, isMap, patternOf, Text, Unknown, Value, valuesOf } from '../model/value';

/** Whether an allowing statement admits only callers that it names: by its principals, or by its condition. */
export function admitsOnlyNamed(statement: Statement): Answer {
  const everybody = statement.notPrincipal !== undefined ? 'yes' : includesEverybody(statement.principal);
  if (everybody === 'no') return 'yes';
  const narrowed = narrows(statement.condition, 'admits');
  return narrowed === 'yes' || everybody === 'yes' ? narrowed : 'undecided';
}

/** Whether everybody is among the principals of a statement, of whatever kind: `*`, `{ AWS: '*' }`. */
export function includesEverybody(principal: Value): Answer {
  const branches = alternativesOf(principal).map(one => (isMap(one) ? Object.values(one) : [one]).flatMap(valuesOf).map(isEverybody));
  const answers = new Set(branches.map((branch): Answer => (branch.includes('yes') ? 'yes' : branch.includes('undecided') ? 'undecided' : 'no')));
  return answers.size === 1 ? [...answers][0] : answers.size === 0 ? 'no' : 'undecided';
}

function isEverybody(principal: Value): Answer {
  const answers = new Set(alternativesOf(principal).flatMap((one): readonly Answer[] => {
    if (Array.isArray(one)) return [includesEverybody(one as Value)];
    // The account, the partition and their like are never `*`; a parameter may be.
    if (one instanceof Unknown) return [one.key.startsWith('AWS::') ? 'no' : 'undecided'];
    // Of a text with open parts some is known, unless it is nothing but open parts.
    if (one instanceof Text) return [patternOf(one) === '*' ? 'undecided' : 'no'];
    return [typeof one === 'string' && /^(\*|arn:[^:]*:iam::\*:root)$/.test(one) ? 'yes' : 'no'];
  }));
  return answers.size === 1 ? [...answers][0] : answers.size === 0 ? 'no' : 'undecided';
}
