import { wantsColour } from '../../aspects/report/ink';

test.each<[string, boolean, Record<string, string>, boolean]>([
  ['on a terminal', true, {}, true],
  ['not into a pipe', false, {}, false],
  ['not with NO_COLOR', true, { NO_COLOR: '1' }, false],
  ['with an empty NO_COLOR, which says nothing', true, { NO_COLOR: '' }, true],
  ['into a pipe with FORCE_COLOR', false, { FORCE_COLOR: '1', NO_COLOR: '1' }, true],
  ['not with FORCE_COLOR=0', true, { FORCE_COLOR: '0' }, false],
  ['not on a terminal that knows none', true, { TERM: 'dumb' }, false],
])('colours %s', (_, isTerminal, environment, expected) => {
  expect(wantsColour(isTerminal, environment)).toBe(expected);
});
