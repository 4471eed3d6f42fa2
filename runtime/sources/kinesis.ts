import { Delivery, malformed, objectAt, recordsOf, textAt, Unchecked } from './delivery';

/** What a handler may know of a record of Kinesis. */
export interface KinesisEnvelope {
  readonly sequenceNumber: string;
  readonly partitionKey: string;
  readonly streamArn: string;
}

/** The records of a stream. */
export function openKinesis(event: unknown): Delivery[] {
  return recordsOf(event).map(data);
}

function data(record: Unchecked): Delivery {
  if (record.eventSource !== 'aws:kinesis') throw malformed('eventSource');
  const kinesis = objectAt(record, 'kinesis');
  const sequenceNumber = textAt(kinesis, 'sequenceNumber');
  if (sequenceNumber === '') throw malformed('kinesis.sequenceNumber');
  const streamArn = textAt(record, 'eventSourceARN');
  const envelope: KinesisEnvelope = { sequenceNumber, partitionKey: textAt(kinesis, 'partitionKey'), streamArn };
  return { id: sequenceNumber, origin: { name: streamArn }, envelope, payload: { base64: textAt(kinesis, 'data') } };
}
