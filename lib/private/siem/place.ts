import * as iam from 'aws-cdk-lib/aws-iam';
import * as firehose from 'aws-cdk-lib/aws-kinesisfirehose';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';

/** What delivers logs. */
export interface Place {
  readonly scope: Construct;
  /** The role that Firehose works as. */
  readonly role: iam.Role;
  /** Where it keeps what it cannot deliver. */
  readonly failures: s3.IBucket;
  /** Where it says why. */
  readonly errors: logs.ILogGroup;
}

/** The part of a delivery stream's properties that says where it delivers. */
export type StreamDestination = Pick<firehose.CfnDeliveryStreamProps, 'splunkDestinationConfiguration' | 'httpEndpointDestinationConfiguration' | 'extendedS3DestinationConfiguration'>;

/**
 * CloudWatch sends logs compressed and wrapped; the other side expects the lines.
 * Source: https://docs.aws.amazon.com/firehose/latest/dev/writing-with-cloudwatch-logs-decompression.html
 */
export const UNWRAP: firehose.CfnDeliveryStream.ProcessingConfigurationProperty = {
  enabled: true,
  processors: [
    { type: 'Decompression', parameters: [{ parameterName: 'CompressionFormat', parameterValue: 'GZIP' }] },
    { type: 'CloudWatchLogProcessing', parameters: [{ parameterName: 'DataMessageExtraction', parameterValue: 'true' }] },
  ],
};

/** Where Firehose says what went wrong. */
export function errorLog(place: Place, stream: string): firehose.CfnDeliveryStream.CloudWatchLoggingOptionsProperty {
  const { logStreamName } = new logs.LogStream(place.scope, stream, { logGroup: place.errors, logStreamName: stream });
  return { enabled: true, logGroupName: place.errors.logGroupName, logStreamName };
}

/**
 * A bucket as Firehose writes to it. It may delete nothing there: what it kept may be evidence.
 * Source: https://docs.aws.amazon.com/firehose/latest/dev/controlling-access.html
 */
export function inBucket(place: Place, bucket: s3.IBucket, prefix: string): firehose.CfnDeliveryStream.S3DestinationConfigurationProperty {
  const grant = (resourceArn: string, ...actions: string[]) => (
    iam.Grant.addToPrincipalOrResource({ grantee: place.role, resource: bucket, resourceArns: [resourceArn], actions })
  );
  grant(bucket.bucketArn, 's3:GetBucketLocation', 's3:ListBucket', 's3:ListBucketMultipartUploads');
  grant(bucket.arnForObjects('*'), 's3:AbortMultipartUpload', 's3:GetObject', 's3:PutObject');
  bucket.encryptionKey?.grantEncryptDecrypt(place.role);
  return { bucketArn: bucket.bucketArn, roleArn: place.role.roleArn, compressionFormat: 'GZIP', prefix: `${prefix}/`, errorOutputPrefix: `${prefix}-errors/` };
}
