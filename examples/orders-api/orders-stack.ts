import { Duration, Stack } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as events from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import * as kms from 'aws-cdk-lib/aws-kms';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { LambdaDestination } from 'aws-cdk-lib/aws-s3-notifications';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import * as sns from 'aws-cdk-lib/aws-sns';
import { LambdaSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { OrdersApi } from './orders-api';
import { SecureFunction, SecureFunctionProps } from '../../index';

/** Catalogue, orders, images and reports. Each function is granted what it does, and nothing else. */
export class OrdersStack extends Stack {
  public constructor(scope: Construct, id: string) {
    super(scope, id);
    const products = this.table('Products');
    const orders = this.table('Orders');
    const images = this.bucket('Images');
    const reports = this.bucket('Reports');
    const deadLetters = new sqs.Queue(this, 'DeadLetters', { enforceSSL: true, retentionPeriod: Duration.days(14) });
    // 30 seconds of visibility are six times the five seconds that a SecureFunction may take.
    const jobs = new sqs.Queue(this, 'Jobs', { enforceSSL: true, deadLetterQueue: { queue: deadLetters, maxReceiveCount: 5 } });
    const placed = new sns.Topic(this, 'OrderPlaced', { enforceSSL: true, masterKey: new kms.Key(this, 'Key', { enableKeyRotation: true }) });

    const catalogue = this.function('Catalogue', { environment: { PRODUCTS: products.tableName } });
    products.grantReadData(catalogue);

    // The function knows where the secret is; what it is, it asks when it needs it, and may be told otherwise after a rotation.
    const payments = new secretsmanager.Secret(this, 'PaymentProvider', { description: 'the key of the payment provider, put in by the finance team' });
    const checkout = this.function('Checkout', { environment: { JOBS_URL: jobs.queueUrl, PAYMENT_SECRET_ARN: payments.secretArn } });
    payments.grantRead(checkout);
    jobs.grantSendMessages(checkout);

    const account = this.function('Account', { environment: { ORDERS: orders.tableName } });
    orders.grant(account, 'dynamodb:GetItem');

    const worker = this.function('Worker', { environment: { ORDERS: orders.tableName, PLACED: placed.topicArn } });
    orders.grant(worker, 'dynamodb:PutItem');
    placed.grantPublish(worker);
    // What fails is tried again by the queue, and after five times put aside.
    worker.addEventSource(new SqsEventSource(jobs, { reportBatchItemFailures: true, maxConcurrency: 10 }));

    const notify = this.function('Notify', {});
    placed.addSubscription(new LambdaSubscription(notify, { deadLetterQueue: deadLetters }));

    const upload = this.function('Upload', { environment: { IMAGES: images.bucketName } });
    images.grantPut(upload, 'uploads/*');
    // It is started by uploads/ and writes to details/, and may do no more: it cannot start itself.
    const describe = this.function('Describe', {});
    images.addEventNotification(s3.EventType.OBJECT_CREATED, new LambdaDestination(describe), { prefix: 'uploads/' });
    images.grantRead(describe, 'uploads/*');
    images.grantPut(describe, 'details/*');

    const report = this.function('Report', { timeout: Duration.minutes(1), environment: { ORDERS: orders.tableName, REPORTS: reports.bucketName } });
    orders.grant(report, 'dynamodb:Scan');
    reports.grantPut(report, 'daily/*');
    new events.Rule(this, 'Nightly', {
      schedule: events.Schedule.cron({ hour: '3', minute: '0' }),
      targets: [new LambdaFunction(report, { deadLetterQueue: deadLetters, retryAttempts: 3 })],
    });

    new OrdersApi(this, 'Api', { catalogue, checkout, account, upload, status: this.function('Status', {}) });
  }

  private function(id: string, props: SecureFunctionProps): SecureFunction {
    return new SecureFunction(this, id, { entry: `${__dirname}/handlers/${id.toLowerCase()}.ts`, ...props });
  }

  private table(id: string): dynamodb.Table {
    return new dynamodb.Table(this, id, {
      partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING },
      billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: true,
    });
  }

  private bucket(id: string): s3.Bucket {
    return new s3.Bucket(this, id, { enforceSSL: true, versioned: true, blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL });
  }
}
