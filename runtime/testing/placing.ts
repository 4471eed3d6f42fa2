import { SourceKind } from '../contract';

/** Where a source's event has its payload: how to read it, and the event with another. */
interface Place {
  readonly read: (event: any) => unknown;
  readonly write: (event: any, payload: unknown) => void;
}

const parsed = (text: unknown) => {
  try {
    return JSON.parse(String(text)) as unknown;
  } catch {
    return text;
  }
};
const written = (payload: unknown) => typeof payload === 'string' ? payload : JSON.stringify(payload);

const body: Place = {
  read: event => parsed(event.body),
  write: (event, payload) => Object.assign(event, { body: written(payload), isBase64Encoded: false }),
};
const detail: Place = { read: event => event.detail, write: (event, payload) => { event.detail = payload; } };

const PLACES: { readonly [source in SourceKind]: Place } = {
  api: body,
  url: body,
  sqs: { read: event => parsed(event.Records[0].body), write: (event, payload) => { event.Records[0].body = written(payload); } },
  sns: { read: event => parsed(event.Records[0].Sns.Message), write: (event, payload) => { event.Records[0].Sns.Message = written(payload); } },
  s3: { read: event => event.Records[0].s3.object, write: (event, payload) => { event.Records[0].s3.object = payload; } },
  dynamodb: { read: event => event.Records[0].dynamodb.NewImage, write: (event, payload) => { event.Records[0].dynamodb.NewImage = payload; } },
  kinesis: {
    read: event => parsed(Buffer.from(event.Records[0].kinesis.data, 'base64').toString()),
    write: (event, payload) => { event.Records[0].kinesis.data = Buffer.from(written(payload)).toString('base64'); },
  },
  eventbridge: detail,
  schedule: detail,
  cognito: { read: event => event.request, write: (event, payload) => { event.request = payload; } },
  authorizer: { read: event => event.headers, write: (event, payload) => { event.headers = payload; } },
  direct: { read: event => event, write: () => undefined },
};

/** The payload of an event: what its sender wrote. */
export function payloadIn(source: SourceKind, event: unknown): unknown {
  return PLACES[source].read(event);
}

/** The event with another payload. */
export function withPayload(source: SourceKind, event: unknown, payload: unknown): unknown {
  if (source === 'direct') return payload;
  const copy = structuredClone(event);
  PLACES[source].write(copy, payload);
  return copy;
}
