import { UnsafeValueError } from './unsafe-value-error';
import { StandardSchema } from '../schema/standard';

/** Values of which one is accepted; also a schema, where schemas are asked for. */
export interface Allowed<T extends string | number> extends StandardSchema<unknown, T> {
  readonly values: readonly T[];
  /** Whether the value is one of them. */
  has(value: unknown): value is T;
  /** The value, if it is one of them. @throws UnsafeValueError otherwise */
  of(value: unknown): T;
}

/** Accepts these values and no others, compared exactly: `allowList('asc', 'desc').of(order)`. */
export function allowList<const T extends string | number>(...values: readonly T[]): Allowed<T> {
  const known = new Set<unknown>(values);
  const has = (value: unknown): value is T => known.has(value);
  const problem = `has to be one of ${values.join(', ')}`;
  return {
    values,
    has,
    'of': value => {
      if (!has(value)) throw new UnsafeValueError(`the value ${problem}`);
      return value;
    },
    '~standard': { version: 1, vendor: 'cdk-rampart', validate: value => has(value) ? { value } : { issues: [{ message: problem }] } },
  };
}
