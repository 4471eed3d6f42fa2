import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { BoundSecret, SecretOwner, STAGES } from './bound-secret';
import { ownedSecret } from './owned-secret';
import { grantValue } from './read-grant';
import { ageOf, rotatedBy } from './rotation';
import { RotatingSecretOptions } from '../../secret-options';

/** A secret that a function of the user's rotates. */
export function rotatingSecret(owner: SecretOwner, name: string, rotation: lambda.IFunction, options: RotatingSecretOptions): BoundSecret {
  const age = ageOf(owner, name, options.rotateAfter);
  const secret = ownedSecret(owner, new Construct(owner.scope, name), options, options.generateSecretString);
  rotatedBy(owner, name, secret, rotation, age);
  // While a rotation is under way, what the secret opens may know the next value already.
  const stages = [STAGES.current, STAGES.pending];
  grantValue(owner, secret, stages);
  return { fact: { arn: secret.secretArn, stages }, secret, isRotated: true };
}
