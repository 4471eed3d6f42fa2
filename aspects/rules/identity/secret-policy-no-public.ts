import { publicStatements } from '../../policy/public-statements';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/** Secrets are not for everybody. */
export const secretPolicyNoPublic: Rule = {
  id: 'secret-policy-no-public',
  theme: 'identity',
  severity: Severity.CRITICAL,
  stability: 'preview',
  title: 'No policy lets everybody read or change a secret',
  threat: 'Anybody with an AWS account asks for the secret by its ARN and is given the password, or sets another one.',
  remedy: 'Name the principals with secret.grantRead(...), and leave BlockPublicPolicy of a raw policy on, so that Secrets Manager refuses such a policy.',
  links: [
    'https://docs.aws.amazon.com/secretsmanager/latest/userguide/best-practices.html',
    'https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_resource-policies.html',
    'https://cwe.mitre.org/data/definitions/732.html',
  ],
  covers: [
    'cfripper:GenericResourceWildcardPrincipalRule', 'prowler:secretsmanager_not_publicly_accessible',
    'cfripper:GenericResourceFullWildcardPrincipalRule',
  ],
  target: 'AWS::SecretsManager::ResourcePolicy',
  check: publicStatements,
  // No fix: nothing in the template says who was meant.
  examples: [
    compliant('an account by its number', ({ stack, iam, secretsmanager }) => {
      new secretsmanager.Secret(stack, 'Secret').addToResourcePolicy(new iam.PolicyStatement({
        principals: [new iam.AccountPrincipal('111122223333')], actions: ['secretsmanager:GetSecretValue'], resources: ['*'],
      }));
    }),
    compliant('everybody, but only from one network', ({ stack, secretsmanager }) => {
      const Condition = { StringEquals: { 'aws:SourceVpc': 'vpc-11112222' } };
      const Statement = { Effect: 'Allow', Principal: '*', Action: 'secretsmanager:GetSecretValue', Resource: '*', Condition };
      new secretsmanager.CfnResourcePolicy(stack, 'Policy', { secretId: 'db', resourcePolicy: { Statement } });
    }),
    compliant('everybody, which Secrets Manager is told to refuse', ({ stack, secretsmanager }) => {
      const Statement = { Effect: 'Allow', Principal: '*', Action: 'secretsmanager:GetSecretValue', Resource: '*' };
      new secretsmanager.CfnResourcePolicy(stack, 'Policy', { secretId: 'db', resourcePolicy: { Statement }, blockPublicPolicy: true });
    }),
    compliant('everybody refused', ({ stack, secretsmanager }) => {
      const Statement = { Effect: 'Deny', Principal: '*', Action: 'secretsmanager:DeleteSecret', Resource: '*' };
      new secretsmanager.CfnResourcePolicy(stack, 'Policy', { secretId: 'db', resourcePolicy: { Statement } });
    }),
    noncompliantExample('everybody', ({ stack, secretsmanager }) => {
      const Statement = { Effect: 'Allow', Principal: { AWS: '*' }, Action: 'secretsmanager:GetSecretValue', Resource: '*' };
      new secretsmanager.CfnResourcePolicy(stack, 'Policy', { secretId: 'db', resourcePolicy: { Statement }, blockPublicPolicy: false });
    }),
    noncompliantExample('everybody, by a policy written as JSON, in the raw resource', ({ stack, cdk }) => {
      const ResourcePolicy = '{"Statement":[{"Effect":"Allow","Principal":"*","Action":"secretsmanager:*","Resource":"*"}]}';
      new cdk.CfnResource(stack, 'Policy', { type: 'AWS::SecretsManager::ResourcePolicy', properties: { SecretId: 'db', ResourcePolicy } });
    }),
    undecidedExample('the principal is left to a parameter', ({ stack, cdk, secretsmanager }) => {
      const Principal = { AWS: new cdk.CfnParameter(stack, 'Reader').valueAsString };
      const Statement = [{ Effect: 'Allow', Principal, Action: 'secretsmanager:GetSecretValue', Resource: '*' }];
      new secretsmanager.CfnResourcePolicy(stack, 'Policy', { secretId: 'db', resourcePolicy: { Statement } });
    }),
  ],
};
