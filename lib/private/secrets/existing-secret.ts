import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { BoundSecret, refusal, SecretOwner, STAGES } from './bound-secret';
import { admitReader } from './owned-secret';
import { grantValue } from './read-grant';
import { ExistingSecretOptions } from '../../secret-options';

const SAYS = {
  noStage: 'stages: name at least one staging label, such as AWSCURRENT, or leave it out; got none',
  otherStack: (path: string) =>
    `${path} belongs to a function of another stack, and its policy cannot name a role that itself waits for it. ` +
    'Create both functions in one stack, or give this function a role name, name that role in readers of the owner, and import the secret here by its ARN',
};

/** A secret that exists already: this function is let read it, and nothing else about it changes. */
export function existingSecret(owner: SecretOwner, name: string, secret: secretsmanager.ISecret, options: ExistingSecretOptions): BoundSecret {
  const stages = options.stages ?? [STAGES.current];
  if (stages.length === 0) throw refusal(owner, name, SAYS.noStage);
  if (!admitReader(secret, owner.role)) throw refusal(owner, name, SAYS.otherStack(secret.node.path));
  grantValue(owner, secret, stages);
  return { fact: { arn: secret.secretArn, stages }, secret, isRotated: false };
}
