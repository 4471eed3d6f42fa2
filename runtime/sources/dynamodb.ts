import { deliveriesOf, Delivery, idAt, malformed, objectAt, optionalObject, textAt } from './delivery';
import { isObject, isText, mapped, own, Unchecked } from '../json';

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
  const principal = isText(principalId) ? principalId : undefined;
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
  const read = own(TYPED, String(type));
  if (!read || more.length > 0 || depth > DEEPEST) throw malformed('dynamodb');
  return read(value, depth);
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

/** By the type of an attribute how its value is read. */
const TYPED: { readonly [type: string]: (value: unknown, depth: number) => unknown } = {
  S: text,
  N: number,
  BOOL: value => typed<boolean>(value, 'boolean'),
  NULL: () => null,
  B: bytes,
  M: (value, depth) => item(value ?? null, depth),
  L: (value, depth) => list(value, inner => plain(inner, depth + 1)),
  SS: value => list(value, text),
  NS: value => list(value, number),
  BS: value => list(value, bytes),
};

// DynamoDB has 38 digits; with a fraction or an exponent, JavaScript keeps 15 of any.
function number(given: unknown): number | string {
  const digits = text(given);
  const value = Number(digits);
  if (!Number.isFinite(value)) throw malformed('dynamodb');
  const isShort = /^-?\d+$/.test(digits) || digits.replace(/\D/g, '').replace(/^0+|(?<!0)0+$/g, '').length <= 15;
  return isShort && (Number.isSafeInteger(value) || !Number.isInteger(value)) ? value : digits;
}
