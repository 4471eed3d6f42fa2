import { Aws, RemovalPolicy } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { retentionOf } from './log-retention';
import { SecureFunctionProps } from '../secure-function-props';

/** The log group of one function, which outlives the stack. */
export function logGroupOf(scope: Construct, props: Pick<SecureFunctionProps, 'logRetention' | 'logMasking'>, key?: kms.IKey): logs.LogGroup {
  if (key !== undefined) letLogsUse(key);
  return new logs.LogGroup(scope, 'LogGroup', {
    retention: retentionOf(scope, props.logRetention),
    removalPolicy: RemovalPolicy.RETAIN,
    encryptionKey: key,
    dataProtectionPolicy: props.logMasking && new logs.DataProtectionPolicy({ identifiers: props.logMasking.identifiers }),
  });
}

/** Lets CloudWatch Logs encrypt log groups of this account and Region. It names none: the group refers to its key, and the key may not refer back. */
export function letLogsUse(key: kms.IKey): void {
  key.addToResourcePolicy(new iam.PolicyStatement({
    sid: 'LogGroups',
    principals: [new iam.ServicePrincipal(`logs.${Aws.REGION}.amazonaws.com`)],
    actions: ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey*', 'kms:ReEncrypt*'],
    resources: ['*'],
    conditions: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': `arn:${Aws.PARTITION}:logs:${Aws.REGION}:${Aws.ACCOUNT_ID}:log-group:*` } },
  }), true);
}
