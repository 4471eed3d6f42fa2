import { Delivery, isObject, malformed, objectAt, optionalText, recordsOf, textAt, Unchecked } from './delivery';

/** An object that something happened to. */
export interface S3Object {
  readonly bucket: string;
  /** The key as the object has it: decoded, and never one that leaves its folder. */
  readonly key: string;
  /** What happened: `ObjectCreated:Put`; `Object Created` where EventBridge tells it. */
  readonly event: string;
  /** In bytes; unknown of a deletion. */
  readonly size?: number;
  readonly eTag?: string;
  readonly versionId?: string;
}

/** What a handler may know of an object's event. */
export interface S3Envelope {
  readonly time: string;
  /** Orders the events of one key. */
  readonly sequencer?: string;
}

/** The objects of a bucket's notification. */
export function openS3(event: unknown): Delivery[] {
  return recordsOf(event).map(notified);
}

/** The same as a queue, a topic or an event of EventBridge carries it. A bucket's test of its target tells of no object. */
export function carriedS3(value: unknown, { envelope, origin: { event } }: Delivery): Delivery[] {
  // What EventBridge carries is the detail; the rest of its event has been read.
  if (event?.source === 'aws.s3') return [bridged({ ...envelope, 'detail-type': event.detailType, 'detail': value })];
  if (isObject(value) && value.Event === 's3:TestEvent' && value.Records === undefined) return [];
  return isObject(value) && value.source === 'aws.s3' ? [bridged(value)] : openS3(value);
}

function notified(record: Unchecked): Delivery {
  if (record.eventSource !== 'aws:s3') throw malformed('eventSource');
  const s3 = objectAt(record, 's3');
  const object = objectAt(s3, 'object');
  const user = isObject(record.userIdentity) ? record.userIdentity : {};
  const { size } = object;
  const found: S3Object = {
    bucket: textAt(objectAt(s3, 'bucket'), 'name'),
    key: decoded(textAt(object, 'key')),
    event: textAt(record, 'eventName'),
    size: typeof size === 'number' ? size : undefined,
    eTag: optionalText(object, 'eTag'),
    versionId: optionalText(object, 'versionId'),
  };
  return delivery(found, { time: textAt(record, 'eventTime'), sequencer: optionalText(object, 'sequencer') }, optionalText(user, 'principalId'));
}

function bridged(event: Unchecked): Delivery {
  const detail = objectAt(event, 'detail');
  const object = objectAt(detail, 'object');
  const { size } = object;
  const found: S3Object = {
    bucket: textAt(objectAt(detail, 'bucket'), 'name'),
    // Not encoded here.
    key: textAt(object, 'key'),
    event: textAt(event, 'detail-type'),
    size: typeof size === 'number' ? size : undefined,
    eTag: optionalText(object, 'etag'),
    versionId: optionalText(object, 'version-id'),
  };
  return delivery(found, { time: textAt(event, 'time'), sequencer: optionalText(object, 'sequencer') }, optionalText(detail, 'requester'));
}

function delivery(object: S3Object, envelope: S3Envelope, principal: string | undefined): Delivery {
  const { bucket, key, versionId } = object;
  return { id: [bucket, key, versionId ?? envelope.sequencer].join('/'), origin: { name: bucket }, principal, envelope, keys: [key], payload: { value: object } };
}

// As in the query of a form: a space is a plus.
function decoded(key: string): string {
  try {
    return decodeURIComponent(key.replaceAll('+', ' '));
  } catch {
    throw malformed('s3.object.key');
  }
}
