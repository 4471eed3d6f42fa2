import { judge } from '../../../aspects/engine/audit';
import { AppModel } from '../../../aspects/model/app-model';
import { JsonObject } from '../../../aspects/model/json';
import { isDeclined, Rule } from '../../../aspects/rule/rule';
import { cfnParameterNoEcho } from '../../../aspects/rules/secrets/cfn-parameter-no-echo';
import { lambdaEnvCustomerKey } from '../../../aspects/rules/secrets/lambda-env-customer-key';
import { lambdaEnvNoLiteralSecret } from '../../../aspects/rules/secrets/lambda-env-no-literal-secret';
import { secretPublicPolicyBlocked } from '../../../aspects/rules/secrets/secret-public-policy-blocked';
import { secretReadersFew } from '../../../aspects/rules/secrets/secret-readers-few';
import { secretRotationFrequent } from '../../../aspects/rules/secrets/secret-rotation-frequent';
import { secretRotationOn } from '../../../aspects/rules/secrets/secret-rotation-on';
import { secretValueNotInOutput } from '../../../aspects/rules/secrets/secret-value-not-in-output';
import { secretValueNotInTemplate } from '../../../aspects/rules/secrets/secret-value-not-in-template';

interface Source { readonly path: string; readonly body: object; readonly nestedIn?: { readonly path: string; readonly logicalId: string } }

const CONDITIONS = { IsTest: { 'Fn::Equals': [{ Ref: 'Stage' }, 'test'] } };
const model = (body: object, more: readonly Source[] = []) =>
  new AppModel([{ path: 'app.json', body: { Conditions: CONDITIONS, ...body } }, ...more].map(source => ({ ...source, body: source.body as JsonObject })));

/** What a rule says: `severity verdict element property`. */
function said(rule: Rule, app: AppModel): string[] {
  const { judgements, failures } = judge(app, [rule]);
  expect(failures).toEqual([]);
  return judgements.map(({ found }) => [found.severity ?? '', found.verdict, found.subject.writtenId, found.property ?? found.detail ?? ''].join(' ').trim());
}

const parameter = (definition: object, name = 'Password') => said(cfnParameterNoEcho, model({ Parameters: { [name]: { Type: 'String', ...definition } } }));
const user = (password: unknown) => ({ Type: 'AWS::IAM::User', Properties: { LoginProfile: { Password: password } } });

describe('cfn-parameter-no-echo', () => {
  test.each<[string, object, string]>([
    ['a name of a parameter store', { Description: 'Path of the SecureString in Parameter Store' }, 'Password'],
    ['an ARN by its pattern', { AllowedPattern: 'arn:aws:secretsmanager:.*' }, 'Password'],
    ['a switch', { AllowedValues: ['yes', 'no'] }, 'UseToken'],
    ['a key of KMS', {}, 'EncryptionKey'],
    ['a key pair', { Type: 'AWS::EC2::KeyPair::KeyName' }, 'ApiKey'],
    ['what may be a name', {}, 'DbSecret'],
    ['hidden, as a word', { NoEcho: 'TRUE' }, 'Password'],
  ])('%s is compliant', (_, definition, name) => {
    expect(parameter(definition, name)).toEqual([]);
  });

  test('a key, a number and a password are told apart from them', () => {
    expect([parameter({}, 'StripeApiKey'), parameter({ Type: 'Number' }, 'Passcode'), parameter({ Default: 'hunter2' })].flat())
      .toEqual(['noncompliant StripeApiKey NoEcho', 'noncompliant Passcode NoEcho', 'noncompliant Password NoEcho']);
  });

  test('what a property takes as a password is one, whatever it is called', () => {
    const Parameters = { Start: { Type: 'String' }, Token: { Type: 'String', AllowedValues: ['a'] } };
    expect(said(cfnParameterNoEcho, model({ Parameters, Resources: { User: user({ 'Fn::Sub': '${Start}' }) } }))).toEqual(['noncompliant Start NoEcho']);
    expect(said(cfnParameterNoEcho, model({ Parameters, Resources: { Permission: { Type: 'AWS::Lambda::Permission', Properties: { EventSourceToken: { Ref: 'Start' } } } } }))).toEqual([]);
  });

  test('a secret is followed into a nested stack, and an ARN under its name is none', () => {
    const nested = { Type: 'AWS::CloudFormation::Stack', Properties: { Parameters: { Given: { Ref: 'Hidden' }, ApiKey: { Ref: 'Topic' } } } };
    const inner = { Parameters: { Given: { Type: 'String' }, ApiKey: { Type: 'String' } } };
    const app = model({ Parameters: { Hidden: { Type: 'String', NoEcho: true } }, Resources: { Nested: nested, Topic: { Type: 'AWS::SNS::Topic' } } },
      [{ path: 'nested.json', body: inner, nestedIn: { path: 'app.json', logicalId: 'Nested' } }]);
    expect(said(cfnParameterNoEcho, app)).toEqual(['noncompliant Given NoEcho']);
  });
});

