/** What a payload may be before any schema sees it. */
export interface Limits {
  /** The most bytes of a payload. @default 1 MiB, the most that a message of SQS has */
  readonly bytes: number;

  /** The most levels of objects and lists in one another. @default 32 */
  readonly depth: number;

  /** The most values in a payload: properties, elements and what they hold. @default 10,000 */
  readonly values: number;

  /** The most UTF-16 units of one property name. @default 256 */
  readonly name: number;

  /** Property names that are accepted although they reach a prototype in careless code. @default - none: `__proto__`, `constructor` and `prototype` are refused */
  readonly names: readonly string[];

  /**
   * Whether text may hold U+0080 to U+009F: line ends of mainframes, and quotation marks that were once read in the wrong encoding.
   * A terminal may take them for the begin of an escape. @default false
   */
  readonly c1: boolean;
}

export const DEFAULT_LIMITS: Limits = { bytes: 1_048_576, depth: 32, values: 10_000, name: 256, names: [], c1: false };
