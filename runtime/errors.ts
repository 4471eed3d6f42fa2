/**
 * Why the boundary refused an event or a call failed: one class per cause. None has an enumerable property, because the runtime
 * client of Lambda logs every one; what a reader of the log may know is in `reason` and `at`.
 */
export abstract class BoundaryError extends Error {
  readonly #reason: string;
  readonly #at: readonly string[];

  /**
   * @param message for the log; holds nothing of the event
   * @param reason a stable code, for example `limits.depth`
   * @param at where in the event, as paths; names in them come from the event
   */
  constructor(message: string, reason: string, at: readonly string[] = []) {
    super(message);
    this.#reason = reason;
    this.#at = at;
  }

  /** A stable code of the cause, for example `limits.depth`. */
  get reason(): string { return this.#reason; }

  /** The paths in the event that it is about; without any value. */
  get at(): readonly string[] { return this.#at; }
}

/** The event is not what its source sends, or does not decode. */
export class EnvelopeError extends BoundaryError {}

/** The event comes from a queue, topic, bucket, API, … that is not on the allow-list. */
export class SourceRefusedError extends BoundaryError {}

/** The payload is too large or too deep, or carries a name or character that is never meant well. */
export class LimitError extends BoundaryError {}

/** The payload does not fit the schema, or has keys that the schema does not know. */
export class SchemaError extends BoundaryError {}

/** The function's own set-up cannot be read: the facts of the construct, the compiled schemas, the options. */
export class ConfigurationError extends BoundaryError {}

/** An error whose message the caller may read; every other message stays in the log. */
export class PublicError extends Error {
  readonly #status: number;

  /**
   * @param message what the caller reads; masked like the log
   * @param status the HTTP status with which an API answers. By default 400.
   */
  constructor(message: string, status = 400) {
    super(message);
    this.#status = status;
  }

  /** The HTTP status with which an API answers. */
  get status(): number { return this.#status; }
}

/** What leaves the function in place of a handler's error: its name, the request id, and nothing that the error carried. */
export class HandlerError extends Error {
  /**
   * @param name the name of the handler's error, by which callers such as Step Functions tell errors apart
   * @param message what the caller may read
   */
  constructor(name: string, message: string) {
    super(message);
    Object.defineProperty(this, 'name', { value: name, enumerable: false });
    // The frames are in the log of the function; the answer goes to its caller.
    Object.defineProperty(this, 'stack', { value: `${name}: ${message}`, enumerable: false });
  }
}

// Bundlers rename classes; the names of errors are read by people and by alarms.
const NAMES = { EnvelopeError, SourceRefusedError, LimitError, SchemaError, ConfigurationError, PublicError } as const;
for (const [name, { prototype }] of Object.entries(NAMES)) Object.defineProperty(prototype, 'name', { value: name, configurable: true, writable: true });
