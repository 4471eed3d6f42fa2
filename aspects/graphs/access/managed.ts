import { awsManagedPolicy, managedActions } from '../../lambda/managed-policies';

/** What a policy that AWS manages allows, on every resource, as far as it is known here. */
export interface ManagedGrant {
  /** Action patterns in lower case. */
  readonly actions: readonly string[];
  /** The patterns of `NotAction`, where the policy allows all but some. */
  readonly allBut?: readonly string[];
  /** Whether it allows nothing more. */
  readonly complete: boolean;
}

const LOGS = ['logs:createloggroup', 'logs:createlogstream', 'logs:putlogevents'];

/**
 * The policies that AWS manages of which everything is known, without conditions, on every resource.
 *
 * Source of these tables: the AWS Managed Policy Reference; compared with the documents that moto 5.2.5 carries, in November 2026, in
 * which no other policy allows all actions, or all but some, without a condition.
 */
const COMPLETE: Readonly<Record<string, readonly string[]>> = {
  AdministratorAccess: ['*'],
  AIDevOpsAgentActionsPolicy: [
    'account:getaccountinformation', 'account:getgovcloudaccountinformation', 'account:getprimaryemail', 'account:listregions', 'iam:listroles',
    'organizations:describeeffectivepolicy', 'organizations:describeorganization', 'sts:decodeauthorizationmessage',
  ],
  AmazonAPIGatewayPushToCloudWatchLogs: ['logs:describeloggroups', 'logs:describelogstreams', 'logs:getlogevents', 'logs:filterlogevents', ...LOGS],
  AmazonAPIGatewayInvokeFullAccess: ['execute-api:invoke', 'execute-api:manageconnections'],
  AmazonKinesisFullAccess: ['kinesis:*'],
  AmazonSQSFullAccess: ['sqs:*'],
  AmazonSQSReadOnlyAccess: ['sqs:getqueueattributes', 'sqs:getqueueurl', 'sqs:listdeadlettersourcequeues', 'sqs:listqueues', 'sqs:listmessagemovetasks', 'sqs:listqueuetags'],
  AWSLambdaBasicDurableExecutionRolePolicy: ['lambda:checkpointdurableexecution', 'lambda:getdurableexecutionstate', ...LOGS],
  AWSLambdaBasicExecutionRole: LOGS,
  AWSLambdaDynamoDBExecutionRole: ['dynamodb:describestream', 'dynamodb:getrecords', 'dynamodb:getsharditerator', 'dynamodb:liststreams', ...LOGS],
  AWSLambdaKinesisExecutionRole: [
    'kinesis:describestream', 'kinesis:describestreamsummary', 'kinesis:getrecords', 'kinesis:getsharditerator', 'kinesis:listshards',
    'kinesis:liststreams', 'kinesis:subscribetoshard', ...LOGS,
  ],
  AWSLambdaRole: ['lambda:invokefunction'],
  AWSLambdaSQSQueueExecutionRole: ['sqs:receivemessage', 'sqs:deletemessage', 'sqs:getqueueattributes', ...LOGS],
  AWSLambdaVPCAccessExecutionRole: [
    'ec2:createnetworkinterface', 'ec2:describenetworkinterfaces', 'ec2:describesubnets', 'ec2:deletenetworkinterface',
    'ec2:assignprivateipaddresses', 'ec2:unassignprivateipaddresses', ...LOGS,
  ],
  CloudWatchEventsInvocationAccess: ['kinesis:putrecord'],
  PowerUserAccess: [
    'account:getaccountinformation', 'account:getgovcloudaccountinformation', 'account:getprimaryemail', 'account:listregions',
    'iam:createservicelinkedrole', 'iam:deleteservicelinkedrole', 'iam:listroles', 'organizations:describeeffectivepolicy', 'organizations:describeorganization',
  ],
};

/** What these policies allow among other things. */
const PARTLY: Readonly<Record<string, readonly string[]>> = {
  AmazonDynamoDBFullAccess: ['dynamodb:*'],
  AmazonS3FullAccess: ['s3:*'],
  AmazonSNSFullAccess: ['sns:*'],
  AWSStepFunctionsFullAccess: ['states:*'],
  IAMFullAccess: ['iam:*'],
  SecretsManagerReadWrite: ['secretsmanager:*'],
};

/** These allow everything but some services, besides what stands above. */
const ALL_BUT: Readonly<Record<string, readonly string[]>> = {
  AIDevOpsAgentActionsPolicy: ['account:*', 'cognito-identity:*', 'iam:*', 'identitystore:*', 'organizations:*', 'ram:*', 'rolesanywhere:*', 'sso:*', 'sts:*'],
  PowerUserAccess: ['account:*', 'iam:*', 'organizations:*'],
};

/** What a policy that AWS manages allows; nothing where the ARN is of another policy, or nobody here knows what is in it. */
export function managedGrant(arn: string): ManagedGrant | undefined {
  const name = awsManagedPolicy(arn);
  if (name === undefined) return undefined;
  const found = (table: Readonly<Record<string, readonly string[]>>) => (Object.prototype.hasOwnProperty.call(table, name) ? table[name] : undefined);
  const [complete, allBut] = [found(COMPLETE), found(ALL_BUT)];
  if (complete !== undefined) return { actions: complete, ...(allBut === undefined ? {} : { allBut }), complete: true };
  const actions = found(PARTLY) ?? managedActions(name).map(action => action.toLowerCase());
  return actions.length === 0 ? undefined : { actions, complete: false };
}
