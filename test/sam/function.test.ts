import { become, inlineStatements, samFunction, typesOf } from './become';
import { normaliseSam } from '../../aspects/sam/normalise';
import { modelOfTemplate } from '../support/synthesis';

test('a function becomes a function with its role', () => {
  const resources = become({ Fn: samFunction({ Tags: { team: 'orders' }, MemorySize: 256, Unheard: 'of' }) });
  expect(typesOf(resources)).toEqual({ Fn: 'AWS::Lambda::Function', FnRole: 'AWS::IAM::Role' });
  expect(resources.Fn.Properties).toEqual({
    Runtime: 'nodejs24.x',
    Handler: 'index.handler',
    Code: { ZipFile: 'x' },
    MemorySize: 256,
    Unheard: 'of',
    Role: { 'Fn::GetAtt': ['FnRole', 'Arn'] },
    Tags: [{ Key: 'team', Value: 'orders' }],
  });
  expect(resources.FnRole.Properties).toEqual({
    AssumeRolePolicyDocument: {
      Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: ['sts:AssumeRole'], Principal: { Service: ['lambda.amazonaws.com'] } }],
    },
    ManagedPolicyArns: ['arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole'],
  });
});

test.each([
  [{ CodeUri: 's3://bucket/a/key' }, { S3Bucket: 'bucket', S3Key: 'a/key' }],
  [{ CodeUri: 's3://bucket/key?versionId=7' }, { S3Bucket: 'bucket', S3Key: 'key', S3ObjectVersion: '7' }],
  [{ CodeUri: { Bucket: 'b', Key: 'k', Version: '1' } }, { S3Bucket: 'b', S3Key: 'k', S3ObjectVersion: '1' }],
  [{ CodeUri: 's3://b/k', SourceKMSKeyArn: 'key' }, { S3Bucket: 'b', S3Key: 'k', SourceKMSKeyArn: 'key' }],
  [{ CodeUri: 'src/' }, 'src/'],
  [{ ImageUri: 'image' }, { ImageUri: 'image' }],
  [{}, undefined],
])('the code of %j', (code, expected) => {
  const { Fn } = become({ Fn: { Type: 'AWS::Serverless::Function', Properties: code } });
  expect(Fn.Properties.Code).toEqual(expected);
});

test('tracing, network and dead letters bring what the role needs for them', () => {
  const properties = { Tracing: 'Active', VpcConfig: { SubnetIds: ['s'] }, DurableConfig: {}, DeadLetterQueue: { Type: 'SQS', TargetArn: 'queue' } };
  const { Fn, FnRole } = become({ Fn: samFunction(properties) });
  expect(Fn.Properties).toMatchObject({ TracingConfig: { Mode: 'Active' }, VpcConfig: { SubnetIds: ['s'] }, DeadLetterConfig: { TargetArn: 'queue' } });
  expect(FnRole.Properties.ManagedPolicyArns).toEqual([
    'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole',
    'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicDurableExecutionRolePolicy',
    'arn:aws:iam::aws:policy/AWSXrayWriteOnlyAccess',
    'arn:aws:iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole',
  ]);
  expect(inlineStatements(FnRole)).toEqual({ DeadLetterQueuePolicy: [{ Effect: 'Allow', Action: 'sqs:SendMessage', Resource: 'queue' }] });
  const disabled = become({ Fn: samFunction({ Tracing: 'Disabled', DeadLetterQueue: { Type: 'SNS', TargetArn: 'topic' } }) });
  expect(disabled.Fn.Properties.TracingConfig).toBeUndefined();
  expect(inlineStatements(disabled.FnRole).DeadLetterQueuePolicy[0].Action).toBe('sns:Publish');
});

