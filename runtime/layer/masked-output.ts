import { mask } from '../log/masking';
import { plainFields, plainText } from '../log/plain';

const METHODS = ['debug', 'info', 'log', 'warn', 'error', 'trace'] as const;

/** Masks what the handler writes: on the console value by value, on the streams as text, also where that comes as bytes. Of a module that does so once, for as long as it runs. */
export function maskOutput(): void {
  for (const method of METHODS) {
    const before = console[method].bind(console);
    console[method] = (...all: unknown[]) => before(...all.map(plain));
  }
  for (const stream of [process.stdout, process.stderr]) {
    const before = stream.write.bind(stream) as (...all: unknown[]) => boolean;
    stream.write = (chunk: unknown, ...more: unknown[]) => before(masked(chunk), ...more);
  }
}

function plain(value: unknown): unknown {
  if (typeof value === 'string') return plainText(value);
  return typeof value === 'object' && value !== null ? plainFields({ value }).value : masked(value);
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