describe('secret-value-not-in-template', () => {
  const template = (body: object) => said(secretValueNotInTemplate, model(body));
  const secret = (SecretString: unknown) => template({ Resources: { Secret: { Type: 'AWS::SecretsManager::Secret', Properties: { SecretString } } } });

  test.each<[string, unknown, string[]]>([
    ['a key', 'a1b2c3d4e5', ['noncompliant Secret SecretString']], ['settings with a password', '{"host":"db","password":"hunter2"}', ['noncompliant Secret SecretString']],
    ['settings without one', '{"host":"db"}', []], ['something to fill in', 'CHANGE_ME', []], ['nothing', '', []], ['another secret', '{{resolve:secretsmanager:x}}', []],
  ])('%s as the content of a secret', (_, content, expected) => {
    expect(secret(content)).toEqual(expected);
  });

  test('the default of a parameter is a finding about the parameter alone', () => {
    const Parameters = { Start: { Type: 'String', NoEcho: true, Default: 'hunter2' }, Pin: { Type: 'Number', Default: 123456 }, Name: { Type: 'AWS::SSM::Parameter::Value<String>', Default: 'password' } };
    const users = { A: user({ Ref: 'Start' }), B: user({ Ref: 'Pin' }), C: user({ Ref: 'Name' }) };
    expect(template({ Parameters, Resources: users })).toEqual(['noncompliant Start Default', 'noncompliant Pin Default']);
  });

  test('a default that an environment variable holds is a finding of another rule', () => {
    const fn = { Type: 'AWS::Lambda::Function', Properties: { Environment: { Variables: { DB_PASSWORD: { Ref: 'Password' } } } } };
    const body = { Parameters: { Password: { Type: 'String', Default: 'hunter2' } }, Resources: { Function: fn } };
    expect([template(body), said(lambdaEnvNoLiteralSecret, model(body))]).toEqual([[], ['noncompliant Function Environment.Variables.DB_PASSWORD']]);
  });

  test('numbers, texts that are partly open and lists are read', () => {
    const member = { Type: 'AWS::ElastiCache::User', Properties: { Passwords: ['hunter2hunter2hunter2', { Ref: 'AWS::NoValue' }] } };
    expect(template({ Resources: { A: user(12345678), B: user({ 'Fn::Sub': 'ghp_a1b2c3d4e5f6a7b8c9d0e1f2a3b4c5d6e7f8-${AWS::Region}' }), C: user({ 'Fn::Sub': '${AWS::StackName}' }), Member: member } }))
      .toEqual(['noncompliant A LoginProfile.Password', 'noncompliant B LoginProfile.Password', 'noncompliant Member Passwords.0']);
  });

  test('the id of an Alexa skill is no more than a hint', () => {
    expect(template({ Resources: { Permission: { Type: 'AWS::Lambda::Permission', Properties: { EventSourceToken: 'amzn1.ask.skill.1' } } } })).toEqual(['LOW noncompliant Permission EventSourceToken']);
  });
});

test('a key of AppSync in an output is less than another secret', () => {
  const Outputs = { Key: { Value: { 'Fn::GetAtt': ['ApiKey', 'ApiKey'] } }, Client: { Value: { 'Fn::GetAtt': ['Client', 'ClientSecret'] } } };
  const Resources = { ApiKey: { Type: 'AWS::AppSync::ApiKey' }, Client: { Type: 'AWS::Cognito::UserPoolClient' } };
  expect(said(secretValueNotInOutput, model({ Resources, Outputs }))).toEqual(['MEDIUM noncompliant Key Value', 'noncompliant Client Value']);
});

describe('secret-rotation-on', () => {
  const schedule = (SecretId: unknown, more: object = {}) => ({ Type: 'AWS::SecretsManager::RotationSchedule', Properties: { SecretId, RotationLambdaARN: 'arn', RotationRules: { AutomaticallyAfterDays: 7 }, ...more } });
  const Secret = { Type: 'AWS::SecretsManager::Secret', Properties: { Name: 'orders/db' } };
  const rotation = (Resources: object) => said(secretRotationOn, model({ Resources: { Secret, ...Resources } }));

  test.each<[string, object, string[]]>([
    ['by its name', { Rotation: schedule('orders/db') }, []],
    ['by its ARN', { Rotation: schedule('arn:aws:secretsmanager:eu-west-1:111122223333:secret:orders/db-a1B2c3') }, []],
    ['another one', { Rotation: schedule('orders/other') }, ['LOW noncompliant Secret']],
    ['perhaps', { Rotation: schedule({ 'Fn::If': ['IsTest', 'none', { Ref: 'Secret' }] }) }, ['LOW undecided Secret']],
    ['by nobody', { Rotation: schedule({ Ref: 'Secret' }, { RotationLambdaARN: '' }) }, ['LOW noncompliant Secret']],
    ['never', { Rotation: schedule({ Ref: 'Secret' }, { RotationRules: {} }) }, ['LOW noncompliant Secret']],
    ['at a time that nobody knows', { Rotation: schedule({ Ref: 'Secret' }, { RotationRules: { 'Fn::If': ['IsTest', {}, { ScheduleExpression: 'rate(1 day)' }] } }) }, ['LOW undecided Secret']],
    ['by rules that nobody knows', { Rotation: schedule({ Ref: 'Secret' }, { RotationRules: { Ref: 'Nobody' } }) }, ['LOW undecided Secret']],
  ])('a secret is rotated %s', (_, resources, expected) => {
    expect(rotation(resources)).toEqual(expected);
  });

  test('the login of a database weighs more', () => {
    const attached = { Attachment: { Type: 'AWS::SecretsManager::SecretTargetAttachment', Properties: { SecretId: { Ref: 'Secret' } } } };
    const taken = { Db: { Type: 'AWS::RDS::DBInstance', Properties: { MasterUserPassword: { 'Fn::Sub': '{{resolve:secretsmanager:${Secret}:SecretString:password}}' } } } };
    expect([rotation(attached), rotation(taken)]).toEqual([['noncompliant Secret'], ['noncompliant Secret']]);
  });
});

