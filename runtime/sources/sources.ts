import { openRequest } from './api';
import { denial, isAsked, openAuthorizer, unauthorized } from './authorizer';
import { openCognito } from './cognito';
import { openDynamodb } from './dynamodb';
import { isDescribed, openEventBridge, openSchedule } from './eventbridge';
import { openKinesis } from './kinesis';
import { openS3 } from './s3';
import { openSns } from './sns';
import { Source } from './source';
import { openSqs } from './sqs';
import { SourceKind } from '../contract';
import { answerOf, told } from '../handler/answer';
import { workOff as batch } from '../handler/batch';
import { requestInput, takesParts } from '../handler/request-input';

// Values apart from one another, so that a bundle takes those that are named and no other.

const http = { takesParts, input: requestInput, answerOf, told };

export const api: Source = { delivers: 'answer', open: event => openRequest(event, false), http };
export const url: Source = { delivers: 'answer', open: event => openRequest(event, true), http };
export const sqs: Source = { delivers: 'queue', open: openSqs, batch };
export const sns: Source = { delivers: 'events', open: openSns };
export const s3: Source = { delivers: 'events', open: openS3, laidOut: true };
export const dynamodb: Source = { delivers: 'stream', open: openDynamodb, laidOut: true, batch };
export const kinesis: Source = { delivers: 'stream', open: openKinesis, batch };
export const eventbridge: Source = { delivers: 'events', open: openEventBridge, fits: isDescribed };
export const schedule: Source = { delivers: 'events', open: openSchedule };
export const cognito: Source = { delivers: 'call', open: openCognito, laidOut: true };
export const authorizer: Source = { delivers: 'call', open: openAuthorizer, laidOut: true, fits: isAsked, denial, thrown: unauthorized };

/** Invoked by whoever IAM lets: there is nothing in the event that says who. */
export const direct: Source = { delivers: 'call', open: event => [{ origin: {}, envelope: {}, payload: { value: event } }] };

export const SOURCES: { readonly [source in SourceKind]: Source } = {
  api, url, sqs, sns, s3, dynamodb, kinesis, eventbridge, schedule, cognito, authorizer, direct,
};
