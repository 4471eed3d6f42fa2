import * as fc from 'fast-check';
import { Text, Unknown, Value } from '../../aspects/model/value';
import { SECRET_FORMATS } from '../../aspects/secrets/formats';
import { literalSecretIn } from '../../aspects/secrets/literal-secret';
import { spent } from '../support/spent';

const what = (name: string, value: Value): string | undefined => literalSecretIn(name, value)?.what;
const open = new Unknown('host');

/** Random text of a length from an alphabet. */
const random = (alphabet: string, minLength: number, maxLength = minLength) =>
  fc.string({ unit: fc.constantFrom(...alphabet), minLength, maxLength });
const HEX = '0123456789abcdef';
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const UPPER = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
const ALNUM = `${UPPER}abcdefghijklmnopqrstuvwxyz`;
const SLUG = `${ALNUM}-_`;
/** The beginnings stand apart from the rest, so that no scanner of this repository takes them for secrets. */
const form = (prefix: string, rest: fc.Arbitrary<string>) => rest.map(text => `${prefix}${text}`);

const KNOWN: readonly (readonly [string, fc.Arbitrary<string>])[] = [
  ['an AWS access key', form('AKIA', random(UPPER, 16))],
  ['an AWS access key', form('ASIA', random(UPPER, 16))],
  ['a GitHub token', fc.constantFrom('p', 'o', 's', 'u', 'r').chain(kind => form(`gh${kind}_`, random(ALNUM, 36)))],
  ['a GitHub token', form('github_pat_', random(ALNUM, 82))],
  ['a GitLab token', form('glpat-', random(SLUG, 20))],
  ['an npm token', form('npm_', random(ALNUM, 36))],
  ['a PyPI token', form('pypi-AgE', random(SLUG, 60))],
  ['a Stripe key', fc.constantFrom('sk_live_', 'rk_live_', 'sk_test_').chain(prefix => form(prefix, random(ALNUM, 24)))],
  ['a webhook signing secret', form('whsec_', random(ALNUM, 32))],
  ['a Slack token', fc.constantFrom('b', 'p', 'a').chain(kind => form(`xox${kind}-`, random(`${ALNUM}-`, 24)))],
  ['a Slack webhook', form('https://hooks.slack.com/services/T00000000/B00000000/', random(ALNUM, 24))],
  ['a SendGrid key', fc.tuple(random(SLUG, 22), random(SLUG, 43)).map(([a, b]) => `SG.${a}.${b}`)],
  ['a Telegram bot token', form('123456789:AA', random(SLUG, 33))],
  ['a Google API key', form('AIza', random(SLUG, 35))],
  ['a Google client secret', form('GOCSPX-', random(SLUG, 28))],
  ['an OpenAI key', form('sk-proj-', random(SLUG, 40))],
  ['an Anthropic key', form('sk-ant-api03-', random(SLUG, 40))],
  ['a Hugging Face token', form('hf_', random(ALNUM, 34))],
  ['a DigitalOcean token', form('dop_v1_', random(HEX, 64))],
  ['a Shopify token', form('shpat_', random(HEX, 32))],
  ['a Databricks token', form('dapi', random(HEX, 32))],
  ['a Vault token', form('hvs.', random(ALNUM, 28))],
  ['a JSON Web Token', fc.tuple(random(ALNUM, 20), random(ALNUM, 40), random(SLUG, 43)).map(([a, b, c]) => `eyJ${a}.eyJ${b}.${c}`)],
  ['a private key', fc.constantFrom('RSA ', 'EC ', 'OPENSSH ', '').map(kind => `-----BEGIN ${kind}PRIVATE KEY-----\nMIIE`)],
  ['a private key in base64', fc.constant(Buffer.from('-----BEGIN RSA PRIVATE KEY-----\nMIIE').toString('base64'))],
  ['an Azure storage or messaging key', form('DefaultEndpointsProtocol=https;AccountName=a;AccountKey=', random(ALNUM, 86).map(key => `${key}==`))],
  ['a URL with a password', random(ALNUM, 1, 20).map(password => `postgres://orders:${password}@db.example.com:5432/orders`)],
  ['a URL with a password', random(ALNUM, 8).map(password => `redis://:${password}@cache`)],
  ['a connection string with a password', random(ALNUM, 6).map(password => `Server=db;Database=orders;User Id=app;Password=${password};`)],
  ['a connection string with a password', random(ALNUM, 6).map(password => `jdbc:mysql://db/orders?user=app&password=${password}`)],
  ['a Basic authorization header', random(ALNUM, 8).map(password => `Basic ${Buffer.from(`user:${password}`).toString('base64')}`)],
  ['a Bearer authorization header', form('Bearer ', random(ALNUM, 30))],
];

