import { CfnResource, Lazy, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { refuse, SecretOwner } from './bound-secret';
import { OwnedSecretOptions } from '../../secret-options';
import { regionProblems } from '../environment-problems';

/** Who may read a secret that Rampart created, by secret. */
const READERS = new WeakMap<secretsmanager.ISecret, Readers>();

/** The roles and functions that a secret's resource policy lets read its value; everybody else is refused, administrators too. */
class Readers {
  private readonly roles = new Set<string>();
  private readonly functions = new Set<string>();

  public constructor(secret: secretsmanager.Secret) {
    secret.addToResourcePolicy(new iam.PolicyStatement({
      effect: iam.Effect.DENY,
      principals: [new iam.AnyPrincipal()],
      // Reading alone: whoever may change the policy still can, so nobody is locked out of the secret for good.
      actions: ['secretsmanager:GetSecretValue'],
      resources: ['*'],
      conditions: { ArnNotEquals: Lazy.any({ produce: () => this.admitted() }) as unknown as iam.Conditions },
    }));
    // CDK's policy has no such property: Secrets Manager then refuses every later policy that would open the secret to the world.
    (secret.node.findChild('Policy').node.defaultChild as CfnResource).addPropertyOverride('BlockPublicPolicy', true);
  }

  public admitRole(role: iam.IRole): void {
    this.roles.add(role.roleArn);
  }

  /** Of functions whose role is not known here: Lambda says in each call which function makes it. */
  public admitFunction(functionArn: string): void {
    this.functions.add(functionArn);
  }

  /** The roles that may read, unless some reader is known by its function alone. */
  public known(): string[] | undefined {
    return this.functions.size > 0 ? undefined : [...this.roles];
  }

  private admitted(): iam.Condition {
    return {
      'aws:PrincipalArn': [...this.roles],
      ...this.functions.size > 0 && { 'lambda:SourceFunctionArn': [...this.functions] },
    };
  }
}

/** A secret that Rampart creates: encrypted with a key of the user's, closed to all but its readers, kept when the stack goes. */
export function ownedSecret(
  owner: SecretOwner, scope: Construct, options: OwnedSecretOptions, generateSecretString?: secretsmanager.SecretStringGenerator,
): secretsmanager.Secret {
  refuse(owner, scope.node.id, regionProblems(scope, 'encryptionKey', options.encryptionKey));
  const secret = new secretsmanager.Secret(scope, 'Secret', {
    description: options.description,
    secretName: options.secretName,
    encryptionKey: options.encryptionKey ?? owner.key(),
    removalPolicy: options.removalPolicy ?? RemovalPolicy.RETAIN,
    generateSecretString,
  });
  const readers = new Readers(secret);
  READERS.set(secret, readers);
  for (const role of [owner.role, ...owner.readers]) readers.admitRole(role);
  return secret;
}

/** The roles that may read a secret that Rampart created; nothing where they are not all known, or the secret is of others. */
export function knownReaders(secret: secretsmanager.ISecret): string[] | undefined {
  return READERS.get(secret)?.known();
}

/** Lets the function that rotates a secret read it. */
export function admitRotation(secret: secretsmanager.ISecret, rotation: lambda.IFunction): void {
  if (rotation.role === undefined) READERS.get(secret)?.admitFunction(rotation.functionArn);
  else READERS.get(secret)?.admitRole(rotation.role);
}

/** Lets a function read a secret by its ARN, where nothing else is known of it. */
export function admitFunction(secret: secretsmanager.ISecret, functionArn: string): void {
  READERS.get(secret)?.admitFunction(functionArn);
}

/**
 * Lets the role of another function read a secret that Rampart created.
 *
 * @returns whether it may read now; a policy cannot name a role of another stack that itself waits for the secret
 */
export function admitReader(secret: secretsmanager.ISecret, role: iam.IRole): boolean {
  const readers = READERS.get(secret);
  if (readers === undefined) return true;
  if (Stack.of(secret) !== Stack.of(role)) return false;
  readers.admitRole(role);
  return true;
}
