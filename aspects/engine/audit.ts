import { Acknowledgement, acknowledgementOf, notices } from './acknowledgements';
import { Judgement } from './judgement';
import { internalFinding } from './notices';
import { Finding } from '../finding';
import { FixLevel } from '../fix-level';
import { AppModel } from '../model/app-model';
import { Provenance, Resource } from '../model/resource';
import { refusedByCloudFormation } from '../remediation/obstacles';
import { Found, saySame, Subject } from '../rule/found';
import { AddResource, Patch, SetProperty } from '../rule/patch';
import { foundBy, isDeclined, Rule } from '../rule/rule';
import { writableProperty, writtenProperty } from '../sam/written-property';
import { isAtLeast, SEVERITIES, Severity } from '../severity';

/** What an audit is told besides the application. */
export interface AuditInput {
  readonly rules: readonly Rule[];
  /** What users have said of findings. */
  readonly acknowledgements?: readonly Acknowledgement[];
  /** The day to judge acknowledgements by. */
  readonly today?: Date;
  /** Where a construct was made in the user's code: construct path → `file:line:column`. */
  readonly sources?: (constructPath: string) => string | undefined;
  /** Judges only what lies in this part of the application. */
  readonly within?: (subject: Found['subject']) => boolean;
}

/** What an audit found. */
export interface AuditResult {
  /** What nobody has acknowledged, the worst first. */
  readonly findings: readonly Finding[];
  /** What was acknowledged, each with the reason. */
  readonly acknowledged: readonly Finding[];
}

/** Runs rules over an application. A rule that throws becomes one finding of ours, and the rest goes on. */
export function judge(app: AppModel, rules: readonly Rule[]): { readonly judgements: readonly Judgement[]; readonly failures: readonly Finding[] } {
  const judgements: Judgement[] = [];
  const failures: Finding[] = [];
  for (const rule of rules) {
    // Few subjects have several findings of one rule, so only those are compared.
    const said = new Map<string, Found[]>();
    for (const { found, error, resource } of foundBy(rule, app)) {
      if (found === undefined) {
        failures.push(internalFinding(rule.id, resource, app, error));
        continue;
      }
      const before = said.get(found.subject.id);
      if (before?.some(one => saySame(one, found))) continue;
      if (before) before.push(found); else said.set(found.subject.id, [found]);
      judgements.push({ rule, found });
    }
  }
  return { judgements, failures };
}

/** Judges an application and sorts what was found into what stands and what was acknowledged. */
export function audit(app: AppModel, input: AuditInput): AuditResult {
  const { findings, acknowledged, used, judgements } = auditPart(app, input);
  return { findings: [...findings, ...notices(input.acknowledgements ?? [], used, input, judgements)], acknowledged };
}

/** What an audit of a part of an application found, and which acknowledgements it needed. */
export interface PartResult extends AuditResult {
  readonly used: ReadonlySet<Acknowledgement>;
  readonly judgements: readonly Judgement[];
}

/** Judges a part of an application, and leaves to the caller what is to be said about acknowledgements themselves. */
export function auditPart(app: AppModel, input: AuditInput): PartResult {
  const { judgements, failures } = judge(app, input.rules);
  const acknowledgements = input.acknowledgements ?? [];
  const used = new Set<Acknowledgement>();
  const findings: Finding[] = [...failures];
  const acknowledged: Finding[] = [];
  const { within } = input;
  const inScope = within === undefined ? judgements : judgements.filter(({ found }) => within(found.subject));
  for (const judgement of sorted(inScope, app)) {
    const finding = toFinding(judgement, app, input, error => findings.push(internalFinding(`fix of ${judgement.rule.id}`, undefined, app, error)));
    const acknowledgement = acknowledgementOf(finding, judgement.found.subject, acknowledgements, input.today);
    if (acknowledgement) {
      used.add(acknowledgement);
      acknowledged.push({ ...finding, acknowledged: acknowledgement.reason });
    } else {
      findings.push(finding);
    }
  }
  return { findings, acknowledged, used, judgements };
}

