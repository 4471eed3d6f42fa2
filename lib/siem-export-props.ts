import { Duration } from 'aws-cdk-lib';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import { SecurityAlarms } from './security-alarms';
import { SiemDestination } from './siem-destination';

/** Which logs leave the account, and where they go. */
export interface SiemExportProps {
  /** Where the logs go. */
  readonly destination: SiemDestination;

  /**
   * The log groups that are exported from the beginning; `addLogGroup` adds more.
   *
   * @default - none yet
   */
  readonly logGroups?: logs.ILogGroup[];

  /**
   * The key that encrypts what waits, and what could not be delivered.
   *
   * @default - a new key, rotated every year
   */
  readonly encryptionKey?: kms.IKey;

  /**
   * How long what could not be delivered is kept.
   *
   * @default - 90 days
   */
  readonly keepFailures?: Duration;

  /**
   * What is told when logs are not delivered.
   *
   * @default - the alarms of the scope, or else nobody is told; what failed is kept
   */
  readonly alarms?: SecurityAlarms;
}
