import { become, inlineStatements, samFunction, typesOf } from './become';
import { normaliseSam } from '../../aspects/sam/normalise';

test('a simple table has one key', () => {
  const table = (properties?: object): object => become({ Table: { Type: 'AWS::Serverless::SimpleTable', ...(properties && { Properties: properties }) } }).Table;
  expect(table()).toEqual({
    Type: 'AWS::DynamoDB::Table',
    Properties: { AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }], KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }], BillingMode: 'PAY_PER_REQUEST' },
  });
  const properties = { PrimaryKey: { Name: 'n', Type: 'Number' }, ProvisionedThroughput: { ReadCapacityUnits: 1 }, SSESpecification: { SSEEnabled: true }, Tags: { a: 'b' } };
  expect(table(properties)).toEqual({
    Type: 'AWS::DynamoDB::Table',
    Properties: {
      AttributeDefinitions: [{ AttributeName: 'n', AttributeType: 'N' }],
      KeySchema: [{ AttributeName: 'n', KeyType: 'HASH' }],
      ProvisionedThroughput: { ReadCapacityUnits: 1 },
      SSESpecification: { SSEEnabled: true },
      Tags: [{ Key: 'a', Value: 'b' }],
    },
  });
});

test('a state machine with its role, alias and events', () => {
  const definition = { StartAt: 'A', States: { A: { Type: 'Task', Resource: '${Fn}', End: true } } };
  const events = {
    Api: { Type: 'Api', Properties: { Path: '/run', Method: 'post' } },
    Tick: { Type: 'Schedule', Properties: { Schedule: 'rate(1 day)' } },
    Later: { Type: 'ScheduleV2', Properties: { ScheduleExpression: 'rate(1 day)' } },
    Rule: { Type: 'EventBridgeRule', Properties: { Pattern: { source: ['a'] }, RoleArn: 'role' } },
    Elsewhere: { Type: 'Api', Properties: { Path: '/run', Method: 'post', RestApiId: { Ref: 'Nowhere' } } },
  };
  const properties = {
    Definition: definition,
    DefinitionSubstitutions: { Fn: { 'Fn::GetAtt': ['Fn', 'Arn'] } },
    Policies: [{ LambdaInvokePolicy: { FunctionName: { Ref: 'Fn' } } }],
    Tracing: { Enabled: true },
    Logging: { Level: 'ALL' },
    Name: 'machine',
    Type: 'EXPRESS',
    PermissionsBoundary: 'boundary',
    AutoPublishAlias: 'live',
    Events: events,
  };
  const resources = become({ Machine: { Type: 'AWS::Serverless::StateMachine', Properties: properties } });
  expect(resources.Machine.Properties).toEqual({
    Definition: definition,
    DefinitionSubstitutions: { Fn: { 'Fn::GetAtt': ['Fn', 'Arn'] } },
    LoggingConfiguration: { Level: 'ALL' },
    RoleArn: { 'Fn::GetAtt': ['MachineRole', 'Arn'] },
    StateMachineName: 'machine',
    StateMachineType: 'EXPRESS',
    TracingConfiguration: { Enabled: true },
  });
  expect(resources.MachineRole.Properties).toMatchObject({ ManagedPolicyArns: ['arn:aws:iam::aws:policy/AWSXrayWriteOnlyAccess'], PermissionsBoundary: 'boundary' });
  expect(inlineStatements(resources.MachineRole).MachineRolePolicy0).toMatchObject([{ Action: ['lambda:InvokeFunction'] }]);
  expect(resources).toMatchObject({
    MachineVersion: { Type: 'AWS::StepFunctions::StateMachineVersion' },
    MachineAliaslive: { Properties: { DeploymentPreference: { Type: 'ALL_AT_ONCE' } } },
    MachineApiRole: { Properties: { PermissionsBoundary: 'boundary', Policies: [{ PolicyDocument: { Statement: [{ Action: 'states:StartExecution', Resource: { Ref: 'Machine' } }] } }] } },
    MachineApiMethod: { Properties: { HttpMethod: 'POST', Integration: { Type: 'AWS', Credentials: { 'Fn::GetAtt': ['MachineApiRole', 'Arn'] } } } },
    MachineTick: { Properties: { Targets: [{ Arn: { Ref: 'Machine' }, RoleArn: { 'Fn::GetAtt': ['MachineTickRole', 'Arn'] } }] } },
    MachineLater: { Properties: { Target: { Arn: { Ref: 'Machine' } } } },
    MachineRule: { Properties: { Targets: [{ RoleArn: 'role' }] } },
  });
  expect(resources).not.toHaveProperty('MachineElsewhereMethod');
});

