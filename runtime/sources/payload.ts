import { EnvelopeError } from '../errors';
import { Delivery, Format } from './delivery';
import { inspectSize } from '../limits/inspect';
import { Limits } from '../limits/limits';

/** The payload as a value. Text is measured before it is parsed. */
export function payloadOf({ payload }: Delivery, format: Format, limits: Limits): unknown {
  if ('value' in payload) return payload.value;
  if ('text' in payload) return format === 'bytes' ? Buffer.from(payload.text) : read(payload.text, format, limits);
  inspectSize(payload.base64, { ...limits, bytes: Math.ceil(limits.bytes / 3) * 4 });
  const bytes = Buffer.from(payload.base64, 'base64');
  return format === 'bytes' ? bytes : read(utf8(bytes), format, limits);
}

/** JSON or text, as asked for; no text at all is no value. */
export function read(text: string, format: Format, limits: Limits): unknown {
  inspectSize(text, limits);
  if (format !== 'json') return text;
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    // The parser's message quotes the text.
    throw new EnvelopeError('the payload is no JSON', 'envelope.json');
  }
}

/** Text of bytes, which have to be UTF-8. */
export function utf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new EnvelopeError('the payload is no UTF-8', 'envelope.encoding');
  }
}
