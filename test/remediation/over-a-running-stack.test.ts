import { FixLevel } from '../../aspects/fix-level';
import { JsonObject } from '../../aspects/model/json';
import { RULES } from '../../aspects/rules';
import { repaired } from '../support/repaired';

/**
 * What somebody meets who deploys repaired templates over a running production: each case is one that CloudFormation or the service
 * would have refused, or in which what somebody wrote would have been thrown away.
 */
const resource = (Type: string, Properties: object = {}, more: object = {}) => ({ Type, Properties, ...more });
const ref = (Ref: string) => ({ Ref });
const arn = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });

/** What one fix makes of resources, and why it was not made. */
function fixed(rule: string, resources: object, level = FixLevel.STRICT) {
  const body = { Parameters: { Given: { Type: 'String' } }, Resources: resources } as unknown as JsonObject;
  const { sources, notes } = repaired([{ path: 'template.json', body }], level, RULES.filter(({ id }) => id === rule));
  return {
    resources: sources[0].body.Resources as Record<string, JsonObject>,
    declined: notes.flatMap(note => note.declined ?? []),
    levels: notes.map(({ level: made }) => made),
  };
}

const properties = (rule: string, given: object, id: string) => fixed(rule, given).resources[id].Properties as JsonObject;
const declined = (rule: string, given: object) => fixed(rule, given).declined.join('; ');

describe('a key', () => {
  const key = (changes: object) => ({ Key: resource('AWS::KMS::Key', changes) });
  const policy = (Action: string | string[]) => ({ KeyPolicy: { Statement: [{ Effect: 'Allow', Principal: '*', Action, Resource: '*' }] } });

  test('that is disabled is not told to rotate, which KMS refuses', () => {
    expect(declined('key-rotated', key({ Enabled: false }))).toContain('disabled');
    expect(declined('key-rotated', key({ Enabled: ref('Given') }))).toContain('disabled');
    expect(properties('key-rotated', key({ Enabled: 'true' }), 'Key').EnableKeyRotation).toBe(true);
  });

  test('is not told to rotate where its policy lets nobody do that', () => {
    expect(declined('key-rotated', key(policy(['kms:Encrypt', 'kms:Put*'])))).toContain('lets nobody do kms:EnableKeyRotation');
    for (const allowed of ['kms:*', 'kms:Enable*', 'KMS:EnableKeyRotation']) expect(properties('key-rotated', key(policy(allowed)), 'Key').EnableKeyRotation).toBe(true);
    const allBut = (NotAction: string) => key({ KeyPolicy: { Statement: [{ Effect: 'Allow', Principal: '*', NotAction, Resource: '*' }] } });
    expect(declined('key-rotated', allBut('kms:Enable*'))).toContain('lets nobody');
    expect(properties('key-rotated', allBut('kms:Delete*'), 'Key').EnableKeyRotation).toBe(true);
  });
});

