type Json = Readonly<Record<string, unknown>>;

/**
 * Whether EventBridge hands an event to a rule, as far as our patterns go.
 * Source: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 */
export function matches(pattern: Json, event: Json | undefined): boolean {
  return Object.entries(pattern).every(([field, wanted]) => {
    if (field === '$or') return (wanted as Json[]).some(one => matches(one, event));
    const given = event?.[field];
    return Array.isArray(wanted) ? wanted.some(one => fits(one, given)) : matches(wanted as Json, given as Json | undefined);
  });
}

function fits(wanted: unknown, given: unknown): boolean {
  if (typeof wanted !== 'object' || wanted === null) return given === wanted;
  const { exists, prefix, 'anything-but': others } = wanted as { 'exists'?: boolean; 'prefix'?: string; 'anything-but'?: unknown[] };
  if (exists !== undefined) return (given !== undefined) === exists;
  if (prefix !== undefined) return typeof given === 'string' && given.startsWith(prefix);
  if (others !== undefined) return given !== undefined && !others.includes(given);
  throw new Error(`no operator of ours: ${JSON.stringify(wanted)}`);
}
