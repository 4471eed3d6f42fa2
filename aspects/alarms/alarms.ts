import { AppModel } from '../model/app-model';
import { Resource } from '../model/resource';
import { alternativesOf, booleanOf, entryOf, isMap, isOpen, patternOf, Value, valuesOf } from '../model/value';

/** A metric that an alarm watches. */
export interface WatchedMetric {
  readonly alarm: Resource;
  readonly namespace: Value;
  readonly name: Value;
  /** Dimension → value; nothing where only the deployment knows which series of the metric are meant. */
  readonly dimensions?: ReadonlyMap<string, Value>;
}

/** The alarms of an application. */
export function alarms(app: AppModel): readonly Resource[] {
  return app.ofType('AWS::CloudWatch::Alarm', 'AWS::CloudWatch::CompositeAlarm');
}

/** Whether missing alarms are worth a word: the application has alarms, or its owner names whom alarms are to tell. */
export function isAlarmed(app: AppModel): boolean {
  return app.once(alarms).length > 0 || app.settings.alarmTopic !== undefined;
}

/**
 * Every metric that an alarm of the application watches: by name, as an operand of metric maths, by a query.
 *
 * A composite alarm watches alarms, whose metrics are here already.
 */
export function watchedMetrics(app: AppModel): readonly WatchedMetric[] {
  return app.ofType('AWS::CloudWatch::Alarm').flatMap(alarm => [
    ...(alarm.get('MetricName') === undefined ? [] : [metricOf(alarm, alarm.properties)]),
    ...alternativesOf(alarm.get('Metrics')).flatMap(metrics => inMaths(alarm, metrics)),
  ]);
}

function metricOf(alarm: Resource, metric: Value): WatchedMetric {
  return { alarm, namespace: entryOf(metric, 'Namespace'), name: entryOf(metric, 'MetricName'), dimensions: dimensionsOf(entryOf(metric, 'Dimensions')) };
}

function dimensionsOf(dimensions: Value): ReadonlyMap<string, Value> | undefined {
  const list = valuesOf(dimensions);
  if (list.some(one => !isMap(one))) return undefined;
  return new Map(list.map(one => [patternOf(entryOf(one, 'Name')) ?? '', entryOf(one, 'Value')]));
}

/** The metrics that what an alarm compares is made of: those of entries that are returned, and of what these name. */
function inMaths(alarm: Resource, metrics: Value): readonly WatchedMetric[] {
  const entries = valuesOf(metrics).filter(isMap);
  const expressionOf = (entry: Value): string => patternOf(entryOf(entry, 'Expression')) ?? '';
  const used = new Set(entries.filter(entry => booleanOf(entry.ReturnData) !== false));
  for (const entry of used) {
    for (const other of entries) if (names(expressionOf(entry), patternOf(other.Id) ?? '*')) used.add(other);
  }
  return [...used].flatMap(entry => {
    const metric = entryOf(entryOf(entry, 'MetricStat'), 'Metric');
    return isMap(metric) ? [metricOf(alarm, metric)] : queried(alarm, expressionOf(entry));
  });
}

/** Whether metric maths makes use of the entry of an id: by the id, or by `METRICS()`, which may ask for a part of it. */
function names(expression: string, id: string): boolean {
  if (expression === '*' || id === '*') return true;
  const [metrics, , part] = /\bMETRICS\(\s*(["']([^"']*)["'])?\s*\)/.exec(expression) ?? [];
  return (metrics !== undefined && id.includes(part ?? '')) || new RegExp(`\\b${id}\\b`).test(expression.replace(/["'][^"']*["']/g, ''));
}

const QUERY = /^\s*SELECT\s+\w+\(\s*"?([^")\s]+)"?\s*\)\s+FROM\s+(?:SCHEMA\(\s*)?"([^"]+)"/i;

/** What a Metrics Insights query reads: every series of the metric, unless it narrows them, which is left undecided. */
function queried(alarm: Resource, expression: string): readonly WatchedMetric[] {
  const [, name, namespace] = QUERY.exec(expression) ?? [];
  if (name === undefined) return [];
  return [{ alarm, namespace, name, ...(/\bWHERE\b/i.test(expression) ? {} : { dimensions: new Map() }) }];
}

/** The watched metrics by namespace and name, and those of which only the deployment knows either. */
export interface MetricIndex {
  readonly open: boolean;
  of(namespace: string, name: string): readonly WatchedMetric[];
}

/** Finds watched metrics by name: `app.once(metricIndex)`. */
export function metricIndex(app: AppModel): MetricIndex {
  const byName = new Map<string, WatchedMetric[]>();
  let open = false;
  for (const metric of app.once(watchedMetrics)) {
    open ||= isOpen(metric.namespace) || isOpen(metric.name);
    const key = `${patternOf(metric.namespace)} ${patternOf(metric.name)}`;
    byName.set(key, [...byName.get(key) ?? [], metric]);
  }
  return { open, of: (namespace, name) => byName.get(`${namespace} ${name}`) ?? [] };
}
