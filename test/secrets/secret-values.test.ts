import { Template } from '../../aspects/model/template';
import { resolvedSecretIn } from '../../aspects/secrets/secret-values';
import { modelOfTemplate } from '../support/synthesis';

function template(): Template {
  return modelOfTemplate({
    Parameters: { Password: { Type: 'String', NoEcho: 'true', Default: 'x' }, Stage: { Type: 'String' } },
    Conditions: { IsTest: { 'Fn::Equals': [{ Ref: 'Stage' }, 'test'] } },
    Resources: {
      Db: { Type: 'AWS::SecretsManager::Secret' },
      Key: { Type: 'AWS::IAM::AccessKey' },
      Client: { Type: 'AWS::Cognito::UserPoolClient' },
      Described: { Type: 'Custom::DescribeCognitoUserPoolClient' },
      Other: { Type: 'AWS::CloudFormation::CustomResource' },
      Bucket: { Type: 'AWS::S3::Bucket' },
    },
  }).templates[0];
}

/** What is found in a node of the template. */
function found(node: unknown) {
  return resolvedSecretIn(template().evaluate(node as never));
}

describe('the value of a secret', () => {
  test.each<[string, unknown, string]>([
    ['a dynamic reference', '{{resolve:secretsmanager:orders/db:SecretString:password::}}', 'the value of the secret orders/db'],
    ['a dynamic reference to all of it', '{{resolve:secretsmanager:orders/db}}', 'the value of the secret orders/db'],
    ['a dynamic reference in longer text', 'user=a;password={{resolve:secretsmanager:db}};', 'the value of the secret db'],
    ['a reference to a secure parameter', '{{resolve:ssm-secure:/orders/token:2}}', 'the value of the SecureString parameter /orders/token'],
    ['a reference joined around a resource', { 'Fn::Join': ['', ['{{resolve:secretsmanager:', { Ref: 'Db' }, ':SecretString:password::}}']] }, 'the value of the secret Db'],
    ['a reference in Sub', { 'Fn::Sub': 'postgres://u:{{resolve:secretsmanager:${Db}:SecretString:password}}@h' }, 'the value of the secret Db'],
    ['a parameter that is not echoed', { Ref: 'Password' }, 'the value of the NoEcho parameter Password'],
    ['such a parameter in Sub', { 'Fn::Sub': 'token-${Password}' }, 'the value of the NoEcho parameter Password'],
    ['the secret of an access key', { 'Fn::GetAtt': ['Key', 'SecretAccessKey'] }, 'the value of SecretAccessKey of Key'],
    ['the secret of a client', { 'Fn::GetAtt': 'Client.ClientSecret' }, 'the value of ClientSecret of Client'],
    ['the secret that a custom resource describes', { 'Fn::GetAtt': ['Described', 'UserPoolClient.ClientSecret'] }, 'the value of UserPoolClient.ClientSecret of Described'],
    ['a password of a custom resource', { 'Fn::Join': ['', ['x', { 'Fn::GetAtt': ['Other', 'Password'] }]] }, 'the value of Password of Other'],
  ])('is written out by %s', (_, node, what) => {
    expect(found(node)).toMatchObject({ what, certain: true });
  });

  test('names the resource that holds it', () => {
    expect(found({ 'Fn::Sub': '{{resolve:secretsmanager:${Db}}}' })?.holder?.logicalId).toBe('Db');
  });

  test.each<[string, unknown]>([
    ['one branch', { 'Fn::If': ['IsTest', 'none', { Ref: 'Password' }] }],
    ['one branch, in longer text', { 'Fn::Sub': ['x${It}', { It: { 'Fn::If': ['IsTest', { Ref: 'Password' }, 'none'] } }] }],
  ])('is perhaps written out where a condition chooses %s', (_, node) => {
    expect(found(node)).toMatchObject({ certain: false });
  });

  test('is written out for certain where both branches do', () => {
    expect(found({ 'Fn::If': ['IsTest', { Ref: 'Password' }, '{{resolve:secretsmanager:db}}'] })).toMatchObject({ certain: true });
  });
});

test.each<[string, unknown]>([
  ['its ARN', { Ref: 'Db' }], ['its name', 'orders/db'], ['a plain parameter of Systems Manager', '{{resolve:ssm:/orders/limit}}'], ['the id of an access key', { Ref: 'Key' }],
  ['the id of a client', { Ref: 'Client' }], ['another attribute of a custom resource', { 'Fn::GetAtt': ['Other', 'Name'] }], ['the ARN of a bucket', { 'Fn::GetAtt': ['Bucket', 'Arn'] }],
  ['a plain parameter', { Ref: 'Stage' }], ['a plain parameter in text', { 'Fn::Sub': '${Stage}-${Bucket}' }], ['a number', 7], ['nothing', undefined], ['a list', ['{{resolve:secretsmanager:db}}']],
])('%s is not the value of a secret', (_, node) => {
  expect(found(node)).toBeUndefined();
});
