import { judge } from '../../../aspects/engine/audit';
import { iamPolicyNoAdmin } from '../../../aspects/rules/identity/iam-policy-no-admin';
import { iamPolicyNoServiceWildcard } from '../../../aspects/rules/identity/iam-policy-no-service-wildcard';
import { iamRoleNoAdministratorAccess } from '../../../aspects/rules/identity/iam-role-no-administrator-access';
import { modelOfTemplate } from '../../support/synthesis';

const RULES = [iamPolicyNoAdmin, iamPolicyNoServiceWildcard, iamRoleNoAdministratorAccess];

/** What the rules say of a policy with these statements: `rule verdict [detail]`. */
function said(statement: unknown, others: object = {}): string[] {
  return saidOf({ Policy: { Type: 'AWS::IAM::Policy', Properties: { PolicyDocument: { Statement: statement } } }, ...others });
}

function saidOf(resources: object): string[] {
  const app = modelOfTemplate({
    Parameters: { Stage: { Type: 'String' }, Secret: { Type: 'String', NoEcho: true } },
    Conditions: { IsTest: { 'Fn::Equals': [{ Ref: 'Stage' }, 'test'] } },
    Resources: resources,
  });
  const { judgements, failures } = judge(app, RULES);
  expect(failures).toEqual([]);
  return judgements.map(({ rule, found }) => [rule.id.replace(/^iam-(policy|role)-no-/, ''), found.verdict, found.detail].filter(Boolean).join(' '));
}

const ADMIN = { Effect: 'Allow', Action: '*', Resource: '*' };

describe('every action on every resource', () => {
  test.each<[string, unknown]>([
    ['as a star', ADMIN], ['as two stars', { ...ADMIN, Action: '*:*' }], ['as stars in a row', { ...ADMIN, Action: '**', Resource: '**' }],
    ['as a star and a question mark', { ...ADMIN, Action: '?*', Resource: '*?' }], ['so by service', { ...ADMIN, Action: '?*:**' }], ['in lists', { ...ADMIN, Action: ['s3:GetObject', '*'], Resource: ['arn:aws:s3:::orders', '*'] }],
    ['with the effect in another case', { ...ADMIN, Effect: 'allow' }], ['on any ARN', { ...ADMIN, Resource: 'arn:aws:*:*:*:*' }],
    ['in both branches of a condition', { ...ADMIN, Action: { 'Fn::If': ['IsTest', '*', ['*', 's3:GetObject']] } }],
  ])('is an administrator %s, and nothing else', (_, statement) => {
    expect(said(statement).filter(one => one.startsWith('admin'))).toEqual(['admin noncompliant']);
    expect(said(statement).filter(one => one.startsWith('service-wildcard noncompliant'))).toEqual([]);
  });

  test.each(['aws:SourceIp', 'aws:PrincipalOrgID', 'sts:ExternalId', 'accounts.google.com:aud', 'nobody:knows'])('is one under a condition on %s too', key => {
    expect(said({ ...ADMIN, Condition: { StringEquals: { [key]: 'x' } } })).toEqual(['admin noncompliant']);
  });

  test.each([
    ['StringEqualsIfExists', 'aws:ResourceTag/team'], ['StringNotEquals', 'aws:ResourceTag/team'], ['Null', 'aws:ResourceTag/team'], ['ForAllValues:StringEquals', 's3:prefix'],
  ])('is one under %s, which requests without the key pass', (operator, key) => {
    expect(said({ ...ADMIN, Condition: { [operator]: { [key]: 'x' } } })).toEqual(['admin noncompliant']);
  });

  test.each(['aws:ResourceTag/team', 'iam:PassedToService', 'dynamodb:LeadingKeys'])('is a wildcard of every service under a condition on %s', key => {
    expect(said({ ...ADMIN, Condition: { StringEquals: { [key]: 'x' } } })).toEqual(['service-wildcard noncompliant *']);
  });

  test.each<[string, unknown]>([
    ['denied', { ...ADMIN, Effect: 'Deny' }], ['without an action', { Effect: 'Allow', NotAction: 'iam:*', Resource: '*' }], ['that is no statement', 'all'],
  ])('%s is none', (_, statement) => {
    expect(said(statement)).toEqual([]);
  });

  test.each<[string, unknown, string[]]>([
    ['the statement', { 'Fn::If': ['IsTest', ADMIN, { Ref: 'AWS::NoValue' }] }, ['admin undecided']],
    ['the effect', { ...ADMIN, Effect: { Ref: 'Stage' } }, ['admin undecided']],
    ['the resource', { ...ADMIN, Resource: { Ref: 'Stage' } }, ['admin undecided', 'service-wildcard noncompliant *']],
    ['the action', { ...ADMIN, Action: { Ref: 'Stage' } }, ['admin undecided', 'service-wildcard undecided']],
    ['one action of two', { ...ADMIN, Action: { 'Fn::If': ['IsTest', '*', 's3:GetObject'] } }, ['admin undecided']],
  ])('is undecided where %s is only known at deployment', (_, statement, answers) => {
    expect(said(statement)).toEqual(answers);
  });

  test('is undecided in a document that nobody can read', () => {
    expect(saidOf({ Policy: { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: { Ref: 'Stage' } } } })).toEqual(['admin undecided', 'service-wildcard undecided']);
  });
});

