import { outgoing } from './outcome';
import { currentInvocation } from '../log/invocation';
import { writeLine } from '../log/logger';

/** What of a process is used. */
type Guarded = Pick<NodeJS.Process, 'exit' | 'listenerCount' | 'listeners' | 'off' | 'on'>;

type Listener = (error: unknown, ...about: unknown[]) => void;

let isMasked = false;

/**
 * Tells of an error that nobody catches, thrown from a timer or by a promise that nobody waits for, as of any other: on one line, masked. What
 * Lambda makes of it stays what it is, but what its client gets to log and to hand to the caller carries nothing. Listeners that are added
 * later get the error as it is, and are left to deal with it where Lambda's client has none of its own.
 *
 * Once for a process, before anything else: `maskUncaught()` at the top of the handler's module. Handlers behind the layer have it already.
 */
export function maskUncaught(): void {
  if (!isMasked) takeUncaught(process);
  isMasked = true;
}

/** The same for any process. */
export function takeUncaught(own: Guarded): void {
  for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
    const before = own.listeners(event as 'uncaughtException') as Listener[];
    // Without any listener Node.js makes an exception of a rejection.
    if (event === 'unhandledRejection' && before.length === 0) continue;
    for (const listener of before) own.off(event, listener);
    own.on(event as 'uncaughtException', (error: unknown, ...about: unknown[]) => {
      const isOurs = before.length > 0 || own.listenerCount(event) === 1;
      if (!isOurs) return;
      writeLine('error', 'nobody caught an error', { outcome: 'failed' }, { error });
      const safe = outgoing(error, currentInvocation()?.requestId ?? 'unknown');
      for (const listener of before) listener.call(own, safe, ...about);
      // What Node.js ends with by itself.
      if (before.length === 0) own.exit(1);
    });
  }
}
