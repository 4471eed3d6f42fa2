import fc from 'fast-check';
import { DEFAULT_LIMITS, LimitError } from '../../../runtime';
import { inspect, inspectSize } from '../../../runtime/limits/inspect';
import { leavesFolder } from '../../../runtime/limits/traversal';

function thrown(work: () => void): LimitError | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    return error as LimitError;
  }
}

const reason = (work: () => void) => thrown(work)?.reason;

test.each<[string, unknown, string | undefined]>([
  ['ordinary text of any language', { name: 'Zoë 😀\n\tZeile', list: [1, null, true] }, undefined],
  ['an empty payload', undefined, undefined],
  ['bytes', new Uint8Array(10), undefined],
  ['too many bytes', new Uint8Array(2_000_000), 'limits.bytes'],
  ['a name that is too long', { ['x'.repeat(257)]: 1 }, 'limits.name'],
  ['a name of two lines', { 'a\nb': 1 }, 'limits.control'],
  ['much in texts of more bytes than characters', Array(3000).fill('語'.repeat(200)), 'limits.bytes'],
  ['much in many small texts', Array(9000).fill('x'.repeat(200)), 'limits.bytes'],
])('%s', (_name, payload, expected) => {
  expect(reason(() => inspect(payload, DEFAULT_LIMITS))).toBe(expected);
});

test('names that are needed can be accepted', () => {
  expect(reason(() => inspect({ constructor: 'Ferrari' }, DEFAULT_LIMITS))).toBe('limits.prototype');
  expect(reason(() => inspect({ constructor: 'Ferrari' }, { ...DEFAULT_LIMITS, names: ['constructor'] }))).toBeUndefined();
});

test('a refusal says where, and has no property that a log would show', () => {
  const error = thrown(() => inspect({ a: [{ b: '\0' }] }, DEFAULT_LIMITS))!;
  expect(error.at).toEqual(['a[0].b']);
  expect(Object.keys(error)).toEqual([]);
});

test('a line has no line end, and text is measured in bytes', () => {
  expect(reason(() => inspect(['a\tb'], DEFAULT_LIMITS, true))).toBe('limits.control');
  expect(reason(() => inspectSize('é'.repeat(600_000), DEFAULT_LIMITS.bytes))).toBe('limits.bytes');
  expect(reason(() => inspectSize('e'.repeat(600_000), DEFAULT_LIMITS.bytes))).toBeUndefined();
});

test('nothing that is within the limits is refused, whatever JSON it is', () => {
  fc.assert(fc.property(fc.jsonValue({ maxDepth: 5, noUnicodeString: true } as never), value => {
    const text = JSON.stringify(value);
    fc.pre(!/\\u00[01]|\\u007f|\\[bf]|\u007f|__proto__|constructor|prototype/.test(text) && !/"(?:[^"\\]|\\.)*\\[nrt](?:[^"\\]|\\.)*":/.test(text));
    expect(reason(() => inspect(value, DEFAULT_LIMITS))).toBeUndefined();
  }));
});

test.each(['..', 'a/..', '../a', 'a\\..\\b', '%2e%2e/a', '%252E%252e%255ca', '.%2e/a', '%c0%ae%c0%ae%c0%afa', 'a\0', '%00', `%${'25'.repeat(9)}2e`])('%j leaves its folder', key => {
  expect(leavesFolder(key)).toBe(true);
});

test.each(['a', 'a..b', '...', '..a/b..', 'a/./b', '100%', 'a%zz', '%e4%b8%ad', 'a%2520b', ''])('%j stays', key => {
  expect(leavesFolder(key)).toBe(false);
});
