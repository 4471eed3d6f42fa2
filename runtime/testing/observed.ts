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

/** Calls, with everything caught that is written to standard output, standard error and the console. One at a time. */
export async function observed(call: () => unknown, patience: number): Promise<Observed> {
  let output = '';
  const write = (chunk: unknown): boolean => {
    output += typeof chunk === 'string' ? chunk : Buffer.from(chunk as Uint8Array).toString();
    return true;
  };
  const { stdout, stderr } = process;
  const before = { stdout: stdout.write, stderr: stderr.write, console: METHODS.map(method => console[method]) };
  const started = performance.now();
  let timer: NodeJS.Timeout | undefined;
  stdout.write = stderr.write = write as typeof stdout.write;
  for (const method of METHODS) console[method] = (...all: unknown[]) => { output += `${format(...all)}\n`; };
  try {
    const outcome = await Promise.race([
      Promise.resolve().then(call).then(answer => ({ answer, hung: false }), (error: unknown) => ({ error, hung: false })),
      new Promise<{ hung: true }>(resolve => { timer = setTimeout(() => resolve({ hung: true }), patience); }),
    ]);
    return { ...outcome, output, milliseconds: performance.now() - started };
  } finally {
    clearTimeout(timer);
    stdout.write = before.stdout;
    stderr.write = before.stderr;
    METHODS.forEach((method, i) => { console[method] = before.console[i]; });
  }
}
