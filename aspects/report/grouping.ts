import { visible } from './layout';
import { Finding } from '../finding';
import { Severity, SEVERITIES } from '../severity';

/** The findings of one rule. */
export interface RuleGroup {
  readonly rule: string;
  /** The worst of its findings. */
  readonly severity: Severity;
  readonly findings: readonly Finding[];
  readonly messages: readonly MessageGroup[];
}

/** The findings of one rule that say the same. */
export interface MessageGroup {
  readonly message: string;
  readonly findings: readonly Finding[];
  /** Where they are, each place once. */
  readonly places: readonly Place[];
}

/** Where a finding is. */
export interface Place {
  /** The template, where neither a line of code nor a construct is known. */
  readonly template?: string;
  /** The line of code, the construct path, or the logical id in the template; empty for the template as a whole. */
  readonly name: string;
}

/** Findings by rule, the worst rule first, and of equally bad ones the one found most often. */
export function byRule(findings: readonly Finding[]): RuleGroup[] {
  return [...grouped(findings, finding => finding.rule)]
    .map(([rule, same]) => ({ rule, severity: worst(same), findings: same, messages: byMessage(same) }))
    .sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity)
      || b.findings.length - a.findings.length || (a.rule < b.rule ? -1 : 1));
}

function byMessage(findings: readonly Finding[]): MessageGroup[] {
  return [...grouped(findings, finding => visible(finding.message))].map(([message, same]) => ({ message, findings: same, places: placesOf(same) }));
}

/** The places of findings; one that several share, such as a line in a loop, says how many. */
function placesOf(findings: readonly Finding[]): Place[] {
  return [...grouped(findings, finding => wordsOf(placeOf(finding))).values()].map(same => {
    const place = placeOf(same[0]);
    const resources = new Set(same.map(finding => `${finding.template}#${finding.logicalId}`)).size;
    return resources > 1 ? { ...place, name: `${place.name} (${resources} resources)` } : place;
  });
}

/** Where a finding is: the user's own line, the construct, or the resource of the template; the best that is known. */
export function placeOf({ source, constructPath, template, logicalId }: Finding): Place {
  if (source !== undefined) return { name: visible(source) };
  // The last part of the path names what the CDK rendered, which is not in the user's code.
  if (constructPath !== undefined) return { name: visible(constructPath.replace(/\/(?:Resource|Default)$/, '')) };
  return { template: visible(template), name: visible(logicalId) };
}

/** A place in words. */
export function wordsOf({ template, name }: Place): string {
  return [template, name].filter(part => part !== undefined && part !== '').join(' › ');
}

/** Places line by line: those without a template in one, those of a template under its name. */
export function linesOf(places: readonly Place[], most: number): string[] {
  const lines = [...grouped(places.slice(0, most), place => place.template ?? '')]
    .map(([template, same]) => wordsOf({ template, name: same.map(place => place.name).filter(name => name !== '').join(', ') }));
  if (places.length > most) lines[lines.length - 1] += ` and ${places.length - most} more`;
  return lines;
}

function worst(findings: readonly Finding[]): Severity {
  return SEVERITIES.find(severity => findings.some(finding => finding.severity === severity)) ?? Severity.LOW;
}

function grouped<T>(all: readonly T[], keyOf: (one: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const one of all) {
    const same = groups.get(keyOf(one));
    if (same) same.push(one); else groups.set(keyOf(one), [one]);
  }
  return groups;
}
