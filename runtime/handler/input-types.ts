import { SourceKind } from '../contract';
import { OutputOf, StandardSchema } from '../schema/standard';
import { ApiEnvelope, ApiRequest } from '../sources/api';
import { Format } from '../sources/delivery';
import { SqsEnvelope } from '../sources/sqs';

/** Sources that may stand in the payload of another: a notification in a message, an object's event in a notification. */
export type Carried = 'sns' | 's3' | 'eventbridge';

/** Schemas by the part of a request. The handler gets the parts that have one, and nothing else of the request. */
export interface RequestParts {
  readonly body?: StandardSchema;
  readonly query?: StandardSchema;
  readonly path?: StandardSchema;
  readonly headers?: StandardSchema;
}

/** What may be given as `schema`: of the payload; for a request also by its parts. */
export type SchemaFor<S extends SourceKind> = S extends 'api' | 'url' ? StandardSchema | RequestParts : StandardSchema;

/** What the handler gets where there is no schema. */
export interface Unvalidated {
  readonly api: ApiRequest;
  readonly url: ApiRequest;
}

/** What the handler may know of a delivery besides its payload. */
export interface Envelopes {
  readonly api: ApiEnvelope;
  readonly url: ApiEnvelope;
  readonly sqs: SqsEnvelope;
}

/** What the handler gets: what the schema lets through, else what the source sends. */
export type InputOf<S extends SourceKind, Schema, Carries extends readonly Carried[], F extends Format> =
  Schema extends StandardSchema ? OutputOf<Schema>
    : Schema extends RequestParts ? { readonly [Part in keyof Schema]: Schema[Part] extends StandardSchema ? OutputOf<Schema[Part]> : never }
      : Carries extends readonly [...unknown[], infer Last] ? Unschemed<Last, F> : Unschemed<S, F>;

type Unschemed<S, F extends Format> = S extends keyof Unvalidated ? Unvalidated[S] : F extends 'text' ? string : F extends 'bytes' ? Uint8Array : unknown;
