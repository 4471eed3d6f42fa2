import { Stack, Token, TokenComparison } from 'aws-cdk-lib';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { IConstruct } from 'constructs';
import { BoundSecret, refusal, refuse, SecretOwner, STAGES } from './bound-secret';
import { admitReader, isOwned } from './owned-secret';
import { grantValue, isKnownByName } from './read-grant';
import { ExistingSecretOptions } from '../../secret-options';
import { environmentProblems, placedByArn } from '../environment-problems';
import { lateListProblems } from '../late-list';

const SAYS = {
  noStage: 'stages: name at least one staging label, such as AWSCURRENT, or leave it out; got none',
  otherAccount: (path: string, account: string) =>
    `existing: ${path} belongs to account ${account}, and what the key aws/secretsmanager encrypts no other account can read: `
    + 'import it with its key, Secret.fromSecretAttributes(…, { secretCompleteArn, encryptionKey })',
  nameless: (path: string, environment: string) =>
    `existing: ${path} is in another environment (${environment}), where it is known by its name alone, and it has none yet: give it one there (secretName), `
    + 'or import it by its ARN, Secret.fromSecretAttributes(…, { secretCompleteArn, encryptionKey })',
  otherOwner: (path: string, account: string) =>
    `existing: ${path} belongs to a function of account ${account}, and its policy lets in roles of that account alone: `
    + 'create a secret of its own here, or read it by a function there',
};

/** A secret that exists already: this function is let read it, and nothing else about it changes. */
export function existingSecret(owner: SecretOwner, name: string, secret: secretsmanager.ISecret, options: ExistingSecretOptions): BoundSecret {
  const stages = options.stages ?? [STAGES.current];
  refuse(owner, name, lateListProblems('stages', stages, 'the function is told each'));
  if (stages.length === 0) throw refusal(owner, name, SAYS.noStage);
  refuse(owner, name, [...accountProblems(owner, secret), ...nameProblems(owner, secret)]);
  admitReader(secret, owner.role);
  grantValue(owner, secret, stages);
  return { fact: { arn: secret.secretArn, stages }, secret, isRotated: false };
}

/** A secret that a service rotates by itself: what fails there is told here, where rules of this environment hear of it. */
export function managedSecret(owner: SecretOwner, name: string, secret: secretsmanager.ISecret): BoundSecret {
  const bound = existingSecret(owner, name, secret, { stages: [STAGES.current, STAGES.pending] });
  return { ...bound, isRotated: environmentProblems(owner.scope, name, placedByArn(secret, secret.secretArn)).length === 0 };
}

/** What has a name of its own for the deployment only cannot be named from another environment. */
function nameProblems({ scope }: SecretOwner, secret: secretsmanager.ISecret): string[] {
  const { environment } = Stack.of(secret);
  return isKnownByName(scope, secret) && !canBeNamed(scope, secret) ? [SAYS.nameless(secret.node.path, environment)] : [];
}

/** Whether CDK finds a name; for one that it may give itself it does so now. */
function canBeNamed(scope: IConstruct, secret: secretsmanager.ISecret): boolean {
  try {
    Stack.of(scope).resolve(secret.secretArn);
    return true;
  } catch {
    return false;
  }
}

/** The policy of a secret can let in another account, but only a key of the user's can be used from there; ours lets in nobody from elsewhere. */
function accountProblems(owner: SecretOwner, secret: secretsmanager.ISecret): string[] {
  const { env: { account }, node: { path }, encryptionKey } = secret;
  if (Token.compareStrings(account, Stack.of(owner.scope).account) !== TokenComparison.DIFFERENT) return [];
  if (isOwned(secret)) return [SAYS.otherOwner(path, account)];
  return encryptionKey === undefined ? [SAYS.otherAccount(path, account)] : [];
}
