import { Boundary } from './boundary';
import { conclude } from './conclude';
import { admitted, inputOf } from './input';
import { audit, Failure, Outcome, Refusal } from './outcome';
import { BoundaryError } from '../errors';
import { currentInvocation, during, LambdaContext } from '../log/invocation';
import { Delivery } from '../sources/delivery';

/** What Lambda calls. */
export type LambdaHandler = (event: unknown, context: LambdaContext) => Promise<unknown>;

/** What becomes of an event. */
export async function respond(boundary: Boundary, event: unknown, lambda: LambdaContext): Promise<unknown> {
  const started = process.uptime();
  const opened = await settled(() => admitted(boundary, event), true);
  if (!('result' in opened)) {
    audit(boundary, opened, started);
    return conclude(boundary, opened, lambda);
  }
  const { result: deliveries } = opened;
  const { batch } = boundary.source;
  const handled = async (delivery: Delivery) => one(boundary, delivery, lambda, !batch && deliveries.length === 1);
  return batch ? batch(boundary, deliveries, handled, lambda, started) : conclude(boundary, await all(deliveries, handled), lambda);
}

/** Does some work and says what became of it. A schema that throws is a failure and no refusal; so is whatever the handler throws. */
export async function settled<T>(work: () => T | Promise<T>, isRefusal: boolean): Promise<Outcome<T>> {
  try {
    return { result: await work() };
  } catch (error) {
    return { error, isRefusal: isRefusal && error instanceof BoundaryError } as Refusal | Failure;
  }
}

/** Does all, whatever becomes of any, and says what went worst: a bad record may not keep the good ones from being handled. */
async function all(deliveries: readonly Delivery[], work: (delivery: Delivery) => Promise<Outcome>): Promise<Outcome> {
  let worst: Outcome = { result: undefined };
  for (const delivery of deliveries) {
    const outcome = await work(delivery);
    if ('result' in worst || (worst.isRefusal && outcome.isRefusal === false)) worst = outcome;
  }
  return worst;
}

/** Handles a delivery, as part of the call of its sender. Of a record that went well only the batch's line tells. */
async function one(boundary: Boundary, delivery: Delivery, lambda: LambdaContext, isWhole: boolean): Promise<Outcome> {
  const started = process.uptime();
  return during({ ...currentInvocation()!, principal: delivery.principal }, async () => {
    const carried = await settled(() => boundary.carriedBy?.(boundary, delivery) ?? [delivery], true);
    const outcome = 'result' in carried ? await all(carried.result, inner => attempt(boundary, inner, lambda)) : carried;
    if (isWhole || !('result' in outcome)) audit(boundary, outcome, started, isWhole ? {} : { record: delivery.id });
    return outcome;
  });
}

async function attempt(boundary: Boundary, delivery: Delivery, lambda: LambdaContext): Promise<Outcome> {
  const input = await settled(() => inputOf(boundary, delivery), true);
  if (!('result' in input)) return input;
  const { context, handle, source } = boundary;
  const { claims = {}, envelope, finish, id, principal } = delivery;
  return settled(async () => {
    const own = { ...context, requestId: lambda.awsRequestId, id, principal, claims, envelope, lambda };
    const result = await handle(input.result as never, own as never);
    const answer = (source.http?.answerOf ?? finish)?.(result) ?? result;
    // What cannot be made JSON is a failure like any other, where somebody waits for it.
    if (/answer|call/.test(source.delivers)) JSON.stringify(answer);
    return answer;
  }, false);
}
