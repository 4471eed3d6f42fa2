import { FixLevel } from '../../fix-level';
import { AppModel } from '../../model/app-model';
import { roleOf } from '../../model/policy';
import { Resource } from '../../model/resource';
import { deadLetterQueueOfRole, isRefusedQueue } from '../../queues/dead-letter-queue';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { noncompliant, undecided } from '../../rule/found';
import { isGiven } from '../../rule/given';
import { SetProperty } from '../../rule/patch';
import { Declined, Repair, Rule } from '../../rule/rule';
import { Severity } from '../../severity';

const PROPERTY = 'Target.DeadLetterConfig.Arn';

/** What a schedule could not start is kept. */
export const scheduleRedrive: Rule = {
  id: 'schedule-redrive',
  theme: 'triggers',
  severity: Severity.MEDIUM,
  stability: 'preview',
  title: 'A schedule keeps what it could not start in a dead-letter queue',
  threat: 'EventBridge Scheduler tries for a day and forgets the call: backups, rotations and clean-ups that do not run any more, by mistake or because '
    + 'somebody took a permission away, are missed by nobody.',
  remedy: 'Set deadLetterQueue on the schedule\'s target, and let the schedule\'s role send to that queue.',
  links: [
    'https://docs.aws.amazon.com/scheduler/latest/UserGuide/configuring-schedule-dlq.html',
    'https://cwe.mitre.org/data/definitions/778.html',
  ],
  covers: [],
  target: 'AWS::Scheduler::Schedule',
  check: schedule => {
    const given = schedule.get('State') === 'DISABLED' ? 'yes' : isGiven(schedule.get(PROPERTY));
    if (given === 'yes') return undefined;
    if (given === 'undecided') return undecided(schedule, `${PROPERTY} is only known at deployment`, { property: PROPERTY });
    return noncompliant(schedule, 'nothing keeps the calls that cannot be made', { property: PROPERTY });
  },
  fix: {
    levels: [FixLevel.SAFE],
    why: 'Only what the scheduler would forget goes to the new queue; calls and their retries stay as they are, and an unused queue costs nothing.',
    repair: ({ subject }, app) => repair(subject as Resource, app),
  },
  examples: [
    compliant('a dead-letter queue on the target', ({ stack, cdk, scheduler, schedulerTargets, sqs, someFunction }) => {
      const target = new schedulerTargets.LambdaInvoke(someFunction(), { deadLetterQueue: new sqs.Queue(stack, 'Failed') });
      new scheduler.Schedule(stack, 'Nightly', { schedule: scheduler.ScheduleExpression.rate(cdk.Duration.days(1)), target });
    }),
    noncompliantExample('nothing said', ({ stack, cdk, scheduler, schedulerTargets, someFunction }) => {
      const target = new schedulerTargets.LambdaInvoke(someFunction(), {});
      new scheduler.Schedule(stack, 'Nightly', { schedule: scheduler.ScheduleExpression.rate(cdk.Duration.days(1)), target });
    }),
    noncompliantExample('a raw schedule, a role from elsewhere', ({ stack, cdk, someFunction }) => {
      const Target = { Arn: someFunction().functionArn, RoleArn: 'arn:aws:iam::111122223333:role/scheduler' };
      const properties = { ScheduleExpression: 'rate(1 day)', FlexibleTimeWindow: { Mode: 'OFF' }, Target };
      new cdk.CfnResource(stack, 'Nightly', { type: 'AWS::Scheduler::Schedule', properties });
    }),
    undecidedExample('left to a condition', ({ stack, cdk, scheduler, someFunction }) => {
      const isProd = new cdk.CfnCondition(stack, 'Prod', { expression: cdk.Fn.conditionEquals(new cdk.CfnParameter(stack, 'Stage').valueAsString, 'prod') });
      const arn = cdk.Fn.conditionIf(isProd.logicalId, 'arn:aws:sqs:eu-west-1:111122223333:failed', cdk.Aws.NO_VALUE).toString();
      new scheduler.CfnSchedule(stack, 'Nightly', {
        scheduleExpression: 'rate(1 day)',
        flexibleTimeWindow: { mode: 'OFF' },
        target: { arn: someFunction().functionArn, roleArn: 'arn:aws:iam::111122223333:role/scheduler', deadLetterConfig: { arn } },
      });
    }),
  ],
};

function repair(schedule: Resource, app: AppModel): Repair | Declined {
  const queue = deadLetterQueueOfRole(schedule, roleOf(schedule.get('Target.RoleArn'), app), app);
  return isRefusedQueue(queue) ? queue : { level: FixLevel.SAFE, patches: [...queue.patches, new SetProperty(schedule, PROPERTY, queue.arn)] };
}
