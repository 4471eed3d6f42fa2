import { Duration, Stack, Token } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { unitOf } from './duration-units';
import { refuse } from './refuse';

/** What is said beside what is wrong with the numbers, durations and texts. */
export interface Judging {
  /** What else is wrong: it is said at once, and before the rest. */
  readonly others?: readonly string[];
  /** Which part of the construct it is about, where that is not the whole. */
  readonly part?: string;
}

/** A number that is settled lazily; one that only the deployment knows stays a token. */
export function settledNumber(scope: IConstruct, value: number): number {
  return settledValue(scope, value);
}

/** A number or text that is settled lazily; what the deployment knows alone resolves to something else, and stays a token. */
function settledValue<Value extends number | string>(scope: IConstruct, value: Value): Value {
  const found: unknown = Token.isUnresolved(value) ? Stack.of(scope).resolve(value) : value;
  return typeof found === typeof value ? found as Value : value;
}

/** A duration that is settled lazily; one that only the deployment knows stays a token. */
export function settledDuration(scope: IConstruct, duration: Duration): Duration {
  if (!duration.isUnresolved()) return duration;
  const { read, make } = unitOf(duration);
  return make(settledNumber(scope, read(duration)));
}

/**
 * Refuses what is wrong with what was given. What is settled late is asked about once more when the tree is complete, with the same words.
 *
 * @param given numbers, durations and texts, also within lists and plain objects, and what they are compared with
 * @param problems what is wrong with them; what is still a token then is known to the deployment only
 */
export function judge<Given extends object>(
  construct: IConstruct, given: Given, problems: (settled: Given) => string[], { others = [], part }: Judging = {},
): void {
  const placed = (said: readonly string[]) => (part === undefined ? said : said.map(one => `${part}: ${one}`));
  const now = [...others, ...problems(given)];
  if (now.length > 0) refuse(construct, placed([now.join('; ')]));
  if (isLate(given)) construct.node.addValidation({ validate: () => [...placed(problems(settled(construct, given)))] });
}

/** Whether something is a number, duration or text that is not known by now, or has one within. */
function isLate(value: unknown): boolean {
  if (value instanceof Duration) return value.isUnresolved();
  if (Array.isArray(value)) return value.some(isLate);
  return isPlain(value) ? Object.values(value).some(isLate) : ['number', 'string'].includes(typeof value) && Token.isUnresolved(value);
}

function settled<Value>(scope: IConstruct, value: Value): Value;
function settled(scope: IConstruct, value: unknown): unknown {
  if (value instanceof Duration) return settledDuration(scope, value);
  if (isPlain(value)) return Object.fromEntries(Object.entries(value).map(([prop, one]) => [prop, settled(scope, one)]));
  // A list that is one token as a whole stays what it is.
  if (Array.isArray(value)) return Token.isUnresolved(value) ? value : value.map((one: unknown) => settled(scope, one));
  return typeof value === 'number' || typeof value === 'string' ? settledValue(scope, value) : value;
}

/** Whether something is a struct, rather than a construct or a value that has a class of its own. */
export function isPlain(value: unknown): value is object {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
