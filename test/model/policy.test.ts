import {
  actionMatches, actionPatterns, allows, identityPolicies, isEveryResource, membersOf, parsePolicy, policiesOfRole, roleOf, statementsOf,
} from '../../aspects/model/policy';
import { Reference, Text, Unknown, Value } from '../../aspects/model/value';
import { modelOfTemplate } from '../support/synthesis';

const ALLOW = { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' };
const IN_TEST = { Stage: { Type: 'String' } };
const CONDITIONS = { IsTest: { 'Fn::Equals': [{ Ref: 'Stage' }, 'test'] } };

/** The resource `It` of a template. */
function it(type: string, properties: object, others: object = {}) {
  const app = modelOfTemplate({ Parameters: IN_TEST, Conditions: CONDITIONS, Resources: { It: { Type: type, Properties: properties }, ...others } });
  return { app, resource: app.templates[0].resources.get('It')! };
}

describe('a policy document', () => {
  test.each<[string, Value]>([
    ['with a list of statements', { Statement: [ALLOW] }],
    ['with one statement', { Statement: ALLOW }],
    ['as JSON', JSON.stringify({ Statement: [ALLOW] })],
  ])('%s has its statements', (_, document) => {
    expect(statementsOf(document)).toEqual([expect.objectContaining({ actions: ['s3:GetObject'], resources: ['*'], index: 0, certain: true })]);
  });

  test.each<[string, Value]>([['that is no JSON', '{"Statement": ['], ['that is no map', 7], ['without statements', {}], ['that is not there', undefined]])('%s has no statement', (_, document) => {
    expect(statementsOf(document)).toEqual([]);
  });

  test('as JSON with open parts keeps them in the strings', () => {
    const { resource } = it('AWS::IAM::Policy', {
      PolicyDocument: { 'Fn::Sub': '{"Statement":{"Effect":"Allow","Action":"s3:*","Resource":["arn:aws:s3:::${Bucket}/*","${Bucket.Arn}"]}}' },
    }, { Bucket: { Type: 'AWS::S3::Bucket' } });

    const [{ resources }] = identityPolicies(resource)[0].statements;
    expect((resources[0] as Text).pattern).toBe('arn:aws:s3:::*/*');
    expect(resources[1]).toBeInstanceOf(Reference);
  });

  test('as JSON whose structure is not known is open', () => {
    const { resource } = it('AWS::IAM::Policy', { PolicyDocument: { 'Fn::Sub': '{"Statement":[${Stage}]' } });

    expect(identityPolicies(resource)).toEqual([expect.objectContaining({ open: true, statements: [] })]);
    expect(parsePolicy(resource.get('PolicyDocument'))).toBeInstanceOf(Text);
  });

  test('from a parameter is open', () => {
    expect(identityPolicies(it('AWS::IAM::Policy', { PolicyDocument: { Ref: 'Stage' } }).resource)[0].open).toBe(true);
  });

  test.each<[string, object]>([
    ['a statement', { Statement: [{ 'Fn::If': ['IsTest', ALLOW, { Ref: 'AWS::NoValue' }] }] }],
    ['all statements', { Statement: { 'Fn::If': ['IsTest', [ALLOW], []] } }],
    ['the document', { 'Fn::If': ['IsTest', { Statement: ALLOW }, { Statement: [] }] }],
  ])('in which a condition chooses %s has uncertain statements', (_, document) => {
    const [policy] = identityPolicies(it('AWS::IAM::Policy', { PolicyDocument: document }).resource);

    expect(policy.statements.map(({ certain }) => certain)).toEqual([false]);
    expect(policy.open).toBe(false);
  });
});

describe('the identity policies', () => {
  test.each(['AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy', 'AWS::IAM::RolePolicy', 'AWS::IAM::UserPolicy', 'AWS::IAM::GroupPolicy'])('of %s stand in its document', type => {
    expect(identityPolicies(it(type, { PolicyDocument: { Statement: ALLOW } }).resource)).toMatchObject([{ property: 'PolicyDocument', statements: [{ index: 0 }] }]);
  });

  test.each(['AWS::IAM::Role', 'AWS::IAM::User', 'AWS::IAM::Group'])('of %s stand inline', type => {
    const { resource } = it(type, { Policies: [{ PolicyName: 'a', PolicyDocument: { Statement: [] } }, { PolicyName: 'b', PolicyDocument: { Statement: ALLOW } }] });

    expect(identityPolicies(resource).map(({ property }) => property)).toEqual(['Policies.0.PolicyDocument', 'Policies.1.PolicyDocument']);
  });

  test('of a permission set stand in its inline policy', () => {
    expect(identityPolicies(it('AWS::SSO::PermissionSet', { InlinePolicy: JSON.stringify({ Statement: ALLOW }) }).resource)[0].statements).toHaveLength(1);
    expect(identityPolicies(it('AWS::SSO::PermissionSet', {}).resource)).toEqual([]);
  });

  test.each<[string, object]>([
    ['one policy', [{ 'Fn::If': ['IsTest', { PolicyDocument: { Statement: ALLOW } }, { Ref: 'AWS::NoValue' }] }]],
    ['the list', { 'Fn::If': ['IsTest', [{ PolicyDocument: { Statement: ALLOW } }], []] }],
  ])('are uncertain where a condition chooses %s', (_, policies) => {
    expect(identityPolicies(it('AWS::IAM::Role', { Policies: policies }).resource)).toMatchObject([{ statements: [{ certain: false }] }]);
  });

  test('are open where a parameter is one', () => {
    expect(identityPolicies(it('AWS::IAM::Role', { Policies: [{ Ref: 'Stage' }] }).resource)).toMatchObject([{ open: true, statements: [] }]);
  });

  test('of a trust policy or a resource policy are none', () => {
    expect(identityPolicies(it('AWS::KMS::Key', { KeyPolicy: { Statement: ALLOW } }).resource)).toEqual([]);
    expect(identityPolicies(it('AWS::IAM::Role', { AssumeRolePolicyDocument: { Statement: ALLOW } }).resource)).toEqual([]);
  });
});

describe('the policies of a role', () => {
  const role = { RoleName: 'jobs', Policies: [{ PolicyName: 'inline', PolicyDocument: { Statement: ALLOW } }] };
  const document = { Statement: ALLOW };

  test.each<[string, object, object]>([
    ['a policy that names it', role, { Type: 'AWS::IAM::Policy', Properties: { Roles: [{ Ref: 'It' }], PolicyDocument: document } }],
    ['a managed policy that names it by its name', role, { Type: 'AWS::IAM::ManagedPolicy', Properties: { Roles: ['jobs'], PolicyDocument: document } }],
    ['a role policy', role, { Type: 'AWS::IAM::RolePolicy', Properties: { RoleName: { Ref: 'It' }, PolicyDocument: document } }],
    ['a managed policy that it names', { ...role, ManagedPolicyArns: [{ Ref: 'Other' }] }, { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: document } }],
    [
      'a managed policy that it names by its ARN', { ...role, ManagedPolicyArns: ['arn:aws:iam::123456789012:policy/teams/orders'] },
      { Type: 'AWS::IAM::ManagedPolicy', Properties: { ManagedPolicyName: 'orders', PolicyDocument: document } },
    ],
  ])('are its own and those of %s', (_, properties, other) => {
    const { app, resource } = it('AWS::IAM::Role', properties, { Other: other });

    expect(policiesOfRole(resource, app).map(({ holder }) => holder.logicalId)).toEqual(['It', 'Other']);
  });

  test('leave out those of other roles and of nobody', () => {
    const { app, resource } = it('AWS::IAM::Role', { ...role, ManagedPolicyArns: ['arn:aws:iam::aws:policy/ReadOnlyAccess'] }, {
      Policy: { Type: 'AWS::IAM::Policy', Properties: { Roles: ['another'], PolicyDocument: document } },
      Named: { Type: 'AWS::IAM::ManagedPolicy', Properties: { ManagedPolicyName: 'ReadOnlyAccess', PolicyDocument: document } },
    });

    expect(policiesOfRole(resource, app).map(({ holder }) => holder.logicalId)).toEqual(['It']);
  });

  test('are found from the role by reference, name and ARN', () => {
    const { app, resource } = it('AWS::IAM::Role', role, { Bucket: { Type: 'AWS::S3::Bucket' } });

    expect([new Reference(resource, 'Arn'), 'jobs', 'arn:aws:iam::123456789012:role/service/jobs'].map(value => roleOf(value, app))).toEqual([resource, resource, resource]);
    expect([new Reference(app.templates[0].resources.get('Bucket')!, 'Arn'), 'others', 7].map(value => roleOf(value, app))).toEqual([undefined, undefined, undefined]);
  });
});

