import * as cdk from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as events from 'aws-cdk-lib/aws-events';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kinesis from 'aws-cdk-lib/aws-kinesis';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as rds from 'aws-cdk-lib/aws-rds';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import * as wafv2 from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';
import { Rampart } from '../../../index';
import {
  AccessReview, ApiAuthorizer, ApiFirewall, DatabaseEngine, PrivateNetwork, Quarantine, RampartDefaults, RotationRehearsal, SecretBackedFunction,
  SecretSource, SecureApi, SecureApiType, SecureFunction, SecurityAlarms, SecurityEvent, SiemDestination, SiemExport, StreamSource,
} from '../../../lib';
import { CONSTRUCTS, SUBJECTS } from '../../support/constructs';
import { surroundings } from '../../support/constructs/layout';
import { built, everyOption, requiredOnly, Way, Ways } from '../../support/constructs/subject';
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
const farBoundary = () => iam.ManagedPolicy.fromManagedPolicyArn(home, id(), arnOf('iam', 'policy/limits', { ...THERE, region: '' }));
const farTable = new dynamodb.TableV2(far, 'Table', { partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING }, dynamoStream: dynamodb.StreamViewType.KEYS_ONLY });
const farDatabase = new rds.DatabaseCluster(far, 'Database', {
  engine: rds.DatabaseClusterEngine.auroraPostgres({ version: rds.AuroraPostgresEngineVersion.VER_16_4 }), vpc: farVpc, writer: rds.ClusterInstance.serverlessV2('Writer'),
});
const farCaller = new apigateway.ApiKey(far, 'CallerKey');
const farLog = new logs.LogGroup(far, 'Log');
const namedFunction = () => lambda.Function.fromFunctionName(home, id(), 'orders');
/** A scope for which something is said by default. */
function inScope(defaults: RampartDefaults): Construct {
  const scope = new Construct(home, id());
  Rampart.defaults(scope, defaults);
  return scope;
}
const functionIn = (stack: cdk.Stack) => new SecureFunction(stack, 'Reader', { code: CODE });
const farPool = (stack: cdk.Stack) => cognito.UserPool.fromUserPoolArn(stack, 'Pool', arnOf('cognito-idp', 'userpool/us-east-1_a'));
/** How CDK writes the partition of an ARN into a template. */
const PARTITION = 'arn:",{"Ref":"AWS::Partition"},":';

/** Whether something is somewhere: a resource, or what holds one of its own. */
function hasPlace(value: unknown): boolean {
  return value instanceof SecurityAlarms || value instanceof SecretSource || value instanceof SiemDestination || value instanceof ApiAuthorizer
    || value instanceof ApiFirewall || (Construct.isConstruct(value) && 'env' in value);
}

/** What has a test of its own below or the name of a method above; and what signs, which means the same wherever it is. */
const OTHERWISE = ['SecretBackedFunction.secretReaders', 'SiemExport.logGroups', 'SecureFunction.signingProfiles'];
const reads = (source: () => SecretSource) => () => new SecretBackedFunction(home, id(), { code: CODE, secrets: { db: source() } });

