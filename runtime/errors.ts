/**
 * Why the boundary refused an event or a call failed: one class per cause. None has an enumerable property, because the runtime
 * client of Lambda logs every one; what a reader of the log may know is in `reason` and `at`.
 */
export abstract class BoundaryError extends Error {
  /** A stable code of the cause, for example `limits.depth`. */
  declare readonly reason: string;

  /** The paths in the event that it is about; without any value. */
  declare readonly at: readonly string[];

  /**
   * @param reason a stable code, for example `limits.depth`
   * @param at where in the event, as paths; names in them come from the event
   * @param message for a person; holds nothing of the event. By default the reason, which the log tells with the paths.
   */
  constructor(reason: string, at: readonly string[] = [], message = reason) {
    super(message);
    hide(this, { reason, at });
  }
}

// Bundlers rename classes; the names of errors are read by people and by alarms.
const named = (name: string): new (...given: ConstructorParameters<typeof BoundaryError>) => BoundaryError =>
  class extends BoundaryError { get name() { return name; } };

/** The event is not what its source sends, or does not decode. */
export class EnvelopeError extends /* @__PURE__ */ named('EnvelopeError') {}

/** The event comes from a queue, topic, bucket, API, … that is not on the allow-list. */
export class SourceRefusedError extends /* @__PURE__ */ named('SourceRefusedError') {}

/** The payload is too large or too deep, or carries a name or character that is never meant well. */
export class LimitError extends /* @__PURE__ */ named('LimitError') {}

/** The payload does not fit the schema, or has keys that the schema does not know. */
export class SchemaError extends /* @__PURE__ */ named('SchemaError') {}

/** The function's own set-up cannot be read: the facts of the construct, the compiled schemas, the options. */
export class ConfigurationError extends /* @__PURE__ */ named('ConfigurationError') {}

/** The error of a set-up of which one thing cannot be. */
export const misconfigured = (what: string, message: string) => new ConfigurationError(`configuration.${what}`, [], message);

/** An error whose message the caller may read; every other message stays in the log. */
export class PublicError extends Error {
  /** The HTTP status with which an API answers. */
  declare readonly status: number;

  /**
   * @param message what the caller reads; masked like the log
   * @param status the HTTP status with which an API answers. By default 400.
   */
  constructor(message: string, status = 400) {
    super(message);
    hide(this, { name: 'PublicError', status });
  }
}

/** What leaves the function in place of a handler's error: its name, the request id, and nothing that the error carried. */
export class HandlerError extends Error {
  /**
   * @param name the name of the handler's error, by which callers such as Step Functions tell errors apart
   * @param message what the caller may read
   */
  constructor(name: string, message: string) {
    super(message);
    // The frames are in the log of the function; the answer goes to its caller.
    hide(this, { name, stack: `${name}: ${message}` });
  }
}

// Writable, because whoever derives an error of his own may name it.
function hide(error: Error, properties: Readonly<Record<string, unknown>>): void {
  for (const name in properties) Object.defineProperty(error, name, { value: properties[name], writable: true });
}
