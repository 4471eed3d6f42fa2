import { Severity } from './severity';

/** What was found about one resource. */
export interface Finding {
  /** The id of the rule, for example `queue-encrypted`. */
  readonly rule: string;
  /** How bad it is. */
  readonly severity: Severity;
  /** `noncompliant`, or `undecided` where only the deployment knows. */
  readonly verdict: string;
  /** Who made the resource: `user`, or `helper` for what the CDK itself adds and users cannot change. */
  readonly provenance: string;
  /** The path of the template. */
  readonly template: string;
  /** The logical id of the resource to change. */
  readonly logicalId: string;
  /**
   * The logical ids of the other resources that take part.
   *
   * @default - no other resource takes part
   */
  readonly related?: string[];
  /**
   * The path of the construct that rendered the resource.
   *
   * @default - the template does not say it
   */
  readonly constructPath?: string;
  /**
   * The property that decides.
   *
   * @default - no single property decides
   */
  readonly property?: string;
  /**
   * Tells findings of one rule on one resource apart; acknowledged as `rule[detail]`.
   *
   * @default - the rule has one finding per resource
   */
  readonly detail?: string;
  /** What is wrong. */
  readonly message: string;
  /** What to do. */
  readonly remedy: string;
  /**
   * The place in the user's code that made the resource, as `file:line:column`.
   *
   * @default - it is not known
   */
  readonly source?: string;
  /**
   * Why the finding was accepted.
   *
   * @default - nobody has acknowledged it
   */
  readonly acknowledged?: string;
  /**
   * The level of the fix that could repair it.
   *
   * @default - it has no fix
   */
  readonly fix?: string;
  /**
   * Why its fix was not made, where one was asked for.
   *
   * @default - no fix was refused
   */
  readonly declined?: string;
  /** Whether the rule may fail a build: `stable`, or `preview` while its verdicts are still being measured. */
  readonly stability: string;
}
