import * as cdk from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kinesis from 'aws-cdk-lib/aws-kinesis';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import * as wafv2 from 'aws-cdk-lib/aws-wafv2';
import { Rampart } from '../../../index';
import {
  AccessReview, ApiAuthorizer, ApiFirewall, DatabaseEngine, PrivateNetwork, Quarantine, RotationRehearsal, SecretBackedFunction, SecretSource,
  SecureApi, SecureFunction, SecurityAlarms, SiemDestination, SiemExport, StreamSource,
} from '../../../lib';
import { SUBJECTS } from '../../support/constructs';
import { surroundings } from '../../support/constructs/layout';
import { built, everyOption, requiredOnly } from '../../support/constructs/subject';
import { circlesIn, quickApp } from '../../support/quick-app';
import { testApp } from '../../support/synthesis';

const HERE = { account: '111122223333', region: 'eu-west-1' };
const THERE = { account: '444455556666', region: 'us-east-1' };
const CODE = lambda.Code.fromInline('exports.handler = async () => {};');

const app = testApp();
const home = new cdk.Stack(app, 'Home', { env: HERE });
const far = new cdk.Stack(app, 'Far', { env: THERE });
const alarms = new SecurityAlarms(home, 'Alarms');
const fn = new SecureFunction(home, 'Function', { code: CODE });
const farAlarms = new SecurityAlarms(far, 'Alarms');
const farFunction = new SecureFunction(far, 'Function', { code: CODE });
const farVpc = new ec2.Vpc(far, 'Vpc');
const farOwnKey = new kms.Key(far, 'Key');
const farEndpoint = farVpc.addInterfaceEndpoint('Endpoint', { service: ec2.InterfaceVpcEndpointAwsService.APIGATEWAY });
const farAcl = new wafv2.CfnWebACL(far, 'Acl', {
  scope: 'REGIONAL', defaultAction: { allow: {} }, visibilityConfig: { cloudWatchMetricsEnabled: true, metricName: 'acl', sampledRequestsEnabled: true },
});
const secret = new secretsmanager.Secret(home, 'Secret');
const database = { asSecretAttachmentTarget: () => ({ targetId: 'orders', targetType: secretsmanager.AttachmentTargetType.RDS_DB_INSTANCE }) };

let count = 0;
/** Each case has ids of its own; what stands elsewhere is made in this application, or known by its ARN. */
const id = () => `Subject${count += 1}`;
const arnOf = (service: string, rest: string, { account, region } = THERE) => `arn:aws:${service}:${region}:${account}:${rest}`;
const farKey = () => kms.Key.fromKeyArn(home, id(), arnOf('kms', 'key/a1'));
const farSecret = () => secretsmanager.Secret.fromSecretCompleteArn(home, id(), arnOf('secretsmanager', 'secret:login-AbCdEf'));
const farImported = () => lambda.Function.fromFunctionArn(home, id(), arnOf('lambda', 'function:orders'));
const reads = (source: () => SecretSource) => () => new SecretBackedFunction(home, id(), { code: CODE, secrets: { db: source() } });

