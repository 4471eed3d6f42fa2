import { ownEntry } from '../model/json';
/** The actions that let a function write its logs. */
const LOGS = ['logs:CreateLogStream', 'logs:PutLogEvents'];

/** The actions that let a function send its traces. */
const TRACES = ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'];

/**
 * What policies that AWS manages allow a function to write to logs and traces, by name; all of them on every resource.
 *
 * A managed policy that is not here allows neither. Source: the AWS Managed Policy Reference; compared with the documents that
 * moto 5.2.5 carries, in November 2026.
 */
const GRANTS: Readonly<Record<string, readonly string[]>> = {
  AdministratorAccess: ['*'],
  AWSLambdaBasicExecutionRole: LOGS,
  AWSLambdaDynamoDBExecutionRole: LOGS,
  AWSLambdaExecute: ['logs:*'],
  AWSLambdaKinesisExecutionRole: LOGS,
  AWSLambdaMSKExecutionRole: LOGS,
  AWSLambdaSQSQueueExecutionRole: LOGS,
  AWSLambdaVPCAccessExecutionRole: LOGS,
  AWSXRayDaemonWriteAccess: TRACES,
  AWSXrayFullAccess: ['xray:*'],
  AWSXrayWriteOnlyAccess: TRACES,
  CloudWatchAgentAdminPolicy: [...LOGS, ...TRACES],
  CloudWatchAgentServerPolicy: [...LOGS, ...TRACES],
  CloudWatchFullAccess: ['logs:*'],
  CloudWatchFullAccessV2: ['logs:*'],
  CloudWatchLambdaApplicationSignalsExecutionRolePolicy: ['xray:PutTraceSegments'],
  CloudWatchLogsFullAccess: ['logs:*'],
  PowerUserAccess: ['logs:*', 'xray:*'],
};

/** The name of the policy that an ARN means, where it is one that AWS manages. */
export function awsManagedPolicy(arn: string): string | undefined {
  return /^arn:[^:]*:iam::aws:policy\/(?:.*\/)?([^/]+)$/.exec(arn)?.[1];
}

/** What a policy that AWS manages allows a function to write to logs and traces, as action patterns. */
export function managedActions(name: string): readonly string[] {
  return ownEntry(GRANTS, name) ?? [];
}

/**
 * Whether a policy that AWS manages is for all that a service can do, or all but IAM, by its name. AdministratorAccess is a question
 * of its own; what only reads or only invokes, and the policies of AWS's own roles, have such words in their names and allow less.
 *
 * Source: the AWS Managed Policy Reference; compared with the 1,582 policies that moto 5.2.5 carries, in November 2026.
 */
export function allowsAll(name: string): boolean {
  return name !== 'AdministratorAccess' && /FullAccess|PowerUser|Admin(istrator)?(Access)?(-|$)/.test(name) && !/ReadOnly|Invoke|RolePolicy/.test(name);
}
