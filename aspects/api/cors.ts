import { alternativesOf, Answer, ask, isOpen, Value, valuesOf } from '../model/value';
import { anyOf } from '../rule/given';

/** Whether a list of origins admits every website: one of them is `*`, with or without a scheme. */
export function admitsEveryOrigin(origins: Value): Answer {
  const branches = alternativesOf(origins).map((branch): Answer => {
    if (isOpen(branch)) return 'undecided';
    return anyOf(valuesOf(branch).map(origin => ask(origin, isEveryOrigin)));
  });
  return branches.every(answer => answer === branches[0]) ? branches[0] : 'undecided';
}

/** Whether an origin is every one. A REST API's mapping writes its header in quotes: `'*'`. */
export function isEveryOrigin(origin: unknown): boolean {
  return typeof origin === 'string' && /^'?\s*(https?:\/\/)?\*\s*'?$/.test(origin);
}
