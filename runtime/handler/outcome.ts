import { Boundary } from './boundary';
import { SECURITY_EVENTS } from '../contract';
import { BoundaryError, HandlerError, PublicError, SourceRefusedError } from '../errors';
import { LogFields } from '../log/logger';
import { plainText } from '../log/plain';

/** What became of a delivery or a call. */
export type Outcome = { readonly result: unknown } | { readonly rejected: BoundaryError } | { readonly failed: unknown };

/** Says in the audit log what became of something. `facts` are the boundary's own, for example the id of a record. */
export function audit({ action, source, write }: Boundary, outcome: Outcome, started: number, facts: LogFields = {}): void {
  const duration = Math.round((performance.now() - started) * 100) / 100;
  if ('failed' in outcome) return write('error', action, { outcome: 'failed', duration, ...facts }, { error: outcome.failed });
  if ('result' in outcome && source.isDenial?.(outcome.result) === true) {
    return write('warn', action, { event: SECURITY_EVENTS.authFailed, outcome: 'denied', duration, ...facts });
  }
  if ('result' in outcome) return write('info', action, { outcome: 'ok', duration, ...facts });
  const { rejected } = outcome;
  const event = rejected instanceof SourceRefusedError ? SECURITY_EVENTS.sourceRefused : SECURITY_EVENTS.validationRejected;
  write('warn', action, { event, outcome: 'rejected', reason: rejected.reason, at: rejected.at, duration, ...facts });
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
  const name = error instanceof Error ? safely(() => error.name) : undefined;
  return typeof name === 'string' && /^[A-Za-z_$][\w$.]{0,63}$/.test(name) && plainText(name) === name ? name : 'Error';
}

function safely<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
