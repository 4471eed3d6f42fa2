import { whatNameSays } from '../../aspects/secrets/variable-names';

test.each([
  ['PASSWORD', 'password'], ['dbPassword', 'password'], ['DB-PASSWD', 'password'], ['rootPwd2', 'password'], ['APIKey', 'key'], ['apikey', 'key'], ['GITHUB_TOKEN', 'key'],
  ['STRIPE_SECRET_KEY', 'key'], ['OAUTH2_CLIENT_SECRET', 'key'], ['JWT_SECRET_VALUE', 'key'], ['PRIVATE_KEY', 'key'], ['API_KEYS', 'key'], ['SECRET', 'secret'], ['DB_CREDENTIALS', 'secret'], ['SESSION_KEY', 'secret'],
  ['DBPASSWORD', 'password'], ['adminpasswd', 'password'], ['MYSECRET2', 'secret'],
])('%s is the name of a %s', (name, says) => {
  expect(whatNameSays(name)).toBe(says);
});

test.each(['', '__', 'KEY', 'TABLE_KEY', 'KEY_ID', 'SECRET_ARN', 'SECRET_NAME', 'TOKEN_TTL', 'TOKEN_URL', 'PASSWORD_POLICY', 'PUBLIC_KEY', 'NEXT_PAGE_TOKEN', 'MAX_TOKENS', 'BYPASS', 'KEYS', 'tokenizer', 'SECRETARY'])(
  '%p says nothing of a secret', name => {
    expect(whatNameSays(name)).toBeUndefined();
  });
