import { ArnFormat, Duration, Names, Stack, Token } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { Construct, IConstruct } from 'constructs';
import { BoundSecret, refusal, refuse, SecretOwner, STAGES } from './bound-secret';
import { admitFunction, ownedSecret, policyOf } from './owned-secret';
import { grantValue } from './read-grant';
import { ageOf, rememberRotation } from './rotation';
import { DatabaseEngine, DatabaseSecretOptions } from '../../secret-options';
import { environmentProblems, Given } from '../environment-problems';
import { networkOf } from '../network/network-of';

const SAYS = {
  noUser: 'username: name the user that the function logs in as, got an empty text',
  otherEngine: (path: string, given: DatabaseEngine, type: string) =>
    `engine: what rotates logins of ${given} refuses those of any other database, and ${path} is ${type}; give the engine that it is`,
  noPort: 'connections: at which port the database listens is not known from it; give port as well',
  noAddresses: (vpc: string) =>
    `vpc: the rotation is let out to Secrets Manager within the addresses of the VPC, and ${vpc} was imported without them; give secretsManagerEndpoint, or import it with vpcCidrBlock`,
  managedAdmin: (username: string) =>
    'adminSecret: RDS manages this login, which says nothing of where the database is; the rotation would ask RDS, and from its network it reaches the database and '
    + `Secrets Manager only. Leave adminSecret out, and ${username} changes its own password, or have the CDK make the administrator's: Credentials.fromGeneratedSecret(…)`,
  noNetwork: 'connections: the security group of the rotation exists only within a network; give vpc as well',
};

/** What is wrong with the network of the rotation; the CDK finds it out too late to say which prop it is about. */
function wayProblems({ vpc, connections, port, secretsManagerEndpoint }: DatabaseSecretOptions): string[] {
  if (vpc === undefined) return connections === undefined ? [] : [SAYS.noNetwork];
  return [
    ...connections !== undefined && port === undefined && connections.connections.defaultPort === undefined ? [SAYS.noPort] : [],
    ...secretsManagerEndpoint === undefined && networkOf(vpc) === undefined && !knowsItsAddresses(vpc) ? [SAYS.noAddresses(vpc.node.path)] : [],
  ];
}

/** An imported VPC throws where its addresses were not given. */
function knowsItsAddresses(vpc: ec2.IVpc): boolean {
  try {
    return vpc.vpcCidrBlock !== '';
  } catch {
    return false;
  }
}

/** What the engines of RDS are called, by what rotates their logins. Source: the RDS API reference, CreateDBInstance and CreateDBCluster */
const TYPES: Readonly<Partial<Record<DatabaseEngine, RegExp>>> = {
  [DatabaseEngine.POSTGRESQL]: /postgres/,
  [DatabaseEngine.MYSQL]: /mysql|^aurora$/,
  [DatabaseEngine.MARIADB]: /^mariadb/,
  [DatabaseEngine.ORACLE]: /^(custom-)?oracle/,
  [DatabaseEngine.SQLSERVER]: /^(custom-)?sqlserver/,
};

/** What is wrong with the engine, where the database is one of RDS that says which it is. */
function engineProblems(target: secretsmanager.ISecretAttachmentTarget, given: DatabaseEngine): string[] {
  const { node } = target as { readonly node?: Construct['node'] };
  const { engine: type } = (node?.defaultChild ?? {}) as { readonly engine?: unknown };
  if (node === undefined || typeof type !== 'string' || Token.isUnresolved(type) || TYPES[given]?.test(type) === true) return [];
  return [SAYS.otherEngine(node.path, given, type)];
}

const { HostedRotation: Hosted } = secretsmanager;

interface Rotations {
  /** One user changes its own password. */
  readonly one: (options: secretsmanager.SingleUserHostedRotationOptions) => secretsmanager.HostedRotation;
  /** Two users take turns, and an administrator changes their passwords. */
  readonly two: (options: secretsmanager.MultiUserHostedRotationOptions) => secretsmanager.HostedRotation;
}

/** What AWS has functions for. */
const ROTATIONS: Record<DatabaseEngine, Rotations> = {
  [DatabaseEngine.POSTGRESQL]: { one: options => Hosted.postgreSqlSingleUser(options), two: options => Hosted.postgreSqlMultiUser(options) },
  [DatabaseEngine.MYSQL]: { one: options => Hosted.mysqlSingleUser(options), two: options => Hosted.mysqlMultiUser(options) },
  [DatabaseEngine.MARIADB]: { one: options => Hosted.mariaDbSingleUser(options), two: options => Hosted.mariaDbMultiUser(options) },
  [DatabaseEngine.ORACLE]: { one: options => Hosted.oracleSingleUser(options), two: options => Hosted.oracleMultiUser(options) },
  [DatabaseEngine.SQLSERVER]: { one: options => Hosted.sqlServerSingleUser(options), two: options => Hosted.sqlServerMultiUser(options) },
  [DatabaseEngine.REDSHIFT]: { one: options => Hosted.redshiftSingleUser(options), two: options => Hosted.redshiftMultiUser(options) },
  [DatabaseEngine.MONGODB]: { one: options => Hosted.mongoDbSingleUser(options), two: options => Hosted.mongoDbMultiUser(options) },
};

interface Administrator {
  readonly secret: secretsmanager.ISecret;
  readonly isManaged: boolean;
}

/**
 * The login of the administrator that the CDK knows of, and whether RDS manages it. Then it holds a name and a password only, and AWS's function asks RDS for
 * the rest. Source: https://github.com/aws-samples/aws-secrets-manager-rotation-lambdas
 */
