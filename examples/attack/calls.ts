/** One call that a handler made. */
export interface Call {
  readonly command: string;
  readonly bytes: number;
  readonly input: unknown;
}

/** The file in the folder of a run that has the calls, one to a line. */
export const CALLS = 'calls.jsonl';
