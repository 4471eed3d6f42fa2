import { mask, MASK } from './masking';
import { neutral } from './neutral';
import { isSecretName } from './secret-names';

/** What one log line may hold; the rest is cut, and said to be. */
export const CAPS = { depth: 8, entries: 64, text: 4096, line: 32_768 } as const;

const CUT = '[cut]';

/** What is left of a line's space while values are put on it. */
interface Space { left: number; readonly seen: Set<object> }

/** Fields as JSON may hold them and anybody may read them: secrets masked, text on one line, depth and size capped. Never throws, whatever the value. */
export function plainFields(fields: object): Record<string, unknown> {
  const plain = plainOf(fields, 0, { left: CAPS.line, seen: new Set() });
  return typeof plain === 'object' && plain !== null && !Array.isArray(plain) ? plain as Record<string, unknown> : { value: plain };
}

/** Longer text is cut before it is searched for secrets, and of what is left the end is dropped: a secret could stand across the cut. */
const SEARCHED = 65_536;

/** Text as anybody may read it, on one line. */
export function plainText(text: string, most: number = CAPS.text): string {
  const searched = mask(text.length > SEARCHED ? text.slice(0, SEARCHED) : text);
  const safe = neutral(text.length > SEARCHED ? searched.slice(0, Math.max(0, searched.length - SEARCHED / 2)) : searched);
  return safe.length > most ? `${safe.slice(0, most)}${CUT}` : safe;
}

function plainOf(value: unknown, depth: number, space: Space): unknown {
  if (space.left <= 0) return CUT;
  space.left -= 8;
  switch (typeof value) {
    case 'string': return taken(plainText(value), space);
    case 'number': return plainNumber(value);
    case 'boolean': return value;
    case 'undefined': return undefined;
    case 'object': return value === null ? null : plainObject(value, depth, space);
    case 'bigint': return plainText(String(value));
    default: return `[${typeof value}]`;
  }
}

// A secret may be a number: a PIN, a port knocked at.
function plainNumber(value: number): unknown {
  const text = String(value);
  const masked = mask(text);
  return masked === text && Number.isFinite(value) ? value : masked;
}

function plainObject(value: object, depth: number, space: Space): unknown {
  if (space.seen.has(value)) return '[circular]';
  if (depth >= CAPS.depth) return CUT;
  space.seen.add(value);
  try {
    return contentOf(value, depth, space);
  } catch {
    return '[unreadable]'; // a getter or a proxy that throws
  } finally {
    space.seen.delete(value);
  }
}

function contentOf(value: object, depth: number, space: Space): unknown {
  if (value instanceof Error) return plainError(value, depth, space);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString();
  if (value instanceof URL || value instanceof RegExp) return taken(plainText(String(value)), space);
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return `[${value.byteLength} bytes]`;
  if (value instanceof Map) return plainEntries([...value].map(([name, inner]) => [String(name), inner]), depth, space);
  if (value instanceof Set) return plainList([...value], depth, space);
  if (Array.isArray(value)) return plainList(value, depth, space);
  return plainEntries(Object.entries(value), depth, space);
}

function plainList(values: readonly unknown[], depth: number, space: Space): unknown[] {
  const plain = values.slice(0, CAPS.entries).map(inner => plainOf(inner, depth + 1, space) ?? null);
  return values.length > CAPS.entries ? [...plain, CUT] : plain;
}

function plainEntries(entries: readonly (readonly [string, unknown])[], depth: number, space: Space): Record<string, unknown> {
  // Without a prototype, `__proto__` is a name like any other.
  const plain = Object.create(null) as Record<string, unknown>;
  for (const [name, inner] of entries.slice(0, CAPS.entries)) {
    plain[taken(plainText(name, 128), space)] = isSecretName(name) && inner !== undefined && inner !== null ? MASK : plainOf(inner, depth + 1, space);
  }
  if (entries.length > CAPS.entries) plain[CUT] = entries.length - CAPS.entries;
  return plain;
}

/** Name, message, stack and causes. Other properties are left out: clients of HTTP put requests with their tokens there. */
function plainError(error: Error, depth: number, space: Space): Record<string, unknown> {
  const { code, cause } = error as { code?: unknown; cause?: unknown };
  return {
    name: taken(plainText(String(error.name), 128), space),
    message: taken(plainText(String(error.message)), space),
    ...typeof code === 'string' || typeof code === 'number' ? { code: plainOf(code, depth, space) } : {},
    stack: framesOf(error).map(frame => taken(plainText(frame, 512), space)),
    ...cause === undefined ? {} : { cause: plainOf(cause, depth + 1, space) },
  };
}

// The message stands before the frames and may have many lines.
function framesOf(error: Error): string[] {
  const lines = String(error.stack ?? '').split('\n').map(line => line.trim());
  return lines.filter(line => line.startsWith('at ')).slice(0, 16);
}

function taken(text: string, space: Space): string {
  space.left -= text.length;
  return text;
}
