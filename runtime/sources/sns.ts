import { deliveriesOf, Delivery, malformed, objectAt, objectOf, optionalText, textAt } from './delivery';
import { Unchecked } from '../json';

/** What a handler may know of a notification. */
export interface SnsEnvelope {
  readonly messageId: string;
  readonly topicArn: string;
  readonly subject?: string;
  readonly time: string;
}

/** The notifications that SNS hands to a function. */
export function openSns(event: unknown): Delivery[] {
  return deliveriesOf(event, 'aws:sns', record => notification(objectAt(record, 'Sns')), 'EventSource');
}

/** A notification as a queue carries it: without raw message delivery. */
export function carriedSns(value: unknown): Delivery[] {
  return [notification(objectOf(value))];
}

function notification(sns: Unchecked): Delivery {
  // The other types ask the receiver to open a link.
  if (sns.Type !== 'Notification') throw malformed('Type');
  const messageId = textAt(sns, 'MessageId');
  const topicArn = textAt(sns, 'TopicArn');
  const envelope: SnsEnvelope = { messageId, topicArn, subject: optionalText(sns, 'Subject'), time: textAt(sns, 'Timestamp') };
  return { id: messageId, origin: { name: topicArn }, envelope, payload: { text: textAt(sns, 'Message') } };
}
