import { AppModel } from '../model/app-model';
import { Resource } from '../model/resource';
import { Answer } from '../model/value';
import { anyOf, isGiven } from '../rule/given';

/** The property that says where an invocation goes that failed for good. */
export const ON_FAILURE = 'DestinationConfig.OnFailure.Destination';

/** How asynchronous invocations of a function are configured: one resource for each version or alias. */
export function invokeConfigs(fn: Resource, app: AppModel): readonly Resource[] {
  return app.once(configsByFunction).get(fn.id) ?? [];
}

/** Whether something keeps the events that a function fails to work on: a dead-letter queue, or a destination. */
export function keepsFailures(fn: Resource, app: AppModel): Answer {
  return anyOf([isGiven(fn.get('DeadLetterConfig.TargetArn')), ...invokeConfigs(fn, app).map(config => isGiven(config.get(ON_FAILURE)))]);
}

function configsByFunction(app: AppModel): ReadonlyMap<string, readonly Resource[]> {
  const found = new Map<string, readonly Resource[]>();
  for (const config of app.ofType('AWS::Lambda::EventInvokeConfig')) {
    const fn = app.functionOf(config.get('FunctionName'));
    if (fn !== undefined) found.set(fn.id, [...found.get(fn.id) ?? [], config]);
  }
  return found;
}
