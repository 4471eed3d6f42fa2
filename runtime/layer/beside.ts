import { Boundary } from '../handler/boundary';
import { isObject } from '../json';
import { inspect } from '../limits/inspect';

/** Refuses what no handler of ours gets, and one that cannot be changed does: the attributes of a message, and what an event of a bus says it is about. */
export function inspectBeside({ kind, limits }: Boundary, event: unknown, index: number): void {
  const { Records: records, resources } = isObject(event) ? event : {};
  // Whoever may put events on the bus writes them.
  if (kind === 'eventbridge') return inspect(resources, limits, true);
  if ((kind !== 'sqs' && kind !== 'sns') || !Array.isArray(records)) return;
  const { messageAttributes, Sns: sns } = records[index] as { messageAttributes?: unknown; Sns?: { MessageAttributes?: unknown } };
  inspect([messageAttributes, sns?.MessageAttributes], limits);
}
