import { Duration, Stack, Tags } from 'aws-cdk-lib';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import * as sns from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { acceptRisks } from './accepted';
import { Operators } from './alarms';
import { workloadBoundary } from './limits';
import { OrdersApi } from './orders-api';
import { OrdersData } from './orders-data';
import {
  LogMasking, Rampart, SecretBackedFunction, SecretSource, SecureFunction, SecureFunctionProps, SecurityAlarms, Sensitivity, SiemDestination,
  SiemExport, StreamSource,
} from '../../index';
import '../boundary-layer';

/** Catalogue, orders, images and reports. Each function is granted what it does, and nothing else. */
export class OrdersStack extends Stack {
  /** The key of what customers entrust to us. */
  public readonly key: kms.Key;
  /** What handles payments. */
  public readonly checkout: SecretBackedFunction;
  /** What tells that an order was placed. */
  public readonly placed: sns.ITopic;
  /** Where the reports lie. */
  public readonly reports: s3.IBucket;
  /** Who is told when something of the shop fails. */
  public readonly alarms: SecurityAlarms;
  /** What signs the reports. */
  public readonly report: SecretBackedFunction;

  private readonly data: OrdersData;

  public constructor(scope: Construct, id: string) {
    super(scope, id);
    // A shop that answers a second later now and then loses nobody: no function is kept warm.
    Tags.of(this).add('latency', 'tolerant');
    this.data = new OrdersData(this, 'Data');
    // From here on, every function and API is watched.
    const alarms = new SecurityAlarms(this, 'Alarms', { encryptionKey: this.data.key });
    this.key = this.data.key;
    Rampart.defaults(this, { alarms, logKey: this.key, sensitivity: Sensitivity.CONFIDENTIAL, permissionsBoundary: workloadBoundary(this) });
    const { key, products, orders, images, reports, deadLetters, jobs, placed, clicks } = this.data;
    this.alarms = alarms;
    this.placed = placed;
    this.reports = reports;

    const catalogue = this.function('Catalogue', { environment: { PRODUCTS: products.tableName } });
    products.grantReadData(catalogue);

    // The function knows where the secret is; what it is, the boundary asks when it starts, and again after a change.
    const checkout = new SecretBackedFunction(this, 'Checkout', {
      entry: handler('Checkout'),
      environment: { JOBS_URL: jobs.queueUrl },
      // Who pays does not wait for a cold start, and what a provider answers with is masked should it ever reach the log.
      provisionedConcurrency: 1,
      maxProvisionedConcurrency: 20,
      logMasking: LogMasking.personalData(),
      secretEncryptionKey: key,
      secrets: {
        payments: SecretSource.neverRotated(
          'The payment provider issues this key and has no API to renew it. The finance team replaces it by hand, every quarter and when somebody leaves.',
          { description: 'the key of the payment provider, put in by the finance team' },
        ),
      },
    });
    this.checkout = checkout;
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

    // The handler is that of the bonus programme and stays as it is: what is no id of an order never reaches it.
    const bonus = new SecureFunction(this, 'Bonus', { code: lambda.Code.fromAsset(`${__dirname}/handlers/vendor/bonus`) });
    bonus.addTopicSource(placed);
    bonus.enforceBoundary({ payloads: { sns: { type: 'string', maxLength: 64, pattern: '^[\\w-]{1,64}$' } } });

    const trends = this.function('Trends', {});
    // Only what is new counts; its key is that of the table.
    const placedNow = lambda.FilterCriteria.filter({ eventName: lambda.FilterRule.isEqual('INSERT') });
    trends.addStreamSource(StreamSource.table(orders), { filters: [placedNow], maxRecordAge: Duration.hours(6) });

    const popular = this.function('Popular', {});
    popular.addStreamSource(StreamSource.kinesis(clicks), { maxRecordAge: Duration.hours(1) });

    const upload = this.function('Upload', { environment: { IMAGES: images.bucketName } });
    // CDK's own grant would also let it tag objects and lift their locks.
    upload.grantLeast(images.arnForObjects('uploads/*'), 's3:PutObject');
    key.grantEncryptDecrypt(upload);
    // It is started by uploads/ and writes to details/, and may do no more: it cannot start itself.
    const describe = this.function('Describe', {});
    describe.addBucketSource(images, { prefix: 'uploads/' });
    images.grantRead(describe, 'uploads/*');
    images.grantPut(describe, 'details/*');

    // Each report is signed, so that nobody improves it later. The key nobody knows, and after a month it is another.
    const report = new SecretBackedFunction(this, 'Report', {
      entry: handler('Report'),
      timeout: Duration.minutes(1),
      environment: { ORDERS: orders.tableName, REPORTS: reports.bucketName },
      secretEncryptionKey: key,
      secrets: { signing: SecretSource.generated({ description: 'signs the reports' }) },
    });
    this.report = report;
    orders.grant(report, 'dynamodb:Scan');
    reports.grantPut(report, 'daily/*'); // with the key of the bucket, which is that of the orders too
    report.addSchedule('Nightly', { schedule: ScheduleExpression.cron({ hour: '3', minute: '0' }) });

    const { rest, live } = new OrdersApi(this, 'Api', { key, catalogue, checkout, account, upload, status: this.function('Status', {}) });
    new Operators(this, 'Operators', { alarms, live, deadLetters });
    // Who is let in, who is turned away and what handles payments, the security team watches with those of the company's other shops.
    const token = Secret.fromSecretNameV2(this, 'SplunkToken', 'security/splunk-token');
    const siem = new SiemExport(this, 'Siem', {
      destination: SiemDestination.splunk('https://http-inputs-goat-shop.splunkcloud.com:443', token),
      logGroups: [rest.accessLog, rest.firewallLog!, checkout.logGroup],
      encryptionKey: key,
      alarms,
    });
    acceptRisks(this, { data: this.data, siem });
  }

  private function(id: string, props: SecureFunctionProps): SecureFunction {
    return new SecureFunction(this, id, { entry: handler(id), ...props });
  }
}

function handler(id: string): string {
  return `${__dirname}/handlers/${id.toLowerCase()}.ts`;
}
