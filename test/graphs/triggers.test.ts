import { Edge } from '../../aspects/graphs/graph';
import { starts, triggers } from '../../aspects/graphs/triggers';
import { AppModel } from '../../aspects/model/app-model';
import { exampleKit } from '../support/example-kit';
import { modelOf, modelOfTemplate } from '../support/synthesis';

const FUNCTION = { Type: 'AWS::Lambda::Function', Properties: { Role: { 'Fn::GetAtt': ['Role', 'Arn'] } } };
const arn = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });
const ref = (id: string) => ({ Ref: id });

/** The edges of a template as sentences: `Bucket -s3-> Fn`, with `?` where an edge is not certain. */
function edgesOf(resources: object, others: object = {}): string[] {
  return spoken(modelOfTemplate({ Resources: resources, ...others }));
}

function spoken(app: AppModel): string[] {
  return app.once(triggers).edges.map(edge => `${edge.from.name} -${label(edge)}${edge.certain ? '' : '?'}-> ${edge.to.name}`);
}

function label(edge: Edge): string {
  return edge.kind === 'starts' ? edge.service : edge.writes.map(({ action, key }) => (key === undefined ? action : `${action} ${key}`)).join('+');
}

/** A function whose role holds statements. */
function writer(...statements: object[]): object {
  return {
    Fn: FUNCTION,
    Role: { Type: 'AWS::IAM::Role', Properties: { Policies: [{ PolicyName: 'p', PolicyDocument: { Statement: statements } }] } },
  };
}

