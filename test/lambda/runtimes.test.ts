import { supportOf } from '../../aspects/lambda/runtimes';

test.each([
  ['nodejs22.x', '2026-11-01', 'supported'],
  ['nodejs22.x', '2027-01-29', 'supported'],
  ['nodejs22.x', '2027-01-30', 'ending'],
  ['nodejs22.x', '2027-04-29', 'ending'],
  ['nodejs22.x', '2027-04-30', 'ended'],
  ['nodejs99.x', '2027-04-30', 'supported'],
  ['toString', '2027-04-30', 'supported'],
])('%s on %s: %s', (runtime, day, state) => {
  expect(supportOf(runtime, new Date(day)).state).toBe(state);
});
