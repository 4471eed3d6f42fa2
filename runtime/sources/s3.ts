import { deliveriesOf, Delivery, malformed, objectAt, objectOf, optionalObject, optionalText, textAt } from './delivery';
import { Unchecked } from '../json';

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
  return deliveriesOf(event, 'aws:s3', notified);
}

/** The same as a queue, a topic or an event of EventBridge carries it. A bucket's test of its target tells of no object. */
export function carriedS3(value: unknown, { envelope, origin: { event } }: Delivery): Delivery[] {
  // What EventBridge carries is the detail; the rest of its event has been read.
  if (event?.source === 'aws.s3') return [bridged({ ...envelope, 'detail-type': event.detailType, 'detail': value })];
  const told = objectOf(value, 'Records');
  if (told.Event === 's3:TestEvent' && told.Records === undefined) return [];
  return told.source === 'aws.s3' ? [bridged(told)] : openS3(told);
}

function notified(record: Unchecked): Delivery {
  const told = { in: objectAt(record, 's3'), keyOf: decoded, eTag: 'eTag', versionId: 'versionId' };
  return delivery(told, textAt(record, 'eventName'), textAt(record, 'eventTime'), optionalText(optionalObject(record, 'userIdentity'), 'principalId'));
}

function bridged(event: Unchecked): Delivery {
  const detail = objectAt(event, 'detail');
  // Not encoded here.
  const told = { in: detail, keyOf: (key: string) => key, eTag: 'etag', versionId: 'version-id' };
  return delivery(told, textAt(event, 'detail-type'), textAt(event, 'time'), optionalText(detail, 'requester'));
}

/** Where both tell of bucket and object, and under which names. */
interface Told { readonly in: Unchecked; readonly keyOf: (text: string) => string; readonly eTag: string; readonly versionId: string }

function delivery({ in: parent, keyOf, ...names }: Told, event: string, time: string, principal: string | undefined): Delivery {
  const object = objectAt(parent, 'object');
  const key = keyOf(textAt(object, 'key'));
  const { size } = object;
  const value: S3Object = {
    bucket: textAt(objectAt(parent, 'bucket'), 'name'),
    key,
    event,
    size: typeof size === 'number' ? size : undefined,
    eTag: optionalText(object, names.eTag),
    versionId: optionalText(object, names.versionId),
  };
  const envelope: S3Envelope = { time, sequencer: optionalText(object, 'sequencer') };
  // One version is created, tagged, restored and removed; only what is written or removed has a place in an order.
  const id = [value.bucket, key, event, value.versionId, envelope.sequencer ?? time].join('/');
  return { id, origin: { name: value.bucket }, principal, envelope, keys: [key], payload: { value } };
}

// As in the query of a form: a space is a plus.
function decoded(key: string): string {
  try {
    return decodeURIComponent(key.replaceAll('+', ' '));
  } catch {
    throw malformed('s3.object.key');
  }
}
