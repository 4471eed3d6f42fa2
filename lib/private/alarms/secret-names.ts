import { ArnFormat, Stack } from 'aws-cdk-lib';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';

/** All that a caller may call a secret by, as event patterns say it: its name, its ARN, and its ARN without the six characters of Secrets Manager. */
export function namesOf(secret: secretsmanager.ISecret): unknown[] {
  return [secret.secretName, partialArn(secret), fullArn(secret)];
}

/** The ARN by which Secrets Manager itself speaks of a secret, as event patterns say it: of one that is known by its name alone the end can be anything. */
export function fullArn(secret: secretsmanager.ISecret): unknown {
  return secret.secretFullArn === undefined ? { prefix: `${partialArn(secret)}-` } : secret.secretArn;
}

function partialArn(secret: secretsmanager.ISecret): string {
  const { account, region } = secret.env;
  return Stack.of(secret).formatArn({
    service: 'secretsmanager', resource: 'secret', resourceName: secret.secretName, account, region, arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
}
