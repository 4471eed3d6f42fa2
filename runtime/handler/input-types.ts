import { SourceKind } from '../contract';
import { OutputOf, StandardSchema } from '../schema/standard';
import { ApiEnvelope, ApiRequest } from '../sources/api';
import { AuthorizerEnvelope, AuthorizerRequest } from '../sources/authorizer';
import { CognitoEnvelope, CognitoRequest } from '../sources/cognito';
import { Format } from '../sources/delivery';
import { DynamodbEnvelope, ItemChange } from '../sources/dynamodb';
import { EventBridgeEnvelope, ScheduleEnvelope } from '../sources/eventbridge';
import { KinesisEnvelope } from '../sources/kinesis';
import { S3Envelope, S3Object } from '../sources/s3';
import { SnsEnvelope } from '../sources/sns';
import { Carried } from '../sources/source';
import { SqsEnvelope } from '../sources/sqs';

/** Schemas by the part of a request. The handler gets the parts that have one, and nothing else of the request. */
export interface RequestParts {
  readonly body?: StandardSchema;
  readonly query?: StandardSchema;
  readonly path?: StandardSchema;
  readonly headers?: StandardSchema;
}

/** What may be given as `schema`: of the payload; for a request also by its parts. */
export type SchemaFor<S extends SourceKind> = S extends 'api' | 'url' ? StandardSchema | RequestParts : StandardSchema;

/** Refuses, in types, parts that a request does not have. */
export type NoOtherParts<Schema> = Schema extends StandardSchema ? unknown : { readonly [Part in Exclude<keyof Schema, keyof RequestParts>]: never };

/** What the handler gets where there is no schema and the source is more than a carrier of text. */
interface Natural {
  readonly api: ApiRequest;
  readonly url: ApiRequest;
  readonly s3: S3Object;
  readonly dynamodb: ItemChange;
  readonly cognito: CognitoRequest;
  readonly authorizer: AuthorizerRequest;
}

/** What the handler may know of a delivery besides its payload. */
interface Envelopes {
  readonly api: ApiEnvelope;
  readonly url: ApiEnvelope;
  readonly sqs: SqsEnvelope;
  readonly sns: SnsEnvelope;
  readonly s3: S3Envelope;
  readonly dynamodb: DynamodbEnvelope;
  readonly kinesis: KinesisEnvelope;
  readonly eventbridge: EventBridgeEnvelope;
  readonly schedule: ScheduleEnvelope;
  readonly cognito: CognitoEnvelope;
  readonly authorizer: AuthorizerEnvelope;
  readonly direct: {};
}

/** The source whose payload the handler gets: the innermost. */
export type Innermost<S extends SourceKind, Carries extends readonly Carried[]> =
  Carries extends readonly [...unknown[], infer Last extends Carried] ? Last : S;

/** What the handler may know of a delivery besides, by its innermost source. */
export type EnvelopeOf<S extends SourceKind> = Envelopes[S];

/** What the handler gets: what the schema lets through, else what the source sends. */
export type InputOf<S extends SourceKind, Schema, Carries extends readonly Carried[], F extends Format> =
  Schema extends StandardSchema ? OutputOf<Schema>
    : Schema extends RequestParts ? { readonly [Part in keyof Schema]: Schema[Part] extends StandardSchema ? OutputOf<Schema[Part]> : never }
      : Unschemed<Innermost<S, Carries>, F>;

type Unschemed<S extends SourceKind, F extends Format> =
  S extends 'api' | 'url' ? Omit<ApiRequest, 'body'> & { readonly body: TextOf<F> }
    : S extends keyof Natural ? Natural[S]
      : S extends 'sqs' | 'sns' | 'kinesis' ? TextOf<F> : unknown;

type TextOf<F extends Format> = F extends 'text' ? string : F extends 'bytes' ? Uint8Array : unknown;