test('a state machine with a role and a definition elsewhere', () => {
  const properties = { DefinitionUri: 's3://b/k', Role: 'role', Tracing: { Enabled: false }, AutoPublishAlias: { Ref: 'Unknown' }, UseAliasAsEventTarget: true, Events: { E: { Type: 'Schedule' } } };
  const resources = become({ Machine: { Type: 'AWS::Serverless::StateMachine', Properties: properties } });
  expect(resources.Machine.Properties).toMatchObject({ DefinitionS3Location: { Bucket: 'b', Key: 'k' }, RoleArn: 'role' });
  expect(resources.MachineE.Properties.Targets[0].Arn).toEqual({ Ref: 'MachineAlias' });
  const untraced = become({ Machine: { Type: 'AWS::Serverless::StateMachine', Properties: { Tracing: { Enabled: false } } } });
  expect(untraced.MachineRole.Properties).not.toHaveProperty('ManagedPolicyArns');
});

test('layers, applications and capacity providers', () => {
  const resources = become({
    Layer: { Type: 'AWS::Serverless::LayerVersion', Properties: { ContentUri: 's3://b/k', RetentionPolicy: 'Delete' } },
    Kept: { Type: 'AWS::Serverless::LayerVersion', DeletionPolicy: 'Retain', Properties: { ContentUri: 'layer/', LayerName: 'name' } },
    Local: { Type: 'AWS::Serverless::Application', Properties: { Location: 'child.yaml', Parameters: { A: 'B' }, Tags: { a: 'b' } } },
    Repository: { Type: 'AWS::Serverless::Application', Properties: { Location: { ApplicationId: 'arn', SemanticVersion: '1.0.0' } } },
    Provider: { Type: 'AWS::Serverless::CapacityProvider', Properties: { VpcConfig: {}, ScalingConfig: { MaxVCpuCount: 3 } } },
    Given: { Type: 'AWS::Serverless::CapacityProvider', Properties: { OperatorRole: 'role' } },
  });
  expect(resources).toMatchObject({
    Layer: { Type: 'AWS::Lambda::LayerVersion', DeletionPolicy: 'Delete', Properties: { Content: { S3Bucket: 'b', S3Key: 'k' }, LayerName: 'Layer' } },
    Kept: { DeletionPolicy: 'Retain', Properties: { Content: 'layer/', LayerName: 'name' } },
    Local: { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL: 'child.yaml', Parameters: { A: 'B' }, Tags: [{ Key: 'a', Value: 'b' }] } },
    Provider: { Type: 'AWS::Lambda::CapacityProvider', Properties: { CapacityProviderScalingConfig: { ScalingMode: 'Auto', MaxVCpuCount: 3 } } },
    ProviderOperatorRole: { Properties: { ManagedPolicyArns: ['arn:aws:iam::aws:policy/AWSLambdaManagedEC2ResourceOperator'] } },
    Given: { Properties: { PermissionsConfig: { CapacityProviderOperatorRoleArn: 'role' } } },
  });
  expect(resources.Repository.Properties).toEqual({});
});