function severityOf({ rule, found }: Judgement) {
  return found.severity ?? rule.severity;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/**
 * The worst first, then by the rule's id, in template order.
 *
 * What one rule finds is nearly in order already, so the findings of each are sorted by themselves.
 */
function sorted(judgements: readonly Judgement[], app: AppModel): Judgement[] {
  const groups = new Map<string, Judgement[]>();
  for (const judgement of judgements) {
    const key = `${SEVERITIES.indexOf(severityOf(judgement))} ${judgement.rule.id}`;
    const same = groups.get(key);
    if (same) same.push(judgement); else groups.set(key, [judgement]);
  }
  const places = new Map<Subject, number>(app.resources.map((resource, index) => [resource, index]));
  const placeOf = ({ found }: Judgement) => places.get(found.subject) ?? -1;
  const byPlace = (a: Judgement, b: Judgement) => placeOf(a) - placeOf(b) || compare(a.found.detail ?? '', b.found.detail ?? '');
  return [...groups.keys()].sort().flatMap(key => groups.get(key)!.sort(byPlace));
}

/**
 * A judgement in the form that reports have.
 *
 * @param judgement the rule and what it found
 * @param app the application
 * @param input finds the line of the user
 * @param failed is told of a fix that throws: a bug of ours, which leaves the finding without a fix
 */
export function toFinding(
  { rule, found }: Judgement, app: AppModel, input: Pick<AuditInput, 'sources'>, failed: (error: unknown) => void = () => {},
): Finding {
  const { subject } = found;
  const { constructPath } = subject;
  const { property, message } = inUsersWords(found);
  // Every finding has the same keys, in this order; JSON leaves out what is not there.
  return {
    rule: rule.id,
    severity: found.severity ?? rule.severity,
    stability: rule.stability,
    verdict: found.verdict,
    provenance: provenanceOf({ rule, found }),
    template: subject.template.path,
    logicalId: subject.writtenId,
    related: found.related === undefined || found.related.length === 0 ? undefined : found.related.map((one: Resource) => one.writtenId),
    constructPath,
    property,
    detail: found.detail,
    message,
    remedy: rule.remedy,
    source: constructPath === undefined ? undefined : input.sources?.(constructPath),
    fix: fixLevelOf(rule, found, app, failed),
  };
}

/**
 * Who made what a finding is about. What a fix has added is no work of the user's either, and where it asks for more (an alarm
 * on a queue that it has added, a key for its log group) only the user can decide; but nothing that could fail a build hides there.
 */
function provenanceOf(judgement: Judgement): Provenance {
  const { subject } = judgement.found;
  return subject.addedBy !== undefined && !isAtLeast(severityOf(judgement), Severity.HIGH) ? 'helper' : subject.provenance;
}

/** What follows from a SAM resource is told by the property that the user wrote, or by what it becomes. */
function inUsersWords({ subject, property, message }: Found): { readonly property?: string; readonly message: string } {
  if (!(subject instanceof Resource) || subject.writtenAs === undefined || property === undefined) return { property, message };
  const written = writtenProperty(subject, property);
  if (written !== undefined) {
    return { property: written, message: message.startsWith(`${property} `) ? `${written}${message.slice(property.length)}` : message };
  }
  return { property, message: subject.logicalId === subject.writtenId ? message : `${message} (of the ${subject.type} that SAM makes of it)` };
}

/** Whether a change can be made where the user wrote the resource: in a construct tree, never to what follows from a SAM resource. */
function isWritable(patch: Patch): boolean {
  if (patch instanceof AddResource || patch.resource.writtenAs === undefined) return true;
  if (patch.resource.template.stackPath !== undefined) return false;
  const { resource } = patch;
  return patch instanceof SetProperty ? writableProperty(resource, patch.property) !== undefined : resource.logicalId === resource.writtenId;
}

/** The level of the fix that could repair a finding; an undecided one is never repaired. */
function fixLevelOf(rule: Rule, found: Found, app: AppModel, failed: (error: unknown) => void): FixLevel | undefined {
  if (rule.fix === undefined || found.verdict === 'undecided' || found.subject.provenance === 'helper') return undefined;
  try {
    const answer = rule.fix.repair(found, app);
    if (isDeclined(answer) || !answer.patches.every(isWritable)) return undefined;
    // What no template could say is no fix, wherever it is asked for.
    return refusedByCloudFormation(answer.patches) === undefined ? answer.level : undefined;
  } catch (error) {
    failed(error);
    return undefined;
  }
}
