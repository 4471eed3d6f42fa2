import * as cdk from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import {
  AccessReview, ApiAlarmOptions, ApiAuthorizer, ApiCors, ApiFirewall, DatabaseEngine, FunctionAlarmOptions, LogMasking, PrivateNetwork, Quarantine,
  QuarantineProps, RotationRehearsal, RotationRehearsalProps, SecretBackedFunction, SecretBackedFunctionProps, SecretSource,
  SecureApi, SecureApiProps, SecureApiRoute, SecureApiType,
  SecureFunction, SecureFunctionProps, SecurityAlarms, SecurityEvent,
  SiemDestination, SiemExport, StreamSource,
} from '../../../lib';
import { testApp } from '../../support/synthesis';

const CODE = lambda.Code.fromInline('exports.handler = async () => {};');
const stack = new cdk.Stack(testApp(), 'Stack');
const IMAGE = lambda.Code.fromEcrImage(ecr.Repository.fromRepositoryName(stack, 'Images', 'orders'));
const alarms = new SecurityAlarms(stack, 'Alarms');
const orders = new SecureFunction(stack, 'Orders', { code: CODE });
const fixed = new SecretBackedFunction(stack, 'Partner', { code: CODE, secrets: { key: SecretSource.neverRotated('a partner hands it out') } }).secret('key');
const secret = new secretsmanager.Secret(stack, 'Secret');
const late = new cdk.CfnParameter(stack, 'Late', { type: 'Number' }).valueAsNumber;
const EXTENSION = lambda.ParamsAndSecretsLayerVersion.fromVersion(lambda.ParamsAndSecretsVersions.V1_0_103);
const TRACED: lambda.AdotInstrumentationConfig = {
  layerVersion: lambda.AdotLayerVersion.fromJavaScriptSdkLayerVersion(lambda.AdotLambdaLayerJavaScriptSdkVersion.LATEST),
  execWrapper: lambda.AdotLambdaExecWrapper.REGULAR_HANDLER,
};
const LOGIN = { engine: DatabaseEngine.POSTGRESQL, username: 'orders' };
const vpc = new ec2.Vpc(stack, 'Vpc');
const bare = () => ec2.Vpc.fromVpcAttributes(stack, id(), { vpcId: 'vpc-1', availabilityZones: ['a'], privateSubnetIds: ['subnet-1'] });
const database = { asSecretAttachmentTarget: () => ({ targetId: 'orders', targetType: secretsmanager.AttachmentTargetType.RDS_DB_INSTANCE }) };
const certificate = acm.Certificate.fromCertificateArn(stack, 'Certificate', 'arn:aws:acm:eu-west-1:111122223333:certificate/a');
/** What JavaScript lets through. */
const nothing = undefined as never;
const { seconds, minutes, hours, millis } = cdk.Duration;

let count = 0;
const id = () => `Subject${count += 1}`;
const run = (props: SecureFunctionProps) => new SecureFunction(stack, id(), props);
const siem = (props: object) => new SiemExport(stack, id(), { destination: SiemDestination.datadog('datadoghq.eu', secret), ...props });
const shut = () => new Quarantine(stack, id(), { alarms, functions: [orders] });
const alarm = cloudwatch.Alarm.fromAlarmArn(stack, 'Any', 'arn:aws:cloudwatch:eu-west-1:111122223333:alarm:any');
const network = (cidr: string, maxAzs?: number) => new PrivateNetwork(stack, id(), { ipAddresses: ec2.IpAddresses.cidr(cidr), maxAzs });
const watch = (options: FunctionAlarmOptions) => alarms.watchFunction(lambda.Function.fromFunctionName(stack, id(), 'orders'), options);
const watchRest = (options: ApiAlarmOptions) => {
  const api = new apigateway.RestApi(stack, id(), { cloudWatchRole: false });
  alarms.watchRestApi(api, options);
};