test('a GraphQL API with its data sources, functions and resolvers', () => {
  const Runtime = { Name: 'APPSYNC_JS', Version: '1.0.0' };
  const resources = become({
    Api: {
      Type: 'AWS::Serverless::GraphQLApi',
      Properties: {
        SchemaInline: 'type Query { a: String }',
        Auth: { Type: 'API_KEY', Additional: [{ Type: 'AMAZON_COGNITO_USER_POOLS', UserPool: { UserPoolId: 'p' } }] },
        ApiKeys: { Key: { ExpiresOn: 5 } },
        Cache: { Ttl: 5 },
        DataSources: { DynamoDb: { Items: { TableName: 't', TableArn: 'arn', Permissions: ['Read'] }, Own: { TableName: 't', ServiceRoleArn: 'role' } }, Lambda: { Fn: { FunctionArn: 'fn' } } },
        Functions: { one: { Runtime, DataSource: 'Items', InlineCode: 'x' }, two: { DataSource: 'NONE', CodeUri: 's3://b/k' }, three: { Id: 'known' } },
        Resolvers: { Query: { a: { Runtime, Pipeline: ['one', 'three', 'else'], CodeUri: 'local.js' } } },
      },
    },
  });
  expect(resources).toMatchObject({
    Api: {
      Type: 'AWS::AppSync::GraphQLApi',
      Properties: { AuthenticationType: 'API_KEY', AdditionalAuthenticationProviders: [{ UserPoolConfig: { UserPoolId: 'p' } }], LogConfig: { FieldLogLevel: 'ALL', CloudWatchLogsRoleArn: { 'Fn::GetAtt': ['ApiCloudWatchRole', 'Arn'] } } },
    },
    ApiSchema: { Properties: { Definition: 'type Query { a: String }' } },
    ApiApiCache: { Properties: { Ttl: 5 } },
    ApiKey: { Type: 'AWS::AppSync::ApiKey', Properties: { Expires: 5 } },
    ApiItemsDynamoDBDataSource: { Properties: { Type: 'AMAZON_DYNAMODB', ServiceRoleArn: { 'Fn::GetAtt': ['ApiItemsDynamoDBDataSourceRole', 'Arn'] } } },
    ApiItemsDynamoDBDataSourceToTableConnectorPolicy: { Properties: { PolicyDocument: { Statement: [{ Action: expect.not.arrayContaining(['dynamodb:PutItem']) }] } } },
    ApiOwnDynamoDBDataSource: { Properties: { ServiceRoleArn: 'role' } },
    ApiFnLambdaDataSource: { Properties: { LambdaConfig: { LambdaFunctionArn: 'fn' } } },
    Apione: { Properties: { DataSourceName: { 'Fn::GetAtt': ['ApiItemsDynamoDBDataSource', 'Name'] }, Code: 'x', Runtime: { RuntimeVersion: '1.0.0' } } },
    Apitwo: { Properties: { DataSourceName: 'NONE', CodeS3Location: { 'Fn::Sub': ['s3://${Bucket}/${Key}', { Bucket: 'b', Key: 'k' }] } } },
    ApiQuerya: { DependsOn: ['ApiSchema'], Properties: { PipelineConfig: { Functions: [{ 'Fn::GetAtt': ['Apione', 'FunctionId'] }, expect.anything(), 'else'] }, CodeS3Location: 'local.js' } },
  });
  const logging = (Logging: unknown): unknown => become({ Api: { Type: 'AWS::Serverless::GraphQLApi', Properties: { Logging } } }).Api.Properties.LogConfig;
  expect([false, { Ref: 'Log' }, { CloudWatchLogsRoleArn: 'role' }].map(logging)).toEqual([undefined, { Ref: 'Log' }, { CloudWatchLogsRoleArn: 'role' }]);
});

const connector = (Source: object, Destination: object, Permissions: string[]): object => ({ Type: 'AWS::Serverless::Connector', Properties: { Source, Destination, Permissions } });