/** By construct and prop: what is elsewhere, and is refused. */
const REFUSED: [construct: string, prop: string, path: string, build: () => unknown][] = [
  ['SecureFunction', 'vpc', 'Far/Vpc', () => new SecureFunction(home, id(), { code: CODE, vpc: farVpc })],
  ['SecureFunction', 'logKey', 'Home/', () => new SecureFunction(home, id(), { code: CODE, logKey: farKey() })],
  ['SecureFunction', 'environmentKey', 'Home/', () => new SecureFunction(home, id(), { code: CODE, environmentKey: farKey() })],
  ['SecureFunction', 'alarms', 'Far/Alarms/Topic', () => new SecureFunction(home, id(), { code: CODE, alarms: farAlarms })],
  ['SecretBackedFunction', 'secretEncryptionKey', 'Home/', () => (
    new SecretBackedFunction(home, id(), { code: CODE, secrets: { db: SecretSource.generated() }, secretEncryptionKey: farKey() })
  )],
  ['SecretBackedFunction', 'secrets.db: encryptionKey', 'Home/', reads(() => SecretSource.generated({ encryptionKey: farKey() }))],
  ['SecretBackedFunction', 'secrets.db: rotation', 'Far/Function', reads(() => SecretSource.rotating(farFunction))],
  ['SecretBackedFunction', 'secrets.db: vpc', 'Far/Vpc', reads(() => SecretSource.database(database, { engine: DatabaseEngine.MYSQL, username: 'a', vpc: farVpc }))],
  ['SecretBackedFunction', 'secrets.db: adminSecret', 'Home/', reads(() => SecretSource.database(database, { engine: DatabaseEngine.MYSQL, username: 'a', adminSecret: farSecret() }))],
  ['SecureApi', 'logKey', 'Home/', () => new SecureApi(home, id(), { authorizer: ApiAuthorizer.iam(), logKey: farKey() })],
  ['SecureApi', 'alarms', 'Far/Alarms/Topic', () => new SecureApi(home, id(), { authorizer: ApiAuthorizer.iam(), alarms: farAlarms })],
  ['SecureApi', 'authorizer', 'Home/', () => new SecureApi(home, id(), { authorizer: ApiAuthorizer.lambda(farImported()) })],
  ['SecureApi', 'domain: certificate', 'Home/', () => new SecureApi(home, id(), {
    authorizer: ApiAuthorizer.iam(), domain: { domainName: 'api.example.com', certificate: acm.Certificate.fromCertificateArn(home, id(), arnOf('acm', 'certificate/a1')) },
  })],
  ['SecureApi', 'firewall', 'Far/Acl', () => new SecureApi(home, id(), { authorizer: ApiAuthorizer.iam(), firewall: ApiFirewall.existing(farAcl) })],
  ['SecureApi', 'vpcEndpoints', 'Far/Vpc/Endpoint', () => new SecureApi(home, id(), { authorizer: ApiAuthorizer.iam(), vpcEndpoints: [farEndpoint] })],
  ['SecureApi', 'handler', 'Home/', () => new SecureApi(home, id(), { authorizer: ApiAuthorizer.iam() }).addRoute('GET', '/orders', { handler: farImported() })],
  ['SecureApi', 'handler', 'Far/Function', () => new SecureApi(home, id(), { authorizer: ApiAuthorizer.iam() }).addRoute('GET', '/orders', { handler: farFunction })],
  ['SecureApi', 'authorizer', 'Home/', () => (
    new SecureApi(home, id(), { authorizer: ApiAuthorizer.iam() }).addRoute('GET', '/orders', { handler: fn, authorizer: ApiAuthorizer.lambda(farImported()) })
  )],
  ['SecureFunction', 'queue', 'Home/', () => fn.addQueueSource(sqs.Queue.fromQueueArn(home, id(), arnOf('sqs', 'orders')))],
  ['SecureFunction', 'source', 'Home/', () => fn.addStreamSource(StreamSource.kinesis(kinesis.Stream.fromStreamArn(home, id(), arnOf('kinesis', 'stream/orders'))))],
  ['SecurityAlarms', 'Home/.*: fn', 'Home/', () => alarms.watchFunction(farImported())],
  ['SecurityAlarms', 'encryptionKey', 'Far/Key', () => new SecurityAlarms(home, id(), { encryptionKey: farOwnKey })],
  ['SecurityAlarms', 'topic', 'Far/Alarms/Topic', () => farAlarms.watchFunction(fn)],
  ['SecurityAlarms', 'topic', 'Far/Alarms/Topic', () => farAlarms.watchSecret(secret)],
  ['SecurityAlarms', 'topic', 'Home/', () => (
    new SecurityAlarms(home, id(), { topic: sns.Topic.fromTopicArn(home, id(), arnOf('sns', 'operators')) }).watchSecret(secret)
  )],
  ['Quarantine', 'functions', 'Far/Function', () => new Quarantine(home, id(), { alarms, functions: [farFunction] })],
  ['Quarantine', 'secrets', 'Home/', () => new Quarantine(home, id(), { alarms, secrets: [farSecret()] })],
  ['Quarantine', 'rotations', 'Far/Function', () => new Quarantine(home, id(), { alarms, secrets: [secret], rotations: [farFunction] })],
  ['Quarantine', 'alarms', 'Far/Alarms/Topic', () => new Quarantine(home, id(), { alarms: farAlarms, functions: [fn] })],
  ['RotationRehearsal', 'secret', 'Home/', () => new RotationRehearsal(home, id(), { alarms, secret: farSecret(), rotation: fn })],
  ['RotationRehearsal', 'rotation', 'Far/Function', () => new RotationRehearsal(home, id(), { alarms, secret, rotation: farFunction })],
  ['RotationRehearsal', 'alarms', 'Far/Alarms/Topic', () => new RotationRehearsal(home, id(), { alarms: farAlarms, secret, rotation: fn })],
  ['SiemExport', 'destination', 'Home/', () => new SiemExport(home, id(), { destination: SiemDestination.datadog('datadoghq.eu', farSecret()) })],
  ['SiemExport', 'encryptionKey', 'Home/', () => new SiemExport(home, id(), { destination: SiemDestination.datadog('datadoghq.eu', secret), encryptionKey: farKey() })],
  ['SiemExport', 'alarms', 'Far/Alarms/Topic', () => new SiemExport(home, id(), { destination: SiemDestination.datadog('datadoghq.eu', secret), alarms: farAlarms })],
  ['SiemExport', 'addLogGroup', 'Home/', () => new SiemExport(home, id(), {
    destination: SiemDestination.datadog('datadoghq.eu', secret), logGroups: [logs.LogGroup.fromLogGroupArn(home, id(), arnOf('logs', 'log-group:orders:*'))],
  })],
  ['AccessReview', 'topic', 'Home/', () => new AccessReview(home, id(), { topic: sns.Topic.fromTopicArn(home, id(), arnOf('sns', 'operators')) })],
  ['PrivateNetwork', 'logKey', 'Home/', () => new PrivateNetwork(home, id(), { logKey: farKey() })],
  ['Rampart.defaults', 'vpc', 'Far/Vpc', () => {
    const scope = new cdk.Stack(app, id(), { env: HERE });
    Rampart.defaults(scope, { vpc: farVpc });
    return new SecureFunction(scope, 'Function', { code: CODE });
  }],
  ['SecureFunction', 'permissionsBoundary', 'Home/', () => new SecureFunction(home, id(), { code: CODE, permissionsBoundary: farBoundary() })],
  ['SecureFunction', 'eventBus', 'Home/', () => fn.addRuleSource(id(), {
    eventPattern: { source: ['shop'] }, eventBus: events.EventBus.fromEventBusArn(home, id(), arnOf('events', 'event-bus/shop')),
  })],
  ['SecureFunction', 'bucket', 'Home/', () => fn.addBucketSource(s3.Bucket.fromBucketAttributes(home, id(), { bucketName: 'orders', region: THERE.region }))],
  ['SecureFunction', 'source', 'Far/Table', () => fn.addStreamSource(StreamSource.table(farTable))],
  ['SecretBackedFunction', 'secrets.db: target', 'Far/Database', reads(() => SecretSource.database(farDatabase, { engine: DatabaseEngine.POSTGRESQL, username: 'a' }))],
  ['SecureApi', 'addUsagePlan: keys', 'Far/CallerKey', () => new SecureApi(home, id(), { authorizer: ApiAuthorizer.iam() }).addUsagePlan('Plan', { keys: [farCaller] })],
  ['SecurityAlarms', 'Home/.*: secret', 'Home/', () => alarms.watchSecret(farSecret())],
  ['SecurityAlarms', 'Home/.*: logGroup', 'Far/Log', () => alarms.watchFunction(namedFunction(), { logGroup: farLog })],
  ['SecurityAlarms', 'Home/.*: deadLetterQueue', 'Home/', () => (
    alarms.watchFunction(namedFunction(), { deadLetterQueue: sqs.Queue.fromQueueArn(home, id(), arnOf('sqs', 'dead')) })
  )],
  ['SecurityAlarms', 'Home/.*: accessLog', 'Far/Log', () => (
    alarms.watchHttpStage(apigatewayv2.HttpStage.fromHttpStageAttributes(home, id(), { stageName: 'live', api: apigatewayv2.HttpApi.fromHttpApiAttributes(home, id(), { httpApiId: 'a' }) }), {
      accessLog: farLog,
    })
  )],
  ['Quarantine', 'onAlarm: alarm', 'Home/', () => (
    new Quarantine(home, id(), { alarms, functions: [fn] }).onAlarm('Any', cloudwatch.Alarm.fromAlarmArn(home, id(), arnOf('cloudwatch', 'alarm:any')))
  )],
  ['Quarantine', 'onSecurityEvent: fn', 'Far/Function', () => (
    new Quarantine(home, id(), { alarms, functions: [fn] }).onSecurityEvent('Any', farFunction, SecurityEvent.AUTH_FAILED)
  )],
  ['AccessReview', 'alarms', 'Far/Alarms/Topic', () => new AccessReview(home, id(), { alarms: farAlarms })],
  ['Rampart.defaults', 'Rampart.defaults: logKey', 'Home/', () => new SiemExport(inScope({ logKey: farKey() }), 'Siem', { destination: SiemDestination.datadog('datadoghq.eu', secret) })],
  ['Rampart.defaults', 'Rampart.defaults: logKey', 'Home/', () => new Quarantine(inScope({ logKey: farKey() }), 'Shut', { alarms, functions: [fn] })],
  ['Rampart.defaults', 'Rampart.defaults: logKey', 'Home/', () => new RotationRehearsal(inScope({ logKey: farKey() }), 'Try', { alarms, secret, rotation: fn })],
  ['Rampart.defaults', 'Rampart.defaults: permissionsBoundary', 'Home/', () => new AccessReview(inScope({ permissionsBoundary: farBoundary() }), 'Review')],
  ['Rampart.defaults', 'alarms', 'Far/Alarms/Topic', () => new SecureFunction(inScope({ alarms: farAlarms }), 'Function', { code: CODE })],
];

