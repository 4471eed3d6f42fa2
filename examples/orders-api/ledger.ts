import { Duration, Stack, Tags } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Role } from 'aws-cdk-lib/aws-iam';
import { IKey } from 'aws-cdk-lib/aws-kms';
import * as rds from 'aws-cdk-lib/aws-rds';
import { HostedRotation, ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { acceptLedgerRisks } from './accepted';
import { workloadBoundary } from './limits';
import { OrdersStack } from './orders-stack';
import { DatabaseEngine, PrivateNetwork, Rampart, SecretBackedFunction, SecretSource, Sensitivity } from '../../index';

/** Whose orders are booked. */
export interface LedgerStackProps {
  readonly orders: OrdersStack;
}

const SECRETS = ec2.InterfaceVpcEndpointAwsService.SECRETS_MANAGER;
/** The database takes a hundred connections; nobody who floods the topic gets more of them than these. */
const BOOKING_AT_ONCE = 20;
/** Newer runtimes trust the certificates of RDS where they are told to. Source: the Lambda guide, Node.js. */
const TRUSTED = { NODE_EXTRA_CA_CERTS: '/var/runtime/ca-cert.pem' };

/** The books of the shop: a database that nothing outside of its network reaches, with a login that changes every week. */
export class LedgerStack extends Stack {
  public readonly book: SecretBackedFunction;

  public constructor(scope: Construct, id: string, { orders: { key, placed, alarms } }: LedgerStackProps) {
    super(scope, id);
    Tags.of(this).add('latency', 'tolerant');
    Rampart.defaults(this, { alarms, logKey: key, sensitivity: Sensitivity.CONFIDENTIAL, permissionsBoundary: workloadBoundary(this) });
    const network = new PrivateNetwork(this, 'Network', { endpoints: [SECRETS] });
    // What works on the books stands in their network.
    Rampart.defaults(this, { vpc: network.vpc });
    const { vpc, privateSubnets: vpcSubnets } = network;
    const group = new ec2.SecurityGroup(this, 'DatabaseGroup', { vpc, allowAllOutbound: false, description: 'The ledger' });
    const database = new rds.DatabaseCluster(this, 'Database', {
      engine: rds.DatabaseClusterEngine.auroraPostgres({ version: rds.AuroraPostgresEngineVersion.VER_16_4 }),
      writer: rds.ClusterInstance.serverlessV2('Writer'),
      vpc,
      vpcSubnets: network.isolatedSubnets,
      securityGroups: [group],
      // RDS makes the login of the administrator and changes it every week. Only what prepares the database takes it.
      credentials: rds.Credentials.fromUsername('administrator', { encryptionKey: key }),
      manageMasterUserPassword: true,
      defaultDatabaseName: 'ledger',
      storageEncryptionKey: key,
      deletionProtection: true,
      backup: { retention: Duration.days(30) },
    });
    const rotator = this.rotator(database, group, network, key);
    this.book = new SecretBackedFunction(this, 'Book', {
      entry: `${__dirname}/handlers/book.ts`,
      environment: TRUSTED,
      vpcSubnets,
      reservedConcurrency: BOOKING_AT_ONCE,
      secretEncryptionKey: key,
      secrets: {
        // Two logins take turns, so that the one in use goes on working while the other one gets a new password.
        ledger: SecretSource.database(database, {
          engine: DatabaseEngine.POSTGRESQL,
          username: 'book',
          databaseName: 'ledger',
          adminSecret: rotator,
          rotateAfter: Duration.days(7),
          vpc,
          vpcSubnets,
          connections: database,
          port: ec2.Port.POSTGRES,
          secretsManagerEndpoint: network.endpoint(SECRETS),
        }),
      },
    });
    this.book.addTopicSource(placed);
    this.book.allowTo(database, ec2.Port.POSTGRES, 'The ledger');
    acceptLedgerRisks(this, this.prepare(database, network, rotator));
  }

  /** The login by which the other one is rotated. It may do nothing else, and changes too. */
  private rotator(database: rds.DatabaseCluster, group: ec2.ISecurityGroup, network: PrivateNetwork, encryptionKey: IKey): ISecret {
    const { vpc, privateSubnets: vpcSubnets } = network;
    const rotation = new ec2.SecurityGroup(this, 'RotationGroup', { vpc, allowAllOutbound: false, description: 'Rotation of the rotator' });
    rotation.connections.allowTo(group, ec2.Port.POSTGRES, 'The ledger');
    rotation.connections.allowTo(network.endpoint(SECRETS), ec2.Port.HTTPS, 'Secrets Manager');
    const login = new rds.DatabaseSecret(this, 'Rotator', { username: 'rotator', dbname: 'ledger', encryptionKey }).attach(database);
    login.addRotationSchedule('Rotation', {
      hostedRotation: HostedRotation.postgreSqlSingleUser({ vpc, vpcSubnets, securityGroups: [rotation] }),
    });
    return login;
  }

  /** What the deployment calls when the stacks are there: it makes the table and the logins. Rotations from before are tried again. */
  private prepare(database: rds.DatabaseCluster, { privateSubnets: vpcSubnets }: PrivateNetwork, rotator: ISecret): SecretBackedFunction {
    const prepare = new SecretBackedFunction(this, 'Prepare', {
      entry: `${__dirname}/handlers/prepare.ts`,
      environment: { ...TRUSTED, LEDGER: `postgres://${database.clusterEndpoint.socketAddress}/ledger` },
      vpcSubnets,
      timeout: Duration.seconds(30),
      reservedConcurrency: 1,
      secrets: {
        administrator: SecretSource.managed(database.secret!),
        rotator: SecretSource.existing(rotator),
        book: SecretSource.existing(this.book.secret('ledger')),
      },
    });
    prepare.allowTo(database, ec2.Port.POSTGRES, 'The ledger');
    prepare.grantInvoke(Role.fromRoleName(this, 'Deployment', 'deployment'));
    return prepare;
  }
}
