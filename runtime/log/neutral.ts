// Control characters of C0 and C1 (terminal escapes begin with one), line ends of Unicode, and what turns the reading direction.
const HARMFUL = /[\0-\x1f\x7f-\x9f\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;

/** The text on one line and without anything that a terminal or a log viewer acts on; what was there stays readable as `\u001b`. */
export function neutral(text: string): string {
  return text.replace(HARMFUL, character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
