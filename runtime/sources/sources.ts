import { isFunctionUrl, openRequest } from './api';
import { Delivery, malformed } from './delivery';
import { openSqs } from './sqs';
import { SourceKind } from '../contract';

/** How a source hands over what it has, and how it hears what became of it. */
export interface Source {
  /** `answer`: to a caller. `queue` and `stream`: records, whose failures are named. `records`: records that stand or fall together. `event`: one. */
  readonly delivers: 'answer' | 'queue' | 'stream' | 'records' | 'event';

  /** What came. @throws EnvelopeError if the event is none of the source's */
  readonly open: (event: unknown) => readonly Delivery[];
}

export const SOURCES = {
  api: { delivers: 'answer', open: fromApi },
  url: { delivers: 'answer', open: fromUrl },
  sqs: { delivers: 'queue', open: openSqs },
} as unknown as { readonly [source in SourceKind]: Source };

function fromApi(event: unknown): Delivery[] {
  if (isFunctionUrl(event)) throw malformed('requestContext.domainName');
  return [openRequest(event)];
}

function fromUrl(event: unknown): Delivery[] {
  if (!isFunctionUrl(event)) throw malformed('requestContext.domainName');
  return [openRequest(event)];
}