test('policies in every form', () => {
  const Policies = [
    'AmazonS3FullAccess', 'arn:aws:iam::1:policy/mine', { SQSPollerPolicy: { QueueName: { 'Fn::GetAtt': ['Queue', 'QueueName'] } } },
    { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }] }, { Ref: 'Managed' }, { Ref: 'AWS::NoValue' },
    { 'Fn::If': ['Wide', 'AdministratorAccess', { Ref: 'AWS::NoValue' }] },
    { 'Fn::If': ['Wide', { TextractPolicy: {} }, { Statement: [] }] },
    { NoSuchPolicy: {} }, 7, null,
  ];
  const { FnRole } = become({ Fn: samFunction({ Policies }) });
  expect(FnRole.Properties.ManagedPolicyArns.slice(1)).toEqual([
    'arn:aws:iam::aws:policy/AmazonS3FullAccess', 'arn:aws:iam::1:policy/mine', { Ref: 'Managed' },
    { 'Fn::If': ['Wide', 'arn:aws:iam::aws:policy/AdministratorAccess', { Ref: 'AWS::NoValue' }] },
  ]);
  expect(FnRole.Properties.Policies).toMatchObject([
    { PolicyName: 'FnRolePolicy2', PolicyDocument: { Statement: [{ Resource: { 'Fn::Sub': [expect.stringContaining(':sqs:'), { QueueName: { 'Fn::GetAtt': ['Queue', 'QueueName'] } }] } }] } },
    { PolicyName: 'FnRolePolicy3', PolicyDocument: { Statement: [{ Action: 's3:*' }] } },
    { 'Fn::If': ['Wide', { PolicyName: 'FnRolePolicy7', PolicyDocument: { Statement: [{ Action: ['textract:*'] }] } }, { PolicyDocument: { Statement: [] } }] },
  ]);
});

test.each([
  ['one name', 'ReadOnlyAccess', 'arn:aws:iam::aws:policy/ReadOnlyAccess'],
  ['the name of one under a path', 'AWSAppSyncServiceRolePolicy', 'arn:aws:iam::aws:policy/aws-service-role/AWSAppSyncServiceRolePolicy'],
  ['a condition between lists', { 'Fn::If': ['C', ['ReadOnlyAccess'], []] }, { 'Fn::If': ['C', 'arn:aws:iam::aws:policy/ReadOnlyAccess', { Ref: 'AWS::NoValue' }] }],
  ['the other branch', { 'Fn::If': ['C', { Ref: 'AWS::NoValue' }, ['ViewOnlyAccess']] }, { 'Fn::If': ['C', { Ref: 'AWS::NoValue' }, 'arn:aws:iam::aws:policy/job-function/ViewOnlyAccess'] }],
])('policies as %s', (_, Policies, expected) => {
  expect(become({ Fn: samFunction({ Policies }) }).FnRole.Properties.ManagedPolicyArns[1]).toEqual(expected);
});

test('policy templates in one map, and a document that is no list', () => {
  expect(inlineStatements(become({ Fn: samFunction({ Policies: { VPCAccessPolicy: {}, CloudWatchPutMetricPolicy: {} } }) }).FnRole)).toMatchObject({
    FnRolePolicy0: [{ Action: expect.arrayContaining(['ec2:CreateNetworkInterface']), Resource: '*' }], FnRolePolicy1: [{ Action: ['cloudwatch:PutMetricData'] }],
  });
  expect(inlineStatements(become({ Fn: samFunction({ Policies: { Statement: [{ Action: 's3:*' }] } }) }).FnRole).FnRolePolicy0).toEqual([{ Action: 's3:*' }]);
});

test('a role that was written is taken, and one is made for the case of none', () => {
  expect(typesOf(become({ Fn: samFunction({ Role: 'arn' }) }))).toEqual({ Fn: 'AWS::Lambda::Function' });
  const chosen = become({ Fn: samFunction({ Role: { 'Fn::If': ['Own', { Ref: 'AWS::NoValue' }, 'arn'] }, PermissionsBoundary: 'b', RolePath: '/x/', AssumeRolePolicyDocument: { Statement: [] } }) });
  expect(chosen.Fn.Properties.Role).toEqual({ 'Fn::If': ['Own', { 'Fn::GetAtt': ['FnRole', 'Arn'] }, 'arn'] });
  expect(chosen.FnRole.Properties).toMatchObject({ PermissionsBoundary: 'b', Path: '/x/', AssumeRolePolicyDocument: { Statement: [] } });
  const either = { 'Fn::If': ['Own', 'one', 'other'] };
  expect(become({ Fn: samFunction({ Role: either }) }).Fn.Properties.Role).toBe(either);
});