test('secret-rotation-frequent: rules that a condition chooses, or that cannot be read', () => {
  const schedule = (RotationRules: unknown) => said(secretRotationFrequent, model({ Resources: { Rotation: { Type: 'AWS::SecretsManager::RotationSchedule', Properties: { RotationRules } } } }));
  const rules = (days: number) => ({ AutomaticallyAfterDays: days });
  expect([schedule({ 'Fn::If': ['IsTest', rules(7), rules(180)] }), schedule({ 'Fn::If': ['IsTest', rules(100), rules(180)] }), schedule({ 'Fn::If': ['IsTest', rules(1), rules(2)] }), schedule({ Ref: 'Nobody' })])
    .toEqual([['undecided Rotation RotationRules'], ['noncompliant Rotation RotationRules'], [], ['undecided Rotation RotationRules']]);
});

test('secret-readers-few: rights that others report, and parameters that hand in a secret', () => {
  const policy = (Action: unknown, Resource: unknown) => ({ Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: { Statement: { Effect: 'Allow', Action, Resource } } } });
  const Resources = {
    Admin: policy('*', '*'),
    Service: policy('secretsmanager:*', '*'),
    Describe: policy('secretsmanager:DescribeSecret', '*'),
    One: policy('secretsmanager:GetSecretValue', { Ref: 'LoginSecretArn' }),
    Chosen: policy('secretsmanager:GetSecretValue', { 'Fn::If': ['IsTest', '*', 'arn:aws:secretsmanager:eu-west-1:1:secret:a'] }),
    Batch: policy(['secretsmanager:BatchGetSecretValue'], ['*']),
  };
  expect(said(secretReadersFew, model({ Parameters: { LoginSecretArn: { Type: 'String' } }, Resources })))
    .toEqual(['undecided Chosen PolicyDocument.Statement.0', 'noncompliant Batch PolicyDocument.Statement.0']);
});

test('lambda-env-customer-key: variables that nobody knows', () => {
  const fn = (Environment: unknown, KmsKeyArn?: unknown) => said(lambdaEnvCustomerKey, model({ Resources: { Function: { Type: 'AWS::Lambda::Function', Properties: { Environment, KmsKeyArn } } } }));
  expect([fn({ Variables: { Ref: 'Nobody' } }), fn({ Variables: {} }), fn({ Variables: { A: 'a' } }, { Ref: 'Nobody' }), fn({ Variables: { 'Fn::If': ['IsTest', { A: 'a' }, {}] } })])
    .toEqual([['undecided Function KmsKeyArn'], [], [], ['undecided Function KmsKeyArn']]);
});

test.each<[string, unknown, boolean]>([
  ['everybody', { Effect: 'Allow', Principal: '*' }, false], ['all but one', { Effect: 'Allow', NotPrincipal: { AWS: 'a' } }, false], ['a pattern', { Effect: 'Allow', Principal: { AWS: ['*'] } }, false],
  ['somebody that nobody knows', { Effect: 'Allow', Principal: { AWS: { Ref: 'Nobody' } } }, false], ['a service', { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' } }, true],
  ['an account', { Effect: 'Allow', Principal: { AWS: { 'Fn::Sub': 'arn:aws:iam::${AWS::AccountId}:root' } } }, true], ['nobody', { Effect: 'Deny', Principal: '*' }, true],
])('secret-public-policy-blocked: a policy that lets in %s', (_, statement, repaired) => {
  const app = model({ Resources: { Policy: { Type: 'AWS::SecretsManager::ResourcePolicy', Properties: { BlockPublicPolicy: false, ResourcePolicy: { Statement: [statement] } } } } });
  const [{ found }] = judge(app, [secretPublicPolicyBlocked]).judgements;
  expect(!isDeclined(secretPublicPolicyBlocked.fix!.repair(found, app))).toBe(repaired);
});
