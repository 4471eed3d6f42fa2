import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { SecurityAlarms } from './security-alarms';

/** What is shut away when something is wrong. */
export interface QuarantineProps {
  /** Where it is said what was done; its topic is told of every step that fails too. */
  readonly alarms: SecurityAlarms;

  /**
   * The functions that stop: each is reserved a concurrency of zero, and its role may do nothing. Their roles have to be
   * known here.
   *
   * @default - none
   */
  readonly functions?: lambda.IFunction[];

  /**
   * The secrets that get a new value at once. Each has to have a rotation; for secrets of the application that `SecretSource` did not make,
   * `rotations` is required.
   *
   * @default - none
   */
  readonly secrets?: secretsmanager.ISecret[];

  /**
   * The functions that rotate the secrets, which whoever asks for a rotation has to be able to invoke. Those of
   * `SecretSource` are known.
   *
   * @default - none besides those of `SecretSource`
   */
  readonly rotations?: lambda.IFunction[];
}

/** From when on a security event is no accident. */
export interface QuarantineEventOptions {
  /**
   * How many of the events within five minutes start the quarantine.
   *
   * @default - 1
   */
  readonly times?: number;
}
