import * as cdk from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as rds from 'aws-cdk-lib/aws-rds';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { ENTRY_OPTIONS, EVERY_FUNCTION_OPTION, FUNCTION_ADDITIONS, FUNCTION_WAYS, isRefusedFunction, SNAPSHOT_OPTIONS } from './secure-function';
import { subject } from './subject';
import { KEYS, Surroundings } from './surroundings';
import { DatabaseEngine, SecretBackedFunction, SecretBackedFunctionProps, SecretSource } from '../../../lib';

const FIXED = 'a partner hands it out, and has no way to change it by a program';

function database(scope: Construct, vpc: ec2.IVpc): rds.DatabaseCluster {
  return new rds.DatabaseCluster(scope, 'Database', {
    engine: rds.DatabaseClusterEngine.auroraPostgres({ version: rds.AuroraPostgresEngineVersion.VER_16_4 }),
    vpc,
    vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED },
    writer: rds.ClusterInstance.serverlessV2('Writer'),
  });
}

function login(around: Surroundings, target: rds.DatabaseCluster): SecretSource {
  return SecretSource.database(target, {
    engine: DatabaseEngine.POSTGRESQL,
    username: 'billing',
    adminSecret: target.secret,
    vpc: around.vpc(),
    connections: target,
    databaseName: 'billing',
    vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED },
    description: 'The login',
    encryptionKey: around.key(),
    rotateAfter: cdk.Duration.days(7),
  });
}

const SECURE_STRING = (around: Surroundings, name: string, id: string) =>
  around.once(id, stack => ssm.StringParameter.fromSecureStringParameterAttributes(stack, id, { parameterName: name, ...name.includes('Token') ? { simpleName: true } : {} }));

/** Every kind of secret, each also with what only the deployment knows and with what others made. */
const KINDS: Readonly<Record<string, (around: Surroundings) => SecretSource>> = {
  generated: () => SecretSource.generated(),
  generatedWith: around => SecretSource.generated({
    length: 64, rotateAfter: cdk.Duration.hours(12), description: 'Signs', encryptionKey: around.lateKey(), removalPolicy: cdk.RemovalPolicy.DESTROY,
  }),
  generatedLate: around => SecretSource.generated({ length: around.number(), description: around.text('Description'), secretName: around.text('LoginName'), encryptionKey: around.farKey() }),
  neverRotated: around => SecretSource.neverRotated(FIXED, { encryptionKey: around.importedKey() }),
  neverRotatedLate: around => SecretSource.neverRotated(FIXED, { secretName: around.text('FixedName') }),
  rotating: around => SecretSource.rotating(around.function()),
  rotatingPlain: around => SecretSource.rotating(around.plainFunction(), {
    rotateAfter: cdk.Duration.days(90), generateSecretString: { passwordLength: 40 }, encryptionKey: around.importedKey(), secretName: 'billing/token', description: 'Token',
  }),
  rotatingLate: around => SecretSource.rotating(around.lateFunction()),
  rotatingImported: around => SecretSource.rotating(around.importedFunction(), { encryptionKey: around.lateKey() }),
  existing: around => SecretSource.existing(around.secret()),
  existingFar: around => SecretSource.existing(around.farSecret(), { stages: ['AWSCURRENT', 'AWSPREVIOUS'] }),
  existingLate: around => SecretSource.existing(around.lateSecret(), { stages: [around.text('Stage')] }),
  existingNamed: around => SecretSource.existing(around.namedSecret()),
  existingPartial: around => SecretSource.existing(around.partialSecret()),
  existingOwned: around => SecretSource.existing(around.rotatedSecret()),
  existingOwnedFar: around => SecretSource.existing(around.farRotatedSecret()),
  managed: around => SecretSource.managed(around.secret()),
  managedFar: around => SecretSource.managed(around.farSecret()),
  managedLate: around => SecretSource.managed(around.lateSecret()),
  managedNamed: around => SecretSource.managed(around.namedSecret()),
  database: around => login(around, around.once('database', stack => database(stack, around.vpc()))),
  databaseFar: around => login(around, around.far('Database', scope => database(scope, around.vpc()))),
  databaseAlone: around => SecretSource.database(around.once('database', stack => database(stack, around.vpc())), { engine: DatabaseEngine.POSTGRESQL, username: around.text('User') }),
  databaseImported: around => SecretSource.database(
    { asSecretAttachmentTarget: () => ({ targetId: around.text('Instance'), targetType: secretsmanager.AttachmentTargetType.RDS_DB_INSTANCE }) },
    { engine: DatabaseEngine.MYSQL, username: 'billing', adminSecret: around.lateSecret(), vpc: around.vpc(), secretsManagerEndpoint: ec2.Peer.ipv4('10.0.0.0/24') },
  ),
  parameter: around => SecretSource.parameter(SECURE_STRING(around, '/billing/key', 'Parameter'), { encryptionKey: around.key() }),
  parameterLate: around => SecretSource.parameter(
    around.once('late parameter', stack => ssm.StringParameter.fromSecureStringParameterAttributes(stack, 'LateParameter', { parameterName: around.text('ParameterName'), simpleName: false })),
    { encryptionKey: around.lateKey() },
  ),
};

export const secretBackedFunction = subject<SecretBackedFunctionProps, SecretBackedFunction>({
  make: (scope, id, props) => new SecretBackedFunction(scope, id, props),
  ways: {
    ...FUNCTION_WAYS,
    secrets: {
      everyKind: around => Object.fromEntries(Object.entries(KINDS).filter(([kind]) => !kind.startsWith('databaseFar')).map(([kind, make]) => [kind, make(around)])),
      ...Object.fromEntries(Object.entries(KINDS).map(([kind, source]) => [kind, (around: Surroundings) => ({ [kind]: source(around) })])),
    },
    secretReaders: {
      plain: around => [around.role()],
      far: around => [around.farRole()],
      late: around => [around.lateFunction().role!],
    },
    secretEncryptionKey: KEYS,
  },
  required: { code: 'inline', secrets: 'generated' },
  everyOption: {
    'every option': EVERY_FUNCTION_OPTION,
    'a bundle, with every option': { ...ENTRY_OPTIONS, secrets: 'generated' },
    'signed code and snapshots, with every option': { ...SNAPSHOT_OPTIONS, secrets: 'rotating' },
  },
  additions: FUNCTION_ADDITIONS,
  isRefused: isRefusedFunction,
});