test.each<[string, string, () => unknown]>([
  ['vpc', 'Far/Vpc', () => new SecureFunction(home, id(), { code: CODE, vpc: farVpc })],
  ['logKey', 'Home/', () => new SecureFunction(home, id(), { code: CODE, logKey: farKey() })],
  ['environmentKey', 'Home/', () => new SecureFunction(home, id(), { code: CODE, environmentKey: farKey() })],
  ['alarms', 'Far/Alarms/Topic', () => new SecureFunction(home, id(), { code: CODE, alarms: farAlarms })],
  ['secretEncryptionKey', 'Home/', () => (
    new SecretBackedFunction(home, id(), { code: CODE, secrets: { db: SecretSource.generated() }, secretEncryptionKey: farKey() })
  )],
  ['secrets.db: encryptionKey', 'Home/', reads(() => SecretSource.generated({ encryptionKey: farKey() }))],
  ['secrets.db: rotation', 'Far/Function', reads(() => SecretSource.rotating(farFunction))],
  ['secrets.db: vpc', 'Far/Vpc', reads(() => SecretSource.database(database, { engine: DatabaseEngine.MYSQL, username: 'a', vpc: farVpc }))],
  ['secrets.db: adminSecret', 'Home/', reads(() => SecretSource.database(database, { engine: DatabaseEngine.MYSQL, username: 'a', adminSecret: farSecret() }))],
  ['logKey', 'Home/', () => new SecureApi(home, id(), { authorizer: ApiAuthorizer.iam(), logKey: farKey() })],
  ['alarms', 'Far/Alarms/Topic', () => new SecureApi(home, id(), { authorizer: ApiAuthorizer.iam(), alarms: farAlarms })],
  ['authorizer', 'Home/', () => new SecureApi(home, id(), { authorizer: ApiAuthorizer.lambda(farImported()) })],
  ['domain: certificate', 'Home/', () => new SecureApi(home, id(), {
    authorizer: ApiAuthorizer.iam(), domain: { domainName: 'api.example.com', certificate: acm.Certificate.fromCertificateArn(home, id(), arnOf('acm', 'certificate/a1')) },
  })],
  ['firewall', 'Far/Acl', () => new SecureApi(home, id(), { authorizer: ApiAuthorizer.iam(), firewall: ApiFirewall.existing(farAcl) })],
  ['vpcEndpoints', 'Far/Vpc/Endpoint', () => new SecureApi(home, id(), { authorizer: ApiAuthorizer.iam(), vpcEndpoints: [farEndpoint] })],
  ['handler', 'Home/', () => new SecureApi(home, id(), { authorizer: ApiAuthorizer.iam() }).addRoute('GET', '/orders', { handler: farImported() })],
  ['handler', 'Far/Function', () => new SecureApi(home, id(), { authorizer: ApiAuthorizer.iam() }).addRoute('GET', '/orders', { handler: farFunction })],
  ['authorizer', 'Home/', () => (
    new SecureApi(home, id(), { authorizer: ApiAuthorizer.iam() }).addRoute('GET', '/orders', { handler: fn, authorizer: ApiAuthorizer.lambda(farImported()) })
  )],
  ['queue', 'Home/', () => fn.addQueueSource(sqs.Queue.fromQueueArn(home, id(), arnOf('sqs', 'orders')))],
  ['source', 'Home/', () => fn.addStreamSource(StreamSource.kinesis(kinesis.Stream.fromStreamArn(home, id(), arnOf('kinesis', 'stream/orders'))))],
  ['Home/.*: fn', 'Home/', () => alarms.watchFunction(farImported())],
  ['encryptionKey', 'Far/Key', () => new SecurityAlarms(home, id(), { encryptionKey: farOwnKey })],
  ['topic', 'Far/Alarms/Topic', () => farAlarms.watchFunction(fn)],
  ['topic', 'Far/Alarms/Topic', () => farAlarms.watchSecret(secret)],
  ['topic', 'Home/', () => (
    new SecurityAlarms(home, id(), { topic: sns.Topic.fromTopicArn(home, id(), arnOf('sns', 'operators')) }).watchSecret(secret)
  )],
  ['functions', 'Far/Function', () => new Quarantine(home, id(), { alarms, functions: [farFunction] })],
  ['secrets', 'Home/', () => new Quarantine(home, id(), { alarms, secrets: [farSecret()] })],
  ['rotations', 'Far/Function', () => new Quarantine(home, id(), { alarms, secrets: [secret], rotations: [farFunction] })],
  ['alarms', 'Far/Alarms/Topic', () => new Quarantine(home, id(), { alarms: farAlarms, functions: [fn] })],
  ['secret', 'Home/', () => new RotationRehearsal(home, id(), { alarms, secret: farSecret(), rotation: fn })],
  ['rotation', 'Far/Function', () => new RotationRehearsal(home, id(), { alarms, secret, rotation: farFunction })],
  ['alarms', 'Far/Alarms/Topic', () => new RotationRehearsal(home, id(), { alarms: farAlarms, secret, rotation: fn })],
  ['destination', 'Home/', () => new SiemExport(home, id(), { destination: SiemDestination.datadog('datadoghq.eu', farSecret()) })],
  ['encryptionKey', 'Home/', () => new SiemExport(home, id(), { destination: SiemDestination.datadog('datadoghq.eu', secret), encryptionKey: farKey() })],
  ['alarms', 'Far/Alarms/Topic', () => new SiemExport(home, id(), { destination: SiemDestination.datadog('datadoghq.eu', secret), alarms: farAlarms })],
  ['addLogGroup', 'Home/', () => new SiemExport(home, id(), {
    destination: SiemDestination.datadog('datadoghq.eu', secret), logGroups: [logs.LogGroup.fromLogGroupArn(home, id(), arnOf('logs', 'log-group:orders:*'))],
  })],
  ['topic', 'Home/', () => new AccessReview(home, id(), { topic: sns.Topic.fromTopicArn(home, id(), arnOf('sns', 'operators')) })],
  ['logKey', 'Home/', () => new PrivateNetwork(home, id(), { logKey: farKey() })],
  ['vpc', 'Far/Vpc', () => {
    const scope = new cdk.Stack(app, id(), { env: HERE });
    Rampart.defaults(scope, { vpc: farVpc });
    return new SecureFunction(scope, 'Function', { code: CODE });
  }],
])('%s of another account and Region (%s) is refused, with where both are', (prop, path, build) => {
  let said = '';
  try { build(); } catch (error) { said = (error as Error).message; }

  expect(said).toMatch(new RegExp(`^(?:Home|Far|Subject\\d+)/.*: ${prop}: ${path}`));
  expect(said).toMatch(/is in us-east-1(?: of account 444455556666)?, but (?:Home|Subject\d+)\/.* is in eu-west-1(?: of account 111122223333)?: give one of the same (?:account and )?Region/);
});

