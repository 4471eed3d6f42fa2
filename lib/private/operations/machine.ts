import { Aws, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { AlarmSpec, PERIOD } from '../alarms/alarm-spec';
import { letLogsUse } from '../function-logs';
import { defaultsOf } from '../scope-defaults';

/** A state of the Amazon States Language: https://states-language.net/spec.html */
export type State = Readonly<Record<string, unknown>>;

/** What an operation does, and what it may do. */
export interface Operation {
  readonly comment: string;
  readonly startAt: string;
  readonly states: Readonly<Record<string, State>>;
  readonly statements: readonly iam.PolicyStatement[];
  readonly timeout: Duration;
}

/** A state machine that carries out an operation: with a role of its own, logged without what passes through it, traced. */
export function machineOf(scope: Construct, id: string, operation: Operation): sfn.StateMachine {
  const { comment, startAt, states, statements, timeout } = operation;
  const place = new Construct(scope, id);
  const { logKey } = defaultsOf(place);
  if (logKey !== undefined) letLogsUse(logKey);
  const machine = new sfn.StateMachine(place, 'Machine', {
    definitionBody: sfn.DefinitionBody.fromString(Stack.of(scope).toJsonString({
      Comment: comment, TimeoutSeconds: timeout.toSeconds(), StartAt: startAt, States: states,
    })),
    tracingEnabled: true,
    logs: {
      destination: new logs.LogGroup(place, 'LogGroup', { retention: logs.RetentionDays.ONE_YEAR, removalPolicy: RemovalPolicy.RETAIN, encryptionKey: logKey }),
      level: sfn.LogLevel.ALL,
      includeExecutionData: false,
    },
  });
  for (const statement of statements) machine.addToRolePolicy(statement);
  return machine;
}

/** Errors that pass: too many calls, or another change of the same thing is still under way. */
const PASSING = [
  'Lambda.TooManyRequestsException', 'Lambda.ResourceConflictException', 'Lambda.InvalidParameterValueException', 'SecretsManager.ThrottlingException',
  'Iam.ConcurrentModificationException', 'Iam.ThrottlingException',
];

/** What follows a call. */
export interface After {
  /** @default - the machine ends */
  readonly next?: string;
  /** @default - the answer is dropped */
  readonly resultPath?: string;
  /** @default - an error ends the machine */
  readonly catches?: readonly State[];
}

/** What a state calls, in the partition that the machine runs in: one of another partition is taken at deployment, and fails when it runs. */
export const integration = (called: string) => `arn:${Aws.PARTITION}:states:::${called}`;

/** A call of the AWS SDK. What fails for a moment is tried again; what fails for good goes where `catches` says. */
export function call(action: string, parameters: object, { next, resultPath, catches }: After): State {
  return {
    Type: 'Task',
    Resource: integration(`aws-sdk:${action}`),
    Parameters: parameters,
    ResultPath: resultPath ?? null,
    Retry: [{ ErrorEquals: PASSING, IntervalSeconds: 2, BackoffRate: 2, MaxAttempts: 5 }],
    ...catches === undefined ? {} : { Catch: catches },
    ...next === undefined ? { End: true } : { Next: next },
  };
}

/** The alarms on runs of a state machine that do not come to their end. */
export function runAlarms(machine: sfn.IStateMachine, what: string): AlarmSpec[] {
  const counted = { statistic: cloudwatch.Stats.SUM, period: PERIOD };
  return [
    { id: `${what}Failed`, description: `${what} failed: see the execution for the step that did`, metric: machine.metricFailed(counted), threshold: 1 },
    { id: `${what}TimedOut`, description: `${what} did not end in time: see the execution for the step it waits in`, metric: machine.metricTimedOut(counted), threshold: 1 },
  ];
}
