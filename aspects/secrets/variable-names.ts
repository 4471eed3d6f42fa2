/**
 * What the name of a variable says of its value.
 *
 * - `password`: the value is one, however weak.
 * - `key`: a key or token; a value that reads like a placeholder or a name is none.
 * - `secret`: a secret, or just as often the name of one: only a value that looks random is one.
 */
export type NameSays = 'password' | 'key' | 'secret';

const PASSWORD = /^(.*password|.*passwd|passwort|pwd|.*passphrase|passcode|pass)$/;
const KEY = /^(token|apikey|apitoken|authtoken|accesstoken|secretkey|privatekey|clientsecret|secretaccesskey|accesskey)$/;
const SECRET = /^(my)?(secrets?|credentials?|creds?|tokens|passwords)$/;

/** Words before `KEY` that make it a credential. */
const KEY_OF = /^(api|secret|private|access|auth|encryption|signing|master|shared|jwt|hmac|webhook|ssh|oauth|consumer|decryption|signature|license)$/;

/** Words before `KEY` that leave it open: the session key may be a credential, or a key of Redis. */
const MAYBE_KEY_OF = /^(account|client|session|cookie|service|storage|app|token|admin|crypto|cipher|verification|server|deploy|integration)$/;

/** Words before `SECRET` that make it a credential rather than the name of one. */
const SECRET_OF = /^(client|session|jwt|cookie|hmac|webhook|app|api|auth|oauth|signing|shared|token|consumer|encryption|application|nextauth)$/;

/** Words that tell of a key or token that is no credential: a page, a form, a row, a switch, a number of them. */
const HARMLESS = /^(public|publishable|next|page|pagination|continuation|csrf|xsrf|partition|sort|primary|foreign|object|cache|routing|idempotency|site|max|min|num|number|total|use|enable|enabled|disable|has|is|require|requires|allow|skip|show|mask)$/;

/** Reads the name of a variable: `DB_PASSWORD`, `stripeApiKey`, `TOKEN_TTL`. */
export function whatNameSays(name: string): NameSays | undefined {
  const words = wordsOf(name);
  const last = words[words.length - 1];
  const before = words[words.length - 2];
  // The last word is what the value is: TOKEN_TTL is a time, SECRET_ARN an ARN, PASSWORD_POLICY a policy.
  if (last === undefined || words.some(word => HARMLESS.test(word))) return undefined;
  if (PASSWORD.test(last)) return 'password';
  if (KEY.test(last)) return 'key';
  if (/^keys?$/.test(last)) return before === undefined ? undefined : KEY_OF.test(before) ? 'key' : MAYBE_KEY_OF.test(before) ? 'secret' : undefined;
  if (last === 'secret' && before !== undefined && SECRET_OF.test(before)) return 'key';
  return SECRET.test(last) ? 'secret' : undefined;
}

/** The words of a name: split at signs and at capitals, numbers and stages at the end left out (`TOKEN_2`, `API_KEY_PROD`). */
function wordsOf(name: string): string[] {
  const words = name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').replace(/([A-Z]+)([A-Z][a-z])/g, '$1_$2').toLowerCase().split(/[^a-z]+/).filter(word => word !== '');
  while (words.length > 1 && /^(prod|production|dev|development|test|staging|stage|live|sandbox|old|new|current|previous|default|value|string|plain|plaintext)$/.test(words[words.length - 1])) words.pop();
  return words;
}
