/** Words that make a name one of a secret, wherever they stand in it; written without separators. */
const WORDS = [
  'password', 'passwd', 'pwd', 'passphrase', 'secret', 'token', 'authorization', 'cookie', 'apikey', 'accesskey', 'privatekey', 'signingkey', 'encryptionkey',
  'credential', 'signature', 'sessionid', 'jwt', 'connectionstring', 'cardnumber', 'cvv', 'cvc',
];

/** Short words, which are a name's whole or stand in innocent longer ones. */
const WHOLE = new Set(['pass', 'auth', 'bearer', 'pin', 'otp', 'ssn', 'iban', 'session']);

const known = new Map<string, boolean>();

/** Whether what stands under the name is to be masked, whatever it is. */
export function isSecretName(name: string): boolean {
  const before = known.get(name);
  if (before !== undefined) return before;
  const plain = name.toLowerCase().replace(/[^a-z0-9]/g, '');
  const secret = WHOLE.has(plain) || WORDS.some(word => plain.includes(word));
  // Names come from events too: the memory for them is bounded.
  if (known.size < 1000 && name.length < 64) known.set(name, secret);
  return secret;
}