describe('a statement', () => {
  test.each<[string, Value, boolean]>([
    ['Allow', 'Allow', true], ['Deny', 'Deny', false], ['an open effect', new Unknown('effect'), true], ['no effect', undefined, false],
  ])('with %s allows: %p → %p', (_, effect, answer) => {
    expect(allows(statementsOf({ Statement: { Effect: effect } })[0])).toBe(answer);
  });

  test('has its actions as lower-case patterns, open parts as wildcards', () => {
    expect(actionPatterns(['S3:Get*', new Text([new Unknown('service'), ':List*']), new Unknown('either', [['a:B'], 'c:D']), {}])).toEqual(['s3:get*', '*:list*', 'a:b', 'c:d']);
  });

  test('has members that are certain only where every branch has them', () => {
    const chosen = new Unknown('either', [['a', 'b'], 'a']);

    expect(membersOf(['x', chosen])).toEqual([{ value: 'x', certain: true }, { value: 'a', certain: true }, { value: 'b', certain: false }]);
  });
});

describe('an action pattern', () => {
  test.each([['s3:Get*', 's3:getobject', true], ['s3:?etObject', 'S3:GetObject', true], ['*', 's3:Get*', true], ['s3:Get*', 's3:PutObject', false], ['s3.Get', 's3xGet', false]])(
    '%s and %s: %p', (pattern, action, answer) => {
      expect(actionMatches(pattern, action)).toBe(answer);
    });
});

