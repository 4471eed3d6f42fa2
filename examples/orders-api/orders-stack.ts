import { Duration, Stack, Tags } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { LambdaDestination } from 'aws-cdk-lib/aws-s3-notifications';
import { LambdaSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import { acceptRisks } from './accepted';
import { Alarms } from './alarms';
import { OrdersApi } from './orders-api';
import { OrdersData } from './orders-data';
import { SecureFunction, SecureFunctionProps } from '../../index';

/** Catalogue, orders, images and reports. Each function is granted what it does, and nothing else. */
export class OrdersStack extends Stack {
  private readonly data: OrdersData;
  private readonly functions: SecureFunction[] = [];

  public constructor(scope: Construct, id: string) {
    super(scope, id);
    // A shop that answers a second later now and then loses nobody: no function is kept warm.
    Tags.of(this).add('latency', 'tolerant');
    this.data = new OrdersData(this, 'Data');
    const { key, products, orders, images, reports, deadLetters, jobs, placed, payments } = this.data;

    const catalogue = this.function('Catalogue', { environment: { PRODUCTS: products.tableName } });
    products.grantReadData(catalogue);

    // The function knows where the secret is; what it is, it asks when it needs it, and may be told otherwise after a rotation.
    const checkout = this.function('Checkout', { environment: { JOBS_URL: jobs.queueUrl, PAYMENT_SECRET_ARN: payments.secretArn } });
    payments.grantRead(checkout);
    jobs.grantSendMessages(checkout);

    const account = this.function('Account', { environment: { ORDERS: orders.tableName } });
    orders.grant(account, 'dynamodb:GetItem');
    key.grantDecrypt(account);

    const worker = this.function('Worker', { environment: { ORDERS: orders.tableName, PLACED: placed.topicArn } });
    orders.grant(worker, 'dynamodb:PutItem');
    key.grantEncryptDecrypt(worker);
    placed.grantPublish(worker);
    // What fails is tried again by the queue, and after five times put aside.
    worker.addEventSource(new SqsEventSource(jobs, { reportBatchItemFailures: true, maxConcurrency: 10 }));

    const notify = this.function('Notify', {});
    this.keepFailures(notify);
    placed.addSubscription(new LambdaSubscription(notify, { deadLetterQueue: deadLetters }));

    const upload = this.function('Upload', { environment: { IMAGES: images.bucketName } });
    images.grantPut(upload, 'uploads/*');
    // It is started by uploads/ and writes to details/, and may do no more: it cannot start itself.
    const describe = this.function('Describe', {});
    this.keepFailures(describe);
    images.addEventNotification(s3.EventType.OBJECT_CREATED, new LambdaDestination(describe), { prefix: 'uploads/' });
    images.grantRead(describe, 'uploads/*');
    images.grantPut(describe, 'details/*');

    const report = this.function('Report', { timeout: Duration.minutes(1), environment: { ORDERS: orders.tableName, REPORTS: reports.bucketName } });
    this.keepFailures(report);
    orders.grant(report, 'dynamodb:Scan');
    reports.grantPut(report, 'daily/*'); // with the key of the bucket, which is that of the orders too
    new events.Rule(this, 'Nightly', {
      schedule: events.Schedule.cron({ hour: '3', minute: '0' }),
      targets: [new LambdaFunction(report, { deadLetterQueue: deadLetters, retryAttempts: 3 })],
    });

    const { rest, live } = new OrdersApi(this, 'Api', { key, catalogue, checkout, account, upload, status: this.function('Status', {}) });
    new Alarms(this, 'Alarms', { functions: this.functions, rest, live, deadLetters });
    acceptRisks(this, { data: this.data, functions: this.functions });
  }

  private function(id: string, props: SecureFunctionProps): SecureFunction {
    const made = new SecureFunction(this, id, { entry: `${__dirname}/handlers/${id.toLowerCase()}.ts`, ...props });
    this.functions.push(made);
    return made;
  }

  /** Lambda tries an event that nobody waits for three times. Then it is put where an alarm sees it. */
  private keepFailures(fn: SecureFunction): void {
    fn.configureAsyncInvoke({ onFailure: new SqsDestination(this.data.deadLetters) });
  }
}
