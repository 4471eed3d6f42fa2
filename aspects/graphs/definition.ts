import type { Resource } from '../model/resource';
import { entryOf, isMap, isOpen, joinText, Open, Text, Value, ValueMap } from '../model/value';

/** One call that a state machine makes. */
export interface TaskCall {
  /** `lambda:invokefunction`, `s3:putobject`: as an IAM action in lower case. */
  readonly action: string;
  /** The parameters of the task. */
  readonly parameters: Value;
  /** The resource itself, where the task names it in place of an action. */
  readonly resource?: Value;
  /** How many seconds the task waits, where it says so. */
  readonly timeout?: Value;
}

/** The definition of a state machine as a map; nothing where it is elsewhere or cannot be read. */
export function definitionOf(machine: Resource): Value {
  const written = machine.get('Definition');
  if (isMap(written)) return substituted(written, machine);
  const parsed = jsonIn(machine.get('DefinitionString'));
  return parsed === undefined ? undefined : substituted(parsed, machine);
}

/** A text of JSON as a value, references within it kept as references; nothing where it is no JSON before deployment. */
export function jsonIn(text: Value): Value {
  const opens: Open[] = [];
  const marked = (value: Value): string => {
    if (typeof value === 'string') return value;
    if (value instanceof Text) return value.parts.map(marked).join('');
    return `\uE000${opens.push(value as Open) - 1}\uE001`;
  };
  if (typeof text !== 'string' && !(text instanceof Text)) return undefined;
  try {
    return unmarked(JSON.parse(marked(text)) as Value, opens);
  } catch {
    return undefined; // an open part may stand for more than a text
  }
}

function unmarked(value: Value, opens: readonly Open[]): Value {
  return mapTexts(value, text => joinText(text.split(/\uE000(\d+)\uE001/).map((part, index) => (index % 2 === 1 ? opens[Number(part)] : part))));
}

/** Puts the substitutions of a definition in place of `${Name}`. */
function substituted(definition: Value, machine: Resource): Value {
  const substitutions = machine.get('DefinitionSubstitutions');
  if (!isMap(substitutions)) return definition;
  return mapTexts(definition, text => joinText(text.split(/\$\{([^}]+)\}/).map((part, index) => {
    if (index % 2 === 0) return part;
    return Object.prototype.hasOwnProperty.call(substitutions, part) ? substitutions[part] : `\${${part}}`;
  })));
}

function mapTexts(value: Value, change: (text: string) => Value): Value {
  if (typeof value === 'string') return change(value);
  if (isOpen(value)) return value;
  if (Array.isArray(value)) return value.map(one => mapTexts(one as Value, change));
  if (!isMap(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, mapTexts(one, change)]));
}

/** The calls of all tasks, those of branches and maps included. */
export function callsIn(definition: Value): readonly TaskCall[] {
  const states = entryOf(definition, 'States');
  if (!isMap(states)) return [];
  return Object.values(states).filter(isMap).flatMap(state => [
    ...(state.Type === 'Task' ? [callOf(state)] : []),
    ...(Array.isArray(state.Branches) ? state.Branches.flatMap(branch => callsIn(branch as Value)) : []),
    ...callsIn(state.Iterator),
    ...callsIn(state.ItemProcessor),
  ]);
}

function callOf(task: ValueMap): TaskCall {
  const parameters = task.Arguments ?? task.Parameters;
  const waits = task.TimeoutSeconds === undefined ? {} : { timeout: task.TimeoutSeconds };
  const text = task.Resource instanceof Text ? task.Resource.pattern : typeof task.Resource === 'string' ? task.Resource : '';
  const [, service, operation] = /:states:::(?:aws-sdk:)?([\w-]+):(\w+)/.exec(text) ?? [];
  if (service === undefined) return { action: 'lambda:invokefunction', parameters, resource: task.Resource, ...waits };
  return { action: ACTIONS[`${service}:${operation}`.toLowerCase()] ?? `${service}:${operation}`.toLowerCase(), parameters, ...waits };
}

/** Where a task's name is not the action's. Source: the Step Functions guide to service integrations. */
const ACTIONS: Readonly<Record<string, string>> = {
  'lambda:invoke': 'lambda:invokefunction',
  'sfn:startexecution': 'states:startexecution',
  'sfn:startsyncexecution': 'states:startsyncexecution',
  'eventbridge:putevents': 'events:putevents',
  's3:copyobject': 's3:putobject',
  's3:createmultipartupload': 's3:putobject',
  's3:deleteobjects': 's3:deleteobject',
};