describe('data that outlives its template', () => {
  const kept = (type: string, more: object) => fixed('stateful-resource-retained', { Data: resource(type, {}, more) }).resources.Data;

  test.each([
    ['AWS::RDS::DBCluster', { DeletionPolicy: 'Snapshot' }, { DeletionPolicy: 'Snapshot', UpdateReplacePolicy: 'Snapshot' }],
    ['AWS::RDS::DBCluster', {}, { DeletionPolicy: undefined, UpdateReplacePolicy: 'Snapshot' }],
    ['AWS::Neptune::DBCluster', { UpdateReplacePolicy: 'Snapshot' }, { DeletionPolicy: 'Snapshot', UpdateReplacePolicy: 'Snapshot' }],
    ['AWS::Neptune::DBCluster', {}, { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' }],
    ['AWS::DynamoDB::Table', { DeletionPolicy: 'RetainExceptOnCreate' }, { DeletionPolicy: 'RetainExceptOnCreate', UpdateReplacePolicy: 'Retain' }],
    ['AWS::DynamoDB::Table', { DeletionPolicy: 'Snapshot', UpdateReplacePolicy: 'Retain' }, { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' }],
  ])('%s with %j is kept as somebody wrote it', (type, written, expected) => {
    const { DeletionPolicy, UpdateReplacePolicy } = kept(type, written);
    expect({ DeletionPolicy, UpdateReplacePolicy }).toEqual(expected);
  });
});

describe('statements of one policy', () => {
  const sids = ({ PolicyDocument }: JsonObject) => ((PolicyDocument as JsonObject).Statement as JsonObject[]).map(({ Sid }) => Sid);
  const topics = { One: resource('AWS::SNS::Topic'), Two: resource('AWS::SNS::Topic') };
  const allow = (Resource: object, Sid?: string) => ({ ...(Sid === undefined ? {} : { Sid }), Effect: 'Allow', Principal: { AWS: '111122223333' }, Action: 'sns:Publish', Resource });

  test('for several topics have names of their own, which SNS asks for', () => {
    const Policy = resource('AWS::SNS::TopicPolicy', { Topics: [ref('One'), ref('Two')], PolicyDocument: { Statement: [allow(ref('One'), '0')] } });
    expect(sids(properties('topic-tls-only', { ...topics, Policy }, 'Policy'))).toEqual(['0', 'RefusePlainTextOne', 'RefusePlainTextTwo']);
  });

  test('have names of their own where somebody has given away the one that a fix gives', () => {
    const Policy = resource('AWS::SNS::TopicPolicy', { Topics: [ref('One')], PolicyDocument: { Statement: [allow(ref('One'), 'RefusePlainText')] } });
    expect(sids(properties('topic-tls-only', { One: topics.One, Policy }, 'Policy'))).toEqual(['RefusePlainText', 'RefusePlainTextOne']);
  });

  test('for one queue have the plain name', () => {
    const Policy = resource('AWS::SQS::QueuePolicy', { Queues: [ref('Queue')], PolicyDocument: { Statement: [] } });
    expect(sids(properties('queue-tls-only', { Queue: resource('AWS::SQS::Queue'), Policy }, 'Policy'))).toEqual(['RefusePlainText']);
  });
});

describe('a repository', () => {
  test('of which somebody has chosen the tags that stay is left to him: ECR takes no filters with IMMUTABLE', () => {
    const Repository = resource('AWS::ECR::Repository', { ImageTagMutability: 'MUTABLE_WITH_EXCLUSION', ImageTagMutabilityExclusionFilters: [{}] });
    expect(declined('ecr-tags-immutable', { Repository })).toContain('somebody has chosen the tags');
  });
});

describe('a schedule of rotations', () => {
  const rules = (RotationRules: object) => properties('secret-rotation-frequent', { Schedule: resource('AWS::SecretsManager::RotationSchedule', { SecretId: 's', RotationRules }) }, 'Schedule').RotationRules;

  test.each([
    ['cron(0 4 1 JAN,JUL ? *)', 'cron(0 4 1 1,4,7,10 ? *)'],
    ['cron(0 4 ? 1,6 SUN#1 *)', 'cron(0 4 ? 1,4,6,9,12 SUN#1 *)'],
    ['cron(0 22 L 11 ? *)', 'cron(0 22 L 2,5,8,11 ? *)'],
    ['rate(120 days)', 'rate(90 days)'],
  ])('%s keeps the hour that somebody chose: %s', (ScheduleExpression, after) => {
    expect(rules({ ScheduleExpression, Duration: '2h' })).toEqual({ ScheduleExpression: after, Duration: '2h' });
  });
});

describe('a bucket', () => {
  const bucket = (changes: object) => ({ Bucket: resource('AWS::S3::Bucket', changes) });
  const lifecycle = (...Rules: object[]) => ({ LifecycleConfiguration: { Rules } });

  test('whose objects somebody lets go after a time keeps no former versions for ever', () => {
    expect(declined('bucket-versioned', bucket(lifecycle({ Status: 'Enabled', ExpirationInDays: 30 })))).toContain('NoncurrentVersionExpiration');
    expect(declined('bucket-versioned', bucket(lifecycle({ Status: 'Enabled', ExpirationInDays: 30 }, ref('AWS::NoValue'), ref('Given'))))).toContain('only the deployment knows');
    expect(declined('bucket-versioned', bucket(lifecycle({ ExpirationDate: '2030-01-01' }, { NoncurrentVersionExpiration: { NoncurrentDays: 1 } })))).toBe('');
    expect(declined('bucket-versioned', bucket(lifecycle({ AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 } })))).toBe('');
  });

  test('gets no key that those cannot use who write to it or read it without a role', () => {
    const keyed = (changes: object, more: object = {}) => declined('bucket-customer-key', { ...bucket(changes), ...more });
    expect(keyed({ AccessControl: 'PublicRead' })).toContain('AccessControl');
    expect(keyed({ ReplicationConfiguration: {} })).toContain('replicated');
    expect(keyed({}, { Flows: resource('AWS::EC2::FlowLog', { LogDestination: arn('Bucket') }) })).toContain('AWS writes to the bucket for Flows');
    expect(keyed({}, { Site: resource('AWS::CloudFront::Distribution', { DistributionConfig: { Logging: { Bucket: { 'Fn::GetAtt': ['Bucket', 'DomainName'] } } } }) })).toContain('for Site');
    expect(keyed({ AccessControl: 'Private' })).toBe('');
  });

  test('is not blocked where S3 would refuse the public policy that it has', () => {
    const Policy = (changes: object) => resource('AWS::S3::BucketPolicy', { Bucket: ref('Bucket'), PolicyDocument: { Statement: [{ Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: '*', ...changes }] } });
    const off = { BlockPublicAcls: false, BlockPublicPolicy: false, IgnorePublicAcls: false, RestrictPublicBuckets: false };
    const all = (changes: object) => declined('bucket-public-access-blocked', { ...bucket({ PublicAccessBlockConfiguration: off }), Policy: Policy(changes) });
    expect(all({})).toContain('S3 would refuse Policy');
    expect(all({ Principal: ref('Given') })).toContain('S3 would refuse Policy');
    expect(all({ Principal: { AWS: '111122223333' } })).toBe('');
    expect(all({ Effect: 'Deny' })).toBe('');
    const one = (rule: string) => declined(rule, { ...bucket({ PublicAccessBlockConfiguration: { BlockPublicAcls: true } }), Policy: Policy({}) });
    expect(one('bucket-public-policies-blocked')).toContain('S3 would refuse Policy');
    expect(one('bucket-public-policies-restricted')).toBe('');
  });
});

describe('calls of a bucket in plain text', () => {
  const level = (PublicAccessBlockConfiguration?: object) =>
    fixed('bucket-tls-only', { Bucket: resource('AWS::S3::Bucket', PublicAccessBlockConfiguration === undefined ? {} : { PublicAccessBlockConfiguration }) }).levels;
  const closed = { BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true };

  test('are refused safely only where browsers cannot come unsigned: a bucket that says nothing may be older than S3\'s own answer', () => {
    expect([level(closed), level({ ...closed, IgnorePublicAcls: false }), level()]).toEqual([['SAFE'], ['STRICT'], ['STRICT']]);
  });

  test('are refused strictly where a parameter tells others of the bucket', () => {
    const Told = resource('AWS::SSM::Parameter', { Type: 'String', Value: ref('Bucket') });
    expect(fixed('bucket-tls-only', { Bucket: resource('AWS::S3::Bucket', { PublicAccessBlockConfiguration: closed }), Told }).levels).toEqual(['STRICT']);
  });
});

describe('logs that a service delivers', () => {
  const machine = () => resource('AWS::StepFunctions::StateMachine', { RoleArn: arn('Role') });
  const Role = resource('AWS::IAM::Role', { AssumeRolePolicyDocument: {} });
  const name = (id: string) => ({ 'Fn::Join': ['-', [id, { 'Fn::Select': [2, { 'Fn::Split': ['/', ref('AWS::StackId')] }] }]] });
  const groups = (resources: Record<string, JsonObject>) => Object.values(resources).filter(({ Type }) => Type === 'AWS::Logs::LogGroup');

  test('of many state machines go where the one policy of the account does not grow with them', () => {
    const { resources } = fixed('sfn-machine-logged', { One: machine(), Two: machine(), Role });
    expect(groups(resources)).toMatchObject(['One', 'Two'].map(id => ({
      DeletionPolicy: 'RetainExceptOnCreate', UpdateReplacePolicy: 'Retain', Properties: { LogGroupName: name(`/aws/vendedlogs/states/${id}ExecutionLogs`) },
    })));
  });

  test('of HTTP APIs do so too, and those of other APIs, which a role of the account writes, have names of CloudFormation', () => {
    const Stage = resource('AWS::ApiGatewayV2::Stage', { ApiId: ref('Api'), StageName: '$default' }, { DependsOn: 'Account' });
    const Account = resource('AWS::ApiGateway::Account', { CloudWatchRoleArn: 'arn:aws:iam::111122223333:role/logs' });
    const of = (ProtocolType: string) => groups(fixed('apigw-stage-access-logs', { Stage, Account, Api: resource('AWS::ApiGatewayV2::Api', { ProtocolType }) }).resources)[0].Properties;
    expect(of('HTTP')).toMatchObject({ LogGroupName: name('/aws/vendedlogs/apis/StageAccessLogs') });
    expect(of('WEBSOCKET')).toEqual({ RetentionInDays: 365 });
  });
});

describe('lines of a log that somebody reads', () => {
  const reader = (LogGroupName: unknown) => ({ Reader: resource('AWS::Logs::SubscriptionFilter', { LogGroupName, FilterPattern: '', DestinationArn: 'arn:aws:lambda:eu-west-1:111122223333:function:reader' }) });

  test('are not taken away safely: events of a function', () => {
    const Fn = resource('AWS::Lambda::Function', { Environment: { Variables: { POWERTOOLS_LOGGER_LOG_EVENT: 'true' } } });
    const levels = (more: object) => fixed('lambda-env-no-event-dump', { Fn, ...more }).levels;
    expect([levels({}), levels(reader({ 'Fn::Sub': '/aws/lambda/${Fn}' })), levels(reader('/aws/lambda/another'))]).toEqual([['SAFE'], ['OPERATIONAL'], ['SAFE']]);
  });

  test('are not taken away safely: requests to an API', () => {
    const Stage = resource('AWS::ApiGateway::Stage', { RestApiId: 'api', MethodSettings: [{ HttpMethod: '*', ResourcePath: '/*', DataTraceEnabled: true }] });
    const levels = (more: object) => fixed('apigw-stage-no-data-trace', { Stage, ...more }).levels;
    expect([levels({}), levels(reader('API-Gateway-Execution-Logs_api/prod')), levels(reader({ 'Fn::Sub': 'API-Gateway-Execution-Logs_${Given}/prod' }))]).toEqual([['SAFE'], ['OPERATIONAL'], ['OPERATIONAL']]);
  });

  test('stay as long as somebody wrote, or longer', () => {
    const days = (RetentionInDays?: unknown) => (properties('log-group-retention', { Group: resource('AWS::Logs::LogGroup', { RetentionInDays }) }, 'Group')).RetentionInDays;
    expect([days(), days(10), days('100'), days(1000), days(9999)]).toEqual([365, 14, 120, 1096, 3653]);
  });
});

describe('an API of connections', () => {
  test('keeps its own address, by which functions answer', () => {
    const api = (ProtocolType: string) => declined('apigw-default-endpoint-off', {
      Api: resource('AWS::ApiGatewayV2::Api', { ProtocolType }),
      Stage: resource('AWS::ApiGatewayV2::Stage', { ApiId: ref('Api'), StageName: 'prod', AutoDeploy: true }),
      Mapping: resource('AWS::ApiGatewayV2::ApiMapping', { ApiId: ref('Api'), Stage: ref('Stage'), DomainName: 'api.example.com' }),
    });
    expect([api('WEBSOCKET'), api('HTTP')]).toEqual([expect.stringContaining('at its own address'), '']);
  });
});

describe('a table', () => {
  test('with a replica of the CDK gets no key, which would need another one there', () => {
    const resources = { Table: resource('AWS::DynamoDB::Table'), Replica: resource('Custom::DynamoDBReplica', { TableName: ref('Table'), Region: 'eu-west-1' }) };
    expect(declined('table-customer-key', resources)).toContain('needs a key there');
  });
});

describe('a role', () => {
  test('that others are told of keeps what AWS manages for it', () => {
    const Told = resource('AWS::IAM::Role', {
      AssumeRolePolicyDocument: { Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }] },
      ManagedPolicyArns: ['arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole'],
    });
    const Fn = resource('AWS::Lambda::Function', { Role: arn('Told'), FunctionName: 'orders' });
    const refused = (more: object) => declined('iam-role-no-aws-managed-policy', { Told, Fn, ...more });
    expect(refused({})).toBe('');
    expect(refused({ Parameter: resource('AWS::SSM::Parameter', { Value: arn('Told') }) })).toContain('tells others of the role');
  });

  const FUNCTIONS = 60;
  const functions = Object.fromEntries(Array.from({ length: FUNCTIONS }, (_, index) => [`F${index}`, resource('AWS::Lambda::Function', { Role: arn('Role') })]));
  const Role = resource('AWS::IAM::Role', { AssumeRolePolicyDocument: {} });
  const isPolicy = ({ Type }: JsonObject) => Type === 'AWS::IAM::Policy';

  test('of many functions gets no more policies than IAM takes, and each function without one keeps its log', () => {
    const { resources, declined: refused } = fixed('lambda-function-log-group-owned', { ...functions, Role });
    const policies = Object.values(resources).filter(isPolicy);
    expect(policies.length).toBeGreaterThan(30);
    expect(JSON.stringify(policies.map(policy => (policy.Properties as JsonObject).PolicyDocument)).length).toBeLessThan(10_240);
    expect(refused).toHaveLength(FUNCTIONS - policies.length);
    expect(refused[0]).toBe('the inline policies of Role would be longer than the 10240 characters that IAM takes');
    const moved = Object.values(resources).filter(({ Type, Properties }) => Type === 'AWS::Lambda::Function' && 'LoggingConfig' in (Properties as JsonObject));
    expect(moved).toHaveLength(policies.length);
    expect(fixed('lambda-function-log-group-owned', resources).resources).toEqual(resources);
  });

  test('that has nearly as many as IAM takes gets none', () => {
    const Action = Array.from({ length: 600 }, (_, index) => `dynamodb:Get${index}`);
    const written = { Policies: [{ PolicyName: 'P', PolicyDocument: { Statement: [{ Effect: 'Allow', Action, Resource: '*' }] } }] };
    expect(declined('lambda-function-traced', { F0: functions.F0, Role: resource('AWS::IAM::Role', { AssumeRolePolicyDocument: {}, ...written }) })).toContain('that IAM takes');
    expect(declined('lambda-function-traced', { F0: functions.F0, Role })).toBe('');
  });

  test('has its wildcards spelt out as far as IAM takes it', () => {
    const statement = (Action: string) => ({ Effect: 'Allow', Action, Resource: arn('Table') });
    const Policy = (...actions: string[]) => resource('AWS::IAM::Policy', { PolicyName: 'P', Roles: [ref('Role')], PolicyDocument: { Statement: actions.map(statement) } });
    const fix = (...actions: string[]) => fixed('iam-policy-no-partial-wildcard', { Role, Table: resource('AWS::DynamoDB::Table'), One: Policy(...actions), Two: Policy(...actions), Three: Policy(...actions) });
    const long = ['ec2:Mod*', 'ec2:Des*'];
    expect(fix('dynamodb:Get*').declined).toEqual([]);
    expect(fix(...long).declined.join('; ')).toMatch(/longer than the 5120|that IAM takes/);
  });
});

test('a stack of SAM keeps within the quota of CloudFormation, which counts what SAM makes', () => {
  const functions = Object.fromEntries(Array.from({ length: 249 }, (_, index) => [`F${index}`, resource('AWS::Serverless::Function', { Runtime: 'nodejs24.x', Handler: 'index.handler', InlineCode: ' ' })]));
  const { resources, declined: refused } = fixed('lambda-function-log-group-owned', functions);
  expect(Object.values(resources).filter(({ Type }) => Type === 'AWS::Logs::LogGroup').length).toBeLessThanOrEqual(2);
  expect(refused.at(-1)).toBe('its stack would have more than 500 resources');
});

describe('names', () => {
  const Role = resource('AWS::IAM::Role', { AssumeRolePolicyDocument: {} });
  const of = (id: string) => fixed('lambda-function-log-group-owned', { [id]: resource('AWS::Lambda::Function', { Role: arn('Role') }), Role });

  test('of policies are no longer than IAM takes', () => {
    const name = (id: string) => (of(id).resources[`${id}LogPolicy`].Properties as JsonObject).PolicyName as string;
    const long = 'F'.repeat(200);
    expect(name('Fn')).toBe('RampartLogs-Fn');
    expect(name(long)).toMatch(/^RampartLogs-F+-[0-9a-f]{32}$/);
    expect(name(long)).toHaveLength(128);
    expect(name(`${long}2`)).not.toBe(name(long));
  });

  test('of what is added are no longer than CloudFormation takes', () => {
    expect(of('F'.repeat(247)).declined.join()).toContain('than the 255 characters that CloudFormation takes for a logical id');
    expect(of('F'.repeat(246)).declined).toEqual([]);
  });
});

test('a permission for all topics is bound strictly where others are told of the function', () => {
  const resources = {
    Fn: resource('AWS::Lambda::Function'),
    Topic: resource('AWS::SNS::Topic'),
    Subscription: resource('AWS::SNS::Subscription', { Protocol: 'lambda', Endpoint: arn('Fn'), TopicArn: ref('Topic') }),
    Permission: resource('AWS::Lambda::Permission', { Action: 'lambda:InvokeFunction', FunctionName: ref('Fn'), Principal: 'sns.amazonaws.com' }),
  };
  const levels = (more: object) => fixed('lambda-permission-source-bound', { ...resources, ...more }).levels;
  expect([levels({}), levels({ Told: resource('AWS::SSM::Parameter', { Value: arn('Fn') }) })]).toEqual([['SAFE'], ['STRICT']]);
});

test('a Kafka topic gets no destination, with which Lambda would give up after ten attempts', () => {
  const resources = (source: object) => ({
    Role: resource('AWS::IAM::Role', { AssumeRolePolicyDocument: {} }),
    Fn: resource('AWS::Lambda::Function', { Role: arn('Role') }),
    Mapping: resource('AWS::Lambda::EventSourceMapping', { FunctionName: ref('Fn'), StartingPosition: 'LATEST', ...source }),
  });
  const refused = (source: object) => declined('event-source-failure-destination', resources(source));
  expect(refused({ EventSourceArn: 'arn:aws:kafka:eu-west-1:111122223333:cluster/orders/0-0', Topics: ['orders'] })).toContain('after ten attempts');
  expect(refused({ SelfManagedEventSource: {}, Topics: ['orders'] })).toContain('after ten attempts');
  expect(refused({ EventSourceArn: 'arn:aws:kinesis:eu-west-1:111122223333:stream/orders' })).toBe('');
});
