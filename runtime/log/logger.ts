import { currentInvocation, Invocation } from './invocation';
import { plainFields, plainText } from './plain';
import { bare, isText } from '../json';

/** What is said beside the message. */
export interface LogFields { readonly [name: string]: unknown }

/** A logger that the boundary can write to; that of Powertools is one. */
export interface Logger {
  debug(message: string, ...fields: LogFields[]): void;
  info(message: string, ...fields: LogFields[]): void;
  warn(message: string, ...fields: LogFields[]): void;
  error(message: string, ...fields: LogFields[]): void;
}

export type Level = keyof Logger;

/** From the least to the worst, as Lambda names them. */
const LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'];

/**
 * Names that the line itself uses: a field of such a name is put under `fields`, so that no event can forge a request id. Of the first, in
 * their own group, no text comes from elsewhere: alarms match on them, so no value that happens to stand in one may mask it away.
 */
const OWN = /^(?:(timestamp|level|event|outcome|source)|message|service|function|version|(?:request|trace)Id|coldStart|action|principal|duration)$/;

type Write = (level: Level, message: string, fields: readonly unknown[]) => void;

/** JavaScript callers pass an error or an object as the message: its text is what that says, and none of it is lost. */
const byLevel = (write: Write) => Object.fromEntries((LEVELS.slice(1, 5) as Level[]).map(level => [level, (given: unknown, ...fields: unknown[]) => {
  if (isText(given)) return write(level, given, fields);
  const said = plainFields([given]);
  const { message } = (said.error ?? said) as LogFields;
  write(level, isText(message) ? message : '', [said, ...fields]);
}])) as unknown as Logger;

/** Writes structured lines to standard output. The level comes from Lambda's own setting, `AWS_LAMBDA_LOG_LEVEL`. */
export const log: Logger = /* @__PURE__ */ byLevel((level, message, fields) => {
  const lowest = LEVELS.indexOf(String(process.env.AWS_LAMBDA_LOG_LEVEL).toLowerCase());
  // Errors are written at FATAL too; at no level, or one that there is not, what INFO is written at.
  if (LEVELS.indexOf(level) >= Math.min(lowest < 0 ? 2 : lowest, 4)) writeLine(level, message, {}, ...fields);
});

/** The user's logger, behind the same masking: it gets only what may be read by anybody. */
export function masked(logger: Logger): Logger {
  return byLevel((level, message, fields) => hand(logger, level, message, {}, fields, fields.length === 0 ? [] : [beside(bare(), fields)]));
}

/** Where the boundary says what it did. The names of `facts` are its own, so they are not masked for what they are called. */
export type WriteLine = (level: Level, message: string, facts: LogFields, ...fields: readonly unknown[]) => void;

/** Where lines go to, if not to standard output as it is now. */
let output: { write(line: string): unknown } | undefined;

/** Has lines written elsewhere: past a stream that masks what others write, and would mask our own a second time. */
export function writeLinesTo(stream: typeof output): void {
  output = stream;
}

/** Writes a line of the boundary itself, whatever the level: an audit with gaps is none. */
export const writeLine: WriteLine = (level, message, facts, ...fields) => {
  const call = currentInvocation() ?? { function: process.env.AWS_LAMBDA_FUNCTION_NAME };
  // Straight to the stream: the console that Lambda patches would put tabs and a prefix before it.
  (output ?? process.stdout).write(`${lineOf({ timestamp: new Date().toISOString(), level: level.toUpperCase(), message, ...call, ...facts }, fields)}\n`);
};

/** The same through the user's logger, which knows the call by itself or not at all. */
export function writeThrough(logger: Logger): WriteLine {
  return (level, message, facts, ...fields) => {
    const { action, source, principal } = currentInvocation() ?? {} as Partial<Invocation>;
    hand(logger, level, message, facts, fields, [JSON.parse(lineOf({ action, source, principal, ...facts }, fields))]);
  };
}

// A logger that throws may fail neither the call nor the rest of a batch.
function hand(logger: Logger, level: Level, message: string, facts: LogFields, fields: readonly unknown[], plain: LogFields[]): void {
  const failed = (error: unknown) => writeLine(level, message, facts, ...fields, { logger: error });
  try {
    // Nobody waits for the promise of one that is asynchronous: refused, it would end the process.
    (logger[level](plainText(message), ...plain) as Promise<void> | undefined)?.catch?.(failed);
  } catch (error) {
    failed(error);
  }
}

/** The JSON of what is said: first what the boundary says, then what others do, and all of it as anybody may read it. */
function lineOf(facts: LogFields, fields: readonly unknown[]): string {
  // What others say is plain already, under whatever name.
  return JSON.stringify(beside(bare(facts), fields), (name, value: unknown) => isText(value) && !OWN.exec(name)?.[1] ? plainText(value) : value);
}

/** What the boundary says, and beside it what others do. */
function beside(line: Record<string, unknown>, fields: readonly unknown[]): LogFields {
  let forged: Record<string, unknown> | undefined;
  for (const [name, value] of Object.entries(plainFields(fields))) (OWN.test(name) ? forged ??= {} : line)[name] = value;
  if (forged) line.fields = forged;
  return line;
}
