import { deliveriesOf, Delivery, idAt, objectAt, textAt } from './delivery';
import { Unchecked } from '../json';

/** What a handler may know of a record of Kinesis. */
export interface KinesisEnvelope {
  readonly sequenceNumber: string;
  readonly partitionKey: string;
  readonly streamArn: string;
}

/** The records of a stream. */
export function openKinesis(event: unknown): Delivery[] {
  return deliveriesOf(event, 'aws:kinesis', data);
}

function data(record: Unchecked): Delivery {
  const kinesis = objectAt(record, 'kinesis');
  const sequenceNumber = idAt(kinesis, 'sequenceNumber');
  const streamArn = textAt(record, 'eventSourceARN');
  const envelope: KinesisEnvelope = { sequenceNumber, partitionKey: textAt(kinesis, 'partitionKey'), streamArn };
  return { id: sequenceNumber, origin: { name: streamArn }, envelope, payload: { text: textAt(kinesis, 'data'), encoding: 'base64' } };
}