describe('a text that is settled late is judged in the end', () => {
  const lazy = (text: string) => cdk.Lazy.string({ produce: () => text });
  const { HTTP } = SecureApiType;
  const jwt = (issuer: string) => ApiAuthorizer.jwt({ issuer, audience: ['orders'] });
  const said = (build: (home: cdk.Stack) => unknown) => {
    const home = new cdk.Stack(testApp(), 'Stack');
    build(home);
    return home.node.findAll().flatMap(one => one.node.validate());
  };
  const open = (props: Partial<SecureApiProps>, route: Partial<SecureApiRoute> = {}) => (home: cdk.Stack) => {
    const api = new SecureApi(home, 'Api', { authorizer: ApiAuthorizer.iam(), ...props });
    api.addRoute('GET', '/orders', { handler: new SecureFunction(home, 'Orders', { code: CODE }), ...route });
  };
  const exported = (make: (token: secretsmanager.ISecret) => SiemDestination) => (home: cdk.Stack) => (
    new SiemExport(home, 'Siem', { destination: make(new secretsmanager.Secret(home, 'Token')) })
  );

  test.each<[string, (home: cdk.Stack) => unknown, string]>([
    ['a wildcard as the origin of a REST API', open({ cors: { origins: [lazy('*')] } }), 'cors: origins: * lets any website'],
    ['a wildcard as the origin of an HTTP API', open({ type: HTTP, cors: { origins: [lazy('*')] } }), 'cors: origins: * lets any website'],
    ['an issuer without TLS', open({ type: HTTP, authorizer: jwt(lazy('http://login.example.com')) }), 'authorizer: issuer is an address that starts with https://, got http://login'],
    ['the issuer of a route without TLS', open({ type: HTTP }, { authorizer: jwt(lazy('http://login.example.com')) }), 'GET /orders: authorizer: issuer is an address that starts'],
    ['an address without TLS', exported(token => SiemDestination.http(lazy('http://siem.example.com'), token)), 'destination: logs leave the account over HTTPS only, got http://siem'],
    ['a collector without TLS', exported(token => SiemDestination.splunk(lazy('http://siem.example.com'), token)), 'destination: logs leave the account over HTTPS only'],
    ['a site that is none', exported(token => SiemDestination.datadog(lazy('a b'), token)), 'destination: the site of Datadog is the name of a host'],
  ])('%s', (_, build, message) => {
    expect(said(build)).toEqual([expect.stringContaining(message)]);
  });

  test('and what is right then, or known to the deployment only, is let be', () => {
    const parameter = (home: cdk.Stack) => new cdk.CfnParameter(home, 'Text').valueAsString;

    expect(said(open({ type: HTTP, authorizer: jwt(lazy('https://login.example.com')), cors: { origins: [lazy('https://www.example.com')] } }))).toEqual([]);
    expect(said(home => open({ cors: { origins: [parameter(home)] } })(home))).toEqual([]);
    expect(said(home => exported(token => SiemDestination.http(parameter(home), token))(home))).toEqual([]);
  });
});

