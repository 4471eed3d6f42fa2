import { EnvelopeOf, NoOtherParts } from './input-types';
import { AllowList, SourceKind } from '../contract';
import { Limits } from '../limits/limits';
import { LambdaContext } from '../log/invocation';
import { Logger } from '../log/logger';
import { UnknownKeys } from '../schema/apply';
import { Secrets, SecretSchemas } from '../secrets';
import { OwnSecretsOptions, SecretsPart } from '../secrets/with-secrets';
import { Format } from '../sources/delivery';
import { Carried } from '../sources/source';

/** What a handler lets in, whatever its bundle has. */
export interface CommonOptions<S extends SourceKind, Schema, Carries extends readonly Carried[], F extends Format> {
  /** Where events come from. An event of anything else is refused. */
  readonly source: S;

  /** What the handler does, for the audit log: `order.create`. */
  readonly action: string;

  /**
   * What a payload has to be, as a Standard Schema (zod, valibot, arktype, …). For requests the body, or each part.
   *
   * @default - only the schemas that the construct compiled, and the limits
   */
  readonly schema?: Schema & NoOtherParts<Schema>;

  /**
   * Who may send, by source. Narrows what the construct allows, and never widens it.
   *
   * @default - whom the construct allows; where no construct made the function, everybody whom IAM lets in
   */
  readonly allow?: AllowList;

  /**
   * What stands in the payload, from the outside in: `['sns', 's3']` in a queue that is subscribed to a topic that gets a bucket's events.
   *
   * @default - nothing
   */
  readonly carries?: Carries;

  /**
   * How the text of a payload is read.
   *
   * @default - as JSON; other text is refused
   */
  readonly format?: F;

  /**
   * What a payload may be before the schema sees it. A limit that is less than 0 or no number is a `ConfigurationError`.
   *
   * @default - 1 MiB, 32 levels, 10,000 values, no name of a prototype
   */
  readonly limits?: Partial<Limits>;

  /**
   * What becomes of keys that the schema does not know.
   *
   * @default - they are refused; where AWS lays the payload out (headers, and events of S3, DynamoDB, Cognito and authorizers) they are left out
   */
  readonly unknownKeys?: UnknownKeys;

  /**
   * What becomes of a record or asynchronous event that is refused. `fail`: like a failure of the handler, so that the queue's redrive
   * policy or the function's failure destination keeps it. `drop`: only the log tells of it. Either way it reaches no handler.
   * Who waits for a result (an API, a user pool, an authorizer, a direct call) always hears of a refusal.
   *
   * @default - it fails
   */
  readonly rejected?: 'fail' | 'drop';

  /**
   * Where log lines go. That of Powertools fits.
   *
   * @default - to standard output, as JSON
   */
  readonly logger?: Logger;
}

/** What a handler lets in. */
export interface HandlerOptions<
  S extends SourceKind, Schema, Carries extends readonly Carried[], F extends Format, Secret extends SecretSchemas = {},
> extends CommonOptions<S, Schema, Carries, F> {
  /**
   * How the secrets that the construct granted are kept, and what they have to be.
   *
   * @default - as text or as the object that it is the JSON of, for five minutes
   */
  readonly secrets?: OwnSecretsOptions<Secret> | SecretsPart<Secret>;
}

/** What a handler gets beside its input, whatever its bundle has. */
export interface CommonContext<S extends SourceKind = SourceKind, Inner extends SourceKind = S> {
  /** The log of this call. What is written to it is masked. */
  readonly log: Logger;
  readonly source: S;
  readonly action: string;
  readonly requestId: string;
  /** What makes a delivery the same when it comes again: a message's id, a record's sequence number, a request's id. */
  readonly id?: string;
  /** On whose behalf, as AWS checked it: the subject of a token, the ARN of an IAM identity, the id of a sender. */
  readonly principal?: string;
  /** What the caller's identity carries besides, as AWS checked it. */
  readonly claims: Readonly<Record<string, unknown>>;
  /** What else is known of the delivery. */
  readonly envelope: EnvelopeOf<Inner>;
  readonly lambda: LambdaContext;
}

/** What a handler gets beside its input. */
export interface HandlerContext<S extends SourceKind = SourceKind, Inner extends SourceKind = S, Secret extends SecretSchemas = {}>
  extends CommonContext<S, Inner> {
  /** The secrets that the construct granted; their values are masked in the log. */
  readonly secrets: Secrets<Secret>;
}