test('connectors between common resources', () => {
  const Id = (id: string): object => ({ Id: id });
  const resources = become({
    Fn: samFunction(),
    Own: samFunction({ Role: { 'Fn::GetAtt': ['Mine', 'Arn'] } }),
    Table: { Type: 'AWS::Serverless::SimpleTable' },
    Queue: { Type: 'AWS::SQS::Queue' },
    Topic: { Type: 'AWS::SNS::Topic' },
    Bucket: { Type: 'AWS::S3::Bucket' },
    Rule: { Type: 'AWS::Events::Rule', Properties: { Targets: [{ RoleArn: { 'Fn::GetAtt': ['RuleRole', 'Arn'] } }] } },
    Machine: { Type: 'AWS::Serverless::StateMachine' },
    Api: { Type: 'AWS::Serverless::HttpApi' },
    ReadTable: connector(Id('Fn'), Id('Table'), ['Read']),
    Many: connector(Id('Own'), [Id('Bucket'), Id('Topic')] as object, ['Write']),
    Fan: connector(Id('Topic'), Id('Queue'), ['Write']),
    Publish: connector(Id('Rule'), Id('Topic'), ['Write']),
    Start: connector(Id('Rule'), Id('Machine'), ['Write']),
    Notify: connector(Id('Bucket'), Id('Fn'), ['Write']),
    Poll: connector(Id('Queue'), Id('Fn'), ['Read', 'Write']),
    Call: connector(Id('Api'), Id('Fn'), ['Write']),
    Watch: connector(Id('Fn'), Id('Machine'), ['Read', 'Write']),
    Described: connector(Id('Fn'), { Type: 'AWS::DynamoDB::Table', Arn: 'arn' }, ['Write']),
    GraphQl: connector({ Type: 'AWS::AppSync::GraphQLApi', ResourceId: 'api' }, Id('Fn'), ['Write']),
    Unknown: connector(Id('Topic'), Id('Bucket'), ['Write']),
    Silent: connector(Id('Fn'), Id('Topic'), ['Read']),
    Empty: { Type: 'AWS::Serverless::Connector' },
  });
  const made = Object.entries(typesOf(resources)).filter(([id]) => /^(ReadTable|Many|Fan|Publish|Start|Notify|Poll|Call|Watch|Described|GraphQl|Unknown|Silent|Empty)/.test(id));
  expect(Object.fromEntries(made)).toEqual({
    ReadTablePolicy: 'AWS::IAM::ManagedPolicy',
    ManyPolicyDestination0: 'AWS::IAM::ManagedPolicy',
    ManyPolicyDestination1: 'AWS::IAM::ManagedPolicy',
    FanQueuePolicy: 'AWS::SQS::QueuePolicy',
    PublishTopicPolicy: 'AWS::SNS::TopicPolicy',
    StartPolicy: 'AWS::IAM::ManagedPolicy',
    NotifyWriteLambdaPermission: 'AWS::Lambda::Permission',
    PollPolicy: 'AWS::IAM::ManagedPolicy',
    CallWriteLambdaPermission: 'AWS::Lambda::Permission',
    WatchPolicy: 'AWS::IAM::ManagedPolicy',
    DescribedPolicy: 'AWS::IAM::ManagedPolicy',
    GraphQlWriteLambdaPermission: 'AWS::Lambda::Permission',
  });
  expect(resources.ReadTablePolicy.Properties).toMatchObject({
    Roles: [{ Ref: 'FnRole' }],
    PolicyDocument: { Statement: [{ Action: expect.arrayContaining(['dynamodb:Query']), Resource: [{ 'Fn::GetAtt': ['Table', 'Arn'] }, { 'Fn::Sub': ['${destination}/index/*', expect.anything()] }] }] },
  });
  expect(resources.ManyPolicyDestination1.Properties).toMatchObject({ Roles: [{ Ref: 'Mine' }], PolicyDocument: { Statement: [{ Action: ['sns:Publish'], Resource: [{ Ref: 'Topic' }] }] } });
  expect(resources.FanQueuePolicy.Properties).toMatchObject({ Queues: [{ Ref: 'Queue' }], PolicyDocument: { Statement: [{ Principal: { Service: 'sns.amazonaws.com' }, Condition: { ArnEquals: { 'aws:SourceArn': { Ref: 'Topic' } } } }] } });
  expect(resources.StartPolicy.Properties.Roles).toEqual([{ Ref: 'RuleRole' }]);
  expect(resources.PollPolicy.Properties.Roles).toEqual([{ Ref: 'FnRole' }]);
  expect(resources.NotifyWriteLambdaPermission.Properties).toMatchObject({ Principal: 's3.amazonaws.com', SourceAccount: { Ref: 'AWS::AccountId' }, SourceArn: { 'Fn::GetAtt': ['Bucket', 'Arn'] } });
  expect(resources.DescribedPolicy.Properties.PolicyDocument.Statement[0].Resource[0]).toBe('arn');
  expect(resources.WatchPolicy.Properties.PolicyDocument.Statement[1].Resource[0]['Fn::Sub'][1]).toEqual({ destinationName: { 'Fn::GetAtt': ['Machine', 'Name'] } });
});

test('connectors that a resource carries name it as what the user wrote', () => {
  const Connectors = { Items: { Properties: { Destination: { Id: 'Table' }, Permissions: ['Read'] } }, Both: { Properties: { Destination: [{ Id: 'Table' }], Permissions: ['Write'] } } };
  const { resources, writtenAs } = normaliseSam({ Resources: { Fn: samFunction({}, { Connectors }) as never, Table: { Type: 'AWS::Serverless::SimpleTable' } } });
  expect(resources.FnItemsPolicy).toMatchObject({ Properties: { Roles: [{ Ref: 'FnRole' }] } });
  expect(resources).toHaveProperty('FnBothPolicyDestination0');
  expect(writtenAs.get('FnItemsPolicy')).toEqual({ logicalId: 'Fn', type: 'AWS::Serverless::Function' });
});
