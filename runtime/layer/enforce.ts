import { createRequire } from 'node:module';
import { join } from 'node:path';
import { inspectBeside } from './beside';
import { checkInput } from './check-input';
import { sourceOf } from './detect';
import { fetchedSecrets } from './fetched-secrets';
import { AnyHandler, loadHandler } from './load';
import { maskOutput } from './masked-output';
import { promised } from './promised';
import { refuseStream } from './stream';
import { windowEndOf } from './window';
import { SourceKind } from '../contract';
import { ConfigurationError } from '../errors';
import { refuseForeign } from '../facts/allowed';
import { factsOf } from '../facts/facts';
import { BatchAnswer } from '../handler/batch';
import { Boundary, boundaryOf } from '../handler/boundary';
import { conclude } from '../handler/conclude';
import { admitted } from '../handler/input';
import { audit, Outcome, outgoing, Refusal } from '../handler/outcome';
import { settled } from '../handler/respond';
import { maskUncaught } from '../handler/uncaught';
import { isObject } from '../json';
import { during, invocationOf, LambdaContext } from '../log/invocation';
import { writeLine } from '../log/logger';
import { loadSdkBy } from '../secrets/client';
import { Delivery } from '../sources/delivery';
import { SOURCES as sources } from '../sources/sources';

const STREAMING = Symbol.for('aws.lambda.runtime.handler.streaming');
const HIGH_WATER_MARK = Symbol.for('aws.lambda.runtime.handler.streaming.highWaterMark');

/** The handler that the function names, behind the boundary; its log is masked from now on. */
export async function enforcedHandler(): Promise<AnyHandler> {
  maskOutput();
  // Before the handler adds listeners of its own.
  maskUncaught();
  // An ES module in /opt imports nothing of what Lambda brings. Only require looks there, and first beside the handler.
  loadSdkBy(createRequire(join(process.env.LAMBDA_TASK_ROOT ?? '/var/task', 'index.js')));
  return enforce(await loadHandler().catch(failedToLoad));
}

/** What a handler throws while it is loaded reaches the caller of the first event too, so it is told like any other error. */
function failedToLoad(error: unknown): never {
  if (error instanceof ConfigurationError) throw error;
  writeLine('error', 'the handler could not be loaded', { outcome: 'failed' }, { error });
  throw outgoing(error, 'none');
}

/**
 * A handler behind the boundary that gets its events as they are: those that are no event of their source, come from somebody who may not
 * send, break a limit or do not fit the compiled schema never reach it, and of a batch it gets the rest.
 */
export function enforce(handler: AnyHandler): AnyHandler {
  const facts = factsOf();
  const boundaries = new Map<SourceKind, Boundary>();
  const boundaryFor = (kind: SourceKind): Boundary => {
    const known = boundaries.get(kind);
    if (known !== undefined) return known;
    const boundary = boundaryOf({ sources }, { source: kind, action: 'invoke' }, () => undefined);
    boundaries.set(kind, boundary);
    return boundary;
  };
  // What the function reads is masked in its log, so it is fetched here as well, also what a rotation has brought since.
  const fetchSecrets = fetchedSecrets(facts);
  const open = async (event: unknown, context: LambdaContext, work: (boundary: Boundary) => Promise<unknown>) => {
    await fetchSecrets();
    const boundary = boundaryFor(sourceOf(event, facts.allow));
    return during(invocationOf(context, boundary), () => work(boundary));
  };
  const isStreaming = (handler as { [STREAMING]?: unknown })[STREAMING] !== undefined;
  const enforced = !isStreaming
    ? async (event: unknown, context: LambdaContext) =>
      open(event, context, boundary => respond(boundary, event, context, promised(handler, context)))
    : async (event: unknown, stream: NodeJS.WritableStream, context: LambdaContext) => open(event, context, async boundary => {
      const checked = await check(boundary, event);
      if (checked.refusal === undefined) return handled(boundary, () => handler(event, stream, context), context, true);
      audit(boundary, checked.refusal, checked.started);
      return refuseStream(stream);
    });
  // Lambda decides by them how it calls the handler.
  for (const mark of [STREAMING, HIGH_WATER_MARK]) {
    if (mark in handler) Object.defineProperty(enforced, mark, { value: (handler as never)[mark], enumerable: true });
  }
  return enforced;
}

interface Checked {
  readonly started: number;
  readonly deliveries: readonly Delivery[];
  /** By delivery what is wrong with it. */
  readonly bad: ReadonlyMap<Delivery, Refusal>;
  /** What is wrong with the event, or with the first delivery that something is wrong with. */
  readonly refusal?: Refusal;
}

