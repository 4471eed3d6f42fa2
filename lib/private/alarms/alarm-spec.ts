import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';

/** One alarm: what it looks at, and from where on it is too much. */
export interface AlarmSpec {
  /** The id of the alarm beside its subject. */
  readonly id: string;
  /** What it means that the alarm goes off, and what to look at first. */
  readonly description: string;
  readonly metric: cloudwatch.IMetric;
  /** The least value that raises the alarm. */
  readonly threshold: number;
  /**
   * Of how many periods in a row.
   *
   * @default - one
   */
  readonly periods?: number;
  /**
   * The standard deviations from what is usual, instead of a threshold.
   *
   * @default - the threshold decides
   */
  readonly deviations?: number;
}

/** How long one look takes: long enough to count a burst, short enough to be told in time. */
export const PERIOD = Duration.minutes(5);

/** Makes the alarm of a specification. */
export function alarmOf(scope: Construct, { id, description, metric, threshold, periods = 1, deviations }: AlarmSpec): cloudwatch.AlarmBase {
  const common = {
    metric, alarmDescription: description, evaluationPeriods: periods, treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
  };
  const { GREATER_THAN_UPPER_THRESHOLD, GREATER_THAN_OR_EQUAL_TO_THRESHOLD } = cloudwatch.ComparisonOperator;
  return deviations === undefined
    ? new cloudwatch.Alarm(scope, id, { ...common, threshold, comparisonOperator: GREATER_THAN_OR_EQUAL_TO_THRESHOLD })
    : new cloudwatch.AnomalyDetectionAlarm(scope, id, { ...common, stdDevs: deviations, comparisonOperator: GREATER_THAN_UPPER_THRESHOLD });
}
