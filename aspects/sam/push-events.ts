import { EventTarget, permit, SamEvent } from './event-target';
import { compact, getAtt, mapOf, NO_VALUE, ref, referredId, sub, without } from './intrinsic';
import { Json, JsonObject, listOf } from '../model/json';

/** An event of which SAM makes nothing but the permission. */
export function permissionOnly(target: EventTarget, event: SamEvent, principal: string): void {
  permit(target, `${event.prefix}Permission`, principal, { EventSourceToken: event.properties.SkillId });
}

/** S3: a permission, and notifications of the bucket. Its name is not in the permission: bucket and function would wait for each other. */
export function s3Event(target: EventTarget, { properties, prefix }: SamEvent): void {
  permit(target, `${prefix}Permission`, 's3.amazonaws.com', { SourceAccount: ref('AWS::AccountId') });
  const { Condition: condition } = target.owner.definition;
  const notifications = listOf<Json>(properties.Events as Json).map(event => {
    const notification = compact({ Event: event, Filter: properties.Filter, Function: target.arn });
    // A function that may not be there must not be notified.
    return typeof condition === 'string' ? { 'Fn::If': [condition, notification, NO_VALUE] } : notification;
  });
  target.generation.change(() => referredId(properties.Bucket), bucket => {
    const configuration = mapOf(bucket.NotificationConfiguration);
    const LambdaConfigurations = [...listOf<Json>(configuration.LambdaConfigurations as Json), ...notifications];
    return { ...bucket, NotificationConfiguration: { ...configuration, LambdaConfigurations } };
  });
}

/** CloudWatch Logs: a permission for the log group, and its subscription. */
export function logsEvent(target: EventTarget, { properties, prefix }: SamEvent): void {
  permit(target, `${prefix}Permission`, 'logs.amazonaws.com', {
    SourceArn: sub('arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:${Group}:*', { Group: properties.LogGroupName }),
  });
  target.generation.add(target.owner, prefix, 'AWS::Logs::SubscriptionFilter', { ...properties, DestinationArn: target.arn });
}

/** IoT: a rule that invokes the function, and its permission. */
export function iotRuleEvent(target: EventTarget, { properties, prefix }: SamEvent): void {
  const rule = target.generation.add(target.owner, prefix, 'AWS::IoT::TopicRule', {
    TopicRulePayload: compact({
      Sql: properties.Sql,
      AwsIotSqlVersion: properties.AwsIotSqlVersion,
      RuleDisabled: false,
      Actions: [{ Lambda: { FunctionArn: target.arn } }],
    }),
  });
  permit(target, `${prefix}Permission`, 'iot.amazonaws.com', {
    SourceAccount: ref('AWS::AccountId'),
    SourceArn: sub('arn:${AWS::Partition}:iot:${AWS::Region}:${AWS::AccountId}:rule/${Rule}', { Rule: ref(rule) }),
  });
}

/** Cognito: a permission for the user pool, and its trigger. */
export function cognitoEvent(target: EventTarget, { properties }: SamEvent): void {
  const pool = referredId(properties.UserPool);
  permit(target, `${target.logicalId}CognitoPermission`, 'cognito-idp.amazonaws.com', {
    SourceArn: pool === undefined ? undefined : getAtt(pool, 'Arn'),
  });
  const triggers = listOf<Json>(properties.Trigger as Json).filter((trigger): trigger is string => typeof trigger === 'string');
  target.generation.change(() => pool, written => {
    const config: JsonObject = mapOf(written.LambdaConfig);
    return { ...written, LambdaConfig: { ...without(config, triggers), ...Object.fromEntries(triggers.map(trigger => [trigger, target.arn])) } };
  });
}
