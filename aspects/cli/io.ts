/** Where the command line reads from and writes to. */
export interface CliIo {
  readonly stdout: Output;
  readonly stderr: Output;
  /** The folder that paths start from. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** A stream that may be a terminal. */
export interface Output {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** What a command line ends with. */
export enum ExitCode {
  CLEAN = 0,
  FINDINGS = 1,
  /** The command line is wrong, or some input could not be read. */
  USAGE = 2,
}
