import { isObject } from '../model/json';
import { wildcard } from '../model/policy';
import { Answer, entryOf, isMap, isOpen, Value, valuesOf } from '../model/value';

/** The event pattern as a map, also where it is written as JSON text. */
export function patternMap(pattern: Value): Value {
  if (typeof pattern !== 'string') return pattern;
  try {
    const parsed: unknown = JSON.parse(pattern);
    return isObject(parsed) ? parsed as Value : undefined;
  } catch {
    return undefined; // CloudFormation refuses it
  }
}

/** Whether a field of a pattern takes a text; nothing where only CloudFormation knows. */
export function takes(matcher: Value, text: string): boolean | undefined {
  if (isOpen(matcher)) return undefined;
  if (!isMap(matcher)) return String(matcher) === text;
  const known = (value: Value, test: (one: string) => boolean): boolean | undefined => (typeof value === 'string' ? test(value) : undefined);
  if ('prefix' in matcher) return known(matcher.prefix, prefix => text.startsWith(prefix));
  if ('suffix' in matcher) return known(matcher.suffix, suffix => text.endsWith(suffix));
  if ('wildcard' in matcher) return known(matcher.wildcard, pattern => wildcard(pattern).test(text));
  if ('equals-ignore-case' in matcher) return known(matcher['equals-ignore-case'], other => other.toLowerCase() === text.toLowerCase());
  if ('exists' in matcher) return matcher.exists === true;
  if ('anything-but' in matcher) {
    const others = valuesOf(matcher['anything-but']).map(other => takes(other, text));
    return others.includes(true) ? false : others.includes(undefined) ? undefined : true;
  }
  return undefined;
}

/** Whether a field takes each of the texts, none, or only some; a field that is not set takes everything. */
export function fieldTakes(field: Value, texts: readonly string[]): Answer {
  if (field === undefined) return 'yes';
  if (isOpen(field)) return 'undecided';
  const answers = new Set(texts.map((text): Answer => {
    const each = valuesOf(field).map(matcher => takes(matcher, text));
    return each.includes(true) ? 'yes' : each.includes(undefined) ? 'undecided' : 'no';
  }));
  return answers.size === 1 ? [...answers][0] : 'undecided';
}

/**
 * Whether a field of a pattern takes what a program chooses to put.
 *
 * @param reserved what no program can put: events whose source begins with `aws.` come from AWS alone
 */
function takesChosen(field: Value, reserved: string): Answer {
  if (field === undefined) return 'yes';
  if (isOpen(field)) return 'undecided';
  const matchers = valuesOf(field);
  if (matchers.some(takesAnything)) return 'yes';
  const begins = (matcher: Value): boolean => {
    const text = isMap(matcher) ? matcher.prefix ?? matcher.wildcard : matcher;
    return reserved !== '' && typeof text === 'string' && text.startsWith(reserved);
  };
  return matchers.every(begins) ? 'no' : 'undecided';
}

function takesAnything(matcher: Value): boolean {
  if (!isMap(matcher)) return false;
  if (matcher.prefix === '' || matcher.suffix === '' || matcher.exists === true) return true;
  if (typeof matcher.wildcard === 'string' && /^\*+$/.test(matcher.wildcard)) return true;
  const but = valuesOf(matcher['anything-but']);
  return but.length > 0 && but.every(other => (typeof other === 'string' ? other : String(entryOf(other, 'prefix') ?? '')).startsWith('aws.'));
}

/** What a writer puts on a bus, as far as it is known. */
export interface PutEvents {
  readonly sources?: readonly string[];
  readonly detailTypes?: readonly string[];
}

/** Fields that narrow nothing inside one application: its events come from its own account and region. */
const INDIFFERENT = ['account', 'region', 'version', 'id', 'time'];

/** Whether a pattern takes the events that a writer puts: yes, no, or it depends on what the code sets. */
export function takesEvents(pattern: Value, events: PutEvents): { readonly answer: Answer; readonly field?: string } {
  const map = patternMap(pattern);
  if (!isMap(map)) return { answer: 'undecided', field: 'the event pattern' };
  let doubt: string | undefined;
  for (const [name, field] of Object.entries(map)) {
    if (INDIFFERENT.includes(name)) continue;
    const known = name === 'source' ? events.sources : name === 'detail-type' ? events.detailTypes : undefined;
    const answer = known !== undefined ? fieldTakes(field, known)
      : name === 'source' ? takesChosen(field, 'aws.') : name === 'detail-type' ? takesChosen(field, '') : 'undecided';
    if (answer === 'no') return { answer };
    if (answer === 'undecided') doubt ??= name;
  }
  return doubt === undefined ? { answer: 'yes' } : { answer: 'undecided', field: doubt };
}
