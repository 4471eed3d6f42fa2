/** What a fix may change. Each level includes the ones before it. */
export enum FixLevel {
  /**
   * Nobody can notice: no data, format, quota, retry, history or caller is affected, nothing is needed at deployment that
   * is not in the tree, the cost is negligible.
   */
  SAFE = 'SAFE',
  /** Also changes how the application is run: where and how logs are written, retries, retention, cost. */
  OPERATIONAL = 'OPERATIONAL',
  /** Also may refuse a caller or drop data. Applied only to rules that are named. */
  STRICT = 'STRICT',
}

/** All levels, the most careful first. */
export const FIX_LEVELS: readonly FixLevel[] = [FixLevel.SAFE, FixLevel.OPERATIONAL, FixLevel.STRICT];

/** Whether a fix of one level may be made where another level was asked for. */
export function isWithin(level: FixLevel, asked: FixLevel): boolean {
  return FIX_LEVELS.indexOf(level) <= FIX_LEVELS.indexOf(asked);
}
