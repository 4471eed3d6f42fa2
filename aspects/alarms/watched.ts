import { metricIndex, WatchedMetric } from './alarms';
import { AppModel } from '../model/app-model';
import { nameProperty } from '../model/names';
import { Resource } from '../model/resource';
import { Answer, isOpen, keyOf, Value } from '../model/value';
import { anyOf } from '../rule/given';

/** Metrics of a kind of resource, and the dimension that names the resource. */
export interface MetricsOf {
  readonly namespace: string;
  readonly dimension: string;
}

export const OF_FUNCTIONS: MetricsOf = { namespace: 'AWS/Lambda', dimension: 'FunctionName' };
export const OF_QUEUES: MetricsOf = { namespace: 'AWS/SQS', dimension: 'QueueName' };

/** What the alarms on one metric watch. */
interface Watched {
  /** The ids of resources, and the keys of names. */
  readonly subjects: ReadonlySet<string>;
  /** An alarm without the dimension watches all resources of the account. */
  readonly everything: boolean;
  readonly open: boolean;
}

/** Whether an alarm watches one of some metrics of a resource. */
export function isWatched(resource: Resource, { namespace, dimension }: MetricsOf, metrics: readonly string[], app: AppModel): Answer {
  const index = app.once(metricIndex);
  const name = resource.get(nameProperty(resource.type) ?? '');
  const answers = metrics.map((metric): Answer => {
    const watched = watchedBy(index.of(namespace, metric), dimension, app);
    if (watched.everything || watched.subjects.has(resource.id) || (name !== undefined && watched.subjects.has(keyOf(name)))) return 'yes';
    return watched.open ? 'undecided' : 'no';
  });
  return anyOf([...answers, index.open ? 'undecided' : 'no']);
}

/** Works it out once for the alarms on one metric, however many resources ask. */
function watchedBy(metrics: readonly WatchedMetric[], dimension: string, app: AppModel): Watched {
  const cache = app.once(watchedCache);
  const known = cache.get(metrics);
  if (known) return known;
  const values = metrics.map(({ dimensions }) => dimensions?.get(dimension));
  const watched = {
    subjects: new Set(values.flatMap(value => (value === undefined ? [] : [keyOf(value), ...subjectOf(value, app)]))),
    everything: metrics.some(({ dimensions }) => dimensions?.size === 0),
    open: metrics.some(({ dimensions }, index) => dimensions === undefined || (isOpen(values[index]) && subjectOf(values[index], app).length === 0)),
  };
  cache.set(metrics, watched);
  return watched;
}

function watchedCache(): WeakMap<readonly WatchedMetric[], Watched> {
  return new WeakMap();
}

/** The resource that the value of a dimension names. */
function subjectOf(value: Value, app: AppModel): readonly string[] {
  const resource = app.functionOf(value) ?? app.resourceOf(value);
  return resource === undefined ? [] : [resource.id];
}
