/** Shorter values would be found in innocent text everywhere. */
export const SHORTEST_MASKED = 4;

/**
 * The ways in which a value stands in text: as it is, in JSON, also in JSON, and each of these in a URL, in base64, also in the middle of other
 * base64 (`Basic …`), in hexadecimal.
 */
export function formsOf(value: string): string[] {
  const json = quoted(value);
  return [...new Set([value, json, quoted(json)].flatMap(encoded))].filter(text => text.length >= SHORTEST_MASKED);
}

const quoted = (text: string) => JSON.stringify(text).slice(1, -1);

function encoded(text: string): string[] {
  const bytes = Buffer.from(text);
  const hex = bytes.toString('hex');
  // Half a surrogate pair has no encoding in a URL; as bytes it is the sign for one.
  return [text, new URLSearchParams({ v: text }).toString().slice(2), hex, hex.toUpperCase(), ...base64Of(bytes), ...urlFormsOf(bytes.toString())];
}

function urlFormsOf(value: string): string[] {
  const component = encodeURIComponent(value);
  const strict = component.replace(/[!'()*]/g, character => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
  return [component, strict, encodeURI(value)].flatMap(text => [text, text.replace(/%[0-9A-F]{2}/g, code => code.toLowerCase())]);
}

/** Base64 writes three bytes as four characters: where a value stands in longer text, it has one of three pictures, and its edges mix with the neighbours. */
function base64Of(bytes: Buffer): string[] {
  return (['base64', 'base64url'] as const).flatMap(alphabet => [0, 1, 2].map(offset => (
    Buffer.concat([Buffer.alloc(offset), bytes]).toString(alphabet).slice(Math.ceil(offset * 8 / 6), Math.floor((offset + bytes.length) * 8 / 6))
  ))).filter(text => text.length > SHORTEST_MASKED);
}
