import { Duration } from 'aws-cdk-lib';
import { call, Operation } from './machine';

/** In seconds: how long it waits between two looks, and for how long at most it may look so often. */
const PAUSE = { short: 15, until: Duration.hours(1).toSeconds(), long: 60 };

/**
 * Rotates a secret and waits until the rotation is through. Secrets Manager notes when a rotation last succeeded, so nothing
 * has to read the secret's value, which would stand in the history of the execution.
 */
export function rehearsal(secretArn: string, timeout: Duration): Pick<Operation, 'comment' | 'startAt' | 'states'> {
  return {
    comment: 'Rehearsal of a rotation',
    startAt: 'Rotate',
    states: {
      Rotate: call('secretsmanager:rotateSecret', { SecretId: secretArn, RotateImmediately: true }, { next: 'Wait' }),
      Wait: { Type: 'Wait', Seconds: pauseOf(timeout), Next: 'Look' },
      Look: call('secretsmanager:describeSecret', { SecretId: secretArn }, { next: 'IsThrough', resultPath: '$.secret' }),
      IsThrough: {
        Type: 'Choice',
        Choices: [{
          And: [
            { Variable: '$.secret.LastRotatedDate', IsPresent: true },
            { Variable: '$.secret.LastRotatedDate', TimestampGreaterThanEqualsPath: '$$.Execution.StartTime' },
          ],
          Next: 'Through',
        }],
        Default: 'Wait',
      },
      Through: { Type: 'Succeed' },
    },
  };
}

/**
 * An execution has 25,000 events at most, and each look takes nine: with the short pause a day would be too long for it.
 * Source: https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html
 */
function pauseOf(timeout: Duration): number {
  return timeout.isUnresolved() || timeout.toSeconds() > PAUSE.until ? PAUSE.long : PAUSE.short;
}
