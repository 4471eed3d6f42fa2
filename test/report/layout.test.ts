import fc from 'fast-check';
import { counted, wrapped } from '../../aspects/report/layout';

const words = fc.array(fc.stringMatching(/^[a-z]{1,12}$/), { minLength: 1, maxLength: 30 });

test('wrapping keeps every word and the width', () => {
  fc.assert(fc.property(words, fc.integer({ min: 20, max: 60 }), (some, width) => {
    const text = wrapped(some.join(' '), width, '  ', '    ');

    expect(text.split(/\s+/).filter(word => word !== '')).toEqual(some);
    expect(Math.max(...text.split('\n').map(line => line.length))).toBeLessThanOrEqual(width);
  }));
});

test('a word that is longer than the line stays whole', () => {
  expect(wrapped('a https://example.com/long b', 10, '  ')).toBe('  a\n  https://example.com/long\n  b');
});

test('counts agree with their nouns', () => {
  expect([counted(0, 'finding'), counted(1, 'finding'), counted(2, 'finding'), counted(2, 'policy', 'policies')])
    .toEqual(['0 findings', '1 finding', '2 findings', '2 policies']);
});
