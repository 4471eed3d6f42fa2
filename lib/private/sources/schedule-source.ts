import { Arn, ArnFormat, Aws, Duration, Fn, Names, Stack, Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as scheduler from 'aws-cdk-lib/aws-scheduler';
import { Construct } from 'constructs';
import { DELIVERY_AGE, DELIVERY_RETRIES } from './delivery';
import { noted } from './found-triggers';
import { partOf } from './part-of';
import { ScheduleSourceProps } from '../../secure-function-sources';
import { Boundary } from '../boundary';
import { Failures } from '../failures';
import { durationProblems, DurationRange, numberProblems } from '../ranges';
import { secretsWithin, shownSecret } from '../shown-secrets';

/** Source: the EventBridge Scheduler API reference, FlexibleTimeWindow. */
const WINDOW: DurationRange = { least: Duration.minutes(1), most: Duration.hours(24), unit: 'minutes' };

const SAYS = {
  name: (id: string) => `id: a schedule is called by it within the function, so it has 1 to 64 letters, digits, dots, dashes and underscores, got ${id}`,
  taken: (id: string) => `id: a schedule is called by it within the function, so no other one has it, got ${id} a second time`,
};

/** What is wrong with when and how often a schedule starts a function, and with what. */
export function scheduleProblems(fn: lambda.IFunction, { timeWindow, retryAttempts, maxEventAge, detail }: ScheduleSourceProps): string[] {
  return [
    ...secretsWithin(fn, detail).map(([place, secret]) => shownSecret(`detail: ${place}`, secret, 'the schedule')),
    ...durationProblems({ timeWindow }, WINDOW),
    ...numberProblems({ retryAttempts }, DELIVERY_RETRIES),
    ...durationProblems({ maxEventAge }, DELIVERY_AGE),
  ];
}

/** What is wrong with what a schedule is called. */
export function scheduleIdProblems(fn: lambda.IFunction, id: string): string[] {
  if (Token.isUnresolved(id) || !/^[\w.-]{1,64}$/.test(id)) return [SAYS.name(Token.isUnresolved(id) ? 'a token' : id)];
  return fn.node.tryFindChild('Schedules')?.node.tryFindChild('All')?.node.tryFindChild(id) === undefined ? [] : [SAYS.taken(id)];
}

/**
 * Lets a schedule start a function, which owns it.
 *
 * The schedules of a function stand in a group of their own. By that its role is bound to them, and their names, which the event
 * carries, are known without referring to them.
 */
export function addSchedule(
  fn: lambda.IFunction, id: string, props: ScheduleSourceProps, boundary: Boundary, failures: Failures, permissionsBoundary?: iam.IManagedPolicy,
): scheduler.ISchedule {
  const all = partOf(fn, 'Schedules');
  noted(all);
  // CDK's ScheduleGroup would choose the name, the same one wherever the application is deployed under another stack name.
  const { ref: groupName } = partOf(all, 'Group', () => new scheduler.CfnScheduleGroup(all, 'Group'));
  const group = partOf(all, 'Named', () => scheduler.ScheduleGroup.fromScheduleGroupName(all, 'Named', groupName));
  const role = partOf(all, 'Role', () => roleOf(all, fn, group, failures, permissionsBoundary));
  const place = new Construct(partOf(all, 'All'), id);
  const scheduleName = nameOf(place);
  const schedule = new scheduler.Schedule(place, 'Schedule', {
    schedule: props.schedule,
    scheduleName,
    scheduleGroup: group,
    target: {
      bind: () => ({
        arn: fn.functionArn,
        role,
        input: eventOf(fn, props.detail ?? {}),
        deadLetterConfig: { arn: failures.queue.queueArn },
      }),
    },
  });
  // CDK takes tokens for numbers that are too small.
  const cfn = schedule.node.defaultChild as scheduler.CfnSchedule;
  if (props.timeWindow !== undefined) cfn.flexibleTimeWindow = { mode: 'FLEXIBLE', maximumWindowInMinutes: props.timeWindow.toMinutes() };
  cfn.target = {
    ...cfn.target as scheduler.CfnSchedule.TargetProperty,
    retryPolicy: {
      maximumRetryAttempts: props.retryAttempts ?? 2, maximumEventAgeInSeconds: (props.maxEventAge ?? Duration.hours(1)).toSeconds(),
    },
  };
  boundary.allow('schedule', Arn.format({
    service: 'scheduler', resource: 'schedule', resourceName: `${groupName}/${scheduleName}`, arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
  }, Stack.of(fn)));
  return schedule;
}

/**
 * A name that no other schedule of the account has. Groups should make names their own, but CloudFormation tells schedules apart by
 * their name alone (`primaryIdentifier` of its schema), and so does its validation.
 */
function nameOf(place: Construct): string {
  const guid = Fn.select(2, Fn.split('/', Aws.STACK_ID));
  return `${Names.uniqueResourceName(place, { maxLength: 55, allowedSpecialCharacters: '-_.' })}-${Fn.select(0, Fn.split('-', guid))}`;
}

/** A role that the schedules of one function assume, and that may do nothing but start it and keep what failed. */
function roleOf(
  scope: Construct, fn: lambda.IFunction, group: scheduler.IScheduleGroup, failures: Failures, permissionsBoundary?: iam.IManagedPolicy,
): iam.Role {
  const role = new iam.Role(scope, 'Role', {
    permissionsBoundary,
    assumedBy: new iam.ServicePrincipal('scheduler.amazonaws.com', {
      conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(fn).account, 'aws:SourceArn': group.scheduleGroupArn } },
    }),
  });
  // Not by grantInvoke: that would let the role's calls in without an identity.
  role.addToPolicy(new iam.PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [fn.functionArn] }));
  role.addToPolicy(new iam.PolicyStatement({ actions: ['sqs:SendMessage'], resources: [failures.queue.queueArn] }));
  return role;
}

/** The event in the shape of EventBridge's own, naming its schedule. */
function eventOf(fn: lambda.IFunction, detail: object): scheduler.ScheduleTargetInput {
  const { executionId, scheduleArn, scheduledTime } = scheduler.ContextAttribute;
  const { account, region } = Stack.of(fn);
  return scheduler.ScheduleTargetInput.fromObject({
    'version': '0',
    'id': executionId,
    'detail-type': 'Scheduled Event',
    'source': 'aws.scheduler',
    account,
    'time': scheduledTime,
    region,
    'resources': [scheduleArn],
    detail,
  });
}
