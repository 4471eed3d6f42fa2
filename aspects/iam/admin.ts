import { conditionBoundsResources, Grant } from './granted';
import { isEveryResource, membersOf, Statement } from '../model/policy';
import { Answer, patternOf, Text, Unknown, Value } from '../model/value';
import { isAnything } from '../model/wildcard';

/** Whether a statement that allows something makes an administrator: every action on every resource. */
export function makesAdmin({ statement, certain }: Grant): Answer {
  const actions = allowsEveryAction(statement);
  if (actions === 'no' || conditionBoundsResources(statement.condition)) return 'no';
  const resources = coversEveryResource(statement);
  if (resources === 'no') return 'no';
  return certain && actions === 'yes' && resources === 'yes' ? 'yes' : 'undecided';
}

/** Whether an action stands for every action there is: `*`, `?*`, `*:*`. What follows an unknown part is no wildcard of every service. */
export function isEveryAction(action: Value): Answer {
  if (action instanceof Unknown) return 'undecided';
  const written = patternOf(action) ?? '';
  if (!written.includes('*')) return 'no';
  const [service, ...name] = written.split(':');
  return !(action instanceof Text) && isAnything(service) && (name.length === 0 || isAnything(name.join(':'))) ? 'yes' : 'no';
}

/** Whether an action pattern stands for every action of a service, whichever: `s3:*`, `s3:**`, `s3:?*`. */
export function isEveryActionOfService(pattern: string): boolean {
  if (!pattern.includes('*')) return false;
  const [service, ...name] = pattern.split(':');
  return service !== '' && isAnything(name.join(':'));
}

function allowsEveryAction(statement: Statement): Answer {
  return someOf(statement.actions, isEveryAction);
}

/** Whether a statement is about every resource there is. */
function coversEveryResource(statement: Statement): Answer {
  return someOf(statement.resources, isEveryResource);
}

/** Whether the answer is yes for some member of a list: for certain, or in some branch of a condition. */
function someOf(values: readonly Value[], question: (value: Value) => Answer): Answer {
  const answers = membersOf(values).map(({ value, certain }) => {
    const answer = question(value);
    return answer === 'yes' && !certain ? 'undecided' : answer;
  });
  return answers.includes('yes') ? 'yes' : answers.includes('undecided') ? 'undecided' : 'no';
}