function administratorOf(target: secretsmanager.ISecretAttachmentTarget): Administrator | undefined {
  const { secret, node } = target as Partial<IConstruct> & { readonly secret?: secretsmanager.ISecret };
  const database = node?.defaultChild as { readonly manageMasterUserPassword?: unknown } | undefined;
  return secret && { secret, isManaged: (database?.manageMasterUserPassword ?? false) !== false };
}

/** The login of a database, which a function of AWS rotates. */
export function databaseSecret(
  owner: SecretOwner, name: string, target: secretsmanager.ISecretAttachmentTarget, given: DatabaseSecretOptions,
): BoundSecret {
  // A database or cluster of the CDK has the login of its administrator, so that two users can take turns.
  const made = administratorOf(target);
  const options = { ...given, adminSecret: given.adminSecret ?? (made?.isManaged === true ? undefined : made?.secret) };
  if (options.username === '') throw refusal(owner, name, SAYS.noUser);
  const isUnreached = made?.isManaged === true && options.adminSecret === made.secret && options.vpc !== undefined;
  refuse(owner, name, [
    ...engineProblems(target, options.engine), ...wayProblems(options), ...isUnreached ? [SAYS.managedAdmin(options.username)] : [],
  ]);
  const { adminSecret, vpc } = options;
  // What stands for a database need not be a construct.
  const placed = 'env' in target ? target as unknown as Given : undefined;
  refuse(owner, name, Object.entries({ target: placed, adminSecret, vpc }).flatMap(([prop, one]) => environmentProblems(owner.scope, prop, one)));
  const age = ageOf(owner, name, options.rotateAfter);
  const scope = new Construct(owner.scope, name);
  const secret = ownedSecret(owner, scope, options, {
    secretStringTemplate: Stack.of(scope).toJsonString({
      username: options.username,
      // The function that lets two users take turns looks here for the administrator.
      ...options.adminSecret && { masterarn: options.adminSecret.secretArn },
      ...options.databaseName !== undefined && { dbname: options.databaseName },
    }),
    generateStringKey: 'password',
    passwordLength: 30,
    // Characters that drivers, URLs and Oracle's SQL take for something else.
    excludeCharacters: ' %+~`#$&*()|[]{}:;<>?!\'/@"\\',
  });
  const attached = secret.attach(target);
  // CloudFormation reads the secret and writes the address of the database into it; from then on the policy refuses that, as it does everybody else.
  policyOf(secret).node.addDependency(attached.node.defaultChild!);
  rotateHosted(scope, secret, attached, options, age);
  const stages = [STAGES.current, STAGES.pending];
  grantValue(owner, secret, stages);
  return { fact: { arn: secret.secretArn, stages }, secret, isRotated: true };
}

function rotateHosted(
  scope: Construct, secret: secretsmanager.Secret, attached: secretsmanager.ISecret, options: DatabaseSecretOptions, age: Duration,
): void {
  const { engine, adminSecret, vpc, vpcSubnets } = options;
  // The role of AWS's function is not known here, but its name can be given, and Lambda states it in each call.
  const functionName = Names.uniqueResourceName(scope, { maxLength: 64, allowedSpecialCharacters: '-_' });
  const network = { functionName, vpc, vpcSubnets, securityGroups: vpc && [rotationGroup(scope, vpc, options)] };
  const rotation = adminSecret === undefined ? ROTATIONS[engine].one(network) : ROTATIONS[engine].two({ ...network, masterSecret: adminSecret });
  attached.addRotationSchedule('Rotation', { hostedRotation: rotation, automaticallyAfter: age });
  // A secret has one resource policy: what CDK writes about the attachment would replace what stands about the secret.
  attached.node.tryRemoveChild('Policy');
  const functionArn = Stack.of(scope).formatArn({
    service: 'lambda', resource: 'function', resourceName: functionName, arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
  admitFunction(secret, functionArn);
  // Where two users take turns, the rotation logs in as the administrator, whose login another function may own.
  if (adminSecret !== undefined) {
    admitFunction(adminSecret, functionArn);
    blockPublic(adminSecret);
  }
  rememberRotation(secret, functionArn);
}

/**
 * The CDK writes a policy to the secret of the administrator: it is closed to the world like that of the login, which organisations may demand of every
 * policy. Of a secret that is attached to a database it stands at the attachment or at the secret, as a feature flag decides.
 */
function blockPublic(secret: secretsmanager.ISecret): void {
  const attached = secret.node.scope;
  for (const one of [secret, ...secretsmanager.Secret.isSecret(attached) ? [attached] : []]) {
    const policy = one.node.tryFindChild('Policy')?.node.defaultChild;
    if (policy instanceof secretsmanager.CfnResourcePolicy) policy.blockPublicPolicy ??= true;
  }
}

/** What the rotation reaches: the database and Secrets Manager, and nothing else. */
function rotationGroup(scope: Construct, vpc: ec2.IVpc, { connections, port, secretsManagerEndpoint }: DatabaseSecretOptions): ec2.SecurityGroup {
  const group = new ec2.SecurityGroup(scope, 'RotationGroup', { vpc, allowAllOutbound: false, description: 'Rotation of a database login' });
  const why = 'Rotation of the database login';
  if (connections !== undefined && port === undefined) group.connections.allowToDefaultPort(connections, why);
  if (connections !== undefined && port !== undefined) group.connections.allowTo(connections, port, why);
  const endpoint = secretsManagerEndpoint ?? networkOf(vpc)?.endpoint(ec2.InterfaceVpcEndpointAwsService.SECRETS_MANAGER);
  if (endpoint === undefined) group.addEgressRule(ec2.Peer.ipv4(vpc.vpcCidrBlock), ec2.Port.HTTPS, 'Secrets Manager');
  else group.connections.allowTo(endpoint, ec2.Port.HTTPS, 'Secrets Manager');
  return group;
}
