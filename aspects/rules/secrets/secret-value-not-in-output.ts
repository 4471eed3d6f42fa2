import { Resource } from '../../model/resource';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { Found } from '../../rule/found';
import { Rule } from '../../rule/rule';
import { flowsFound } from '../../secrets/flows';
import { Severity } from '../../severity';

/** No output, export or metadata tells the value of a secret. The secret's ARN and name are no secrets. */
export const secretValueNotInOutput: Rule = {
  id: 'secret-value-not-in-output',
  theme: 'secrets',
  severity: Severity.CRITICAL,
  stability: 'preview',
  title: 'No output, export or metadata holds the value of a secret',
  threat: 'Everybody who may call DescribeStacks, ListExports or GetTemplate reads the secret, without a right on it; the printed output of every deployment holds it too.',
  remedy: 'Output the ARN (secret.secretArn) instead of the value, and let whoever needs the value read it from Secrets Manager.',
  links: [
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/outputs-section-structure.html',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/security-best-practices.html',
    'https://cwe.mitre.org/data/definitions/200.html',
  ],
  covers: ['prowler:cloudformation_stack_outputs_find_secrets', 'cfn-lint:W2010', 'cfn-lint:E1051', 'cfn_nag:W1'],
  target: 'app',
  check: app => flowsFound(app, ['output', 'metadata']).map(weighed),
  // No fix: whoever reads the output has to learn to read the secret.
  examples: [
    compliant('the ARN and the name of a secret', ({ stack, cdk, secretsmanager }) => {
      const secret = new secretsmanager.Secret(stack, 'Database');
      new cdk.CfnOutput(stack, 'SecretArn', { value: secret.secretArn });
      new cdk.CfnOutput(stack, 'DatabasePasswordSecretName', { value: secret.secretName, exportName: 'db' });
    }),
    compliant('the id of an access key', ({ stack, cdk, iam }) => {
      const key = new iam.AccessKey(stack, 'Key', { user: new iam.User(stack, 'User') });
      new cdk.CfnOutput(stack, 'AccessKeyId', { value: key.accessKeyId });
    }),
    noncompliantExample('the value of a secret', ({ stack, cdk, secretsmanager }) => {
      const secret = new secretsmanager.Secret(stack, 'Database');
      new cdk.CfnOutput(stack, 'Password', { value: secret.secretValueFromJson('password').unsafeUnwrap() });
    }),
    noncompliantExample('a secret joined into a URL, and exported', ({ stack, cdk, secretsmanager }) => {
      const secret = new secretsmanager.Secret(stack, 'Database');
      new cdk.CfnOutput(stack, 'Url', { value: `postgres://orders:${secret.secretValue.unsafeUnwrap()}@db.example.com/orders`, exportName: 'url' });
    }),
    noncompliantExample('a secret that another stack refers to, which makes an export', ({ app, stack, cdk, iam }) => {
      const key = new iam.AccessKey(stack, 'Key', { user: new iam.User(stack, 'User') });
      new cdk.CfnResource(new cdk.Stack(app, 'Other'), 'Other', { type: 'AWS::SecretsManager::Secret', properties: { SecretString: key.secretAccessKey.unsafeUnwrap() } });
    }),
    noncompliantExample('a parameter that is not echoed', ({ stack, cdk }) => {
      const password = new cdk.CfnParameter(stack, 'Password', { noEcho: true });
      new cdk.CfnOutput(stack, 'Connection', { value: `user=orders;password=${password.valueAsString}` });
    }),
    noncompliantExample('a password that somebody wrote down', ({ stack, cdk }) => {
      new cdk.CfnOutput(stack, 'AdminPassword', { value: 'hunter2' });
    }),
    noncompliantExample('a password in the metadata of a resource', ({ stack, cdk }) => {
      const password = new cdk.CfnParameter(stack, 'Password', { noEcho: true });
      const server = new cdk.CfnResource(stack, 'Server', { type: 'AWS::EC2::Instance' });
      server.addMetadata('AWS::CloudFormation::Authentication', { packages: { type: 'basic', username: 'orders', password: password.valueAsString } });
    }),
    undecidedExample('a condition chooses between a secret and nothing', ({ stack, cdk, secretsmanager }) => {
      const secret = new secretsmanager.Secret(stack, 'Database');
      new cdk.CfnCondition(stack, 'IsTest', { expression: cdk.Fn.conditionEquals(new cdk.CfnParameter(stack, 'Stage'), 'test') });
      new cdk.CfnOutput(stack, 'Value', { value: cdk.Fn.conditionIf('IsTest', 'none', secret.secretValue.unsafeUnwrap()).toString() });
    }),
  ],
};

/** A key of AppSync is given to every client of the API anyway. */
function weighed(found: Found): Found {
  return found.related?.some(({ type }: Resource) => type === 'AWS::AppSync::ApiKey') ? { ...found, severity: Severity.MEDIUM } : found;
}
