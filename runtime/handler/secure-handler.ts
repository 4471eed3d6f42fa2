import { answerOf } from './answer';
import { BatchAnswer, queueBatch, streamBatch } from './batch';
import { Boundary, boundaryOf, Options } from './boundary';
import { conclude, isDone, outcomeOf } from './conclude';
import { admitted, carriedBy, inputOf } from './input';
import { Innermost, InputOf } from './input-types';
import { HandlerContext, HandlerOptions } from './options';
import { audit, Outcome } from './outcome';
import { SourceKind } from '../contract';
import { currentInvocation, during, invocationOf, LambdaContext } from '../log/invocation';
import { SecretSchemas } from '../secrets';
import { Delivery, Format } from '../sources/delivery';
import { Carried } from '../sources/sources';

/** What Lambda calls. */
export type LambdaHandler = (event: unknown, context: LambdaContext) => Promise<unknown>;

/**
 * A Lambda handler that lets in only what its source sends, who may send it, and what the schema knows, and that lets out
 * no detail of what it refuses or of what goes wrong.
 *
 * @throws ConfigurationError during initialisation, if what the construct wrote cannot be read
 */
export function secureHandler<
  S extends SourceKind, const Schema = undefined, const Carries extends readonly Carried[] = readonly [], F extends Format = 'json', Secret extends SecretSchemas = {},
>(
  options: HandlerOptions<S, Schema, Carries, F, Secret>,
  handle: (input: InputOf<S, Schema, Carries, F>, context: HandlerContext<S, Innermost<S, Carries>, Secret>) => unknown,
): LambdaHandler {
  const boundary = boundaryOf(options as Options, handle as unknown as Boundary['handle']);
  // Nothing waits for it: what cannot be fetched is told by the first use.
  void boundary.secrets.prefetch();
  return async (event, context) => during(invocationOf(context, boundary), () => respond(boundary, event, context));
}

async function respond(boundary: Boundary, event: unknown, lambda: LambdaContext): Promise<unknown> {
  const started = performance.now();
  let deliveries: readonly Delivery[];
  try {
    deliveries = admitted(boundary, event);
  } catch (error) {
    const outcome = outcomeOf(error, true);
    audit(boundary, outcome, started);
    return conclude(boundary, outcome, lambda);
  }
  const handleRecord = async (delivery: Delivery) => isDone(boundary, await one(boundary, delivery, lambda, false));
  switch (boundary.source.delivers) {
    case 'queue': return told(await queueBatch(deliveries, handleRecord));
    case 'stream': return told(await streamBatch(deliveries, handleRecord));
    case 'events': return conclude(boundary, await all(deliveries, delivery => one(boundary, delivery, lambda, deliveries.length === 1)), lambda);
    default: return conclude(boundary, await one(boundary, deliveries[0], lambda, true), lambda);
  }

  function told(answer: BatchAnswer): BatchAnswer {
    audit(boundary, { result: answer }, started, { records: deliveries.length, failures: answer.batchItemFailures.length });
    return answer;
  }
}

/** Does all, whatever becomes of any, and says what went worst: a bad record may not keep the good ones from being handled. */
async function all(deliveries: readonly Delivery[], work: (delivery: Delivery) => Promise<Outcome>): Promise<Outcome> {
  const outcomes: Outcome[] = [];
  for (const delivery of deliveries) outcomes.push(await work(delivery));
  return outcomes.find(outcome => 'failed' in outcome) ?? outcomes.find(outcome => 'rejected' in outcome) ?? outcomes[0] ?? { result: undefined };
}

/** Handles a delivery, as part of the call of its sender. Of a record that went well only the batch's line tells. */
async function one(boundary: Boundary, delivery: Delivery, lambda: LambdaContext, isWhole: boolean): Promise<Outcome> {
  const started = performance.now();
  return during({ ...currentInvocation()!, principal: delivery.principal }, async () => {
    const outcome = await attempt(boundary, delivery, lambda);
    if (isWhole || !('result' in outcome)) audit(boundary, outcome, started, isWhole ? {} : { record: delivery.id });
    return outcome;
  });
}

async function attempt(boundary: Boundary, delivery: Delivery, lambda: LambdaContext): Promise<Outcome> {
  let inner: readonly Delivery[];
  try {
    inner = carriedBy(boundary, delivery);
  } catch (error) {
    return outcomeOf(error, true);
  }
  return all(inner, carried => attemptOne(boundary, carried, lambda));
}

async function attemptOne(boundary: Boundary, delivery: Delivery, lambda: LambdaContext): Promise<Outcome> {
  let input: unknown;
  try {
    input = await inputOf(boundary, delivery);
  } catch (error) {
    return outcomeOf(error, true);
  }
  try {
    const result = await boundary.handle(input as never, contextOf(boundary, delivery, lambda) as never);
    // What cannot be made JSON is a failure like any other.
    if (boundary.source.delivers === 'answer') return { result: answerOf(result) };
    return { result: delivery.finish === undefined ? result : delivery.finish(result) };
  } catch (error) {
    return outcomeOf(error, false);
  }
}

function contextOf(boundary: Boundary, { claims = {}, envelope, id, principal }: Delivery, lambda: LambdaContext): object {
  const { action, kind, log: logger, secrets } = boundary;
  return { log: logger, secrets, source: kind, action, requestId: lambda.awsRequestId, id, principal, claims, envelope, lambda };
}
