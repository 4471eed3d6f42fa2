import { formsOf, SHORTEST_MASKED } from './encodings';

/** What stands in the place of a secret. */
export const MASK = '***';

/** Values beyond this number push out the oldest: a secret that rotates for months may not fill the memory. */
const KEPT = 256;

// Of the process and not of an invocation: what was fetched once must not be in the log of any later one.
const remembered = new Map<string, readonly string[]>();
let forms: readonly string[] = [];

/** Masks a value in everything that is logged from now on. A value of fewer than four characters is not masked: it would be found everywhere. */
export function remember(value: string): void {
  const isNew = !remembered.has(value);
  for (const form of new Set([value, value.trim()])) keep(form);
  // The longest first, so that no part of a value masks the rest of it away.
  if (isNew) forms = [...new Set([...remembered.values()].flat())].sort((a, b) => b.length - a.length);
}

/** The text without any remembered value, however encoded, and without what looks like a credential. */
export function mask(text: string): string {
  const masked = forms.reduce((rest, form) => rest.replaceAll(form, MASK), text);
  return LOOKALIKES.reduce((rest, [pattern, replacement]) => rest.replace(pattern, replacement), masked);
}

/** Forgets every value; for tests. */
export function forgetAll(): void {
  remembered.clear();
  forms = [];
}

function keep(value: string): void {
  if (value.length < SHORTEST_MASKED) return;
  const known = remembered.get(value) ?? formsOf(value);
  remembered.delete(value);
  remembered.set(value, known);
  if (remembered.size > KEPT) remembered.delete(remembered.keys().next().value!);
}

// Each takes linear time: repetitions are bounded, or end at a character that no match begins with.
const LOOKALIKES: readonly (readonly [pattern: RegExp, replacement: string])[] = [
  [/\b([Bb]earer|[Bb]asic|BEARER|BASIC) [\w.~+/=-]{8,}/g, `$1 ${MASK}`],
  [/(?<![\w-])eyJ[\w-]{8,}\.[\w-]{4,}(?:\.[\w-]*)?/g, MASK],
  [/(:\/\/[^\s:/@]{0,128}):[^\s/@]{1,256}@/g, `$1:${MASK}@`],
  [/\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g, MASK],
  [/-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]{0,40}PRIVATE KEY-----|$)/g, MASK],
];
