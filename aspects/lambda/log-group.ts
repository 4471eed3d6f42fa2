import { groupKeys } from '../alarms/log-metrics';
import { AppModel } from '../model/app-model';
import { Resource } from '../model/resource';
import { joinText, Reference, Value } from '../model/value';

/** The names that Lambda gives to a function's log group by itself: by reference, and by the function's own name. */
export function defaultGroupNames(fn: Resource): readonly Value[] {
  return [new Reference(fn, 'Ref'), fn.get('FunctionName')].map(name => joinText(['/aws/lambda/', name ?? '']));
}

/** The keys of the log group that a function writes to. */
export function functionGroupKeys(fn: Resource, app: AppModel): readonly string[] {
  const given = fn.get('LoggingConfig.LogGroup');
  return (given === undefined ? defaultGroupNames(fn) : [given]).flatMap(name => groupKeys(name, app));
}
