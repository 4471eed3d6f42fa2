import { alternativesOf, Answer, patternOf, Value } from '../model/value';

/**
 * Whether a value names a key of one's own: any but those that AWS manages.
 *
 * A key that only the deployment knows is one, whichever it will be.
 */
export function isCustomerKey(key: Value): Answer {
  const answers = new Set(alternativesOf(key).map((one): Answer => {
    const text = patternOf(one);
    return text === undefined || text === '' || /(^|:)alias\/aws\//.test(text) ? 'no' : 'yes';
  }));
  return answers.size === 1 ? [...answers][0] : 'undecided';
}
