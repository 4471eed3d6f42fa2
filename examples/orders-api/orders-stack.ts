import { Duration, Stack, Tags } from 'aws-cdk-lib';
import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { Construct } from 'constructs';
import { acceptRisks } from './accepted';
import { Operators } from './alarms';
import { Ledger } from './ledger';
import { OrdersApi } from './orders-api';
import { OrdersData } from './orders-data';
import { Rampart, SecretBackedFunction, SecretSource, SecureFunction, SecureFunctionProps, SecurityAlarms, StreamSource } from '../../index';

/** Catalogue, orders, images and reports. Each function is granted what it does, and nothing else. */
export class OrdersStack extends Stack {
  private readonly data: OrdersData;
  private readonly functions: SecureFunction[] = [];

  public constructor(scope: Construct, id: string) {
    super(scope, id);
    // A shop that answers a second later now and then loses nobody: no function is kept warm.
    Tags.of(this).add('latency', 'tolerant');
    this.data = new OrdersData(this, 'Data');
    // From here on, every function and API is watched.
    const alarms = new SecurityAlarms(this, 'Alarms', { encryptionKey: this.data.key });
    Rampart.defaults(this, { alarms });
    const { key, products, orders, images, reports, deadLetters, jobs, placed } = this.data;

    const catalogue = this.function('Catalogue', { environment: { PRODUCTS: products.tableName } });
    products.grantReadData(catalogue);

    // The function knows where the secret is; what it is, the boundary asks when it starts, and again after a change.
    const checkout = new SecretBackedFunction(this, 'Checkout', {
      entry: handler('Checkout'),
      environment: { JOBS_URL: jobs.queueUrl },
      secretEncryptionKey: key,
      secrets: {
        payments: SecretSource.neverRotated(
          'The payment provider issues this key and has no API to renew it. The finance team replaces it by hand, every quarter and when somebody leaves.',
          { description: 'the key of the payment provider, put in by the finance team' },
        ),
      },
    });
    this.functions.push(checkout);
    jobs.grantSendMessages(checkout);

    const account = this.function('Account', { environment: { ORDERS: orders.tableName } });
    orders.grant(account, 'dynamodb:GetItem');
    key.grantDecrypt(account);

    const worker = this.function('Worker', { environment: { ORDERS: orders.tableName, PLACED: placed.topicArn } });
    orders.grant(worker, 'dynamodb:PutItem');
    key.grantEncryptDecrypt(worker);
    placed.grantPublish(worker);
    // What fails is tried again by the queue, and after five times put aside.
    worker.addQueueSource(jobs, { maxConcurrency: 10 });

    const notify = this.function('Notify', {});
    notify.addTopicSource(placed);

    const trends = this.function('Trends', {});
    // Only what is new counts; its key is that of the table.
    trends.addStreamSource(StreamSource.table(orders), { filters: [{ eventName: ['INSERT'] }], maxRecordAge: Duration.hours(6) });

    this.functions.push(new Ledger(this, 'Ledger', { placed, key }).book);

    const upload = this.function('Upload', { environment: { IMAGES: images.bucketName } });
    images.grantPut(upload, 'uploads/*');
    // It is started by uploads/ and writes to details/, and may do no more: it cannot start itself.
    const describe = this.function('Describe', {});
    describe.addBucketSource(images, { prefix: 'uploads/' });
    images.grantRead(describe, 'uploads/*');
    images.grantPut(describe, 'details/*');

    const report = this.function('Report', { timeout: Duration.minutes(1), environment: { ORDERS: orders.tableName, REPORTS: reports.bucketName } });
    orders.grant(report, 'dynamodb:Scan');
    reports.grantPut(report, 'daily/*'); // with the key of the bucket, which is that of the orders too
    report.addSchedule('Nightly', { schedule: ScheduleExpression.cron({ hour: '3', minute: '0' }) });

    const { live } = new OrdersApi(this, 'Api', { key, catalogue, checkout, account, upload, status: this.function('Status', {}) });
    new Operators(this, 'Operators', { alarms, live, deadLetters });
    acceptRisks(this, { data: this.data, functions: this.functions });
  }

  private function(id: string, props: SecureFunctionProps): SecureFunction {
    const made = new SecureFunction(this, id, { entry: handler(id), ...props });
    this.functions.push(made);
    return made;
  }
}

function handler(id: string): string {
  return `${__dirname}/handlers/${id.toLowerCase()}.ts`;
}
