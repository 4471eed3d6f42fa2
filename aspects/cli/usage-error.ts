import { suggestion } from '../engine/selection';

/** A command line that says something we do not know. */
export class UsageError extends Error {
  public override readonly name = 'UsageError';
}

/** The error for a name that is not known, with those that may be meant. */
export function unknownName(kind: string, name: string, known: readonly string[], otherwise: string): UsageError {
  return new UsageError(`there is no ${kind} ${JSON.stringify(name)}${suggestion(name, known) || `; ${otherwise}`}`);
}
