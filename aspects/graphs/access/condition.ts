import { Answer, isMap, isOpen, patternOf, pseudoParameterOf, Value, valuesOf } from '../../model/value';
import { wildcard } from '../../model/wildcard';
import { anyOf } from '../../network/answers';

/** Keys that say whose request it is: of a request inside one account they name that account. */
const OWN_ACCOUNT_KEYS = ['aws:principalaccount', 'aws:resourceaccount', 'aws:sourceaccount', 'kms:calleraccount'];

/** What is known of a request besides who makes it, of what, for what. */
export interface RequestFacts {
  /** The service that a role is passed to: `lambda.amazonaws.com`. */
  readonly passedTo?: string;
}

/**
 * Whether the condition of a statement holds for a signed request of a program inside the account.
 *
 * Such a request comes over TLS and names its own account. Every other key depends on the request: undecided.
 *
 * @param account the number of the account, where it is known
 * @param facts what else is known of the request
 */
export function holds(condition: Value, account?: string, facts: RequestFacts = {}): Answer {
  if (condition === undefined) return 'yes';
  if (!isMap(condition)) return 'undecided';
  const answers = Object.entries(condition).flatMap(([operator, keys]) =>
    (isMap(keys) ? Object.entries(keys).map(([key, values]) => holdsKey(operator.toLowerCase(), key.toLowerCase(), values, { account, ...facts })) : ['undecided' as const]));
  return answers.includes('no') ? 'no' : answers.includes('undecided') ? 'undecided' : 'yes';
}

function holdsKey(operator: string, key: string, values: Value, { account, passedTo }: RequestFacts & { readonly account?: string }): Answer {
  if (key === 'aws:securetransport' && /^bool(ifexists)?$/.test(operator)) {
    const wanted = String(values).toLowerCase();
    return wanted === 'true' ? 'yes' : wanted === 'false' ? 'no' : 'undecided';
  }
  const compares = /^string(not)?(?:equals|equalsignorecase|like)(?:ifexists)?$/.exec(operator);
  if (compares !== null && key === 'iam:passedtoservice' && passedTo !== undefined) {
    const named = anyOf(valuesOf(values).map((one): Answer => (isOpen(one) ? 'undecided' : wildcard(String(one)).test(passedTo) ? 'yes' : 'no')));
    return compares[1] === undefined ? named : not(named);
  }
  if (!OWN_ACCOUNT_KEYS.includes(key) || compares === null) return 'undecided';
  const isOwn = valuesOf(values).some(one => pseudoParameterOf(one) === 'AWS::AccountId' || (account !== undefined && patternOf(one) === account));
  if (!isOwn) return 'undecided';
  return compares[1] === undefined ? 'yes' : 'no';
}

function not(answer: Answer): Answer {
  return answer === 'yes' ? 'no' : answer === 'no' ? 'yes' : 'undecided';
}

/** The keys that a condition asks about, for messages. */
export function keysOf(condition: Value): readonly string[] {
  return isMap(condition) ? [...new Set(Object.values(condition).flatMap(keys => (isMap(keys) ? Object.keys(keys) : [])))].sort() : [];
}
