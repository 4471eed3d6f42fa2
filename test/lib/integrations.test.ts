import * as cdk from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as authorizers from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import * as integrations from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import * as appsync from 'aws-cdk-lib/aws-appsync';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as actions from 'aws-cdk-lib/aws-cloudwatch-actions';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as elb from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as elbTargets from 'aws-cdk-lib/aws-elasticloadbalancingv2-targets';
import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as iot from 'aws-cdk-lib/aws-iot';
import * as kinesis from 'aws-cdk-lib/aws-kinesis';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as destinations from 'aws-cdk-lib/aws-lambda-destinations';
import * as sources from 'aws-cdk-lib/aws-lambda-event-sources';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as logDestinations from 'aws-cdk-lib/aws-logs-destinations';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as notifications from 'aws-cdk-lib/aws-s3-notifications';
import * as scheduler from 'aws-cdk-lib/aws-scheduler';
import * as schedulerTargets from 'aws-cdk-lib/aws-scheduler-targets';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as subscriptions from 'aws-cdk-lib/aws-sns-subscriptions';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Provider } from 'aws-cdk-lib/custom-resources';
import { SecureFunction } from '../../lib';
import { testApp } from '../support/synthesis';

type Properties = Record<string, any>;

const stack = new cdk.Stack(testApp(), 'Stack');
const fn = new SecureFunction(stack, 'Orders', { code: lambda.Code.fromInline('exports.handler = async () => {};'), provisionedConcurrency: 2 });
const grantee = new iam.Role(stack, 'Grantee', { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') });

const table = new dynamodb.Table(stack, 'Table', { partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING }, stream: dynamodb.StreamViewType.NEW_IMAGE });
const stream = new kinesis.Stream(stack, 'Stream');
const queue = new sqs.Queue(stack, 'Queue');
const topic = new sns.Topic(stack, 'Topic');
const inbox = new s3.Bucket(stack, 'Inbox');
const secret = new secretsmanager.Secret(stack, 'Secret', { encryptionKey: new kms.Key(stack, 'SecretKey') });

/** Each of these hands the function to a construct of the CDK, as users do. */
const INTEGRATIONS: Record<string, () => void> = {
  'SQS event source': () => fn.addEventSource(new sources.SqsEventSource(queue)),
  'DynamoDB event source': () => fn.addEventSource(new sources.DynamoEventSource(table, { startingPosition: lambda.StartingPosition.LATEST })),
  'Kinesis event source': () => fn.addEventSource(new sources.KinesisEventSource(stream, { startingPosition: lambda.StartingPosition.LATEST })),
  'SNS event source': () => fn.addEventSource(new sources.SnsEventSource(new sns.Topic(stack, 'News'))),
  'SNS subscription': () => topic.addSubscription(new subscriptions.LambdaSubscription(fn)),
  'S3 notification': () => inbox.addEventNotification(s3.EventType.OBJECT_CREATED, new notifications.LambdaDestination(fn)),
  'EventBridge rule': () => new events.Rule(stack, 'Rule', { schedule: events.Schedule.rate(cdk.Duration.hours(1)), targets: [new targets.LambdaFunction(fn)] }),
  'EventBridge schedule': () => new scheduler.Schedule(stack, 'Schedule', {
    schedule: scheduler.ScheduleExpression.rate(cdk.Duration.hours(1)), target: new schedulerTargets.LambdaInvoke(fn, {}),
  }),
  'REST API': () => new apigateway.RestApi(stack, 'Rest').root.addMethod('GET', new apigateway.LambdaIntegration(fn), { authorizationType: apigateway.AuthorizationType.IAM }),
  'REST API authorizer': () => new apigateway.RestApi(stack, 'Authorized').root.addMethod('GET', undefined, {
    authorizer: new apigateway.TokenAuthorizer(stack, 'TokenAuthorizer', { handler: fn }),
  }),
  'HTTP API': () => new apigatewayv2.HttpApi(stack, 'Http', {
    defaultAuthorizer: new authorizers.HttpIamAuthorizer(), defaultIntegration: new integrations.HttpLambdaIntegration('Integration', fn),
  }),
  'WebSocket API': () => new apigatewayv2.WebSocketApi(stack, 'Socket', {
    connectRouteOptions: { integration: new integrations.WebSocketLambdaIntegration('Connect', fn), authorizer: new authorizers.WebSocketIamAuthorizer() },
  }),
  'function URL': () => fn.addFunctionUrl().grantInvokeUrl(grantee),
  'Step Functions task': () => new sfn.StateMachine(stack, 'Machine', {
    definitionBody: sfn.DefinitionBody.fromChainable(new tasks.LambdaInvoke(stack, 'Task', { lambdaFunction: fn })),
  }),
  'secret rotation': () => secret.addRotationSchedule('Rotation', { rotationLambda: fn }),
  'Cognito trigger': () => new cognito.UserPool(stack, 'Pool').addTrigger(cognito.UserPoolOperation.PRE_SIGN_UP, fn),
  'log subscription': () => new logs.SubscriptionFilter(stack, 'Filter', {
    logGroup: new logs.LogGroup(stack, 'Audited'), destination: new logDestinations.LambdaDestination(fn), filterPattern: logs.FilterPattern.allEvents(),
  }),
  'load balancer': () => new elb.ApplicationTargetGroup(stack, 'Group', { targets: [new elbTargets.LambdaTarget(fn)] }),
  'alarm action': () => new cloudwatch.Alarm(stack, 'Alarm', { metric: fn.metricErrors(), threshold: 1, evaluationPeriods: 1 }).addAlarmAction(new actions.LambdaAction(fn)),
  'IoT rule': () => {
    new iot.CfnTopicRule(stack, 'TopicRule', { topicRulePayload: { sql: 'SELECT * FROM \'a\'', actions: [{ lambda: { functionArn: fn.functionArn } }] } });
    fn.addPermission('TopicRule', { principal: new iam.ServicePrincipal('iot.amazonaws.com'), sourceAccount: stack.account });
  },
  'custom resource': () => new cdk.CustomResource(stack, 'Custom', { serviceToken: new Provider(stack, 'Provider', { onEventHandler: fn }).serviceToken }),
  'AppSync data source': () => new appsync.GraphqlApi(stack, 'Graph', {
    name: 'graph',
    definition: appsync.Definition.fromSchema(new appsync.SchemaFile({ filePath: `${__dirname}/schema.graphql` })),
    authorizationConfig: { defaultAuthorization: { authorizationType: appsync.AuthorizationType.IAM } },
  }).addLambdaDataSource('Data', fn),
  'failure destination': () => fn.configureAsyncInvoke({ onFailure: new destinations.SqsDestination(new sqs.Queue(stack, 'Failed')) }),
  'destination of another function': () => new SecureFunction(stack, 'Other', { code: lambda.Code.fromInline('exports.handler = async () => {};') })
    .configureAsyncInvoke({ onSuccess: new destinations.LambdaDestination(fn) }),
  'invocation by a role': () => fn.grantInvoke(grantee),
  'invocation by a service': () => fn.grantInvoke(new iam.ServicePrincipal('lex.amazonaws.com')),
};

/** Each of these gives the function something to do; the actions that its role must then have. */
const GRANTS: Record<string, { readonly give: () => iam.Grant | void; readonly action: string }> = {
  table: { give: () => table.grantWriteData(fn), action: 'dynamodb:PutItem' },
  bucket: { give: () => new s3.Bucket(stack, 'Reports').grantRead(fn), action: 's3:GetObject*' },
  queue: { give: () => new sqs.Queue(stack, 'Jobs').grantSendMessages(fn), action: 'sqs:SendMessage' },
  topic: { give: () => topic.grantPublish(fn), action: 'sns:Publish' },
  secret: { give: () => secret.grantRead(fn), action: 'secretsmanager:GetSecretValue' },
  key: { give: () => new kms.Key(stack, 'Key').grantDecrypt(fn), action: 'kms:Decrypt' },
  bus: { give: () => events.EventBus.grantAllPutEvents(fn), action: 'events:PutEvents' },
  statement: { give: () => fn.addToRolePolicy(new iam.PolicyStatement({ actions: ['ses:SendEmail'], resources: ['arn:aws:ses:eu-west-1:123456789012:identity/shop'] })), action: 'ses:SendEmail' },
};

let template: Record<string, { readonly Type: string; readonly Properties: Properties; readonly DependsOn?: string | string[] }>;
let alias: string;

const ofType = (type: string) => Object.values(template).filter(resource => resource.Type === type).map(resource => resource.Properties);
const idOf = (construct: cdk.IResource) => stack.getLogicalId(construct.node.defaultChild as cdk.CfnResource);
const mentions = (value: unknown, id: string) => JSON.stringify(value ?? null).includes(`"${id}"`);

beforeAll(() => {
  for (const integrate of Object.values(INTEGRATIONS)) integrate();
  for (const { give } of Object.values(GRANTS)) give();
  template = Template.fromStack(stack).toJSON().Resources;
  alias = idOf(fn);
});

test('every permission is on a live alias', () => {
  const permissions = ofType('AWS::Lambda::Permission').filter(({ FunctionName }) => !mentions(FunctionName, 'BucketNotificationsHandler'));
  expect(permissions.map(({ Principal }) => Principal).sort()).toMatchObject(expect.arrayContaining([
    'apigateway.amazonaws.com', 'cognito-idp.amazonaws.com', 'elasticloadbalancing.amazonaws.com', 'events.amazonaws.com', 'iot.amazonaws.com',
    'lambda.alarms.cloudwatch.amazonaws.com', 'lex.amazonaws.com', 'logs.amazonaws.com', 's3.amazonaws.com', 'secretsmanager.amazonaws.com', 'sns.amazonaws.com',
  ]));
  for (const { FunctionName } of permissions) expect(FunctionName).toEqual({ Ref: alias });
});

test('every event source mapping names the live alias by its ARN', () => {
  const mappings = ofType('AWS::Lambda::EventSourceMapping');
  expect(mappings).toHaveLength(3);
  for (const { FunctionName } of mappings) expect(FunctionName).toEqual({ Ref: alias });
});

test('nothing but its version, alias, URL, metrics and asynchronous configuration refers to the function behind the alias', () => {
  const id = idOf(fn.lambda);
  const others = Object.values(template).filter(resource => mentions(resource.Properties, id)).map(resource => resource.Type).sort();
  expect([...new Set(others)]).toEqual(['AWS::CloudWatch::Alarm', 'AWS::Lambda::Alias', 'AWS::Lambda::EventInvokeConfig', 'AWS::Lambda::Url', 'AWS::Lambda::Version']);
  expect(ofType('AWS::Lambda::Url')).toEqual([expect.objectContaining({ AuthType: 'AWS_IAM', Qualifier: 'live' })]);
  expect(ofType('AWS::Lambda::EventInvokeConfig').map(({ Qualifier }) => mentions(Qualifier, alias))).toContain(true);
});

test.each([
  ['SNS subscriptions', 'AWS::SNS::Subscription', (one: Properties) => one.Endpoint],
  ['buckets', 'Custom::S3BucketNotifications', (one: Properties) => one.NotificationConfiguration.LambdaFunctionConfigurations[0].LambdaFunctionArn],
  ['rules', 'AWS::Events::Rule', (one: Properties) => one.Targets[0].Arn],
  ['schedules', 'AWS::Scheduler::Schedule', (one: Properties) => one.Target.Arn],
  ['HTTP and WebSocket APIs', 'AWS::ApiGatewayV2::Integration', (one: Properties) => one.IntegrationUri],
  ['REST authorizers', 'AWS::ApiGateway::Authorizer', (one: Properties) => one.AuthorizerUri],
  ['state machines', 'AWS::StepFunctions::StateMachine', (one: Properties) => one.DefinitionString],
  ['rotations', 'AWS::SecretsManager::RotationSchedule', (one: Properties) => one.RotationLambdaARN],
  ['user pools', 'AWS::Cognito::UserPool', (one: Properties) => one.LambdaConfig],
  ['subscription filters', 'AWS::Logs::SubscriptionFilter', (one: Properties) => one.DestinationArn],
  ['target groups', 'AWS::ElasticLoadBalancingV2::TargetGroup', (one: Properties) => one.Targets],
  ['alarms', 'AWS::CloudWatch::Alarm', (one: Properties) => one.AlarmActions],
  ['data sources', 'AWS::AppSync::DataSource', (one: Properties) => one.LambdaConfig],
] as const)('%s invoke the live alias', (_, type, target) => {
  expect(ofType(type)).not.toHaveLength(0);
  for (const properties of ofType(type)) expect(mentions(target(properties), alias)).toBe(true);
});

test('whoever is granted to invoke the function may invoke the live alias only', () => {
  const resources = ofType('AWS::IAM::Policy').flatMap(({ PolicyDocument }) => PolicyDocument.Statement)
    .filter(({ Action }) => mentions(Action, 'lambda:InvokeFunction')).map(({ Resource }) => Resource);
  expect(resources.filter(resource => mentions(resource, alias)).length).toBeGreaterThan(4);
  expect(resources.filter(resource => mentions(resource, idOf(fn.lambda)))).toEqual([]);
});

test('CloudFormation can order all of it', () => {
  const rest = new Map(Object.entries(template).map(([id, { Properties, DependsOn }]) => [id, [Properties, DependsOn]] as const));
  const isFree = (id: string, node: unknown) => ![...rest.keys()].some(other => other !== id && mentions(node, other));
  for (let ready = [...rest.keys()]; ready.length > 0;) {
    ready = [...rest].filter(([id, node]) => isFree(id, node)).map(([id]) => id);
    ready.forEach(id => rest.delete(id));
  }
  expect([...rest.keys()]).toEqual([]);
});

test.each(Object.entries(GRANTS))('a grant of the %s reaches the role of the function', (_, { action }) => {
  const role = idOf(fn.role!);
  const statements = ofType('AWS::IAM::Policy').filter(({ Roles }) => mentions(Roles, role)).flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
  expect(statements.some(({ Action }) => mentions(Action, action))).toBe(true);
});

test('rotation and the load balancer may invoke only from the own account', () => {
  const bySource = Object.fromEntries(ofType('AWS::Lambda::Permission').map(({ Principal, SourceAccount }) => [Principal, SourceAccount]));
  expect(bySource['secretsmanager.amazonaws.com']).toEqual({ Ref: 'AWS::AccountId' });
  expect(bySource['elasticloadbalancing.amazonaws.com']).toEqual({ Ref: 'AWS::AccountId' });
});

test('metrics are those of the live alias', () => {
  const [{ Dimensions }] = ofType('AWS::CloudWatch::Alarm');
  expect(Dimensions.map(({ Name }: { Name: string }) => Name).sort()).toEqual(['FunctionName', 'Resource']);
  expect(Dimensions.find(({ Name }: { Name: string }) => Name === 'FunctionName').Value).toEqual({ Ref: idOf(fn.lambda) });
});

test('lets a principal invoke the latest version, or one version, where that is asked for', () => {
  const own = new cdk.Stack(testApp(), 'Stack');
  const latest = new SecureFunction(own, 'Orders', { code: lambda.Code.fromInline('exports.handler = async () => {};') });
  const tester = new iam.Role(own, 'Tester', { assumedBy: new iam.AccountRootPrincipal() });
  latest.grantInvokeLatestVersion(tester);
  latest.grantInvokeVersion(tester, latest.version);

  const arn = { 'Fn::GetAtt': [own.getLogicalId(latest.lambda.node.defaultChild as cdk.CfnResource), 'Arn'] };
  Template.fromStack(own).hasResourceProperties('AWS::IAM::Policy', {
    PolicyDocument: {
      Statement: [
        { Action: 'lambda:InvokeFunction', Resource: [{ 'Fn::Join': ['', [arn, ':$LATEST']] }, arn] },
        { Action: 'lambda:InvokeFunction', Resource: { 'Fn::Join': ['', [arn, ':', { 'Fn::GetAtt': [Match.anyValue(), 'Version'] }]] } },
      ],
    },
  });
});

