import { ownEntry } from '../model/json';
/** The actions that let a function write its logs. */
const LOGS = ['logs:CreateLogStream', 'logs:PutLogEvents'];

/** The actions that let a function send its traces. */
const TRACES = ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'];

/**
 * What policies that AWS manages allow a function to write to logs and traces, by name; all of them on every resource.
 *
 * A managed policy that is not here allows neither, or only at some resources, or is for a role that no function can have. Source: the
 * AWS Managed Policy Reference; compared in November 2026 with all of the 1,582 documents that moto 5.2.5 carries.
 */
const GRANTS: Readonly<Record<string, readonly string[]>> = {
  AdministratorAccess: ['*'],
  AIDevOpsAgentActionsPolicy: ['logs:*', 'xray:*'],
  AlexaForBusinessGatewayExecution: LOGS,
  AmazonAPIGatewayPushToCloudWatchLogs: LOGS,
  AmazonEC2ContainerServiceforEC2Role: LOGS,
  AmazonEC2RoleforSSM: LOGS,
  AmazonECSTaskExecutionRolePolicy: LOGS,
  AmazonElasticFileSystemsUtils: LOGS,
  AmazonS3ObjectLambdaExecutionRolePolicy: LOGS,
  AmazonSageMakerFullAccess: LOGS,
  AmazonSageMakerGroundTruthExecution: LOGS,
  AmazonSNSRole: LOGS,
  AmazonSSMFullAccess: ['logs:*'],
  AWSAppSyncPushToCloudWatchLogs: LOGS,
  AWSBatchServiceRole: LOGS,
  AWSCodeStarServiceRole: ['logs:*'],
  AWSDeepRacerServiceRolePolicy: LOGS,
  AWSElasticBeanstalkWebTier: TRACES,
  AWSElasticBeanstalkWorkerTier: TRACES,
  AWSIoTLogging: LOGS,
  AWSLambdaBasicDurableExecutionRolePolicy: LOGS,
  AWSLambdaBasicExecutionRole: LOGS,
  AWSLambdaDynamoDBExecutionRole: LOGS,
  AWSLambdaExecute: ['logs:*'],
  AWSLambdaKinesisExecutionRole: LOGS,
  AWSLambdaMSKExecutionRole: LOGS,
  AWSLambdaSQSQueueExecutionRole: LOGS,
  AWSLambdaVPCAccessExecutionRole: LOGS,
  AWSTransferLoggingAccess: LOGS,
  AWSXRayDaemonWriteAccess: TRACES,
  AWSXrayFullAccess: ['xray:*'],
  AWSXrayWriteOnlyAccess: TRACES,
  CloudWatchAgentAdminPolicy: [...LOGS, ...TRACES],
  CloudWatchAgentServerPolicy: [...LOGS, ...TRACES],
  CloudWatchFullAccess: ['logs:*'],
  CloudWatchFullAccessV2: ['logs:*', 'xray:*'],
  CloudWatchLambdaApplicationSignalsExecutionRolePolicy: ['xray:PutTraceSegments'],
  CloudWatchLogsFullAccess: ['logs:*'],
  DatabaseAdministrator: LOGS,
  PowerUserAccess: ['logs:*', 'xray:*'],
  SageMakerStudioAdminIAMDefaultExecutionPolicy: LOGS,
  SageMakerStudioAdminIAMPermissiveExecutionPolicy: ['logs:*'],
  SageMakerStudioUserIAMDefaultExecutionPolicy: LOGS,
  SageMakerStudioUserIAMPermissiveExecutionPolicy: ['logs:*'],
  SystemAdministrator: ['logs:*'],
};

/** The name of the policy that an ARN means, where it is one that AWS manages. */
export function awsManagedPolicy(arn: string): string | undefined {
  return /^arn:[^:]*:iam::aws:policy\/(?:.*\/)?([^/]+)$/.exec(arn)?.[1];
}

/** What a policy that AWS manages allows a function to write to logs and traces, as action patterns. */
export function managedActions(name: string): readonly string[] {
  return ownEntry(GRANTS, name) ?? [];
}

/** What is for all that a service can do, or all but IAM, though its name says less. */
const UNDER_OTHER_NAMES = ['AIDevOpsAgentActionsPolicy', 'SecretsManagerReadWrite'];

/**
 * Whether a policy that AWS manages is for all that a service can do, or all but IAM, by its name. AdministratorAccess is a question
 * of its own; what only reads, only invokes or only mounts, and the policies of AWS's own roles, have such words in their names and
 * allow less.
 *
 * Source: the AWS Managed Policy Reference; compared with the 1,582 policies that moto 5.2.5 carries, in November 2026. Some that are
 * called so list the actions of their service one by one.
 */
export function allowsAll(name: string): boolean {
  if (name === 'AdministratorAccess') return false;
  return UNDER_OTHER_NAMES.includes(name) || (/FullAccess|PowerUser|Admin(istrator)?(Access)?(-|$)/.test(name) && !/ReadOnly|Invoke|RolePolicy|ClientFullAccess/.test(name));
}