describe('what starts a resource', () => {
  test('notifications of the bucket itself: functions, queues, topics', () => {
    expect(edgesOf({
      Bucket: {
        Type: 'AWS::S3::Bucket',
        Properties: {
          NotificationConfiguration: {
            LambdaConfigurations: [{ Event: 's3:ObjectCreated:*', Function: arn('Fn'), Filter: { S3Key: { Rules: [{ Name: 'prefix', Value: 'in/' }] } } }],
            QueueConfigurations: [{ Event: 's3:ObjectRemoved:*', Queue: arn('Queue') }],
            TopicConfigurations: [{ Event: 's3:ObjectCreated:Put', Topic: ref('Topic') }],
          },
        },
      },
      Fn: FUNCTION,
      Queue: { Type: 'AWS::SQS::Queue' },
      Topic: { Type: 'AWS::SNS::Topic' },
    })).toEqual(['Bucket -s3-> Fn', 'Bucket -s3-> Queue', 'Bucket -s3-> Topic']);
  });

  test('what the CDK makes of notifications, subscriptions, rules and event sources, in whatever stack', () => {
    const { app, stack, cdk, s3, sns, sqs, events, targets, dynamodb, lambda, someFunction, ...kit } = exampleKit();
    const { notifications, subscriptions, eventSources } = kit;
    const fn = someFunction('Fn');
    const other = new cdk.Stack(app, 'Other');
    const bucket = new s3.Bucket(other, 'Bucket', { eventBridgeEnabled: true });
    bucket.addEventNotification(s3.EventType.OBJECT_CREATED, new notifications.LambdaDestination(fn));
    new sns.Topic(stack, 'Topic').addSubscription(new subscriptions.LambdaSubscription(fn));
    const table = new dynamodb.Table(stack, 'Table', {
      partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING }, stream: dynamodb.StreamViewType.NEW_IMAGE,
    });
    fn.addEventSource(new eventSources.DynamoEventSource(table, { startingPosition: lambda.StartingPosition.LATEST }));
    fn.addEventSource(new eventSources.SqsEventSource(new sqs.Queue(stack, 'Queue')));
    new events.Rule(other, 'Rule', { eventPattern: { source: ['aws.s3'], detail: { bucket: { name: [bucket.bucketName] } } }, targets: [new targets.LambdaFunction(fn)] });

    const found = spoken(modelOf(app)).map(edge => edge.replace(/[0-9A-F]{8}/g, ''));

    expect(found).toEqual(expect.arrayContaining([
      'Bucket -s3-> Fn', 'Topic -sns-> Fn', 'Table -dynamodb-> Fn', 'Queue -sqs-> Fn', 'Bucket -events-> Rule', 'Rule -events-> Fn',
    ]));
  });

  test('an alias and a version lead to their function', () => {
    expect(edgesOf({
      Fn: FUNCTION,
      Queue: { Type: 'AWS::SQS::Queue' },
      Version: { Type: 'AWS::Lambda::Version', Properties: { FunctionName: ref('Fn') } },
      Live: { Type: 'AWS::Lambda::Alias', Properties: { FunctionName: ref('Fn'), FunctionVersion: 'x', Name: 'live' } },
      ByAlias: { Type: 'AWS::Lambda::EventSourceMapping', Properties: { EventSourceArn: arn('Queue'), FunctionName: ref('Live') } },
      ByVersion: { Type: 'AWS::Lambda::EventSourceMapping', Properties: { EventSourceArn: arn('Queue'), FunctionName: ref('Version') } },
    })).toEqual(['Queue -sqs-> Fn', 'Queue -sqs-> Fn']);
  });

  test('a mapping that is off starts nothing, one that may be off starts perhaps', () => {
    const mapping = (Enabled: unknown) => ({ Type: 'AWS::Lambda::EventSourceMapping', Properties: { EventSourceArn: arn('Queue'), FunctionName: ref('Fn'), Enabled } });
    const resources = { Fn: FUNCTION, Queue: { Type: 'AWS::SQS::Queue' } };
    expect(edgesOf({ ...resources, Off: mapping('false') })).toEqual([]);
    expect(edgesOf({ ...resources, Perhaps: mapping(ref('On')) }, { Parameters: { On: { Type: 'String' } } })).toEqual(['Queue -sqs?-> Fn']);
  });

  test('what fails goes to dead-letter queues and destinations, perhaps', () => {
    expect(edgesOf({
      Fn: { Type: 'AWS::Lambda::Function', Properties: { DeadLetterConfig: { TargetArn: arn('Dead') } } },
      Dead: { Type: 'AWS::SQS::Queue', Properties: { RedrivePolicy: JSON.stringify({ deadLetterTargetArn: 'arn:aws:sqs:eu-west-1:111122223333:last', maxReceiveCount: 1 }) } },
      Last: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'last', RedrivePolicy: '{' } },
      Jobs: { Type: 'AWS::SQS::Queue', Properties: { RedrivePolicy: { deadLetterTargetArn: arn('Dead') } } },
      Config: { Type: 'AWS::Lambda::EventInvokeConfig', Properties: { FunctionName: ref('Fn'), DestinationConfig: { OnSuccess: { Destination: arn('Jobs') }, OnFailure: { Destination: arn('Dead') } } } },
      Elsewhere: { Type: 'AWS::Lambda::EventInvokeConfig', Properties: { FunctionName: 'not-here', DestinationConfig: { OnSuccess: { Destination: arn('Jobs') } } } },
    })).toEqual(['Dead -sqs?-> Last', 'Jobs -sqs?-> Dead', 'Fn -lambda-> Jobs', 'Fn -lambda?-> Dead', 'Fn -lambda?-> Dead']);
  });

  test('subscriptions, written one by one and on the topic', () => {
    expect(edgesOf({
      Topic: { Type: 'AWS::SNS::Topic', Properties: { Subscription: [{ Protocol: 'sqs', Endpoint: arn('Queue') }] } },
      Queue: { Type: 'AWS::SQS::Queue' },
      Fn: FUNCTION,
      Subscription: { Type: 'AWS::SNS::Subscription', Properties: { TopicArn: ref('Topic'), Protocol: 'lambda', Endpoint: arn('Fn'), FilterPolicy: {}, RedrivePolicy: { deadLetterTargetArn: arn('Queue') } } },
    })).toEqual(['Topic -sns-> Fn', 'Topic -sns?-> Queue', 'Topic -sns-> Queue']);
  });

  test('rules on the default bus, on a bus of the application, on a schedule, switched off, and of another account', () => {
    const rule = (properties: object) => ({ Type: 'AWS::Events::Rule', Properties: { Targets: [{ Id: 't', Arn: arn('Fn'), DeadLetterConfig: { Arn: arn('Dead') } }], ...properties } });
    expect(edgesOf({
      Fn: FUNCTION,
      Dead: { Type: 'AWS::SQS::Queue' },
      Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: 'bus' } },
      OnDefault: rule({ EventPattern: { source: ['a'] } }),
      OnBus: rule({ EventBusName: 'bus', EventPattern: { source: ['a'] } }),
      OnSchedule: rule({ ScheduleExpression: 'rate(1 day)' }),
      Off: rule({ State: 'DISABLED', EventPattern: { source: ['a'] } }),
      Elsewhere: rule({ EventBusName: 'arn:aws:events:eu-west-1:999900001111:event-bus/theirs', EventPattern: { source: ['a'] } }),
      Forward: rule({ EventBusName: ref('Bus'), EventPattern: { source: ['a'] }, Targets: [{ Id: 't', Arn: { 'Fn::Sub': 'arn:aws:events:us-east-1:${AWS::AccountId}:event-bus/default' } }] }),
    })).toEqual([
      'the default event bus -events-> OnDefault', 'OnDefault -events-> Fn', 'OnDefault -events?-> Dead',
      'Bus -events-> OnBus', 'OnBus -events-> Fn', 'OnBus -events?-> Dead',
      'OnSchedule -events-> Fn', 'OnSchedule -events?-> Dead',
      'Elsewhere -events-> Fn', 'Elsewhere -events?-> Dead',
      'Bus -events-> Forward', 'Forward -events-> the default event bus',
    ]);
  });

  test('schedules and pipes', () => {
    expect(edgesOf({
      Fn: FUNCTION,
      Queue: { Type: 'AWS::SQS::Queue' },
      Machine: { Type: 'AWS::StepFunctions::StateMachine' },
      Schedule: { Type: 'AWS::Scheduler::Schedule', Properties: { Target: { Arn: arn('Fn'), DeadLetterConfig: { Arn: arn('Queue') } } } },
      Off: { Type: 'AWS::Scheduler::Schedule', Properties: { State: 'DISABLED', Target: { Arn: arn('Fn') } } },
      Pipe: { Type: 'AWS::Pipes::Pipe', Properties: { Source: arn('Queue'), Enrichment: arn('Fn'), Target: ref('Machine') } },
      Stopped: { Type: 'AWS::Pipes::Pipe', Properties: { DesiredState: 'STOPPED', Source: arn('Queue'), Target: ref('Machine') } },
    })).toEqual(['Schedule -scheduler-> Fn', 'Schedule -scheduler?-> Queue', 'Queue -pipes-> Pipe', 'Pipe -pipes-> Fn', 'Pipe -pipes-> Machine']);
  });

  test('schedules that call any operation of a service', () => {
    const calling = (operation: string, Input: unknown) => ({
      Type: 'AWS::Scheduler::Schedule', Properties: { Target: { Arn: { 'Fn::Sub': `arn:\${AWS::Partition}:scheduler:::aws-sdk:${operation}` }, Input } },
    });
    const joined = (name: string, value: object, rest = '') => ({ 'Fn::Join': ['', [`{"${name}":"`, value, `"${rest}}`]] });
    const resources = {
      Fn: FUNCTION,
      Queue: { Type: 'AWS::SQS::Queue' },
      Topic: { Type: 'AWS::SNS::Topic' },
      Bus: { Type: 'AWS::Events::EventBus' },
      Machine: { Type: 'AWS::StepFunctions::StateMachine' },
      Invokes: calling('lambda:invoke', joined('FunctionName', ref('Fn'))),
      Tells: calling('lambda:invoke', joined('FunctionName', arn('Fn'), ',"InvocationType":"Event"')),
      Sends: calling('sqs:sendMessage', joined('QueueUrl', ref('Queue'), ',"MessageBody":"x"')),
      Publishes: calling('sns:publish', joined('TopicArn', ref('Topic'))),
      Executes: calling('sfn:startExecution', joined('StateMachineArn', ref('Machine'))),
      Puts: calling('eventbridge:putEvents', { 'Fn::Join': ['', ['{"Entries":[{"EventBusName":"', ref('Bus'), '"},{"Source":"x"}]}']] }),
      Open: calling('lambda:invoke', ref('Given')),
      Other: calling('rds:stopDBInstance', '{"DbInstanceIdentifier":"x"}'),
    };

    expect(edgesOf(resources)).toEqual([
      'Invokes -scheduler-> Fn', 'Tells -scheduler-> Fn', 'Sends -scheduler-> Queue', 'Publishes -scheduler-> Topic', 'Executes -scheduler-> Machine',
      'Puts -scheduler-> Bus', 'Puts -scheduler-> the default event bus',
    ]);
    const graph = modelOfTemplate({ Parameters: { Given: { Type: 'String' } }, Resources: resources } as object).once(starts);
    expect(graph.edges.filter(({ to }) => to.name === 'Fn').map(edge => edge.kind === 'starts' && edge.asynchronous)).toEqual([false, true]);
  });

  test('APIs: methods, routes, authorizers, bodies, and services without a function between', () => {
    const uri = { 'Fn::Sub': 'arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Fn.Arn}/invocations' };
    expect(edgesOf({
      Fn: FUNCTION,
      Queue: { Type: 'AWS::SQS::Queue' },
      Rest: { Type: 'AWS::ApiGateway::RestApi', Properties: { Body: { paths: { '/': { get: { 'x-amazon-apigateway-integration': { uri } } } } } } },
      Http: { Type: 'AWS::ApiGatewayV2::Api', Properties: { Body: { security: [{ authorizerUri: uri }] } } },
      Method: { Type: 'AWS::ApiGateway::Method', Properties: { RestApiId: ref('Rest'), Integration: { Uri: uri } } },
      Authorizer: { Type: 'AWS::ApiGateway::Authorizer', Properties: { RestApiId: ref('Rest'), AuthorizerUri: uri } },
      Integration: { Type: 'AWS::ApiGatewayV2::Integration', Properties: { ApiId: ref('Http'), IntegrationUri: arn('Fn') } },
      Direct: { Type: 'AWS::ApiGatewayV2::Integration', Properties: { ApiId: ref('Http'), IntegrationSubtype: 'SQS-SendMessage', RequestParameters: { QueueUrl: ref('Queue') } } },
      Guard: { Type: 'AWS::ApiGatewayV2::Authorizer', Properties: { ApiId: 'imported', AuthorizerUri: uri } },
    })).toEqual([
      'Rest -apigateway-> Fn', 'Http -apigateway-> Fn', 'Http -apigateway-> Queue', 'Rest -apigateway-> Fn', 'Guard -apigateway-> Fn', 'Rest -apigateway-> Fn', 'Http -apigateway-> Fn',
    ]);
  });

  test('services that call by themselves', () => {
    expect(edgesOf({
      Fn: FUNCTION,
      Url: { Type: 'AWS::Lambda::Url', Properties: { TargetFunctionArn: arn('Fn') } },
      Pool: { Type: 'AWS::Cognito::UserPool', Properties: { LambdaConfig: { PreSignUp: arn('Fn'), CustomEmailSender: { LambdaArn: arn('Fn'), LambdaVersion: 'V1_0' } } } },
      Secret: { Type: 'AWS::SecretsManager::Secret' },
      Rotation: { Type: 'AWS::SecretsManager::RotationSchedule', Properties: { SecretId: ref('Secret'), RotationLambdaARN: arn('Fn') } },
      Group: { Type: 'AWS::ElasticLoadBalancingV2::TargetGroup', Properties: { TargetType: 'lambda', Targets: [{ Id: arn('Fn') }] } },
      Topic: { Type: 'AWS::IoT::TopicRule', Properties: { TopicRulePayload: { Actions: [{ Lambda: { FunctionArn: arn('Fn') } }] } } },
      Alarm: { Type: 'AWS::CloudWatch::Alarm', Properties: { AlarmActions: [arn('Fn')] } },
      Graph: { Type: 'AWS::AppSync::GraphQLApi', Properties: { LambdaAuthorizerConfig: { AuthorizerUri: arn('Fn') } } },
      Agent: { Type: 'AWS::Bedrock::Agent', Properties: { ActionGroups: [{ ActionGroupExecutor: { Lambda: arn('Fn') } }] } },
      Contact: { Type: 'AWS::Connect::IntegrationAssociation', Properties: { IntegrationArn: arn('Fn') } },
      Mesh: { Type: 'AWS::VpcLattice::TargetGroup', Properties: { Targets: [{ Id: arn('Fn') }] } },
    })).toEqual([
      'Url -lambda-url-> Fn', 'Pool -cognito-idp-> Fn', 'Secret -secretsmanager-> Fn', 'Group -elasticloadbalancing-> Fn', 'Topic -iot-> Fn',
      'Alarm -lambda.alarms.cloudwatch-> Fn', 'Graph -appsync-> Fn', 'Agent -bedrock-> Fn', 'Contact -connect-> Fn', 'Mesh -vpc-lattice-> Fn',
    ]);
  });

  test('a permission tells of a trigger that nothing else declares, perhaps', () => {
    const permission = (Principal: string, SourceArn: unknown) => ({ Type: 'AWS::Lambda::Permission', Properties: { FunctionName: ref('Fn'), Principal, SourceArn } });
    expect(edgesOf({
      Fn: FUNCTION,
      Bucket: { Type: 'AWS::S3::Bucket' },
      Topic: { Type: 'AWS::SNS::Topic', Properties: { Subscription: [{ Endpoint: arn('Fn') }] } },
      ByHand: permission('s3.amazonaws.com', arn('Bucket')),
      Declared: permission('sns.amazonaws.com', ref('Topic')),
      Account: permission('111122223333', arn('Bucket')),
      Unbound: permission('s3.amazonaws.com', undefined),
    })).toEqual(['Topic -sns-> Fn', 'Bucket -s3?-> Fn']);
  });

  test('log groups, and the function whose log group it is', () => {
    expect(edgesOf({
      Fn: FUNCTION,
      Named: { Type: 'AWS::Lambda::Function', Properties: { FunctionName: 'named' } },
      Group: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: { 'Fn::Join': ['', ['/aws/lambda/', ref('Fn')]] } } },
      Other: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: '/aws/lambda/named' } },
      Filter: { Type: 'AWS::Logs::SubscriptionFilter', Properties: { LogGroupName: ref('Group'), DestinationArn: arn('Fn'), FilterPattern: '' } },
      ByName: { Type: 'AWS::Logs::SubscriptionFilter', Properties: { LogGroupName: '/aws/lambda/named', DestinationArn: arn('Fn'), FilterPattern: 'ERROR' } },
      Unknown: { Type: 'AWS::Logs::SubscriptionFilter', Properties: { LogGroupName: 'not-here', DestinationArn: arn('Fn') } },
    })).toEqual(['Group -logs-> Fn', 'Other -logs-> Fn', 'Fn -logs:putlogevents-> Group', 'Named -logs:putlogevents-> Other']);
  });
});

