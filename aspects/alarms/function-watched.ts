import { addAlarm, WantedAlarm } from './alarm-fix';
import { isAlarmed } from './alarms';
import { isWatched, OF_FUNCTIONS } from './watched';
import { isEdgeFunction } from '../lambda/edge-function';
import { AppModel } from '../model/app-model';
import { Resource } from '../model/resource';
import { Answer, entryOf, isMap } from '../model/value';
import { Link } from '../rule/patch';
import { Declined, Repair } from '../rule/rule';

/**
 * Whether missing alarms of a function are worth a word.
 *
 * Not where the application alarms on nothing at all, which is a finding of its own, and names nobody to tell; not at the edge, where metrics are
 * kept per region of the viewers; not of the handler of a custom resource, whose failure fails the deployment.
 */
export function isJudged(fn: Resource, app: AppModel): boolean {
  return isAlarmed(app) && !isEdgeFunction(fn, app) && !app.once(customResourceHandlers).has(fn.id);
}

/** Whether an alarm watches one of some metrics of a function. */
export function isFunctionWatched(fn: Resource, metrics: readonly string[], app: AppModel): Answer {
  return isWatched(fn, OF_FUNCTIONS, metrics, app);
}

/** Adds an alarm on a metric of a function, of which one in five minutes is too much. */
export function alarmOnFunction(fn: Resource, alarm: Pick<WantedAlarm, 'name' | 'description' | 'metric'>, app: AppModel): Repair | Declined {
  return addAlarm(fn, { ...alarm, namespace: OF_FUNCTIONS.namespace, statistic: 'Sum', dimensions: { [OF_FUNCTIONS.dimension]: new Link(fn) }, threshold: 1 }, app);
}

/** The functions that answer custom resources, also behind the framework of the CDK. */
export function customResourceHandlers(app: AppModel): ReadonlySet<string> {
  const handlers = new Set<string>();
  for (const resource of app.resources.filter(({ type }) => type.startsWith('Custom::') || type === 'AWS::CloudFormation::CustomResource')) {
    const called = [resource.get('ServiceToken'), resource.get('HandlerArn')].map(value => app.functionOf(value)).filter(fn => fn !== undefined);
    for (const fn of called) {
      handlers.add(fn.id);
      const variables = fn.get('Environment.Variables');
      for (const name of isMap(variables) && fn.provenance === 'helper' ? Object.keys(variables).filter(key => key.startsWith('USER_')) : []) {
        const handler = app.functionOf(entryOf(variables, name));
        if (handler) handlers.add(handler.id);
      }
    }
  }
  return handlers;
}
