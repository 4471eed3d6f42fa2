import { ArnFormat, Aws, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';

/** How the logs of an API are kept. */
export interface LogsProps {
  readonly logKey?: kms.IKey;
  readonly logRetention?: logs.RetentionDays;
}

/** A log group that stays when the stack goes; what it holds may be evidence. */
export function logGroup(scope: Construct, id: string, { logKey, logRetention }: LogsProps, logGroupName?: string): logs.LogGroup {
  return new logs.LogGroup(scope, id, {
    logGroupName,
    encryptionKey: logKey,
    retention: logRetention ?? logs.RetentionDays.ONE_YEAR,
    removalPolicy: RemovalPolicy.RETAIN,
  });
}

/** Lets CloudWatch Logs use a key for the log groups of an account and Region. The groups are not named: they refer to the key themselves. */
export function letLogsUse(key: kms.IKey): void {
  key.addToResourcePolicy(new iam.PolicyStatement({
    principals: [new iam.ServicePrincipal(`logs.${Aws.REGION}.amazonaws.com`)],
    actions: ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:Describe*'],
    resources: ['*'],
    conditions: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': `arn:${Aws.PARTITION}:logs:${Aws.REGION}:${Aws.ACCOUNT_ID}:log-group:*` } },
  }));
}

/** The ARN of a log group without the `:*` at its end, which WAF does not take. */
export function bareArn(group: logs.ILogGroup): string {
  return Stack.of(group).formatArn({ service: 'logs', resource: 'log-group', arnFormat: ArnFormat.COLON_RESOURCE_NAME, resourceName: group.logGroupName });
}
