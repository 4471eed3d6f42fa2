import { randomUUID } from 'node:crypto';
import { existsSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HostileEvent, hostileEvents } from './hostile-events';
import { Observed, observed } from './observed';
import { sampleEvent } from './samples';
import { SourceKind } from '../contract';
import { formsOf } from '../log/encodings';
import { SOURCES } from '../sources/sources';

/** How a handler is attacked. */
export interface AttackOptions {
  /** Whose events are sent. */
  readonly source: SourceKind;

  /**
   * A payload that the handler accepts: the body of a request or message, the detail of an event, the `object` of an S3 record, the new
   * image of an item as DynamoDB writes it, the request of a user pool.
   *
   * @default - `{ id: 'o-1' }`, or what the source's own events have
   */
  readonly valid?: unknown;

  /** A whole event that the handler accepts, where the sample of the source does not do. @default - the sample, with `valid` in it */
  readonly event?: unknown;

  /** After so many milliseconds a call counts as hanging. @default - 2 seconds */
  readonly patience?: number;
}

/** Something that got through. */
export interface Breach {
  /** The attack: `a prototype key at items.0`. */
  readonly attack: string;

  /** What came of it. */
  readonly what: 'accepted' | 'executed' | 'polluted' | 'leaked' | 'forged' | 'hung';

  /** Told to a person. */
  readonly detail: string;

  readonly event: unknown;
}

/** What an attack came to. */
export interface AttackReport {
  /** How many hostile events were sent. */
  readonly sent: number;

  /** How many of them the handler refused. */
  readonly refused: number;

  /** What got through; empty if nothing did. */
  readonly through: readonly Breach[];
}

type Handler = (event: any, context: any, callback: any) => unknown;

const SECRET = 'AWS_SECRET_ACCESS_KEY';

/** How the first line of the file of users begins, on Linux and on macOS, also where a file is answered as base64. */
const SYSTEM_FILE = ['root:x:0:0:', 'root:*:0:0:'].flatMap(formsOf);

/** One at a time: each looks at all that the process writes, and puts its own canary into the environment. */
let latest: Promise<unknown> = Promise.resolve();

/**
 * Sends every hostile event of a source to the handler, in this process, and says what got through: what should have been refused and was
 * accepted, text that was executed, prototypes that were polluted, secrets and internals that leaked, log lines that were forged.
 *
 * Text that is accepted is no breach by itself: a name may be `' OR '1'='1`. What is attacked is the handler as it is, so give it
 * stand-ins for what it must not reach. It really runs what it is fooled into running: attack only what you own.
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
  const good = event ?? sampleEvent(source, valid);
  const trap = { file: join(tmpdir(), `rampart-${randomUUID()}`), secret: SECRET, canary: `canary-${randomUUID()}` };
  const before = { ...process.env };
  process.env[SECRET] = trap.canary;
  try {
    const first = await send(handler, good, patience);
    if (!isAccepted(source, first)) {
      throw new Error(`the handler does not accept the valid event, give one that it does as valid or event: ${reasonOf(first)}`);
    }
    const through: Breach[] = [];
    let sent = 0;
    let refused = 0;
    for (const hostile of hostileEvents(source, good, trap)) {
      const result = await send(handler, hostile.event, patience);
      sent++;
      if (!isAccepted(source, result)) refused++;
      const breaches = [...breachesOf(source, hostile, result, trap)];
      through.push(...breaches.map(([what, detail]) => ({ attack: hostile.name, what, detail, event: hostile.event })));
    }
    return { sent, refused, through };
  } finally {
    restoreEnvironment(before);
    rmSync(trap.file, { force: true });
  }
}

/** Also what code in an event has changed. */
function restoreEnvironment(before: NodeJS.ProcessEnv): void {
  for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
  Object.assign(process.env, before);
}

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
    getRemainingTimeInMillis: () => patience,
  };
  // A copy: a handler that changes its event would change the next attack.
  return observed(() => answered(handler, structuredClone(event), context), patience);
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

/** Whether the handler did what it was asked to; an authorizer, whether it lets anybody in. */
function isAccepted(source: SourceKind, { answer, error, hung, output }: Observed): boolean {
  if (error !== undefined || hung || SOURCES[source].isDenial?.(answer)) return false;
  const { batchItemFailures: failures, statusCode } = (answer ?? {}) as { batchItemFailures?: unknown[]; statusCode?: number };
  if (Array.isArray(failures) && failures.length > 0) return false;
  if (typeof statusCode === 'number' && statusCode >= 400) return false;
  // What is refused and dropped is answered like what went well.
  return !output.includes('"outcome":"rejected"');
}

function reasonOf({ answer, error, hung, output }: Observed): string {
  if (hung) return 'it hangs';
  return [error === undefined ? JSON.stringify(answer) : String(error), output.trim()].join(' ').slice(0, 1000);
}

function* breachesOf(
  source: SourceKind, hostile: HostileEvent, result: Observed, trap: { file: string; canary: string },
): Generator<[Breach['what'], string]> {
  const { answer, error, hung, output } = result;
  if (hung) yield ['hung', 'no answer in time'];
  if (hostile.refuse && isAccepted(source, result)) yield ['accepted', 'it should have been refused'];
  if (existsSync(trap.file)) {
    rmSync(trap.file, { force: true });
    yield ['executed', 'a command or code in the event was run'];
  }
  if ((globalThis as { rampartBreach?: unknown }).rampartBreach !== undefined) {
    delete (globalThis as { rampartBreach?: unknown }).rampartBreach;
    yield ['executed', 'code in the event was run'];
  }
  if ('rampartPolluted' in {}) {
    delete (Object.prototype as { rampartPolluted?: unknown }).rampartPolluted;
    yield ['polluted', 'the prototype of every object was changed'];
  }
  const told = JSON.stringify(answer) ?? '';
  const thrown = error === undefined ? '' : thrownText(error);
  const secret = formsOf(trap.canary);
  for (const [where, text] of [['answer', told], ['error', thrown], ['log', output]] as const) {
    if (secret.some(form => text.includes(form))) yield ['leaked', `the ${where} holds a secret of the environment`];
    if (SYSTEM_FILE.some(form => text.includes(form))) yield ['leaked', `the ${where} holds a file of the system`];
  }
  if (/\bat .{1,200}:\d+:\d+/.test(told)) yield ['leaked', 'the answer holds a stack'];
  if (error instanceof Error && Object.keys(error).length > 0) yield ['leaked', `the error carries ${Object.keys(error).join(', ')}, which the runtime client logs`];
  if (/^[^\S\n]*(?:\{"level":"ERROR","message":"rampart-forged"|rampart-forged)/m.test(output)) yield ['forged', 'a line of the log is the sender\'s'];
  if (/[\u001b\u009b]/.test(output)) yield ['forged', 'the log holds what a terminal acts on'];
}

// As the runtime client logs it.
function thrownText(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  try {
    return JSON.stringify({ ...error, message: error.message, stack: error.stack });
  } catch {
    return `${error.message} ${error.stack}`;
  }
}
