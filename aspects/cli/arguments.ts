import { parseArgs, ParseArgsConfig } from 'node:util';
import { unknownName, UsageError } from './usage-error';

type OptionsConfig = NonNullable<ParseArgsConfig['options']>;

/** The words of a command line, sorted. */
export interface Arguments {
  readonly operands: readonly string[];
  /** The value of an option; the last where it stands several times. */
  value(name: string): string | undefined;
  /** The values of an option that may stand several times and takes a list: `--only a,b --only c`. */
  list(name: string): readonly string[] | undefined;
  has(name: string): boolean;
}

/** Reads the words after a command, or says which of them is wrong. */
export function parseArguments(words: readonly string[], options: OptionsConfig): Arguments {
  const { values, operands } = parsed(words, { ...options, help: { type: 'boolean', short: 'h' } });
  const stringsOf = (name: string): string[] => [values[name] ?? []].flat().filter((value): value is string => typeof value === 'string');
  return {
    operands,
    value: name => stringsOf(name).at(-1),
    list: name => (values[name] === undefined ? undefined : stringsOf(name).flatMap(value => value.split(',')).map(value => value.trim()).filter(value => value !== '')),
    has: name => values[name] === true,
  };
}

/** A value that must be one of a few. */
export function oneOf<T extends string>(option: string, value: string, allowed: readonly T[]): T {
  const match = allowed.find(one => one === value.toLowerCase());
  if (match === undefined) throw new UsageError(`${option} takes ${allowed.join(', ')}; got ${JSON.stringify(value)}`);
  return match;
}

function parsed(words: readonly string[], options: OptionsConfig): { values: Record<string, unknown>; operands: string[] } {
  for (const word of words.slice(0, words.includes('--') ? words.indexOf('--') : words.length)) {
    const name = /^--([^=]+)/.exec(word)?.[1];
    if (name !== undefined && !Object.prototype.hasOwnProperty.call(options, name)) {
      throw unknownName('option', `--${name}`, Object.keys(options).map(option => `--${option}`), '--help lists the options');
    }
  }
  try {
    const { values, positionals } = parseArgs({ args: [...words], options, allowPositionals: true });
    return { values, operands: positionals };
  } catch (error) {
    // Node explains some mistakes in several sentences; the first says what is wrong.
    const [sentence] = (error as Error).message.split('\n')[0].split('. ');
    throw new UsageError(sentence.replace(/\.$/, '').replace(/^./, first => first.toLowerCase()));
  }
}
