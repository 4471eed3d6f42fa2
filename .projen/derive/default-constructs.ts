import * as cdk from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as integrations from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import * as appsync from 'aws-cdk-lib/aws-appsync';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as efs from 'aws-cdk-lib/aws-efs';
import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import * as kinesis from 'aws-cdk-lib/aws-kinesis';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sources from 'aws-cdk-lib/aws-lambda-event-sources';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as deployment from 'aws-cdk-lib/aws-s3-deployment';
import * as notifications from 'aws-cdk-lib/aws-s3-notifications';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as subscriptions from 'aws-cdk-lib/aws-sns-subscriptions';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import * as stepfunctions from 'aws-cdk-lib/aws-stepfunctions';
import * as custom from 'aws-cdk-lib/custom-resources';
import { Construct } from 'constructs';

/** Something that users write, and what it makes in a stack of its own. */
export interface DefaultConstruct {
  /** What a user types, with nothing but what is required. */
  readonly code: string;
  readonly make: (scope: Construct) => void;
}

/** A function with required props only; what is found about it alone is left out of the constructs that only need one. */
const someFunction = (scope: Construct, id = 'Function') => new lambda.Function(scope, id, {
  runtime: lambda.Runtime.NODEJS_24_X, handler: 'index.handler', code: lambda.Code.fromInline('exports.handler = async () => {};'),
});

/** Constructs with their required props only. */
export const CONSTRUCTS_ALONE: readonly DefaultConstruct[] = [
  { code: 'new apigateway.RestApi, with a method', make: scope => { new apigateway.RestApi(scope, 'Api').root.addMethod('GET', new apigateway.LambdaIntegration(someFunction(scope))); } },
  {
    code: 'new apigatewayv2.HttpApi, with a route',
    make: scope => {
      const handler = someFunction(scope);
      new apigatewayv2.HttpApi(scope, 'Api').addRoutes({ path: '/', integration: new integrations.HttpLambdaIntegration('Integration', handler) });
    },
  },
  {
    code: 'new apigatewayv2.WebSocketApi, with a stage',
    make: scope => {
      const integration = new integrations.WebSocketLambdaIntegration('Integration', someFunction(scope));
      const webSocketApi = new apigatewayv2.WebSocketApi(scope, 'Api', { connectRouteOptions: { integration } });
      new apigatewayv2.WebSocketStage(scope, 'Stage', { webSocketApi, stageName: 'live', autoDeploy: true });
    },
  },
  {
    code: 'new appsync.GraphqlApi',
    make: scope => {
      const schema = { bind: ({ apiId }: appsync.IGraphqlApi) => ({ apiId, definition: 'type Query { one: String }' }) };
      new appsync.GraphqlApi(scope, 'Api', { name: 'api', definition: appsync.Definition.fromSchema(schema) });
    },
  },
  {
    code: 'new cloudwatch.Alarm',
    make: scope => {
      new cloudwatch.Alarm(scope, 'Alarm', { metric: new cloudwatch.Metric({ namespace: 'App', metricName: 'Failures' }), threshold: 1, evaluationPeriods: 1 });
    },
  },
  { code: 'new cognito.UserPool', make: scope => { new cognito.UserPool(scope, 'Pool'); } },
  { code: 'new dynamodb.Table', make: scope => { new dynamodb.Table(scope, 'Table', { partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING } }); } },
  { code: 'new dynamodb.TableV2', make: scope => { new dynamodb.TableV2(scope, 'Table', { partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING } }); } },
  { code: 'new ec2.SecurityGroup', make: scope => { new ec2.SecurityGroup(scope, 'Group', { vpc: ec2.Vpc.fromVpcAttributes(scope, 'Vpc', { vpcId: 'vpc-1', availabilityZones: ['a'] }) }); } },
  { code: 'new ec2.Vpc', make: scope => { new ec2.Vpc(scope, 'Vpc'); } },
  {
    code: 'new ec2.Vpc, with a function in it',
    make: scope => {
      new lambda.Function(scope, 'Function', {
        runtime: lambda.Runtime.NODEJS_24_X, handler: 'index.handler', code: lambda.Code.fromInline('exports.handler = async () => {};'), vpc: new ec2.Vpc(scope, 'Vpc'),
      });
    },
  },
  { code: 'new ecr.Repository', make: scope => { new ecr.Repository(scope, 'Repository'); } },
  { code: 'new efs.FileSystem', make: scope => { new efs.FileSystem(scope, 'Files', { vpc: new ec2.Vpc(scope, 'Vpc') }); } },
  { code: 'new events.EventBus', make: scope => { new events.EventBus(scope, 'Bus'); } },
  {
    code: 'new events.Rule, with a function as target',
    make: scope => {
      new events.Rule(scope, 'Rule', { schedule: events.Schedule.rate(cdk.Duration.hours(1)), targets: [new targets.LambdaFunction(someFunction(scope))] });
    },
  },
  { code: 'new kinesis.Stream', make: scope => { new kinesis.Stream(scope, 'Stream'); } },
  { code: 'new kms.Key', make: scope => { new kms.Key(scope, 'Key'); } },
  { code: 'new lambda.Function', make: scope => { someFunction(scope); } },
  { code: 'function.addEventSource, with a queue', make: scope => { someFunction(scope).addEventSource(new sources.SqsEventSource(new sqs.Queue(scope, 'Queue'))); } },
  {
    code: 'function.addEventSource, with a stream',
    make: scope => {
      const stream = new kinesis.Stream(scope, 'Stream');
      someFunction(scope).addEventSource(new sources.KinesisEventSource(stream, { startingPosition: lambda.StartingPosition.LATEST }));
    },
  },
  { code: 'function.addFunctionUrl', make: scope => { someFunction(scope).addFunctionUrl(); } },
  { code: 'new logs.LogGroup', make: scope => { new logs.LogGroup(scope, 'Logs'); } },
  { code: 'new s3.Bucket', make: scope => { new s3.Bucket(scope, 'Bucket'); } },
  { code: 'new secretsmanager.Secret', make: scope => { new secretsmanager.Secret(scope, 'Secret'); } },
  {
    code: 'secret.addRotationSchedule, with a function',
    make: scope => {
      new secretsmanager.Secret(scope, 'Secret').addRotationSchedule('Rotation', { rotationLambda: someFunction(scope), automaticallyAfter: cdk.Duration.days(30) });
    },
  },
  { code: 'new sns.Topic', make: scope => { new sns.Topic(scope, 'Topic'); } },
  { code: 'topic.addSubscription, with a function', make: scope => { new sns.Topic(scope, 'Topic').addSubscription(new subscriptions.LambdaSubscription(someFunction(scope))); } },
  { code: 'new sqs.Queue', make: scope => { new sqs.Queue(scope, 'Queue'); } },
  {
    code: 'new stepfunctions.StateMachine',
    make: scope => {
      new stepfunctions.StateMachine(scope, 'Machine', { definitionBody: stepfunctions.DefinitionBody.fromChainable(new stepfunctions.Pass(scope, 'Done')) });
    },
  },
];

