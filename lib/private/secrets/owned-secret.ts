import { CfnResource, Lazy, RemovalPolicy, Stack, Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { refuse, SecretOwner } from './bound-secret';
import { OwnedSecretOptions } from '../../secret-options';
import { regionProblems } from '../environment-problems';
import { roleName } from '../network/role-name';

/** Source: https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html */
const NAME = /^[\w/+=.@-]{1,512}$/;

const SAYS = {
  name: (given: string) => `secretName: 1 to 512 letters of the alphabet, digits and any of /_+=.@-, got ${JSON.stringify(given)}`,
};

/** Who may read a secret that Rampart created, by secret. */
const READERS = new WeakMap<secretsmanager.ISecret, Readers>();

/** The roles and functions that a secret's resource policy lets read its value; everybody else is refused, administrators too. */
class Readers {
  /** By its ARN, the id of each, where it has one here. */
  private readonly roles = new Map<string, string | undefined>();
  private readonly functions = new Set<string>();

  public constructor(private readonly secret: secretsmanager.Secret) {
    secret.addToResourcePolicy(new iam.PolicyStatement({
      effect: iam.Effect.DENY,
      principals: [new iam.AnyPrincipal()],
      // Reading alone: whoever may change the policy still can, so nobody is locked out of the secret for good.
      actions: ['secretsmanager:GetSecretValue'],
      resources: ['*'],
      conditions: { ArnNotEquals: Lazy.any({ produce: () => this.admitted() }) as unknown as iam.Conditions },
    }));
    // CDK's policy has no such property: Secrets Manager then refuses every later policy that would open the secret to the world.
    policyOf(secret).addPropertyOverride('BlockPublicPolicy', true);
  }

  public admitRole(role: iam.IRole): void {
    this.roles.set(role.roleArn, roleId(role, this.secret));
  }

  public admitArn(roleArn: string): void {
    if (!this.roles.has(roleArn)) this.roles.set(roleArn, undefined);
  }

  /** Of functions whose role is not known here: Lambda says in each call which function makes it. */
  public admitFunction(functionArn: string): void {
    this.functions.add(unqualified(functionArn));
  }

  public known(): SecretReaders {
    return { ...readersBy(this.roles), functions: [...this.functions] };
  }

  private admitted(): iam.Condition {
    return {
      'aws:PrincipalArn': [...this.roles.keys()],
      ...this.functions.size > 0 && { 'lambda:SourceFunctionArn': [...this.functions] },
    };
  }
}

/** A secret that Rampart creates: encrypted with a key of the user's, closed to all but its readers, kept when the stack goes. */
export function ownedSecret(
  owner: SecretOwner, scope: Construct, options: OwnedSecretOptions, generateSecretString?: secretsmanager.SecretStringGenerator,
): secretsmanager.Secret {
  refuse(owner, scope.node.id, [...regionProblems(scope, 'encryptionKey', options.encryptionKey), ...nameProblems(options.secretName)]);
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

function nameProblems(name: string | undefined): string[] {
  return name === undefined || Token.isUnresolved(name) || NAME.test(name) ? [] : [SAYS.name(name)];
}

/** The resource policy of a secret that Rampart created. */
export function policyOf(secret: secretsmanager.Secret): CfnResource {
  return secret.node.findChild('Policy').node.defaultChild as CfnResource;
}

/** Who may read a secret: the ids of roles of its stack, the ARNs of others, and those of functions whose role is not known. */
export interface SecretReaders {
  readonly ids: readonly string[];
  readonly roles: readonly string[];
  readonly functions: readonly string[];
}

/** Who may read some secrets that Rampart created, as far as it is known by now; of others it knows nothing. */
export function readersOf(secrets: readonly secretsmanager.ISecret[]): SecretReaders {
  const all = secrets.flatMap(secret => READERS.get(secret)?.known() ?? []);
  const each = (kind: keyof SecretReaders) => [...new Set(all.flatMap(readers => readers[kind]))];
  return { ids: each('ids'), roles: each('roles'), functions: each('functions') };
}

/** Some roles as readers of a secret. */
export function rolesAsReaders(secret: secretsmanager.ISecret, roles: readonly iam.IRole[]): SecretReaders {
  return { ...readersBy(new Map(roles.map(role => [role.roleArn, roleId(role, secret)]))), functions: [] };
}

function readersBy(roles: ReadonlyMap<string, string | undefined>): Pick<SecretReaders, 'ids' | 'roles'> {
  return {
    ids: [...roles.values()].flatMap(id => id ?? []),
    roles: [...roles].flatMap(([arn, id]) => (id === undefined ? [arn] : [])),
  };
}

/** The id that IAM gives a role, in 21 characters where an ARN takes up to 102; only in its own stack it is had without an export. */
function roleId(role: iam.IRole, secret: secretsmanager.ISecret): string | undefined {
  const { defaultChild } = role.node;
  return defaultChild instanceof iam.CfnRole && Stack.of(defaultChild) === Stack.of(secret) ? defaultChild.attrRoleId : undefined;
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
 * Lets the role of another function read a secret that Rampart created, where it is one.
 *
 * A role of another stack waits for the secret that it reads, so the secret's policy cannot wait for the role: it names the role by a
 * name that both know, which the role is given for it.
 */
export function admitReader(secret: secretsmanager.ISecret, role: iam.IRole): void {
  const readers = READERS.get(secret);
  if (readers === undefined) return;
  if (Stack.of(secret) === Stack.of(role)) readers.admitRole(role);
  else readers.admitArn(arnByName(role));
}

/** Whether Rampart created a secret, and closed it to all but its readers. */
export function isOwned(secret: secretsmanager.ISecret): boolean {
  return READERS.has(secret);
}

/** Lambda names a function without its version or alias: https://docs.aws.amazon.com/lambda/latest/dg/permissions-source-function-arn.html */
function unqualified(functionArn: string): string {
  return functionArn.split(':').slice(0, 7).join(':');
}

/** The ARN of a role in terms of its name. */
function arnByName(role: iam.IRole): string {
  const cfn = role.node.defaultChild as iam.CfnRole;
  const stack = Stack.of(role);
  // What has no name yet has a token for one, and that resolves to nothing.
  if (stack.resolve(cfn.roleName) === undefined) cfn.roleName = roleName(role);
  return stack.formatArn({ service: 'iam', region: '', resource: 'role', resourceName: cfn.roleName });
}
