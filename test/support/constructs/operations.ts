import * as cdk from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as scheduler from 'aws-cdk-lib/aws-scheduler';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { subject } from './subject';
import { ALARMS, CODE, KEYS, Surroundings } from './surroundings';
import {
  AccessReview, AccessReviewProps, ApiAuthorizer, PrivateNetwork, PrivateNetworkProps, Quarantine, QuarantineProps, RotationRehearsal,
  RotationRehearsalProps, SecretBackedFunction, SecretSource, SecureApi, SecureFunction, SecurityAlarms, SecurityAlarmsProps, SecurityEvent,
  SiemDestination, SiemExport, SiemExportProps,
} from '../../../lib';

/** Topics of every origin. */
const TOPICS = {
  plain: (around: Surroundings) => around.once('topic', stack => new sns.Topic(stack, 'Topic', { masterKey: around.key(), enforceSSL: true })),
  far: (around: Surroundings) => around.far('Topic', scope => new sns.Topic(scope, 'Topic', { masterKey: around.farKey(), enforceSSL: true })),
  late: (around: Surroundings) => around.once('late topic', stack => sns.Topic.fromTopicArn(stack, 'LateTopic', around.text('TopicArn'))),
};

const OWN_KEYS = {
  plain: (around: Surroundings) => around.key(),
  far: (around: Surroundings) => around.farKey(),
};

export const securityAlarms = subject<SecurityAlarmsProps, SecurityAlarms>({
  make: (scope, id, props) => new SecurityAlarms(scope, id, props),
  ways: { encryptionKey: OWN_KEYS, topic: TOPICS },
  required: {},
  everyOption: { 'a key': { topic: undefined }, 'a topic': { encryptionKey: undefined } },
  isRefused: ({ topic, encryptionKey }) => topic !== undefined && encryptionKey !== undefined,
  additions: {
    function: (alarms, { stack }) => alarms.watchFunction(new SecureFunction(stack, `Watched${alarms.node.id}`, { code: CODE }), {
      errors: 1, errorRate: 1, iteratorAge: cdk.Duration.minutes(1), deadLetterQueue: new sqs.Queue(stack, `Letters${alarms.node.id}`), anomalyDeviations: 2,
    }),
    plainFunction: (alarms, { stack }) => alarms.watchFunction(new lambda.Function(stack, `WatchedPlain${alarms.node.id}`, {
      code: CODE, handler: 'index.handler', runtime: lambda.Runtime.NODEJS_24_X, timeout: cdk.Duration.seconds(9),
    })),
    userFunction: (alarms, { users, stack }) => alarms.watchFunction(new SecureFunction(users, `Watched${stack.node.id}${alarms.node.id}`, { code: CODE })),
    lateFunction: (alarms, around) => alarms.watchFunction(lambda.Function.fromFunctionArn(around.stack, `WatchedLate${alarms.node.id}`, around.text('FunctionArn')), {
      timeout: cdk.Duration.seconds(around.number()),
      logGroup: logs.LogGroup.fromLogGroupName(around.stack, `LogOf${alarms.node.id}`, around.text('LogGroup')),
      errors: around.number(),
      errorRate: around.number(),
      iteratorAge: cdk.Duration.millis(around.number()),
      deadLetterQueue: sqs.Queue.fromQueueArn(around.stack, `LettersLate${alarms.node.id}`, around.text('QueueArn')),
    }),
    api: (alarms, { stack }) => {
      const api = new SecureApi(stack, `WatchedApi${alarms.node.id}`, { authorizer: ApiAuthorizer.iam() });
      api.addRoute('GET', '/orders', { handler: new SecureFunction(stack, `Behind${alarms.node.id}`, { code: CODE }) });
      alarms.watchApi(api, { clientErrors: 1, serverErrors: 1, authFailures: 1, blocked: 1 });
    },
    restApi: (alarms, around) => {
      const api = new apigateway.RestApi(around.stack, `WatchedRest${alarms.node.id}`, { cloudWatchRole: false });
      api.root.addMethod('GET');
      alarms.watchRestApi(api, {
        accessLog: logs.LogGroup.fromLogGroupName(around.stack, `RestLog${alarms.node.id}`, around.text('LogGroup')),
        statusField: 'httpStatus',
        firewallMetric: around.text('FirewallMetric'),
        clientErrors: around.number(),
        serverErrors: around.number(),
        authFailures: around.number(),
        blocked: around.number(),
      });
    },
    lateRestApi: (alarms, around) => alarms.watchRestApi(apigateway.RestApi.fromRestApiAttributes(around.stack, `RestLate${alarms.node.id}`, {
      restApiId: around.text('RestApi'), rootResourceId: 'a', restApiName: around.text('RestApiName'),
    }) as apigateway.RestApiBase),
    httpStage: (alarms, { stack }) => alarms.watchHttpStage(new apigatewayv2.HttpApi(stack, `WatchedHttp${alarms.node.id}`).defaultStage!),
    secret: (alarms, around) => alarms.watchSecret(around.once(`watched secret ${alarms.node.id}`, stack => new cdk.aws_secretsmanager.Secret(stack, `WatchedSecret${alarms.node.id}`)), {
      readers: [around.role(), around.farRole()], addresses: ['192.0.2.7', around.text('Address')],
    }),
    lateSecret: (alarms, around) => alarms.watchSecret(
      cdk.aws_secretsmanager.Secret.fromSecretCompleteArn(around.stack, `WatchedLateSecret${alarms.node.id}`, around.text('WatchedArn')), { readers: [around.lateFunction().role!] },
    ),
    namedSecret: (alarms, { stack }) => alarms.watchSecret(cdk.aws_secretsmanager.Secret.fromSecretNameV2(stack, `WatchedNamed${alarms.node.id}`, 'orders/login')),
  },
  madeBeside: /\/(?:Alarms|cdk-rampart\.Board)\//,
});

