import { Delivery, malformed, objectOf, optionalText, textAt } from './delivery';
import { EventFact } from '../contract';
import { Fits } from '../facts/allowed';
import { isObject, isText } from '../json';

/** What a handler may know of an event of EventBridge. */
export interface EventBridgeEnvelope {
  readonly id: string;
  readonly source: string;
  readonly detailType: string;
  readonly account: string;
  readonly time: string;
}

/** What a handler may know of a schedule's call; nothing where the schedule has an input of its own. */
export interface ScheduleEnvelope {
  readonly id?: string;
  readonly schedule?: string;
  readonly time?: string;
}

/** An event of a bus: its detail. */
export function openEventBridge(given: unknown): Delivery[] {
  const event = objectOf(given);
  const envelope: EventBridgeEnvelope = {
    id: textAt(event, 'id'),
    source: textAt(event, 'source'),
    detailType: textAt(event, 'detail-type'),
    account: textAt(event, 'account'),
    time: textAt(event, 'time'),
  };
  return [{ id: envelope.id, origin: { event: envelope }, principal: envelope.account, envelope, payload: { value: event.detail } }];
}

/** The call of a schedule: the detail of its event, or the input that it was given. Such an input names no schedule. */
export function openSchedule(event: unknown): Delivery[] {
  if (!isObject(event) || (event.source !== 'aws.events' && event.source !== 'aws.scheduler') || event['detail-type'] !== 'Scheduled Event') {
    return [{ origin: {}, envelope: {}, payload: { value: event } }];
  }
  const [schedule] = Array.isArray(event.resources) ? event.resources as unknown[] : [];
  if (!isText(schedule)) throw malformed('resources');
  const id = optionalText(event, 'id');
  const { detail } = event;
  const envelope: ScheduleEnvelope = { id, schedule, time: textAt(event, 'time') };
  // The scheduler sends its detail as text.
  return [{ id, origin: { name: schedule }, envelope, payload: isText(detail) ? { text: detail } : { value: detail } }];
}

/** Whether an event is what an entry of the allow-list describes; what the entry does not say may be anything. */
export const isDescribed: Fits = (entry, { event }) => (
  isObject(entry) && !!event && PARTS.every(part => (entry as EventFact)[part]?.includes(event[part]) ?? true)
);

const PARTS = ['source', 'detailType', 'account'] as const;
