import { inspect } from 'node:util';
import { writeLinesTo } from '../log/logger';
import { mask } from '../log/masking';
import { neutral } from '../log/neutral';
import { plainFields } from '../log/plain';

/** What Lambda's client writes to its own channel and past the streams. The last is one that it adds; all others end in one of these, or on a stream. */
const METHODS = ['debug', 'info', 'log', 'warn', 'error', 'trace', 'fatal'] as const;

/** What one event of a log may hold, in UTF-16 units. Source: the CloudWatch Logs guide, quotas (256 KB when it was lowest). */
const LONGEST = 262_144;

/** Masks what the handler writes: on the console value by value, on the streams as text, also where that comes as bytes. Our own lines are masked already, and go past it. Of a module that does so once, for as long as it runs. */
export function maskOutput(): void {
  const own = console as Partial<Record<typeof METHODS[number], (...all: unknown[]) => void>>;
  for (const method of METHODS) {
    const before = own[method]?.bind(console);
    if (before !== undefined) own[method] = (...all) => before(...all.map(plain));
  }
  for (const stream of [process.stdout, process.stderr]) {
    const before = stream.write.bind(stream) as (...all: unknown[]) => boolean;
    if (stream === process.stdout) writeLinesTo({ write: before });
    stream.write = (chunk: unknown, ...more: unknown[]) => before(masked(chunk), ...more);
  }
}

function plain(value: unknown): unknown {
  if (typeof value === 'string') return plainLines(value);
  // Their names and properties are shown too.
  if (typeof value === 'function' || typeof value === 'symbol') return plainLines(inspect(value));
  return typeof value === 'object' && value !== null ? ordinary(plainFields([{ value }]).value) : masked(value);
}

/** The text as the handler laid it out, its lines and tabs kept: what it writes at once is one event of the log. Cut only where Lambda would. */
function plainLines(text: string): string {
  const safe = mask(text).replace(/[^\n\t]+/g, neutral);
  return safe.length > LONGEST ? `${safe.slice(0, LONGEST)}[cut]` : safe;
}

/** With the prototypes that everybody's objects have, so that they print as everybody's. The value is a copy already. */
function ordinary(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  Object.values(value).forEach(ordinary);
  return Array.isArray(value) ? value : Object.setPrototypeOf(value, Object.prototype);
}

/** Text, bytes and numbers without what may not be seen; whatever holds nothing of it, as it is. */
function masked(value: unknown): unknown {
  const text = textOf(value);
  if (text === undefined) return value;
  const without = mask(text);
  return without === text ? value : without;
}

function textOf(value: unknown): string | undefined {
  if (ArrayBuffer.isView(value)) return Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString();
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint' ? String(value) : undefined;
}
