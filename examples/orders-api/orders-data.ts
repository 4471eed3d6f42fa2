import { Aws, Duration } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kinesis from 'aws-cdk-lib/aws-kinesis';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';

/** What the shop keeps: encrypted, recoverable, and out of reach without TLS. */
export class OrdersData extends Construct {
  /** What customers entrust to us is encrypted with this key, whose use the trail records. */
  public readonly key: kms.Key;
  public readonly products: dynamodb.Table;
  public readonly orders: dynamodb.Table;
  public readonly images: s3.Bucket;
  public readonly reports: s3.Bucket;
  public readonly deadLetters: sqs.Queue;
  public readonly jobs: sqs.Queue;
  public readonly placed: sns.Topic;
  /** What customers look at in the shop window. */
  public readonly clicks: kinesis.Stream;

  private readonly accessLogs: s3.Bucket;

  public constructor(scope: Construct, id: string) {
    super(scope, id);
    this.key = new kms.Key(this, 'Key', { enableKeyRotation: true });
    this.key.addToResourcePolicy(new iam.PolicyStatement({
      principals: [new iam.ServicePrincipal(`logs.${Aws.REGION}.amazonaws.com`)],
      actions: ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:Describe*'],
      resources: ['*'],
      conditions: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': `arn:${Aws.PARTITION}:logs:${Aws.REGION}:${Aws.ACCOUNT_ID}:log-group:*` } },
    }));

    this.products = this.table('Products', {});
    this.orders = this.table('Orders', { encryption: dynamodb.TableEncryption.CUSTOMER_MANAGED, encryptionKey: this.key, stream: dynamodb.StreamViewType.NEW_IMAGE });

    this.accessLogs = new s3.Bucket(this, 'AccessLogs', {
      enforceSSL: true,
      versioned: true,
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      encryption: s3.BucketEncryption.S3_MANAGED, // S3 delivers access logs to no bucket with a KMS key
      lifecycleRules: [{ expiration: Duration.days(365), noncurrentVersionExpiration: Duration.days(30) }],
    });
    this.images = this.bucket('Images');
    this.reports = this.bucket('Reports');

    this.deadLetters = new sqs.Queue(this, 'DeadLetters', {
      encryption: sqs.QueueEncryption.SQS_MANAGED, enforceSSL: true, retentionPeriod: Duration.days(14),
    });
    // 30 seconds of visibility are six times the five seconds that a SecureFunction may take.
    this.jobs = new sqs.Queue(this, 'Jobs', {
      encryption: sqs.QueueEncryption.SQS_MANAGED, enforceSSL: true, deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: 5 },
    });
    this.clicks = new kinesis.Stream(this, 'Clicks', { encryption: kinesis.StreamEncryption.KMS, encryptionKey: this.key, streamMode: kinesis.StreamMode.ON_DEMAND });
    this.placed = new sns.Topic(this, 'OrderPlaced', { enforceSSL: true, masterKey: this.key });
  }

  private table(id: string, props: Partial<dynamodb.TableProps>): dynamodb.Table {
    return new dynamodb.Table(this, id, {
      partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING },
      billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: true,
      ...props,
    });
  }

  private bucket(id: string): s3.Bucket {
    return new s3.Bucket(this, id, {
      enforceSSL: true,
      versioned: true,
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      encryption: s3.BucketEncryption.KMS,
      encryptionKey: this.key,
      bucketKeyEnabled: true,
      lifecycleRules: [{ noncurrentVersionExpiration: Duration.days(30), abortIncompleteMultipartUploadAfter: Duration.days(7) }],
      serverAccessLogsBucket: this.accessLogs,
      serverAccessLogsPrefix: `${id.toLowerCase()}/`,
    });
  }
}
