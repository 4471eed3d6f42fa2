import { Stack, Token, TokenComparison } from 'aws-cdk-lib';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { BoundSecret, refusal, refuse, SecretOwner, STAGES } from './bound-secret';
import { admitReader } from './owned-secret';
import { grantValue } from './read-grant';
import { ExistingSecretOptions } from '../../secret-options';

const SAYS = {
  noStage: 'stages: name at least one staging label, such as AWSCURRENT, or leave it out; got none',
  otherAccount: (path: string, account: string) =>
    `existing: ${path} belongs to account ${account}, and what the key aws/secretsmanager encrypts no other account can read: `
    + 'import it with its key, Secret.fromSecretAttributes(…, { secretCompleteArn, encryptionKey })',
  otherStack: (path: string) =>
    `${path} belongs to a function of another stack, and its policy cannot name a role that itself waits for it. ` +
    'Create both functions in one stack, or give this function a role name, name that role in readers of the owner, and import the secret here by its ARN',
};

/** A secret that exists already: this function is let read it, and nothing else about it changes. */
export function existingSecret(owner: SecretOwner, name: string, secret: secretsmanager.ISecret, options: ExistingSecretOptions): BoundSecret {
  const stages = options.stages ?? [STAGES.current];
  if (stages.length === 0) throw refusal(owner, name, SAYS.noStage);
  refuse(owner, name, keyProblems(owner, secret));
  if (!admitReader(secret, owner.role)) throw refusal(owner, name, SAYS.otherStack(secret.node.path));
  grantValue(owner, secret, stages);
  return { fact: { arn: secret.secretArn, stages }, secret, isRotated: false };
}

/** The policy of a secret can let in another account, but only a key of the user's can be used from there. */
function keyProblems(owner: SecretOwner, { env, node, encryptionKey }: secretsmanager.ISecret): string[] {
  const isForeign = Token.compareStrings(env.account, Stack.of(owner.scope).account) === TokenComparison.DIFFERENT;
  return isForeign && encryptionKey === undefined ? [SAYS.otherAccount(node.path, env.account)] : [];
}
