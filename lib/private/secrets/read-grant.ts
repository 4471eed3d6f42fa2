import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { IConstruct } from 'constructs';
import { SecretOwner, STAGES } from './bound-secret';

/**
 * The ARN of a secret as a policy names it: without its six characters at the end it would name secrets of longer names too.
 *
 * @param scope where the policy stands
 */
export function arnInPolicies(scope: IConstruct, secret: secretsmanager.ISecret): string {
  return secret.secretFullArn === undefined || isKnownByName(scope, secret) ? `${secret.secretArn}-??????` : secret.secretFullArn;
}

/** Whether CDK names a secret of the application by its name alone here, as it does wherever another environment reads it. */
export function isKnownByName(scope: IConstruct, secret: secretsmanager.ISecret): boolean {
  // CDK compares the environments as texts too: one that the deployment decides is another than one that is known.
  return secret.node.defaultChild instanceof secretsmanager.CfnSecret && Stack.of(secret).environment !== Stack.of(scope).environment;
}

/** Of a request that names neither stage nor version, which conditions on the stage do not see. */
const NAMES_NEITHER = { Null: { 'secretsmanager:VersionStage': 'true', 'secretsmanager:VersionId': 'true' } };

/**
 * Lets a role read the value of a secret, at some stages of its rotation. CDK's own `grantRead` gives DescribeSecret as
 * well, and all versions.
 *
 * Who asks without a stage gets the current value, but a condition on the stage refuses what names none. The runtime of Rampart names it; code that
 * reads otherwise is let ask without. Source: https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html
 */
export function grantValue(owner: SecretOwner, secret: secretsmanager.ISecret, stages: readonly string[]): void {
  const arn = arnInPolicies(owner.scope, secret);
  owner.role.addToPrincipalPolicy(new iam.PolicyStatement({
    actions: ['secretsmanager:GetSecretValue'],
    resources: [arn],
    conditions: { StringEquals: { 'secretsmanager:VersionStage': stages.length === 1 ? stages[0] : stages } },
  }));
  if (!owner.namesStages && stages.includes(STAGES.current)) {
    owner.role.addToPrincipalPolicy(new iam.PolicyStatement({ actions: ['secretsmanager:GetSecretValue'], resources: [arn], conditions: NAMES_NEITHER }));
  }
  for (const statement of decryptsVia(owner.scope, secret)) owner.role.addToPrincipalPolicy(statement);
}

/**
 * What it takes to use a secret that is encrypted with a key of the user's: through Secrets Manager of its Region only, and this secret only.
 *
 * @param scope where the policy stands
 */
export function decryptsVia(scope: IConstruct, secret: secretsmanager.ISecret, actions: readonly string[] = ['kms:Decrypt']): iam.PolicyStatement[] {
  if (secret.encryptionKey === undefined) return [];
  return [new iam.PolicyStatement({
    actions: [...actions],
    resources: [secret.encryptionKey.keyArn],
    conditions: {
      StringEquals: { 'kms:ViaService': `secretsmanager.${secret.env.region}.amazonaws.com` },
      StringLike: { 'kms:EncryptionContext:SecretARN': arnInPolicies(scope, secret) },
    },
  })];
}
