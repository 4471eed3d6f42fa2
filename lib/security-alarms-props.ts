import { Duration } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as sqs from 'aws-cdk-lib/aws-sqs';

/** Where alarms are said. */
export interface SecurityAlarmsProps {
  /**
   * The topic that every alarm notifies. It has to let CloudWatch publish, with a key of yours if it is encrypted:
   * CloudWatch cannot use the key `aws/sns`.
   *
   * @default - a new topic, encrypted with a key of its own, that takes messages over TLS only; subscribe to it by `topic`
   */
  readonly topic?: sns.ITopic;

  /**
   * The key of the topic that is created.
   *
   * @default - a new key, rotated every year; a topic that is given has its own
   */
  readonly encryptionKey?: kms.Key;
}

/** What is unusual for a function. */
export interface FunctionAlarmOptions {
  /**
   * How many failed invocations in five minutes are too many.
   *
   * @default - 5
   */
  readonly errors?: number;

  /**
   * Which share of the invocations in five minutes may fail, in percent.
   *
   * @default - 5 percent
   */
  readonly errorRate?: number;

  /**
   * After how long the function is ended. Its slowest invocations raise an alarm at nine tenths of it.
   *
   * @default - the timeout of the function, where it is made in this application; otherwise there is no such alarm
   */
  readonly timeout?: Duration;

  /**
   * The age of the oldest record that a stream's reader may leave unread.
   *
   * @default - no alarm; what `addStreamSource` adds to a `SecureFunction` that has alarms is watched at half of its `maxRecordAge`
   */
  readonly iteratorAge?: Duration;

  /**
   * The queue that takes what the function could not handle: one message in it raises an alarm.
   *
   * @default - no alarm
   */
  readonly deadLetterQueue?: sqs.IQueue;

  /**
   * The log group that the boundary inside the function writes to. Rejected events, refused sources and failed logins are
   * counted there.
   *
   * @default - that of the function, if made here; one without `logGroup` gets it by a custom resource of the CDK, which resets its retention
   */
  readonly logGroup?: logs.ILogGroup;

  /**
   * How far the number of invocations may stray from what is usual for the time of day, in standard deviations.
   *
   * @default - 4; CloudWatch learns for two weeks what is usual
   */
  readonly anomalyDeviations?: number;
}

/** What is unusual for an API. */
export interface ApiAlarmOptions {
  /**
   * How many answers of 400 to 499 in five minutes are too many: some callers mistype, hundreds try something.
   *
   * @default - 200
   */
  readonly clientErrors?: number;

  /**
   * How many answers of 500 and more in five minutes are too many.
   *
   * @default - 5
   */
  readonly serverErrors?: number;

  /**
   * The log group of the stage's access log, if it is written as JSON: answers of 401 and 403 are counted there.
   *
   * @default - no such alarm: API Gateway's own metrics do not tell them from other errors of callers
   */
  readonly accessLog?: logs.ILogGroup;

  /**
   * The field of the access log that holds the status of the answer.
   *
   * @default - `status`
   */
  readonly statusField?: string;

  /**
   * How many answers of 401 and 403 in five minutes are too many.
   *
   * @default - 50
   */
  readonly authFailures?: number;

  /**
   * The name of the web ACL's metric, if a firewall stands before the API.
   *
   * @default - no alarm
   */
  readonly firewallMetric?: string;

  /**
   * How many requests that the firewall blocks in five minutes are too many.
   *
   * @default - 100
   */
  readonly blocked?: number;
}

/** Who is expected to read a secret. */
export interface SecretAlarmOptions {
  /**
   * The roles that read the secret in the course of their work, the function that rotates it included.
   *
   * @default - none: every read raises an alarm
   */
  readonly readers?: iam.IRole[];

  /**
   * The addresses that the readers call from, as CloudTrail names them: an address, or the name of an AWS service. A range is refused: an event
   * pattern cannot ask for what is outside of one.
   *
   * @default - any address: functions outside a network have changing ones
   */
  readonly addresses?: string[];
}