test('a reader of another account is refused: the policy of the secret would have to let it in, and lets in nobody', () => {
  const build = (account: string) => () => new SecretBackedFunction(home, id(), {
    code: CODE, secrets: { db: SecretSource.generated() }, secretReaders: [iam.Role.fromRoleArn(home, id(), `arn:aws:iam::${account}:role/emergency`)],
  });

  expect(build(THERE.account)).toThrow(/secretReaders: Home\/Subject\d+ is in account 444455556666, but Home\/Subject\d+ is in account 111122223333: give one of the same account$/);
  expect(build(HERE.account)).not.toThrow();
});

test('a secret of another Region is called and decrypted there', () => {
  const stack = new cdk.Stack(testApp(), 'Stack', { env: HERE });
  const place = { ...HERE, region: THERE.region };
  const encryptionKey = kms.Key.fromKeyArn(stack, 'Key', arnOf('kms', 'key/a1', place));
  const secretCompleteArn = arnOf('secretsmanager', 'secret:login-AbCdEf', place);
  const source = SecretSource.existing(secretsmanager.Secret.fromSecretAttributes(stack, 'Secret', { secretCompleteArn, encryptionKey }));
  new SecretBackedFunction(stack, 'Billing', { code: CODE, secrets: { db: source } });

  expect(JSON.stringify(Template.fromStack(stack).findResources('AWS::IAM::Policy'))).toContain('"kms:ViaService":"secretsmanager.us-east-1.amazonaws.com"');
});

describe('a secret of another account', () => {
  const secretCompleteArn = arnOf('secretsmanager', 'secret:login-AbCdEf', { ...THERE, region: HERE.region });

  test('is refused without its key, which the default one cannot stand for', () => {
    expect(reads(() => SecretSource.existing(secretsmanager.Secret.fromSecretCompleteArn(home, id(), secretCompleteArn))))
      .toThrow(/secrets\.db: existing: Home\/Subject\d+ belongs to account 444455556666, and what the key aws\/secretsmanager encrypts no other account can read/);
  });

  test('is read with its key', () => {
    const stack = new cdk.Stack(testApp(), 'Stack', { env: HERE });
    const encryptionKey = kms.Key.fromKeyArn(stack, 'Key', arnOf('kms', 'key/a1', { ...THERE, region: HERE.region }));
    const source = SecretSource.existing(secretsmanager.Secret.fromSecretAttributes(stack, 'Secret', { secretCompleteArn, encryptionKey }));
    new SecretBackedFunction(stack, 'Billing', { code: CODE, secrets: { db: source } });

    const policies = JSON.stringify(Template.fromStack(stack).findResources('AWS::IAM::Policy'));
    for (const arn of [secretCompleteArn, encryptionKey.keyArn]) expect(policies).toContain(arn);
  });
});

test('whatever is known of the account and Region, every construct deploys with every option', () => {
  const quick = quickApp();
  for (const [name, subject] of Object.entries(SUBJECTS)) {
    [requiredOnly(subject), ...Object.values(everyOption(subject))].forEach((combination, index) => {
      built(subject, surroundings(quick, `${name.replace('.', '')}${index}`, { env: HERE }), 'Subject', combination);
    });
  }
  expect(circlesIn(quick)).toEqual([]);
});
