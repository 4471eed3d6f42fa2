import { deliveriesOf, Delivery, idAt, objectAt, optionalText, textAt } from './delivery';
import { Unchecked } from '../json';

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
  return deliveriesOf(event, 'aws:sqs', message);
}

function message(record: Unchecked): Delivery {
  const attributes = objectAt(record, 'attributes');
  // Without an id nothing could be said about the message, and an empty one would fail the whole batch.
  const id = idAt(record, 'messageId');
  const queueArn = textAt(record, 'eventSourceARN');
  const groupId = optionalText(attributes, 'MessageGroupId');
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
