import { afterWord, beforeWord, hasWord } from './arn';
import { wildcard } from '../model/policy';
import { Answer } from '../model/value';

/** Whether every key of one pattern (`in/*`) is a key of another one, as far as their shape tells. */
export function contains(outer: string, inner: string): boolean {
  if (outer === '*' || outer === inner) return true;
  const start = outer.replace(/\*+$/, '');
  return start !== outer && !/[*?]/.test(start) && literalStart(inner).startsWith(start);
}

function literalStart(pattern: string): string {
  return pattern.split(/[*?]/)[0];
}

function literalEnd(pattern: string): string {
  return pattern.split(/[*?]/).pop()!;
}

/** Whether two patterns can have no key in common. */
export function disjoint(a: string, b: string): boolean {
  const [startA, startB] = [beforeWord(literalStart(a)), beforeWord(literalStart(b))];
  const [endA, endB] = [afterWord(literalEnd(a)), afterWord(literalEnd(b))];
  return !(startA.startsWith(startB) || startB.startsWith(startA)) || !(endA.endsWith(endB) || endB.endsWith(endA));
}

/**
 * Whether the keys that may be written (an IAM pattern) have a prefix and a suffix: all of them, none, or some, which
 * only the code decides.
 */
export function keysHave(pattern: string, prefix: string, suffix: string): Answer {
  if (!/[*?]/.test(pattern) && !hasWord(pattern + prefix + suffix)) return pattern.startsWith(prefix) && pattern.endsWith(suffix) ? 'yes' : 'no';
  if (literalStart(pattern).startsWith(prefix) && literalEnd(pattern).endsWith(suffix)) return 'yes';
  return disjoint(pattern, `${prefix}*${suffix}`) ? 'no' : 'undecided';
}

/** Whether the keys that may be written are one exact key. */
export function keysAre(pattern: string, key: string): Answer {
  if (pattern === key) return 'yes';
  if (hasWord(pattern + key)) return disjoint(pattern, key) ? 'no' : 'undecided';
  return wildcard(pattern).test(key) ? 'undecided' : 'no';
}
