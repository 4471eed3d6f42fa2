import { Duration, Stack } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as scheduler from 'aws-cdk-lib/aws-scheduler';
import * as targets from 'aws-cdk-lib/aws-scheduler-targets';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { PERIOD } from './private/alarms/alarm-spec';
import { boundRoles } from './private/bound-roles';
import { environmentProblems, regionProblems } from './private/environment-problems';
import { machineOf } from './private/operations/machine';
import { rehearsal } from './private/operations/rehearsal';
import { refuseWaiting } from './private/operations/waiting-stacks';
import { durationProblems } from './private/ranges';
import { requireProps } from './private/required-props';
import { defaultsOf } from './private/scope-defaults';
import { arnInPolicies } from './private/secrets/read-grant';
import { isNeverRotated, rotationOf } from './private/secrets/rotation';
import { judge } from './private/settled-props';
import { RotationRehearsalProps } from './rotation-rehearsal-props';

const TIMEOUT = { least: Duration.minutes(1), usual: Duration.minutes(15), most: Duration.days(1), unit: 'seconds' } as const;

/** Everything that `RotationRehearsal` says about what it cannot try. */
const SAYS = {
  noRotation: (path: string) => `rotation: give the function that rotates ${path}; only for the secrets of SecretSource it is known`,
  neverRotated: (path: string) => `secret: nothing rotates ${path}, so there is no rotation to try`,
};

/**
 * Tries a secret's rotation where it may fail: in staging, on a schedule or by hand, so that the first rotation that fails
 * is not one of production. It waits until the new value is in force, and raises an alarm if that does not happen.
 */
export class RotationRehearsal extends Construct {
  /** Tries it now: `aws stepfunctions start-execution --state-machine-arn …`. */
  public readonly machine: sfn.IStateMachine;

  public constructor(scope: Construct, id: string, props: RotationRehearsalProps) {
    super(scope, id);
    requireProps(this, props, { secret: 'the secret whose rotation is tried', alarms: 'the alarms that say when it failed, as new SecurityAlarms(…)' });
    const { secret, alarms, timeout = TIMEOUT.usual, schedule = scheduler.ScheduleExpression.rate(Duration.days(7)) } = props;
    const rotationArn = props.rotation?.functionArn ?? rotationOf(secret);
    const others = [
      ...isNeverRotated(secret) ? [SAYS.neverRotated(secret.node.path)] : [],
      ...rotationArn === undefined && !isNeverRotated(secret) ? [SAYS.noRotation(secret.node.path)] : [],
      ...environmentProblems(this, 'secret', secret),
      ...environmentProblems(this, 'rotation', props.rotation),
      ...environmentProblems(this, 'alarms', alarms.topic),
      ...regionProblems(this, 'Rampart.defaults: logKey', defaultsOf(this).logKey),
    ];
    judge(this, { timeout }, given => durationProblems(given, TIMEOUT), { others });
    refuseWaiting(this, () => ({ secret: [secret], rotation: props.rotation === undefined ? [] : [props.rotation] }));

    boundRoles(this);
    const machine = machineOf(this, 'Rehearse', {
      ...rehearsal(secret.secretArn, timeout),
      timeout,
      statements: [
        new iam.PolicyStatement({ actions: ['secretsmanager:RotateSecret', 'secretsmanager:DescribeSecret'], resources: [arnInPolicies(this, secret)] }),
        new iam.PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [rotationArn!] }),
      ],
    });
    this.machine = machine;
    const missed = new sqs.Queue(this, 'Missed', { encryption: sqs.QueueEncryption.SQS_MANAGED, enforceSSL: true });
    // CDK would put the role on the stack, where what bounds the roles of this construct does not reach it.
    const role = new iam.Role(this, 'ScheduleRole', { assumedBy: schedulerFor(Stack.of(this)) });
    const target = new targets.StepFunctionsStartExecution(machine, { retryAttempts: 3, deadLetterQueue: missed, role });
    new scheduler.Schedule(this, 'Schedule', { schedule, target });
    const counted = { statistic: cloudwatch.Stats.SUM, period: PERIOD };
    alarms._watch(this, () => [
      { id: 'Failed', description: 'The rotation of a secret failed in rehearsal: see the execution, then the log of the function that rotates', metric: machine.metricFailed(counted), threshold: 1 },
      {
        id: 'NotStarted',
        description: 'A rehearsal could not be started: see the queue for why',
        threshold: 1,
        metric: missed.metricApproximateNumberOfMessagesVisible({ statistic: cloudwatch.Stats.MAXIMUM, period: PERIOD }),
      },
      { id: 'TimedOut', description: 'The rotation of a secret did not end in rehearsal: the value AWSPENDING never came into force', metric: machine.metricTimedOut(counted), threshold: 1 },
    ]);
  }

  /** Lets somebody try the rotation by hand. */
  public grantRehearse(grantee: iam.IGrantable): iam.Grant {
    return this.machine.grantStartExecution(grantee);
  }
}

/** EventBridge Scheduler, for what this account schedules in its default group. */
function schedulerFor(stack: Stack): iam.ServicePrincipal {
  const group = stack.formatArn({ service: 'scheduler', resource: 'schedule-group', resourceName: 'default' });
  return new iam.ServicePrincipal('scheduler.amazonaws.com', { conditions: { StringEquals: { 'aws:SourceAccount': stack.account, 'aws:SourceArn': group } } });
}
