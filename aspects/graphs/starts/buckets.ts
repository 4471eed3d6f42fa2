import type { AppModel } from '../../model/app-model';
import type { Resource } from '../../model/resource';
import { alternativesOf, entryOf, isMap, Value, valuesOf } from '../../model/value';
import { worded } from '../arn';
import { fieldTakes, patternMap } from '../event-pattern';
import type { Narrowing } from '../graph';
import { mapsIn, Start, targetsOf } from './start';

/** The event notifications of buckets: written on the bucket, or by the custom resource of the CDK. */
export function* bucketNotifications(app: AppModel): Generator<Start> {
  for (const bucket of app.ofType('AWS::S3::Bucket')) yield* plain(bucket, app);
  for (const custom of app.ofType('Custom::S3BucketNotifications')) yield* byCustomResource(custom, app);
}

const PLAIN = [['LambdaConfigurations', 'Function'], ['QueueConfigurations', 'Queue'], ['TopicConfigurations', 'Topic']] as const;

function* plain(bucket: Resource, app: AppModel): Generator<Start> {
  for (const [list, target] of PLAIN) {
    for (const { map, index, doubt } of mapsIn(bucket.get(`NotificationConfiguration.${list}`))) {
      const narrows = narrowing(valuesOf(map.Event), entryOf(entryOf(map.Filter, 'S3Key'), 'Rules'));
      for (const to of targetsOf(map[target], app)) {
        yield { from: bucket, to: to.resource, service: 's3', declaredBy: bucket, property: `NotificationConfiguration.${list}.${index}`, narrows, asynchronous: true, doubt: to.doubt ?? doubt };
      }
    }
  }
}

const CUSTOM = [['LambdaFunctionConfigurations', 'LambdaFunctionArn'], ['QueueConfigurations', 'QueueArn'], ['TopicConfigurations', 'TopicArn']] as const;

function* byCustomResource(custom: Resource, app: AppModel): Generator<Start> {
  const bucket = bucketNamed(custom.get('BucketName'), app);
  if (bucket === undefined) return;
  for (const [list, target] of CUSTOM) {
    for (const { map, index, doubt } of mapsIn(custom.get(`NotificationConfiguration.${list}`))) {
      const narrows = narrowing(valuesOf(map.Events), entryOf(entryOf(map.Filter, 'Key'), 'FilterRules'));
      for (const to of targetsOf(map[target], app)) {
        yield { from: bucket, to: to.resource, service: 's3', declaredBy: custom, property: `NotificationConfiguration.${list}.${index}`, narrows, asynchronous: true, doubt: to.doubt ?? doubt };
      }
    }
  }
}

/** The bucket that a name means. */
export function bucketNamed(name: Value, app: AppModel): Resource | undefined {
  const bucket = app.resourceOf(name) ?? (typeof name === 'string' ? app.named('AWS::S3::Bucket', name) : undefined);
  return bucket?.type === 'AWS::S3::Bucket' ? bucket : undefined;
}

function narrowing(events: readonly Value[], rules: Value): Narrowing {
  const rule = (name: string): Value => mapsIn(rules).find(({ map }) => String(map.Name).toLowerCase() === name)?.map.Value;
  const [prefix, suffix] = [rule('prefix'), rule('suffix')];
  return { events, ...(prefix === undefined ? {} : { prefix }), ...(suffix === undefined ? {} : { suffix }) };
}

/** Buckets that send their events to EventBridge: bucket id → the resource and property that turn it on. */
function sendingToEventBridge(app: AppModel): readonly { readonly bucket: Resource; readonly declaredBy: Resource }[] {
  const on = (configuration: Value): boolean => alternativesOf(configuration).some(one => isMap(one) && String(one.EventBridgeEnabled) !== 'false');
  const plainly = app.ofType('AWS::S3::Bucket').filter(bucket => on(bucket.get('NotificationConfiguration.EventBridgeConfiguration')));
  const custom = app.ofType('Custom::S3BucketNotifications').filter(one => on(one.get('NotificationConfiguration.EventBridgeConfiguration')));
  return [
    ...plainly.map(bucket => ({ bucket, declaredBy: bucket })),
    ...custom.flatMap(declaredBy => {
      const bucket = bucketNamed(declaredBy.get('BucketName'), app);
      return bucket === undefined ? [] : [{ bucket, declaredBy }];
    }),
  ];
}

/** Bucket events by way of EventBridge: they are on the default bus only. */
export function* bucketRules(rules: readonly Resource[], app: AppModel): Generator<Start> {
  const buckets = sendingToEventBridge(app);
  for (const rule of rules) {
    const pattern = patternMap(rule.get('EventPattern'));
    if (!isMap(pattern) || fieldTakes(pattern.source, ['aws.s3']) === 'no') continue;
    const name = entryOf(entryOf(pattern.detail, 'bucket'), 'name');
    for (const { bucket } of buckets) {
      const meant = bucketMeant(bucket, name);
      if (meant === 'no') continue;
      yield {
        from: bucket,
        to: rule,
        service: 'events',
        declaredBy: rule,
        property: 'EventPattern',
        narrows: { pattern },
        asynchronous: true,
        ...(meant === 'perhaps' ? { doubt: 'the pattern names buckets in a way that only deployment settles' } : {}),
      };
    }
    yield* trailRules(rule, pattern, app);
  }
}

/** Rules on what CloudTrail records of a bucket (`onCloudTrailWriteObject`): there must be a trail that records it. */
function* trailRules(rule: Resource, pattern: Value, app: AppModel): Generator<Start> {
  const names = entryOf(entryOf(entryOf(pattern, 'detail'), 'requestParameters'), 'bucketName');
  for (const name of valuesOf(names)) {
    const bucket = bucketNamed(name, app);
    if (bucket === undefined) continue;
    yield { from: bucket, to: rule, service: 'events', declaredBy: rule, property: 'EventPattern', narrows: { filter: pattern }, asynchronous: true, doubt: 'CloudTrail must record the write' };
  }
}

function bucketMeant(bucket: Resource, name: Value): 'yes' | 'no' | 'perhaps' {
  if (name === undefined) return 'yes';
  const given = worded(bucket.get('BucketName'));
  const answers = valuesOf(name).map(matcher => {
    if (isMap(matcher)) {
      const answer = given === undefined ? 'undecided' : fieldTakes([matcher], [given]);
      return answer === 'undecided' ? 'perhaps' : answer;
    }
    const text = worded(matcher);
    return text !== undefined && [given, worded(refTo(bucket))].includes(text) ? 'yes' : 'no';
  });
  return answers.includes('yes') ? 'yes' : answers.includes('perhaps') ? 'perhaps' : 'no';
}

function refTo(bucket: Resource): Value {
  return bucket.template.evaluate({ Ref: bucket.logicalId });
}