describe('a list that only the deployment knows', () => {
  const list = new cdk.CfnParameter(stack, 'List', { type: 'CommaDelimitedList' }).valueAsList;
  const { HTTP } = SecureApiType;
  const open = (props: Partial<SecureApiProps>) => {
    const api = new SecureApi(stack, id(), { authorizer: ApiAuthorizer.iam(), ...props });
    api.addRoute('GET', '/orders', { handler: orders });
    return api;
  };

  test.each<[string, () => unknown]>([
    ['cors: origins', () => open({ cors: { origins: list } })],
    ['cors: origins', () => open({ type: HTTP, cors: { origins: list } })],
    ['cors: headers', () => open({ cors: { origins: ['https://www.example.com'], headers: list } })],
    ['firewall: countedRules', () => open({ firewall: ApiFirewall.managed({ countedRules: list }) })],
    ['authorizer: headers', () => open({ authorizer: ApiAuthorizer.lambda(orders, { headers: list }) })],
    ['authorizer: queryParameters', () => open({ authorizer: ApiAuthorizer.lambda(orders, { queryParameters: list }) })],
    ['trustedAccounts', () => new PrivateNetwork(stack, id(), { trustedAccounts: list })],
    ['secrets.db: stages', () => new SecretBackedFunction(stack, id(), { code: CODE, secrets: { db: SecretSource.existing(secret, { stages: list }) } })],
  ])('is refused as %s, by that and not for what it is written as', (prop, build) => {
    expect(build).toThrow(new RegExp(`^Stack/Subject\\d+(?:/Secrets)?: ${prop}: [^;]*, so the list has to be known at synthesis, got a token for the whole of it$`));
  });

  test.each<[string, () => unknown]>([
    ['cors: headers of an HTTP API', () => open({ type: HTTP, cors: { origins: ['https://www.example.com'], headers: list } })],
    ['audience', () => open({ type: HTTP, authorizer: ApiAuthorizer.jwt({ issuer: 'https://login.example.com', audience: list }) })],
  ])('is taken as %s', (_, build) => {
    expect(build).not.toThrow();
    expect(() => stack.resolve(stack.node.findAll().filter(cdk.CfnResource.isCfnResource).map(one => one._toCloudFormation()))).not.toThrow();
  });

  test('is taken as the subnets of a VPC, in which the function may then have its interfaces anywhere', () => {
    const home = new cdk.Stack(testApp(), 'Stack');
    const imported = ec2.Vpc.fromVpcAttributes(home, 'Vpc', {
      vpcId: 'vpc-1', availabilityZones: cdk.Fn.split(',', cdk.Fn.importValue('zones')), privateSubnetIds: cdk.Fn.split(',', cdk.Fn.importValue('subnets')),
    });
    new SecureFunction(home, 'Orders', { code: CODE, vpc: imported });
    const template = Template.fromStack(home);

    template.hasResourceProperties('AWS::Lambda::Function', { VpcConfig: { SubnetIds: { 'Fn::Split': [',', { 'Fn::ImportValue': 'subnets' }] } } });
    const statements = Object.values(template.findResources('AWS::IAM::Policy')).flatMap(({ Properties }) => Properties.PolicyDocument.Statement as any[]);
    const creating = statements.filter(({ Effect, Action }) => Effect === 'Allow' && Action === 'ec2:CreateNetworkInterface');
    const inVpc = creating.filter(({ Resource }) => JSON.stringify(Resource).includes(':subnet/*'));
    expect(inVpc.map(({ Condition }) => JSON.stringify(Condition))).toEqual([expect.stringMatching(/^\{"ArnEquals":\{"ec2:Vpc":.*:vpc\/vpc-1"/)]);
    expect(creating).toHaveLength(2);
  });
});

describe('a duration that only the deployment knows', () => {
  test.each<[string, string, string, () => unknown]>([
    ['timeout', 'seconds', 'minutes', () => new SecureFunction(stack, id(), { code: CODE, timeout: minutes(late) })],
    ['timeout', 'seconds', 'hours', () => new RotationRehearsal(stack, id(), { alarms, secret, rotation: orders, timeout: hours(late) })],
    ['unusedAfter', 'days', 'hours', () => new AccessReview(stack, id(), { unusedAfter: hours(late) })],
    ['keepFailures', 'days', 'hours', () => siem({ keepFailures: hours(late) })],
    ['iteratorAge', 'millis', 'seconds', () => watch({ iteratorAge: seconds(late) })],
  ])('as %s has to be in %s', (prop, unit, given, build) => {
    expect(build).toThrow(new RegExp(`^Stack/.*: ${prop}: what only the deployment knows cannot be converted, so it has to be in ${unit}, .*got a token in ${given}`));
  });

  test.each<[string, () => unknown]>([
    ['timeout', () => new SecureFunction(stack, id(), { code: CODE, timeout: seconds(late) })],
    ['unusedAfter', () => new AccessReview(stack, id(), { unusedAfter: cdk.Duration.days(late) })],
    ['keepFailures', () => siem({ keepFailures: cdk.Duration.days(late) })],
    ['iteratorAge', () => watch({ iteratorAge: millis(late), timeout: minutes(late) })],
  ])('is taken as %s in its unit', (_, build) => {
    expect(build).not.toThrow();
  });
});

test.each<[string, () => unknown, string]>([
  ['a topic with a key beside it', () => new SecurityAlarms(stack, id(), { topic: alarms.topic, encryptionKey: new kms.Key(stack, id()) }),
    'encryptionKey: the topic that was given has its own key; leave out topic or encryptionKey'],
  ['no error at all', () => watch({ errors: 0 }), 'errors: a number above 0, got 0: an alarm from there on would never end'],
  ['a share above the whole', () => watch({ errorRate: 120 }), 'errorRate: a share in percent, above 0 and at most 100, got 120'],
  ['no deviation', () => watch({ anomalyDeviations: -1 }), 'anomalyDeviations: a number above 0, got -1'],
  ['a deviation that only the deployment knows', () => watch({ anomalyDeviations: late }), 'anomalyDeviations: it is part of an expression that is written at synthesis'],
  ['no age and no timeout', () => watch({ iteratorAge: millis(0), timeout: millis(0) }), 'timeout: a number above 0, got 0: an alarm from there on would never end; iteratorAge: a number above 0'],
  ['no answer at all', () => watchRest({ clientErrors: 0, serverErrors: -1 }), 'clientErrors: a number above 0, got 0'],
  ['failures to authorize without the log that tells them', () => watchRest({ authFailures: 3 }), 'authFailures: answers of 401 and 403 are counted in the access log; give it as accessLog'],
  ['a field of no log', () => watchRest({ statusField: 'code' }), 'statusField: answers of 401 and 403 are counted in the access log'],
  ['blocked requests without a firewall', () => watchRest({ blocked: 3 }), 'blocked: requests are counted by the firewall; give the name of its metric as firewallMetric'],
  ['half a day', () => siem({ keepFailures: hours(12) }), 'keepFailures: at least one day, in whole days, got 12 hours'],
  ['a log group twice', () => siem({ logGroups: [orders.logGroup, orders.logGroup] }), 'addLogGroup: Stack/Orders/LogGroup is exported already; give it once'],
  ['a quarantine that would rotate what nothing rotates', () => new Quarantine(stack, id(), { alarms, secrets: [fixed] }),
    'secrets: nothing rotates Stack/Partner/Secrets/key/Secret, so it cannot get a new value at once'],
  ['half an event', () => new Quarantine(stack, id(), { alarms, functions: [orders] }).onSecurityEvent('Some', orders, SecurityEvent.AUTH_FAILED, { times: 0.5 }),
    'times: a whole number of at least 1, got 0.5'],
  ['a rehearsal of no rotation', () => new RotationRehearsal(stack, id(), { alarms, secret: fixed }), 'secret: nothing rotates Stack/Partner/Secrets/key/Secret, so there is no rotation to try'],
  ['a quarantine without alarms, where no types say so', () => new Quarantine(stack, id(), {} as QuarantineProps), 'alarms: it is required: give the alarms that say what was done'],
  ['a rehearsal of nothing, where no types say so', () => new RotationRehearsal(stack, id(), {} as RotationRehearsalProps),
    'secret: it is required: give the secret whose rotation is tried; got none; alarms: it is required: give the alarms that say when it failed'],
  ['an export to nowhere, where no types say so', () => siem({ destination: undefined }), 'destination: it is required: give where the logs go: SiemDestination.splunk(…)'],
  ['no secrets, where no types say so', () => new SecretBackedFunction(stack, id(), { code: CODE } as unknown as SecretBackedFunctionProps), 'secrets: name at least one'],
  ['a secret from nowhere', () => new SecretBackedFunction(stack, id(), { code: CODE, secrets: { db: undefined as unknown as SecretSource } }),
    'secrets.db: give where it comes from, as SecretSource.existing(secret), got none'],
  ['a secret itself', () => new SecretBackedFunction(stack, id(), { code: CODE, secrets: { db: new secretsmanager.Secret(stack, id()) as unknown as SecretSource } }),
    'secrets.db: give where it comes from, as SecretSource.existing(secret), got Secret'],
  ['the name of a secret', () => new SecretBackedFunction(stack, id(), { code: CODE, secrets: { db: 'prod/db' as unknown as SecretSource, other: null as unknown as SecretSource } }),
    'secrets.db: give where it comes from, as SecretSource.existing(secret), got String; secrets.other: give where it comes from'],
  ['an alarm without an id', () => shut().onAlarm('', alarm), 'onAlarm: id: what isolates is called by it, so it is a text without slashes that nothing else there is called by, got ""'],
  ['an event without an id', () => shut().onSecurityEvent('', orders, SecurityEvent.AUTH_FAILED), 'onSecurityEvent: id: what isolates is called by it, so it is a text'],
  ['an alarm by the id of an event', () => {
    const quarantine = shut();
    quarantine.onSecurityEvent('Refused', orders, SecurityEvent.AUTH_FAILED);
    quarantine.onAlarm('Refused', alarm);
  }, 'onAlarm: id: what isolates is called by it, so it is a text without slashes that nothing else there is called by, got Refused a second time'],
  ['an event by the id of an alarm', () => {
    const quarantine = shut();
    quarantine.onAlarm('Any', alarm);
    quarantine.onSecurityEvent('Any', orders, SecurityEvent.AUTH_FAILED);
  }, 'onSecurityEvent: id: what isolates is called by it, so it is a text without slashes that nothing else there is called by, got Any a second time'],
  ['a network too small for its subnets', () => network('10.0.0.0/26'),
    'ipAddresses: 6 subnets over 2 availability zones, each at least a /28, need a /25 or wider, got 10.0.0.0/26; give more addresses, or maxAzs: 1'],
  ['a network too small for one zone', () => network('10.0.0.0/27', 1), 'ipAddresses: 3 subnets over 1 availability zones, each at least a /28, need a /26 or wider, got 10.0.0.0/27'],
  ['a network wider than a VPC', () => network('10.0.0.0/8'), 'ipAddresses: a VPC is at most a /16, got 10.0.0.0/8'],
  ['zones that only the deployment counts', () => new PrivateNetwork(stack, id(), { maxAzs: late }), 'maxAzs: a whole number of at least 1, which has to be known at synthesis, got a token'],
  ['an image with a handler', () => run({ code: IMAGE, handler: 'a.b' }), 'handler: an image says itself what it runs, as its CMD, got a.b; leave it out'],
  ['the handler of a file that is not in the bundle', () => run({ entry: __filename, handler: 'src/orders.create' }),
    'handler: what entry is bundled to is called index, so Lambda would find no file for src/orders.create; give the name of the export alone, as create'],
  ['a queue for one at a time', () => run({ code: CODE, reservedConcurrency: 1 }).addQueueSource(new sqs.Queue(stack, id())),
    'queue: with it the queues of the function start up to 2 invocations at the same time, and reservedConcurrency: 1 lets fewer run: what is throttled counts as a failure'],
  ['an image with a runtime', () => run({ code: IMAGE, runtime: lambda.Runtime.PYTHON_3_13 }), 'runtime: an image brings its own, got python3.13; leave it out'],
  ['a layer for the traces of an image', () => run({ code: IMAGE, adotInstrumentation: TRACED }), 'adotInstrumentation: Lambda gives an image no layers'],
  ['text as an image', () => run({ code: CODE, runtime: lambda.Runtime.FROM_IMAGE }), 'runtime: FROM_IMAGE is for images, as Code.fromEcrImage(repository)'],
  ['text in Java', () => run({ code: CODE, runtime: lambda.Runtime.JAVA_21, handler: 'a.B::c' }), 'code: Lambda takes no text as the code of java21'],
  ['a folder that is not there', () => run({ code: lambda.Code.fromAsset('no/such/folder') }), 'code: no/such/folder does not exist; it is looked for relative to'],
  ['the wrong wrapper for Python', () => run({ code: CODE, runtime: lambda.Runtime.PYTHON_3_13, adotInstrumentation: TRACED }), 'adotInstrumentation: Python is wrapped by INSTRUMENT_HANDLER'],
  ['masking of nothing', () => run({ code: CODE, logMasking: LogMasking.of() }), 'logMasking: it looks for nothing; name at least one identifier'],
  ['several of these at once', () => run({ code: IMAGE, handler: 'a.b', logMasking: LogMasking.of() }), 'got a.b; leave it out; logMasking: it looks for nothing'],
  ['subnets of a group that is not there', () => run({ code: CODE, vpc, vpcSubnets: { subnetGroupName: 'nope' } }), 'vpcSubnets: Stack/Vpc has none that fits: There are no subnet groups with name \'nope\''],
  ['subnets of a type that is not there', () => run({ code: CODE, vpc, vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED } }), 'vpcSubnets: Stack/Vpc has none that fits: There are no \'Isolated\''],
  ['no queue, where no types say so', () => run({ code: CODE }).addQueueSource(nothing), 'queue: it is required: give the queue whose messages it works on; got none'],
  ['no bucket, where no types say so', () => run({ code: CODE }).addBucketSource(nothing), 'bucket: it is required'],
  ['no topic, where no types say so', () => run({ code: CODE }).addTopicSource(nothing), 'topic: it is required'],
  ['no stream, where no types say so', () => run({ code: CODE }).addStreamSource(nothing), 'source: it is required: give the stream that it reads, as StreamSource.table(table)'],
  ['no table, where no types say so', () => run({ code: CODE }).addStreamSource(StreamSource.table(nothing)), 'source: it is required'],
  ['no pattern, where no types say so', () => run({ code: CODE }).addRuleSource('Rule', nothing), 'eventPattern: it is required'],
  ['no schedule, where no types say so', () => run({ code: CODE }).addSchedule('Nightly', nothing), 'schedule: it is required: give when it starts'],
  ['websites that nobody named, where no types say so', () => new SecureApi(stack, id(), { authorizer: ApiAuthorizer.iam(), cors: {} as ApiCors }), 'cors: origins names no website'],
  ['a domain in upper case', () => new SecureApi(stack, id(), { authorizer: ApiAuthorizer.iam(), domain: { domainName: 'API.example.com', certificate } }),
    'domain: domainName: API Gateway takes lower case alone, got API.example.com'],
  ['the extension as a layer of an image', () => run({ code: IMAGE, secretsExtension: EXTENSION }), 'secretsExtension: Lambda gives an image no layers; leave it out, and unpack'],
])('%s is refused, with the path and the prop', (_, build, message) => {
  let said = '';
  try { build(); } catch (error) { said = (error as Error).message; }
  expect(said).toMatch(/^Stack\/(?:Subject\d+|Alarms)(?:: Stack\/Subject\d+)?: /);
  expect(said).toContain(message);
});

test.each<[string, () => SecretSource, string]>([
  ['an existing secret', () => SecretSource.existing(nothing), 'existing: it needs what it is the source of, got none'],
  ['a parameter', () => SecretSource.parameter(nothing), 'parameter: it needs what it is the source of, got none'],
  ['a database whose port nobody knows', () => SecretSource.database(database, { ...LOGIN, vpc, connections: new ec2.SecurityGroup(stack, id(), { vpc }) }),
    'connections: at which port the database listens is not known from it; give port as well'],
  ['a database in a VPC whose addresses nobody knows', () => SecretSource.database(database, { ...LOGIN, vpc: bare() }), 'vpc: the rotation is let out to Secrets Manager within the addresses of the VPC'],
])('%s is refused as a source, with its name', (_, source, message) => {
  expect(() => new SecretBackedFunction(stack, id(), { code: CODE, secrets: { db: source() } })).toThrow(new RegExp(`^Stack/Subject\\d+/Secrets: secrets\\.db: ${message}`));
});

test('what is left undefined is as if it were not there', () => {
  const accessLog = new logs.LogGroup(stack, id());
  expect(() => watchRest({ clientErrors: undefined, serverErrors: undefined, accessLog, authFailures: undefined })).not.toThrow();
  const made = stack.node.findAll().flatMap(one => (one instanceof cdk.aws_cloudwatch.CfnAlarm ? [one] : []));
  for (const { threshold, thresholdMetricId } of made) expect(threshold ?? thresholdMetricId).toBeDefined();
});

test.each([['10.0.0.0/25', 2], ['10.0.0.0/26', 1], ['10.0.0.0/16', 3]])('a network of %s over %d zones is not too small', (cidr, maxAzs) => {
  expect(() => network(cidr, maxAzs)).not.toThrow();
});

test('addresses of a pool are left to the deployment', () => {
  const ipAddresses = ec2.IpAddresses.awsIpamAllocation({ ipv4IpamPoolId: 'pool', ipv4NetmaskLength: 20, defaultSubnetIpv4NetmaskLength: 24 });
  expect(() => new PrivateNetwork(stack, id(), { ipAddresses })).not.toThrow();
});

test('triggers of a quarantine may be called as its parts are', () => {
  const quarantine = new Quarantine(stack, id(), { alarms, functions: [orders] });
  for (const name of ['Isolate', 'Release', 'DenyAll', 'Undelivered', 'Alarms', 'Triggers']) {
    expect(() => quarantine.onSecurityEvent(name, orders, SecurityEvent.AUTH_FAILED)).not.toThrow();
  }
});
