import { alternativesOf, Answer, isMap, isOpen, patternOf, Text, Value, valuesOf } from '../model/value';

/** Whether a condition belongs to a statement that admits whom it describes, or to one that refuses them. */
export type Sense = 'admits' | 'refuses';

/** What says who or where a caller is, in lower case. Source: AWS global condition context keys, and those of KMS, S3 and SNS (`aws:SourceOwner`). */
const NETWORKS = ['aws:sourceip', 'aws:vpcsourceip'];
const CALLERS = [
  'aws:sourcevpc', 'aws:sourcevpce', 'aws:sourceaccount', 'aws:sourcearn', 'aws:sourceorgid', 'aws:sourceorgpaths', 'aws:principalaccount', 'aws:principalarn',
  'aws:principalorgid', 'aws:principalorgpaths', 'aws:userid', 'aws:username', 'aws:vpceaccount', 'aws:vpceorgid', 'aws:vpceorgpaths',
  'aws:sourcevpcarn', 'aws:sourceowner', 'kms:calleraccount', 's3:dataaccesspointaccount', 's3:dataaccesspointarn',
];

/**
 * Whether a condition bounds the callers to some that it names.
 *
 * All parts of a condition must hold, so an allowing statement is narrow if one part is; a denying one spares whoever
 * escapes any part, so every part must spare named callers only.
 *
 * @param more further keys, in lower case, that say who calls where only an AWS service does
 */
export function narrows(condition: Value, sense: Sense, more: readonly string[] = []): Answer {
  if (condition === undefined) return 'no';
  if (!isMap(condition)) return isOpen(condition) ? 'undecided' : 'no';
  const answers = Object.entries(condition).flatMap(([operator, keys]) => (isMap(keys)
    ? Object.entries(keys).map(([key, values]) => bounds(operator.toLowerCase(), key.toLowerCase(), values, sense, more))
    : ['undecided' as const]));
  const [decisive, other] = sense === 'admits' ? ['yes', 'no'] as const : ['no', 'yes'] as const;
  if (answers.includes(decisive) || answers.length === 0) return answers.length === 0 ? 'no' : decisive;
  return answers.includes('undecided') ? 'undecided' : other;
}

function bounds(operator: string, key: string, values: Value, sense: Sense, more: readonly string[]): Answer {
  const bare = operator.replace(/^for(anyvalue|allvalues):/, '');
  // With IfExists, and with an empty set, the test holds for callers of whom the key is not known.
  if (sense === 'admits' && (bare.endsWith('ifexists') || operator.startsWith('forallvalues:'))) return 'no';
  const test = bare.replace(/ifexists$/, '');
  const known = valuesOf(values).flatMap(alternativesOf);
  if (NETWORKS.includes(key) && test === (sense === 'admits' ? 'ipaddress' : 'notipaddress')) return not(everywhere(known));
  const form = sense === 'admits' ? /^(string|arn)(equals|like|equalsignorecase)$/ : /^(string|arn)not(equals|like|equalsignorecase)$/;
  return [...CALLERS, ...more].includes(key) && form.test(test) ? not(anything(known, test)) : 'no';
}

function not(answer: Answer): Answer {
  return answer === 'yes' ? 'no' : answer === 'no' ? 'yes' : 'undecided';
}

/** Whether a pattern of one caller is a pattern of all; an open value is one caller, whichever, unless it may be a pattern. */
function anything(values: readonly Value[], test: string): Answer {
  const isPattern = test.endsWith('like') || test.startsWith('arn');
  if (isPattern && values.some(value => (value instanceof Text || !isOpen(value)) && isAnybodys(value))) return 'yes';
  return isPattern && values.some(value => isOpen(value) && patternOf(value) === '*' && !('attribute' in value)) ? 'undecided' : 'no';
}

/** A pattern that says nothing, or an ARN of whichever account: `arn:aws:sns:*:*:orders`. Of a bucket the name says it: nobody else can have that. */
function isAnybodys(pattern: Value): boolean {
  const text = pattern instanceof Text ? pattern.parts.map(part => (typeof part === 'string' ? part : '.')).join('') : patternOf(pattern) ?? '*';
  const [service, account, name] = /^arn:[^:]*:([^:]*):[^:]*:([^:]*):(.*)$/s.exec(text)?.slice(1) ?? [];
  if (service === undefined) return /^(arn:)?[*?:]*$/.test(text);
  return service === 's3' ? /^[*?]*$/.test(account) && /^[*?]*$/.test(name) : /^[*?]+$/.test(account);
}

/** Whether address ranges together are the whole world, be it in two halves. */
function everywhere(ranges: readonly Value[]): Answer {
  let share = 0;
  for (const range of ranges) {
    if (isOpen(range)) continue;
    const [address, prefix] = String(range).split('/');
    const longest = address.includes(':') ? 128 : 32;
    const bits = prefix === undefined ? longest : Number(prefix);
    share += address === '*' || Number.isNaN(bits) ? 1 : 2 ** -bits;
  }
  if (share >= 1) return 'yes';
  return ranges.some(isOpen) ? 'undecided' : 'no';
}