test.each(REFUSED)('%s: %s of another account and Region (%s) is refused, with where both are', (_, prop, path, build) => {
  let said = '';
  try { build(); } catch (error) { said = (error as Error).message; }

  expect(said).toMatch(new RegExp(`^(?:Home|Far|Subject\\d+)/.*: ${prop}: ${path}`));
  if (/permissionsBoundary$/.test(prop)) expect(said).toMatch(/is in account 444455556666, but Home\/.* is in account 111122223333: give one of the same account$/);
  else if (prop === 'bucket') expect(said).toMatch(/is in us-east-1, and S3 notifies functions of its own Region only, got eu-west-1$/);
  else expect(said).toMatch(/is in us-east-1(?: of account 444455556666)?, but (?:Home|Subject\d+)\/.* is in eu-west-1(?: of account 111122223333)?: give one of the same (?:account and )?Region/);
});

/** By construct and prop: what may be elsewhere, and what of it the template says. */
const TAKEN: [construct: string, prop: string, said: string, build: (stack: cdk.Stack) => unknown][] = [
  ['SecureFunction', 'queue', 'arn:aws:sqs:eu-west-1:444455556666:orders', stack => (
    functionIn(stack).addQueueSource(sqs.Queue.fromQueueArn(stack, 'Queue', arnOf('sqs', 'orders', { ...THERE, region: HERE.region })))
  )],
  ['SecureFunction', 'topic', 'arn:aws:sns:us-east-1:444455556666:orders', stack => functionIn(stack).addTopicSource(sns.Topic.fromTopicArn(stack, 'Topic', arnOf('sns', 'orders')))],
  ['SecureFunction', 'environmentKey', 'arn:aws:kms:eu-west-1:444455556666:key/a1', stack => new SecureFunction(stack, 'Function', {
    code: CODE, environmentKey: kms.Key.fromKeyArn(stack, 'Key', arnOf('kms', 'key/a1', { ...THERE, region: HERE.region })),
  })],
  ['SecureFunction', 'permissionsBoundary', ':iam::aws:policy/PowerUserAccess', stack => new SecureFunction(stack, 'Function', {
    code: CODE, permissionsBoundary: iam.ManagedPolicy.fromAwsManagedPolicyName('PowerUserAccess'),
  })],
  ['SecretBackedFunction', 'secrets', ':ssm:us-east-1:444455556666:parameter/login', stack => new SecretBackedFunction(stack, 'Function', {
    code: CODE,
    secrets: {
      login: SecretSource.parameter(ssm.StringParameter.fromSecureStringParameterAttributes(new cdk.Stack(stack.node.root as Construct, 'There', { env: THERE }), 'Login', {
        parameterName: '/login',
      })),
    },
  })],
  ['SecureApi', 'authorizer', 'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_a', stack => new SecureApi(stack, 'Api', {
    type: SecureApiType.HTTP, authorizer: ApiAuthorizer.userPool(farPool(stack), { clients: [cognito.UserPoolClient.fromUserPoolClientId(stack, 'Client', 'a')] }),
  }).addRoute('GET', '/orders', { handler: functionIn(stack) })],
  ['SecureApi', 'authorizer', 'arn:aws:cognito-idp:us-east-1:444455556666:userpool/us-east-1_a', stack => (
    new SecureApi(stack, 'Api', { authorizer: ApiAuthorizer.userPool(farPool(stack)) }).addRoute('GET', '/orders', { handler: functionIn(stack) })
  )],
  ['SiemExport', 'destination', 'arn:aws:s3:::logs-of-all', stack => new SiemExport(stack, 'Siem', {
    destination: SiemDestination.bucket(s3.Bucket.fromBucketAttributes(stack, 'Logs', { bucketName: 'logs-of-all', ...THERE })),
  })],
  ['SecurityAlarms', 'readers', 'arn:aws:iam::444455556666:role/auditor', stack => new SecurityAlarms(stack, 'Alarms').watchSecret(new secretsmanager.Secret(stack, 'Secret'), {
    readers: [iam.Role.fromRoleArn(stack, 'Auditor', 'arn:aws:iam::444455556666:role/auditor')],
  })],
];

