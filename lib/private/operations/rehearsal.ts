import { call, Operation } from './machine';

/**
 * Rotates a secret and waits until the rotation is through. Secrets Manager notes when a rotation last succeeded, so nothing
 * has to read the secret's value, which would stand in the history of the execution.
 */
export function rehearsal(secretArn: string): Pick<Operation, 'comment' | 'startAt' | 'states'> {
  return {
    comment: 'Rehearsal of a rotation',
    startAt: 'Rotate',
    states: {
      Rotate: call('secretsmanager:rotateSecret', { SecretId: secretArn, RotateImmediately: true }, { next: 'Wait' }),
      Wait: { Type: 'Wait', Seconds: 15, Next: 'Look' },
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
