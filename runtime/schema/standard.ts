/**
 * Standard Schema (https://standardschema.dev), as far as it is used here: zod, valibot, arktype and others implement it.
 * Declared by us, so that the runtime depends on nothing.
 */
export interface StandardSchema<Input = unknown, Output = Input> {
  readonly '~standard': {
    readonly version: 1;
    readonly vendor: string;
    readonly validate: (value: unknown) => SchemaResult<Output> | Promise<SchemaResult<Output>>;
    readonly types?: { readonly input: Input; readonly output: Output } | undefined;
  };
}

/** What a schema says about a value. */
export type SchemaResult<Output> = { readonly value: Output; readonly issues?: undefined } | { readonly issues: readonly SchemaIssue[] };

/** One thing that does not fit. Its message may quote the value, so it is never logged. */
export interface SchemaIssue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}

/** What a handler gets of a value that fits. */
export type OutputOf<S extends StandardSchema> = NonNullable<S['~standard']['types']>['output'];

/** Whether something is a schema; arktype's are functions. */
export function isSchema(value: unknown): value is StandardSchema {
  return !!(value as StandardSchema | null | undefined)?.['~standard'];
}
