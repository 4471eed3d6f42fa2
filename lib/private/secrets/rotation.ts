import { Duration, Stack } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { refusal, refuse, SecretOwner } from './bound-secret';
import { admitRotation } from './owned-secret';
import { decryptsVia } from './read-grant';
import { environmentProblems } from '../environment-problems';
import { isWithin } from '../ranges';

const DEFAULT_AGE = Duration.days(30);
/** Source: https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_schedule.html */
const AGE = { least: Duration.hours(4), most: Duration.days(1000) };

const SAYS = {
  age: (given: string) => `rotateAfter: a value lives at least 4 hours and at most 1000 days, in whole hours, got ${given}`,
  ageToken: 'rotateAfter: the schedule is written at synthesis, so it has to be known by then; got a token',
  otherStack: (rotation: string, stack: string) =>
    `the rotation function ${rotation} is in another stack than the secret (${stack}), and each would wait for the other; create it in ${stack}, or import it by its ARN`,
};

/** The function that rotates a secret of Rampart's, by secret: its ARN. */
const ROTATIONS = new WeakMap<secretsmanager.ISecret, string>();

/** The ARN of the function that rotates a secret, where Rampart made the secret. */
export function rotationOf(secret: secretsmanager.ISecret): string | undefined {
  return ROTATIONS.get(secret);
}

/** Remembers who rotates a secret. */
export function rememberRotation(secret: secretsmanager.ISecret, functionArn: string): void {
  ROTATIONS.set(secret, functionArn);
}

/** The secrets of Rampart that nothing rotates. */
const NEVER_ROTATED = new WeakSet<secretsmanager.ISecret>();

/** Remembers that nothing rotates a secret. */
export function rememberFixed(secret: secretsmanager.ISecret): void {
  NEVER_ROTATED.add(secret);
}

/** Whether it is known that nothing rotates a secret. */
export function isNeverRotated(secret: secretsmanager.ISecret): boolean {
  return NEVER_ROTATED.has(secret);
}

/** Whether a secret of the application has no rotation that is known here; what is imported has one elsewhere, or not. */
export function lacksRotation(secret: secretsmanager.ISecret): boolean {
  return secret.node.defaultChild !== undefined && !isNeverRotated(secret) && rotationOf(secret) === undefined;
}

/** After how long a secret is rotated; refused where Secrets Manager would. */
export function ageOf(owner: SecretOwner, name: string, age: Duration | undefined): Duration {
  if (age === undefined) return DEFAULT_AGE;
  if (age.isUnresolved()) throw refusal(owner, name, SAYS.ageToken);
  const hours = age.toHours({ integral: false });
  if (!isWithin(hours, AGE.least.toHours(), AGE.most.toHours())) throw refusal(owner, name, SAYS.age(age.toHumanString()));
  return age;
}

/** Has a function rotate a secret of Rampart's, and lets it in. */
export function rotatedBy(owner: SecretOwner, name: string, secret: secretsmanager.Secret, rotation: lambda.IFunction, age: Duration): void {
  const [home, foreign] = [Stack.of(secret), Stack.of(rotation)];
  const isImported = rotation.node.defaultChild === undefined;
  refuse(owner, name, environmentProblems(owner.scope, 'rotation', rotation));
  if (home !== foreign && !isImported) throw refusal(owner, name, SAYS.otherStack(rotation.node.path, home.node.path));
  new secretsmanager.RotationSchedule(secret, 'Rotation', { secret: withKeyOfItsStack(secret), rotationLambda: rotation, automaticallyAfter: age });
  admitRotation(secret, rotation);
  rememberRotation(secret, rotation.functionArn);
  // CDK lets the function in by the key's policy, which it cannot write for a key that is imported or of another stack.
  for (const statement of decryptsVia(rotation, secret, ['kms:Decrypt', 'kms:GenerateDataKey'])) rotation.addToRolePolicy(statement);
}

/**
 * The secret as CDK may see it: it would name the function in the policy of the key, but a key of another stack would then wait
 * for the function, which waits for the key. The function's own role is allowed all the same.
 */
function withKeyOfItsStack(secret: secretsmanager.Secret): secretsmanager.ISecret {
  const key = secret.encryptionKey;
  if (key === undefined || Stack.of(key) === Stack.of(secret)) return secret;
  return Object.create(secret, { encryptionKey: { value: undefined } }) as secretsmanager.ISecret;
}
