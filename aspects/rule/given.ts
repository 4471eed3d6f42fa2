import { Found, noncompliant, undecided } from './found';
import { Resource } from '../model/resource';
import { agreed, Answer, isOpen, Value, valuesOf } from '../model/value';

/** Whether a property is given a value: what only the deployment knows is one too, whichever it will be. */
export function isGiven(value: Value): Answer {
  return agreed(value, one => (one === undefined || one === null || one === '' ? 'no' : 'yes'));
}

/** One answer out of many, where one yes is enough. */
export function anyOf(answers: readonly Answer[]): Answer {
  return answers.includes('yes') ? 'yes' : answers.includes('undecided') ? 'undecided' : 'no';
}

/** Whether a list has an element: one that only the deployment knows is one too, unless a condition may leave it out. */
export function hasElement(list: Value): Answer {
  return agreed(list, one => (isOpen(one) ? 'yes' : anyOf(valuesOf(one).map(isGiven))));
}

/**
 * Asks whether a property is given a value, whatever it is: silence where it is.
 *
 * @param wrong says what is wrong where it is not
 */
export function mustBeGiven(resource: Resource, property: string, wrong: string): Found | undefined {
  const given = isGiven(resource.get(property));
  if (given === 'yes') return undefined;
  if (given === 'undecided') return undecided(resource, `only the deployment knows whether ${property} is set`, { property });
  return noncompliant(resource, wrong, { property });
}
