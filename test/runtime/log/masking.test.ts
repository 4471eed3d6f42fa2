import fc from 'fast-check';
import { forgetAll, mask, MASK, remember, rememberFetched } from '../../../runtime/log/masking';
import { neutral } from '../../../runtime/log/neutral';
import { plainText } from '../../../runtime/log/plain';
import { spent } from '../../support/spent';

afterEach(forgetAll);

const basic = (user: string, password: string) => Buffer.from(`${user}:${password}`).toString('base64');

describe('a remembered value', () => {
  const value = 'p"ä/ss\\w ör+d\n1&=';

  test.each<[string, (secret: string) => string]>([
    ['as it is', secret => `login with ${secret} failed`],
    ['in JSON', secret => JSON.stringify({ a: secret })],
    ['in JSON in JSON', secret => JSON.stringify(JSON.stringify({ a: secret }))],
    ['in a URL', secret => `https://x/?p=${encodeURIComponent(secret)}&b=1`],
    ['in a URL with small letters', secret => encodeURIComponent(secret).replace(/%[0-9A-F]{2}/g, code => code.toLowerCase())],
    ['in a form', secret => new URLSearchParams({ p: secret }).toString()],
    ['in base64', secret => Buffer.from(secret).toString('base64')],
    ['in base64 of a URL', secret => Buffer.from(secret).toString('base64url')],
    ['in hexadecimal', secret => Buffer.from(secret).toString('hex')],
    ['in base64 of JSON', secret => Buffer.from(JSON.stringify({ a: secret })).toString('base64')],
    ['in base64 of JSON in JSON', secret => Buffer.from(JSON.stringify(JSON.stringify({ a: secret }))).toString('base64url')],
    ['in a URL, in JSON', secret => `https://x/?p=${encodeURIComponent(JSON.stringify({ a: secret }))}&b=1`],
    ['in a form, in JSON', secret => new URLSearchParams({ p: JSON.stringify({ a: secret }) }).toString()],
    ['in hexadecimal of JSON', secret => Buffer.from(JSON.stringify({ a: secret })).toString('hex')],
  ])('is masked %s', (_name, written) => {
    remember(value);
    const masked = mask(written(value));
    expect(masked).toContain(MASK);
    expect(masked).not.toContain(written(value));
    expect(masked).not.toContain('1&=');
  });

  test.each(['a', 'ab', 'abc', 'abcd'])('is masked in the middle of base64, behind %s', user => {
    remember('correct horse battery');
    const masked = mask(`x ${basic(user, 'correct horse battery')} y`);
    expect(Buffer.from(masked.replace(MASK, ''), 'base64').toString('latin1')).not.toContain('orrect');
  });

  test('is masked without its line end, too', () => {
    remember('s3cret-value\n');
    expect(mask('got s3cret-value.')).toBe(`got ${MASK}.`);
  });

  test('of three characters is left alone: it would be everywhere', () => {
    remember('abc');
    expect(mask('abcdef')).toBe('abcdef');
  });

  test('does not leave the rest of a longer one behind', () => {
    remember('hunter');
    remember('hunter-and-more');
    expect(mask('hunter-and-more')).toBe(MASK);
  });

  test('gives way only to 256 newer ones', () => {
    remember('first-value');
    for (let i = 0; i < 255; i++) remember(`value-number-${i}`);
    expect(mask('first-value')).toBe(MASK);
    remember('one-too-many');
    expect(mask('first-value')).toBe('first-value');
    expect(mask('one-too-many')).toBe(MASK);
  });

  test('that was fetched gives way to no value of a handler', () => {
    rememberFetched('first-value');
    for (let i = 0; i < 300; i++) remember(`value-number-${i}`);
    expect(mask('first-value, value-number-299, value-number-1')).toBe(`${MASK}, ${MASK}, value-number-1`);
  });

  test('that was fetched gives way to 256 newer ones that were', () => {
    for (const name of ['first', 'second']) rememberFetched(`${name}-value`);
    for (let i = 0; i < 254; i++) rememberFetched(`value-number-${i}`);
    expect(mask('first-value')).toBe(MASK);
    rememberFetched('first-value'); // used again: the newest now
    rememberFetched('one-too-many');
    expect(mask('first-value, second-value')).toBe(`${MASK}, second-value`);
  });

  test('may be as long as a service keeps them, and there may be many', () => {
    const long = (name: string) => name.repeat(65_536 / name.length);
    for (const name of ['key-ring', 'a-bundle', 'of-certs']) rememberFetched(long(name));
    rememberFetched('short-one');
    expect(mask(`${long('a-bundle')} and ${JSON.stringify(long('of-certs'))} and short-one`)).toBe(`${MASK} and "${MASK}" and ${MASK}`);
    expect(mask(long('a-bundle').slice(1))).toBe(long('a-bundle').slice(1));
  });

  test('costs little, also where every call remembers the token of its caller', () => {
    const token = (i: number) => `eyJhbGciOiJIUzI1NiJ9.${`claim-of-${i}_`.repeat(100)}.c2lnbmF0dXJl`;
    const took = spent(() => {
      for (let i = 0; i < 300; i++) {
        remember(token(i));
        expect(mask(`the claim-of-${i}_ is ${token(i)}`)).toBe(`the claim-of-${i}_ is ${MASK}`);
      }
    });
    expect(took).toBeLessThan(10_000);
  });

  test('takes no long search, whoever chose what is remembered and the text: that is masked as a whole', () => {
    for (let i = 0; i < 256; i++) remember(`${'a'.repeat(4000)}${i}`);
    const took = spent(() => { expect(mask('a'.repeat(60_000))).toBe(MASK); });
    expect(took).toBeLessThan(5_000);
    expect(mask(`${'a'.repeat(4000)}255 and aaaa`)).toBe(`${MASK} and aaaa`);
  });

  test('is in no output, whatever it is made of and wherever it stands', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', minLength: 6, maxLength: 40 }), fc.string(), fc.string(), (secret, before, after) => {
      forgetAll();
      remember(secret);
      fc.pre(!secret.includes('*') && !`${before}${after}`.includes('*') && secret.trim().length > 5);
      for (const form of [secret, JSON.stringify(secret).slice(1, -1), Buffer.from(secret).toString('base64').replaceAll('=', '')]) {
        const logged = plainText(`${before} ${form} ${after}`);
        expect(logged).toContain(MASK);
        // Nor its printable part: what is left of it is what stood around it.
        expect(logged).not.toContain(neutral(form));
      }
    }));
  });
});

