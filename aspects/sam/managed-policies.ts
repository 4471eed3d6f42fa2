/**
 * AWS managed policies that lie under a path; those of other names that a function may be given have none.
 *
 * Source: the AWS Managed Policy Reference Guide, compared with the 1,582 policies of moto 5.2.5 (PyPI).
 */
const PATHS: ReadonlyMap<string, string> = new Map([
  ...['APIGatewayServiceRolePolicy', 'AWSAppSyncServiceRolePolicy', 'AWSLambdaReplicator'].map((name): [string, string] => [name, 'aws-service-role']),
  ...[
    'AWSAppSyncPushToCloudWatchLogs', 'AWSBatchServiceEventTargetRole', 'AWSBatchServiceRole',
    'AWSCodeDeployRole', 'AWSCodeDeployRoleForLambda', 'AWSCodeDeployRoleForLambdaLimited', 'AWSConfigRulesExecutionRole',
    'AWSGlueServiceRole', 'AWSIoTLogging', 'AWSIoTRuleActions', 'AWSLambdaBasicDurableExecutionRolePolicy',
    'AWSLambdaBasicExecutionRole', 'AWSLambdaDynamoDBExecutionRole', 'AWSLambdaENIManagementAccess', 'AWSLambdaKinesisExecutionRole',
    'AWSLambdaMSKExecutionRole', 'AWSLambdaRole', 'AWSLambdaSQSQueueExecutionRole', 'AWSLambdaVPCAccessExecutionRole',
    'AWSQuickSightDescribeRDS', 'AWSTransferLoggingAccess', 'AmazonAPIGatewayPushToCloudWatchLogs',
    'AmazonDMSCloudWatchLogsRole', 'AmazonDMSVPCManagementRole', 'AmazonEC2ContainerServiceEventsRole', 'AmazonEC2ContainerServiceRole',
    'AmazonEC2ContainerServiceforEC2Role', 'AmazonEC2RoleforSSM', 'AmazonEC2SpotFleetTaggingRole', 'AmazonECSTaskExecutionRolePolicy',
    'AmazonElasticMapReduceRole', 'AmazonElasticMapReduceforEC2Role', 'AmazonMachineLearningRoleforRedshiftDataSourceV3',
    'AmazonRDSEnhancedMonitoringRole', 'AmazonRekognitionServiceRole', 'AmazonS3ObjectLambdaExecutionRolePolicy', 'AmazonSNSRole',
    'AmazonSSMAutomationRole', 'AmazonSSMMaintenanceWindowRole', 'CloudWatchEventsBuiltInTargetExecutionAccess', 'CloudWatchEventsInvocationAccess',
    'VMImportExportRoleForAWSConnector',
  ].map((name): [string, string] => [name, 'service-role']),
  ...['Billing', 'DataScientist', 'DatabaseAdministrator', 'NetworkAdministrator', 'SupportUser', 'SystemAdministrator', 'ViewOnlyAccess']
    .map((name): [string, string] => [name, 'job-function']),
]);

/** The ARN of a managed policy that a template names: an ARN as it is, a name as that of a policy of AWS. */
export function managedPolicyArn(policy: string): string {
  if (!/^[\w+=,.@-]+$/.test(policy)) return policy;
  const path = PATHS.get(policy);
  return `arn:aws:iam::aws:policy/${path === undefined ? '' : `${path}/`}${policy}`;
}

/** The managed policies that SAM attaches of its own accord. */
export const MANAGED = {
  logs: managedPolicyArn('AWSLambdaBasicExecutionRole'),
  vpc: managedPolicyArn('AWSLambdaVPCAccessExecutionRole'),
  xray: managedPolicyArn('AWSXrayWriteOnlyAccess'),
  durable: managedPolicyArn('AWSLambdaBasicDurableExecutionRolePolicy'),
} as const;
