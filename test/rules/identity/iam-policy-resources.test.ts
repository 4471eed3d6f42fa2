import { judge } from '../../../aspects/engine/audit';
import { iamPolicyNoNotAction } from '../../../aspects/rules/identity/iam-policy-no-not-action';
import { iamPolicyPermissionChangesScoped } from '../../../aspects/rules/identity/iam-policy-permission-changes-scoped';
import { iamPolicyResourcesScoped } from '../../../aspects/rules/identity/iam-policy-resources-scoped';
import { iamPolicyWritesScoped } from '../../../aspects/rules/identity/iam-policy-writes-scoped';
import { iamRolePassRoleNamed } from '../../../aspects/rules/identity/iam-role-pass-role-named';
import { iamRolePassRoleScoped } from '../../../aspects/rules/identity/iam-role-pass-role-scoped';
import { iamRolePassRoleServiceNamed } from '../../../aspects/rules/identity/iam-role-pass-role-service-named';
import { kmsDecryptScoped } from '../../../aspects/rules/identity/kms-decrypt-scoped';
import { modelOfTemplate } from '../../support/synthesis';

const RULES = [
  iamPolicyPermissionChangesScoped, iamPolicyWritesScoped, iamPolicyResourcesScoped, iamPolicyNoNotAction, kmsDecryptScoped,
  iamRolePassRoleScoped, iamRolePassRoleNamed, iamRolePassRoleServiceNamed,
];

/** What the rules say of a policy with these statements: `rule verdict severity`. */
function said(statement: unknown, others: object = {}): string[] {
  return foundIn(statement, others).map(({ rule, found }) => `${rule.id} ${found.verdict} ${found.severity ?? rule.severity}`);
}

function foundIn(statement: unknown, others: object = {}) {
  const app = modelOfTemplate({
    Parameters: { Stage: { Type: 'String' } },
    Conditions: { IsTest: { 'Fn::Equals': [{ Ref: 'Stage' }, 'test'] } },
    Resources: { Policy: { Type: 'AWS::IAM::Policy', Properties: { PolicyDocument: { Statement: statement } } }, ...others },
  });
  const { judgements, failures } = judge(app, RULES);
  expect(failures).toEqual([]);
  return judgements;
}

const on = (Action: unknown, Resource: unknown = '*', more: object = {}) => ({ Effect: 'Allow', Action, Resource, ...more });
const whether = (yes: unknown, no: unknown) => ({ 'Fn::If': ['IsTest', yes, no] });

