import { Duration, Stack, Tags } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as rds from 'aws-cdk-lib/aws-rds';
import { HostedRotation } from 'aws-cdk-lib/aws-secretsmanager';
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
      credentials: rds.Credentials.fromGeneratedSecret('administrator', { encryptionKey: key }),
      defaultDatabaseName: 'ledger',
      storageEncryptionKey: key,
      deletionProtection: true,
      backup: { retention: Duration.days(30) },
    });
    // The administrator's own login changes too; only the rotation of the other one uses it.
    const rotation = new ec2.SecurityGroup(this, 'RotationGroup', { vpc, allowAllOutbound: false, description: 'Rotation of the administrator' });
    rotation.connections.allowTo(group, ec2.Port.POSTGRES, 'The ledger');
    rotation.connections.allowTo(network.endpoint(SECRETS), ec2.Port.HTTPS, 'Secrets Manager');
    database.secret!.addRotationSchedule('Rotation', {
      hostedRotation: HostedRotation.postgreSqlSingleUser({ vpc, vpcSubnets, securityGroups: [rotation] }),
    });
    this.book = new SecretBackedFunction(this, 'Book', {
      entry: `${__dirname}/handlers/book.ts`,
      vpcSubnets,
      reservedConcurrency: BOOKING_AT_ONCE,
      secretEncryptionKey: key,
      secrets: {
        // Two logins take turns, so that the one in use goes on working while the other one gets a new password.
        ledger: SecretSource.database(database, {
          engine: DatabaseEngine.POSTGRESQL,
          username: 'book',
          databaseName: 'ledger',
          adminSecret: database.secret,
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
    acceptLedgerRisks(this);
  }
}
