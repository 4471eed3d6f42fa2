import { access, AccessGraph, expandedActions } from '../../aspects/graphs/access/access';
import { AccessEdge } from '../../aspects/graphs/access/edge';
import { TAKING } from '../../aspects/graphs/access/passing';
import { graphOf } from '../../aspects/graphs/plain/graphs';
import { actionNamed } from '../../aspects/iam/actions';
import { AppModel } from '../../aspects/model/app-model';
import { Environment } from '../../aspects/model/environment';
import { JsonObject } from '../../aspects/model/json';
import { at, att, ref, resource, roleAllowing } from '../support/network';

/** Reads a template: who may do what, and the edges as sentences. */
class Drawn {
  public readonly app: AppModel;
  public readonly graph: AccessGraph;

  /** @param place the name, account and Region of the stack, where they are known */
  public constructor(resources: object, others: object = {}, { stackName, ...environment }: { readonly stackName?: string } & Environment = {}) {
    const body = { Parameters: { Given: { Type: 'String' }, Bucket: { Type: 'String' } }, ...others, Resources: resources } as JsonObject;
    this.app = new AppModel([{ path: 'template.json', stackName, environment, body }]);
    this.graph = this.app.once(access);
  }

  public get edges(): string[] {
    return this.graph.edges.map(spoken);
  }

  public may(who: string, action: string, on: string): string {
    const { answer, why } = this.graph.may(at(this.app, who), action, at(this.app, on));
    return why === undefined ? answer : `${answer}: ${why}`;
  }
}

/** `Role may s3:getobject on Bucket`, with `?` where it is not certain. */
function spoken({ effect, from, actions, notActions, to, certain, by, leadsOn }: AccessEdge): string {
  const what = notActions.length > 0 ? `all but ${notActions.join('+')}` : actions.join('+');
  const word = { allow: 'may', deny: 'may not' }[effect];
  return `${from.name} ${word}${certain ? '' : '?'} ${what} on ${to.name} (${by}${leadsOn.length > 0 ? `, leads on by ${leadsOn.join('+')}` : ''})`;
}

