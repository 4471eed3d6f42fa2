import { Duration, Stack } from 'aws-cdk-lib';
import * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import * as events from 'aws-cdk-lib/aws-events';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction, NodejsFunctionProps } from 'aws-cdk-lib/aws-lambda-nodejs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { LambdaDestination } from 'aws-cdk-lib/aws-s3-notifications';
import { Construct } from 'constructs';
import { StorageStack } from './storage-stack';

/** Images and reports of the goat shop. Each weakness names the rules that find it. */
export class MediaStack extends Stack {
  public constructor(scope: Construct, id: string, storage: StorageStack) {
    super(scope, id);
    const code: NodejsFunctionProps = { runtime: lambda.Runtime.NODEJS_22_X, bundling: { externalModules: ['@aws-sdk/*'] } };

    // trigger-no-loop: uploads and thumbnails in one bucket, so each thumbnail is an upload again.
    // bucket-tls-only, bucket-versioned, bucket-access-logs: as it came out of the tutorial.
    const images = new s3.Bucket(this, 'Images', {
      cors: [{ allowedMethods: [s3.HttpMethods.PUT, s3.HttpMethods.GET], allowedOrigins: ['*'], allowedHeaders: ['*'] }],
    });

    // lambda-timeout-deliberate: "images are slow", so a hanging one costs a quarter of an hour.
    const thumbnails = new NodejsFunction(this, 'Thumbnails', {
      ...code,
      entry: `${__dirname}/handlers/thumbnails.ts`,
      timeout: Duration.minutes(15),
    });
    images.grantReadWrite(thumbnails);
    images.addEventNotification(s3.EventType.OBJECT_CREATED, new LambdaDestination(thumbnails));

    const upload = new NodejsFunction(this, 'Upload', { ...code, entry: `${__dirname}/handlers/upload.ts`, environment: { IMAGES: images.bucketName } });
    // iam-policy-no-service-wildcard, iam-policy-permission-changes-scoped: every bucket of the account, its policy and its deletion included.
    upload.addToRolePolicy(new iam.PolicyStatement({ actions: ['s3:*'], resources: ['*'] }));
    const api = new apigatewayv2.HttpApi(this, 'Api', {
      // apigw-cors-restricted: any site that a customer visits may upload in the customer's browser.
      corsPreflight: { allowOrigins: ['*'], allowMethods: [apigatewayv2.CorsHttpMethod.ANY], allowHeaders: ['*'] },
    });
    // apigw-method-authorized: anybody fills the bucket.
    api.addRoutes({ path: '/images', methods: [apigatewayv2.HttpMethod.POST], integration: new HttpLambdaIntegration('Upload', upload) });

    const reports = new NodejsFunction(this, 'Reports', {
      ...code,
      entry: `${__dirname}/handlers/reports.ts`,
      environment: { ORDERS_TABLE: storage.orders.tableName, REPORTS: storage.reports.bucketName },
    });
    storage.orders.grantReadData(reports);
    storage.reports.grantReadWrite(reports);
    // lambda-url-iam-auth, lambda-url-cors-restricted: the address is the password.
    reports.addFunctionUrl({ authType: lambda.FunctionUrlAuthType.NONE, cors: { allowedOrigins: ['*'] } });

    // rule-target-redrive: a night without a report goes unnoticed.
    const nightly = new events.CfnRule(this, 'Nightly', {
      scheduleExpression: 'cron(0 3 * * ? *)',
      targets: [{ id: 'Reports', arn: reports.functionArn }],
    });
    // lambda-permission-source-bound: any rule of any account may start the report; copied from a forum.
    new lambda.CfnPermission(this, 'NightlyMayInvoke', {
      action: 'lambda:InvokeFunction',
      functionName: reports.functionName,
      principal: 'events.amazonaws.com',
    }).node.addDependency(nightly);
  }
}
