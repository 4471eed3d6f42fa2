import { POLICY_TEMPLATES } from '../../aspects/sam/policy-template-table';
import { isPolicyTemplate, expandPolicyTemplate } from '../../aspects/sam/policy-templates';

test.each(Object.entries(POLICY_TEMPLATES))('%s allows well-formed actions on well-formed resources', (_, statements) => {
  expect(statements.length).toBeGreaterThan(0);
  for (const { actions, resources } of statements) {
    for (const action of actions) expect(action).toMatch(/^[a-z0-9-]+:(\*|[A-Z][A-Za-z0-9]+\*?)$/);
    for (const resource of resources) expect(resource).toMatch(/^(\*|\$\{\w+\}|arn:\$\{AWS::Partition\}:[a-z0-9-]+:.+)$/);
  }
});

test('SAM has 81 of them', () => {
  expect(Object.keys(POLICY_TEMPLATES)).toHaveLength(81);
  expect(isPolicyTemplate('constructor')).toBe(false);
});

test('parameters are put in, whatever they are', () => {
  expect(expandPolicyTemplate('DynamoDBReadPolicy', { TableName: { Ref: 'Table' } }).Statement).toEqual([{
    Effect: 'Allow',
    Action: ['dynamodb:GetItem', 'dynamodb:Scan', 'dynamodb:Query', 'dynamodb:BatchGetItem', 'dynamodb:DescribeTable'],
    Resource: [
      { 'Fn::Sub': ['arn:${AWS::Partition}:dynamodb:${AWS::Region}:${AWS::AccountId}:table/${TableName}', { TableName: { Ref: 'Table' } }] },
      { 'Fn::Sub': ['arn:${AWS::Partition}:dynamodb:${AWS::Region}:${AWS::AccountId}:table/${TableName}/index/*', { TableName: { Ref: 'Table' } }] },
    ],
  }]);
  expect(expandPolicyTemplate('AWSSecretsManagerGetSecretValuePolicy', { SecretArn: { Ref: 'Secret' } }).Statement).toMatchObject([{ Resource: { Ref: 'Secret' } }]);
  expect(expandPolicyTemplate('AWSSecretsManagerRotationPolicy', { FunctionName: 'rotate' }).Statement).toMatchObject([
    { Condition: { StringEquals: { 'secretsmanager:resource/AllowRotationLambdaArn': { 'Fn::Sub': [expect.any(String), { FunctionName: 'rotate' }] } } } }, { Resource: '*' },
  ]);
});

test('a parameter that is missing leaves the resource unknown', () => {
  expect(expandPolicyTemplate('SQSSendMessagePolicy', null).Statement).toMatchObject([{ Resource: { 'Fn::Sub': expect.stringContaining('${QueueName}') } }]);
  expect(expandPolicyTemplate('NoSuchPolicy', {}).Statement).toEqual([]);
});
