/**
 * What the constructs and the boundary inside a function agree on: `lib/` writes it at synthesis, `runtime/` reads it in Lambda.
 * Names and ARNs only, never the value of a secret, and nothing that loads a module: both sides take this file as it is.
 */

/** The environment variable that carries `BoundaryFacts` as JSON. */
export const FACTS_VARIABLE = 'RAMPART_FACTS';

/** All variables of a function together have at most so many bytes. Source: the Lambda guide, quotas. */
export const ENVIRONMENT_LIMIT = 4096;

/** The CommonJS module beside the handler that exports `CompiledSchemas`; present only where a route or source has a JSON Schema. */
export const SCHEMAS_FILE = 'rampart-schemas.cjs';

/**
 * The environment variable that names the handler which the layer calls, as Lambda names handlers: `src/index.handler`. The function's own
 * handler is `LAYER_HANDLER` then.
 */
export const HANDLER_VARIABLE = 'RAMPART_HANDLER';

/** The handler that the layer brings, for functions whose own cannot be changed. */
export const LAYER_HANDLER = '/opt/rampart/boundary.handler';

/** Where an event can come from. */
export type SourceKind =
  | 'api' | 'url' | 'sqs' | 'sns' | 's3' | 'dynamodb' | 'kinesis' | 'eventbridge' | 'schedule' | 'cognito' | 'authorizer' | 'direct';

/** What a construct knows about its function. Short keys: every byte counts towards `ENVIRONMENT_LIMIT`. */
export interface BoundaryFacts {
  /** The service name that stands in each log line; without it the function's name. */
  readonly service?: string;

  /** Who may send events. Absent: no construct knows, so the handler's author says; present: nobody else may, and an empty list means nobody. */
  readonly allow?: AllowList;

  /** The secrets that the function reads, by the name that the handler knows them by. */
  readonly secrets?: { readonly [name: string]: SecretFact };
}

/** Identities of one source. `true` where none can be known without a circular deployment: IAM alone decides which of this source may send. */
export type Identities = readonly string[] | true;

/** By source, what the event itself carries: a source that is absent may not send at all. */
export interface AllowList {
  /** The ids of REST, HTTP and WebSocket APIs (`requestContext.apiId`). */
  readonly api?: Identities;
  /** Whether the function's own URL may send. Its id is not known without a circle, so any URL of this function is accepted. */
  readonly url?: boolean;
  /** The ARNs of queues (`eventSourceARN`). */
  readonly sqs?: Identities;
  /** The ARNs of topics (`Sns.TopicArn`). */
  readonly sns?: Identities;
  /** The names of buckets (`s3.bucket.name`). */
  readonly s3?: Identities;
  /** The ARNs of table streams (`eventSourceARN`). */
  readonly dynamodb?: Identities;
  /** The ARNs of Kinesis streams or their consumers (`eventSourceARN`). */
  readonly kinesis?: Identities;
  /** What events of EventBridge look like; one of these has to fit. */
  readonly eventbridge?: readonly EventFact[];
  /** The ARNs of schedules or scheduled rules that the event names. */
  readonly schedule?: Identities;
  /** The ids of user pools (`userPoolId`). */
  readonly cognito?: Identities;
  /** The ARNs of APIs whose authorizer the function is, as the start of `methodArn` or `routeArn`. */
  readonly authorizer?: Identities;
  /** Whether a direct invocation, which carries no identity, is accepted; IAM alone decides who may. */
  readonly direct?: boolean;
}

/** An event of EventBridge as its rule's pattern describes it; what is absent may be anything. */
export interface EventFact {
  readonly source?: readonly string[];
  readonly detailType?: readonly string[];
  readonly account?: readonly string[];
}

/** A secret by its ARN; its value is fetched at run time. */
export interface SecretFact {
  /** The ARN of a Secrets Manager secret or of an SSM parameter. */
  readonly arn: string;

  /** The staging labels that the function may read; without it AWSCURRENT alone. */
  readonly stages?: readonly string[];
}

/** A schema that was compiled at synthesis. `errors` is about the latest call. */
export interface CompiledSchema {
  (value: unknown): boolean;
  errors?: readonly { readonly instancePath: string; readonly keyword: string; readonly message?: string }[] | null;
}

/** The parts of a request that a route has schemas for. */
export interface RouteSchemas {
  readonly body?: CompiledSchema;
  readonly query?: CompiledSchema;
  readonly path?: CompiledSchema;
  readonly headers?: CompiledSchema;
}

/** What the module named by `SCHEMAS_FILE` exports. */
export interface CompiledSchemas {
  /** By method and path as API Gateway states them: `POST /orders/{id}`. */
  readonly routes?: { readonly [route: string]: RouteSchemas };

  /** The payload of each record or event of a source. */
  readonly sources?: { readonly [source in SourceKind]?: CompiledSchema };

  /** The sources whose payload is a text by its schema: it is not read as JSON. */
  readonly texts?: readonly SourceKind[];

  /** The routes whose body is a text by its schema. */
  readonly textBodies?: readonly string[];
}

export const VALIDATION_REJECTED = 'validation.rejected';
export const SOURCE_REFUSED = 'source.refused';
export const SECRET_REFRESHED = 'secret.refreshed';
export const AUTH_FAILED = 'auth.failed';

/**
 * The names of security events in the audit log, as the field `event`. Public: metric filters and alarms count them,
 * so a name never changes.
 */
export const SECURITY_EVENTS = {
  validationRejected: VALIDATION_REJECTED,
  sourceRefused: SOURCE_REFUSED,
  secretRefreshed: SECRET_REFRESHED,
  authFailed: AUTH_FAILED,
} as const;
