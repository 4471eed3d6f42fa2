import { admitsEveryOrigin } from '../../../aspects/api/cors';
import { judge } from '../../../aspects/engine/audit';
import { Unknown } from '../../../aspects/model/value';
import { RULES } from '../../../aspects/rules';
import { modelOfTemplate } from '../../support/synthesis';

/** The verdicts of a rule on resources. */
function verdicts(id: string, resources: Record<string, object>): string[] {
  const app = modelOfTemplate({ Parameters: { Some: { Type: 'String' } }, Resources: resources });
  const { judgements, failures } = judge(app, RULES.filter(rule => rule.id === id));
  expect(failures).toEqual([]);
  return judgements.map(({ found }) => found.verdict);
}

const some = { Ref: 'Some' };
const either = (one: unknown, other: unknown) => ({ 'Fn::If': ['Unknown', one, other] });

test.each([
  ['compliant', { MinimumLength: 8, RequireLowercase: true, RequireNumbers: true, RequireSymbols: true, RequireUppercase: true }],
  ['compliant', { RequireLowercase: true, RequireNumbers: true, RequireSymbols: true, RequireUppercase: 'true' }],
  ['compliant', either({ MinimumLength: 12 }, { Ref: 'AWS::NoValue' })],
  ['noncompliant', { MinimumLength: 'many' }],
  ['noncompliant', { MinimumLength: 11, RequireLowercase: true }],
  ['undecided', some],
  ['undecided', either({ MinimumLength: 12 }, { MinimumLength: 6 })],
  ['undecided', { MinimumLength: 8, RequireLowercase: some, RequireNumbers: true, RequireSymbols: true, RequireUppercase: true }],
])('a password policy is %s: %j', (expected, policy) => {
  const found = verdicts('cognito-password-policy', { Pool: { Type: 'AWS::Cognito::UserPool', Properties: { Policies: { PasswordPolicy: policy } } } });
  expect(found).toEqual(expected === 'compliant' ? [] : [expected]);
});

const sources = {
  Api: { Type: 'AWS::ApiGatewayV2::Api' }, Custom: { Type: 'Custom::Topic' }, Stack: { Type: 'AWS::CloudFormation::Stack' }, Topic: { Type: 'AWS::SNS::Topic' },
};

test.each([
  ['compliant', 'sns.amazonaws.com', { 'Fn::Join': ['', [{ Ref: 'Topic' }, '']] }],
  ['compliant', 'sns.amazonaws.com', either({ Ref: 'Topic' }, { Ref: 'AWS::NoValue' })],
  ['compliant', 'unheard-of.amazonaws.com', { Ref: 'Topic' }],
  ['compliant', '111122223333', { Ref: 'Topic' }],
  ['noncompliant', 'events.amazonaws.com', { 'Fn::GetAtt': ['Api', 'Arn'] }],
  ['undecided', 'sns.amazonaws.com', { 'Fn::GetAtt': ['Custom', 'Arn'] }],
  ['undecided', 'sns.amazonaws.com', { 'Fn::GetAtt': ['Stack', 'Outputs.Arn'] }],
  ['undecided', 'sns.amazonaws.com', either({ Ref: 'Topic' }, 'arn:aws:sqs:eu-west-1:111122223333:jobs')],
])('a source is %s for %s: %j', (expected, principal, arn) => {
  const permission = { Permission: { Type: 'AWS::Lambda::Permission', Properties: { Principal: principal, SourceArn: arn } } };
  expect(verdicts('lambda-permission-source-matches', { ...sources, ...permission })).toEqual(expected === 'compliant' ? [] : [expected]);
});

test.each([
  ['noncompliant', { FunctionUrlAuthType: 'NONE' }, {}],
  ['noncompliant', { FunctionUrlAuthType: 'NONE' }, { Url: { Type: 'AWS::Lambda::Url', Properties: { TargetFunctionArn: 'other' } } }],
  ['compliant', { FunctionUrlAuthType: 'NONE' }, { Url: { Type: 'AWS::Lambda::Url', Properties: { TargetFunctionArn: 'orders' } } }],
  ['compliant', { InvokedViaFunctionUrl: 'true' }, {}],
  ['undecided', { SourceAccount: either('111122223333', { Ref: 'AWS::NoValue' }) }, {}],
])('a permission for everybody is %s with %j beside %j', (expected, properties, beside) => {
  const permission = { Permission: { Type: 'AWS::Lambda::Permission', Properties: { FunctionName: 'orders', Principal: '*', ...properties } } };
  expect(verdicts('lambda-permission-no-public-principal', { ...permission, ...beside })).toEqual(expected === 'compliant' ? [] : [expected]);
});

test('a layer is read by an organisation, or by everybody', () => {
  const layer = (properties: object) => ({ Layer: { Type: 'AWS::Lambda::LayerVersionPermission', Properties: { Principal: '*', ...properties } } });
  expect(verdicts('lambda-permission-no-public-principal', layer({ OrganizationId: 'o-a1b2c3d4e5' }))).toEqual([]);
  expect(verdicts('lambda-permission-no-public-principal', layer({ OrganizationId: either('o-a1b2c3d4e5', { Ref: 'AWS::NoValue' }) }))).toEqual(['undecided']);
});

test('origins that a condition chooses are judged branch by branch', () => {
  const open = (alternatives?: readonly (string | readonly string[])[]) => new Unknown('some', alternatives);
  expect(admitsEveryOrigin(open([['*'], ['https://*']]))).toBe('yes');
  expect(admitsEveryOrigin(open([['*'], ['https://www.example.com']]))).toBe('undecided');
  expect(admitsEveryOrigin(open())).toBe('undecided');
  expect(admitsEveryOrigin(undefined)).toBe('no');
});
