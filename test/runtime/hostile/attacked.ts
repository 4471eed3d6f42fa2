import * as v from 'valibot';
import { SourceKind } from '../../../runtime/contract';
import { carriedEvent, sampleEvent } from '../../../runtime/testing/samples';
import { restEvent } from '../support/events';

/** A source, an event that it sends, and the schema of the handler behind. */
export interface Attacked {
  readonly source: SourceKind;
  /** Which of the forms that its events have. */
  readonly form?: string;
  readonly schema: v.GenericSchema;
  readonly valid: unknown;
  readonly carries?: readonly string[];
}

const Text = v.pipe(v.string(), v.maxLength(200));
const Item = v.object({ sku: Text, count: v.pipe(v.number(), v.integer(), v.minValue(1)) });
const Order = v.object({ id: Text, note: v.optional(Text), items: v.optional(v.array(Item)) });
const order = { id: 'o-1', note: 'a note', items: [{ sku: 'goat', count: 2 }] };
const S3 = v.object({ bucket: v.string(), key: v.pipe(v.string(), v.maxLength(1024)) });
const Change = v.object({ type: v.string(), image: v.object({ id: v.string() }) });
const Cognito = v.object({ userAttributes: v.object({ email: Text }) });
const Question = v.object({ resource: v.string(), headers: v.object({ authorization: Text }) });
const Token = v.object({ resource: v.string(), token: Text });

const bySchema = (source: SourceKind): Attacked => ({ source, schema: Order, valid: sampleEvent(source, order) });

export const REQUESTS: readonly Attacked[] = [
  bySchema('api'),
  { source: 'api', form: 'format 1.0', schema: Order, valid: restEvent(order) },
  bySchema('url'),
  { source: 'authorizer', schema: Question, valid: sampleEvent('authorizer') },
  { source: 'authorizer', form: 'a token', schema: Token, valid: { type: 'TOKEN', authorizationToken: 'Bearer t', methodArn: 'arn:aws:execute-api:eu-west-1:111122223333:abc123/prod/GET/x' } },
  { source: 'cognito', schema: Cognito, valid: sampleEvent('cognito') },
  bySchema('direct'),
];

export const RECORDS: readonly Attacked[] = [
  bySchema('sqs'),
  { source: 'sqs', form: 'with notifications', schema: Order, valid: carriedEvent('sqs', 'sns', order), carries: ['sns'] },
  { source: 'sqs', form: 'with events of S3', schema: S3, valid: carriedEvent('sqs', 's3'), carries: ['s3'] },
  bySchema('kinesis'),
  { source: 'dynamodb', schema: Change, valid: sampleEvent('dynamodb') },
];

export const EVENTS: readonly Attacked[] = [
  bySchema('sns'),
  { source: 's3', schema: S3, valid: sampleEvent('s3') },
  bySchema('eventbridge'),
  bySchema('schedule'),
];

/** What it is called in a test. */
export const nameOf = ({ form, source }: Attacked): string => form === undefined ? source : `${source}, ${form}`;
