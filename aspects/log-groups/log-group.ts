import { groupKeys } from '../alarms/log-metrics';
import { AppModel } from '../model/app-model';
import { Resource } from '../model/resource';
import { keyOf, Reference } from '../model/value';

/** A group of the delivery class, which keeps its logs for a fixed time and can be told little else. */
export function isForDelivery(group: Resource): boolean {
  return group.get('LogGroupClass') === 'DELIVERY';
}

/** Whether one of some keys is that of a log group which the application declares. */
export function isAmong(group: Resource, keys: ReadonlySet<string>, app: AppModel): boolean {
  return [...groupKeys(new Reference(group, 'Ref'), app), keyOf(new Reference(group, 'Arn'))].some(key => keys.has(key));
}
