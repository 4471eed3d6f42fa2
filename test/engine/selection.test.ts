import { nearest, suggestion } from '../../aspects/engine/selection';

const KNOWN = ['lambda-function-traced', 'lambda-url-iam-auth', 'queue-encrypted', 'secret-rotation-on'];

test.each([
  ['queue-encryptd', ['queue-encrypted']],
  ['Queue-Encrypted', ['queue-encrypted']],
  ['lambda', ['lambda-function-traced', 'lambda-url-iam-auth']],
  ['lambda-function-trace', ['lambda-function-traced']],
  ['something-else-entirely', []],
])('the names nearest to %s', (name, expected) => {
  expect(nearest(name, KNOWN)).toEqual(expected);
});

test('a slip of the pen gets a question, and anything else does not', () => {
  expect(suggestion('lambda', KNOWN)).toBe('; did you mean lambda-function-traced or lambda-url-iam-auth?');
  expect(suggestion('something-else-entirely', KNOWN)).toBe('');
});
