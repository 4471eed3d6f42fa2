/** A command line that says something we do not know. */
export class UsageError extends Error {
  public override readonly name = 'UsageError';
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

/** The error for a name that is not known, with those that may be meant. */
export function unknownName(kind: string, name: string, known: readonly string[], otherwise: string): UsageError {
  const near = nearest(name, known);
  return new UsageError(`there is no ${kind} ${JSON.stringify(name)}; ${near.length > 0 ? `did you mean ${near.join(' or ')}?` : otherwise}`);
}

/** How many letters must be changed, added or left out to turn one word into another. */
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