describe('every resource there is, or every one of a kind', () => {
  test.each<[string, unknown, unknown, string]>([
    ['what stands in a table', 'dynamodb:GetItem', '*', 'resources HIGH'], ['every table', 'dynamodb:GetItem', 'arn:aws:dynamodb:*:*:table/*', 'resources MEDIUM'],
    ['every table and its indexes', 'dynamodb:Query', ['arn:aws:dynamodb:eu-west-1:111122223333:table/*/index/*'], 'resources MEDIUM'],
    ['every bucket', 's3:PutObject', 'arn:aws:s3:::*/*', 'writes MEDIUM'], ['every queue', 'sqs:SendMessage', 'arn:aws:sqs:*:*:*', 'writes MEDIUM'],
    ['all of a service', 'dynamodb:*', '*', 'permission-changes HIGH'], ['objects, which are of one of several types', 's3:GetObject', '*', 'resources HIGH'],
    ['topics, where phone numbers are not meant', 'sns:Publish', 'arn:aws:sns:*:*:*', 'writes MEDIUM'],
    ['what only lists', 's3:ListBucket', '*', 'resources LOW'], ['what only describes', 'ec2:Describe*', '*', 'resources LOW'],
    ['what works without', 'cloudformation:DescribeStacks', '*', 'resources LOW'],
    ['what only writes logs', ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'], '*', 'writes LOW'],
    ['topics among others', ['sns:Publish', 'sqs:SendMessage'], '*', 'writes HIGH'],
    ['all of API Gateway', 'apigateway:DELETE', 'arn:aws:apigateway:*::/*', 'writes MEDIUM'], ['every API', 'apigateway:GET', 'arn:aws:apigateway:*::/restapis/*', 'resources MEDIUM'],
    ['every pipeline', 'codepipeline:StartPipelineExecution', 'arn:aws:codepipeline:*:*:*', 'writes MEDIUM'],
    ['the keys of an API', 'kms:CreateGrant', 'arn:aws:kms:*:*:key/*', 'permission-changes MEDIUM'],
  ])('%s', (_, action, resource, rule) => {
    const [name, severity] = rule.split(' ');
    expect(said(on(action, resource))).toEqual([`iam-policy-${name}-scoped noncompliant ${severity}`]);
  });

  test.each<[string, string[], string]>([
    ['permissions', ['s3:GetObject', 's3:PutObject', 's3:PutBucketPolicy'], 'permission-changes'], ['the passwords of users', ['s3:PutObject', 'iam:ChangePassword'], 'permission-changes'],
    ['a role that a service makes for itself', ['iam:CreateServiceLinkedRole'], 'writes'], ['tags', ['sqs:ReceiveMessage', 'sqs:TagQueue'], 'writes'],
    ['what it reads', ['sqs:ReceiveMessage', 's3:ListBucket'], 'resources'], ['what it reads by wildcards', ['s3:Get*', 'ssm:GetParameter*'], 'resources'],
  ])('is one finding, of the rule for the worst that a statement does: %s', (_, actions, rule) => {
    expect(said(on(actions)).map(one => one.split(' ')[0])).toEqual([`iam-policy-${rule}-scoped`]);
  });

  test('is one finding for each statement', () => {
    expect(said([on('s3:GetObject'), on('s3:PutObject')])).toEqual(['iam-policy-writes-scoped noncompliant HIGH', 'iam-policy-resources-scoped noncompliant HIGH']);
  });

  test.each<[string, unknown, unknown, object?]>([
    ['a bucket', 's3:GetObject', 'arn:aws:s3:::uploads/*'], ['names that begin alike', 'dynamodb:GetItem', 'arn:aws:dynamodb:*:*:table/orders-*'],
    ['an API', 'execute-api:Invoke', 'arn:aws:execute-api:eu-west-1:111122223333:abc/*'], ['log groups of functions', 'logs:PutLogEvents', 'arn:aws:logs:*:*:log-group:/aws/lambda/*'],
    ['the stages of a pipeline', 'codepipeline:PutApprovalResult', 'arn:aws:codepipeline:eu-west-1:111122223333:deploy/*'],
    ['a database', 'neptune-db:ReadDataViaQuery', 'arn:aws:neptune-db:eu-west-1:111122223333:cluster-ABCDEFG/*'],
    ['a part that is only known at deployment', 'dynamodb:GetItem', { 'Fn::Sub': 'arn:aws:dynamodb:*:*:table/${Stage}' }],
    ['models that AWS offers', 'bedrock:InvokeModel', 'arn:aws:bedrock:*::foundation-model/*'],
    ['wildcards of another service', 'sqs:SendMessage', 'arn:aws:dynamodb:*:*:table/*'], ['no ARN at all', 's3:GetObject', 'uploads'],
    ['actions without resources', ['xray:PutTraceSegments', 'sts:GetCallerIdentity', 's3:ListAllMyBuckets'], '*'],
    ['what nobody knows', 'nothing:Known', '*'], ['every action, which is another matter', '*', '*'],
    ['a tag of the resource', 'ec2:StopInstances', '*', { Condition: { StringEquals: { 'aws:ResourceTag/app': 'orders' } } }],
  ])('not %s', (_, action, resource, more = {}) => {
    expect(said(on(action, resource, more))).toEqual([]);
  });

  test('is not about phone numbers where topics are refused', () => {
    const refusal = { Effect: 'Deny', Action: 'sns:Publish', Resource: 'arn:aws:sns:*:*:*' };
    expect(said(on('sns:Publish'))).toEqual(['iam-policy-writes-scoped undecided HIGH']);
    expect(said([on('sns:Publish'), refusal])).toEqual([]);
    expect(said([on('sns:Publish'), { ...refusal, Resource: 'arn:aws:sns:*:*:orders' }])).toEqual(['iam-policy-writes-scoped undecided HIGH']);
  });

  test.each<[string, string, unknown]>([
    ['the statement', 'writes', whether(on('sqs:SendMessage'), { Ref: 'AWS::NoValue' })], ['the resource', 'writes', on('sqs:SendMessage', { Ref: 'Stage' })],
    ['one of two resources', 'writes', on('sqs:SendMessage', whether('*', 'arn:aws:sqs:eu-west-1:111122223333:jobs'))],
    ['one of two actions', 'writes', on(whether('sqs:SendMessage', 'xray:PutTraceSegments'))],
    ['the action', 'resources', on({ Ref: 'Stage' })], ['a part of it', 'resources', on({ 'Fn::Sub': 'sqs:${Stage}' })],
  ])('is undecided where only the deployment knows %s', (_, rule, statement) => {
    expect(said(statement)).toEqual([`iam-policy-${rule}-scoped undecided HIGH`]);
  });

  test('names the actions, those that do the worst first, and what wildcards stand for', () => {
    const actions = ['sqs:SendMessage', 's3:GetObject', 'dynamodb:*', 's3:PutObject', 'ses:SendEmail', 'kinesis:PutRecord', 'xray:PutTraceSegments'];
    expect(foundIn(on(actions)).map(({ found }) => found.message)).toEqual([expect.stringMatching(
      /^`dynamodb:\*` \(\d+ actions, such as dynamodb:\w+Policy\), `sqs:SendMessage`, `s3:GetObject`, `s3:PutObject`, `ses:SendEmail` and 1 more could name the resource, and the policy allows it on `\*`$/,
    )]);
  });
});

describe('decryption', () => {
  test.each<[string, unknown, unknown]>([
    ['by name', 'kms:Decrypt', '*'], ['in another case', 'KMS:DECRYPT', '*'], ['by a wildcard', 'kms:De*', '*'], ['to another key', 'kms:ReEncryptFrom', '*'],
    ['with every key of an account', 'kms:Decrypt', 'arn:aws:kms:eu-west-1:111122223333:key/*'], ['among all of KMS', 'kms:*', '*'],
    ['among all there is', '*', 'arn:aws:kms:*:*:*'],
  ])('%s is a matter of its own', (_, action, resource) => {
    expect(said(on(action, resource))).toEqual(['kms-decrypt-scoped noncompliant HIGH']);
  });

  test.each<[string, unknown, unknown, object?]>([
    ['named keys', 'kms:Decrypt', ['arn:aws:kms:eu-west-1:111122223333:key/1234', 'arn:aws:kms:eu-west-1:111122223333:key/5678']],
    ['an alias', 'kms:Decrypt', '*', { Condition: { 'ForAnyValue:StringEquals': { 'kms:ResourceAliases': 'alias/orders' } } }],
    ['all there is, by an administrator', '*', '*'],
  ])('of %s is none', (_, action, resource, more = {}) => {
    expect(said(on(action, resource, more))).toEqual([]);
  });

  test.each<[string, unknown]>([
    ['the action', on(whether('kms:Decrypt', 'kms:ListAliases'))], ['the key', on('kms:Decrypt', { Ref: 'Stage' })], ['the effect', { ...on('kms:Decrypt'), Effect: { Ref: 'Stage' } }],
    ['a part of the action', on({ 'Fn::Sub': 'kms:${Stage}' })],
  ])('is undecided where only the deployment knows %s', (_, statement) => {
    expect(said(statement).filter(one => one.startsWith('kms'))).toEqual(['kms-decrypt-scoped undecided HIGH']);
  });
});

describe('passing roles', () => {
  const toTasks = { Condition: { StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } } };
  const JOBS = 'arn:aws:iam::111122223333:role/jobs';

  test.each<[string, unknown, unknown, object, string]>([
    ['any role', 'iam:PassRole', '*', {}, 'scoped HIGH'], ['any role of the account', 'iam:PassRole', 'arn:aws:iam::111122223333:role/*', {}, 'scoped HIGH'],
    ['by a wildcard', 'iam:PassR*', '*', {}, 'scoped HIGH'], ['roles of one name', 'iam:PassRole', 'arn:aws:iam::*:role/app/deploy-*', {}, 'scoped HIGH'],
    ['any role to one service', 'iam:PassRole', '*', toTasks, 'named MEDIUM'], ['one role to any service', 'iam:PassRole', JOBS, {}, 'service-named MEDIUM'],
    ['to whichever service', 'iam:PassRole', '*', { Condition: { StringLike: { 'iam:PassedToService': '*' } } }, 'scoped HIGH'],
    ['to a service, or nobody says', 'iam:PassRole', '*', { Condition: { StringEqualsIfExists: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } } }, 'scoped HIGH'],
    ['under another condition', 'iam:PassRole', '*', { Condition: { StringEquals: { 'aws:RequestedRegion': 'eu-west-1' } } }, 'scoped HIGH'],
  ])('%s', (_, action, resource, more, rule) => {
    const [name, severity] = rule.split(' ');
    expect(said(on(action, resource, more))).toEqual([`iam-role-pass-role-${name} noncompliant ${severity}`]);
  });

  test.each<[string, unknown, unknown, object]>([
    ['one role to one service', 'iam:PassRole', JOBS, toTasks], ['what is no role', 'iam:PassRole', 'arn:aws:s3:::*', {}], ['other actions of roles', 'iam:GetRole', JOBS, {}],
    ['a role in another form, to a service', 'iam:PassRole', JOBS, { Condition: { stringlike: { 'IAM:PassedToService': ['lambda.amazonaws.com'] } } }],
  ])('not %s', (_, action, resource, more = {}) => {
    expect(said(on(action, resource, more))).toEqual([]);
  });

  test('leaves all that IAM can do to others', () => {
    expect(said(on('iam:*'))).toEqual(['iam-policy-permission-changes-scoped noncompliant HIGH']);
  });

  test.each<[string, unknown[], string]>([
    ['one service', [{ Service: 'lambda.amazonaws.com' }], 'LOW'], ['two', [{ Service: ['lambda.amazonaws.com', 'ec2.amazonaws.com'] }], 'MEDIUM'],
    ['an account too', [{ Service: 'lambda.amazonaws.com' }, { AWS: '111122223333' }], 'MEDIUM'],
  ])('weighs a role of the application by whom it trusts: %s', (_, principals, severity) => {
    const AssumeRolePolicyDocument = { Statement: principals.map(Principal => ({ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' })) };
    const found = said(on('iam:PassRole', { 'Fn::GetAtt': ['Jobs', 'Arn'] }), { Jobs: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument } } });
    expect(found).toEqual([`iam-role-pass-role-service-named noncompliant ${severity}`]);
  });

  test.each<[string, unknown, string?]>([
    ['the condition', on('iam:PassRole', '*', { Condition: { Ref: 'Stage' } })], ['its keys', on('iam:PassRole', '*', { Condition: { StringEquals: { Ref: 'Stage' } } })],
    ['the action', on(whether('iam:PassRole', 'iam:ListRoles'))], ['the role', on('iam:PassRole', { Ref: 'Stage' })],
    ['which of two roles', on('iam:PassRole', whether('arn:aws:iam::111122223333:role/*', JOBS), toTasks), 'named'],
    ['whether a role is named', on('iam:PassRole', whether(JOBS, 'arn:aws:s3:::uploads')), 'service-named'],
  ])('is undecided where only the deployment knows %s', (_, statement, rule = 'scoped') => {
    expect(said(statement).map(one => one.split(' ').slice(0, 2).join(' '))).toContain(`iam-role-pass-role-${rule} undecided`);
  });
});

describe('everything but', () => {
  test.each<[string, object, string[]]>([
    ['NotAction', { Effect: 'Allow', NotAction: ['iam:*', 'sts:*', 'kms:*', 's3:*'], Resource: '*' }, ['every action but `iam:*`, `sts:*`, `kms:*` and 1 more']],
    ['both', { Effect: 'Allow', NotAction: 'iam:*', NotResource: 'arn:aws:s3:::a' }, ['every action but `iam:*`', 'every resource but `arn:aws:s3:::a`']],
    ['all of it, so nothing', { Effect: 'Allow', NotAction: '*', Resource: '*' }, []], ['a denial', { Effect: 'Deny', NotAction: 's3:*', Resource: '*' }, []],
    ['topics, for more than messages', { Effect: 'Allow', Action: ['sns:Publish', 'sns:Subscribe'], NotResource: 'arn:aws:sns:*:*:*' }, ['every resource but `arn:aws:sns:*:*:*`']],
  ])('%s', (_, statement, exceptions) => {
    expect(foundIn(statement).map(({ found }) => found.message)).toEqual(exceptions.map(exception => `the policy allows ${exception}`));
  });

  test.each<[string, object]>([
    ['AWS::S3::BucketPolicy', { PolicyDocument: { Statement: { Effect: 'Allow', Principal: '*', NotAction: 's3:DeleteBucket', Resource: '*' } } }],
    ['AWS::SNS::TopicPolicy', { PolicyDocument: JSON.stringify({ Statement: [{ Effect: 'Allow', Principal: '*', NotAction: 'sns:DeleteTopic', Resource: '*' }] }) }],
    ['AWS::KMS::Key', { KeyPolicy: { Statement: [{ Effect: 'Allow', Principal: { AWS: '111122223333' }, NotAction: 'kms:Put*', Resource: '*' }] } }],
    ['AWS::Events::EventBusPolicy', { StatementId: 'all', Statement: { Effect: 'Allow', Principal: '*', NotAction: 'events:DeleteRule', Resource: '*' } }],
  ])('in the policy of a resource: %s', (type, properties) => {
    const app = modelOfTemplate({ Resources: { Held: { Type: type, Properties: properties } } });
    expect(judge(app, [iamPolicyNoNotAction]).judgements.map(({ found }) => [found.verdict, found.detail])).toEqual([['noncompliant', 'NotAction']]);
  });
});
