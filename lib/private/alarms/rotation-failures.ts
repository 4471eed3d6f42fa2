import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { AlarmSpec } from './alarm-spec';
import { eventMetric } from './event-metric';
import { inRules, numbered } from './pattern-room';
import { fullArn } from './secret-names';

/**
 * What Secrets Manager says of a rotation that did not work. It says so through CloudTrail, so the account needs a trail.
 * Source: https://docs.aws.amazon.com/secretsmanager/latest/userguide/cloudtrail_log_entries.html
 */
const FAILURES = ['RotationFailed', 'RotationAbandoned', 'TestRotationFailed'];

/** The characters that say which event it is. */
const EVENT = 250;

/** The alarms on rotations of some secrets that fail: one, as long as a pattern has room for the secrets. */
export function rotationFailures(scope: Construct, secrets: readonly secretsmanager.ISecret[]): AlarmSpec[] {
  return inRules(secrets, 1, EVENT).map((some, index) => {
    const { metric } = eventMetric(scope, numbered('RotationFailed', index), 'A secret could not be rotated', {
      source: ['aws.secretsmanager'],
      detailType: ['AWS Service Event via CloudTrail'],
      detail: { eventName: FAILURES, additionalEventData: { SecretId: some.map(fullArn) } },
    });
    return {
      id: numbered('RotationFailedAlarm', index),
      metric,
      threshold: 1,
      description: 'A secret could not be rotated: see the log of the function that rotates it, and the version AWSPENDING of the secret',
    };
  });
}