describe('what a role may write to', () => {
  const targets = {
    Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: ref('Name') } },
    Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'jobs' } },
    Table: { Type: 'AWS::DynamoDB::Table' },
    Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: 'bus' } },
  };
  const written = (...statements: object[]) => edgesOf({ ...writer(...statements), ...targets }, { Parameters: { Name: { Type: 'String' } } });

  test('by reference, by ARN, and by a name that is the same parameter', () => {
    expect(written({ Effect: 'Allow', Action: 's3:PutObject', Resource: { 'Fn::Sub': '${Bucket.Arn}/out/*' } })).toEqual(['Fn -s3:putobject out/*-> Bucket']);
    expect(written({ Effect: 'Allow', Action: 's3:PutObject', Resource: { 'Fn::Sub': 'arn:${AWS::Partition}:s3:::${Name}/out/*' } })).toEqual(['Fn -s3:putobject out/*-> Bucket']);
    expect(written({ Effect: 'Allow', Action: 'SQS:sendmessage', Resource: 'arn:aws:sqs:eu-west-1:111122223333:jobs' })).toEqual(['Fn -sqs:sendmessage-> Queue']);
    expect(written({ Effect: 'Allow', Action: 'dynamodb:PutItem', Resource: { 'Fn::Sub': 'arn:aws:dynamodb:*:*:table/${Table}' } })).toEqual(['Fn -dynamodb:putitem-> Table']);
    expect(written({ Effect: 'Allow', Action: 'events:PutEvents', Resource: { 'Fn::Sub': 'arn:aws:events:${AWS::Region}:${AWS::AccountId}:event-bus/default' } }))
      .toEqual(['Fn -events:putevents-> the default event bus']);
  });

  test('not a bucket by its bare ARN, an index, another resource, or what is denied', () => {
    expect(written({ Effect: 'Allow', Action: 's3:PutObject', Resource: arn('Bucket') })).toEqual([]);
    expect(written({ Effect: 'Allow', Action: 'dynamodb:PutItem', Resource: { 'Fn::Sub': '${Table.Arn}/index/*' } })).toEqual([]);
    expect(written({ Effect: 'Allow', Action: 'sqs:ReceiveMessage', Resource: arn('Queue') })).toEqual([]);
    expect(written({ Effect: 'Allow', Action: 'sqs:*', Resource: arn('Queue') }, { Effect: 'Deny', Action: 'sqs:Send*', Resource: '*' })).toEqual([]);
    expect(written({ Effect: 'Allow', Action: 'sqs:*', Resource: arn('Queue') }, { Effect: 'Deny', NotAction: 'sqs:ReceiveMessage', Resource: '*' })).toEqual([]);
    expect(written({ Effect: 'Allow', Action: 'sqs:*', Resource: arn('Queue') }, { Effect: 'Deny', Action: '*', NotResource: arn('Bucket') })).toEqual([]);
  });

  test('only what a deny spares', () => {
    const put = { Effect: 'Allow', Action: 's3:PutObject', Resource: { 'Fn::Sub': '${Bucket.Arn}/*' } };
    const spare = (Resource: object) => ({ Effect: 'Deny', Action: 's3:PutObject', NotResource: Resource });
    expect(written(put, spare({ 'Fn::Sub': '${Bucket.Arn}/out/*' }))).toEqual(['Fn -s3:putobject out/*-> Bucket']);
    expect(written(put, spare({ 'Fn::Sub': '${Bucket.Arn}/*' }))).toEqual(['Fn -s3:putobject *-> Bucket']);
    expect(written(put, spare(arn('Queue')))).toEqual([]);
    expect(written({ ...put, Resource: { 'Fn::Sub': '${Bucket.Arn}/in/*' } }, spare({ 'Fn::Sub': '${Bucket.Arn}/out/*' }))).toEqual([]);
  });

  test('perhaps, where a condition or a conditional deny says so; for certain where the condition is about the account or TLS', () => {
    const send = { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: arn('Queue') };
    expect(written({ ...send, Condition: { StringEquals: { 'aws:PrincipalTag/team': 'a' } } })).toEqual(['Fn -sqs:sendmessage?-> Queue']);
    expect(written({ ...send, Condition: { StringEquals: { 'aws:ResourceAccount': '111122223333' } } })).toEqual(['Fn -sqs:sendmessage-> Queue']);
    expect(written(send, { Effect: 'Deny', Action: '*', Resource: '*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } })).toEqual(['Fn -sqs:sendmessage-> Queue']);
    expect(written(send, { Effect: 'Deny', Action: '*', Resource: '*', Condition: { StringNotEquals: { 'aws:PrincipalTag/team': 'a' } } })).toEqual(['Fn -sqs:sendmessage?-> Queue']);
    expect(written({ ...send, Condition: ref('Name') })).toEqual(['Fn -sqs:sendmessage?-> Queue']);
  });

  test('whatever is denied to others: to other accounts, to another organisation', () => {
    const denial = (Condition: object) => ({
      Bucket: { Type: 'AWS::S3::Bucket' },
      Policy: {
        Type: 'AWS::S3::BucketPolicy',
        Properties: { Bucket: ref('Bucket'), PolicyDocument: { Statement: { Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: { 'Fn::Sub': '${Bucket.Arn}/*' }, Condition } } },
      },
      ...writer({ Effect: 'Allow', Action: 's3:PutObject', Resource: { 'Fn::Sub': '${Bucket.Arn}/*' } }),
    });
    expect(edgesOf(denial({ StringNotEquals: { 'aws:PrincipalOrgID': 'o-1' } }))).toEqual(['Fn -s3:putobject *-> Bucket']);
    expect(edgesOf(denial({ StringNotEquals: { 'aws:PrincipalAccount': ref('AWS::AccountId') } }))).toEqual(['Fn -s3:putobject *-> Bucket']);
    expect(edgesOf(denial({ StringEquals: { 'aws:PrincipalAccount': ref('AWS::AccountId') } }))).toEqual([]);
  });

  test('within the permissions boundary, and by the policy of what is written to', () => {
    const role = (properties: object) => ({ Fn: FUNCTION, Role: { Type: 'AWS::IAM::Role', Properties: properties }, ...targets });
    const policies = [{ PolicyName: 'p', PolicyDocument: { Statement: { Effect: 'Allow', Action: '*', Resource: [arn('Queue'), arn('Table')] } } }];
    const boundary = { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: { Statement: [{ Effect: 'Allow', Action: 'dynamodb:PutItem', Resource: '*' }] } } };
    expect(edgesOf({ ...role({ Policies: policies, PermissionsBoundary: ref('Boundary') }), Boundary: boundary }, { Parameters: { Name: { Type: 'String' } } })).toEqual(['Fn -dynamodb:putitem-> Table']);
    const allow = (Principal: unknown, Effect = 'Allow') => ({
      Type: 'AWS::SQS::QueuePolicy', Properties: { Queues: [ref('Queue')], PolicyDocument: { Statement: [{ Effect, Principal, Action: 'sqs:SendMessage', Resource: arn('Queue') }] } },
    });
    expect(edgesOf({ ...role({}), Policy: allow({ AWS: arn('Role') }) }, { Parameters: { Name: { Type: 'String' } } })).toEqual(['Fn -sqs:sendmessage-> Queue']);
    expect(edgesOf({ ...role({}), Policy: allow({ Service: 'sns.amazonaws.com' }) }, { Parameters: { Name: { Type: 'String' } } })).toEqual([]);
    expect(edgesOf({ ...role({ Policies: policies }), Policy: allow('*', 'Deny') }, { Parameters: { Name: { Type: 'String' } } })).not.toContain('Fn -sqs:sendmessage-> Queue');
  });

  test('by a wildcard only where it leads back, and the writer itself', () => {
    const all = { Effect: 'Allow', Action: 'sqs:*', Resource: '*' };
    expect(written(all)).toEqual([]);
    expect(written({ ...all, Action: '*' })).toEqual(['Fn -lambda:invokefunction+lambda:invokeasync?-> Fn']);
    const mapping = { Type: 'AWS::Lambda::EventSourceMapping', Properties: { EventSourceArn: arn('Queue'), FunctionName: ref('Fn') } };
    const mapped = (statement: object, queue: object = targets.Queue) => edgesOf({ ...writer(statement), Queue: queue, Mapping: mapping });
    expect(mapped(all)).toEqual(['Queue -sqs-> Fn', 'Fn -sqs:sendmessage?-> Queue']);
    expect(mapped({ ...all, Resource: 'arn:aws:sqs:*:*:job*' })).toEqual(['Queue -sqs-> Fn', 'Fn -sqs:sendmessage?-> Queue']);
    expect(mapped({ ...all, Resource: 'arn:aws:sqs:*:*:other*' })).toEqual(['Queue -sqs-> Fn']);
    expect(mapped({ ...all, Resource: undefined, NotResource: 'arn:aws:s3:::x' })).toEqual(['Queue -sqs-> Fn', 'Fn -sqs:sendmessage?-> Queue']);
    expect(mapped({ ...all, Resource: undefined, NotResource: arn('Queue') })).toEqual(['Queue -sqs-> Fn']);
    expect(mapped({ ...all, Resource: { 'Fn::Sub': 'arn:aws:sqs:*:*:${AWS::StackName}-*' } }, { Type: 'AWS::SQS::Queue' })).toEqual(['Queue -sqs-> Fn', 'Fn -sqs:sendmessage?-> Queue']);
    expect(mapped({ ...all, Resource: 'arn:aws:sqs:*:*:somebody-else-*' }, { Type: 'AWS::SQS::Queue' })).toEqual(['Queue -sqs-> Fn']);
  });

  test('functions by their aliases', () => {
    expect(edgesOf({
      ...writer({ Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: [ref('Live'), 'arn:aws:lambda:eu-west-1:111122223333:function:third:*'] }),
      Second: { Type: 'AWS::Lambda::Function' },
      Third: { Type: 'AWS::Lambda::Function', Properties: { FunctionName: 'third' } },
      Live: { Type: 'AWS::Lambda::Alias', Properties: { FunctionName: ref('Second'), Name: 'live' } },
    })).toEqual(['Fn -lambda:invokefunction-> Second', 'Fn -lambda:invokefunction-> Third']);
  });
});

