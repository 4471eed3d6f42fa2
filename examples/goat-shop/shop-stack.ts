import { Duration, SecretValue, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { WebSocketLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { KinesisEventSource, SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { NodejsFunction, NodejsFunctionProps } from 'aws-cdk-lib/aws-lambda-nodejs';
import { LambdaSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import { StorageStack } from './storage-stack';

/** Catalogue and orders of the goat shop. Each weakness names the rules that find it. */
export class ShopStack extends Stack {
  public constructor(scope: Construct, id: string, storage: StorageStack) {
    super(scope, id);

    // iam-role-no-aws-managed-policy: it may write to every log group of the account.
    const everybody = new iam.Role(this, 'ShopRole', {
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
      managedPolicies: [iam.ManagedPolicy.fromAwsManagedPolicyName('service-role/AWSLambdaBasicExecutionRole')],
    });
    // iam-policy-no-admin: "we tighten it before the launch".
    everybody.addToPolicy(new iam.PolicyStatement({ actions: ['*'], resources: ['*'] }));

    const code: NodejsFunctionProps = { runtime: lambda.Runtime.NODEJS_18_X, bundling: { externalModules: ['@aws-sdk/*'] } };

    // lambda-runtime-supported: nobody has touched the runtime since the shop was written.
    // lambda-function-own-role, lambda-function-traced, lambda-function-log-group-owned: the three of them share whatever one of them needs.
    const catalogue = new NodejsFunction(this, 'Catalogue', { ...code, entry: `${__dirname}/handlers/catalogue.ts`, role: everybody });

    // lambda-function-own-role: it may do what the administrators may do, and answers anybody.
    // lambda-vpc-no-public-subnet: "then it has internet", which it has not.
    // lambda-env-no-resolved-secret: the secret is safe in Secrets Manager, and open in the function's configuration.
    const checkout = new NodejsFunction(this, 'Checkout', {
      ...code,
      entry: `${__dirname}/handlers/checkout.ts`,
      role: everybody,
      vpc: storage.vpc,
      vpcSubnets: { subnetType: ec2.SubnetType.PUBLIC },
      allowPublicSubnet: true,
      environment: { JOBS_URL: storage.jobs.queueUrl, DB_PASSWORD: storage.database.secretValueFromJson('password').unsafeUnwrap() },
    });

    // lambda-env-no-literal-secret: in the source, in every template, and in the console.
    // lambda-env-no-event-dump: every order with its address in the log.
    const account = new NodejsFunction(this, 'Account', {
      ...code,
      entry: `${__dirname}/handlers/account.ts`,
      role: everybody,
      environment: { JWT_SECRET: 'the-goats-eat-everything', POWERTOOLS_LOGGER_LOG_EVENT: 'true' },
    });

    // apigw-stage-no-data-trace: bodies, passwords included, go to the log.
    // apigw-stage-traced, apigw-stage-access-logs, apigw-stage-throttled, apigw-stage-waf: nobody sees who calls, and nothing slows them down.
    const api = new apigateway.RestApi(this, 'Api', {
      deployOptions: { dataTraceEnabled: true, loggingLevel: apigateway.MethodLoggingLevel.INFO },
      defaultCorsPreflightOptions: { allowOrigins: apigateway.Cors.ALL_ORIGINS },
    });
    // apigw-method-authorized: a public catalogue is meant, but nobody said so.
    api.root.addResource('products').addMethod('GET', new apigateway.LambdaIntegration(catalogue));
    const orders = api.root.addResource('orders');
    // apigw-method-authorized, apigw-method-request-validated: anybody orders for anybody.
    orders.addMethod('POST', new apigateway.LambdaIntegration(checkout));
    // apigw-method-authorized: an API key is in every browser, and is no authorization.
    orders.addResource('{id}').addMethod('GET', new apigateway.LambdaIntegration(account), { apiKeyRequired: true });

    const status = new NodejsFunction(this, 'Status', {
      ...code,
      entry: `${__dirname}/handlers/status.ts`,
      // lambda-env-no-literal-secret: the name of unsafePlainText says what it is.
      environment: { PUSH_API_KEY: SecretValue.unsafePlainText('x9Qm2LrT7vKp4WzC8sNd').unsafeUnwrap() },
    });
    // apigw-method-authorized: whoever connects sees everybody's orders move.
    const socket = new apigatewayv2.WebSocketApi(this, 'Socket', {
      connectRouteOptions: { integration: new WebSocketLambdaIntegration('Connect', status) },
    });
    new apigatewayv2.WebSocketStage(this, 'Live', { webSocketApi: socket, stageName: 'live', autoDeploy: true });
    const worker = new NodejsFunction(this, 'Worker', {
      ...code,
      entry: `${__dirname}/handlers/work.ts`,
      timeout: Duration.seconds(20),
      environment: { JOBS_URL: storage.jobs.queueUrl, ORDERS_TABLE: storage.orders.tableName },
    });
    // iam-policy-no-service-wildcard: it stores orders, and may as well delete the table and its backups.
    worker.addToRolePolicy(new iam.PolicyStatement({ actions: ['dynamodb:*'], resources: [storage.orders.tableArn] }));
    worker.addEventSource(new SqsEventSource(storage.jobs));
    // What fails goes back to the queue that it came from: see the queue.
    storage.jobs.grantSendMessages(worker);

    // lambda-async-failure-destination: SNS tries three times, then the mail is lost.
    const notify = new NodejsFunction(this, 'Notify', { ...code, entry: `${__dirname}/handlers/notify.ts` });
    // subscription-redrive: there is nowhere to put what could not be delivered.
    storage.placed.addSubscription(new LambdaSubscription(notify));

    const clicks = new NodejsFunction(this, 'Clicks', { ...code, entry: `${__dirname}/handlers/clicks.ts` });
    // event-source-failure-destination, event-source-bounded: one bad record blocks its shard for a week.
    clicks.addEventSource(new KinesisEventSource(storage.clicks, { startingPosition: lambda.StartingPosition.LATEST }));
  }
}
