import { Stack, Token } from 'aws-cdk-lib';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { rotationFailures } from './private/alarms/rotation-failures';
import { readsByOthers } from './private/alarms/secret-alarms';
import { Boundary } from './private/boundary';
import { accountProblems, regionProblems } from './private/environment-problems';
import { isImage } from './private/option-problems';
import { refuse } from './private/refuse';
import { clearDefault, defaultsOf } from './private/scope-defaults';
import { isOwned, readersOf } from './private/secrets/owned-secret';
import { SecretBackedFunctionProps } from './secret-backed-function-props';
import { SecureFunction } from './secure-function';

const NAME = /^[A-Za-z][A-Za-z0-9_-]{0,63}$/;

/** Everything that `SecretBackedFunction` says about props it cannot take. */
const SAYS = {
  noSecret: 'secrets: name at least one, as in { db: SecretSource.existing(secret) }, or take SecureFunction; got none',
  name: (name: string) => `secrets: a name starts with a letter, followed by at most 63 letters, digits, - and _, got ${JSON.stringify(name)}`,
  noSource: (name: string, given: unknown) =>
    `secrets.${name}: give where it comes from, as SecretSource.existing(secret), got ${given === undefined ? 'none' : Object(given).constructor.name}`,
  unknown: (name: string, known: readonly string[]) => `there is no secret ${JSON.stringify(name)}; there are: ${known.join(', ')}`,
  elsewhere: (name: string, region: string, own: string) =>
    `secrets.${name}: it is in ${region}, and the extension by which other languages than Node.js read asks in ${own} only: replicate it to ${own}, or read it by a function there`,
  parameter: (name: string) => `${name} is a parameter of Systems Manager, not a secret`,
};

/**
 * A `SecureFunction` that reads secrets at run time. It may read these and no other, at the stages it needs; what is created
 * for it is encrypted, rotated, and closed to everybody else. With alarms, a rotation that fails raises one, and so does a read of what was
 * created for it by somebody who is not let in, or who tries. Both are seen by a trail of CloudTrail, which the account needs.
 */
export class SecretBackedFunction extends SecureFunction {
  private readonly secrets: ReadonlyMap<string, secretsmanager.ISecret | undefined>;

  public constructor(scope: Construct, id: string, props: SecretBackedFunctionProps) {
    super(scope, id, { ...props, secretsExtension: extensionFor(props) });
    const names = Object.keys(props.secrets ?? {});
    const problems = [
      ...names.length === 0 ? [SAYS.noSecret] : [],
      ...names.filter(name => Token.isUnresolved(name) || !NAME.test(name)).map(SAYS.name),
      // By what it can do: an application may have two copies of this library.
      ...names.filter(name => typeof props.secrets[name]?._bind !== 'function').map(name => SAYS.noSource(name, props.secrets[name])),
      ...regionProblems(this, 'secretEncryptionKey', props.secretEncryptionKey),
      ...accountProblems(this, 'secretReaders', props.secretReaders),
    ];
    if (problems.length > 0) throw new Error(`${this.node.path}: ${problems.join('; ')}`);

    const shared = new Construct(this, 'SecretsShared');
    // What rotates calls Secrets Manager and nothing else: in a network it would need a way there that nobody gives it.
    clearDefault(shared, 'vpc');
    const { alarms = defaultsOf(this).alarms, logKey, logRetention, permissionsBoundary } = props;
    let key = props.secretEncryptionKey;
    const owner = {
      scope: new Construct(this, 'Secrets'),
      shared,
      role: this.role!,
      namesStages: !isImage(props.code) && !readsByExtension(props),
      readers: props.secretReaders ?? [],
      settings: { alarms, logKey, logRetention, permissionsBoundary },
      key: () => key ??= new kms.Key(shared, 'Key', { description: `Secrets of ${this.node.path}`, enableKeyRotation: true }),
    };
    const bound = names.map(name => ({ name, ...props.secrets[name]._bind(owner, name) }));
    if (readsByExtension(props)) refuse(this, bound.flatMap(({ name, fact }) => this.reachProblems(name, fact.arn)));
    const boundary = Boundary.of(this)!;
    this.secrets = new Map(bound.map(({ name, secret }) => [name, secret]));
    for (const { name, fact } of bound) boundary.secret(name, fact);
    const rotated = bound.flatMap(({ isRotated, secret }) => (isRotated && secret !== undefined ? [secret] : []));
    // Of its own secrets: others are watched by their owners.
    const closed = bound.flatMap(({ secret }) => (secret?.node.scopes.includes(this) === true && isOwned(secret) ? [secret] : []));
    const specs = (place: Construct) => [
      ...rotationFailures(place, rotated),
      ...readsByOthers(place, closed, readersOf),
    ];
    if (rotated.length + closed.length > 0) alarms?._watch(shared, specs);
  }

  /** The extension of AWS asks in the Region that it runs in, whatever an ARN says. */
  private reachProblems(name: string, arn: string): string[] {
    const [, region] = /^arn:[^:]+:[^:]+:([a-z\d-]+):/.exec(arn) ?? [];
    const own = Stack.of(this).region;
    return region === undefined || Token.isUnresolved(own) || region === own ? [] : [SAYS.elsewhere(name, region, own)];
  }

  /**
   * A secret by the name that the handler knows it by.
   *
   * @param name as in the prop `secrets`
   * @throws where there is no such secret, or it is a parameter
   */
  public secret(name: string): secretsmanager.ISecret {
    if (!this.secrets.has(name)) throw new Error(`${this.node.path}: ${SAYS.unknown(name, [...this.secrets.keys()])}`);
    const secret = this.secrets.get(name);
    if (secret === undefined) throw new Error(`${this.node.path}: ${SAYS.parameter(name)}`);
    return secret;
  }
}

/**
 * Node.js functions fetch by the runtime of Rampart; others have no such library, so they get the extension of AWS. What an image fetches by, nobody can tell
 * from outside, and Lambda gives it no layers.
 */
function readsByExtension({ code, runtime }: SecretBackedFunctionProps): boolean {
  return !isImage(code) && runtime !== undefined && runtime.family !== lambda.RuntimeFamily.NODEJS;
}

function extensionFor(props: SecretBackedFunctionProps): lambda.ParamsAndSecretsLayerVersion | undefined {
  if (props.secretsExtension !== undefined || !readsByExtension(props)) return props.secretsExtension;
  return lambda.ParamsAndSecretsLayerVersion.fromVersion(lambda.ParamsAndSecretsVersions.V1_0_103);
}