describe('what a state machine calls', () => {
  const machine = (properties: object, statements: object[] = []) => edgesOf({
    ...writer(...statements),
    Fn: { Type: 'AWS::Lambda::Function' },
    Bucket: { Type: 'AWS::S3::Bucket' },
    Queue: { Type: 'AWS::SQS::Queue' },
    Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: 'bus' } },
    Machine: { Type: 'AWS::StepFunctions::StateMachine', Properties: { RoleArn: arn('Role'), ...properties } },
  });
  const task = (Resource: unknown, Parameters?: unknown) => ({ Type: 'Task', Resource, Parameters, End: true });

  test('functions, by ARN and by integration, in branches and maps, of a definition in a string', () => {
    const inner = { States: { A: task('${Called}') } };
    const definition = {
      StartAt: 'P',
      States: {
        P: { Type: 'Parallel', Branches: [inner] }, M: { Type: 'Map', ItemProcessor: inner }, O: { Type: 'Map', Iterator: inner }, I: task('arn:aws:states:::lambda:invoke', { FunctionName: '${Called}' }),
      },
    };
    expect(machine({ DefinitionString: JSON.stringify(definition), DefinitionSubstitutions: { Called: arn('Fn') } })).toEqual(Array(4).fill('Machine -lambda:invokefunction-> Fn'));
  });

  test('a definition joined of parts', () => {
    const DefinitionString = { 'Fn::Join': ['', ['{"States":{"A":{"Type":"Task","Resource":"arn:', ref('AWS::Partition'), ':states:::sqs:sendMessage","Parameters":{"QueueUrl":"', ref('Queue'), '"}}}}']] };
    expect(machine({ DefinitionString })).toEqual(['Machine -sqs:sendmessage-> Queue']);
  });

  test('objects with their key, events with their source, both as far as they are written down', () => {
    const put = (Parameters: object) => machine({ Definition: { States: { A: task('arn:aws:states:::aws-sdk:s3:putObject', Parameters) } } });
    expect(put({ Bucket: ref('Bucket'), Key: 'out/latest' })).toEqual(['Machine -s3:putobject out/latest-> Bucket']);
    expect(put({ 'Bucket': ref('Bucket'), 'Key.$': '$.key' })).toEqual(['Machine -s3:putobject *-> Bucket']);
    expect(put({ Bucket: ref('Bucket'), Key: '{% $key %}' })).toEqual(['Machine -s3:putobject *-> Bucket']);
    const entry = { EventBusName: 'bus', Source: 'orders', DetailType: 'made' };
    const events = { Definition: { States: { A: task('arn:aws:states:::events:putEvents', { Entries: [entry, {}, { EventBusName: 'arn:aws:events:x:1:event-bus/theirs' }] }) } } };
    expect(machine(events)).toEqual(['Machine -events:putevents-> Bus', 'Machine -events:putevents-> the default event bus']);
  });

  test('what the role allows, only where the definition leaves it open or cannot be read', () => {
    const send = { Effect: 'Allow', Action: ['sqs:SendMessage'], Resource: arn('Queue') };
    expect(machine({ Definition: { States: { A: task('arn:aws:states:::sqs:sendMessage', { 'QueueUrl.$': '$.queue' }) } } }, [send])).toEqual(['Machine -sqs:sendmessage-> Queue']);
    expect(machine({ Definition: { States: { A: { Type: 'Pass' } } } }, [send])).toEqual([]);
    expect(machine({ DefinitionString: '{' }, [send])).toEqual(['Machine -sqs:sendmessage-> Queue']);
    expect(machine({ DefinitionS3Location: {} }, [send])).toEqual(['Machine -sqs:sendmessage-> Queue']);
  });
});

