import { needsKey } from './granted';
import { allows, Statement } from '../model/policy';
import { alternativesOf, isMap, isOpen, patternOf, pseudoParameterOf, Reference, Value, valuesOf } from '../model/value';
import { isAnything } from '../model/wildcard';

/**
 * Keys that only a signed request has, in lower case: who signed it, or for whom a service did. From where a request
 * comes (an address, a network, an endpoint) is known of unsigned ones too. Source: AWS global condition context keys.
 */
const SIGNED_KEYS = /^aws:(principal(account|arn|isawsservice|orgid|orgpaths|servicename|servicenameslist|tag\/.*)|userid|username|source(account|arn|orgid|orgpaths))$/;

/** Whether a statement of a resource policy may let in requests that nobody signed. What is only known at deployment may. */
export function mayAdmitUnsigned(statement: Statement): boolean {
  if (!allows(statement)) return false;
  const everybody = statement.notPrincipal !== undefined || mayBeEverybody(statement.principal);
  return everybody && alternativesOf(statement.condition).some(one => !asksForSigner(one));
}

function mayBeEverybody(principal: Value): boolean {
  return alternativesOf(principal).some(one => {
    // Services, federated users and canonical ones sign what they send.
    const accounts = isMap(one) ? valuesOf(one.AWS) : valuesOf(one);
    return accounts.flatMap(alternativesOf).flatMap(valuesOf).some(account => !isKnownAccount(account) && isAnything(patternOf(account) ?? ''));
  });
}

/** A role of the application, or the account of the stack. */
function isKnownAccount(value: Value): boolean {
  return value instanceof Reference || pseudoParameterOf(value) === 'AWS::AccountId';
}

/** Every part of a condition must hold, so one key that unsigned requests lack is enough. */
function asksForSigner(condition: Value): boolean {
  if (isOpen(condition) || !isMap(condition)) return false;
  return Object.entries(condition).filter(([operator]) => needsKey(operator))
    .some(([, keys]) => isMap(keys) && Object.keys(keys).some(key => SIGNED_KEYS.test(key.toLowerCase())));
}
