import { mask, MASK } from './masking';
import { neutral } from './neutral';
import { isSecretName } from './secret-names';
import { bare, isObject, Unchecked } from '../json';

/** What one log line may hold; the rest is cut, and said to be. */
const DEPTH = 8;
const ENTRIES = 64;
const TEXT = 4096;
const LINE = 32_768;
export const CAPS = { depth: DEPTH, entries: ENTRIES, text: TEXT, line: LINE } as const;

const CUT = '[cut]';

/** Longer text is cut before it is searched for secrets, and of what is left the end is dropped: a secret could stand across the cut. */
const SEARCHED = 65_536;

/** Text as anybody may read it, on one line. */
export function plainText(text: string, most = TEXT): string {
  const safe = neutral(mask(text.slice(0, SEARCHED)).slice(0, text.length > SEARCHED ? -SEARCHED / 2 : undefined));
  return safe.length > most ? `${safe.slice(0, most)}${CUT}` : safe;
}

/**
 * Fields as JSON may hold them and anybody may read them: secrets masked, text on one line, depth and size capped, of all together. Never throws,
 * whatever the values. JavaScript callers pass errors, texts and nothing where fields belong, and none of it may be lost: an error is the field
 * `error`, and what has no fields is the field `value`.
 */
export function plainFields(all: readonly unknown[]): Record<string, unknown> {
  const seen = new Set<object>();
  let left = LINE;

  const textOf = (text: unknown, most?: number) => {
    const plain = plainText(String(text), most);
    left -= plain.length;
    return plain;
  };

  const plainOf = (value: unknown, depth: number): unknown => {
    if (left <= 0) return CUT;
    left -= 8;
    switch (typeof value) {
      case 'string': case 'bigint': return textOf(value);
      case 'number': {
        // A secret may be a number: a PIN, a port knocked at. What has no JSON is text.
        const text = mask(String(value));
        return JSON.stringify(value) === text ? value : text;
      }
      case 'boolean': case 'undefined': return value;
      case 'object': return value === null ? null : objectOf(value, depth);
      default: return `[${typeof value}]`;
    }
  };

  const objectOf = (value: object, depth: number): unknown => {
    if (seen.has(value)) return '[circular]';
    if (depth >= DEPTH) return CUT;
    seen.add(value);
    try {
      return contentOf(value, depth + 1);
    } catch {
      return '[unreadable]'; // a getter or a proxy that throws
    } finally {
      seen.delete(value);
    }
  };

  const contentOf = (value: object, depth: number): unknown => {
    if (value instanceof Error) return depth === 1 ? { error: errorOf(value, depth) } : errorOf(value, depth);
    if (value instanceof Date) return plainOf(value.toJSON(), depth); // which may be another's
    if ([URL, RegExp, String].some(kind => value instanceof kind)) return textOf(value);
    if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return `[${value.byteLength} bytes]`;
    if (Array.isArray(value) || value instanceof Set) {
      const list: unknown[] = [];
      if (isMore(value, inner => list.push(plainOf(inner, depth) ?? null))) list.push(CUT);
      return list;
    }
    const plain = bare();
    const isMap = value instanceof Map;
    // One by one: what is cut is not read.
    const isCut = isMore<unknown>(isMap ? value : Object.keys(value), one => {
      const [name, inner] = isMap ? one as [unknown, unknown] : [one, (value as Unchecked)[one as string]];
      plain[textOf(name, 128)] = isSecretName(String(name)) && !(inner === undefined || inner === null) ? MASK : plainOf(inner, depth);
    });
    if (isCut) plain[CUT] = true;
    return plain;
  };

  /** Name, message, stack and causes. Other properties are left out: clients of HTTP put requests with their tokens there. */
  const errorOf = (error: Error, depth: number) => {
    const { cause, code, message, name, stack } = error as Error & { code?: unknown };
    return {
      name: textOf(name, 128),
      message: textOf(message),
      code: Object(code) === code ? undefined : plainOf(code, depth),
      // The message stands before the frames and may have many lines.
      stack: (String(stack).match(/^ *at .*/gm) ?? []).slice(0, 16).map(frame => textOf(frame.trim(), 512)),
      cause: plainOf(cause, depth),
    };
  };

  return bare(...all.map(given => {
    const plain = given === undefined ? {} : plainOf(given, 0);
    return isObject(plain) ? plain : { value: plain };
  }));
}

/** Takes what is first, and says whether there is more. Copied whole, a list, a map or a set could fill the memory. */
function isMore<T>(all: Iterable<T>, take: (one: T) => void): boolean {
  let count = 0;
  for (const one of all) {
    if (count++ === ENTRIES) return true;
    take(one);
  }
  return false;
}