describe('what a condition of the template leaves open', () => {
  const conditions = { Parameters: { P: { Type: 'String' } }, Conditions: { C: { 'Fn::Equals': [ref('P'), 'x'] } } };
  const either = (yes: unknown, no: unknown = ref('AWS::NoValue')) => ({ 'Fn::If': ['C', yes, no] });

  test('is perhaps a trigger', () => {
    expect(edgesOf({
      Bucket: { Type: 'AWS::S3::Bucket', Properties: { NotificationConfiguration: { LambdaConfigurations: [either({ Event: 's3:ObjectCreated:*', Function: arn('Fn') })] } } },
      Queue: { Type: 'AWS::SQS::Queue' },
      Fn: FUNCTION,
      Other: { Type: 'AWS::Lambda::Function' },
      Topic: { Type: 'AWS::SNS::Topic', Properties: { Subscription: [{ Endpoint: either(arn('Fn'), arn('Other')) }] } },
      Bridge: { Type: 'AWS::S3::Bucket', Properties: { NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: 'false' } } } },
      Rule: { Type: 'AWS::Events::Rule', Properties: { EventPattern: { source: ['aws.s3'] } } },
    }, conditions)).toEqual(['Bucket -s3?-> Fn', 'Topic -sns?-> Fn', 'Topic -sns?-> Other', 'the default event bus -events-> Rule']);
  });

  test('is perhaps a grant', () => {
    const statement = either({ Effect: 'Allow', Action: 'sqs:SendMessage', Resource: arn('Queue') });
    expect(edgesOf({ ...writer(statement), Queue: { Type: 'AWS::SQS::Queue' } }, conditions)).toEqual(['Fn -sqs:sendmessage?-> Queue']);
  });
});

test('what a stream\'s reader gives up goes to its failure destination', () => {
  expect(edgesOf({
    Fn: FUNCTION,
    Stream: { Type: 'AWS::Kinesis::Stream' },
    Queue: { Type: 'AWS::SQS::Queue' },
    Mapping: {
      Type: 'AWS::Lambda::EventSourceMapping',
      Properties: {
        EventSourceArn: arn('Stream'), FunctionName: ref('Fn'), DestinationConfig: { OnFailure: { Destination: arn('Queue') } },
      },
    },
  })).toEqual(['Stream -kinesis-> Fn', 'Stream -lambda?-> Queue']);
});

test('every Stage has a default bus of its own, which its nested stacks share', () => {
  const rule = { Type: 'AWS::Events::Rule', Properties: { EventPattern: { source: ['a'] } } };
  const body = { Resources: { Rule: rule } };
  const app = new AppModel([
    { path: 'a', body, stackPath: 'Beta/Stack' }, { path: 'b', body, stackPath: 'Prod/Stack' }, { path: 'c', body, nestedIn: { path: 'b', logicalId: 'Rule' } },
  ]);
  expect(new Set(app.once(triggers).edges.map(({ from }) => from.id)).size).toBe(2);
});
