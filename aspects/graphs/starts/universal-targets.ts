import { busOf } from './buses';
import { targetsOf } from './start';
import type { AppModel } from '../../model/app-model';
import { ownEntry } from '../../model/json';
import type { Resource } from '../../model/resource';
import { entryOf, patternOf, Value, valuesOf } from '../../model/value';
import { jsonIn } from '../definition';

/** The parameter that names what a call is for, by service and operation. Source: the API references of the services. */
const CALLED: Readonly<Record<string, string>> = {
  'kinesis:putrecord': 'StreamARN',
  'lambda:invoke': 'FunctionName',
  'sfn:startexecution': 'StateMachineArn',
  'sfn:startsyncexecution': 'StateMachineArn',
  'sns:publish': 'TopicArn',
  'sqs:sendmessage': 'QueueUrl',
};

/** What a call of a schedule starts. */
export interface Called {
  /** Nothing for the default event bus. */
  readonly resource?: Resource;
  readonly doubt?: string;
  readonly asynchronous: boolean;
}

/**
 * What a schedule starts by a universal target: any operation of any service, whose parameters stand in its input.
 *
 * Source: the EventBridge Scheduler guide, using universal targets.
 */
export function calledBy(schedule: Resource, app: AppModel): readonly Called[] {
  const [, operation] = /:scheduler:::aws-sdk:(\w+:\w+)$/.exec(patternOf(schedule.get('Target.Arn')) ?? '') ?? [];
  if (operation === undefined) return [];
  const input = jsonIn(schedule.get('Target.Input'));
  if (operation.toLowerCase() === 'eventbridge:putevents') return busesIn(entryOf(input, 'Entries'), app);
  const parameter = ownEntry(CALLED, operation.toLowerCase());
  if (parameter === undefined) return [];
  // Lambda answers a call of its API when the function is through, unless it is told not to wait.
  const asynchronous = operation !== 'lambda:invoke' || entryOf(input, 'InvocationType') === 'Event';
  return targetsOf(entryOf(input, parameter), app).map(target => ({ ...target, asynchronous }));
}

function busesIn(entries: Value, app: AppModel): readonly Called[] {
  const buses = new Set(valuesOf(entries).map(entry => busOf(entryOf(entry, 'EventBusName'), app)));
  return [...buses].filter(bus => bus !== 'elsewhere').map(resource => ({ resource, asynchronous: true }));
}
