import { judge, toFinding } from '../engine/audit';
import { failsBuild } from '../engine/fails-build';
import { Finding } from '../finding';
import { AppModel } from '../model/app-model';
import { Rule } from '../rule/rule';
import { RULES } from '../rules';
import { Severity } from '../severity';

/** The rules that judge resources one by one, as cdk-nag does: those over the whole application have no place in a pack. */
export const RESOURCE_RULES: readonly Rule[] = RULES.filter(rule => rule.target !== 'app');

/** What is said of one construct. */
export interface Said {
  readonly finding: Finding;
  /** Whether the audit would fail the build for it. */
  readonly fails: boolean;
}

/**
 * Judges an application by every rule for resources.
 *
 * @param app the application
 * @param failOn the least severity that fails a build, or nothing
 * @param rules the rules to judge by
 * @returns construct path → what is said of it; what no construct renders, a pack cannot point at
 */
export function judgedBy(app: AppModel, failOn: Severity | undefined, rules: readonly Rule[] = RESOURCE_RULES): ReadonlyMap<string, readonly Said[]> {
  const { judgements, failures } = judge(app, rules);
  const byPath = new Map<string, Said[]>();
  for (const finding of [...judgements.map(judgement => toFinding(judgement, app, {})), ...failures]) {
    if (finding.constructPath === undefined) continue;
    const said = { finding, fails: failsBuild(finding, failOn) };
    byPath.set(finding.constructPath, [...byPath.get(finding.constructPath) ?? [], said]);
  }
  return byPath;
}