describe('a secret of a published form', () => {
  test.each(KNOWN)('%s is known under any name', (name, secrets) => {
    fc.assert(fc.property(fc.constantFrom('FOO', 'SETTING', 'TABLE_NAME', 'URL'), secrets, (variable, secret) => {
      expect(what(variable, secret)).toBe(name);
    }), { numRuns: 20 });
  });

  test('is known inside longer text', () => {
    fc.assert(fc.property(random(UPPER, 16), key => {
      expect(what('CONFIG', `region=eu-west-1,key=AKIA${key},debug`)).toBe('an AWS access key');
    }));
  });

  test('has a name of its own', () => {
    expect(new Set(SECRET_FORMATS.map(({ name }) => name)).size).toBe(SECRET_FORMATS.length);
  });

  test('is not known by what only begins like one', () => {
    for (const value of ['AKIA', 'AKIAISASHORTNAME', 'npm_config_registry', 'sk_live_', 'glpat-short', 'AIzaNo', 'xoxb-1', 'SG.a.b', 'arn:aws:iam::123456789012:user/AIDAIOSFODNN7EXAMPLE1']) {
      expect([value, what('SETTING', value)]).toEqual([value, undefined]);
    }
    expect(what('CERTIFICATE', Buffer.from('-----BEGIN CERTIFICATE-----\nMIIE').toString('base64'))).toBeUndefined();
    expect(what('HEADER', 'Basic authorization')).toBeUndefined();
  });
});

describe('text that looks random', () => {
  const neutral = fc.constantFrom('TABLE_NAME', 'ASSET_HASH', 'CLIENT_ID', 'USER_POOL', 'BUCKET', 'foo', 'VERSION', 'STATE_MACHINE', 'KEY_ID', 'DATA');
  const texts = fc.oneof(
    random(BASE32, 20, 60), random(HEX, 32), random(HEX, 40), random(HEX, 64), random(ALNUM, 40), random(ALNUM, 81), fc.uuid(), random('0123456789', 10, 40),
    fc.tuple(random('abcdefghijklmnopqrstuvwxyz', 3, 12), random(ALNUM, 12)).map(([name, hash]) => `${name}-${hash}`),
    random(ALNUM, 12).map(name => `arn:aws:dynamodb:eu-west-1:123456789012:table/Orders-${name}`),
    random(ALNUM, 20).map(name => `https://sqs.eu-west-1.amazonaws.com/123456789012/${name}`),
    random(ALNUM, 26).map(name => `https://${name}.example.com:8443/path?x=${name}`),
  );

  test('is no secret under a neutral name', () => {
    fc.assert(fc.property(neutral, texts, (name, text) => {
      expect(what(name, text)).toBeUndefined();
    }), { numRuns: 500 });
  });

  test('is one under the name of a key', () => {
    fc.assert(fc.property(fc.constantFrom('API_KEY', 'AUTH_TOKEN', 'clientSecret', 'AWS_SECRET_ACCESS_KEY'), random(ALNUM, 32), (name, text) => {
      expect(what(name, `a1${text}`)).toBe('a key or token');
    }));
  });

  test('never breaks anything', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), fc.oneof(fc.string({ unit: 'binary' }), fc.json()), (name, text) => {
      literalSecretIn(name, text);
    }));
  });
});

