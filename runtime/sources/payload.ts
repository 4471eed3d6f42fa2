import { EnvelopeError, LimitError } from '../errors';
import { Delivery, Format } from './delivery';
import { parsed } from '../json';
import { Limits } from '../limits/limits';

/** The payload as a value: JSON or text, as asked for, or bytes. Text is measured before it is decoded; no text at all is no value. */
export function payloadOf({ payload }: Delivery, format: Format | undefined, { bytes: most }: Limits): unknown {
  if ('value' in payload) return payload.value;
  const { text: given, encoding } = payload;
  if (Buffer.byteLength(given, encoding) > most) throw new LimitError('limits.bytes');
  if (format === 'bytes') return Buffer.from(given, encoding);
  const text = encoding === undefined ? given : utf8(Buffer.from(given, encoding));
  if (format === 'text') return text;
  const value = parsed(text);
  if (value === undefined && text !== '') throw new EnvelopeError('envelope.json');
  return value;
}

function utf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new EnvelopeError('envelope.encoding');
  }
}
