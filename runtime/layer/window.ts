import { isObject, isText } from '../json';

/** The end of a window of a stream. */
export interface WindowEnd {
  readonly kind: 'kinesis' | 'dynamodb';
  /** The ARN of the stream. */
  readonly name: string;
}

/** Whose window ends, where that is what an event says: it comes without a record. */
export function windowEndOf(event: unknown): WindowEnd | undefined {
  if (!isObject(event) || event.isFinalInvokeForWindow !== true || !isText(event.eventSourceARN)) return undefined;
  const [, kind] = /^arn:[\w-]+:(kinesis|dynamodb):/.exec(event.eventSourceARN) ?? [];
  const isEmpty = Array.isArray(event.Records) && event.Records.length === 0;
  return kind !== undefined && isEmpty ? { kind: kind as WindowEnd['kind'], name: event.eventSourceARN } : undefined;
}
