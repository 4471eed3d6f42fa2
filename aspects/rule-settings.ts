import { ITopic } from 'aws-cdk-lib/aws-sns';

/** What only the owner of an application knows, and rules and fixes ask for. */
export interface RuleSettings {
  /**
   * The topic that alarms tell. Missing alarms are then judged in every application, and fixes add them: on errors, throttles
   * and dropped events of functions, on dead-letter queues, and on the callers that APIs turn away.
   *
   * The topic must let CloudWatch publish: every new topic does, one with a policy or a key of its own has to say so.
   *
   * @default - missing alarms are judged where the application has alarms already, and nothing adds them
   */
  readonly alarmTopic?: ITopic;
  /**
   * The accounts, twelve digits each, whose layers functions may run besides their own account's and those that AWS publishes.
   *
   * @default - no other account is trusted
   */
  readonly trustedLayerAccounts?: string[];
  /**
   * The ARN of the managed policy that every role is to have as its permissions boundary.
   *
   * @default - roles are judged where some role of the application has a boundary, and are to have the same
   */
  readonly permissionsBoundary?: string;
  /**
   * How many functions may start each other in a row, at least 1.
   *
   * @default - four
   */
  readonly functionsInARow?: number;
  /**
   * How many functions one event may start at once, at least 1.
   *
   * @default - ten
   */
  readonly functionsAtOnce?: number;
  /**
   * How many kinds of source may start one function, at least 1.
   *
   * @default - three
   */
  readonly kindsOfSource?: number;
  /**
   * The key of the tag that says how sensitive the data of a resource is: public, internal, confidential or restricted.
   *
   * @default - the tag `sensitivity`, which counts in any case
   */
  readonly sensitivityTag?: string;
}