describe('a variable by its name', () => {
  test.each<[string, Value, string]>([
    ['DB_PASSWORD', 'hunter2', 'a password'],
    ['dbPassword', 'changeme', 'a password'],
    ['ADMIN_PWD', 'password', 'a password'],
    ['SMTP_PASS', '12345678', 'a password'],
    ['PASSWORD', 123456, 'a password'],
    ['PASSWORD_PROD', 'hunter2', 'a password'],
    ['API_KEY', 'abc123', 'a key or token'],
    ['STRIPE_API_TOKEN', 'supersecret', 'a key or token'],
    ['JWT_SECRET', 'my-super-secret-key', 'a key or token'],
    ['API_KEY', '5f2b8c1e-9d3a-4f6b-8e7c-1a2b3c4d5e6f', 'a key or token'],
    ['AWS_SECRET_ACCESS_KEY', 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYzzzzzzzKEY', 'a key or token'],
    ['AUTH_TOKEN', '/x9Kd83jf7Qm2Lp', 'a key or token'],
    ['PGPASSWORD', 'hunter2', 'a password'],
    ['ADMINPASS', 'hunter2', 'a password'],
    ['DB_PW', 'hunter2', 'a password'],
    ['SESSION_SECRET', 'keyboard cat', 'a key or token'],
    ['TOKEN_SECRET', 'my-token-secret', 'a key or token'],
    ['DB_SECRET', 'k3J9xQ2mZ8vL5nR7', 'a secret'],
    ['DB_SECRET', 'p@ss!word', 'a secret'],
    ['SESSION_KEY', '9f8e7d6c5b4a39281706f5e4d3c2b1a0', 'a secret'],
  ])('%s = %s holds one', (name, value, secret) => {
    expect(what(name, value)).toBe(secret);
  });

  test.each<[string, Value]>([
    ['DB_PASSWORD', ''], ['DB_PASSWORD', 'true'], ['DB_PASSWORD', true], ['MIN_PASSWORD', '8'], ['PASSWORD', '8'], ['DB_PASSWORD', '${DB_PASSWORD}'], ['DB_PASSWORD', '<password>'],
    ['DB_PASSWORD', undefined], ['DB_PASSWORD', ['hunter2']],
    ['PASSWORD_POLICY', 'strict'], ['PASSWORD_MIN_LENGTH', '12'], ['PASSWORD_RESET_URL', 'https://example.com/reset'], ['PASSWORD_FIELD', 'pwd'],
    ['DB_PASSWORD', 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:db-a1b2c3'], ['DB_PASSWORD', '/orders/db/password'], ['DB_PASSWORD', '{{resolve:secretsmanager:db}}'],
    ['SECRET_NAME', 'k3J9xQ2mZ8vL5nR7'], ['SECRET_ARN', 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:db'], ['DB_SECRET', 'orders/db'], ['DB_SECRET', 'my-db-secret'], ['SECRETS', 'OrdersSecret'],
    ['TOKEN_TTL', '3600'], ['TOKEN', '3'], ['AUTH_TOKEN', 'authToken'], ['NEXT_TOKEN', 'abc123def456'], ['CSRF_TOKEN', 'abc123'], ['TOKEN_ISSUER', 'https://issuer.example.com'], ['TOKEN', 'Authorization'],
    ['API_KEY', 'x-api-key'], ['API_KEY', 'your-api-key'], ['API_KEY', 'REPLACE_ME'], ['API_KEY', 'dummy'], ['API_KEY_ID', 'a1b2c3d4e5'], ['API_KEY_HEADER', 'x-key'], ['API_KEY', 'prod/keys/api'],
    ['AWS_ACCESS_KEY_ID', 'none'], ['PUBLIC_KEY', 'MIIBIjANBgkqhkiG9w0'], ['PARTITION_KEY', 'pk'], ['SORT_KEY', 'a1b2c3d4'], ['KEY', 'abc123'], ['KMS_KEY', 'a1b2c3d4'], ['ENCRYPTION_KEY', 'alias/orders'],
    ['ENCRYPTION_KEY', '5f2b8c1e-9d3a-4f6b-8e7c-1a2b3c4d5e6f'], ['SSH_KEY', 'deploy.pem'], ['SESSION_KEY', 'user-session'], ['USE_PASSWORD', 'maybe'], ['ENABLE_TOKEN', 'always'], ['MAX_TOKENS', '4096'],
    ['TOKEN_SECRET', 'MyTokenSecret'], ['JWT_SECRET', 'prod/jwt-secret'], ['SESSION_SECRET', 'see Secrets Manager'], ['API_KEY', 'the key of the shop'], ['AUTH_TOKEN', 'two words'],
    ['COMPASS', 'north'], ['', 'hunter2'], ['_', 'hunter2'],
  ])('%s = %p holds none', (name, value) => {
    expect(what(name, value)).toBeUndefined();
  });
});

describe('text with parts that are only known at deployment', () => {
  test('holds the password that stands in it', () => {
    expect(what('DATABASE_URL', new Text(['postgres://orders:hunter2@', open, '/orders']))).toBe('a URL with a password');
    expect(what('DATABASE_URL', new Text(['postgres://', open, ':hunter2@db/orders']))).toBe('a URL with a password');
  });

  test('holds none where the password is what is not known', () => {
    expect(what('DATABASE_URL', new Text(['postgres://orders:', open, '@db/orders']))).toBeUndefined();
    expect(what('DATABASE_URL', 'postgres://orders:{{resolve:secretsmanager:db:SecretString:password::}}@db/orders')).toBeUndefined();
    expect(what('DB_PASSWORD', new Text(['prefix-', open]))).toBeUndefined();
    expect(what('DB_PASSWORD', open)).toBeUndefined();
  });

  test.each(['${PASSWORD}', '<password>', '{{password}}', '****', '$PASSWORD'])('holds none where a template stands for it: %s', password => {
    expect(what('DATABASE_URL', `postgres://orders:${password}@db/orders`)).toBeUndefined();
  });
});

describe('settings as JSON', () => {
  test('are looked into, each under its own name', () => {
    expect(what('CONFIG', '{"db":{"host":"db","password":"hunter2"}}')).toBe('a password');
    expect(what('CONFIG', `{"keys":["AKIA${'IOSFODNN7EXAMPLE'}"]}`)).toBe('an AWS access key');
    expect(what('CONFIG', new Text(['{"host":"', open, '","password":"hunter2"}']))).toBe('a password');
  });

  test('hold none where they name one, or are no JSON', () => {
    expect(what('CONFIG', '{"passwordPolicy":"strict","secretArn":"arn:aws:secretsmanager:x","ttl":3600}')).toBeUndefined();
    expect(what('CONFIG', new Text(['{"password":"', open, '"}']))).toBeUndefined();
    expect(what('CONFIG', '{"password":')).toBeUndefined();
    expect(what('CONFIG', `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`)).toBeUndefined();
  });
});

test.each(['a', '1', '1x', 'Ab', 'a-', 'a://a:', '://', 'eyJaaaaaaaaa.', 'SG.', 'server;password', '-----BEGIN ', 'Basic ', '{{resolve:', ' '])('a long text of %p takes no long time', part => {
  const text = part.repeat(100_000 / part.length);

  expect(spent(() => { for (const name of ['SETTING', 'DB_PASSWORD', 'API_KEY', 'DB_SECRET']) literalSecretIn(name, text); })).toBeLessThan(1_000);
});

test('a secret is never shown in full', () => {
  fc.assert(fc.property(random(ALNUM, 6, 60), secret => {
    const { masked } = literalSecretIn('DB_PASSWORD', `Zq7!${secret}`)!;

    expect(masked).not.toContain(secret.slice(0, 6));
    expect(masked).toMatch(/^(.{4}…, )?\d+ characters$/);
  }));
});

test.each([['capitals, then small letters', `${'A'.repeat(50_000)}${'a'.repeat(50_000)}1`], ['figures, then a letter', `${'1'.repeat(100_000)}x`]])('%s take no long time', (_, text) => {
  expect(spent(() => { for (const name of ['DB_PASSWORD', 'API_KEY', 'DB_SECRET', 'TOKEN_SECRET']) literalSecretIn(name, text); })).toBeLessThan(1_000);
});
