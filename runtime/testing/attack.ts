import { randomUUID } from 'node:crypto';
import { askedFor, Asked } from './asked';
import { Breach, breachesOf, isAccepted, reasonOf } from './breaches';
import { inEveryFormat, Valid } from './formats';
import { envelopes, HostileEvent, hostileForms } from './hostile-events';
import { Observed, observed } from './observed';
import { isEmpty, withValue } from './place';
import { placesOf } from './placing';
import { setTraps, Traps } from './traps';
import { SourceKind } from '../contract';

/** How a handler is attacked. */
export interface AttackOptions {
  /** Whose events are sent. */
  readonly source: SourceKind;

  /**
   * A payload that the handler accepts: the body of a request or message, the detail of an event, the `object` of an S3 record, the new
   * image of an item as DynamoDB writes it, the request of a user pool; what an authorizer's event has besides (`{ headers: … }`).
   *
   * @default - `{ id: 'o-1' }`, or what the source's own events have
   */
  readonly valid?: unknown;

  /**
   * A whole event that the handler accepts, where the sample of the source does not do. Parameters that the handler looks at belong in it.
   *
   * @default - the sample with `valid` in it, in each format of the source that the handler accepts: requests of HTTP and of REST APIs, tokens
   */
  readonly event?: unknown;

  /** After so many milliseconds a call counts as hanging. @default - 2 seconds */
  readonly patience?: number;
}

/** What an attack came to. */
export interface AttackReport {
  /** How many hostile events were sent. */
  readonly sent: number;

  /** Where hostile values stood: `body.id`, `query.page of format 1.0`. What is not named here was not attacked. */
  readonly places: readonly string[];

  /** How many of them the handler refused. */
  readonly refused: number;

  /** What got through; empty if nothing did. */
  readonly through: readonly Breach[];
}

type Handler = (event: any, context: any, callback: any) => unknown;

type Call = (event: unknown) => Promise<Observed>;

const SECRET = 'AWS_SECRET_ACCESS_KEY';

/** A handler that hangs so often hangs at everything, and nobody waits for the rest. */
const MOST_HANGS = 10;

/** One at a time: each looks at all that the process writes, and puts its own canary into the environment. */
let latest: Promise<unknown> = Promise.resolve();

/**
 * Sends every hostile event of a source to the handler, in this process, and says what got through: what should have been refused and was
 * accepted, text that was executed, files outside that were written or read, prototypes that were polluted, secrets and internals that leaked,
 * log lines that were forged.
 *
 * Text that is accepted is no breach by itself: a name may be `' OR '1'='1`. What is attacked is the handler as it is, so give it
 * stand-ins for what it must not reach. It really runs, writes and deletes what it is fooled into: attack only what you own, and never as root.
 * The paths that it is sent lead to files that are made for it.
 *
 * Meanwhile the environment has a secret key of ours, which a call to AWS cannot be signed with; afterwards it is as it was. The allow-list of
 * a construct (`RAMPART_FACTS`) counts as it does in Lambda, from when the handler is made: where there is one, give an event of a sender who
 * may send. Several attacks at once wait for one another.
 *
 * @throws Error if the handler does not accept the valid event, for then its refusals say nothing
 */
export async function attack(handler: Handler, options: AttackOptions): Promise<AttackReport> {
  const own = latest.then(async () => attackAlone(handler, options));
  latest = own.catch(() => undefined);
  return own;
}

async function attackAlone(handler: Handler, { source, valid, event, patience = 2000 }: AttackOptions): Promise<AttackReport> {
  const traps = setTraps(SECRET);
  const before = { ...process.env };
  process.env[SECRET] = traps.canary;
  const call: Call = one => send(handler, one, patience);
  try {
    const through: Breach[] = [];
    const places = new Set<string>();
    const count = { sent: 0, refused: 0, hung: 0 };
    for await (const hostile of hostileTo(call, source, await accepted(call, source, inEveryFormat(source, valid, event)), traps)) {
      const result = await call(structuredClone(hostile.event));
      count.sent++;
      if (hostile.at !== undefined) places.add(hostile.at);
      if (!isAccepted(source, result)) count.refused++;
      const breaches = [...breachesOf(source, hostile, result, traps)];
      through.push(...breaches.map(([what, detail]) => ({ attack: hostile.name, what, detail, event: hostile.event })));
      if (result.hung && ++count.hung === MOST_HANGS) break;
    }
    return { sent: count.sent, refused: count.refused, places: [...places], through };
  } finally {
    restoreEnvironment(before);
    traps.remove();
  }
}

/** The formats that the handler accepts. */
async function accepted(call: Call, source: SourceKind, all: readonly Valid[]): Promise<Valid[]> {
  const results: Observed[] = [];
  for (const one of all) results.push(await call(structuredClone(one.event)));
  const good = all.filter((_one, i) => isAccepted(source, results[i]));
  if (good.length > 0) return good;
  throw new Error(`the handler does not accept the valid event, give one that it does as valid or event: ${reasonOf(results[0])}`);
}

/** The hostile events, in each format. */
async function* hostileTo(call: Call, source: SourceKind, valid: readonly Valid[], traps: Traps): AsyncGenerator<HostileEvent> {
  for (const { event, format } of valid) {
    const of = format === '' ? '' : ` of ${format}`;
    for (const { at, name, ...hostile } of hostileForms(source, event, traps, await askedOf(call, source, event))) {
      yield { ...hostile, name: `${name}${of}`, at: at && `${at}${of}` };
    }
  }
  if (source !== 'direct') yield* envelopes(source);
}

/** What the handler asks the event for in vain: as it is, and with something in every place. */
async function askedOf(call: Call, source: SourceKind, event: unknown): Promise<Asked[]> {
  const places = placesOf(source, event);
  const lacking = places.filter(({ read, standIn }) => standIn !== undefined && isEmpty(read(event)));
  const full = lacking.reduce((own, place) => withValue(place, own, place.standIn), event);
  const asked = [...await askedFor(places, structuredClone(event), call), ...await askedFor(places, structuredClone(full), call)];
  return [...new Map(asked.map(one => [[one.place.name, ...one.path].join('.'), one])).values()];
}

/** Also what code in an event has changed. */
function restoreEnvironment(before: NodeJS.ProcessEnv): void {
  for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
  Object.assign(process.env, before);
}

// The event is one of its own for each call: a handler that changes it would change the next attack.
function send(handler: Handler, event: unknown, patience: number): Promise<Observed> {
  const context = {
    functionName: 'attacked',
    functionVersion: '$LATEST',
    awsRequestId: randomUUID(),
    invokedFunctionArn: 'arn:aws:lambda:eu-west-1:111122223333:function:attacked',
    memoryLimitInMB: '128',
    logGroupName: '/aws/lambda/attacked',
    logStreamName: 's',
    callbackWaitsForEmptyEventLoop: false,
    // A boundary that answers before its time is over would hide that something hangs.
    getRemainingTimeInMillis: () => 2 * patience,
  };
  return observed(() => answered(handler, event, context), patience);
}

/** What a handler answers, whichever way: as a value, a promise, or by its callback, which it is waited for where it names one. */
function answered(handler: Handler, event: unknown, context: object): Promise<unknown> {
  return new Promise((resolve, reject) => {
    // As the runtime client does: `null` is no error.
    const callback = (error?: unknown, answer?: unknown) => error === undefined || error === null ? resolve(answer) : reject(error);
    const result = handler(event, context, callback);
    const isPromise = typeof (result as { then?: unknown } | null | undefined)?.then === 'function';
    if (isPromise || handler.length < 3) resolve(result);
  });
}