test.each(TAKEN)('%s: %s of another account or Region is taken as it is: %s', (_, _prop, said, build) => {
  const stack = new cdk.Stack(testApp(), 'Stack', { env: HERE });
  build(stack);

  expect(JSON.stringify(Template.fromStack(stack).toJSON()).replaceAll(PARTITION, 'arn:aws:')).toContain(said);
});

test('every prop that takes something with a place is in one of the tables', () => {
  const listed = [...REFUSED, ...TAKEN].map(([construct, prop]) => `${construct}.${prop.split(': ').at(-1)}`);
  const placed = Object.entries(CONSTRUCTS).flatMap(([construct, { ways }]) => Object.entries(ways as Ways<object>).flatMap(([prop, all]) => {
    const around = surroundings(quickApp(), 'Stack');
    const values = Object.values(all as Record<string, Way<unknown>>).flatMap(way => [way(around)].flat());
    return values.some(hasPlace) ? [`${construct}.${prop}`] : [];
  }));

  expect(placed.length).toBeGreaterThan(20);
  // One is the other, with secrets.
  const asOf = (prop: string) => [prop, prop.replace('SecretBackedFunction.', 'SecureFunction.')];
  expect(placed.filter(prop => !asOf(prop).some(one => listed.includes(one) || OTHERWISE.includes(one)))).toEqual([]);
});

test('languages that read secrets by the extension of AWS read those of its Region', () => {
  const build = (region: string) => () => new SecretBackedFunction(home, id(), {
    code: CODE,
    runtime: lambda.Runtime.PYTHON_3_14,
    secrets: { db: SecretSource.existing(secretsmanager.Secret.fromSecretCompleteArn(home, id(), arnOf('secretsmanager', 'secret:login-AbCdEf', { ...HERE, region }))) },
  });

  expect(build('us-east-1')).toThrow(/^Home\/Subject\d+: secrets\.db: it is in us-east-1, and the extension by which other languages than Node\.js read asks in eu-west-1 only: replicate it to eu-west-1/);
  expect(build(HERE.region)).not.toThrow();
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
