import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpIamAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sources from 'aws-cdk-lib/aws-lambda-event-sources';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { LambdaDestination } from 'aws-cdk-lib/aws-s3-notifications';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import * as sns from 'aws-cdk-lib/aws-sns';
import { LambdaSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';

/** What lies in another stack and is used from everywhere. */
export interface Shared {
  readonly bus: events.IEventBus;
  readonly users: cognito.IUserPool;
}

/** What the functions of one stack share. */
export interface Neighbourhood extends Shared {
  readonly rest: apigateway.RestApi;
  readonly authorizer: apigateway.IAuthorizer;
  readonly http: apigatewayv2.HttpApi;
  /** A queue of another stack, for functions that pass work on. */
  readonly next?: sqs.IQueue;
}

/** One function and what belongs to it, about seven resources; a careless one has findings. */
export type Service = (scope: Construct, near: Neighbourhood, careless: boolean) => lambda.Function;

/** A stack's APIs. */
export function neighbourhood(stack: Stack, shared: Shared): Neighbourhood {
  const rest = new apigateway.RestApi(stack, 'RestApi', { deployOptions: { tracingEnabled: true } });
  const authorizer = new apigateway.CognitoUserPoolsAuthorizer(stack, 'Authorizer', { cognitoUserPools: [shared.users] });
  rest.root.addMethod('GET', new apigateway.MockIntegration(), { authorizer });
  return { ...shared, rest, authorizer, http: new apigatewayv2.HttpApi(stack, 'HttpApi', { defaultAuthorizer: new HttpIamAuthorizer() }) };
}

/**
 * Inline code, so that no bundling and no hashing of assets is part of what we compare with: on a real application both
 * make `app.synth()` slower, and so every ratio smaller.
 */
function handler(scope: Construct, careless: boolean, props: Partial<lambda.FunctionProps> = {}): lambda.Function {
  return new lambda.Function(scope, 'Function', {
    runtime: lambda.Runtime.NODEJS_24_X,
    handler: 'index.handler',
    code: lambda.Code.fromInline('exports.handler = async event => event;'),
    timeout: Duration.seconds(30),
    memorySize: 512,
    environment: { LEVEL: 'info', STAGE: 'production' },
    ...(careless ? {} : { tracing: lambda.Tracing.ACTIVE, logGroup: new logs.LogGroup(scope, 'Logs', { retention: logs.RetentionDays.ONE_MONTH }) }),
    ...props,
  });
}

function table(scope: Construct, props: Partial<dynamodb.TableProps> = {}): dynamodb.Table {
  return new dynamodb.Table(scope, 'Table', {
    partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING },
    billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    ...props,
  });
}

const queueWorker: Service = (scope, near, careless) => {
  const encryption = careless ? sqs.QueueEncryption.UNENCRYPTED : undefined;
  const dead = new sqs.Queue(scope, 'Dead', { encryption });
  const visibilityTimeout = Duration.seconds(careless ? 10 : 180);
  const queue = new sqs.Queue(scope, 'Queue', { encryption, visibilityTimeout, deadLetterQueue: { queue: dead, maxReceiveCount: 5 } });
  // A queue that is not visible for as long as its function runs is refused at deployment only; CDK lets it pass.
  const fn = handler(scope, careless, { environment: { NEXT: near.next?.queueUrl ?? queue.queueUrl } });
  fn.addEventSource(new sources.SqsEventSource(queue, { reportBatchItemFailures: true }));
  near.next?.grantSendMessages(fn);
  return fn;
};

const restRoute: Service = (scope, near, careless) => {
  const items = table(scope);
  const fn = handler(scope, careless, { environment: { TABLE: items.tableName } });
  items.grantReadWriteData(fn);
  near.rest.root.addResource(scope.node.id).addMethod('POST', new apigateway.LambdaIntegration(fn), careless ? {} : { authorizer: near.authorizer });
  return fn;
};

const scheduledJob: Service = (scope, near, careless) => {
  const secret = new secretsmanager.Secret(scope, 'Secret');
  const environment: Record<string, string> = careless ? { DB_PASSWORD: secret.secretValue.unsafeUnwrap() } : { SECRET: secret.secretArn };
  const fn = handler(scope, careless, { environment });
  secret.grantRead(fn);
  near.bus.grantPutEventsTo(fn);
  new events.Rule(scope, 'Rule', { schedule: events.Schedule.rate(Duration.hours(1)), targets: [new targets.LambdaFunction(fn)] });
  return fn;
};

const bucketReader: Service = (scope, _, careless) => {
  const bucket = new s3.Bucket(scope, 'Bucket', { enforceSSL: true, blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL, removalPolicy: RemovalPolicy.RETAIN });
  const fn = handler(scope, careless, { environment: { BUCKET: bucket.bucketName } });
  bucket.addEventNotification(s3.EventType.OBJECT_CREATED, new LambdaDestination(fn), { prefix: 'incoming/' });
  bucket.grantRead(fn, 'incoming/*');
  // Writing where it listens is a loop.
  bucket.grantPut(fn, careless ? 'incoming/*' : 'done/*');
  return fn;
};

const topicSubscriber: Service = (scope, _, careless) => {
  const topic = new sns.Topic(scope, 'Topic', { enforceSSL: false });
  const environment: Record<string, string> = careless ? { API_KEY: 'c2VjcmV0LWZvci10aGUtYmVuY2htYXJrLW9ubHk9' } : { TOPIC: topic.topicArn };
  const fn = handler(scope, careless, { environment });
  topic.addSubscription(new LambdaSubscription(fn));
  fn.addToRolePolicy(new iam.PolicyStatement(careless
    ? { actions: ['s3:*', 'dynamodb:*'], resources: ['*'] }
    : { actions: ['ses:SendEmail'], resources: [Stack.of(scope).formatArn({ service: 'ses', resource: 'identity', resourceName: 'example.com' })] }));
  return fn;
};

const tableStream: Service = (scope, near, careless) => {
  const items = table(scope, { stream: dynamodb.StreamViewType.NEW_AND_OLD_IMAGES });
  const failed = new sqs.Queue(scope, 'Failed');
  const fn = handler(scope, careless, { environment: { BUS: near.bus.eventBusName } });
  fn.addEventSource(new sources.DynamoEventSource(items, {
    startingPosition: lambda.StartingPosition.LATEST, retryAttempts: 3, onFailure: new sources.SqsDlq(failed),
  }));
  near.bus.grantPutEventsTo(fn);
  if (careless) fn.addPermission('Anybody', { principal: new iam.ServicePrincipal('events.amazonaws.com') });
  return fn;
};

const httpRoute: Service = (scope, near, careless) => {
  const items = table(scope);
  const fn = handler(scope, careless, { environment: { TABLE: items.tableName } });
  items.grantReadData(fn);
  near.http.addRoutes({
    path: `/${scope.node.id}`,
    methods: [apigatewayv2.HttpMethod.GET],
    integration: new HttpLambdaIntegration('Integration', fn),
    ...(careless ? { authorizer: new apigatewayv2.HttpNoneAuthorizer() } : {}),
  });
  return fn;
};

/** The kinds of service, one function each. */
export const SERVICES: readonly Service[] = [queueWorker, restRoute, scheduledJob, bucketReader, topicSubscriber, tableStream, httpRoute];
