import { currentInvocation, Invocation } from './invocation';
import { plainFields, plainText } from './plain';

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

const LEVELS: readonly Level[] = ['debug', 'info', 'warn', 'error'];

/** Names that the line itself uses: a field of such a name is put under `fields`, so that no event can forge a request id. */
const OWN = new Set([
  'timestamp', 'level', 'message', 'service', 'function', 'version', 'requestId', 'traceId', 'coldStart', 'source', 'action', 'principal', 'event', 'outcome', 'duration',
]);

/** Writes structured lines to standard output. The level comes from Lambda's own setting, `AWS_LAMBDA_LOG_LEVEL`. */
export const log: Logger = {
  debug: (message, ...fields) => write('debug', message, fields),
  info: (message, ...fields) => write('info', message, fields),
  warn: (message, ...fields) => write('warn', message, fields),
  error: (message, ...fields) => write('error', message, fields),
};

/** The user's logger, behind the same masking: it gets only what may be read by anybody. */
export function masked(logger: Logger): Logger {
  const through = (level: Level) => (message: string, ...fields: LogFields[]) => {
    if (fields.length === 0) logger[level](plainText(message));
    else logger[level](plainText(message), plainFields(merged(fields)));
  };
  return { debug: through('debug'), info: through('info'), warn: through('warn'), error: through('error') };
}

/** Where the boundary says what it did. The names of `facts` are its own, so they are not masked for what they are called. */
export type WriteLine = (level: Level, message: string, facts: LogFields, fields?: LogFields) => void;

/** Writes a line of the boundary itself, whatever the level: an audit with gaps is none. */
export const writeLine: WriteLine = (level, message, facts, fields = {}) => {
  const line = {
    timestamp: new Date().toISOString(),
    level: level.toUpperCase(),
    message: plainText(message),
    ...headOf(currentInvocation()),
    ...plainFacts(facts),
    ...apart(plainFields(fields)),
  };
  // Straight to the stream: the console that Lambda patches would put tabs and a prefix before it.
  process.stdout.write(`${JSON.stringify(line)}\n`);
};

/** The same through the user's logger, which knows the call by itself or not at all. */
export function writeThrough(logger: Logger): WriteLine {
  return (level, message, facts, fields = {}) => {
    const { action, source, principal } = headOf(currentInvocation());
    logger[level](plainText(message), { action, source, principal, ...plainFacts(facts), ...apart(plainFields(fields)) });
  };
}

function plainFacts(facts: LogFields): LogFields {
  return Object.fromEntries(Object.entries(facts).map(([name, value]) => [name, Array.isArray(value) ? value.map(plainFact) : plainFact(value)]));
}

const plainFact = (value: unknown): unknown => typeof value === 'string' ? plainText(value, 512) : value;

function write(level: Level, message: string, fields: readonly LogFields[]): void {
  if (LEVELS.indexOf(level) >= lowest()) writeLine(level, message, {}, merged(fields));
}

function lowest(): number {
  const asked = process.env.AWS_LAMBDA_LOG_LEVEL?.toLowerCase();
  if (asked === 'trace') return 0;
  if (asked === 'fatal') return LEVELS.length - 1;
  const index = LEVELS.indexOf(asked as Level);
  return index === -1 ? LEVELS.indexOf('info') : index;
}

function headOf(invocation: Invocation | undefined): Partial<Invocation> {
  if (invocation === undefined) return { function: process.env.AWS_LAMBDA_FUNCTION_NAME };
  return { ...invocation, principal: invocation.principal === undefined ? undefined : plainText(invocation.principal, 256) };
}

function apart(fields: Record<string, unknown>): object {
  const names = Object.keys(fields);
  if (!names.some(name => OWN.has(name))) return fields;
  const own = names.filter(name => OWN.has(name)).map(name => [name, fields[name]] as const);
  return { ...Object.fromEntries(names.filter(name => !OWN.has(name)).map(name => [name, fields[name]])), fields: Object.fromEntries(own) };
}

// JavaScript callers pass errors, texts and nothing where fields belong; none of it may be lost.
function merged(fields: readonly unknown[]): LogFields {
  return Object.assign({}, ...fields.map(given => {
    if (given instanceof Error) return { error: given };
    return typeof given === 'object' && given !== null && !Array.isArray(given) ? readable(given) : given === undefined ? {} : { value: given };
  })) as LogFields;
}

function readable(fields: object): object {
  try {
    return { ...fields };
  } catch {
    return { value: '[unreadable]' }; // a getter or a proxy that throws
  }
}
