import { run } from '../../aspects/cli/main';

/** What a command line printed, and what it ended with. */
export interface Captured {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** How the command line is run. */
export interface CaptureOptions {
  readonly cwd?: string;
  readonly columns?: number;
  readonly isTTY?: boolean;
  readonly env?: Record<string, string>;
}

/** Runs the command line in this process. */
export function captured(words: readonly string[], { cwd = __dirname, columns, isTTY, env = {} }: CaptureOptions = {}): Captured {
  const written = { out: '', err: '' };
  const code = run(words, {
    stdout: { write: (text: string) => { written.out += text; }, isTTY, columns },
    stderr: { write: (text: string) => { written.err += text; }, isTTY },
    cwd,
    env,
  });
  return { code, ...written };
}
