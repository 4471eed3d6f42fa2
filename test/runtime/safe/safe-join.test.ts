import { relative, sep } from 'node:path';
import fc from 'fast-check';
import { safeJoin, safeKey, UnsafeValueError } from '../../../runtime';

const HOSTILE = ['..', '../a', 'a/../../b', '/etc/passwd', '..\\a', 'C:\\a', '%2e%2e/a', '%252e%252e%252fa', '%25252e%25252e/a', '..%2fa', '..%c0%af', '%c0%ae%c0%ae/', '%u002e%u002e/a', '%u002e%u002e%u002fa', '%uff0e%uff0e%uff3ca', 'a\u0085b', 'a\0b', 'a\nb', '%00', ''];

test.each(HOSTILE)('%j is no part of a path', part => {
  expect(() => safeJoin('/tmp/reports', part)).toThrow(UnsafeValueError);
  if (!/^[/C]/.test(part)) expect(() => safeKey('reports/', part)).toThrow(UnsafeValueError);
});

test.each([['a.png', '/tmp/r/a.png'], ['a/b', '/tmp/r/a/b'], ['..a', '/tmp/r/..a'], ['a..b', '/tmp/r/a..b'], ['50%', '/tmp/r/50%'], ['...', '/tmp/r/...']])('%s stays in its folder', (part, path) => {
  expect(safeJoin('/tmp/r', part)).toBe(path);
  expect(safeKey('r', part)).toBe(path.slice('/tmp/'.length));
});

test('a path without a part is its folder itself, which is no file in it', () => {
  expect(() => safeJoin('/tmp/r')).toThrow(UnsafeValueError);
  expect(() => safeJoin('/tmp/r', '.')).toThrow(UnsafeValueError);
  expect(() => safeKey('r', 'a//b')).toThrow(UnsafeValueError);
  expect(() => safeKey('r', 'x'.repeat(1024))).toThrow('at most 1024 bytes');
  expect(() => safeKey('r', 1 as never)).toThrow(UnsafeValueError);
});

test('a path never leaves its folder, whatever its parts are made of', () => {
  const part = fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom('.', '/', '\\', '%2e', '%2f', '%u002e', '%25', 'a', '\0', '%5c') }));
  fc.assert(fc.property(fc.array(part, { minLength: 1, maxLength: 4 }), parts => {
    let path: string;
    try {
      path = safeJoin('/srv/base', ...parts);
    } catch (error) {
      expect(error).toBeInstanceOf(UnsafeValueError);
      return;
    }
    expect(relative('/srv/base', path).split(sep)[0]).not.toBe('..');
    // Nor after whoever reads it decodes it once more.
    let decoded = path;
    for (let i = 0; i < 3; i++) decoded = decoded.replace(/%(?:u00)?([0-7][0-9a-f])/gi, (_whole, code: string) => String.fromCharCode(parseInt(code, 16)));
    expect(decoded.split(/[\\/]/)).not.toContain('..');
  }), { numRuns: 2000 });
});
