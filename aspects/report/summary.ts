import { counted } from './layout';
import { Finding } from '../finding';
import { FixLevel } from '../fix-level';
import { SEVERITIES } from '../severity';

/** The findings of an audit, sorted by what they mean to their reader. */
export interface Sorted {
  readonly wrong: readonly Finding[];
  readonly open: readonly Finding[];
  readonly helpers: readonly Finding[];
  readonly notices: readonly Finding[];
  readonly acknowledged: readonly Finding[];
}

/** The last lines of a report: what was audited, how many findings of each severity, and what could repair them. */
export function summary({ wrong, open, helpers, notices, acknowledged }: Sorted, { audited, hidden = 0 }: {
  readonly audited: { readonly templates: number; readonly resources: number };
  readonly hidden?: number;
}): string[] {
  const severities = SEVERITIES.map(severity => [severity, wrong.filter(finding => finding.severity === severity).length] as const)
    .filter(([, count]) => count > 0)
    .map(([severity, count]) => `${count} ${severity}`);
  const others = [
    [open.length, 'undecided'], [helpers.length, 'made by the CDK'], [acknowledged.length, 'acknowledged'],
    [notices.length, 'about the audit'], [hidden, 'below the severity asked for'],
  ].filter(([count]) => count !== 0).map(([count, words]) => `${count} ${words}`);
  const findings = wrong.length === 0 ? 'No findings' : `${counted(wrong.length, 'finding')}: ${severities.join(', ')}`;
  return [
    `Audited ${counted(audited.resources, 'resource')} in ${counted(audited.templates, 'template')}.`,
    `${findings}.${others.length > 0 ? ` Besides: ${others.join(', ')}.` : ''}`,
    ...fixes(wrong),
  ];
}

/** What each level of fixes would repair. The strict ones are made only where they are named. */
function fixes(findings: readonly Finding[]): string[] {
  const count = (level: FixLevel): number => findings.filter(finding => finding.fix === level).length;
  const [safe, operational, strict] = [count(FixLevel.SAFE), count(FixLevel.OPERATIONAL), count(FixLevel.STRICT)];
  if (safe + operational + strict === 0) return [];
  const levels = [
    ...(safe > 0 ? [`SAFE would repair ${safe}`] : []),
    ...(operational > 0 ? [`OPERATIONAL ${safe > 0 ? '' : 'would repair '}${safe + operational}`] : []),
    ...(strict > 0 ? [`STRICT, for rules that you name, ${safe + operational > 0 ? 'another' : 'would repair'} ${strict}`] : []),
  ];
  return [`Fixes${isPlain(findings) ? ', in a CDK application' : ''}: ${levels.join('; ')}.`];
}

/** Whether all that could be repaired stands in plain templates: fixes are made to constructs, not to files. */
export function isPlain(findings: readonly Finding[]): boolean {
  return findings.every(({ fix, constructPath }) => fix === undefined || constructPath === undefined);
}
