import fc from 'fast-check';
import { DEFAULT_LIMITS, LimitError } from '../../../runtime';
import { inspect } from '../../../runtime/limits/inspect';
import { leavesFolder } from '../../../runtime/limits/traversal';
import { payloadOf } from '../../../runtime/sources/payload';

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
  const read = (text: string, encoding?: 'base64') => reason(() => payloadOf({ origin: {}, envelope: {}, payload: { text, encoding } }, 'text', DEFAULT_LIMITS));
  expect([read('é'.repeat(600_000)), read('e'.repeat(600_000))]).toEqual(['limits.bytes', undefined]);
  const [most, more] = [DEFAULT_LIMITS.bytes, DEFAULT_LIMITS.bytes + 1].map(size => Buffer.alloc(size, 'e').toString('base64'));
  expect([read(most, 'base64'), read(more, 'base64')]).toEqual([undefined, 'limits.bytes']);
});

test('no control character reaches a handler, but for what text is written with', () => {
  const controls = Array.from({ length: 0xa0 }, (_, code) => String.fromCharCode(code)).filter(character => /\p{Cc}/u.test(character));
  expect(controls).toHaveLength(65);
  const through = (limits: object, isLine: boolean) => controls.filter(control => reason(() => inspect(`a${control}b`, { ...DEFAULT_LIMITS, ...limits }, isLine)) === undefined).join('');
  expect(through({}, false)).toBe('\t\n\r');
  expect(through({}, true)).toBe('');
  expect(reason(() => inspect({ 'a\u0085b': 1 }, { ...DEFAULT_LIMITS, c1: true }))).toBe('limits.control');
  // Text that was once read in the wrong encoding, where the handler says that it gets some.
  expect(reason(() => inspect('It\u0092s', DEFAULT_LIMITS))).toBe('limits.control');
  expect(through({ c1: true }, false)).toBe(`\t\n\r${controls.slice(-32).join('')}`);
  expect(through({ c1: true }, true)).toBe('');
});

test('nothing that is within the limits is refused, whatever JSON it is', () => {
  fc.assert(fc.property(fc.jsonValue({ maxDepth: 5, noUnicodeString: true } as never), value => {
    const text = JSON.stringify(value);
    fc.pre(!/\\u00[01]|\\u00[7-9]|\\[bf]|[\u007f-\u009f]|__proto__|constructor|prototype/.test(text) && !/"(?:[^"\\]|\\.)*\\[nrt](?:[^"\\]|\\.)*":/.test(text));
    expect(reason(() => inspect(value, DEFAULT_LIMITS))).toBeUndefined();
  }));
});

test.each(['..', 'a/..', '../a', 'a\\..\\b', '%2e%2e/a', '%252E%252e%255ca', '.%2e/a', '%c0%ae%c0%ae%c0%afa', '%u002e%u002e%u002fa', '.%u002E', '%25u002e%2525u002e', '%u002e%2e%u005ca', '%uff0e%uff0e%uff0fa', 'a\0', '%00', `%${'25'.repeat(9)}2e`])('%j leaves its folder', key => {
  expect(leavesFolder(key)).toBe(true);
});

test.each(['a', 'a..b', '...', '..a/b..', 'a/./b', '100%', 'a%zz', '%e4%b8%ad', '%u0041', '%u', 'a%2520b', ''])('%j stays', key => {
  expect(leavesFolder(key)).toBe(false);
});
