import { Answer, isMap, patternOf, pseudoParameterOf, Value, valuesOf } from '../../model/value';

/** Keys that say whose request it is: of a request inside one account they name that account. */
const OWN_ACCOUNT_KEYS = ['aws:principalaccount', 'aws:resourceaccount', 'aws:sourceaccount', 'kms:calleraccount'];

/**
 * Whether the condition of a statement holds for a signed request of a program inside the account.
 *
 * Such a request comes over TLS and names its own account. Every other key depends on the request: undecided.
 *
 * @param account the number of the account, where it is known
 */
export function holds(condition: Value, account?: string): Answer {
  if (condition === undefined) return 'yes';
  if (!isMap(condition)) return 'undecided';
  const answers = Object.entries(condition).flatMap(([operator, keys]) =>
    (isMap(keys) ? Object.entries(keys).map(([key, values]) => holdsKey(operator.toLowerCase(), key.toLowerCase(), values, account)) : ['undecided' as const]));
  return answers.includes('no') ? 'no' : answers.includes('undecided') ? 'undecided' : 'yes';
}

function holdsKey(operator: string, key: string, values: Value, account: string | undefined): Answer {
  if (key === 'aws:securetransport' && /^bool(ifexists)?$/.test(operator)) {
    const wanted = String(values).toLowerCase();
    return wanted === 'true' ? 'yes' : wanted === 'false' ? 'no' : 'undecided';
  }
  const compares = /^string(not)?(?:equals|equalsignorecase|like)(?:ifexists)?$/.exec(operator);
  if (!OWN_ACCOUNT_KEYS.includes(key) || compares === null) return 'undecided';
  const isOwn = valuesOf(values).some(one => pseudoParameterOf(one) === 'AWS::AccountId' || (account !== undefined && patternOf(one) === account));
  if (!isOwn) return 'undecided';
  return compares[1] === undefined ? 'yes' : 'no';
}

/** The keys that a condition asks about, for messages. */
export function keysOf(condition: Value): readonly string[] {
  return isMap(condition) ? [...new Set(Object.values(condition).flatMap(keys => (isMap(keys) ? Object.keys(keys) : [])))].sort() : [];
}
