import { httpApiEvent, restApiEvent } from './api-events';
import { streamEvent } from './event-sources';
import { EventTarget, SamEvent } from './event-target';
import { mapOf, own } from './intrinsic';
import { cognitoEvent, iotRuleEvent, logsEvent, permissionOnly, s3Event } from './push-events';
import { ruleEvent, schedulerEvent } from './rule-events';
import { snsEvent } from './sns-event';
import { isObject } from '../model/json';

/** What each type of event of a function becomes. */
const EVENTS: Readonly<Record<string, (target: EventTarget, event: SamEvent) => void>> = {
  AlexaSkill: (target, event) => permissionOnly(target, event, 'alexa-appkit.amazon.com'),
  Api: restApiEvent,
  CloudWatchEvent: ruleEvent,
  CloudWatchLogs: logsEvent,
  Cognito: cognitoEvent,
  DocumentDB: streamEvent,
  DynamoDB: streamEvent,
  EventBridgeRule: ruleEvent,
  HttpApi: httpApiEvent,
  IoTRule: iotRuleEvent,
  Kinesis: streamEvent,
  MQ: streamEvent,
  MSK: streamEvent,
  S3: s3Event,
  SNS: snsEvent,
  SQS: streamEvent,
  Schedule: ruleEvent,
  ScheduleV2: schedulerEvent,
  SelfManagedKafka: streamEvent,
};

/** Adds what the events of a function become. An event of a type that is not known becomes nothing. */
export function functionEvents(target: EventTarget): void {
  for (const event of eventsOf(target)) own(EVENTS, event.type)?.(target, event);
}

/** The events of a function or a state machine. */
export function eventsOf({ owner }: EventTarget): readonly SamEvent[] {
  return Object.entries(mapOf(owner.properties.Events)).flatMap(([id, event]) => (isObject(event) && typeof event.Type === 'string'
    ? [{ id, type: event.Type, properties: mapOf(event.Properties), prefix: `${owner.logicalId}${id}` }]
    : []));
}
