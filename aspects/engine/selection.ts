import { Rule } from '../rule/rule';

/** Rules by name: all, or only some, or all except some. */
export interface Selection {
  readonly only?: readonly string[];
  readonly except?: readonly string[];
}

/**
 * Chooses rules by name.
 *
 * @throws Error if a name is no rule's
 */
export function select(rules: readonly Rule[], { only, except }: Selection): readonly Rule[] {
  for (const [option, ids] of Object.entries({ only, except })) {
    for (const id of ids ?? []) {
      if (!rules.some(rule => rule.id === id)) throw new Error(`${option}: there is no rule ${JSON.stringify(id)}${suggestion(id, rules.map(rule => rule.id))}`);
    }
  }
  return rules.filter(rule => (only?.includes(rule.id) ?? true) && !(except?.includes(rule.id) ?? false));
}

/** A question that helps after a slip of the pen; empty where nothing is near. */
export function suggestion(given: string, known: readonly string[]): string {
  const nearest = [...known].map(id => ({ id, distance: distance(given, id) })).sort((a, b) => a.distance - b.distance)[0];
  return nearest !== undefined && nearest.distance <= Math.max(3, given.length / 3) ? `; did you mean ${nearest.id}?` : '';
}

/** The number of letters to insert, remove or change to make one word of another (Levenshtein). */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      next[j] = Math.min(next[j - 1] + 1, row[j] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
    }
    row = next;
  }
  return row[b.length];
}
