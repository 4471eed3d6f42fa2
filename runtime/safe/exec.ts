import { execFile } from 'node:child_process';
import { isAbsolute } from 'node:path';
import { UnsafeValueError } from './unsafe-value-error';

/** What one argument may be: a text as it is, one of several, or whatever the pattern matches as a whole; never an option then. */
export type ArgumentPattern = string | readonly string[] | RegExp;

/** A program and the arguments that it may get. */
export interface Command {
  /** The program's absolute path: what PATH finds can be another tomorrow. */
  readonly file: string;

  /** What each argument may be, in their order. */
  readonly args: readonly ArgumentPattern[];
}

/** How a program is run. */
export interface ExecOptions {
  /** After so many milliseconds it is killed. @default - 10 seconds */
  readonly timeout?: number;

  /** So many bytes of output are kept; more, and it is killed. @default - 1 MiB */
  readonly maxBuffer?: number;

  /** The folder that it runs in. @default - the function's */
  readonly cwd?: string;

  /** Its environment. @default - empty: the function's own holds the credentials of its role */
  readonly env?: { readonly [name: string]: string };

  /** What it reads from standard input. @default - nothing */
  readonly input?: string | Uint8Array;
}

/** A program failed. What it wrote is in `stderr` and not in the message. */
export class CommandError extends Error {
  readonly #stderr: string;

  constructor(command: string, reason: string, stderr: string) {
    super(`the command ${command} failed: ${reason}`);
    Object.defineProperty(this, 'name', { value: 'CommandError' });
    this.#stderr = stderr;
  }

  /** What the program wrote to standard error. */
  get stderr(): string { return this.#stderr; }
}

/**
 * Runs programs of a list, and none else, without a shell: an argument is an argument, whatever stands in it.
 *
 * @example const run = exec({ identify: { file: '/opt/bin/identify', args: ['-format', '%wx%h', '--', /\/tmp\/[\w.-]+/] } });
 * @throws UnsafeValueError if a program's path is not absolute
 */
export function exec<Name extends string>(commands: { readonly [name in Name]: Command }) {
  for (const [name, { file }] of Object.entries<Command>(commands)) {
    if (!isAbsolute(file)) throw new UnsafeValueError(`the file of ${name} has to be an absolute path, got ${file}`);
  }
  return async (name: Name, args: readonly string[], options: ExecOptions = {}): Promise<{ readonly stdout: string; readonly stderr: string }> => {
    if (!Object.hasOwn(commands, name)) throw new UnsafeValueError(`a command has to be one of ${Object.keys(commands).join(', ')}`);
    const { file, args: patterns } = commands[name];
    if (args.length !== patterns.length) throw new UnsafeValueError(`${name} takes ${patterns.length} arguments, got ${args.length}`);
    patterns.forEach((pattern, i) => {
      if (!fits(args[i], pattern)) throw new UnsafeValueError(`argument ${i + 1} of ${name} is not what it may be`);
    });
    return run(name, file, args, options);
  };
}

function fits(argument: unknown, pattern: ArgumentPattern): boolean {
  if (typeof argument !== 'string' || argument.includes('\0')) return false;
  if (typeof pattern === 'string') return argument === pattern;
  if (!(pattern instanceof RegExp)) return pattern.includes(argument);
  // Whatever the pattern says about ends and however often it was used before, it has to match all of it.
  return !argument.startsWith('-') && new RegExp(`^(?:${pattern.source})$`, pattern.flags.replace(/[gmy]/g, '')).test(argument);
}

async function run(name: string, file: string, args: readonly string[], options: ExecOptions) {
  const { cwd, env = {}, input, maxBuffer = 1_048_576, timeout = 10_000 } = options;
  return new Promise<{ readonly stdout: string; readonly stderr: string }>((resolve, reject) => {
    const settings = { shell: false, cwd, env, timeout, maxBuffer, killSignal: 'SIGKILL', windowsHide: true, encoding: 'utf8' } as const;
    const child = execFile(file, args, settings, (error, stdout, stderr) => {
      if (error === null) resolve({ stdout, stderr });
      else reject(new CommandError(name, error.killed || error.code === 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER' ? 'it took too long or wrote too much' : `exit ${error.code ?? error.signal}`, stderr));
    });
    // A program that reads nothing closes the pipe, which is no failure.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(input);
  });
}