describe('what looks like a credential', () => {
  test.each([
    ['a bearer token', 'authorization: Bearer abc.DEF-123_x=', `authorization: Bearer ${MASK}`],
    ['basic authentication', 'Basic dXNlcjpwYXNzd29yZA==', `Basic ${MASK}`],
    ['a JSON web token', 'id eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln end', `id ${MASK} end`],
    ['a password in a URL', 'postgres://app:pa55word@db/orders', `postgres://app:${MASK}@db/orders`],
    ['an access key', 'AKIAABCDEFGHIJKLMNOP', MASK],
    ['a private key', '-----BEGIN RSA PRIVATE KEY-----\nabc\n-----END RSA PRIVATE KEY----- x', `${MASK} x`],
    ['half a private key', '-----BEGIN PRIVATE KEY-----\nabc', MASK],
  ])('is masked: %s', (_name, text, masked) => {
    expect(mask(text)).toBe(masked);
  });

  test.each(['bearer of news', 'https://example.com:8080/path', 'the basic idea', 'eyJustAWord', 'a@b.c'])('leaves %s alone', text => {
    expect(mask(text)).toBe(text);
  });

  test.each([['eyJ', '-'], ['bearer ', ' '], ['://', ''], ['-----BEGIN PRIVATE KEY-----', '']])('takes linear time over many of %s', (start, between) => {
    const text = `${start}${between}`.repeat(100_000 / start.length);
    expect(spent(() => { mask(text); })).toBeLessThan(500);
  });
});
