import type { Answer } from '../model/value';

/** One of them is enough. */
export function anyOf(answers: readonly Answer[]): Answer {
  return answers.includes('yes') ? 'yes' : answers.includes('undecided') ? 'undecided' : 'no';
}

/** All of them are needed. */
export function allOf(answers: readonly Answer[]): Answer {
  return answers.includes('no') ? 'no' : answers.includes('undecided') ? 'undecided' : 'yes';
}

/** The branches of a condition: an answer only where all agree. */
export function agreed(answers: readonly Answer[]): Answer {
  return new Set(answers).size === 1 ? answers[0] : 'undecided';
}
