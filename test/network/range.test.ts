import * as fc from 'fast-check';
import { covers, isPrivate, isWorld, overlap, Range, rangeOf } from '../../aspects/network/range';

const range = (text: string): Range => rangeOf(text)!;

test.each(['0.0.0.0/0', '1.2.3.4/0', '128.0.0.0/1', '::/0', '0000:0000:0000:0000:0000:0000:0000:0000/0', '0::0/0', '2000::/3'])('%s is the whole world', text => {
  expect(isWorld(range(text))).toBe(true);
});

test.each(['10.0.0.0/8', '255.255.255.255/32', '52.0.0.0/8', '2001:800::/21', 'fc00::/7', '224.0.0.0/4', '127.0.0.1'])('%s is not', text => {
  expect(isWorld(range(text))).toBe(false);
});

test.each(['', '1.2.3', '1.2.3.256/8', '1.2.3.4/33', '1.2.3.4/x', '1.2.3.4/8/8', ':::/0', '1::2::3', '1:2:3:4:5:6:7:8:9', 'g::/0', 'pl-1'])('%s is no range', text => {
  expect(rangeOf(text)).toBeUndefined();
});

test.each(['10.1.2.3/32', '172.16.0.0/12', '192.168.1.0/24', '::1', 'fd00::/8'])('%s is private', text => {
  expect(isPrivate(range(text))).toBe(true);
});

test('a range covers what lies in it, and overlaps both ways', () => {
  expect(covers(range('10.0.0.0/16'), range('10.0.1.0/24'))).toBe(true);
  expect(covers(range('10.0.1.0/24'), range('10.0.0.0/16'))).toBe(false);
  expect(overlap(range('10.0.1.0/24'), range('10.0.0.0/16'))).toBe(true);
  expect(overlap(range('0.0.0.0/0'), range('::/0'))).toBe(false);
});

test('every address lies in every range that is cut out of it', () => {
  const octet = fc.integer({ min: 0, max: 255 });
  fc.assert(fc.property(fc.tuple(octet, octet, octet, octet), fc.integer({ min: 0, max: 32 }), (octets, length) => {
    const address = octets.join('.');
    expect(covers(range(`${address}/${length}`), range(address))).toBe(true);
  }));
});

test('reads whatever it is given', () => {
  fc.assert(fc.property(fc.string(), text => { rangeOf(text); }));
});
