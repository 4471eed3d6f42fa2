import { Stack } from 'aws-cdk-lib';
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
  if (secret.encryptionKey === undefined) return;
  owner.role.addToPrincipalPolicy(new iam.PolicyStatement({
    actions: ['kms:Decrypt'],
    resources: [secret.encryptionKey.keyArn],
    // Through Secrets Manager only, and for this secret only: the key's other secrets stay closed.
    conditions: {
      StringEquals: { 'kms:ViaService': `secretsmanager.${Stack.of(secret).region}.amazonaws.com` },
      StringLike: { 'kms:EncryptionContext:SecretARN': arn },
    },
  }));
}
