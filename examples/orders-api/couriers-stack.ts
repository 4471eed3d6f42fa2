import { Duration, Stack, Tags } from 'aws-cdk-lib';
import { ApiKey, Period } from 'aws-cdk-lib/aws-apigateway';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import { IKey } from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { acceptCouriersRisks } from './accepted';
import { keptTable } from './kept-table';
import { workloadBoundary } from './limits';
import { OrdersStack } from './orders-stack';
import { Delivery, jsonSchema, OrderPath } from './schemas';
import { ApiAuthorizer, Rampart, SecretBackedFunction, SecretSource, SecureApi, SecureFunction, Sensitivity } from '../../index';

/** Whose orders are delivered. */
export interface CouriersStackProps {
  readonly orders: OrdersStack;
}

/** Who rides for the shop. */
const COURIERS = ['hill-post', 'meadow-bikes'];
const CLEARING_HOUSE = 'https://clearing.example.com';
/** The index of the deliveries by their day. */
const BY_DAY = 'by-day';

/**
 * The riders of the town: too small for an identity provider, they sign what they report with a key of theirs. Each night the clearing house is told
 * what they have delivered, and pays them.
 */
export class CouriersStack extends Stack {
  public constructor(scope: Construct, id: string, { orders: { key, alarms } }: CouriersStackProps) {
    super(scope, id);
    Tags.of(this).add('latency', 'tolerant');
    Rampart.defaults(this, { alarms, logKey: key, sensitivity: Sensitivity.CONFIDENTIAL, permissionsBoundary: workloadBoundary(this) });
    const deliveries = keptTable(this, 'Deliveries', key);
    deliveries.addGlobalSecondaryIndex({ indexName: BY_DAY, partitionKey: { name: 'day', type: dynamodb.AttributeType.STRING } });
    const delivery = this.reports(deliveries, key);
    this.settlement(deliveries, key);
    acceptCouriersRisks(this, delivery);
  }

  /** The door for couriers. */
  private reports(deliveries: dynamodb.Table, key: IKey): SecureFunction {
    const courier = new SecretBackedFunction(this, 'Courier', {
      entry: `${__dirname}/handlers/courier.ts`,
      secretEncryptionKey: key,
      secrets: {
        couriers: SecretSource.neverRotated(
          'Each courier holds one of these keys. The logistics team agrees on a new one with a courier whenever a rider leaves.',
          { description: 'the keys of the couriers by their names, put in by the logistics team' },
        ),
      },
    });
    const delivery = new SecureFunction(this, 'Delivery', {
      entry: `${__dirname}/handlers/delivery.ts`,
      environment: { DELIVERIES: deliveries.tableName },
      // Couriers complain of slow answers: OpenTelemetry tells the time of each call that the handler makes. Node.js 24 keeps it out.
      runtime: lambda.Runtime.NODEJS_22_X,
      adotInstrumentation: {
        layerVersion: lambda.AdotLayerVersion.fromJavaScriptSdkLayerVersion(lambda.AdotLambdaLayerJavaScriptSdkVersion.V1_30_0),
        execWrapper: lambda.AdotLambdaExecWrapper.REGULAR_HANDLER,
      },
    });
    deliveries.grant(delivery, 'dynamodb:PutItem');
    key.grantEncryptDecrypt(delivery);

    const api = new SecureApi(this, 'Api', {
      // A signature is for one request, so no answer of the authorizer is kept for the next one.
      authorizer: ApiAuthorizer.lambda(courier, { headers: ['x-courier', 'x-time', 'x-signature'] }),
      throttle: { rateLimit: 20, burstLimit: 10 },
      accountHasLogRole: true, // the API of the shop has set it
    });
    api.addRoute('PUT', '/deliveries/{id}', { handler: delivery, path: jsonSchema(OrderPath), body: jsonSchema(Delivery), metered: true });
    // By its key each courier is counted, so that none keeps the others waiting. What lets it in is its signature.
    const keys = new Construct(this, 'Keys');
    api.addUsagePlan('Daily', {
      keys: COURIERS.map(name => new ApiKey(keys, name, { description: `counts the reports of ${name}` })),
      throttle: { rateLimit: 5, burstLimit: 5 },
      quota: { limit: 2000, period: Period.DAY },
    });
    return delivery;
  }

  /** What tells the clearing house whom to pay. */
  private settlement(deliveries: dynamodb.Table, key: IKey): void {
    const renew = new SecretBackedFunction(this, 'Renew', {
      entry: `${__dirname}/handlers/renew.ts`,
      environment: { CLEARING_HOUSE },
      timeout: Duration.seconds(15),
      // What new keys are asked for with: the password of the shop's account, of which the finance team takes care.
      secrets: { account: SecretSource.existing(Secret.fromSecretNameV2(this, 'Account', 'finance/clearing-house')) },
    });
    // Python, as the accountants write it. It reads the key by the extension of AWS, on which its construct puts the layer.
    const manifest = new SecretBackedFunction(this, 'Manifest', {
      code: lambda.Code.fromAsset(`${__dirname}/handlers/manifest`),
      runtime: lambda.Runtime.PYTHON_3_14,
      timeout: Duration.minutes(1),
      environment: { CLEARING_HOUSE, DELIVERIES: deliveries.tableName, BY_DAY },
      secretEncryptionKey: key,
      secrets: { clearing: SecretSource.rotating(renew, { rotateAfter: Duration.days(7), description: 'the key of the shop at the clearing house' }) },
    });
    manifest.grantLeast(`${deliveries.tableArn}/index/${BY_DAY}`, 'dynamodb:Query');
    key.grantDecrypt(manifest);
    manifest.addSchedule('Nightly', { schedule: ScheduleExpression.cron({ hour: '4', minute: '0' }) });
  }
}
