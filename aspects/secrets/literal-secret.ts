import { knownSecretIn } from './formats';
import { NameSays, whatNameSays } from './variable-names';
import { isMap, Text, Value } from '../model/value';

/** A secret that stands in the open. */
export interface LiteralSecret {
  /** What it is, in words, with an article: `a Stripe key`, `a password`. */
  readonly what: string;
  /** So much of it as may be shown. */
  readonly masked: string;
}

/** Stands for a part of a text that is only known at deployment: a letter of no token, and none of Unicode's own. */
const OPEN = '\uE000';

/**
 * The secret that a named value holds in the open, as far as the value is known.
 *
 * It is known by its form, or by the name of the variable together with what the value looks like. A long random string
 * under a neutral name is none: hashes, ids and names of resources look the same.
 *
 * @param name the name of the variable
 * @param value its value; open parts are taken to hold no secret, but what stands around them may
 */
export function literalSecretIn(name: string, value: Value): LiteralSecret | undefined {
  const text = textOf(value);
  if (text === undefined) return undefined;
  const known = knownSecretIn(text);
  if (known !== undefined) return { what: known.name, masked: masked(known.secret) };
  const inJson = secretInJson(text);
  if (inJson !== undefined) return inJson;
  const says = whatNameSays(name);
  if (says === undefined || text.includes(OPEN) || !isSecretUnder(says, name, text)) return undefined;
  return { what: says === 'password' ? 'a password' : says === 'key' ? 'a key or token' : 'a secret', masked: masked(text) };
}

/** The text of a value; what CloudFormation resolves by itself is open too. */
function textOf(value: Value): string | undefined {
  const text = value instanceof Text ? value.parts.map(part => (typeof part === 'string' ? part : OPEN)).join('')
    : typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
  return text?.replace(/\{\{resolve:[^{}]*\}\}/g, OPEN);
}

/** Settings are often passed as JSON: every string in it is looked at under its own name. */
function secretInJson(text: string): LiteralSecret | undefined {
  if (!/^\s*\{/.test(text)) return undefined;
  try {
    return secretInSettings(JSON.parse(text) as Value);
  } catch {
    return undefined; // no JSON, or too deep to be settings
  }
}

function secretInSettings(settings: Value, name = ''): LiteralSecret | undefined {
  if (typeof settings === 'string') return literalSecretIn(name, settings);
  const entries = Array.isArray(settings) ? settings.map((one): [string, Value] => [name, one]) : isMap(settings) ? Object.entries(settings) : [];
  for (const [key, one] of entries) {
    const found = secretInSettings(one, key);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Values that are no secret under any name: nothing, truth values, places where a secret is, the placeholders of templates. */
const NONE = new RegExp(`^(${[
  '|true|false|yes|no|on|off|none|null|nil|undefined|n/?a|unset|disabled|enabled|not[-_ ]?set|-+|\\*+|x+',
  'arn:.*|[a-z][a-z0-9+.-]*://.*|(ssm|secretsmanager):.*|alias/.*|[^/]*\\.(pem|key|crt|json|txt|ya?ml|p12|jks)',
  '\\$?\\{.*\\}|<.*>|\\[.*\\]|%.*%',
].join('|')})$`, 'is');

/** What people write where a key is to be filled in later, and what names a header, a claim or a scheme. */
const PLACEHOLDER = new RegExp([
  '^your|your[-_ ]|replace[-_ ]?(me|with|this)|change[-_ ]?(me|this|it)|placeholder|dummy|example|fake|sample|todo|fixme|insert[-_ ]|to[-_ ]?be[-_ ]',
  '^(tbd|test|xxx.*|mock.*|local|localstack|redacted|authorization|bearer|basic|header|cookie|query|body|jwt|iam|cognito|oauth2?)$',
].join('|'), 'i');

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function isSecretUnder(says: NameSays, name: string, text: string): boolean {
  const value = text.trim();
  if (NONE.test(value) || (/^\.{0,2}\//.test(value) && !looksRandom(value))) return false;
  // A number under TOKEN or SECRET is a count or a switch; six digits and more under PASSWORD are a weak password.
  if (/^[-+]?[\d.]+$/.test(value)) return says === 'password' && /^\d{6,}$/.test(value);
  // A default password that nobody has changed is the first that an attacker tries.
  if (says === 'password') return true;
  if (PLACEHOLDER.test(value) || letters(value) === letters(name)) return false;
  // The keys of KMS are known by such ids; their material never leaves the service.
  if (UUID.test(value) && /encryption|signing|master|kms/i.test(name)) return false;
  return says === 'secret' || !/secret$/i.test(name) && isWords(value) ? looksRandom(value) : !/\s/.test(value);
}

/** Words and the signs between them, as in a name: `orders-api-key`, `prod/orders/db`. */
function isWords(value: string): boolean {
  return /^[a-z]+([-_./:@][a-z]+)+$/i.test(value);
}

/** No word and no name made of words: letters and figures mixed, as many different ones as chance gives. */
function looksRandom(value: string): boolean {
  if (value.length < 8 || /\s/.test(value)) return false;
  const words = value.split(/[^A-Za-z0-9]+/).filter(word => word !== '');
  const longest = words.reduce((a, b) => (b.length > a.length ? b : a), '');
  const isMixed = /\d/.test(longest.replace(/\d+$/, '')) || (/[a-z]/.test(longest) && /[A-Z].*[a-z].*[A-Z]/.test(longest) && /\d/.test(longest));
  return (isMixed && longest.length >= 8 && entropyOf(longest) > 2.5) || isUnpronounceable(longest) || /[!#$%^&*+=?~]/.test(value);
}

/** Long, with a figure, and with consonants in a row as no word has them. */
function isUnpronounceable(word: string): boolean {
  return word.length >= 20 && /\d/.test(word) && /[bcdfghjklmnpqrstvwxz]{5,}/i.test(word);
}

/** The information of one character, in bits. */
function entropyOf(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  return [...counts.values()].reduce((sum, count) => sum - (count / text.length) * Math.log2(count / text.length), 0);
}

function letters(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9]/g, '');
}

/** Four characters of a long secret tell its owner which one it is; of a short one, nothing is shown. */
export function masked(secret: string): string {
  return secret.length >= 20 ? `${secret.slice(0, 4)}…, ${secret.length} characters` : `${secret.length} characters`;
}
