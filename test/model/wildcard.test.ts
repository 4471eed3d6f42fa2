import * as fc from 'fast-check';
import { isAnything, wildcard } from '../../aspects/model/wildcard';
import { spent } from '../support/spent';

/** The meaning of a pattern, word for word. */
function matches(pattern: string, text: string): boolean {
  if (pattern === '') return text === '';
  if (pattern[0] === '*') return matches(pattern.slice(1), text) || (text !== '' && matches(pattern, text.slice(1)));
  return text !== '' && (pattern[0] === '?' || pattern[0] === text[0]) && matches(pattern.slice(1), text.slice(1));
}

const patterns = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?', '.'), maxLength: 8 });
const texts = fc.string({ unit: fc.constantFrom('a', 'b', '.', '\n', '*'), maxLength: 8 });

test('a pattern matches what its letters say', () => {
  fc.assert(fc.property(patterns, texts, (pattern, text) => {
    expect(wildcard(pattern).test(text)).toBe(matches(pattern, text));
  }), { numRuns: 2_000 });
});

test('a pattern made from a text matches the text', () => {
  const pieces = fc.array(fc.tuple(fc.string(), fc.constantFrom('*', '?', '')), { maxLength: 6 });
  fc.assert(fc.property(pieces, fc.string(), (parts, filling) => {
    const pattern = parts.map(([text, sign]) => text.replace(/[*?]/g, '') + sign).join('');
    const text = parts.map(([one, sign]) => one.replace(/[*?]/g, '') + (sign === '*' ? filling : sign === '?' ? 'x' : '')).join('');
    expect(wildcard(pattern).test(text)).toBe(true);
  }));
});

test.each([
  ['', '', true], ['', 'a', false], ['*', '', true], ['?', '', false], ['s3:Get*', 's3:GetObject', true], ['s3:Get*', 's3.GetObject', false], ['[a]', 'a', false], ['a+', 'aa', false],
  ['*ab', 'aab', true], ['a*b*c', 'abcbc', true], ['a*b*c', 'abcb', false],
])('%p and %p: %p', (pattern, text, answer) => {
  expect(wildcard(pattern).test(text)).toBe(answer);
});

test.each([
  ['many wildcards', `${'/*a'.repeat(14)}zzz`, `${'/a'.repeat(200)}`], ['many wildcards in a long text', `${'*a'.repeat(500)}b`, 'a'.repeat(20_000)], ['stars only', `${'*'.repeat(50_000)}b`, 'a'.repeat(50_000)],
])('%s take no long time', (_, pattern, text) => {
  expect(spent(() => { expect(wildcard(pattern).test(text)).toBe(false); })).toBeLessThan(500);
});

test.each([['*', true], ['**', true], ['?*', true], ['*?', true], ['?', false], ['', false], ['a*', false]])('%p is anything: %p', (pattern, answer) => {
  expect(isAnything(pattern)).toBe(answer);
});
