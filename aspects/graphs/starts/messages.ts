import { filtered } from './events';
import { mapsIn, Start, targetsOf } from './start';
import type { AppModel } from '../../model/app-model';
import type { Resource } from '../../model/resource';
import { ask, booleanOf, entryOf, isMap, Value } from '../../model/value';

/** Queues, streams and tables that a function reads from. */
export function* eventSourceMappings(app: AppModel): Generator<Start> {
  for (const mapping of app.ofType('AWS::Lambda::EventSourceMapping')) {
    const on = ask(mapping.get('Enabled'), value => booleanOf(value) !== false);
    const reader = app.functionOf(mapping.get('FunctionName'));
    if (reader === undefined || on === 'no') continue;
    const doubt = on === 'undecided' ? 'whether the event source mapping is on is only known at deployment' : undefined;
    for (const from of targetsOf(mapping.get('EventSourceArn'), app)) {
      const narrows = filtered(mapping.get('FilterCriteria.Filters'));
      yield { from: from.resource, to: reader, service: serviceOf(from.resource), declaredBy: mapping, property: 'EventSourceArn', narrows, doubt: from.doubt ?? doubt };
      yield* failures(mapping, from.resource, app);
    }
  }
}

/** What a stream's reader gives up goes to its failure destination. */
function* failures(mapping: Resource, source: Resource, app: AppModel): Generator<Start> {
  for (const to of targetsOf(mapping.get('DestinationConfig.OnFailure.Destination'), app)) {
    yield {
      from: source,
      to: to.resource,
      service: 'lambda',
      declaredBy: mapping,
      property: 'DestinationConfig.OnFailure.Destination',
      asynchronous: true,
      doubt: 'only what fails repeatedly goes there',
    };
  }
}

function serviceOf(source: Resource): string {
  return source.type.split('::')[1].toLowerCase();
}

/** Dead-letter queues of queues. */
export function* redrives(app: AppModel): Generator<Start> {
  for (const queue of app.ofType('AWS::SQS::Queue')) {
    for (const to of targetsOf(redriveTarget(queue.get('RedrivePolicy')), app)) {
      yield {
        from: queue,
        to: to.resource,
        service: 'sqs',
        declaredBy: queue,
        property: 'RedrivePolicy',
        asynchronous: true,
        doubt: 'only messages that fail repeatedly go there',
      };
    }
  }
}

function redriveTarget(policy: Value): Value {
  if (typeof policy !== 'string') return entryOf(policy, 'deadLetterTargetArn');
  try {
    const parsed = JSON.parse(policy) as Value;
    return isMap(parsed) ? parsed.deadLetterTargetArn : undefined;
  } catch {
    return undefined; // SQS refuses it
  }
}

/** Subscriptions of topics. */
export function* subscriptions(app: AppModel): Generator<Start> {
  for (const subscription of app.ofType('AWS::SNS::Subscription')) {
    const policy = subscription.get('FilterPolicy');
    const narrows = policy === undefined || (isMap(policy) && Object.keys(policy).length === 0) ? {} : { filter: policy };
    for (const from of targetsOf(subscription.get('TopicArn'), app)) {
      for (const to of targetsOf(subscription.get('Endpoint'), app)) {
        yield { from: from.resource, to: to.resource, service: 'sns', declaredBy: subscription, property: 'Endpoint', narrows, asynchronous: true, doubt: from.doubt ?? to.doubt };
      }
      for (const to of targetsOf(redriveTarget(subscription.get('RedrivePolicy')), app)) {
        yield {
          from: from.resource,
          to: to.resource,
          service: 'sns',
          declaredBy: subscription,
          property: 'RedrivePolicy',
          asynchronous: true,
          doubt: 'only what could not be delivered goes there',
        };
      }
    }
  }
  for (const topic of app.ofType('AWS::SNS::Topic')) {
    for (const { map, index, doubt } of mapsIn(topic.get('Subscription'))) {
      for (const to of targetsOf(map.Endpoint, app)) {
        yield { from: topic, to: to.resource, service: 'sns', declaredBy: topic, property: `Subscription.${index}`, asynchronous: true, doubt: to.doubt ?? doubt };
      }
    }
  }
}

/** What becomes of asynchronous invocations: destinations and dead-letter queues of functions. */
export function* outcomes(app: AppModel): Generator<Start> {
  for (const config of app.ofType('AWS::Lambda::EventInvokeConfig')) {
    const from = app.functionOf(config.get('FunctionName'));
    if (from === undefined) continue;
    for (const [name, outcome] of [['OnSuccess', 'success'], ['OnFailure', 'failure']] as const) {
      const property = `DestinationConfig.${name}.Destination`;
      for (const to of targetsOf(config.get(property), app)) {
        yield { from, to: to.resource, service: 'lambda', declaredBy: config, property, outcome, asynchronous: true, doubt: to.doubt ?? failing(outcome) };
      }
    }
  }
  for (const from of app.ofType('AWS::Lambda::Function')) {
    for (const to of targetsOf(from.get('DeadLetterConfig.TargetArn'), app)) {
      yield { from, to: to.resource, service: 'lambda', declaredBy: from, property: 'DeadLetterConfig.TargetArn', outcome: 'failure', asynchronous: true, doubt: failing('failure') };
    }
  }
}

function failing(outcome: 'success' | 'failure'): string | undefined {
  return outcome === 'failure' ? 'only events that fail repeatedly go there' : undefined;
}

/** Log groups whose lines are sent on. The function whose log group it is writes to it. */
export function* logSubscriptions(app: AppModel): Generator<Start> {
  for (const filter of app.ofType('AWS::Logs::SubscriptionFilter')) {
    const group = app.resourceOf(filter.get('LogGroupName')) ?? app.named('AWS::Logs::LogGroup', String(filter.get('LogGroupName')));
    if (group === undefined) continue;
    const pattern = filter.get('FilterPattern');
    const narrows = pattern === undefined || pattern === '' ? {} : { filter: pattern };
    for (const to of targetsOf(filter.get('DestinationArn'), app)) {
      yield { from: group, to: to.resource, service: 'logs', declaredBy: filter, property: 'DestinationArn', narrows, asynchronous: true, doubt: to.doubt };
    }
  }
}