async function check(boundary: Boundary, event: unknown): Promise<Checked> {
  const started = process.uptime();
  const bad = new Map<Delivery, Refusal>();
  const opened = await settled(() => endOfWindow(boundary, event) ?? admitted(boundary, event), true);
  if (!('result' in opened)) return { started, deliveries: [], bad, refusal: refusalOf(opened) };
  const { result: deliveries } = opened;
  for (const [i, delivery] of deliveries.entries()) {
    const beside = await settled(() => { inspectBeside(boundary, event, i); }, true);
    const problem = refusalOf(beside) ?? refusalOf(await checkInput(boundary, delivery));
    if (problem !== undefined) bad.set(delivery, problem);
  }
  return { started, deliveries, bad, refusal: bad.values().next().value };
}

/** No delivery at all, where a window ends of a stream that may send. */
function endOfWindow({ kind, lists }: Boundary, event: unknown): readonly Delivery[] | undefined {
  const end = windowEndOf(event);
  if (end === undefined) return undefined;
  refuseForeign(lists, kind, end);
  return [];
}

// A schema that throws is our failure, and then nothing goes through.
function refusalOf(outcome: Outcome): Refusal | undefined {
  if (outcome.isRefusal === false) throw outcome.error;
  return outcome.isRefusal ? outcome : undefined;
}

async function respond(boundary: Boundary, event: unknown, context: LambdaContext, handle: (event: unknown) => Promise<unknown>): Promise<unknown> {
  const { started, deliveries, bad, refusal } = await check(boundary, event);
  const { delivers } = boundary.source;
  if (refusal === undefined) return batchAnswer(delivers, await handled(boundary, () => handle(event), context));
  if (deliveries.length === 0 || delivers === 'answer' || delivers === 'call') {
    audit(boundary, refusal, started);
    return conclude(boundary, refusal, context);
  }
  for (const [delivery, problem] of bad) audit(boundary, problem, started, { record: delivery.id });
  const passed = passedOf(delivers, deliveries, bad);
  const rest = { ...event as object, Records: (event as { Records: unknown[] }).Records?.filter((_record, i) => passed.has(deliveries[i])) };
  const answer = passed.size === 0 ? undefined : await handled(boundary, () => handle(rest), context);
  if (delivers === 'events') return conclude(boundary, refusal, context);
  return withFailures(delivers, answer, deliveries.filter(delivery => !passed.has(delivery)));
}

/** What the handler gets of a batch: in a queue all but the bad ones and what follows them in their group, in a stream what is before the first. */
function passedOf(delivers: Boundary['source']['delivers'], deliveries: readonly Delivery[], bad: Checked['bad']): ReadonlySet<Delivery> {
  if (delivers === 'stream') return new Set(deliveries.slice(0, deliveries.findIndex(delivery => bad.has(delivery))));
  const stopped = new Set<string>();
  return new Set(deliveries.filter(delivery => {
    const waits = delivery.group !== undefined && stopped.has(delivery.group);
    if (bad.has(delivery) && delivery.group !== undefined) stopped.add(delivery.group);
    return !bad.has(delivery) && !waits;
  }));
}

/** An answer of another kind would fail the whole batch, now that Lambda is told which records have failed. */
function batchAnswer(delivers: Boundary['source']['delivers'], answer: unknown): unknown {
  return delivers === 'queue' || delivers === 'stream' ? { ...others(answer), batchItemFailures: failuresOf(answer) } : answer;
}

function withFailures(delivers: Boundary['source']['delivers'], answer: unknown, withheld: readonly Delivery[]): BatchAnswer {
  const failures = failuresOf(answer);
  // Of a stream the first failure counts, and the handler's is before what was withheld.
  if (delivers === 'stream') return { ...others(answer), batchItemFailures: failures.length > 0 ? failures : [{ itemIdentifier: withheld[0].id! }] };
  return { ...others(answer), batchItemFailures: [...failures, ...withheld.map(({ id }) => ({ itemIdentifier: id! }))] };
}

function failuresOf(answer: unknown): BatchAnswer['batchItemFailures'] {
  const { batchItemFailures } = others(answer);
  return Array.isArray(batchItemFailures) ? batchItemFailures as BatchAnswer['batchItemFailures'] : [];
}

/** What else there is: of a stream with windows, the state that the next batch begins with. */
function others(answer: unknown): Record<string, unknown> {
  return isObject(answer) ? answer : {};
}

/** What the handler answers, as it is; its error sanitised. What Lambda could not make JSON of is an error: to a stream there is nothing to make. */
async function handled(boundary: Boundary, work: () => unknown, context: LambdaContext, isStreaming = false): Promise<unknown> {
  const started = process.uptime();
  const outcome = await settled(async () => {
    const answer = await work();
    if (!isStreaming) JSON.stringify(answer);
    return answer;
  }, false);
  audit(boundary, outcome, started);
  return 'result' in outcome ? outcome.result : conclude(boundary, outcome, context);
}
