import { Delivery, malformed, objectAt, optionalText, recordsOf, textAt, Unchecked } from './delivery';

/** What a handler may know of a notification. */
export interface SnsEnvelope {
  readonly messageId: string;
  readonly topicArn: string;
  readonly subject?: string;
  readonly time: string;
}

/** The notifications that SNS hands to a function. */
export function openSns(event: unknown): Delivery[] {
  return recordsOf(event).map(record => {
    if (record.EventSource !== 'aws:sns') throw malformed('EventSource');
    return notification(objectAt(record, 'Sns'));
  });
}

/** A notification as a queue carries it: without raw message delivery. */
export function carriedSns(value: unknown): Delivery[] {
  return [notification(objectAt({ value }, 'value'))];
}

function notification(sns: Unchecked): Delivery {
  // The other types ask the receiver to open a link.
  if (sns.Type !== 'Notification') throw malformed('Type');
  const messageId = textAt(sns, 'MessageId');
  const topicArn = textAt(sns, 'TopicArn');
  const envelope: SnsEnvelope = { messageId, topicArn, subject: optionalText(sns, 'Subject'), time: textAt(sns, 'Timestamp') };
  return { id: messageId, origin: { name: topicArn }, envelope, payload: { text: textAt(sns, 'Message') } };
}
