import { alternativesOf, isMap } from '../../model/value';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { Found, noncompliant, undecided } from '../../rule/found';
import { Rule } from '../../rule/rule';
import { resolvedSecretIn } from '../../secrets/secret-values';
import { Severity } from '../../severity';

/** No environment variable gets the value of a secret at deployment. The secret's ARN and name are no secrets. */
export const lambdaEnvNoResolvedSecret: Rule = {
  id: 'lambda-env-no-resolved-secret',
  theme: 'secrets',
  severity: Severity.CRITICAL,
  stability: 'stable',
  title: 'No environment variable gets the value of a secret',
  threat: 'Everybody who may call GetFunctionConfiguration reads the secret, without a right on it and without a trace; after a rotation the old value stays.',
  remedy: 'Pass the ARN (secret.secretArn) instead of the value, secret.grantRead(fn), and read the secret at run time.',
  links: [
    'https://docs.aws.amazon.com/secretsmanager/latest/userguide/retrieving-secrets_lambda.html',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html',
    'https://cwe.mitre.org/data/definitions/526.html',
  ],
  covers: [],
  target: 'AWS::Lambda::Function',
  *check(fn) {
    const found = new Map<string, Found>();
    const alternatives = alternativesOf(fn.get('Environment.Variables'));
    for (const variables of alternatives) {
      for (const [name, value] of isMap(variables) ? Object.entries(variables) : []) {
        const secret = resolvedSecretIn(value);
        if (secret === undefined) continue;
        const details = { property: `Environment.Variables.${name}`, detail: name, related: secret.holder ? [secret.holder] : [] };
        found.set(name, secret.certain && alternatives.length === 1
          ? noncompliant(fn, `the environment variable ${name} holds ${secret.what}`, details)
          : undecided(fn, `whether the environment variable ${name} holds ${secret.what} is only known at deployment`, details));
      }
    }
    yield* found.values();
  },
  // No fix: the code reads the value from its environment, and has to learn to fetch it.
  examples: [
    compliant('the ARN and the name of a secret', ({ stack, secretsmanager, someFunction }) => {
      const secret = new secretsmanager.Secret(stack, 'Database');
      someFunction('Function', { environment: { SECRET_ARN: secret.secretArn, SECRET_NAME: secret.secretName } });
    }),
    compliant('a plain parameter of Systems Manager', ({ someFunction }) => {
      someFunction('Function', { environment: { LIMIT: '{{resolve:ssm:/orders/limit:1}}' } });
    }),
    noncompliantExample('a secret, unwrapped', ({ stack, secretsmanager, someFunction }) => {
      const secret = new secretsmanager.Secret(stack, 'Database');
      someFunction('Function', { environment: { DB_PASSWORD: secret.secretValueFromJson('password').unsafeUnwrap() } });
    }),
    noncompliantExample('a secret joined into a URL', ({ stack, cdk, secretsmanager, someFunction }) => {
      const secret = new secretsmanager.Secret(stack, 'Database');
      const host = new cdk.CfnParameter(stack, 'Host').valueAsString;
      someFunction('Function', { environment: { DATABASE_URL: `postgres://orders:${secret.secretValue.unsafeUnwrap()}@${host}/orders` } });
    }),
    noncompliantExample('a dynamic reference to a secure parameter', ({ someFunction }) => {
      someFunction('Function', { environment: { TOKEN: 'Bearer {{resolve:ssm-secure:/orders/token:1}}' } });
    }),
    noncompliantExample('the secret of an access key', ({ stack, iam, someFunction }) => {
      const key = new iam.AccessKey(stack, 'Key', { user: new iam.User(stack, 'User') });
      someFunction('Function', { environment: { AWS_KEY: key.secretAccessKey.unsafeUnwrap() } });
    }),
    noncompliantExample('a parameter that is not echoed', ({ stack, cdk, someFunction }) => {
      const password = new cdk.CfnParameter(stack, 'Password', { noEcho: true });
      someFunction('Function', { environment: { CONNECTION: cdk.Fn.sub('user=orders;password=${Password}', { Password: password.valueAsString }) } });
    }),
    undecidedExample('a condition chooses between a secret and nothing', ({ stack, cdk, secretsmanager, someFunction }) => {
      const secret = new secretsmanager.Secret(stack, 'Database');
      const stage = new cdk.CfnParameter(stack, 'Stage');
      new cdk.CfnCondition(stack, 'IsTest', { expression: cdk.Fn.conditionEquals(stage, 'test') });
      const chosen = cdk.Fn.conditionIf('IsTest', 'none', secret.secretValue.unsafeUnwrap()).toString();
      someFunction('Function', { environment: { DB_PASSWORD: chosen } });
    }),
  ],
};
