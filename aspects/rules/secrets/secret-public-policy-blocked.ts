import { FixLevel } from '../../fix-level';
import { allows, isOpenDocument, Statement, statementsOf } from '../../model/policy';
import { Resource } from '../../model/resource';
import { alternativesOf, booleanOf, hasOpen, isMap, Unknown, Value, valuesOf } from '../../model/value';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { mustBe } from '../../rule/found';
import { SetProperty } from '../../rule/patch';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/**
 * No policy of a secret turns off the test for public access.
 *
 * The documentation says both that Secrets Manager blocks public policies by itself and that it does not, so a policy that
 * says nothing is not judged.
 */
export const secretPublicPolicyBlocked: Rule = {
  id: 'secret-public-policy-blocked',
  theme: 'secrets',
  severity: Severity.MEDIUM,
  stability: 'preview',
  title: 'A secret refuses a policy that lets everybody in',
  threat: 'A slip in the policy of the secret, or an attacker who may change it, gives the secret to every account there is, and nothing stops the deployment.',
  remedy: 'Remove BlockPublicPolicy: false from the AWS::SecretsManager::ResourcePolicy, or set it to true.',
  links: [
    'https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_PutResourcePolicy.html',
    'https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_resource-policies.html',
    'https://cwe.mitre.org/data/definitions/732.html',
  ],
  covers: [],
  target: 'AWS::SecretsManager::ResourcePolicy',
  check: policy => mustBe(policy, 'BlockPublicPolicy', value => booleanOf(value) !== false, 'the policy turns off the test that refuses public access'),
  fix: {
    levels: [FixLevel.SAFE],
    why: 'Secrets Manager tests the policy when it is written, and never afterwards: callers see no difference. Where the policy lets more in than principals '
      + 'that are known by name, the test could refuse it, and the fix is not made.',
    repair: ({ subject }) => {
      const policy = subject as Resource;
      const document = policy.get('ResourcePolicy');
      const letsMoreIn = statementsOf(document).some(statement => allows(statement) && !namesItsPrincipals(statement));
      if (letsMoreIn || alternativesOf(document).some(isOpenDocument)) {
        return { declined: 'the policy lets more in than principals that are known by name, and Secrets Manager could refuse it' };
      }
      return { level: FixLevel.SAFE, patches: [new SetProperty(policy, 'BlockPublicPolicy', true)] };
    },
  },
  examples: [
    compliant('nothing said, as the CDK writes it', ({ stack, iam, secretsmanager }) => {
      new secretsmanager.Secret(stack, 'Login').addToResourcePolicy(new iam.PolicyStatement({ actions: ['secretsmanager:GetSecretValue'], resources: ['*'], principals: [new iam.AccountPrincipal('111122223333')] }));
    }),
    compliant('no policy at all', ({ stack, secretsmanager }) => {
      new secretsmanager.Secret(stack, 'Login');
    }),
    noncompliantExample('turned off', ({ stack, secretsmanager }) => {
      const statement = { Effect: 'Allow', Action: 'secretsmanager:GetSecretValue', Resource: '*', Principal: { AWS: 'arn:aws:iam::111122223333:role/orders' } };
      new secretsmanager.CfnResourcePolicy(stack, 'Policy', { secretId: new secretsmanager.Secret(stack, 'Login').secretArn, blockPublicPolicy: false, resourcePolicy: { Statement: [statement] } });
    }),
    noncompliantExample('turned off by a raw resource, for everybody', ({ stack, cdk, secretsmanager }) => {
      const statement = { Effect: 'Allow', Action: 'secretsmanager:GetSecretValue', Resource: '*', Principal: '*' };
      const properties = { SecretId: new secretsmanager.Secret(stack, 'Login').secretArn, BlockPublicPolicy: 'false', ResourcePolicy: { Statement: statement } };
      new cdk.CfnResource(stack, 'Policy', { type: 'AWS::SecretsManager::ResourcePolicy', properties });
    }),
    undecidedExample('left to a parameter', ({ stack, cdk, secretsmanager }) => {
      const blocked = new cdk.CfnParameter(stack, 'Blocked', { allowedValues: ['true', 'false'] });
      new secretsmanager.CfnResourcePolicy(stack, 'Policy', { secretId: 'login', resourcePolicy: { Statement: [] }, blockPublicPolicy: blocked.value as unknown as boolean });
    }),
  ],
};

/** Whether a statement says who its principals are: accounts, roles and services by name. */
function namesItsPrincipals({ principal, notPrincipal }: Statement): boolean {
  if (notPrincipal !== undefined || !isMap(principal)) return false;
  const named: readonly Value[] = Object.values(principal).flatMap(valuesOf);
  return named.every(one => !(one instanceof Unknown) && (hasOpen(one) || (typeof one === 'string' && !one.includes('*'))));
}
