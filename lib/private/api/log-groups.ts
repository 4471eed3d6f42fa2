import { ArnFormat, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { retentionOf } from '../log-retention';

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
    retention: retentionOf(scope, logRetention),
    removalPolicy: RemovalPolicy.RETAIN,
  });
}

/** The ARN of a log group without the `:*` at its end, which WAF does not take. */
export function bareArn(group: logs.ILogGroup): string {
  return Stack.of(group).formatArn({ service: 'logs', resource: 'log-group', arnFormat: ArnFormat.COLON_RESOURCE_NAME, resourceName: group.logGroupName });
}
