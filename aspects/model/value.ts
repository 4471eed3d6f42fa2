import type { Resource } from './resource';

/**
 * A value of a template, after everything that can be known before deployment has been worked out.
 *
 * Strings, numbers, booleans, lists and maps are known. `Reference`, `Unknown` and `Text` are not: only CloudFormation
 * knows their value, though a reference still says which resource it means and a text which parts of it are fixed.
 */
export type Value = string | number | boolean | null | undefined | readonly Value[] | ValueMap | Open;

/** A map of values. */
export interface ValueMap { readonly [key: string]: Value }

/** A value that only CloudFormation knows. */
export type Open = Reference | Unknown | Text;

/** What the values that only CloudFormation knows have in common, so that one question tells them from all others. */
abstract class Undetermined {}

/** An attribute of a resource of the application: what `Ref` (attribute `Ref`) and `Fn::GetAtt` lead to. */
export class Reference extends Undetermined {
  public constructor(public readonly resource: Resource, public readonly attribute: string) {
    super();
  }

  /** Equal for two references to the same attribute of the same resource. */
  public get key(): string {
    return `${this.resource.id}.${this.attribute}`;
  }
}

/** Something that nobody can know before deployment. The same unknown thing has the same key wherever it is used. */
export class Unknown extends Undetermined {
  public constructor(
    public readonly key: string,
    /** What it may turn out to be, where a condition that cannot be decided chooses between values. */
    public readonly alternatives?: readonly Value[],
    /** Set where the value is a secret: what it is the value of, in words. */
    public readonly secret?: string,
  ) {
    super();
  }
}

/** A string of which some parts are known and some are not. */
export class Text extends Undetermined {
  public constructor(public readonly parts: readonly (string | Reference | Unknown)[]) {
    super();
  }

  public get key(): string {
    return JSON.stringify(this.parts.map(part => (typeof part === 'string' ? part : [part.key])));
  }

  /** The text with `*` in place of each unknown part, for matching and for messages. */
  public get pattern(): string {
    return this.parts.map(part => (typeof part === 'string' ? part : '*')).join('');
  }
}

/** Whether only CloudFormation knows the value. */
export function isOpen(value: Value): value is Open {
  return value instanceof Undetermined;
}

/** Whether a value is a map: no list, nothing open. */
export function isMap(value: Value): value is ValueMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Undetermined);
}

/** The value as a list: one element stands for itself, nothing for the empty list. */
export function valuesOf(value: Value): readonly Value[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value as readonly Value[] : [value];
}

/** What a value may be: the branches of an undecided condition one by one, any other value itself. */
export function alternativesOf(value: Value): readonly Value[] {
  return value instanceof Unknown && value.alternatives !== undefined ? value.alternatives.flatMap(alternativesOf) : [value];
}

/** Reads an entry of a map, or nothing where the value is no map. */
export function entryOf(value: Value, key: string): Value {
  return isMap(value) && Object.prototype.hasOwnProperty.call(value, key) ? value[key] : undefined;
}

/** Every reference in a value, however deep. */
export function referencesIn(value: Value): Reference[] {
  const found: Reference[] = [];
  collectReferences(value, found);
  return found;
}

function collectReferences(value: Value, found: Reference[]): void {
  if (typeof value !== 'object' || value === null) return;
  if (value instanceof Reference) {
    found.push(value);
    return;
  }
  for (const part of partsOf(value)) collectReferences(part, found);
}

function partsOf(value: Value & object): readonly Value[] {
  if (Array.isArray(value)) return value as readonly Value[];
  if (value instanceof Text) return value.parts;
  return value instanceof Unknown ? value.alternatives ?? [] : Object.values(value);
}

/** Whether any part of the value is open, however deep. */
export function hasOpen(value: Value): boolean {
  if (isOpen(value)) return true;
  if (Array.isArray(value)) return value.some(hasOpen);
  return isMap(value) && Object.values(value).some(hasOpen);
}

/** A string that is equal for equal values: two open values are equal where they are the same unknown thing. */
export function keyOf(value: Value): string {
  if (isOpen(value)) return `{{${value.key}}}`;
  if (Array.isArray(value)) return `[${value.map(keyOf).join(',')}]`;
  if (isMap(value)) return `{${Object.keys(value).sort().map(key => `${JSON.stringify(key)}:${keyOf(value[key])}`).join(',')}}`;
  return JSON.stringify(value) ?? 'undefined';
}

/** Whether two values are the same for certain. */
export function sameValue(a: Value, b: Value): boolean {
  return keyOf(a) === keyOf(b);
}

/** Joins strings and open values to one string, as far as it can be known. */
export function joinText(parts: readonly Value[]): Value {
  const joined: (string | Reference | Unknown)[] = [];
  const append = (part: Value): boolean => {
    if (part instanceof Text) return part.parts.every(append);
    if (part instanceof Reference || part instanceof Unknown) { joined.push(part); return true; }
    if (part === null || part === undefined || typeof part === 'object') return false;
    const last = joined[joined.length - 1];
    if (typeof last === 'string') joined[joined.length - 1] = last + String(part);
    else if (String(part) !== '') joined.push(String(part));
    return true;
  };
  if (!parts.every(append)) return new Unknown(`join:${parts.map(keyOf).join('')}`);
  if (joined.length === 0) return '';
  return joined.length === 1 ? joined[0] : new Text(joined);
}

/** The known text, `*` standing for each part that is open; nothing for values that are no text at all. */
export function patternOf(value: Value): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (value instanceof Text) return value.pattern;
  return isOpen(value) ? '*' : undefined;
}

/** The value as a truth value: CloudFormation accepts the strings `true` and `false` too. Anything else is neither. */
export function booleanOf(value: Value): boolean | undefined {
  if (typeof value === 'boolean') return value;
  if (typeof value !== 'string') return undefined;
  const word = value.toLowerCase();
  return word === 'true' ? true : word === 'false' ? false : undefined;
}

/** The value as a number: CloudFormation accepts numerals in strings too. Anything else is none. */
export function numberOf(value: Value): number | undefined {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && /^\s*-?\d+(\.\d+)?\s*$/.test(value) ? Number(value) : undefined;
}

/**
 * The pseudo parameter that a value is, whatever the environment: `AWS::AccountId`, `AWS::Region`, …
 *
 * The key of the value also says whose account it is, so it is not to be compared with a bare name.
 */
export function pseudoParameterOf(value: Value): string | undefined {
  return value instanceof Unknown ? /^AWS::\w+/.exec(value.key)?.[0] : undefined;
}

/** Three answers to a question about a value: yes, no, or only CloudFormation knows. */
export type Answer = 'yes' | 'no' | 'undecided';

/**
 * Asks a question about a value.
 *
 * An undecided condition is asked branch by branch: if every branch gives the same answer, that is the answer.
 *
 * @param value what to ask about
 * @param question answers for a known value
 */
export function ask(value: Value, question: (known: Exclude<Value, Open>) => boolean): Answer {
  return agreed(value, one => (isOpen(one) ? 'undecided' : question(one as Exclude<Value, Open>) ? 'yes' : 'no'));
}

/** The answer that holds for all that a value may be; undecided where they differ. */
export function agreed(value: Value, answerOf: (one: Value) => Answer): Answer {
  if (!(value instanceof Unknown) || value.alternatives === undefined) return answerOf(value);
  const answers = new Set(alternativesOf(value).map(answerOf));
  return answers.size === 1 ? [...answers][0] : 'undecided';
}
