import { Provenance, Resource } from '../model/resource';
import { Template } from '../model/template';
import { ask, Open, Value } from '../model/value';
import { Severity } from '../severity';

/** What a finding is about: a resource, or another element of a template that has a logical id (an output, a parameter). */
export interface Subject {
  readonly template: Template;
  /** The logical id of what the user wrote. */
  readonly writtenId: string;
  /** Unique in the application. */
  readonly id: string;
  readonly constructPath?: string;
  readonly provenance: Provenance;
  /** The rule whose fix has added it. */
  readonly addedBy?: string;
}

/** What a rule says of one subject: the safe condition does not hold, or nobody can tell before deployment. */
export interface Found {
  readonly subject: Subject;
  readonly verdict: 'noncompliant' | 'undecided';
  /** What is wrong, in one sentence that starts in lower case and has no full stop. */
  readonly message: string;
  /** The property that decides, as a path from the resource's properties: `Environment.Variables.TOKEN`. */
  readonly property?: string;
  /** Tells findings of one rule on one subject apart: `s3:*`. Users acknowledge one as `rule[s3:*]`. */
  readonly detail?: string;
  /** The other resources that take part. */
  readonly related?: readonly Resource[];
  /** The severity, where this finding is worse or better than the rule's. */
  readonly severity?: Severity;
  /** Anything the rule's own fix wants to know. */
  readonly facts?: unknown;
}

/** What a finding may say besides its message. */
export type FoundDetails = Omit<Found, 'subject' | 'verdict' | 'message'>;

/** A finding: the safe condition does not hold. */
export function noncompliant(subject: Subject, message: string, details: FoundDetails = {}): Found {
  return { subject, verdict: 'noncompliant', message, ...details };
}

/** A finding: nobody can tell before deployment whether the safe condition holds. */
export function undecided(subject: Subject, message: string, details: FoundDetails = {}): Found {
  return { subject, verdict: 'undecided', message, ...details };
}

/**
 * Asks a question about a property: silence where the answer is yes.
 *
 * @param resource the resource to ask about
 * @param property the path of the property
 * @param question answers for a known value; nothing stands for a property that is not set
 * @param wrong says what is wrong where the answer is no
 */
export function mustBe(resource: Resource, property: string, question: (known: Exclude<Value, Open>) => boolean, wrong: string): Found | undefined {
  const answer = ask(resource.get(property), question);
  if (answer === 'yes') return undefined;
  if (answer === 'undecided') return undecided(resource, `${property} is only known at deployment`, { property });
  return noncompliant(resource, wrong, { property });
}

/** Whether two findings of a rule say the same of one subject. */
export function saySame(one: Found, other: Found): boolean {
  return one.subject.id === other.subject.id && one.verdict === other.verdict && one.property === other.property && one.detail === other.detail
    && one.message === other.message && relatedIds(one) === relatedIds(other);
}

function relatedIds({ related = [] }: Found): string {
  return related.map(({ id }) => id).join('\n');
}
