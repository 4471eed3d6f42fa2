import { nearest } from '../../aspects/cli/usage-error';

const KNOWN = ['lambda-function-traced', 'lambda-url-iam-auth', 'queue-encrypted', 'secret-rotation-on'];

test.each([
  ['queue-encryptd', ['queue-encrypted']],
  ['Queue-Encrypted', ['queue-encrypted']],
  ['lambda', ['lambda-function-traced', 'lambda-url-iam-auth']],
  ['lambda-function-trace', ['lambda-function-traced']],
  ['something-else-entirely', []],
])('%s', (name, expected) => {
  expect(nearest(name, KNOWN)).toEqual(expected);
});
