import { Boundary } from '../handler/boundary';
import { isObject } from '../json';
import { inspect } from '../limits/inspect';

/** Refuses what no handler of ours gets, and one that cannot be changed does: the attributes of a message, the cookies of a request. */
export function inspectBeside({ kind, limits, source }: Boundary, event: unknown, index: number): void {
  const { cookies, Records: records } = isObject(event) ? event : {};
  // On one line, as the headers that they are of.
  if (source.http) inspect(cookies, limits, true);
  if ((kind !== 'sqs' && kind !== 'sns') || !Array.isArray(records)) return;
  const { messageAttributes, Sns: sns } = records[index] as { messageAttributes?: unknown; Sns?: { MessageAttributes?: unknown } };
  inspect([messageAttributes, sns?.MessageAttributes], limits);
}
