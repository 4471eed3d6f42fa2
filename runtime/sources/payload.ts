import { EnvelopeError } from '../errors';
import { Delivery, Format } from './delivery';
import { parsed } from '../json';
import { inspectSize } from '../limits/inspect';
import { Limits } from '../limits/limits';

/** The payload as a value: JSON or text, as asked for, or bytes. Text is measured before it is parsed; no text at all is no value. */
export function payloadOf({ payload }: Delivery, format: Format | undefined, { bytes: most }: Limits): unknown {
  if ('value' in payload) return payload.value;
  if ('base64' in payload) inspectSize(payload.base64, Math.ceil(most / 3) * 4);
  const bytes = 'base64' in payload ? Buffer.from(payload.base64, 'base64') : undefined;
  if (format === 'bytes') return bytes ?? Buffer.from((payload as { readonly text: string }).text);
  const text = bytes === undefined ? (payload as { readonly text: string }).text : utf8(bytes);
  inspectSize(text, most);
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
