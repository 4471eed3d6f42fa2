import { Duration } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as scheduler from 'aws-cdk-lib/aws-scheduler';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { SecurityAlarms } from './security-alarms';

/** Which rotation is tried, and how often. */
export interface RotationRehearsalProps {
  /** The secret, which has a rotation. */
  readonly secret: secretsmanager.ISecret;

  /** Where it is said that a rotation failed, or did not end in time. */
  readonly alarms: SecurityAlarms;

  /**
   * The function that rotates the secret, which whoever asks for a rotation has to be able to invoke.
   *
   * @default - the function that `SecretSource` gave the secret; for other secrets it is required
   */
  readonly rotation?: lambda.IFunction;

  /**
   * When the rotation is tried.
   *
   * @default - once a week
   */
  readonly schedule?: scheduler.ScheduleExpression;

  /**
   * How long a rotation may take, from one minute to a day.
   *
   * @default - 15 minutes
   */
  readonly timeout?: Duration;
}