test('an alias stands for the function in URL, invocations and events', () => {
  const { resources, names } = normaliseSam({
    Parameters: { Stage: { Type: 'String', Default: 'live' } },
    Resources: {
      Fn: samFunction({
        AutoPublishAlias: { Ref: 'Stage' },
        ProvisionedConcurrencyConfig: { ProvisionedConcurrentExecutions: 2 },
        FunctionUrlConfig: { AuthType: 'NONE', Cors: { AllowOrigins: ['*'] } },
        EventInvokeConfig: { MaximumRetryAttempts: 1 },
        Events: { Tick: { Type: 'Schedule', Properties: { Schedule: 'rate(1 day)' } } },
      }) as never,
    },
  });
  expect(resources).toMatchObject({
    FnVersion: { Type: 'AWS::Lambda::Version', DeletionPolicy: 'Retain', Properties: { FunctionName: { Ref: 'Fn' } } },
    FnAliaslive: {
      Type: 'AWS::Lambda::Alias',
      Properties: { FunctionVersion: { 'Fn::GetAtt': ['FnVersion', 'Version'] }, ProvisionedConcurrencyConfig: { ProvisionedConcurrentExecutions: 2 } },
    },
    FnUrl: { Type: 'AWS::Lambda::Url', Properties: { TargetFunctionArn: { Ref: 'FnAliaslive' }, AuthType: 'NONE', Cors: { AllowOrigins: ['*'] } } },
    FnUrlPublicPermissions: { Properties: { Action: 'lambda:InvokeFunctionUrl', Principal: '*', FunctionUrlAuthType: 'NONE', FunctionName: { Ref: 'FnAliaslive' } } },
    FnURLInvokeAllowPublicAccess: { Properties: { Action: 'lambda:InvokeFunction', Principal: '*', InvokedViaFunctionUrl: true } },
    FnEventInvokeConfig: { Properties: { FunctionName: { Ref: 'Fn' }, Qualifier: { Ref: 'Stage' }, MaximumRetryAttempts: 1 } },
    FnTick: { Properties: { Targets: [{ Arn: { Ref: 'FnAliaslive' } }] } },
    FnTickPermission: { Properties: { FunctionName: { Ref: 'FnAliaslive' } } },
  });
  expect([...names]).toEqual([['Fn.Version', 'FnVersion'], ['Fn.Alias', 'FnAliaslive']]);
});

test('a URL with IAM authorization has no public permission', () => {
  expect(Object.keys(become({ Fn: samFunction({ FunctionUrlConfig: { AuthType: 'AWS_IAM' } }) }))).toEqual(['Fn', 'FnUrl', 'FnRole']);
});

test('destinations of asynchronous invocations, made where only their type is given', () => {
  const DestinationConfig = { OnFailure: { Type: 'SQS' }, OnSuccess: { Type: 'EventBridge', Destination: 'bus' } };
  const resources = become({ Fn: samFunction({ EventInvokeConfig: { DestinationConfig } }), Other: samFunction({ EventInvokeConfig: { DestinationConfig: { OnSuccess: { Type: 'SNS' } } } }) });
  expect(resources.FnEventInvokeConfig.Properties).toMatchObject({
    Qualifier: '$LATEST',
    DestinationConfig: { OnFailure: { Destination: { 'Fn::GetAtt': ['FnEventInvokeConfigOnFailureQueue', 'Arn'] } }, OnSuccess: { Destination: 'bus' } },
  });
  expect(resources.FnEventInvokeConfigOnFailureQueue.Type).toBe('AWS::SQS::Queue');
  expect(resources.OtherEventInvokeConfigOnSuccessTopic.Type).toBe('AWS::SNS::Topic');
  expect(inlineStatements(resources.FnRole)).toMatchObject({
    FnEventInvokeConfigOnSuccessEventBridgePolicy: [{ Action: 'events:PutEvents', Resource: 'bus' }],
    FnEventInvokeConfigOnFailureSQSPolicy: [{ Action: 'sqs:SendMessage' }],
  });
  const { FnEventInvokeConfig } = become({ Fn: samFunction({ EventInvokeConfig: { DestinationConfig: { OnFailure: { Type: 'Unheard', Destination: 'of' } } } }) });
  expect(FnEventInvokeConfig.Properties.DestinationConfig).toEqual({ OnFailure: { Destination: 'of' } });
});

