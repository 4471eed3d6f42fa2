import { Boundary } from '../handler/boundary';
import { isObject } from '../json';
import { inspect } from '../limits/inspect';

/** Refuses what no handler of ours gets, and one that cannot be changed does: the attributes of a message. */
export function inspectBeside({ kind, limits }: Boundary, event: unknown, index: number): void {
  const { Records: records } = isObject(event) ? event : {};
  if ((kind !== 'sqs' && kind !== 'sns') || !Array.isArray(records)) return;
  const { messageAttributes, Sns: sns } = records[index] as { messageAttributes?: unknown; Sns?: { MessageAttributes?: unknown } };
  inspect([messageAttributes, sns?.MessageAttributes], limits);
}
