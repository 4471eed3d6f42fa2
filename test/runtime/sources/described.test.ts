import { isDescribed } from '../../../runtime/sources/eventbridge';

const origin = { event: { source: 'shop.orders', detailType: 'Created', account: '111122223333' } };

test.each([
  [{}, true], [{ source: ['shop.orders'] }, true], [{ source: ['shop.bills'] }, false], [{ source: ['shop.orders'], account: ['444455556666'] }, false],
  ['shop.orders', false], [null, false], [['shop.bills'], false],
])('%j describes the event: %p', (entry, does) => {
  expect(isDescribed(entry as never, origin)).toBe(does);
});

test('what is no event of a bus is described by nothing', () => {
  expect(isDescribed({}, { name: 'orders' })).toBe(false);
});
