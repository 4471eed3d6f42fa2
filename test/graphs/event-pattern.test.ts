import { fieldTakes, patternMap, takes, takesEvents } from '../../aspects/graphs/event-pattern';
import { Unknown } from '../../aspects/model/value';

const open = new Unknown('p');

test.each([
  ['orders', true], ['bills', false], [{ prefix: 'ord' }, true], [{ suffix: 'ders' }, true], [{ wildcard: 'o*s' }, true], [{ 'equals-ignore-case': 'ORDERS' }, true],
  [{ exists: true }, true], [{ exists: false }, false], [{ 'anything-but': ['bills'] }, true], [{ 'anything-but': 'orders' }, false], [{ 'anything-but': [open] }, undefined],
  [{ prefix: open }, undefined], [{ numeric: ['>', 1] }, undefined], [open, undefined],
] as const)('a matcher %j', (matcher, expected) => {
  expect(takes(matcher, 'orders')).toBe(expected);
});

test('a field takes what any of its matchers takes', () => {
  expect(fieldTakes(undefined, ['a'])).toBe('yes');
  expect(fieldTakes(open, ['a'])).toBe('undecided');
  expect(fieldTakes(['a', 'b'], ['a', 'b'])).toBe('yes');
  expect(fieldTakes(['a'], ['a', 'b'])).toBe('undecided');
  expect(fieldTakes([open], ['a'])).toBe('undecided');
  expect(fieldTakes(['b'], ['a'])).toBe('no');
});

test('a pattern may be JSON text', () => {
  expect(patternMap('{"source":["a"]}')).toEqual({ source: ['a'] });
  expect([patternMap('[1]'), patternMap('{')]).toEqual([undefined, undefined]);
});

test('a pattern and the events that a program puts', () => {
  expect(takesEvents({}, {})).toEqual({ answer: 'yes' });
  expect(takesEvents(open, {})).toEqual({ answer: 'undecided', field: 'the event pattern' });
  expect(takesEvents({ source: open }, {})).toEqual({ answer: 'undecided', field: 'source' });
  expect(takesEvents({ 'detail-type': [{ wildcard: '*' }] }, {})).toEqual({ answer: 'yes' });
  expect(takesEvents({ 'detail-type': ['aws.like'] }, {})).toEqual({ answer: 'undecided', field: 'detail-type' });
  expect(takesEvents({ source: [{ prefix: 'aws.' }] }, {})).toEqual({ answer: 'no' });
  expect(takesEvents({ source: ['a'], $or: [] }, { sources: ['a'] })).toEqual({ answer: 'undecided', field: '$or' });
});
