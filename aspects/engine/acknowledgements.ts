import { Judgement } from './judgement';
import { ACKNOWLEDGEMENT_CURRENT, ACKNOWLEDGEMENT_USED, ACKNOWLEDGEMENT_VALID, Notice } from './notices';
import { Finding } from '../finding';
import { liesUnder } from '../model/construct-path';
import { Subject } from '../rule/found';
import { Rule } from '../rule/rule';

/** How ids of this library's rules begin where several tools share one list. */
export const NAMESPACE = 'Rampart::';

/** The construct metadata in which this library keeps acknowledgements: id, reason, until. */
export const ACKNOWLEDGEMENT_METADATA = 'rampart:acknowledgement';

/** The id of the line that sums an audit up: no finding, so CDK alone knows of its acknowledgement. */
export const SUMMARY = 'summary';

/** Somebody accepts a finding, with a reason. */
export interface Acknowledgement {
  /** The rule, with a detail in brackets where only one finding is meant: `iam-policy-no-service-wildcard[s3:*]`. */
  readonly id: string;
  readonly reason: string;
  /** The last day it holds, as `YYYY-MM-DD`. */
  readonly until?: string;
  /** Where it stands: on a construct and all below it, or on one element of a template. */
  readonly on: { readonly constructPath: string } | { readonly template: string; readonly logicalId?: string };
}

/** What is wrong with an acknowledgement, or nothing. */
export function faultOf(acknowledgement: { readonly id?: unknown; readonly reason?: unknown; readonly until?: unknown }): string | undefined {
  const { id, reason, until } = acknowledgement;
  if (typeof id !== 'string' || !/^[a-z0-9-]+(\[.+\])?$/s.test(id)) return `the rule id must read like queue-encrypted or iam-policy-no-service-wildcard[s3:*], got: ${JSON.stringify(id)}`;
  if (typeof reason !== 'string' || reason.trim() === '') return `${id} needs a reason`;
  if (until !== undefined && !isDate(until)) return `${id}: until must be a date like 2027-01-31, got: ${JSON.stringify(until)}`;
  return undefined;
}

function isDate(text: unknown): boolean {
  if (typeof text !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

/** Whether an acknowledgement is past its last day. */
export function isExpired(acknowledgement: Pick<Acknowledgement, 'until'>, today: Date = new Date()): boolean {
  return acknowledgement.until !== undefined && isDate(acknowledgement.until) && today.toISOString().slice(0, 10) > acknowledgement.until;
}

/** The acknowledgement that accepts a finding, if there is one. */
export function acknowledgementOf(finding: Finding, subject: Subject, all: readonly Acknowledgement[], today?: Date): Acknowledgement | undefined {
  return all.find(one => faultOf(one) === undefined && matches(one, finding, subject) && !isExpired(one, today));
}

function matches(acknowledgement: Acknowledgement, finding: Finding, subject: Subject): boolean {
  const { id, on } = acknowledgement;
  if (id !== finding.rule && !isSameId(id, `${finding.rule}[${finding.detail}]`)) return false;
  if ('template' in on) return on.template === finding.template && (on.logicalId === undefined || on.logicalId === finding.logicalId);
  return subject.constructPath !== undefined && liesUnder(subject.constructPath, on.constructPath);
}

/** Whether two ids mean the same: CDK writes `-` for each space. */
export function isSameId(one: string, other: string): boolean {
  return String(one).replace(/ /g, '-') === String(other).replace(/ /g, '-');
}

/**
 * Whether an audit has something to say about an acknowledgement: not where its rule was left out of the audit, nor of the line
 * that sums it up, which CDK lets users silence like any other.
 *
 * @param acknowledgement what somebody accepts
 * @param ran the rules of the audit
 * @param all the rules that there are
 */
export function isMeant({ id }: Acknowledgement, ran: readonly Rule[], all: readonly Rule[]): boolean {
  const rule = String(id).replace(/\[.*$/s, '');
  if (rule === SUMMARY) return false;
  return ran.some(one => one.id === rule) || !all.some(one => one.id === rule);
}

/** The rules of an audit, and the day that it judges acknowledgements by. */
interface Judged {
  readonly rules: readonly Rule[];
  readonly today?: Date;
}

/** What is to be said about acknowledgements themselves: malformed, expired, matching nothing. */
export function notices(
  all: readonly Acknowledgement[], used: ReadonlySet<Acknowledgement>, audit: Judged, judgements: readonly Judgement[],
): Finding[] {
  const ran = new Set(audit.rules.map(rule => rule.id));
  return all.filter(one => !used.has(one)).flatMap(one => {
    const fault = faultOf(one);
    if (fault !== undefined) return [notice(ACKNOWLEDGEMENT_VALID, one, fault, judgements)];
    if (isExpired(one, audit.today)) return [notice(ACKNOWLEDGEMENT_CURRENT, one, `the acknowledgement of ${one.id} expired after ${one.until}: ${one.reason}`, judgements)];
    const rule = one.id.replace(/\[.*$/s, '');
    const why = ran.has(rule) ? 'matches no finding' : 'names a rule that this audit does not run';
    return [notice(ACKNOWLEDGEMENT_USED, one, `the acknowledgement of ${one.id} ${why}`, judgements)];
  });
}

function notice(kind: Notice, { on }: Acknowledgement, message: string, judgements: readonly Judgement[]): Finding {
  const inTemplate = 'template' in on;
  const template = inTemplate ? on.template
    : judgements.map(({ found }) => found.subject)
      .find(({ constructPath }) => constructPath !== undefined && liesUnder(constructPath, on.constructPath))?.template.path;
  return {
    rule: kind.id,
    severity: kind.severity,
    stability: 'stable',
    verdict: 'undecided',
    provenance: 'user',
    template: template ?? '',
    logicalId: inTemplate ? on.logicalId ?? '' : '',
    ...(inTemplate ? {} : { constructPath: on.constructPath }),
    message,
    remedy: kind.remedy,
  };
}
