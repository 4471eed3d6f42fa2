import fc from 'fast-check';
import { contains, disjoint, keysAre, keysHave } from '../../aspects/graphs/object-keys';
import { wildcard } from '../../aspects/model/wildcard';
import { spent } from '../support/spent';

const text = fc.string({ unit: fc.constantFrom('a', 'b', '/', '.'), maxLength: 4 });
const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '/', '.', '*', '?'), maxLength: 5 });

test('an answer about keys holds for every key', () => {
  fc.assert(fc.property(pattern, text, text, text, (keys, prefix, suffix, key) => {
    fc.pre(wildcard(keys).test(key));
    const has = key.startsWith(prefix) && key.endsWith(suffix) && key.length >= prefix.length + suffix.length;
    const answer = keysHave(keys, prefix, suffix);
    if (answer === 'no') expect(has).toBe(false);
    if (answer === 'yes') expect(key.startsWith(prefix) && key.endsWith(suffix)).toBe(true);
  }));
});

test('what contains a pattern holds all its keys, what is disjoint from it none', () => {
  fc.assert(fc.property(pattern, pattern, text, (outer, inner, key) => {
    fc.pre(wildcard(inner).test(key));
    if (contains(outer, inner)) expect(wildcard(outer).test(key)).toBe(true);
    if (disjoint(outer, inner)) expect(wildcard(outer).test(key)).toBe(false);
  }));
});

test('one exact key', () => {
  expect([keysAre('a', 'a'), keysAre('*', 'a'), keysAre('b*', 'a'), keysAre('\uE000p\uE001*', 'a'), keysAre('b\uE000p\uE001', 'a')]).toEqual(['yes', 'undecided', 'no', 'undecided', 'no']);
});

test('the same unknown part is the same, another one is open', () => {
  expect(keysHave('\uE000p\uE001/*', '\uE000p\uE001/', '')).toBe('yes');
  expect(keysHave('\uE000p\uE001/*', '\uE000q\uE001/', '')).toBe('undecided');
  expect(keysHave('out/\uE000p\uE001/*', 'in/', '')).toBe('no');
});

test('many stars take no long time', () => {
  expect(spent(() => { expect(contains(`${'*'.repeat(100_000)}x`, 'in/*')).toBe(false); })).toBeLessThan(500);
});
