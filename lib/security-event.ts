/** What the boundary inside a function reports in its log, as the field `event`. */
export enum SecurityEvent {
  /** An event did not fit the schema or a limit. */
  VALIDATION_REJECTED = 'validation.rejected',
  /** An event came from a source that is not on the list. */
  SOURCE_REFUSED = 'source.refused',
  /** A secret was fetched again before its time. */
  SECRET_REFRESHED = 'secret.refreshed',
  /** What the function logs in to refused its secret; or the function is an authorizer, and let somebody not in. */
  AUTH_FAILED = 'auth.failed',
}