/** What logs may be exported to. */
const DESTINATIONS: Readonly<Record<string, (around: Surroundings) => SiemDestination>> = {
  datadog: around => SiemDestination.datadog('datadoghq.eu', around.namedSecret()),
  splunk: around => SiemDestination.splunk('https://splunk.example.com:443', around.secret()),
  splunkLate: around => SiemDestination.splunk(around.text('Collector'), around.lateSecret()),
  http: around => SiemDestination.http('https://logs.example.com/in', around.farSecret()),
  httpLate: around => SiemDestination.http(around.text('Collector'), around.partialSecret()),
  datadogLate: around => SiemDestination.datadog(around.text('Site'), around.secret()),
  bucket: around => SiemDestination.bucket(around.once('logs', stack => new s3.Bucket(stack, 'Logs', { encryptionKey: around.key(), enforceSSL: true }))),
  bucketFar: around => SiemDestination.bucket(around.far('Logs', scope => new s3.Bucket(scope, 'Logs', { encryptionKey: around.farKey(), enforceSSL: true }))),
  bucketLate: around => SiemDestination.bucket(around.once('late logs', stack => s3.Bucket.fromBucketName(stack, 'LateLogs', around.text('LogBucket')))),
};

export const siemExport = subject<SiemExportProps, SiemExport>({
  make: (scope, id, props) => new SiemExport(scope, id, props),
  ways: {
    destination: DESTINATIONS,
    logGroups: {
      plain: around => [around.once('log group', stack => new logs.LogGroup(stack, 'LogGroup'))],
      ofFunction: around => [around.function().logGroup],
      // Its subscription stands beside it.
      ofUser: around => [around.userFunction().logGroup],
      late: around => [around.once('late log group', stack => logs.LogGroup.fromLogGroupName(stack, 'LateLogGroup', around.text('LogGroupName')))],
      imported: around => [around.once('imported log group', stack => logs.LogGroup.fromLogGroupArn(stack, 'ImportedLogGroup', stack.formatArn({
        service: 'logs', resource: 'log-group', resourceName: '/aws/lambda/orders', arnFormat: cdk.ArnFormat.COLON_RESOURCE_NAME,
      })))],
    },
    encryptionKey: KEYS,
    keepFailures: { plain: () => cdk.Duration.days(7) },
    alarms: ALARMS,
  },
  required: { destination: 'datadog' },
  everyOption: {
    'Datadog, with every option': {},
    'Splunk, with every option': { destination: 'splunk' },
    'an endpoint, with every option': { destination: 'http' },
    'a bucket, with every option': { destination: 'bucket' },
  },
  additions: {
    filtered: (siem, around) => siem.addLogGroup(new logs.LogGroup(around.stack, `Filtered${siem.node.id}`), logs.FilterPattern.stringValue('$.event', '=', around.text('Event'))),
    late: (siem, around) => siem.addLogGroup(logs.LogGroup.fromLogGroupArn(around.stack, `Late${siem.node.id}`, around.text('LogGroupArn'))),
  },
  madeBeside: /\/(?:Alarms|cdk-rampart\.Board|Export[\da-f]+)\//,
});

export const accessReview = subject<AccessReviewProps, AccessReview>({
  make: (scope, id, props) => new AccessReview(scope, id, props),
  ways: {
    topic: TOPICS,
    unusedAfter: { plain: () => cdk.Duration.days(30), token: around => cdk.Duration.days(around.number()) },
    guardDuty: { on: () => true, off: () => false },
    inspector: { on: () => true, off: () => false },
    alarms: ALARMS,
  },
  required: {},
  everyOption: { 'every option': {}, 'a topic of its own, with every option': { topic: undefined } },
  additions: {},
  madeBeside: /\/(?:Alarms|cdk-rampart\.Board)\//,
});

const { SECRETS_MANAGER, SQS } = ec2.InterfaceVpcEndpointAwsService;
const { S3, DYNAMODB } = ec2.GatewayVpcEndpointAwsService;

