import { Resource } from '../../model/resource';
import { alternativesOf, isMap, isOpen, Unknown, Value } from '../../model/value';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { Found, noncompliant, undecided } from '../../rule/found';
import { Rule } from '../../rule/rule';
import { literalSecretIn } from '../../secrets/literal-secret';
import { resolvedSecretIn } from '../../secrets/secret-values';
import { whatNameSays } from '../../secrets/variable-names';
import { Severity } from '../../severity';

/**
 * No environment variable holds a secret that somebody wrote down.
 *
 * A secret is known by its published form under any name, or by the name of the variable and a value that is no ARN, path,
 * URL or placeholder. A long random string under a neutral name is none: hashes and ids look the same.
 */
export const lambdaEnvNoLiteralSecret: Rule = {
  id: 'lambda-env-no-literal-secret',
  theme: 'secrets',
  severity: Severity.CRITICAL,
  stability: 'preview',
  title: 'No environment variable holds a secret in the open',
  threat: 'The secret is in the source, the template and the console: everybody who may read the repository or call GetFunctionConfiguration has it.',
  remedy: 'Change the secret, since it is known; keep the new one in Secrets Manager, pass its ARN (secret.secretArn), secret.grantRead(fn), read it at run time.',
  links: [
    'https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html',
    'https://docs.aws.amazon.com/secretsmanager/latest/userguide/retrieving-secrets_lambda.html',
    'https://cwe.mitre.org/data/definitions/798.html',
  ],
  // Both take any string of 40 characters or more for an AWS key; a resource's long name is none.
  covers: ['checkov:CKV_AWS_45', 'kics:2564172f-c92b-4261-9acd-464aed511696', 'prowler:awslambda_function_no_secrets_in_variables'],
  target: 'AWS::Lambda::Function',
  *check(fn) {
    for (const variables of alternativesOf(fn.get('Environment.Variables'))) {
      if (isOpen(variables)) yield undecided(fn, 'the environment variables are only known at deployment', { property: 'Environment.Variables' });
      else if (isMap(variables)) for (const [name, value] of Object.entries(variables)) yield* foundIn(fn, name, value);
    }
  },
  // No fix: the secret has to be changed by its owner, and the code has to learn where the new one is.
  examples: [
    compliant('the ARN of a secret, and settings around secrets', ({ stack, secretsmanager, someFunction }) => {
      const secret = new secretsmanager.Secret(stack, 'Database');
      someFunction('Function', {
        environment: { DB_SECRET_ARN: secret.secretArn, DB_SECRET_NAME: 'orders/db', TOKEN_TTL: '3600', PASSWORD_POLICY: 'strict', API_KEY_ID: 'a1b2c3d4e5' },
      });
    }),
    compliant('hashes, ids and long names', ({ someFunction }) => {
      someFunction('Function', {
        environment: {
          ASSET: '3f786850e387550fdab836ed7e6dc881de23001b3f786850e387550fdab836ed',
          CLIENT: '7g3bn1o8k2p5q9r4s6t0u2v4w6',
          TABLE: 'OrdersTable-1A2B3C4D5E6F7G8H',
          DATABASE: 'postgres://orders.example.com:5432/orders',
          HANDLER: 'handler.handlerverylongcustomhandlernameforservice',
        },
      });
    }),
    noncompliantExample('a password, however short', ({ someFunction }) => {
      someFunction('Function', { environment: { DB_PASSWORD: 'hunter2' } });
    }),
    noncompliantExample('a key known by its form, under a neutral name', ({ someFunction }) => {
      someFunction('Function', { environment: { PAYMENTS: `sk_live_${'4eC39HqLyjWDarjtT1zdp7dc'}` } });
    }),
    noncompliantExample('a password in a URL whose host is not known', ({ stack, cdk, someFunction }) => {
      const host = new cdk.CfnParameter(stack, 'Host').valueAsString;
      someFunction('Function', { environment: { DATABASE_URL: `postgres://orders:hunter2@${host}/orders` } });
    }),
    noncompliantExample('the default of a parameter', ({ stack, cdk, someFunction }) => {
      const password = new cdk.CfnParameter(stack, 'Password', { default: 'hunter2' });
      someFunction('Function', { environment: { PASSWORD: password.valueAsString } });
    }),
    noncompliantExample('set on the raw resource', ({ someFunction, cdk }) => {
      (someFunction().node.defaultChild as InstanceType<typeof cdk.CfnResource>).addPropertyOverride('Environment.Variables.AWS_KEY', 'AKIAIOSFODNN7EXAMPLE');
    }),
    undecidedExample('a password from a parameter without default', ({ stack, cdk, someFunction }) => {
      const password = new cdk.CfnParameter(stack, 'Password');
      someFunction('Function', { environment: { DB_PASSWORD: password.valueAsString } });
    }),
  ],
};

function* foundIn(fn: Resource, name: string, value: Value): Generator<Found> {
  const property = `Environment.Variables.${name}`;
  for (const one of alternativesOf(value)) {
    // What stands in one branch of a condition stands in the template, whatever the condition decides.
    const secret = literalSecretIn(name, one);
    if (secret !== undefined) {
      yield noncompliant(fn, `the environment variable ${name} holds ${secret.what} in the open (${secret.masked})`, { property, detail: name });
      return;
    }
  }
  // A value that is secret for certain is a finding of lambda-env-no-resolved-secret.
  if (alternativesOf(value).some(isOnlyKnownLater) && isCredential(name) && resolvedSecretIn(value) === undefined) {
    yield undecided(fn, `whether the environment variable ${name} holds a secret in the open is only known at deployment`, { property, detail: name });
  }
}

/** A parameter of the template or of Systems Manager; a reference to a resource is a name or an ARN. */
function isOnlyKnownLater(value: Value): boolean {
  return value instanceof Unknown || (typeof value === 'string' && /^\{\{resolve:ssm:[^{}]*\}\}$/.test(value));
}

function isCredential(name: string): boolean {
  const says = whatNameSays(name);
  return says === 'password' || says === 'key';
}