test('globals are merged: maps deep, lists one after the other, else the own value', () => {
  const Globals = {
    Function: {
      Timeout: 3, MemorySize: 1024, Layers: ['a'], Architectures: ['x86_64'], Environment: { Variables: { A: '1', B: '1' } }, VpcConfig: { SubnetIds: { Ref: 'Global' } },
    },
  };
  const own = { MemorySize: 512, Layers: ['b'], Architectures: ['arm64'], Environment: { Variables: { B: '2' } }, VpcConfig: { SubnetIds: { Ref: 'Own' } } };
  const { Fn, Other, None } = become({ Fn: samFunction(own), Other: samFunction({}, { IgnoreGlobals: ['Timeout'] }), None: samFunction({}, { IgnoreGlobals: '*' }) }, { Globals });
  expect(Fn.Properties).toMatchObject({
    Timeout: 3, MemorySize: 512, Layers: ['a', 'b'], Architectures: ['arm64'], Environment: { Variables: { A: '1', B: '2' } }, VpcConfig: { SubnetIds: { Ref: 'Own' } },
  });
  expect([Other.Properties.Timeout, Other.Properties.MemorySize]).toEqual([undefined, 1024]);
  expect(None.Properties).not.toHaveProperty('MemorySize');
});

test('what follows takes over the attributes, and names what the user wrote', () => {
  const attributes = { Condition: 'Wanted', DependsOn: 'Queue', Metadata: { note: 'x' }, DeletionPolicy: 'Retain' };
  const { resources, writtenAs } = normaliseSam({ Resources: { Fn: samFunction({ Events: { Tick: { Type: 'Schedule', Properties: {} } } }, attributes) as never, Queue: { Type: 'AWS::SQS::Queue' } } });
  expect(resources).toMatchObject({ Fn: attributes, FnRole: { Condition: 'Wanted', Metadata: { note: 'x' }, DeletionPolicy: 'Retain' }, FnTickPermission: { Condition: 'Wanted' } });
  expect(resources.FnRole).not.toHaveProperty('DependsOn');
  expect(Object.fromEntries(writtenAs)).toEqual(Object.fromEntries(['Fn', 'FnRole', 'FnTick', 'FnTickPermission'].map(id => [id, { logicalId: 'Fn', type: 'AWS::Serverless::Function' }])));
});

test('a resource that the user wrote keeps its id', () => {
  const written = { Type: 'AWS::IAM::Role', Properties: {} };
  const resources = become({ Fn: samFunction(), FnRole: written });
  expect(resources.FnRole).toBe(written);
  expect(resources.Fn.Properties.Role).toEqual({ 'Fn::GetAtt': ['FnRole2', 'Arn'] });
});

test('references to what SAM generates lead there', () => {
  const app = modelOfTemplate({
    Resources: {
      Fn: samFunction({ AutoPublishAlias: 'live' }),
      Pipe: {
        Type: 'AWS::Pipes::Pipe',
        Properties: { Target: { Ref: 'Fn.Alias' }, Source: { 'Fn::Sub': '${Fn.Alias}' }, Enrichment: { 'Fn::GetAtt': ['Fn.Alias', 'AliasArn'] }, RoleArn: { 'Fn::Sub': '${Fn.Version.Version}' } },
      },
    },
  });
  const pipe = app.ofType('AWS::Pipes::Pipe')[0];
  const ids = ['Target', 'Source', 'Enrichment', 'RoleArn'].map(property => app.resourceOf(pipe.get(property))?.logicalId);
  expect(ids).toEqual(['FnAliaslive', 'FnAliaslive', 'FnAliaslive', 'FnVersion']);
  expect(app.functionOf(pipe.get('Target'))?.logicalId).toBe('Fn');
});
