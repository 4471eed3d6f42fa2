import { Token, Tokenization } from 'aws-cdk-lib';
import { Code, IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { BoundSecret, refusal, SecretOwner, STAGES } from './bound-secret';
import { GENERATED_ROTATION } from './generated-rotation';
import { ownedSecret } from './owned-secret';
import { grantValue } from './read-grant';
import { ageOf, rememberFixed, rotatedBy } from './rotation';
import { acknowledge } from '../../../aspects/synthesis/acknowledged';
import { GeneratedSecretOptions, OwnedSecretOptions } from '../../secret-options';
import { SecureFunction } from '../../secure-function';
import { isWithin } from '../ranges';
import { judge } from '../settled-props';
import { partOf } from '../sources/part-of';

const LENGTH = { least: 16, most: 4096, usual: 48 };

const SAYS = {
  length: (given: number) => `length: from ${LENGTH.least} to ${LENGTH.most} characters, in whole numbers, got ${given}`,
  noReason: 'say why the secret is never rotated, so that a reader of the report can judge it; got an empty reason',
};

/** A random text that a function of ours replaces. */
export function generatedSecret(owner: SecretOwner, name: string, options: GeneratedSecretOptions): BoundSecret {
  const length = options.length ?? LENGTH.usual;
  judge(owner.scope, { length }, lengthProblems, { part: `secrets.${name}` });
  const age = ageOf(owner, name, options.rotateAfter);
  const secret = ownedSecret(owner, new Construct(owner.scope, name), options, { passwordLength: length, excludePunctuation: true });
  rotatedBy(owner, name, secret, rotationOf(owner, name, length), age);
  // What was signed with the value before is still verified.
  const stages = [STAGES.current, STAGES.previous];
  grantValue(owner, secret, stages);
  return { fact: { arn: secret.secretArn, stages }, secret, isRotated: true };
}

function lengthProblems({ length }: { readonly length: number }): string[] {
  return isWithin(length, LENGTH.least, LENGTH.most) ? [] : [SAYS.length(length)];
}

/** A secret that somebody outside hands out, so that nothing can rotate it. */
export function fixedSecret(owner: SecretOwner, name: string, reason: string, options: OwnedSecretOptions): BoundSecret {
  if (reason.trim() === '') throw refusal(owner, name, SAYS.noReason);
  const secret = ownedSecret(owner, new Construct(owner.scope, name), options);
  rememberFixed(secret);
  acknowledge(secret, { rule: 'secret-rotation-on', reason });
  grantValue(owner, secret, [STAGES.current]);
  return { fact: { arn: secret.secretArn }, secret, isRotated: false };
}

/** The function that makes up new values, one for each length that the owner's secrets have; a length that only the deployment knows has its own. */
function rotationOf({ shared, settings }: SecretOwner, name: string, length: number): IFunction {
  const [scope, id] = Token.isUnresolved(length) ? [partOf(shared, 'Late'), name] : [shared, length === LENGTH.usual ? 'Generator' : `Generator${length}`];
  return partOf(scope, id, () => new SecureFunction(scope, id, {
    code: Code.fromInline(GENERATED_ROTATION),
    description: 'Makes up new values for generated secrets',
    environment: { PASSWORD_LENGTH: Tokenization.stringifyNumber(length) },
    ...settings,
  }));
}