describe('every resource', () => {
  const partition = new Unknown('AWS::Partition');

  test.each<[string, Value]>([
    ['*', '*'], ['**', '**'], ['?*', '?*'], ['arn:aws:?*', 'arn:aws:?*'], ['arn:*', 'arn:*'], ['any service', 'arn:aws:*'], ['any ARN', 'arn:aws:*:*:*:*'], ['any ARN of an account', 'arn:aws:*:*:123456789012:*'],
    ['any ARN of a partition', new Text(['arn:', partition, ':*:*:*:*'])], ['both branches', new Unknown('either', ['*', 'arn:*'])],
  ])('is meant by %s', (_, resource) => {
    expect(isEveryResource(resource)).toBe('yes');
  });

  test.each<[string, Value]>([
    ['one service', 'arn:aws:s3:::*'], ['one name', 'arn:aws:*:*:*:table/orders'], ['a text', new Text(['arn:', partition, ':s3:::*'])], ['nothing', undefined], ['a number', 7],
    ['a text that ends in a wildcard', new Text([partition, '*'])],
  ])('is not meant by %s', (_, resource) => {
    expect(isEveryResource(resource)).toBe('no');
  });

  test('is not meant by a reference', () => {
    expect(isEveryResource(new Reference(it('AWS::S3::Bucket', {}).resource, 'Arn'))).toBe('no');
  });

  test.each<[string, Value]>([['a parameter', new Unknown('parameter')], ['a condition', new Unknown('either', ['*', 'arn:aws:s3:::orders'])]])('is left open by %s', (_, resource) => {
    expect(isEveryResource(resource)).toBe('undecided');
  });
});
