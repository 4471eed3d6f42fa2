import { CfnOutput, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kinesis from 'aws-cdk-lib/aws-kinesis';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';

/** What the goat shop keeps. Each weakness names the rules that find it. */
export class StorageStack extends Stack {
  public readonly products: dynamodb.ITable;
  public readonly orders: dynamodb.ITable;
  public readonly reports: s3.IBucket;
  public readonly jobs: sqs.IQueue;
  public readonly placed: sns.ITopic;
  public readonly clicks: kinesis.IStream;
  public readonly database: secretsmanager.ISecret;
  public readonly vpc: ec2.IVpc;

  public constructor(scope: Construct, id: string) {
    super(scope, id);
    const byId = { partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING }, billingMode: dynamodb.BillingMode.PAY_PER_REQUEST };

    this.products = new dynamodb.Table(this, 'Products', byId);

    // table-recoverable, stateful-resource-retained: "we can always re-import the orders", and a deleted stack takes them along.
    this.orders = new dynamodb.Table(this, 'Orders', { ...byId, removalPolicy: RemovalPolicy.DESTROY });

    // bucket-public-access-blocked, bucket-policy-no-public: marketing wanted links that just work.
    this.reports = new s3.Bucket(this, 'Reports', {
      publicReadAccess: true,
      blockPublicAccess: new s3.BlockPublicAccess({
        blockPublicAcls: false, blockPublicPolicy: false, ignorePublicAcls: false, restrictPublicBuckets: false,
      }),
    });

    // queue-encrypted: switched off while hunting a permission error, and never switched on again.
    // queue-redrive: a message that fails is tried until it expires.
    // trigger-no-loop: the worker puts what fails back into the queue that it came from, at once and for ever.
    // queue-visibility-outlasts-function: the worker in the other stack may take 20 seconds, so others pick up what it still works on.
    this.jobs = new sqs.Queue(this, 'Jobs', {
      encryption: sqs.QueueEncryption.UNENCRYPTED,
      visibilityTimeout: Duration.seconds(30),
    });

    this.placed = new sns.Topic(this, 'OrderPlaced');
    // topic-policy-no-public: the warehouse's account was not known yet.
    this.placed.addToResourcePolicy(new iam.PolicyStatement({
      actions: ['sns:Publish', 'sns:Subscribe'],
      principals: [new iam.AnyPrincipal()],
      resources: [this.placed.topicArn],
    }));

    // stream-encrypted: "it is only clicks", with the customers' addresses in them.
    this.clicks = new kinesis.Stream(this, 'Clicks', { encryption: kinesis.StreamEncryption.UNENCRYPTED });

    // secret-rotation-on: the password is the one of the first day.
    this.database = new secretsmanager.Secret(this, 'Database', {
      generateSecretString: { secretStringTemplate: JSON.stringify({ username: 'goat' }), generateStringKey: 'password', excludePunctuation: true },
    });

    // secret-value-not-in-output: handy for connecting from a laptop.
    new CfnOutput(this, 'DatabasePassword', { value: this.database.secretValueFromJson('password').unsafeUnwrap() });

    this.vpc = new ec2.Vpc(this, 'Network', { maxAzs: 2, natGateways: 0 });
  }
}