const allow = (statement: object) => ({ Effect: 'Allow', ...statement });
const deny = (statement: object) => ({ Effect: 'Deny', ...statement });
const policyOf = (...Statement: object[]) => ({ Version: '2012-10-17', Statement });
const bucket = resource('AWS::S3::Bucket');
const objectsOf = (id: string) => ({ 'Fn::Join': ['', [att(id, 'Arn'), '/*']] });
const root = { 'Fn::Sub': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:root' };
const trusting = (...statements: object[]) => resource('AWS::IAM::Role', { AssumeRolePolicyDocument: policyOf(...statements.map(one => allow({ Action: 'sts:AssumeRole', ...one }))) });

describe('what identity policies say', () => {
  test('inline, attached from either side, of users and groups, by name, and those that AWS manages', () => {
    const { edges } = new Drawn({
      Role: resource('AWS::IAM::Role', {
        RoleName: 'worker',
        Policies: [{ PolicyName: 'p', PolicyDocument: policyOf(allow({ Action: ['s3:GetObject', 's3:PutObject'], Resource: [objectsOf('Bucket1'), 'arn:aws:s3:::other/*'] })) }],
        ManagedPolicyArns: [ref('Shared'), 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole', 'arn:aws:iam::aws:policy/ReadOnlyAccess'],
      }),
      Bucket1: bucket,
      Shared: resource('AWS::IAM::ManagedPolicy', { Users: [ref('User')], PolicyDocument: policyOf(allow({ NotAction: 'iam:*', Resource: '*' })) }),
      ByName: resource('AWS::IAM::Policy', { Roles: ['worker', 'elsewhere', ref('Given')], PolicyDocument: policyOf(deny({ Action: 's3:*', NotResource: '*' })) }),
      User: resource('AWS::IAM::User'),
      Group: resource('AWS::IAM::Group', { Policies: [{ PolicyName: 'p', PolicyDocument: policyOf(allow({ Action: 'iam:PassRole', Resource: att('Role', 'Arn') })) }] }),
      OfGroup: resource('AWS::IAM::GroupPolicy', { GroupName: ref('Group'), PolicyDocument: policyOf(allow({ Action: 'sns:Publish', Resource: ref('Given') })) }),
      OfRole: resource('AWS::IAM::RolePolicy', { RoleName: ref('Role') }),
    });

    expect(edges.sort()).toEqual([
      'Group may iam:passrole on Role (identity, leads on by iam:passrole)',
      'Group may? sns:publish on only known at deployment (identity)',
      'Role may all but iam:* on every resource (identity, leads on by sts:assumerole+lambda:invokefunction+states:startexecution+lambda:updatefunctioncode)',
      'Role may logs:createloggroup+logs:createlogstream+logs:putlogevents on every resource (managed)',
      'Role may not s3:* on every resource (identity)',
      'Role may s3:getobject+s3:putobject on Bucket1 (identity)',
      'Role may s3:getobject+s3:putobject on arn:aws:s3:::other/* (identity)',
      'Role may? * on every resource (managed)',
      'User may all but iam:* on every resource (identity, leads on by sts:assumerole+lambda:invokefunction+states:startexecution+lambda:updatefunctioncode)',
      'elsewhere may not s3:* on every resource (identity)',
      'only known at deployment may not? s3:* on every resource (identity)',
    ]);
  });

  test('perhaps, where a condition of the template or the deployment decides', () => {
    const { graph } = new Drawn({
      Role: resource('AWS::IAM::Role', {
        Policies: [
          { PolicyName: 'p', PolicyDocument: policyOf({ 'Fn::If': ['On', allow({ Action: 's3:GetObject', Resource: '*' }), ref('AWS::NoValue')] }) },
          { PolicyName: 'q', PolicyDocument: policyOf({ Effect: ref('Given'), Action: 's3:PutObject', Resource: '*' }, allow({ Action: ref('Given'), Resource: '*' })) },
        ],
        ManagedPolicyArns: [ref('Given'), { 'Fn::If': ['On', 'arn:aws:iam::aws:policy/AdministratorAccess', ref('AWS::NoValue')] }],
      }),
      Open: resource('AWS::IAM::Policy', { Roles: [ref('Role')], PolicyDocument: ref('Given') }),
    }, { Conditions: { On: { 'Fn::Equals': [ref('Given'), 'yes'] } } });

    expect(graph.edges.map(edge => `${edge.effect} ${edge.actions.join()}: ${edge.doubt}`).sort()).toEqual([
      'allow *: a condition of the template decides whether it is there',
      'allow *: only the deployment knows the actions',
      'allow *: only the deployment knows the policy, or a part of it',
      'allow *: only the deployment knows which policy it is',
      'allow s3:getobject: a condition of the template decides whether it is there',
      'allow s3:putobject: only the deployment knows whether the statement allows or denies',
      'deny s3:putobject: only the deployment knows whether the statement allows or denies',
    ]);
  });

  test('with the statement that says it', () => {
    const { app, graph } = new Drawn({ Role: roleAllowing({ Action: 's3:*', Resource: '*' }, { Action: 'sqs:SendMessage', Resource: '*', Condition: { Bool: { 'aws:ViaAWSService': 'true' } } }) });
    const [, edge] = graph.from(at(app, 'Role'));

    expect({ by: edge.declaredBy.logicalId, property: edge.property, condition: edge.condition }).toEqual({
      by: 'Role', property: 'Policies.0.PolicyDocument.Statement.1', condition: { Bool: { 'aws:ViaAWSService': 'true' } },
    });
  });
});

describe('what the policies of resources say', () => {
  test('to services, accounts, everybody, roles, federated users, and all but some', () => {
    const { edges } = new Drawn({
      Bucket1: bucket,
      OfBucket: resource('AWS::S3::BucketPolicy', {
        Bucket: ref('Bucket1'),
        PolicyDocument: policyOf(
          allow({ Principal: { Service: 'delivery.logs.amazonaws.com', AWS: [root, '111122223333', att('Role', 'Arn'), ref('Given')] }, Action: 's3:PutObject', Resource: objectsOf('Bucket1') }),
          deny({ NotPrincipal: { AWS: att('Role', 'Arn') }, Action: 's3:*', Resource: [att('Bucket1', 'Arn'), objectsOf('Bucket1')] }),
          allow({ Principal: '*', Action: 's3:GetObject', Resource: objectsOf('Else') }),
        ),
      }),
      Else: bucket,
      Role: trusting({ Principal: { Service: { 'Fn::Sub': 'ec2.${AWS::URLSuffix}' } } }, { Principal: { Federated: ref('Provider') } }, { Principal: { AWS: 'arn:aws:iam::444455556666:role/ci' } }),
      Provider: resource('AWS::IAM::OIDCProvider'),
    });

    expect(edges.sort()).toEqual([
      'Provider may sts:assumerole on Role (trust, leads on by sts:assumerole)',
      'Role may s3:putobject on Bucket1 (resource)',
      'account 111122223333 may s3:putobject on Bucket1 (resource)',
      'arn:aws:iam::444455556666:role/ci may sts:assumerole on Role (trust, leads on by sts:assumerole)',
      'delivery.logs.amazonaws.com may s3:putobject on Bucket1 (resource)',
      'ec2.amazonaws.com may sts:assumerole on Role (trust, leads on by sts:assumerole)',
      'everybody may not s3:* on Bucket1 (resource)',
      'everybody may not s3:* on Bucket1 (resource)',
      'only known at deployment may? s3:putobject on Bucket1 (resource)',
      'the own account may s3:putobject on Bucket1 (resource)',
    ]);
  });

  test.each<[string, object, string]>([
    ['a provider of identities outside', { Federated: 'cognito-identity.amazonaws.com' }, 'cognito-identity.amazonaws.com may'],
    ['a provider by its ARN', { Federated: { 'Fn::Sub': 'arn:aws:iam::111122223333:oidc-provider/${Provider}' } }, 'Provider may'],
    ['a provider that only the deployment knows', { Federated: ref('Given') }, 'only known at deployment may'],
    ['a service that only the deployment knows', { Service: ref('Given') }, 'only known at deployment may'],
    ['a user of S3 by its canonical id', { CanonicalUser: '79a59df900b949e5' }, '79a59df900b949e5 may'],
    ['a role by its name', { AWS: 'arn:aws:iam::111122223333:role/worker' }, 'Worker may'],
    ['an account by the ARN of its root', { AWS: 'arn:aws:iam::444455556666:root' }, 'account 444455556666 may'],
    ['the own account by its number', { AWS: '111122223333' }, 'the own account may'],
    ['an account by the name of a role there', { AWS: { 'Fn::Sub': 'arn:aws:iam::${Given}:role/ci' } }, 'arn:aws:iam::*:role/ci may'],
  ])('to %s', (_, Principal, expected) => {
    const { graph } = new Drawn({
      Role: trusting({ Principal }),
      Provider: resource('AWS::IAM::OIDCProvider'),
      Worker: resource('AWS::IAM::Role', { RoleName: 'worker' }),
    }, {}, { account: '111122223333' });

    expect(graph.edges.filter(({ by }) => by === 'trust').map(spoken)).toEqual([expect.stringContaining(`${expected}`)]);
  });

  test('of queues, topics, keys, secrets, streams, tables, APIs, buses, functions, layers and logs', () => {
    const document = (Action: string) => policyOf(allow({ Principal: '*', Action, ...(Action.startsWith('logs') ? { Resource: '*' } : {}) }));
    const { edges } = new Drawn({
      Queue: resource('AWS::SQS::Queue'),
      OfQueue: resource('AWS::SQS::QueuePolicy', { Queues: [ref('Queue')], PolicyDocument: document('sqs:SendMessage') }),
      Topic: resource('AWS::SNS::Topic'),
      OfTopic: resource('AWS::SNS::TopicPolicy', { Topics: [ref('Topic')], PolicyDocument: document('sns:Publish') }),
      Key: resource('AWS::KMS::Key', { KeyPolicy: document('kms:Decrypt') }),
      Secret: resource('AWS::SecretsManager::Secret'),
      OfSecret: resource('AWS::SecretsManager::ResourcePolicy', { SecretId: ref('Secret'), ResourcePolicy: document('secretsmanager:GetSecretValue') }),
      Stream: resource('AWS::Kinesis::Stream'),
      OfStream: resource('AWS::Kinesis::ResourcePolicy', { ResourceArn: att('Stream', 'Arn'), ResourcePolicy: document('kinesis:PutRecord') }),
      Table: resource('AWS::DynamoDB::Table', { ResourcePolicy: { PolicyDocument: document('dynamodb:GetItem') } }),
      Api: resource('AWS::ApiGateway::RestApi', { Policy: document('execute-api:Invoke') }),
      Bus: resource('AWS::Events::EventBus', { Name: 'bus' }),
      OfBus: resource('AWS::Events::EventBusPolicy', { EventBusName: 'bus', StatementId: 's', Statement: allow({ Principal: '*', Action: 'events:PutEvents' }) }),
      OfDefault: resource('AWS::Events::EventBusPolicy', { StatementId: 's', Action: 'events:PutEvents', Principal: '111122223333', Condition: { Type: 'StringEquals', Key: 'aws:PrincipalOrgID', Value: 'o-1' } }),
      Fn: resource('AWS::Lambda::Function'),
      Permission: resource('AWS::Lambda::Permission', { FunctionName: ref('Fn'), Action: 'lambda:InvokeFunction', Principal: 's3.amazonaws.com', SourceAccount: ref('AWS::AccountId') }),
      ForAccount: resource('AWS::Lambda::Permission', { FunctionName: ref('Fn'), Action: 'lambda:InvokeFunction', Principal: '111122223333' }),
      Elsewhere: resource('AWS::Lambda::Permission', { FunctionName: 'not-here', Action: 'lambda:InvokeFunction', Principal: '*' }),
      Layer: resource('AWS::Lambda::LayerVersion'),
      OfLayer: resource('AWS::Lambda::LayerVersionPermission', { LayerVersionArn: ref('Layer'), Action: 'lambda:GetLayerVersion', Principal: '*', OrganizationId: 'o-1' }),
      Logs: resource('AWS::Logs::ResourcePolicy', { PolicyDocument: JSON.stringify(document('logs:PutLogEvents')) }),
      Unreadable: resource('AWS::Logs::ResourcePolicy', { PolicyDocument: ref('Given') }),
    });

    expect(edges.sort()).toEqual([
      'account 111122223333 may events:putevents on the default event bus (resource)',
      'account 111122223333 may lambda:invokefunction on Fn (resource, leads on by lambda:invokefunction)',
      'everybody may dynamodb:getitem on Table (resource)',
      'everybody may events:putevents on Bus (resource)',
      'everybody may execute-api:invoke on Api (resource)',
      'everybody may kinesis:putrecord on Stream (resource)',
      'everybody may kms:decrypt on Key (resource)',
      'everybody may lambda:getlayerversion on Layer (resource)',
      'everybody may logs:putlogevents on every resource (resource)',
      'everybody may secretsmanager:getsecretvalue on Secret (resource)',
      'everybody may sns:publish on Topic (resource)',
      'everybody may sqs:sendmessage on Queue (resource)',
      'only known at deployment may? * on every resource (resource, leads on by sts:assumerole+lambda:invokefunction+states:startexecution+iam:passrole+lambda:updatefunctioncode)',
      's3.amazonaws.com may lambda:invokefunction on Fn (resource, leads on by lambda:invokefunction)',
    ]);
  });
});

describe('whether a principal may', () => {
  test('what its policy allows, and nothing else; objects and the bucket are told apart', () => {
    const drawn = new Drawn({
      Role: roleAllowing({ Action: ['s3:Get*', 's3:ListBucket'], Resource: objectsOf('Store') }, { Action: 'dynamodb:Query', Resource: { 'Fn::Join': ['', [att('Table', 'Arn'), '/index/*']] } }),
      Store: bucket,
      Table: resource('AWS::DynamoDB::Table'),
    });

    expect(drawn.may('Role', 's3:GetObject', 'Store')).toBe('yes');
    expect(drawn.may('Role', 's3:PutObject', 'Store')).toBe('no: nothing allows it');
    expect(drawn.may('Role', 's3:ListBucket', 'Store')).toBe('no: nothing allows it');
    expect(drawn.may('Role', 'dynamodb:Query', 'Table')).toBe('yes');
    expect(drawn.may('Role', 'dynamodb:PutItem', 'Table')).toBe('no: nothing allows it');
  });

  test('nothing that is denied, whatever allows it', () => {
    const drawn = new Drawn({
      Role: roleAllowing({ Action: '*', Resource: '*' }, deny({ Action: 's3:Delete*', Resource: '*' })),
      Store: bucket,
      OfStore: resource('AWS::S3::BucketPolicy', {
        Bucket: ref('Store'),
        PolicyDocument: policyOf(
          deny({ Principal: '*', Action: 's3:*', Resource: objectsOf('Store'), Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
          deny({ Principal: { AWS: root }, Action: 's3:PutObject', Resource: objectsOf('Store') }),
          deny({ NotPrincipal: { AWS: att('Other', 'Arn') }, Action: 's3:RestoreObject', Resource: objectsOf('Store') }),
          deny({ Principal: '*', Action: 's3:GetObject', Resource: objectsOf('Store'), Condition: { StringNotEquals: { 'aws:SourceVpce': 'vpce-1' } } }),
        ),
      }),
      Other: roleAllowing({ Action: 's3:*', Resource: '*' }),
    });

    expect(drawn.may('Role', 's3:DeleteObject', 'Store')).toBe('no: a statement denies it');
    expect(drawn.may('Role', 's3:PutObject', 'Store')).toBe('no: a statement denies it');
    expect(drawn.may('Role', 's3:RestoreObject', 'Store')).toBe('no: a statement denies it');
    expect(drawn.may('Other', 's3:RestoreObject', 'Store')).toBe('yes');
    expect(drawn.may('Role', 's3:GetObject', 'Store')).toBe('undecided: a statement may deny it: it depends on a condition on aws:SourceVpce');
    expect(drawn.may('Role', 's3:PutObjectTagging', 'Store')).toBe('yes');
  });

  test('only what its permissions boundary leaves over', () => {
    const limited = (PermissionsBoundary: unknown) => resource('AWS::IAM::Role', {
      PermissionsBoundary, Policies: [{ PolicyName: 'p', PolicyDocument: policyOf(allow({ Action: 's3:*', Resource: '*' })) }],
    });
    const drawn = new Drawn({
      Role: limited(ref('Boundary')),
      Elsewhere: limited('arn:aws:iam::111122223333:policy/boundary'),
      ByAws: limited('arn:aws:iam::aws:policy/PowerUserAccess'),
      Boundary: resource('AWS::IAM::ManagedPolicy', { PolicyDocument: policyOf(allow({ Action: ['s3:Get*', 's3:Delete*'], Resource: '*' }), deny({ Action: 's3:DeleteObject', Resource: '*' })) }),
      Store: bucket,
      OfStore: resource('AWS::S3::BucketPolicy', {
        Bucket: ref('Store'), PolicyDocument: policyOf(allow({ Principal: { AWS: [att('Role', 'Arn'), att('User', 'Arn')] }, Action: 's3:PutObject', Resource: objectsOf('Store') })),
      }),
      User: resource('AWS::IAM::User', { PermissionsBoundary: ref('Boundary') }),
    });

    expect(drawn.may('Role', 's3:GetObject', 'Store')).toBe('yes');
    expect(drawn.may('Role', 's3:PutObject', 'Store')).toBe('no: the permissions boundary does not allow it');
    expect(drawn.may('Role', 's3:DeleteObject', 'Store')).toBe('no: a statement denies it');
    expect(drawn.may('User', 's3:PutObject', 'Store')).toBe('yes');
    expect(drawn.may('Elsewhere', 's3:GetObject', 'Store')).toBe('undecided: the permissions boundary allows it only perhaps');
    expect(drawn.may('ByAws', 's3:GetObject', 'Store')).toBe('yes');
  });

  test('all but what NotAction and NotResource spare', () => {
    const drawn = new Drawn({
      Role: roleAllowing({ NotAction: ['iam:*', 's3:Delete*'], NotResource: [objectsOf('Spared'), att('Queue', 'Arn')] }),
      Unknown: roleAllowing({ Action: 's3:*', NotResource: ref('Given') }),
      Spared: bucket,
      Store: bucket,
      Queue: resource('AWS::SQS::Queue'),
    });

    expect(drawn.may('Role', 's3:GetObject', 'Store')).toBe('yes');
    expect(drawn.may('Role', 's3:DeleteObject', 'Store')).toBe('no: nothing allows it');
    expect(drawn.may('Role', 's3:GetObject', 'Spared')).toBe('no: nothing allows it');
    expect(drawn.may('Role', 's3:ListBucket', 'Spared')).toBe('yes');
    expect(drawn.may('Role', 'sqs:SendMessage', 'Queue')).toBe('no: nothing allows it');
    expect(drawn.may('Unknown', 's3:GetObject', 'Store')).toBe('undecided: only the deployment knows who or what is meant');
  });

  test.each([
    ['of TLS', { Bool: { 'aws:SecureTransport': 'true' } }, 'yes'],
    ['that asks for no TLS', { Bool: { 'aws:SecureTransport': false } }, 'no: nothing allows it'],
    ['of TLS by an odd operator', { StringLike: { 'aws:SecureTransport': 'true' } }, 'undecided: it depends on a condition on aws:SecureTransport'],
    ['of TLS that nobody knows', { Bool: { 'aws:SecureTransport': ref('Given') } }, 'undecided: it depends on a condition on aws:SecureTransport'],
    ['of the own account', { StringEquals: { 'aws:ResourceAccount': ref('AWS::AccountId') } }, 'yes'],
    ['of other accounts', { StringNotEquals: { 'aws:PrincipalAccount': [ref('AWS::AccountId')] } }, 'no: nothing allows it'],
    ['of an account that may be another', { StringEquals: { 'aws:ResourceAccount': '111122223333' } }, 'undecided: it depends on a condition on aws:ResourceAccount'],
    ['of no account of ours', { StringNotLike: { 'aws:ResourceAccount': '444455556666' } }, 'undecided: it depends on a condition on aws:ResourceAccount'],
    ['of the request', { StringLike: { 's3:prefix': 'a/*' }, Null: { 'aws:TokenIssueTime': false } }, 'undecided: it depends on a condition on aws:TokenIssueTime, s3:prefix'],
    ['that nobody knows', ref('Given'), 'undecided: it depends on a condition'],
    ['of which a part is not known', { StringEquals: ref('Given') }, 'undecided: it depends on a condition'],
  ])('under a condition %s', (_, Condition, expected) => {
    const drawn = new Drawn({ Role: roleAllowing({ Action: 's3:GetObject', Resource: '*', Condition }), Store: bucket });

    expect(drawn.may('Role', 's3:GetObject', 'Store')).toBe(expected);
  });

  test.each([
    ['arn:aws:s3:::*', 'yes'],
    ['arn:aws:s3:::n?med/*', 'yes'],
    ['arn:aws:s3:::n?med', 'no'],
    ['arn:aws:s3:::named/*', 'yes'],
    ['arn:aws:s3:::named', 'no'],
    ['arn:aws:s3:::nam*', 'yes'],
    ['arn:aws:s3:::other*', 'no'],
    ['arn:aws:*:::named/*', 'yes'],
    ['arn:aws:sqs:::*', 'no'],
    ['arn:aws:s3:::named-too/*', 'no'],
    ['nonsense', 'no'],
    [ref('Given'), 'undecided'],
    [{ 'Fn::Sub': '${Given}/*' }, 'undecided'],
    [{ 'Fn::Sub': 'arn:aws:s3:::${Given}/*' }, 'undecided'],
    [{ 'Fn::Sub': 'arn:aws:s3:::*${Given}/*' }, 'undecided'],
  ])('objects of a named bucket by %j', (Resource, expected) => {
    const drawn = new Drawn({ Role: roleAllowing({ Action: 's3:GetObject', Resource }), Store: resource('AWS::S3::Bucket', { BucketName: 'named' }) });

    expect(drawn.may('Role', 's3:GetObject', 'Store').split(':')[0]).toBe(expected);
  });

  test.each([
    ['arn:aws:dynamodb:*:*:table/*', 'yes'],
    ['arn:aws:dynamodb:*:*:tab*', 'yes'],
    ['arn:aws:dynamodb:*:*:stream*', 'no'],
    ['arn:aws:dynamodb:*:*:table/orders', 'no'],
    ['arn:aws:dynamodb:*:*:table/orders-*', 'undecided'],
    ['arn:aws:dynamodb:*:*:t?ble/x', 'undecided'],
    [{ 'Fn::Sub': 'arn:aws:dynamodb:*:*:table/${Given}' }, 'undecided'],
    [{ 'Fn::Sub': 'arn:aws:dynamodb:*:*:table/${AWS::StackName}-*' }, 'undecided'],
  ])('a table that CloudFormation names, by %j', (Resource, expected) => {
    const drawn = new Drawn({ Role: roleAllowing({ Action: 'dynamodb:GetItem', Resource }), Table: resource('AWS::DynamoDB::Table') });

    expect(drawn.may('Role', 'dynamodb:GetItem', 'Table').split(':')[0]).toBe(expected);
  });

  test.each([
    ['of the stack by its name', 'arn:aws:dynamodb:eu-west-1:111122223333:table/orders-*', 'undecided'],
    ['of another name than the stack gives it', 'arn:aws:dynamodb:*:*:table/shop-*', 'no'],
    ['of all names that begin as the stack', 'arn:aws:dynamodb:*:*:table/ord*', 'undecided'],
    ['of another account', 'arn:aws:dynamodb:*:444455556666:table/*', 'no'],
    ['of another Region', 'arn:aws:dynamodb:us-east-1:*:table/*', 'no'],
    ['of the account and Region', 'arn:aws:dynamodb:eu-west-1:111122223333:table/*', 'yes'],
  ])('where account, Region and stack are known, a table %s', (_, Resource, expected) => {
    const place = { stackName: 'orders', account: '111122223333', region: 'eu-west-1' };
    const drawn = new Drawn({ Role: roleAllowing({ Action: 'dynamodb:GetItem', Resource }), Table: resource('AWS::DynamoDB::Table') }, {}, place);

    expect(drawn.may('Role', 'dynamodb:GetItem', 'Table').split(':')[0]).toBe(expected);
  });

  test.each([
    ['the number of the own account', { StringEquals: { 'aws:ResourceAccount': '111122223333' } }, 'yes'],
    ['the number of another', { StringEquals: { 'aws:ResourceAccount': '444455556666' } }, 'undecided'],
    ['all but the number of the own', { StringNotEquals: { 'aws:PrincipalAccount': '111122223333' } }, 'no'],
  ])('where the account is known, under a condition of %s', (_, Condition, expected) => {
    const drawn = new Drawn({ Role: roleAllowing({ Action: 's3:GetObject', Resource: '*', Condition }), Store: bucket }, {}, { account: '111122223333' });

    expect(drawn.may('Role', 's3:GetObject', 'Store').split(':')[0]).toBe(expected);
  });

  test('a resource whose name is the same parameter, an alias for its function, an attachment for its secret, another type by its service', () => {
    const drawn = new Drawn({
      Role: roleAllowing(
        { Action: 's3:GetObject', Resource: { 'Fn::Sub': 'arn:aws:s3:::${Bucket}/*' } }, { Action: 'lambda:InvokeFunction', Resource: ref('Live') },
        { Action: 'secretsmanager:GetSecretValue', Resource: ref('Attachment') }, { Action: 'ecr:BatchGetImage', Resource: 'arn:aws:ecr:*:*:*' },
        { Action: 'ecr:PutImage', Resource: 'arn:aws:ecr:*:*:repository/a*' },
      ),
      Store: resource('AWS::S3::Bucket', { BucketName: ref('Bucket') }),
      Fn: resource('AWS::Lambda::Function'),
      Live: resource('AWS::Lambda::Alias', { FunctionName: ref('Fn') }),
      Secret: resource('AWS::SecretsManager::Secret'),
      Attachment: resource('AWS::SecretsManager::SecretTargetAttachment', { SecretId: ref('Secret') }),
      Images: resource('AWS::ECR::Repository'),
    });

    expect(drawn.may('Role', 's3:GetObject', 'Store')).toBe('yes');
    expect(drawn.may('Role', 'lambda:InvokeFunction', 'Fn')).toBe('yes');
    expect(drawn.may('Role', 'secretsmanager:GetSecretValue', 'Secret')).toBe('yes');
    expect(drawn.may('Role', 'ecr:BatchGetImage', 'Images')).toBe('yes');
    expect(drawn.may('Role', 'ecr:PutImage', 'Images')).toBe('undecided: only the deployment knows who or what is meant');
    expect(drawn.edges).toContain('Role may s3:getobject on Store (identity)');
  });

  test('what its groups may', () => {
    const drawn = new Drawn({
      User: resource('AWS::IAM::User', { Groups: [ref('First'), 'second'] }),
      Added: resource('AWS::IAM::User', { UserName: 'added' }),
      First: resource('AWS::IAM::Group', { Policies: [{ PolicyDocument: policyOf(allow({ Action: 's3:GetObject', Resource: '*' })) }] }),
      Second: resource('AWS::IAM::Group', { GroupName: 'second', Policies: [{ PolicyDocument: policyOf(allow({ Action: 's3:PutObject', Resource: '*' })) }] }),
      Addition: resource('AWS::IAM::UserToGroupAddition', { GroupName: ref('First'), Users: ['added'] }),
      ByName: resource('AWS::IAM::UserPolicy', { UserName: 'added', PolicyDocument: policyOf(allow({ Action: 's3:ListBucket', Resource: '*' })) }),
      Store: bucket,
    });

    expect(['s3:GetObject', 's3:PutObject'].map(action => drawn.may('User', action, 'Store'))).toEqual(['yes', 'yes']);
    expect(['s3:GetObject', 's3:ListBucket', 's3:PutObject'].map(action => drawn.may('Added', action, 'Store'))).toEqual(['yes', 'yes', 'no: nothing allows it']);
  });

  test('use a key only where the key policy says so or leaves it to the account', () => {
    const drawn = new Drawn({
      Role: roleAllowing({ Action: 'kms:Decrypt', Resource: '*' }),
      Named: resource('AWS::IAM::Role'),
      Default: resource('AWS::KMS::Key'),
      Delegating: resource('AWS::KMS::Key', { KeyPolicy: policyOf(allow({ Principal: { AWS: root }, Action: 'kms:*', Resource: '*' })) }),
      Closed: resource('AWS::KMS::Key', { KeyPolicy: policyOf(allow({ Principal: { AWS: att('Named', 'Arn') }, Action: 'kms:*', Resource: '*' })) }),
    });

    expect(['Default', 'Delegating', 'Closed'].map(key => drawn.may('Role', 'kms:Decrypt', key))).toEqual(['yes', 'yes', 'no: nothing allows it']);
    expect(['Default', 'Delegating', 'Closed'].map(key => drawn.may('Named', 'kms:Decrypt', key))).toEqual(['no: nothing allows it', 'no: nothing allows it', 'yes']);
  });

  test('take on a role that trusts it, or its account and a policy of its own', () => {
    const assuming = roleAllowing({ Action: 'sts:AssumeRole', Resource: '*' });
    const drawn = new Drawn({
      Caller: assuming,
      Powerless: resource('AWS::IAM::Role'),
      ByName: trusting({ Principal: { AWS: [att('Caller', 'Arn'), att('Powerless', 'Arn')] } }),
      ByAccount: trusting({ Principal: { AWS: root } }),
      ByOther: trusting({ Principal: { AWS: '111122223333' } }),
      ByService: trusting({ Principal: { Service: 'lambda.amazonaws.com' } }),
      ByGiven: trusting({ Principal: { AWS: ref('Given') } }),
    });

    const roles = ['ByName', 'ByAccount', 'ByOther', 'ByService', 'ByGiven'];
    expect(roles.map(role => drawn.may('Caller', 'sts:AssumeRole', role).split(':')[0])).toEqual(['yes', 'yes', 'undecided', 'no', 'undecided']);
    expect(roles.map(role => drawn.may('Powerless', 'sts:AssumeRole', role).split(':')[0])).toEqual(['yes', 'no', 'no', 'no', 'undecided']);
  });

  test('what its role may; what a role of another application may is not known', () => {
    const drawn = new Drawn({
      Role: roleAllowing({ Action: 's3:GetObject', Resource: '*' }),
      Fn: resource('AWS::Lambda::Function', { Role: att('Role', 'Arn') }),
      Imported: resource('AWS::Lambda::Function', { Role: 'arn:aws:iam::111122223333:role/elsewhere' }),
      Chosen: resource('AWS::Lambda::Function', { Role: { 'Fn::If': ['On', att('Role', 'Arn'), ref('Given')] } }),
      Machine: resource('AWS::StepFunctions::StateMachine', { RoleArn: att('Role', 'Arn') }),
      Store: bucket,
    }, { Conditions: { On: { 'Fn::Equals': [ref('Given'), 'yes'] } } });

    expect(drawn.may('Fn', 's3:GetObject', 'Store')).toBe('yes');
    expect(drawn.may('Machine', 's3:GetObject', 'Store')).toBe('yes');
    expect(drawn.may('Imported', 's3:GetObject', 'Store')).toBe('undecided: its role is not part of the application');
    expect(drawn.may('Chosen', 's3:GetObject', 'Store')).toBe('undecided: a condition of the template decides which role it has');
  });
});

test('between accounts both sides have to allow it', () => {
  const name = (account: string, role: string) => `arn:aws:iam::${account}:role/${role}`;
  const reading = (RoleName: string) => resource('AWS::IAM::Role', {
    RoleName,
    AssumeRolePolicyDocument: policyOf(allow({ Principal: { AWS: '222222222222' }, Action: 'sts:AssumeRole' })),
    Policies: RoleName === 'powerless' ? [] : [{ PolicyName: 'p', PolicyDocument: policyOf(allow({ Action: 's3:GetObject', Resource: ['arn:aws:s3:::open/*', 'arn:aws:s3:::half/*'] })) }],
  });
  const body = (Resources: object) => ({ Resources }) as JsonObject;
  const app = new AppModel([
    { path: 'one.json', environment: { account: '111111111111' }, body: body({ Reader: reading('reader'), Powerless: reading('powerless') }) },
    {
      path: 'two.json',
      environment: { account: '222222222222' },
      body: body({
        Open: resource('AWS::S3::Bucket', { BucketName: 'open' }),
        OfOpen: resource('AWS::S3::BucketPolicy', { Bucket: 'open', PolicyDocument: policyOf(allow({ Principal: { AWS: '111111111111' }, Action: 's3:GetObject', Resource: 'arn:aws:s3:::open/*' })) }),
        Half: resource('AWS::S3::Bucket', { BucketName: 'half' }),
        Caller: roleAllowing({ Action: 'sts:AssumeRole', Resource: name('111111111111', 'reader') }),
      }),
    },
  ]);
  const graph = app.once(access);
  const found = (id: string) => app.resources.find(({ logicalId }) => logicalId === id)!;
  const may = (who: string, action: string, on: string) => graph.may(found(who), action, found(on)).answer;

  expect([may('Reader', 's3:GetObject', 'Open'), may('Reader', 's3:GetObject', 'Half'), may('Powerless', 's3:GetObject', 'Open')]).toEqual(['yes', 'no', 'no']);
  expect([may('Caller', 'sts:AssumeRole', 'Reader'), may('Caller', 'sts:AssumeRole', 'Powerless')]).toEqual(['yes', 'no']);
  expect(graph.reachedFrom(found('Caller')).map(({ resource: { logicalId } }) => logicalId)).toEqual(['Reader']);
});

describe('what a principal reaches', () => {
  test('the roles, functions and state machines that it comes to act as or through, hop by hop', () => {
    const drawn = new Drawn({
      Fn: resource('AWS::Lambda::Function', { Role: att('Role', 'Arn') }),
      Role: roleAllowing({ Action: 'lambda:InvokeFunction', Resource: att('Next', 'Arn') }, { Action: 'iam:PassRole', Resource: att('Passed', 'Arn') }),
      Next: resource('AWS::Lambda::Function', { Role: att('NextRole', 'Arn') }),
      NextRole: roleAllowing({ Action: 'sts:AssumeRole', Resource: '*' }, { Action: 'states:StartExecution', Resource: ref('Machine'), Condition: { Bool: { 'aws:ViaAWSService': true } } }),
      Machine: resource('AWS::StepFunctions::StateMachine', { RoleArn: att('MachineRole', 'Arn') }),
      MachineRole: roleAllowing({ Action: 'lambda:UpdateFunctionCode', Resource: att('Fn', 'Arn') }),
      Trusting: trusting({ Principal: { AWS: root } }),
      Closed: trusting({ Principal: { Service: 'lambda.amazonaws.com' } }),
      Passed: roleAllowing({ Action: '*', Resource: '*' }),
    });

    const reached = drawn.graph.reachedFrom(at(drawn.app, 'Fn'));

    expect(reached.map(({ resource: found, answer, hops }) => `${answer} ${found.logicalId}: ${hops.map(hop => `${hop.by} ${hop.to.logicalId}`).join(', ')}`)).toEqual([
      'yes Role: acts with Role',
      'yes Next: acts with Role, lambda:invokefunction Next',
      'yes Passed: acts with Role, iam:passrole Passed',
      'yes NextRole: acts with Role, lambda:invokefunction Next, acts with NextRole',
      'yes Trusting: acts with Role, lambda:invokefunction Next, acts with NextRole, sts:assumerole Trusting',
      'undecided Machine: acts with Role, lambda:invokefunction Next, acts with NextRole, states:startexecution Machine',
      'undecided MachineRole: acts with Role, lambda:invokefunction Next, acts with NextRole, states:startexecution Machine, acts with MachineRole',
    ]);
  });
});

describe('a role that is passed', () => {
  const compute = (...trusted: string[]) => trusting({ Principal: { Service: trusted } });
  const passing = (...statements: object[]) => roleAllowing({ Action: 'iam:PassRole', Resource: att('Admin', 'Arn') }, ...statements);
  const create = { Action: 'lambda:CreateFunction', Resource: '*' };

  /** What a role comes to act as, and by which service. */
  function comesTo(resources: { readonly [id: string]: object }): string[] {
    const drawn = new Drawn(resources);
    return drawn.graph.reachedFrom(at(drawn.app, 'Role')).map(({ resource: found, answer, hops }) => {
      const { through } = hops[hops.length - 1];
      return `${answer} ${found.logicalId}${through === undefined ? '' : ` by ${through}`}`;
    });
  }

  test('is acted with where a service trusts it and can be made to take it, and leads on from there', () => {
    expect(comesTo({
      Role: passing(create),
      Admin: {
        ...compute('lambda.amazonaws.com', 'ec2.amazonaws.com'),
        Properties: {
          ...(compute('ec2.amazonaws.com', 'lambda.amazonaws.com') as { readonly Properties: object }).Properties,
          Policies: [{ PolicyName: 'p', PolicyDocument: policyOf(allow({ Action: 'lambda:UpdateFunctionCode', Resource: att('Fn', 'Arn') })) }],
        },
      },
      Fn: resource('AWS::Lambda::Function', { Role: att('Last', 'Arn') }),
      Last: compute('lambda.amazonaws.com'),
    })).toEqual(['yes Admin by lambda.amazonaws.com', 'yes Fn', 'yes Last']);
  });

  test.each<[string, object, object, string[]]>([
    ['no service that trusts it can be made to take it', passing(create), compute('states.amazonaws.com'), ['yes Admin']],
    ['no call makes the service take it', passing(), compute('lambda.amazonaws.com'), ['yes Admin']],
    ['it is passed to another service only', roleAllowing(
      { Action: 'iam:PassRole', Resource: '*', Condition: { StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } } }, create,
    ), compute('lambda.amazonaws.com'), ['undecided Admin']],
    ['it is passed to this service', roleAllowing(
      { Action: 'iam:PassRole', Resource: '*', Condition: { StringLike: { 'iam:PassedToService': 'lambda.*' } } }, create,
    ), compute('lambda.amazonaws.com'), ['yes Admin by lambda.amazonaws.com']],
    ['it is passed to all services but this one', roleAllowing(
      { Action: 'iam:PassRole', Resource: '*', Condition: { StringNotEquals: { 'iam:PassedToService': 'lambda.amazonaws.com' } } }, create,
    ), compute('lambda.amazonaws.com'), ['undecided Admin']],
    ['it is passed to a service that only the deployment knows', roleAllowing(
      { Action: 'iam:PassRole', Resource: '*', Condition: { StringEquals: { 'iam:PassedToService': ref('Given') } } }, create,
    ), compute('lambda.amazonaws.com'), ['undecided Admin by lambda.amazonaws.com']],
    ['it is passed to all services but one that only the deployment knows', roleAllowing(
      { Action: 'iam:PassRole', Resource: '*', Condition: { StringNotLike: { 'iam:PassedToService': ref('Given') } } }, create,
    ), compute('lambda.amazonaws.com'), ['undecided Admin by lambda.amazonaws.com']],
    ['it is passed to all services but another one', roleAllowing(
      { Action: 'iam:PassRole', Resource: '*', Condition: { StringNotLike: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } } }, create,
    ), compute('lambda.amazonaws.com'), ['yes Admin by lambda.amazonaws.com']],
    ['a condition of the template denies the call', resource('AWS::IAM::Role', {
      Policies: [{
        PolicyName: 'p',
        PolicyDocument: policyOf(
          allow({ Action: ['iam:PassRole', 'lambda:CreateFunction'], Resource: '*' }),
          { 'Fn::If': ['On', deny({ Action: 'lambda:CreateFunction', Resource: '*' }), ref('AWS::NoValue')] },
        ),
      }],
    }), compute('lambda.amazonaws.com'), ['undecided Admin by lambda.amazonaws.com']],
    ['the call depends on the request', passing({ ...create, Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } }), compute('lambda.amazonaws.com'), [
      'undecided Admin by lambda.amazonaws.com',
    ]],
    ['the call is for functions of some names', passing({ ...create, Resource: 'arn:aws:lambda:*:*:function:jobs-*' }), compute('lambda.amazonaws.com'), [
      'yes Admin by lambda.amazonaws.com',
    ]],
    ['it trusts nobody here', passing(create), trusting({ Principal: { AWS: '111122223333' } }), ['yes Admin']],
  ])('%s', (_, Role, Admin, expected) => {
    expect(comesTo({ Role, Admin })).toEqual(expected);
  });

  test('a denial and a boundary keep the call from being made', () => {
    const denied = resource('AWS::IAM::Role', {
      Policies: [{
        PolicyName: 'p',
        PolicyDocument: policyOf(
          allow({ Action: ['iam:PassRole', 'lambda:*'], Resource: '*' }), deny({ Action: 'lambda:Create*', Resource: '*' }), deny({ Action: 'lambda:Update*', Resource: '*' }),
        ),
      }],
    });
    const bounded = (boundary: object) => resource('AWS::IAM::Role', {
      PermissionsBoundary: ref('Boundary'), ...boundary, Policies: [{ PolicyName: 'p', PolicyDocument: policyOf(allow({ Action: '*', Resource: '*' })) }],
    });
    const Boundary = resource('AWS::IAM::ManagedPolicy', { PolicyDocument: policyOf(allow({ Action: ['iam:PassRole', 's3:*'], Resource: '*' })) });

    expect(comesTo({ Role: denied, Admin: compute('lambda.amazonaws.com') })).toEqual(['yes Admin']);
    expect(comesTo({ Role: bounded({}), Boundary, Admin: compute('lambda.amazonaws.com') })).toEqual(['yes Admin']);
  });

  test('is taken by calls that the table of IAM knows', () => {
    expect(Object.values(TAKING).flat().filter(action => actionNamed(action) === undefined)).toEqual([]);
  });
});

test('the printed graph has what a principal is led to, decided by all policies', () => {
  const { app } = new Drawn({
    Role: roleAllowing(
      { Action: ['sts:AssumeRole', 'lambda:InvokeFunction', 'lambda:UpdateFunctionCode', 'states:StartExecution', 'iam:PassRole', 'scheduler:CreateSchedule'], Resource: '*' },
    ),
    Fn: resource('AWS::Lambda::Function'),
    Machine: resource('AWS::StepFunctions::StateMachine'),
    Trusting: trusting({ Principal: { AWS: root } }),
    Passed: trusting({ Principal: { Service: 'scheduler.amazonaws.com' } }),
    Closed: trusting({ Principal: { Service: 's3.amazonaws.com' } }),
  });
  const { nodes, edges } = graphOf('access', app);
  const nameOf = (id: string) => nodes.find(node => node.id === id)!.name;

  expect(edges.filter(({ kind }) => kind === 'leads to').map(({ from, to, answer, labels, conditions, declaredBy }) =>
    [nameOf(from), answer, nameOf(to), labels.join('+'), conditions.join(), declaredBy.map(({ property }) => property).join()].join(' '))).toEqual([
    'Role yes Fn lambda:invokefunction+lambda:updatefunctioncode  Policies.0.PolicyDocument.Statement.0',
    'Role yes Machine states:startexecution  Policies.0.PolicyDocument.Statement.0',
    'Role yes Passed iam:passrole by scheduler.amazonaws.com Policies.0.PolicyDocument.Statement.0',
    expect.stringMatching(/^Role yes Trusting sts:assumerole {2}/),
  ]);
});

describe('the table of IAM', () => {
  test('says what a wildcard stands for, when it is asked', () => {
    const names = (edge: Pick<AccessEdge, 'actions' | 'notActions'>) => expandedActions(edge).map(({ name }) => name);

    expect(names({ actions: ['sqs:Send*', 'sqs:sendmessage'], notActions: [] })).toEqual(['sqs:SendMessage']);
    const others = names({ actions: [], notActions: ['s3:*', 'IAM:*'] });
    expect(others).toContain('sqs:SendMessage');
    expect(others.filter(name => /^(s3|iam):/.test(name))).toEqual([]);
  });
});
