// Derived from the files beside it by `npm run derive`.
import { queueEncrypted } from './data/queue-encrypted';
import { Rule } from '../rule/rule';

/** Every rule, by id. */
export const RULES: readonly Rule[] = [
  queueEncrypted,
];
