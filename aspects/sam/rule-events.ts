import { allow, EventTarget, inlinePolicy, permit, SamEvent } from './event-target';
import { compact, getAtt, isFalse, isNothing, isTrue, mapOf, ref, textOf, without } from './intrinsic';
import { addRole } from './role';
import { Json, JsonObject } from '../model/json';

/** Schedule, CloudWatchEvent, EventBridgeRule: a rule that invokes the function or starts the state machine. */
export function ruleEvent(target: EventTarget, event: SamEvent): void {
  const { properties, prefix } = event;
  const isFunction = target.owner.type === 'AWS::Serverless::Function';
  const rule = target.generation.add(target.owner, prefix, 'AWS::Events::Rule', {
    Name: properties.Name ?? properties.RuleName,
    Description: properties.Description,
    ScheduleExpression: properties.Schedule,
    EventBusName: properties.EventBusName,
    EventPattern: properties.Pattern,
    State: stateOf(properties),
    Targets: [compact({
      Arn: isFunction ? target.arn : ref(target.logicalId),
      Id: textOf(mapOf(properties.Target).Id) || `${prefix}${isFunction ? 'Lambda' : 'StepFunctions'}Target`,
      Input: properties.Input,
      InputPath: properties.InputPath,
      InputTransformer: properties.InputTransformer,
      RetryPolicy: properties.RetryPolicy,
      DeadLetterConfig: deadLetterConfig(target, event, getAtt(prefix, 'Arn')),
      RoleArn: isFunction ? undefined : properties.RoleArn ?? startRole(target, event, 'events.amazonaws.com', `${prefix}RoleStartExecutionPolicy`),
    })],
  });
  if (isFunction) permit(target, `${prefix}Permission`, 'events.amazonaws.com', { SourceArn: getAtt(rule, 'Arn') });
}

/** ScheduleV2: a schedule of EventBridge Scheduler, with the role that it assumes to invoke or start. */
export function schedulerEvent(target: EventTarget, event: SamEvent): void {
  const { properties, prefix } = event;
  const isFunction = target.owner.type === 'AWS::Serverless::Function';
  const own = ['DeadLetterConfig', 'Input', 'OmitName', 'PermissionsBoundary', 'RetryPolicy', 'RoleArn'];
  const invoke = (): Json => (isFunction
    ? getAtt(addRole(target.generation, target.owner, `${prefix}Role`, {
      service: 'scheduler.amazonaws.com',
      inline: [inlinePolicy(`${prefix}LambdaPolicy`, [allow('lambda:InvokeFunction', target.arn)])],
      boundary: properties.PermissionsBoundary,
    }), 'Arn')
    : startRole(target, event, 'scheduler.amazonaws.com', `${prefix}StartExecutionPolicy`));
  target.generation.add(target.owner, prefix, 'AWS::Scheduler::Schedule', {
    ...without(properties, own),
    Name: properties.Name ?? (isTrue(properties.OmitName) ? undefined : prefix),
    FlexibleTimeWindow: properties.FlexibleTimeWindow ?? { Mode: 'OFF' },
    Target: compact({
      Arn: isFunction ? target.arn : ref(target.logicalId),
      RoleArn: properties.RoleArn ?? invoke(),
      Input: properties.Input,
      RetryPolicy: properties.RetryPolicy,
      DeadLetterConfig: deadLetterConfig(target, event),
    }),
  });
}

function stateOf(properties: JsonObject): Json {
  const { Enabled, State } = properties;
  if (State !== undefined || isNothing(Enabled)) return State;
  return isTrue(Enabled) ? 'ENABLED' : isFalse(Enabled) ? 'DISABLED' : undefined;
}

/** Where events go that could not be delivered; SAM makes the queue where only its type is given, with its policy for a rule. */
function deadLetterConfig({ generation, owner }: EventTarget, { properties, prefix }: SamEvent, rule?: Json): Json {
  if (isNothing(properties.DeadLetterConfig)) return undefined;
  const config = mapOf(properties.DeadLetterConfig);
  if (!isNothing(config.Arn)) return { Arn: config.Arn };
  if (config.Type !== 'SQS') return undefined;
  const queue = generation.add(owner, textOf(config.QueueLogicalId) || `${prefix}Queue`, 'AWS::SQS::Queue', {});
  const arn = getAtt(queue, 'Arn');
  if (rule === undefined) return { Arn: arn };
  generation.add(owner, `${prefix}QueuePolicy`, 'AWS::SQS::QueuePolicy', {
    Queues: [ref(queue)],
    PolicyDocument: {
      Version: '2012-10-17',
      Statement: [{
        Effect: 'Allow', Principal: { Service: 'events.amazonaws.com' }, Action: 'sqs:SendMessage', Resource: arn, Condition: { ArnEquals: { 'aws:SourceArn': rule } },
      }],
    },
  });
  return { Arn: arn };
}

/** The role with which a service starts a state machine. */
export function startRole(target: EventTarget, { prefix, properties }: SamEvent, service: string, policy: string): JsonObject {
  const { generation, owner, logicalId, boundary } = target;
  return getAtt(addRole(generation, owner, `${prefix}Role`, {
    service,
    inline: [inlinePolicy(policy, [allow('states:StartExecution', ref(logicalId))])],
    boundary: properties.PermissionsBoundary ?? (service === 'scheduler.amazonaws.com' ? undefined : boundary),
  }), 'Arn');
}
