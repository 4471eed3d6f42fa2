import { Delivery, objectAt, optionalText, recordsOf, textAt, Unchecked, malformed } from './delivery';

/** What a handler may know of a message of SQS. */
export interface SqsEnvelope {
  readonly messageId: string;
  readonly queueArn: string;
  /** How often the message was received, this time included. */
  readonly received: number;
  /** The group of a FIFO queue's message. */
  readonly groupId?: string;
}

/** The messages of a batch. */
export function openSqs(event: unknown): Delivery[] {
  return recordsOf(event).map(message);
}

function message(record: Unchecked): Delivery {
  if (record.eventSource !== 'aws:sqs') throw malformed('eventSource');
  const attributes = objectAt(record, 'attributes');
  const id = textAt(record, 'messageId');
  const queueArn = textAt(record, 'eventSourceARN');
  const groupId = optionalText(attributes, 'MessageGroupId');
  // Without an id nothing could be said about the message, and an empty one would fail the whole batch.
  if (id === '') throw malformed('messageId');
  const envelope: SqsEnvelope = { messageId: id, queueArn, received: Number(optionalText(attributes, 'ApproximateReceiveCount') ?? 1), groupId };
  return {
    id,
    // Standard queues have fair groups, which do not order.
    group: queueArn.endsWith('.fifo') ? groupId : undefined,
    origin: { name: queueArn },
    principal: optionalText(attributes, 'SenderId'),
    envelope,
    payload: { text: textAt(record, 'body') },
  };
}
