import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import { BoundSecret, refusal, SecretOwner } from './private/secrets/bound-secret';
import { databaseSecret } from './private/secrets/database-secret';
import { existingSecret, managedSecret } from './private/secrets/existing-secret';
import { fixedSecret, generatedSecret } from './private/secrets/generated-secret';
import { parameterSecret } from './private/secrets/parameter-secret';
import { rotatingSecret } from './private/secrets/rotating-secret';
import {
  DatabaseSecretOptions, ExistingSecretOptions, GeneratedSecretOptions, OwnedSecretOptions, ParameterSecretOptions, RotatingSecretOptions,
} from './secret-options';

/**
 * Where a `SecretBackedFunction` takes a secret from. What is created belongs to the function: encrypted with a key of
 * yours, read by this function alone, rotated, and kept when the stack goes.
 */
export abstract class SecretSource {
  /**
   * A secret that exists: of this application, or imported. Nothing of it is changed, but the function is let in where another
   * `SecretBackedFunction` of the account owns it. Where that one is in another stack, the role of this function gets a name of its own,
   * by which the secret's policy knows it.
   *
   * @param secret the secret, as in `Secret.fromSecretCompleteArn(…)`
   */
  public static existing(secret: secretsmanager.ISecret, options: ExistingSecretOptions = {}): SecretSource {
    return new BoundLater((owner, name) => existingSecret(owner, name, given(owner, name, 'existing', secret), options));
  }

  /**
   * A secret that a service of AWS made and rotates by itself (managed rotation), such as the login of the administrator of an RDS database
   * with `ManageMasterUserPassword`. Nothing of it is changed; the function may read the next value as well (`AWSPENDING`), which is in force
   * while a rotation is under way. With alarms, a rotation that fails raises one, where the secret is of the function's own account and Region;
   * elsewhere `SecurityAlarms.watchSecret` does, of alarms there.
   *
   * @param secret the secret of the service, as in `Secret.fromSecretAttributes(…)`, with its key where that is one of yours
   */
  public static managed(secret: secretsmanager.ISecret): SecretSource {
    return new BoundLater((owner, name) => managedSecret(owner, name, given(owner, name, 'managed', secret)));
  }

  /**
   * A random text that nobody but the function needs to know, such as a key to sign with. A function of Rampart's replaces
   * it; the function may read the value before as well (`AWSPREVIOUS`), to verify what that one signed. Like all that CDK's `RotationSchedule`
   * rotates, it cannot be deleted while its resource policy stands.
   */
  public static generated(options: GeneratedSecretOptions = {}): SecretSource {
    return new BoundLater((owner, name) => generatedSecret(owner, name, options));
  }

  /**
   * A secret that nothing can rotate, because somebody outside hands it out: it is created with a random value, to be
   * overwritten once by hand.
   *
   * @param reason why it is not rotated; it stands in the reports
   */
  public static neverRotated(reason: string, options: OwnedSecretOptions = {}): SecretSource {
    return new BoundLater((owner, name) => fixedSecret(owner, name, reason, options));
  }

  /**
   * The login of a database, which a function of AWS rotates.
   *
   * CloudFormation writes the address of the database into the secret before the secret is closed. Where the database is replaced later, it has to
   * read the secret once more: name the role that deploys in `secretReaders` for that deployment.
   *
   * The role of that function has no permissions boundary, which the template of AWS that it comes from does not know. Where every role needs one,
   * deploy by a role that may do without, or rotate by a function of yours: `SecretSource.rotating`.
   *
   * @param target the database, instance, cluster or proxy
   */
  public static database(target: secretsmanager.ISecretAttachmentTarget, options: DatabaseSecretOptions): SecretSource {
    return new BoundLater((owner, name) => databaseSecret(owner, name, given(owner, name, 'database', target), options));
  }

  /**
   * A secret that a function of yours rotates, in the four steps of Secrets Manager.
   *
   * The secret cannot be deleted while its resource policy stands, as CDK's `RotationSchedule` has it.
   *
   * @param rotation the function; it gets the permissions to rotate this secret and no other
   */
  public static rotating(rotation: lambda.IFunction, options: RotatingSecretOptions = {}): SecretSource {
    return new BoundLater((owner, name) => rotatingSecret(owner, name, given(owner, name, 'rotating', rotation), options));
  }

  /**
   * A SecureString parameter of Systems Manager. CloudFormation cannot create one, so it exists already:
   * `StringParameter.fromSecureStringParameterAttributes(…)`.
   */
  public static parameter(parameter: ssm.IParameter, options: ParameterSecretOptions = {}): SecretSource {
    return new BoundLater((owner, name) => parameterSecret(owner, name, given(owner, name, 'parameter', parameter), options));
  }

  /** @internal */
  public abstract _bind(owner: SecretOwner, name: string): BoundSecret;
}

/** What a source was made of, which no types ask for in JavaScript. */
function given<Of>(owner: SecretOwner, name: string, source: string, of: Of): Of {
  if (of === undefined || of === null) throw refusal(owner, name, `${source}: it needs what it is the source of, got none`);
  return of;
}

/** A source that does its work when a function takes it: only then it is known where the secret belongs. */
class BoundLater extends SecretSource {
  public constructor(private readonly bind: (owner: SecretOwner, name: string) => BoundSecret) {
    super();
  }

  /** @internal */
  public _bind(owner: SecretOwner, name: string): BoundSecret {
    return this.bind(owner, name);
  }
}
