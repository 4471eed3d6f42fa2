/** How bad a finding is. */
export enum Severity {
  /** Open to anybody now. */
  CRITICAL = 'CRITICAL',
  /** One mistake away from being open. */
  HIGH = 'HIGH',
  /** Widens an incident. */
  MEDIUM = 'MEDIUM',
  /** Hygiene. */
  LOW = 'LOW',
}

/** All severities, the worst first. */
export const SEVERITIES: readonly Severity[] = [Severity.CRITICAL, Severity.HIGH, Severity.MEDIUM, Severity.LOW];

/** Whether a severity is the given one or worse. */
export function isAtLeast(severity: Severity, least: Severity): boolean {
  return SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(least);
}
