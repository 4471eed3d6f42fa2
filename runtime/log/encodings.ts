/** Shorter values would be found in innocent text everywhere. */
export const SHORTEST_MASKED = 4;

/** The ways in which a value stands in text: as it is, in JSON, in a URL, in base64, also in the middle of other base64 (`Basic …`), in hexadecimal. */
export function formsOf(value: string): string[] {
  const bytes = Buffer.from(value);
  const json = JSON.stringify(value).slice(1, -1);
  const form = new URLSearchParams({ v: value }).toString().slice(2);
  const forms = [value, json, JSON.stringify(json).slice(1, -1), form, bytes.toString('hex'), bytes.toString('hex').toUpperCase(), ...base64Of(bytes)];
  // Half a surrogate pair has no encoding in a URL.
  if (!/\p{Surrogate}/u.test(value)) forms.push(...urlFormsOf(value));
  return [...new Set(forms)].filter(text => text.length >= SHORTEST_MASKED).sort((a, b) => b.length - a.length);
}

function urlFormsOf(value: string): string[] {
  const component = encodeURIComponent(value);
  const strict = component.replace(/[!'()*]/g, character => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
  return [component, strict, encodeURI(value)].flatMap(text => [text, text.replace(/%[0-9A-F]{2}/g, code => code.toLowerCase())]);
}

/** Base64 writes three bytes as four characters: where a value stands in longer text, it has one of three pictures, and its edges mix with the neighbours. */
function base64Of(bytes: Buffer): string[] {
  const pictures = [0, 1, 2].flatMap(offset => {
    const text = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64').replace(/=+$/, '');
    const from = Math.ceil(offset * 8 / 6);
    const to = Math.floor((offset + bytes.length) * 8 / 6);
    return [text.slice(from, to)];
  });
  return [...pictures, ...pictures.map(text => text.replace(/\+/g, '-').replace(/\//g, '_'))].filter(text => text.length > SHORTEST_MASKED);
}
