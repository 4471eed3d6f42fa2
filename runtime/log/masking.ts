import { formsOf, SHORTEST_MASKED } from './encodings';

/** What stands in the place of a secret. */
export const MASK = '***';

/** Values of one kind beyond this number push out the oldest: a secret that rotates for months may not fill the memory. */
const KEPT = 256;

/** Who chooses what is remembered could choose values that begin alike. After so many of them in one text, it is masked as a whole. */
const COMPARISONS = 100_000;

// Of the process and not of an invocation: what was fetched once must not be in the log of any later one.
type Forms = Map<string, readonly string[]>;
const given: Forms = new Map();
// No value of a handler pushes out what was fetched.
const fetched: Forms = new Map();
/** What is looked for, by its first characters, the longest first. No regular expression: one of long secrets cannot be compiled. */
const known = new Map<string, string[]>();

/** Masks a value in everything that is logged from now on. A value of fewer than four characters is not masked: it would be found everywhere. */
export function remember(value: string): void {
  learn(value, given);
}

/** The same for what a secret holds. */
export function rememberFetched(value: string): void {
  learn(value, fetched);
}

/** The text without any remembered value, however encoded, and without what looks like a credential. */
export function mask(text: string): string {
  return hide(text).replace(LOOKALIKE, `$1$2${MASK}`);
}

/** What takes out the remembered values; a bundle in which none can be remembered does without. */
let hide = (text: string) => text;

function withoutKnown(text: string): string {
  let masked = '';
  let rest = 0;
  let left = COMPARISONS;
  for (let at = 0; at < text.length; at++) {
    const found = known.get(text.slice(at, at + SHORTEST_MASKED))?.find(form => left-- < 0 || text.startsWith(form, at));
    if (left < 0) return MASK;
    if (!found) continue;
    masked += text.slice(rest, at) + MASK;
    rest = at + found.length;
    at = rest - 1;
  }
  return masked + text.slice(rest);
}

/** Forgets every value; for tests. */
export function forgetAll(): void {
  given.clear();
  fetched.clear();
  known.clear();
}

function learn(value: string, kind: Forms): void {
  const isNew = !kind.has(value);
  for (const one of [value, value.trim()]) {
    if (one.length < SHORTEST_MASKED) continue;
    const forms = kind.get(one) ?? formsOf(one);
    kind.delete(one);
    kind.set(one, forms);
    if (kind.size > KEPT) kind.delete(kind.keys().next().value!);
  }
  if (!isNew) return;
  hide = withoutKnown;
  known.clear();
  // The longest first, so that no part of a value masks the rest of it away.
  for (const form of [...given.values(), ...fetched.values()].flat().sort((a, b) => b.length - a.length)) {
    const start = form.slice(0, SHORTEST_MASKED);
    const alike = known.get(start) ?? [];
    alike.push(form);
    known.set(start, alike);
  }
}

// Tokens, passwords in URLs, access keys, private keys: what $1 and $2 hold stays. It takes linear time: repetitions are bounded, or end at a
// character that no match begins with.
const LOOKALIKE = /(\b(?:[Bb]earer|[Bb]asic|BEARER|BASIC) )[\w.~+/=-]{8,}|(?<![\w-])eyJ[\w-]{8,}\.[\w-]{4,}(?:\.[\w-]*)?|(:\/\/[^\s:/@]{0,128}:)[^\s/@]{1,256}(?=@)|\b(?:AKIA|ASIA)[A-Z\d]{16}\b|-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[^]*?(?:-----END [A-Z ]{0,40}-----|$)/g;
