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
  const near = nearest(given, known);
  return near.length > 0 ? `; did you mean ${near.join(' or ')}?` : '';
}

/** The known names that a mistyped one may mean, the likeliest first. */
export function nearest(name: string, known: readonly string[]): string[] {
  const limit = Math.max(2, Math.ceil(name.length / 3));
  return known
    .map(candidate => ({ candidate, distance: candidate.includes(name) && name.length > 2 ? 0 : editDistance(name.toLowerCase(), candidate) }))
    .filter(({ distance }) => distance <= limit)
    .sort((a, b) => a.distance - b.distance || (a.candidate < b.candidate ? -1 : 1))
    .slice(0, 3)
    .map(({ candidate }) => candidate);
}

/** The number of letters to insert, remove or change to make one word of another (Levenshtein). */
function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let i = 1; i <= from.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= to.length; j += 1) {
      next.push(Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (from[i - 1] === to[j - 1] ? 0 : 1)));
    }
    row = next;
  }
  return row[to.length];
}
