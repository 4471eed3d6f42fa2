import { formsOf, SHORTEST_MASKED } from './encodings';

/** What stands in the place of a secret. */
export const MASK = '***';

/** Values of one kind beyond this number push out the oldest: a secret that rotates for months may not fill the memory. */
const KEPT = 256;

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
  let masked = '';
  let rest = 0;
  for (let at = 0; known.size && at < text.length; at++) {
    const found = known.get(text.slice(at, at + SHORTEST_MASKED))?.find(form => text.startsWith(form, at));
    if (!found) continue;
    masked += text.slice(rest, at) + MASK;
    rest = at + found.length;
    at = rest - 1;
  }
  return (masked + text.slice(rest)).replace(LOOKALIKE, `$1$2${MASK}`);
}

/** Forgets every value; for tests. */
export function forgetAll(): void {
  given.clear();
  fetched.clear();
  known.clear();
}

function learn(value: string, kind: Forms): void {
  const isNew = !kind.has(value);
  for (const form of new Set([value, value.trim()])) keep(form, kind);
  if (!isNew) return;
  known.clear();
  // The longest first, so that no part of a value masks the rest of it away.
  for (const form of [...given.values(), ...fetched.values()].flat().sort((a, b) => b.length - a.length)) {
    const start = form.slice(0, SHORTEST_MASKED);
    known.set(start, [...known.get(start) ?? [], form]);
  }
}

function keep(value: string, kind: Forms): void {
  if (value.length < SHORTEST_MASKED) return;
  const forms = kind.get(value) ?? formsOf(value);
  kind.delete(value);
  kind.set(value, forms);
  if (kind.size > KEPT) kind.delete(kind.keys().next().value!);
}

// Tokens, passwords in URLs, access keys, private keys: what $1 and $2 hold stays. It takes linear time: repetitions are bounded, or end at a
// character that no match begins with.
const LOOKALIKE = /(\b(?:[Bb]earer|[Bb]asic|BEARER|BASIC) )[\w.~+/=-]{8,}|(?<![\w-])eyJ[\w-]{8,}\.[\w-]{4,}(?:\.[\w-]*)?|(:\/\/[^\s:/@]{0,128}:)[^\s/@]{1,256}(?=@)|\b(?:AKIA|ASIA)[A-Z\d]{16}\b|-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[^]*?(?:-----END [A-Z ]{0,40}-----|$)/g;
