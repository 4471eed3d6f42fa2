/** A pattern of IAM, compared with texts. */
export interface Wildcard {
  /** Whether the whole text is of the pattern. */
  test(text: string): boolean;
}

/** Compares texts with a pattern of IAM: `wildcard('s3:Get*').test('s3:GetObject')`. */
export function wildcard(pattern: string): Wildcard {
  return { test: text => fits(pattern, text) };
}

/**
 * Whether the whole text is of a pattern of IAM: `*` is anything, `?` one character, every other character itself.
 *
 * No regular expression: a pattern of many wildcards would take one longer than anybody waits. Only the last `*` is ever
 * taken back: where what follows it fits somewhere, the earlier ones need take no more. So the steps are at most as many as
 * the lengths multiplied.
 */
export function fits(pattern: string, text: string): boolean {
  if (!pattern.includes('*') && !pattern.includes('?')) return pattern === text;
  let place = 0;
  let at = 0;
  let star = -1;
  let taken = 0;
  while (at < text.length) {
    const wanted = pattern[place];
    if (wanted === '*') {
      star = place;
      taken = at;
      place += 1;
    } else if (wanted === '?' || wanted === text[at]) {
      place += 1;
      at += 1;
    } else if (star >= 0) {
      taken += 1;
      at = taken;
      place = star + 1;
    } else {
      return false;
    }
  }
  while (pattern[place] === '*') place += 1;
  return place === pattern.length;
}

/** Whether a pattern is one for everything: `*`, also written `**` or `?*`. */
export function isAnything(pattern: string): boolean {
  return pattern.includes('*') && /^[*?]+$/.test(pattern);
}
