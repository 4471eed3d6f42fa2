import { alternativesOf, Answer, isOpen, Value, valuesOf } from '../model/value';

/** Whether a property is given a value: what only the deployment knows is one too, whichever it will be. */
export function isGiven(value: Value): Answer {
  const answers = new Set(alternativesOf(value).map((one): Answer => (one === undefined || one === null || one === '' ? 'no' : 'yes')));
  return answers.size === 1 ? [...answers][0] : 'undecided';
}

/** One answer out of many, where one yes is enough. */
export function anyOf(answers: readonly Answer[]): Answer {
  return answers.includes('yes') ? 'yes' : answers.includes('undecided') ? 'undecided' : 'no';
}

/** Whether a list has an element: one that only the deployment knows is one too, unless a condition may leave it out. */
export function hasElement(list: Value): Answer {
  const answers = new Set(alternativesOf(list).map(one => (isOpen(one) ? 'yes' : anyOf(valuesOf(one).map(isGiven)))));
  return answers.size === 1 ? [...answers][0] : 'undecided';
}
