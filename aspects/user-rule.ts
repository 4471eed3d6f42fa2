import { Severity } from './severity';

/** A resource of an application, as a rule of your own reads it. */
export interface IAuditedResource {
  /** The logical id in the template. */
  readonly logicalId: string;
  /** The CloudFormation type, for example `AWS::SQS::Queue`. */
  readonly resourceType: string;
  /** The path of the construct that rendered it; empty where it is not known. */
  readonly constructPath: string;

  /**
   * Reads a property as it will deploy: overrides, parameters with defaults and decided conditions are worked out.
   *
   * @param path names and list positions joined by dots, for example `RedrivePolicy.maxReceiveCount`
   * @returns nothing where the property is not set or is only known at deployment
   */
  property(path: string): any;

  /**
   * Whether a property is known before deployment; one that is not set is known.
   *
   * @param path names and list positions joined by dots
   */
  isKnown(path: string): boolean;

  /**
   * The resource of the application that a property refers to: by reference, ARN or name, also in another stack.
   *
   * @param path names and list positions joined by dots
   * @returns nothing where it refers to no resource of the application
   */
  referenced(path: string): IAuditedResource | undefined;
}

/** What a rule of your own says of a resource. */
export interface RuleFinding {
  /** What is wrong, in one sentence that starts in lower case and has no full stop. */
  readonly message: string;
  /**
   * The property that decides.
   *
   * @default - no single property decides
   */
  readonly property?: string;
  /**
   * Tells findings on one resource apart; acknowledged as `rule[detail]`.
   *
   * @default - the rule has one finding per resource
   */
  readonly detail?: string;
  /**
   * Whether nobody can tell before deployment.
   *
   * @default - the finding is certain
   */
  readonly undecided?: boolean;
}

/** A rule of your own. */
export interface IRule {
  /** Kebab-case, states the safe condition: `queue-name-prefixed`. Must differ from every rule of this library. */
  readonly id: string;
  /** How bad a finding is. */
  readonly severity: Severity;
  /** The safe state, in one line. */
  readonly title: string;
  /** What to do about a finding. */
  readonly remedy: string;
  /** The CloudFormation type that the rule judges, for example `AWS::SQS::Queue`. */
  readonly resourceType: string;

  /**
   * Judges one resource.
   *
   * @param resource the resource
   * @returns what was found; nothing, as an empty list, where the resource is safe
   */
  check(resource: IAuditedResource): RuleFinding[];
}
