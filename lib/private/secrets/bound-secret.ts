import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { SecretFact } from '../../../runtime/contract';
import type { SecureFunctionProps } from '../../secure-function-props';

/** The function that reads secrets, as its sources see it. */
export interface SecretOwner {
  /** What is created for a secret is created under it, by the name of the secret. */
  readonly scope: Construct;

  /** What several secrets share is created under it. */
  readonly shared: Construct;

  /** The role of the function. */
  readonly role: iam.IRole;

  /** Whether the function reads by the runtime of Rampart, which names the stage in each request. */
  readonly namesStages: boolean;

  /** Roles besides the function's that may read the secrets that it owns. */
  readonly readers: readonly iam.IRole[];

  /** What holds for the functions that rotate too. */
  readonly settings: Pick<SecureFunctionProps, 'alarms' | 'logKey' | 'logRetention' | 'permissionsBoundary'>;

  /** The key of the secrets that are created; made when the first one asks. */
  readonly key: () => kms.IKey;
}

/** A secret as one function reads it. */
export interface BoundSecret {
  /** What the running function is told. */
  readonly fact: SecretFact;

  /** The secret, unless it is a parameter. */
  readonly secret?: secretsmanager.ISecret;

  /** Whether a rotation that fails is this function's affair: it had the secret rotated, or a service does that nobody else watches. */
  readonly isRotated: boolean;
}

/** The staging labels of Secrets Manager: https://docs.aws.amazon.com/secretsmanager/latest/userguide/whats-in-a-secret.html */
export const STAGES = { current: 'AWSCURRENT', pending: 'AWSPENDING', previous: 'AWSPREVIOUS' } as const;

/** An error that names the function, the secret, what was given and what would do. */
export function refusal(owner: SecretOwner, name: string, message: string): Error {
  return new Error(`${owner.scope.node.path}: secrets.${name}: ${message}`);
}

/** Throws where something is wrong with a source. */
export function refuse(owner: SecretOwner, name: string, problems: readonly string[]): void {
  if (problems.length > 0) throw refusal(owner, name, problems.join('; '));
}
