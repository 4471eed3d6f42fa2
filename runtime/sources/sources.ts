import { isFunctionUrl, openRequest } from './api';
import { isDenial, openAuthorizer } from './authorizer';
import { openCognito } from './cognito';
import { Delivery, malformed } from './delivery';
import { openDynamodb } from './dynamodb';
import { openEventBridge, openSchedule } from './eventbridge';
import { openKinesis } from './kinesis';
import { carriedS3, openS3 } from './s3';
import { carriedSns, openSns } from './sns';
import { openSqs } from './sqs';
import { SourceKind } from '../contract';

/** How a source hands over what it has, and how it hears what became of it. */
export interface Source {
  /**
   * `answer`: to a caller over HTTP. `call`: to whoever waits for the result. `queue`, `stream`: records, whose failures are named.
   * `events`: asynchronous; a failure is tried again twice and then goes to the function's failure destination.
   */
  readonly delivers: 'answer' | 'call' | 'queue' | 'stream' | 'events';

  /** What came. @throws EnvelopeError if the event is none of the source's */
  readonly open: (event: unknown) => readonly Delivery[];

  /** Whether AWS and not the sender lays the payload out: it has more keys than a schema asks for, and these are left out and not refused. */
  readonly laidOut?: boolean;

  /** Whether a result means that somebody was not let in. */
  readonly isDenial?: (result: unknown) => boolean;
}

/** Sources that may stand in the payload of another: a notification in a message, an object's event in a notification. */
export type Carried = 'sns' | 's3' | 'eventbridge';

export const SOURCES: { readonly [source in SourceKind]: Source } = {
  api: { delivers: 'answer', open: fromApi },
  url: { delivers: 'answer', open: fromUrl },
  sqs: { delivers: 'queue', open: openSqs },
  sns: { delivers: 'events', open: openSns },
  s3: { delivers: 'events', open: openS3, laidOut: true },
  dynamodb: { delivers: 'stream', open: openDynamodb, laidOut: true },
  kinesis: { delivers: 'stream', open: openKinesis },
  eventbridge: { delivers: 'events', open: openEventBridge },
  schedule: { delivers: 'events', open: openSchedule },
  cognito: { delivers: 'call', open: openCognito, laidOut: true },
  authorizer: { delivers: 'call', open: openAuthorizer, laidOut: true, isDenial },
  // Invoked by whoever IAM lets: there is nothing in the event that says who.
  direct: { delivers: 'call', open: event => [{ origin: {}, envelope: {}, payload: { value: event } }] },
};

/** What a payload carries, as its sender's event. */
export const CARRIED: { readonly [source in Carried]: (value: unknown, outer: Delivery) => readonly Delivery[] } = {
  sns: carriedSns,
  s3: carriedS3,
  eventbridge: openEventBridge,
};

function fromApi(event: unknown): Delivery[] {
  if (isFunctionUrl(event)) throw malformed('requestContext.domainName');
  return [openRequest(event)];
}

function fromUrl(event: unknown): Delivery[] {
  if (!isFunctionUrl(event)) throw malformed('requestContext.domainName');
  return [openRequest(event)];
}
