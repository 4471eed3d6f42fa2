import { deliveriesOf, Delivery, idAt, malformed, objectAt, optionalObject, textAt } from './delivery';
import { isObject, mapped, Unchecked } from '../json';

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
  return deliveriesOf(event, 'aws:dynamodb', change);
}

function change(record: Unchecked): Delivery {
  const type = textAt(record, 'eventName') as ItemChange['type'];
  if (!TYPES.includes(type)) throw malformed('eventName');
  const dynamodb = objectAt(record, 'dynamodb');
  const sequenceNumber = idAt(dynamodb, 'SequenceNumber');
  const streamArn = textAt(record, 'eventSourceARN');
  const envelope: DynamodbEnvelope = { sequenceNumber, streamArn };
  const { principalId } = optionalObject(record, 'userIdentity');
  const principal = typeof principalId === 'string' ? principalId : undefined;
  const value: ItemChange = { type, keys: item(dynamodb.Keys) ?? {}, image: item(dynamodb.NewImage), oldImage: item(dynamodb.OldImage) };
  return { id: sequenceNumber, origin: { name: streamArn }, principal, envelope, payload: { value } };
}

const TYPES: readonly ItemChange['type'][] = ['INSERT', 'MODIFY', 'REMOVE'];

function item(attributes: unknown, depth = 0): Record<string, unknown> | undefined {
  if (attributes === undefined) return undefined;
  if (!isObject(attributes) || depth > DEEPEST) throw malformed('dynamodb');
  return mapped(attributes, (name, attribute) => [name, plain(attribute, depth + 1)]);
}

function plain(attribute: unknown, depth: number): unknown {
  const [type, value, ...more] = isObject(attribute) ? Object.entries(attribute).flat() : [];
  if (more.length > 0 || depth > DEEPEST) throw malformed('dynamodb');
  switch (type) {
    case 'S': return text(value);
    case 'N': return number(value);
    case 'BOOL': return typed<boolean>(value, 'boolean');
    case 'NULL': return null;
    case 'B': return bytes(value);
    case 'M': return item(value ?? null, depth);
    case 'L': return list(value, inner => plain(inner, depth + 1));
    case 'SS': return list(value, text);
    case 'NS': return list(value, number);
    case 'BS': return list(value, bytes);
    default: throw malformed('dynamodb');
  }
}

function typed<T>(value: unknown, type: string): T {
  if (typeof value !== type) throw malformed('dynamodb');
  return value as T;
}

const text = (value: unknown) => typed<string>(value, 'string');
const bytes = (value: unknown) => Buffer.from(text(value), 'base64');

function list<T>(value: unknown, read: (inner: unknown) => T): T[] {
  if (!Array.isArray(value)) throw malformed('dynamodb');
  return value.map(inner => read(inner));
}

// DynamoDB has 38 digits; with a fraction or an exponent, JavaScript keeps 15 of any.
function number(given: unknown): number | string {
  const digits = text(given);
  const value = Number(digits);
  if (!Number.isFinite(value)) throw malformed('dynamodb');
  const isShort = /^-?\d+$/.test(digits) || digits.replace(/\D/g, '').replace(/^0+|0+$/g, '').length <= 15;
  return isShort && (Number.isSafeInteger(value) || !Number.isInteger(value)) ? value : digits;
}