/** What makes the CDK add functions, roles and more of its own. */
export const CONSTRUCTS_WITH_HELPERS: readonly DefaultConstruct[] = [
  {
    code: 'new custom.AwsCustomResource',
    make: scope => {
      const onCreate = { service: 'SSM', action: 'getParameter', parameters: { Name: 'n' }, physicalResourceId: custom.PhysicalResourceId.of('n') };
      new custom.AwsCustomResource(scope, 'Call', { onCreate, policy: custom.AwsCustomResourcePolicy.fromSdkCalls({ resources: ['arn:aws:ssm:eu-west-1:111122223333:parameter/n'] }) });
    },
  },
  { code: 'new custom.Provider', make: scope => { new custom.Provider(scope, 'Provider', { onEventHandler: someFunction(scope) }); } },
  {
    code: 'new custom.Provider, with isCompleteHandler',
    make: scope => {
      new custom.Provider(scope, 'Provider', { onEventHandler: someFunction(scope), isCompleteHandler: someFunction(scope, 'Complete') });
    },
  },
  {
    code: 'new deployment.BucketDeployment',
    make: scope => {
      new deployment.BucketDeployment(scope, 'Deployment', { destinationBucket: new s3.Bucket(scope, 'Bucket'), sources: [deployment.Source.data('index.html', 'hello')] });
    },
  },
  { code: 'new ec2.Vpc, with restrictDefaultSecurityGroup', make: scope => { new ec2.Vpc(scope, 'Vpc', { restrictDefaultSecurityGroup: true }); } },
  { code: 'new logs.LogRetention', make: scope => { new logs.LogRetention(scope, 'Retention', { logGroupName: '/aws/lambda/one', retention: logs.RetentionDays.ONE_MONTH }); } },
  { code: 'new s3.Bucket, with autoDeleteObjects', make: scope => { new s3.Bucket(scope, 'Bucket', { autoDeleteObjects: true, removalPolicy: cdk.RemovalPolicy.DESTROY }); } },
  {
    code: 'bucket.addEventNotification',
    make: scope => {
      new s3.Bucket(scope, 'Bucket').addEventNotification(s3.EventType.OBJECT_CREATED, new notifications.LambdaDestination(someFunction(scope)));
    },
  },
];
