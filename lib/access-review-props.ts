import { Duration } from 'aws-cdk-lib';
import * as sns from 'aws-cdk-lib/aws-sns';
import { SecurityAlarms } from './security-alarms';

/** What looks after who may do what, in an account and Region. */
export interface AccessReviewProps {
  /**
   * Where findings are sent. It has to let EventBridge publish, with a key of yours if it is encrypted.
   *
   * @default - a new topic, encrypted with a key of its own, that takes messages over TLS only; subscribe to it by `topic`
   */
  readonly topic?: sns.ITopic;

  /**
   * What is told when findings could not be sent.
   *
   * @default - the alarms of the scope, or else nobody is told; what could not be sent is kept for 14 days
   */
  readonly alarms?: SecurityAlarms;

  /**
   * After how long an access that nobody used is a finding, from 1 to 365 days. It is charged by role and user.
   *
   * @default - 90 days
   */
  readonly unusedAfter?: Duration;

  /**
   * Has GuardDuty watch where functions connect to. An account has one detector in a Region, so leave it out where an
   * organisation or another stack has turned GuardDuty on.
   *
   * @default - GuardDuty stays as it is
   */
  readonly guardDuty?: boolean;

  /**
   * Has Inspector look for vulnerable packages in functions and layers, and for faults in their code. It stays on when the
   * stack goes.
   *
   * @default - Inspector stays as it is
   */
  readonly inspector?: boolean;
}
