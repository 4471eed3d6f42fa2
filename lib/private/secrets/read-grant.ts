import * as iam from 'aws-cdk-lib/aws-iam';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { SecretOwner } from './bound-secret';

/** The ARN of a secret as a policy names it: without its six characters at the end it would name secrets of longer names too. */
export function arnInPolicies(secret: secretsmanager.ISecret): string {
  return secret.secretFullArn ?? `${secret.secretArn}-??????`;
}

/**
 * Lets a role read the value of a secret, at some stages of its rotation. CDK's own `grantRead` gives DescribeSecret as
 * well, and all versions.
 */
export function grantValue(owner: SecretOwner, secret: secretsmanager.ISecret, stages: readonly string[]): void {
  const arn = arnInPolicies(secret);
  owner.role.addToPrincipalPolicy(new iam.PolicyStatement({
    actions: ['secretsmanager:GetSecretValue'],
    resources: [arn],
    conditions: { StringEquals: { 'secretsmanager:VersionStage': stages.length === 1 ? stages[0] : stages } },
  }));
  for (const statement of decryptsVia(secret)) owner.role.addToPrincipalPolicy(statement);
}

/** What it takes to use a secret that is encrypted with a key of the user's: through Secrets Manager of its Region only, and this secret only. */
export function decryptsVia(secret: secretsmanager.ISecret, actions: readonly string[] = ['kms:Decrypt']): iam.PolicyStatement[] {
  if (secret.encryptionKey === undefined) return [];
  return [new iam.PolicyStatement({
    actions: [...actions],
    resources: [secret.encryptionKey.keyArn],
    conditions: {
      StringEquals: { 'kms:ViaService': `secretsmanager.${secret.env.region}.amazonaws.com` },
      StringLike: { 'kms:EncryptionContext:SecretARN': arnInPolicies(secret) },
    },
  })];
}
