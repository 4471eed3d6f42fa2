import { bucketRules } from './buckets';
import { busOf, isDefaultBus } from './buses';
import { mapsIn, Start, targetsOf } from './start';
import { calledBy } from './universal-targets';
import type { AppModel } from '../../model/app-model';
import type { Resource } from '../../model/resource';
import { Value } from '../../model/value';

/** EventBridge: buses to rules, rules to targets, buckets to rules. */
export function* eventRules(app: AppModel): Generator<Start> {
  const rules = app.ofType('AWS::Events::Rule').filter(rule => rule.get('State') !== 'DISABLED');
  for (const rule of rules) {
    const bus = busOf(rule.get('EventBusName'), app);
    const pattern = rule.get('EventPattern');
    if (pattern !== undefined && bus !== 'elsewhere') {
      yield { from: bus, service: 'events', to: rule, declaredBy: rule, property: 'EventPattern', narrows: { pattern }, asynchronous: true };
    }
    yield* targets(rule, bus, app);
  }
  yield* bucketRules(rules.filter(rule => busOf(rule.get('EventBusName'), app) === undefined), app);
}

function* targets(rule: Resource, bus: Resource | undefined | 'elsewhere', app: AppModel): Generator<Start> {
  for (const { map, index, doubt } of mapsIn(rule.get('Targets'))) {
    const shared = { service: 'events', declaredBy: rule, property: `Targets.${index}.Arn`, asynchronous: true };
    const found = targetsOf(map.Arn, app);
    for (const to of found) yield { from: rule, to: to.resource, ...shared, doubt: to.doubt ?? doubt };
    // From the default bus to a default bus can only mean another region or account.
    if (found.length === 0 && bus !== undefined && isDefaultBus(map.Arn)) yield { from: rule, ...shared, doubt };
    for (const queue of targetsOf(deadLetters(map.DeadLetterConfig), app)) {
      yield { from: rule, to: queue.resource, ...shared, property: `Targets.${index}.DeadLetterConfig`, doubt: 'only what could not be delivered goes there' };
    }
  }
}

function deadLetters(configuration: Value): Value {
  return mapsIn(configuration)[0]?.map.Arn;
}

/** Schedules of EventBridge Scheduler. */
export function* schedules(app: AppModel): Generator<Start> {
  for (const schedule of app.ofType('AWS::Scheduler::Schedule')) {
    if (schedule.get('State') === 'DISABLED') continue;
    for (const to of targetsOf(schedule.get('Target.Arn'), app)) {
      yield { from: schedule, to: to.resource, service: 'scheduler', declaredBy: schedule, property: 'Target.Arn', asynchronous: true, doubt: to.doubt };
    }
    for (const { resource: to, asynchronous, doubt } of calledBy(schedule, app)) {
      yield { from: schedule, to, service: 'scheduler', declaredBy: schedule, property: 'Target.Input', asynchronous, doubt };
    }
    for (const queue of targetsOf(schedule.get('Target.DeadLetterConfig.Arn'), app)) {
      yield {
        from: schedule,
        to: queue.resource,
        service: 'scheduler',
        declaredBy: schedule,
        property: 'Target.DeadLetterConfig.Arn',
        doubt: 'only what could not be delivered goes there',
        asynchronous: true,
      };
    }
  }
}

/** Pipes: from the source through the pipe to its enrichment and its target. */
export function* pipes(app: AppModel): Generator<Start> {
  for (const pipe of app.ofType('AWS::Pipes::Pipe')) {
    if (pipe.get('DesiredState') === 'STOPPED') continue;
    const filters = pipe.get('SourceParameters.FilterCriteria.Filters');
    for (const from of targetsOf(pipe.get('Source'), app)) {
      yield { from: from.resource, to: pipe, service: 'pipes', declaredBy: pipe, property: 'Source', narrows: filtered(filters), doubt: from.doubt };
    }
    for (const property of ['Enrichment', 'Target']) {
      for (const to of targetsOf(pipe.get(property), app)) {
        yield { from: pipe, to: to.resource, service: 'pipes', declaredBy: pipe, property, doubt: to.doubt };
      }
    }
  }
}

/** A list of filters narrows only where it holds one. */
export function filtered(filters: Value): { readonly filter?: Value } {
  return filters === undefined || (Array.isArray(filters) && filters.length === 0) ? {} : { filter: filters };
}