export const privateNetwork = subject<PrivateNetworkProps, PrivateNetwork>({
  make: (scope, id, props) => new PrivateNetwork(scope, id, props),
  ways: {
    ipAddresses: { plain: () => ec2.IpAddresses.cidr('10.1.0.0/20') },
    maxAzs: { plain: () => 3, one: () => 1 },
    natGateways: { plain: () => 1, none: () => 0 },
    endpoints: { plain: () => [SQS], several: () => [SECRETS_MANAGER, SQS, ec2.InterfaceVpcEndpointAwsService.KMS] },
    trustedAccounts: { plain: () => ['123456789012'], token: around => [around.text('Account')], own: () => [cdk.Aws.ACCOUNT_ID] },
    flowLogRetention: { plain: () => logs.RetentionDays.ONE_MONTH },
    logKey: KEYS,
  },
  required: {},
  everyOption: { 'every option': {} },
  additions: {
    endpoint: network => void network.endpoint(SQS),
    letCall: (network, { stack }) => network.letCall(new SecureFunction(stack, `Calls${network.node.id}`, {
      code: CODE, vpc: network.vpc, vpcSubnets: network.privateSubnets,
    }), SECRETS_MANAGER, SQS),
    gatewayAddresses: network => [S3, DYNAMODB].forEach(service => void network.gatewayAddresses(service)),
    reader: (network, around) => {
      const reader = new SecretBackedFunction(around.stack, `Reads${network.node.id}`, { code: CODE, vpc: network.vpc, secrets: { key: SecretSource.existing(around.farSecret()) } });
      new s3.Bucket(around.stack, `ReadIn${network.node.id}`).grantRead(reader);
    },
    farReader: (network, around) => around.beyond('Reader', scope => {
      const reader = new SecureFunction(scope, 'Reader', { code: CODE, vpc: network.vpc });
      new sqs.Queue(scope, 'Results').grantSendMessages(reader);
      new s3.Bucket(scope, 'Bucket').grantRead(reader);
    }),
  },
});

export const rotationRehearsal = subject<RotationRehearsalProps, RotationRehearsal>({
  make: (scope, id, props) => new RotationRehearsal(scope, id, props),
  ways: {
    secret: {
      rotated: around => around.rotatedSecret(),
      rotatedFar: around => around.farRotatedSecret(),
      late: around => around.lateSecret(),
      named: around => around.namedSecret(),
    },
    alarms: ALARMS,
    rotation: {
      plain: around => around.function(),
      imported: around => around.importedFunction(),
      late: around => around.lateFunction(),
      far: around => around.farFunction(),
    },
    schedule: {
      rate: () => scheduler.ScheduleExpression.rate(cdk.Duration.days(1)),
      cron: () => scheduler.ScheduleExpression.cron({ hour: '4', minute: '0' }),
      token: around => scheduler.ScheduleExpression.expression(around.text('Schedule')),
    },
    timeout: { plain: () => cdk.Duration.hours(1), token: around => cdk.Duration.seconds(around.number()) },
  },
  required: { secret: 'rotated', alarms: 'plain' },
  everyOption: { 'every option': {} },
  isRefused: ({ secret, rotation }) => !secret!.startsWith('rotated') && rotation === undefined,
  additions: {
    granted: (rehearsal, around) => void rehearsal.grantRehearse(around.role()),
    grantedFar: (rehearsal, around) => void rehearsal.grantRehearse(around.userRole()),
  },
  madeBeside: /\/(?:Alarms|cdk-rampart\.Board)\//,
});

export const quarantine = subject<QuarantineProps, Quarantine>({
  make: (scope, id, props) => new Quarantine(scope, id, props),
  ways: {
    alarms: ALARMS,
    functions: {
      plain: around => [around.function()],
      everyKind: around => [around.function(), around.plainFunction(), around.farFunction(), around.importedFunction()],
      far: around => [around.farFunction()],
      late: around => [around.lateFunction()],
      none: () => [],
    },
    secrets: {
      rotated: around => [around.rotatedSecret()],
      everyKind: around => [around.rotatedSecret(), around.farRotatedSecret(), around.namedSecret(), around.partialSecret()],
      late: around => [around.lateSecret()],
      none: () => [],
    },
    rotations: {
      plain: around => [around.function()],
      everyKind: around => [around.farFunction(), around.importedFunction()],
      late: around => [around.lateFunction()],
    },
  },
  required: { alarms: 'plain', functions: 'plain' },
  everyOption: { 'every option': { functions: 'everyKind', secrets: 'everyKind', rotations: 'everyKind' } },
  isRefused: ({ functions = 'none', secrets = 'none' }) => functions === 'none' && secrets === 'none',
  additions: {
    onEvent: (made, around) => made.onSecurityEvent('Refused', around.function(), SecurityEvent.SOURCE_REFUSED, { times: 3 }),
    onFarEvent: (made, around) => made.onSecurityEvent('FarRefused', around.farFunction(), SecurityEvent.AUTH_FAILED),
    onAnyAlarm: (made, around) => made.onAlarm('OnAny', around.alarms().compositeAlarm(around.stack)),
    onLateAlarm: (made, around) => made.onAlarm('OnLate', cloudwatch.Alarm.fromAlarmArn(around.stack, `Late${made.node.id}`, around.text('AlarmArn'))),
    granted: (made, around) => { made.grantIsolate(around.role()); made.grantRelease(around.role()); },
    grantedFar: (made, around) => { made.grantIsolate(around.userRole()); made.grantRelease(around.userRole()); },
  },
});
