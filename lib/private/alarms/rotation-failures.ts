import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { AlarmSpec } from './alarm-spec';
import { eventMetric } from './event-metric';
import { fullArn } from './secret-names';

/**
 * What Secrets Manager says of a rotation that did not work. It says so through CloudTrail, so the account needs a trail.
 * Source: https://docs.aws.amazon.com/secretsmanager/latest/userguide/cloudtrail_log_entries.html
 */
const FAILURES = ['RotationFailed', 'RotationAbandoned', 'TestRotationFailed'];

/** The alarm on rotations of some secrets that fail. */
export function rotationFailures(scope: Construct, secrets: readonly secretsmanager.ISecret[]): AlarmSpec {
  const { metric } = eventMetric(scope, 'RotationFailed', 'A secret could not be rotated', {
    source: ['aws.secretsmanager'],
    detailType: ['AWS Service Event via CloudTrail'],
    detail: { eventName: FAILURES, additionalEventData: { SecretId: secrets.map(fullArn) } },
  });
  return {
    id: 'RotationFailedAlarm',
    metric,
    threshold: 1,
    description: 'A secret could not be rotated: see the log of the function that rotates it, and the version AWSPENDING of the secret',
  };
}
