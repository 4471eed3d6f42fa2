import { Delivery, isObject, malformed, objectAt, recordsOf, textAt, Unchecked } from './delivery';

/** A change of an item. Numbers that JavaScript cannot hold exactly are texts; sets are lists; binary values are bytes. */
export interface ItemChange {
  readonly type: 'INSERT' | 'MODIFY' | 'REMOVE';
  readonly keys: Readonly<Record<string, unknown>>;
  /** The item after the change, where the stream has it. */
  readonly image?: Readonly<Record<string, unknown>>;
  /** The item before the change, where the stream has it. */
  readonly oldImage?: Readonly<Record<string, unknown>>;
}

/** What a handler may know of a record of a table's stream. */
export interface DynamodbEnvelope {
  readonly sequenceNumber: string;
  readonly streamArn: string;
}

/** More levels than an item may have. Source: the DynamoDB guide, quotas (32). */
const DEEPEST = 40;

/** The records of a table's stream. */
export function openDynamodb(event: unknown): Delivery[] {
  return recordsOf(event).map(change);
}

function change(record: Unchecked): Delivery {
  if (record.eventSource !== 'aws:dynamodb') throw malformed('eventSource');
  const { eventName: type } = record;
  if (type !== 'INSERT' && type !== 'MODIFY' && type !== 'REMOVE') throw malformed('eventName');
  const dynamodb = objectAt(record, 'dynamodb');
  const sequenceNumber = textAt(dynamodb, 'SequenceNumber');
  if (sequenceNumber === '') throw malformed('dynamodb.SequenceNumber');
  const streamArn = textAt(record, 'eventSourceARN');
  const envelope: DynamodbEnvelope = { sequenceNumber, streamArn };
  const user = isObject(record.userIdentity) ? record.userIdentity : {};
  const principal = typeof user.principalId === 'string' ? user.principalId : undefined;
  const value: ItemChange = { type, keys: item(dynamodb.Keys) ?? {}, image: item(dynamodb.NewImage), oldImage: item(dynamodb.OldImage) };
  return { id: sequenceNumber, origin: { name: streamArn }, principal, envelope, payload: { value } };
}

function item(attributes: unknown, depth = 0): Record<string, unknown> | undefined {
  if (attributes === undefined) return undefined;
  if (!isObject(attributes) || depth > DEEPEST) throw malformed('dynamodb');
  return Object.fromEntries(Object.entries(attributes).map(([name, attribute]) => [name, plain(attribute, depth)]));
}

function plain(attribute: unknown, depth: number): unknown {
  const [type, value, ...more] = isObject(attribute) ? Object.entries(attribute).flat() : [];
  if (more.length > 0) throw malformed('dynamodb');
  switch (type) {
    case 'S': return text(value);
    case 'N': return number(text(value));
    case 'BOOL': return flag(value);
    case 'NULL': return null;
    case 'B': return Buffer.from(text(value), 'base64');
    case 'M': return item(value ?? null, depth + 1);
    case 'L': return list(value).map(inner => plain(deeper(inner, depth), depth + 1));
    case 'SS': return list(value).map(text);
    case 'NS': return list(value).map(inner => number(text(inner)));
    case 'BS': return list(value).map(inner => Buffer.from(text(inner), 'base64'));
    default: throw malformed('dynamodb');
  }
}

function deeper(attribute: unknown, depth: number): unknown {
  if (depth > DEEPEST) throw malformed('dynamodb');
  return attribute;
}

function text(value: unknown): string {
  if (typeof value !== 'string') throw malformed('dynamodb');
  return value;
}

function flag(value: unknown): boolean {
  if (typeof value !== 'boolean') throw malformed('dynamodb');
  return value;
}

function list(value: unknown): unknown[] {
  if (!Array.isArray(value)) throw malformed('dynamodb');
  return value;
}

// DynamoDB has 38 digits.
function number(digits: string): number | string {
  const value = Number(digits);
  if (Number.isNaN(value)) throw malformed('dynamodb');
  const isExact = Number.isInteger(value) ? Number.isSafeInteger(value) : digits.replace(/[^0-9]/g, '').replace(/^0+|0+$/g, '').length <= 15;
  return isExact ? value : digits;
}
