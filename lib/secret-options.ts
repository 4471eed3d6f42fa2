import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';

/** What every secret that Rampart creates may be told. */
export interface OwnedSecretOptions {
  /**
   * What the secret is for.
   *
   * @default - the secret has no description
   */
  readonly description?: string;

  /**
   * The name of the secret. Who may guess a name may look for it, so leave it out unless others need it.
   *
   * @default - CloudFormation makes up a name
   */
  readonly secretName?: string;

  /**
   * The key that encrypts the secret.
   *
   * @default - the `encryptionKey` of the function, or else one key that the function's secrets share
   */
  readonly encryptionKey?: kms.IKey;

  /**
   * What happens to the secret when it leaves the stack.
   *
   * @default - it is kept: what it opens may outlive the stack
   */
  readonly removalPolicy?: RemovalPolicy;
}

/** A secret that is rotated by itself. */
export interface RotatedSecretOptions extends OwnedSecretOptions {
  /**
   * How long a value lives, from 4 hours to 1000 days, in whole hours.
   *
   * @default - 30 days
   */
  readonly rotateAfter?: Duration;
}

/** A secret whose value Secrets Manager makes up. */
export interface GeneratedSecretOptions extends RotatedSecretOptions {
  /**
   * How long the value is, in characters, from 16 to 4096.
   *
   * @default - 48 characters, of letters and digits only: 285 bits of chance, and no tool stumbles over them
   */
  readonly length?: number;
}

/** A secret that a function of yours rotates. */
export interface RotatingSecretOptions extends RotatedSecretOptions {
  /**
   * How the first value is made up.
   *
   * @default - 32 characters of all kinds
   */
  readonly generateSecretString?: secretsmanager.SecretStringGenerator;
}

/** The databases whose logins AWS rotates by functions of its own. */
export enum DatabaseEngine {
  /** PostgreSQL, Aurora PostgreSQL included. */
  POSTGRESQL = 'PostgreSQL',
  /** MySQL, Aurora MySQL included. */
  MYSQL = 'MySQL',
  /** MariaDB. */
  MARIADB = 'MariaDB',
  /** Oracle. */
  ORACLE = 'Oracle',
  /** Microsoft SQL Server. */
  SQLSERVER = 'SQLServer',
  /** Amazon Redshift. */
  REDSHIFT = 'Redshift',
  /** MongoDB and Amazon DocumentDB. */
  MONGODB = 'MongoDB',
}

/** The login of a database. */
export interface DatabaseSecretOptions extends RotatedSecretOptions {
  /** What the database is, which decides who rotates. Another one than a database of RDS in this application is gets refused. */
  readonly engine: DatabaseEngine;

  /** The user of the database that the function logs in as. */
  readonly username: string;

  /**
   * The login of an administrator. With it two users take turns, so that the login that is in use goes on working while the
   * other one gets a new password.
   *
   * @default - that of a database or cluster that is made in this application, its `secret`, where RDS does not manage it
   * (`manageMasterUserPassword`), which the rotation could not use; of any other database one user changes its own password: for a moment the
   * password that a function holds is refused
   */
  readonly adminSecret?: secretsmanager.ISecret;

  /**
   * The network of the database, where the function that rotates has to run.
   *
   * @default - the rotation runs outside of any network of yours, which reaches public databases only
   */
  readonly vpc?: ec2.IVpc;

  /**
   * In which subnets the function that rotates runs; it has to reach the database and Secrets Manager from there.
   *
   * @default - private subnets with a way out
   */
  readonly vpcSubnets?: ec2.SubnetSelection;

  /**
   * The database as something that can be connected to: its security groups let the rotation in.
   *
   * @default - nothing is opened; let the rotation in yourself
   */
  readonly connections?: ec2.IConnectable;

  /**
   * The port that the database listens on.
   *
   * @default - the default port of `connections`
   */
  readonly port?: ec2.Port;

  /**
   * The endpoint of Secrets Manager in the network, which the rotation calls.
   *
   * @default - that of a `PrivateNetwork`, made where it has none; in another VPC the rotation may call any address of it on port 443, and the
   * endpoint has to let it in
   */
  readonly secretsManagerEndpoint?: ec2.IConnectable;

  /**
   * The name of the database to log in to.
   *
   * @default - the user's default database
   */
  readonly databaseName?: string;
}

/** A secret that exists already. */
export interface ExistingSecretOptions {
  /**
   * The staging labels that the function may read. `AWSPENDING` lets it try the next value while a rotation is under way,
   * `AWSPREVIOUS` lets it verify what was signed before the latest rotation.
   *
   * @default - `AWSCURRENT` alone
   */
  readonly stages?: string[];
}

/** A parameter of Systems Manager. */
export interface ParameterSecretOptions {
  /**
   * The key that encrypts the parameter, if it is one of yours.
   *
   * @default - the key that the parameter was imported with, or else the account's `aws/ssm`, which needs no permission
   */
  readonly encryptionKey?: kms.IKey;
}
