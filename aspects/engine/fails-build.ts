import { Finding } from '../finding';
import { isAtLeast, Severity } from '../severity';

/**
 * Whether a finding fails the build.
 *
 * What cannot be decided never does, nor does what a helper of the CDK made (its users cannot change it), nor what a rule says
 * whose verdicts are still being measured.
 *
 * @param finding the finding
 * @param failOn the least severity that fails a build, or nothing where no finding does
 */
export function failsBuild(finding: Finding, failOn: Severity | undefined): boolean {
  return failOn !== undefined && finding.stability === 'stable' && finding.verdict === 'noncompliant' && finding.provenance === 'user'
    && isAtLeast(finding.severity, failOn);
}