describe('the managed policy AdministratorAccess', () => {
  const arn = { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':iam::aws:policy/AdministratorAccess']] };

  test.each(['AWS::IAM::Role', 'AWS::IAM::User', 'AWS::IAM::Group'])('makes an administrator of %s', type => {
    expect(saidOf({ It: { Type: type, Properties: { ManagedPolicyArns: [arn] } } })).toEqual(['administrator-access noncompliant AdministratorAccess']);
  });

  test('makes one of a permission set', () => {
    expect(saidOf({ It: { Type: 'AWS::SSO::PermissionSet', Properties: { ManagedPolicies: ['arn:aws:iam::aws:policy/AdministratorAccess'] } } }))
      .toEqual(['administrator-access noncompliant AdministratorAccess']);
  });

  test('is undecided where a condition attaches it', () => {
    expect(saidOf({ It: { Type: 'AWS::IAM::Role', Properties: { ManagedPolicyArns: [{ 'Fn::If': ['IsTest', arn, { Ref: 'AWS::NoValue' }] }] } } }))
      .toEqual(['administrator-access undecided AdministratorAccess']);
  });

  test('is no other managed policy', () => {
    expect(saidOf({ It: { Type: 'AWS::IAM::Role', Properties: { ManagedPolicyArns: ['arn:aws:iam::aws:policy/AdministratorAccess-Amplify', { Ref: 'Stage' }] } } })).toEqual([]);
  });
});

describe('a permissions boundary', () => {
  const boundary = { Type: 'AWS::IAM::ManagedPolicy', Properties: { ManagedPolicyName: 'boundary', PolicyDocument: { Statement: ADMIN } } };
  const role = (properties: object) => ({ Type: 'AWS::IAM::Role', Properties: properties });

  test.each<[string, unknown]>([['by reference', { Ref: 'Boundary' }], ['by its ARN', 'arn:aws:iam::123456789012:policy/boundary']])('%s allows nothing by itself', (_, value) => {
    expect(saidOf({ Boundary: boundary, Role: role({ PermissionsBoundary: value }) })).toEqual([]);
  });

  test('that is attached too makes an administrator', () => {
    expect(saidOf({ Boundary: boundary, Role: role({ PermissionsBoundary: { Ref: 'Boundary' } }), Other: role({ ManagedPolicyArns: [{ Ref: 'Boundary' }] }) })).toEqual(['admin noncompliant']);
    expect(saidOf({ Boundary: { ...boundary, Properties: { ...boundary.Properties, Roles: ['jobs'] } }, Role: role({ PermissionsBoundary: { Ref: 'Boundary' } }) })).toEqual(['admin noncompliant']);
  });
});

describe('every action of a service', () => {
  test('is named as written, once per policy', () => {
    expect(said([{ ...ADMIN, Action: ['S3:*', 'sqs:SendMessage'] }, { ...ADMIN, Action: 's3:*' }])).toEqual(['service-wildcard noncompliant S3:*']);
  });

  test('is told apart by service', () => {
    expect(said({ ...ADMIN, Action: ['s3:*', 'sqs:*'] })).toEqual(['service-wildcard noncompliant s3:*', 'service-wildcard noncompliant sqs:*']);
  });

  test('is one of a service that only the deployment knows', () => {
    expect(said({ ...ADMIN, Action: { 'Fn::Sub': '${Stage}:*' } })).toEqual(['service-wildcard noncompliant *:*']);
  });

  test.each(['s3:**', 's3:?*', 's3:*?*', 's?:*'])('is %s too', action => {
    expect(said({ ...ADMIN, Action: action })).toEqual([`service-wildcard noncompliant ${action}`]);
  });

  test('is undecided in one branch of a condition', () => {
    expect(said({ ...ADMIN, Action: [{ 'Fn::If': ['IsTest', 's3:*', 's3:GetObject'] }] })).toEqual(['service-wildcard undecided s3:*']);
  });

  test.each(['s3:Get*', 's3:*t*', 's3:????????', 's3', 'ssmmessages:*', 'ec2messages:*'])('is not %s', action => {
    expect(said({ ...ADMIN, Action: action })).toEqual([]);
  });

  test('says what it expands to', () => {
    const app = modelOfTemplate({ Resources: { It: { Type: 'AWS::IAM::Policy', Properties: { PolicyDocument: { Statement: { ...ADMIN, Action: 'dynamodb:*' } } } } } });

    expect(judge(app, RULES).judgements[0].found).toMatchObject({
      message: expect.stringMatching(/^`dynamodb:\*` is \d+ actions, \d+ write, 3 permission-management$/), property: 'PolicyDocument.Statement.0', detail: 'dynamodb:*',
    });
  });
});
