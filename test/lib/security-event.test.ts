import { SecurityEvent } from '../../lib';
import { SECURITY_EVENTS } from '../../runtime/contract';

test('the constructs know the events that the boundary reports, by the same names', () => {
  expect(Object.values(SecurityEvent).sort()).toEqual(Object.values(SECURITY_EVENTS).sort());
});
