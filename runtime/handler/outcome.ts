import { Boundary } from './boundary';
import { SOURCE_REFUSED, VALIDATION_REJECTED } from '../contract';
import { BoundaryError, HandlerError, PublicError, SourceRefusedError } from '../errors';
import { Level, LogFields } from '../log/logger';
import { plainText } from '../log/plain';

/** What became of a delivery or a call. */
export type Outcome<T = unknown> = { readonly result: T; readonly isRefusal?: undefined } | Refusal | Failure;

/** It never reached the handler. */
export interface Refusal { readonly error: BoundaryError; readonly isRefusal: true }

/** The handler threw, or we did. */
export interface Failure { readonly error: unknown; readonly isRefusal: false }

/** How the log tells of a result: its level, the outcome, and what there is to say besides. */
export type Verdict = readonly [level: Level, outcome: string, more?: LogFields];

/**
 * Says in the audit log what became of something. `facts` are the boundary's own, for example the id of a record.
 *
 * @param started as `process.uptime()` gave it, which is there at once: `performance` loads a module, a fifth of what a start may cost
 */
export function audit({ action, source, write }: Boundary, outcome: Outcome, started: number, facts: LogFields = {}): void {
  const say = (level: Level, what: string, more?: LogFields, fields?: LogFields) =>
    write(level, action, { outcome: what, ...more, duration: Math.round((process.uptime() - started) * 1e5) / 100, ...facts }, fields);
  if ('result' in outcome) return say(...source.denial?.(outcome.result) ?? ['info', 'ok'] as const);
  const { error, isRefusal } = outcome;
  if (!isRefusal) return say('error', 'failed', {}, { error });
  say('warn', 'rejected', { event: error instanceof SourceRefusedError ? SOURCE_REFUSED : VALIDATION_REJECTED, reason: error.reason, at: error.at });
}

/**
 * The error that may leave the function. The runtime client logs every enumerable property of it and hands its message and its frames to
 * the caller: so there are none, and the message is ours, or one that was written for the caller.
 */
export function outgoing(error: unknown, requestId: string): HandlerError {
  const name = nameOf(error);
  if (error instanceof PublicError) return new HandlerError(name, plainText(error.message));
  const what = error instanceof BoundaryError ? 'the event was refused' : 'the handler failed';
  return new HandlerError(name, `${what}, request ${requestId}`);
}

// A name is what a caller matches on; one that holds more than a name is none.
function nameOf(error: unknown): string {
  try {
    const { name } = error as Error;
    if (error instanceof Error && /^[a-z_$][\w$.]{0,63}$/i.test(name) && plainText(name) === name) return name;
  } catch {
    // a getter that throws, or no object at all
  }
  return 'Error';
}
