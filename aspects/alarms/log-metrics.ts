import { metricIndex } from './alarms';
import { AppModel } from '../model/app-model';
import { nameIn } from '../model/names';
import { Resource } from '../model/resource';
import { Answer, entryOf, keyOf, patternOf, Value, valuesOf } from '../model/value';
import { anyOf } from '../rule/given';

/**
 * The keys under which a log group is known, by whatever names it: a reference, a name, an ARN.
 *
 * Two values mean the same group where they share a key.
 */
export function groupKeys(group: Value, app: AppModel): readonly string[] {
  if (group === undefined) return [];
  const named = nameIn(group)?.name;
  const resource = app.resourceOf(group) ?? (typeof group === 'string' ? app.named('AWS::Logs::LogGroup', group) : undefined);
  const isGroup = resource?.type === 'AWS::Logs::LogGroup';
  const name = isGroup ? resource.get('LogGroupName') : undefined;
  return [keyOf(group), ...[named, name].flatMap(one => (one === undefined ? [] : [keyOf(one)])), ...(isGroup ? [resource.id] : [])];
}

/**
 * Whether an alarm watches a metric that a filter makes of what is written to a log group.
 *
 * @param keys the keys of the group
 * @param about what the filter's pattern must speak of; any pattern will do where nothing is given
 */
export function isLogWatched(keys: readonly string[], app: AppModel, about = /(?:)/): Answer {
  const index = app.once(metricIndex);
  const filters = new Set(keys.flatMap(key => app.once(filtersByGroup).get(key) ?? []));
  const made = [...filters].filter(filter => about.test(patternOf(filter.get('FilterPattern')) ?? '*'))
    .flatMap(filter => valuesOf(filter.get('MetricTransformations')));
  return anyOf(made.map((metric): Answer => {
    const [namespace, name] = ['MetricNamespace', 'MetricName'].map(property => patternOf(entryOf(metric, property)) ?? '*');
    if (index.of(namespace, name).length > 0) return 'yes';
    return index.open ? 'undecided' : 'no';
  }));
}

function filtersByGroup(app: AppModel): ReadonlyMap<string, readonly Resource[]> {
  const filters = new Map<string, Resource[]>();
  for (const filter of app.ofType('AWS::Logs::MetricFilter')) {
    for (const key of groupKeys(filter.get('LogGroupName'), app)) filters.set(key, [...filters.get(key) ?? [], filter]);
  }
  return filters;
}

/** Whether something of the application reads a log group line by line: a metric filter or a subscription. */
export function isRead(keys: readonly string[], app: AppModel): boolean {
  return keys.some(key => app.once(readGroups).has(key));
}

function readGroups(app: AppModel): ReadonlySet<string> {
  return new Set(app.ofType('AWS::Logs::MetricFilter', 'AWS::Logs::SubscriptionFilter').flatMap(filter => groupKeys(filter.get('LogGroupName'), app)));
}
