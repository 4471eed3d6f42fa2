import { Boundary } from './boundary';
import { isDone } from './conclude';
import { audit, Outcome } from './outcome';
import { LambdaContext } from '../log/invocation';
import { Delivery } from '../sources/delivery';

/** What Lambda takes as the answer to a batch. */
export interface BatchAnswer { readonly batchItemFailures: readonly { readonly itemIdentifier: string }[] }

/** Does the work on one delivery. Never fails, whatever becomes of it. */
export type Handle = (delivery: Delivery) => Promise<Outcome>;

/** How a source's records are worked off. */
export type Batch = (
  boundary: Boundary, deliveries: readonly Delivery[], handle: Handle, lambda: LambdaContext, started: number,
) => Promise<BatchAnswer>;

/**
 * Record by record, and says which have to come again. In a queue a failure holds up nothing but the messages behind it in its own group,
 * whose order would be lost. Lambda reads a stream again from the first failure, so what is behind that would be done twice.
 *
 * When the time is nearly over, what is under way and what was not begun has failed: a timeout would fail what is done as well.
 */
export const workOff: Batch = async (boundary, deliveries, handle, lambda, started) => {
  // Contexts of tests may have no clock, or one that never ends; a timer cannot be set to more than 24 days.
  const left = Math.min(lambda.getRemainingTimeInMillis?.() || 1e9, 1e9);
  // Half a second is kept for the answer, and of less than five seconds a tenth.
  const most = Math.max(left - 500, left * 0.9);
  const end = Date.now() + most;
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<undefined>(resolve => { timer = setTimeout(resolve as () => void, most); });
  let late: Delivery | undefined;
  const failed: Delivery[] = [];
  const stopped = new Set<unknown>();
  for (const delivery of deliveries) {
    // What has no group is alone in its own.
    const { group = delivery } = delivery;
    if (!late && !stopped.has(group)) {
      // A loop that does not wait for anything lets no timer run.
      const outcome = Date.now() < end ? await Promise.race([handle(delivery), over]) : undefined;
      if (outcome && isDone(boundary, outcome)) continue;
      if (!outcome) late = delivery;
    }
    failed.push(delivery);
    if (boundary.source.delivers === 'stream') break;
    stopped.add(group);
  }
  clearTimeout(timer);
  // Sources of batches refuse records without an id.
  const answer = { batchItemFailures: failed.map(({ id }) => ({ itemIdentifier: id! })) };
  audit(boundary, late ? { error: new Error('out of time'), isRefusal: false } : { result: answer }, started, {
    records: deliveries.length, failures: failed.length, record: late?.id,
  });
  return answer;
};
