import { Delivery } from '../sources/delivery';

/** What Lambda takes as the answer to a batch. */
export interface BatchAnswer { readonly batchItemFailures: readonly { readonly itemIdentifier: string }[] }

/** Whether a delivery is done with; `false` has to come again. */
export type Handle = (delivery: Delivery) => Promise<boolean>;

/** Message by message. A failure holds up nothing but the messages behind it in its own group, whose order would be lost. */
export async function queueBatch(deliveries: readonly Delivery[], handle: Handle): Promise<BatchAnswer> {
  const failed: Delivery[] = [];
  const stopped = new Set<string | undefined>();
  for (const delivery of deliveries) {
    const { group } = delivery;
    if (!stopped.has(group) && await handle(delivery)) continue;
    failed.push(delivery);
    if (group !== undefined) stopped.add(group);
  }
  return answerOf(failed);
}

/** Record by record up to the first failure: Lambda reads the stream again from there, so what is behind it would be done twice. */
export async function streamBatch(deliveries: readonly Delivery[], handle: Handle): Promise<BatchAnswer> {
  for (const delivery of deliveries) {
    if (!await handle(delivery)) return answerOf([delivery]);
  }
  return answerOf([]);
}

// Sources of batches refuse records without an id.
function answerOf(failed: readonly Delivery[]): BatchAnswer {
  return { batchItemFailures: failed.map(({ id }) => ({ itemIdentifier: id! })) };
}
