import { setImmediate as soon, setTimeout as after } from 'node:timers/promises';
import { format } from 'node:util';

const METHODS = ['debug', 'info', 'log', 'warn', 'error', 'trace'] as const;

/** What a call came to and what it wrote meanwhile. */
export interface Observed {
  readonly answer?: unknown;
  readonly error?: unknown;
  readonly hung: boolean;
  readonly output: string;
  readonly milliseconds: number;
}

/**
 * Calls, with everything caught that is written to standard output, standard error and the console, also by work that nobody waits for: files
 * that are being written and processes that were started. One at a time.
 */
export async function observed(call: () => unknown, patience: number): Promise<Observed> {
  let output = '';
  const write = (chunk: unknown): boolean => {
    output += typeof chunk === 'string' ? chunk : Buffer.from(chunk as Uint8Array).toString();
    return true;
  };
  const { stdout, stderr } = process;
  const before = { stdout: stdout.write, stderr: stderr.write, console: METHODS.map(method => console[method]) };
  const started = performance.now();
  const pending = pendingWork();
  let timer: NodeJS.Timeout | undefined;
  stdout.write = stderr.write = write as typeof stdout.write;
  for (const method of METHODS) console[method] = (...all: unknown[]) => { output += `${format(...all)}\n`; };
  try {
    const outcome = await Promise.race([
      Promise.resolve().then(call).then(answer => ({ answer, hung: false }), (error: unknown) => ({ error, hung: false })),
      new Promise<{ hung: true }>(resolve => { timer = setTimeout(() => resolve({ hung: true }), patience); }),
    ]);
    const milliseconds = performance.now() - started;
    await settled(pending, patience);
    return { ...outcome, output, milliseconds };
  } finally {
    clearTimeout(timer);
    stdout.write = before.stdout;
    stderr.write = before.stderr;
    METHODS.forEach((method, i) => { console[method] = before.console[i]; });
  }
}

/** Waits until the work is done that was begun meanwhile, or until patience ends. Timers do not count: those of pools and intervals stay. */
async function settled(before: number, patience: number): Promise<void> {
  const started = performance.now();
  await soon();
  while (pendingWork() > before && performance.now() - started < patience) await after(1);
  // What the end of that work has led to.
  await soon();
}

function pendingWork(): number {
  return process.getActiveResourcesInfo().filter(kind => kind === 'ProcessWrap' || kind.startsWith('FSReq')).length;
}
