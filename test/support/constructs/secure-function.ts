import { join } from 'node:path';
import * as cdk from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as events from 'aws-cdk-lib/aws-events';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kinesis from 'aws-cdk-lib/aws-kinesis';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as scheduler from 'aws-cdk-lib/aws-scheduler';
import * as signer from 'aws-cdk-lib/aws-signer';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Choice, subject, Subject, Ways } from './subject';
import { ALARMS, CODE, KEYS, Surroundings } from './surroundings';
import { LogMasking, SecureFunction, SecureFunctionProps, Sensitivity, StreamSource } from '../../../lib';

const HOURLY = scheduler.ScheduleExpression.rate(cdk.Duration.hours(1));
const partitionKey = { name: 'id', type: dynamodb.AttributeType.STRING };

export const FUNCTION_WAYS: Ways<SecureFunctionProps> = {
  code: {
    inline: () => CODE,
    archive: around => lambda.Code.fromBucket(around.once('code', stack => s3.Bucket.fromBucketName(stack, 'Code', 'signed')), 'orders.zip', '1'),
    late: around => lambda.Code.fromBucket(around.once('late code', stack => s3.Bucket.fromBucketName(stack, 'LateCode', around.text('CodeBucket'))), around.text('CodeKey')),
  },
  entry: { file: () => join(__dirname, '../../../examples/orders-api/handlers/status.ts') },
  handler: { plain: () => 'index.handler' },
  runtime: { node: () => lambda.Runtime.NODEJS_24_X, python: () => lambda.Runtime.PYTHON_3_14 },
  architecture: { x86: () => lambda.Architecture.X86_64 },
  description: { plain: () => 'Orders', token: () => cdk.Aws.STACK_NAME },
  timeout: { plain: () => cdk.Duration.seconds(4), token: around => cdk.Duration.seconds(around.number()) },
  memorySize: { plain: () => 1024, token: around => around.number() },
  environment: {
    plain: () => ({ MODE: 'fast' }),
    tokens: around => ({ TABLE: cdk.Fn.importValue('Table'), KEY: around.key().keyArn, PLACE: around.text('Place'), FAR: around.farKey().keyArn }),
  },
  provisionedConcurrency: { plain: () => 1, token: around => around.number() },
  maxProvisionedConcurrency: { plain: () => 3, token: around => around.number() },
  snapStart: { on: () => true, off: () => false },
  reservedConcurrency: { plain: () => 20, token: around => around.number(), none: () => 0 },
  logRetention: { plain: () => logs.RetentionDays.ONE_MONTH },
  applicationLogLevel: { plain: () => lambda.ApplicationLogLevel.WARN },
  systemLogLevel: { plain: () => lambda.SystemLogLevel.WARN },
  logKey: KEYS,
  logMasking: {
    personalData: () => LogMasking.personalData(),
    credentials: () => LogMasking.credentials(),
    named: () => LogMasking.of(logs.DataIdentifier.SSN_US),
  },
  adotInstrumentation: {
    node: () => ({
      layerVersion: lambda.AdotLayerVersion.fromJavaScriptSdkLayerVersion(lambda.AdotLambdaLayerJavaScriptSdkVersion.LATEST),
      execWrapper: lambda.AdotLambdaExecWrapper.REGULAR_HANDLER,
    }),
  },
  environmentKey: KEYS,
  maxBundleSize: { plain: () => cdk.Size.mebibytes(10) },
  signingProfiles: {
    plain: around => [around.once('profile', stack => new signer.SigningProfile(stack, 'Profile', { platform: signer.Platform.AWS_LAMBDA_SHA384_ECDSA }))],
    imported: around => [around.once('imported profile', stack => signer.SigningProfile.fromSigningProfileAttributes(stack, 'ImportedProfile', {
      signingProfileName: 'orders', signingProfileVersion: around.text('ProfileVersion'),
    }))],
  },
  vpc: { plain: around => around.vpc(), late: around => around.lateVpc(), network: around => around.network().vpc },
  vpcSubnets: { isolated: () => ({ subnetType: ec2.SubnetType.PRIVATE_ISOLATED }) },
  sensitivity: {
    restricted: () => Sensitivity.RESTRICTED,
    confidential: () => Sensitivity.CONFIDENTIAL,
    internal: () => Sensitivity.INTERNAL,
    public: () => Sensitivity.PUBLIC,
  },
  permissionsBoundary: {
    imported: around => around.once('boundary', stack => iam.ManagedPolicy.fromManagedPolicyName(stack, 'Boundary', 'limits')),
    late: around => around.once('late boundary', stack => iam.ManagedPolicy.fromManagedPolicyArn(stack, 'LateBoundary', around.text('BoundaryArn'))),
    far: around => around.far('Boundary', scope => new iam.ManagedPolicy(scope, 'Boundary', {
      statements: [new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: ['arn:aws:s3:::shop/*'] })],
    })),
  },
  secretsExtension: { newest: () => lambda.ParamsAndSecretsLayerVersion.fromVersion(lambda.ParamsAndSecretsVersions.V1_0_103) },
  alarms: ALARMS,
};

/** What goes for every kind of function. */
export function isRefusedFunction(choice: Choice, additions: readonly string[]): boolean {
  const { runtime, provisionedConcurrency: least, maxProvisionedConcurrency: most, reservedConcurrency: reserved, entry, code } = choice;
  return [
    entry !== undefined && (code !== undefined || runtime === 'python'),
    most !== undefined && least === undefined,
    // What of two numbers is greater, where one is known only later, is seen at the deployment.
    reserved === 'none' && least !== undefined,
    choice.snapStart === 'on' && (runtime !== 'python' || least !== undefined),
    choice.signingProfiles !== undefined && code !== 'archive',
    choice.vpcSubnets !== undefined && choice.vpc === undefined,
    choice.maxBundleSize !== undefined && entry === undefined,
    choice.adotInstrumentation !== undefined && runtime === 'python',
    // An invocation may last longer than the queues hide a message, if it is said only later how long.
    reserved === 'none' && additions.length > 0,
  ].some(is => is);
}

export const EVERY_FUNCTION_OPTION = { entry: undefined, snapStart: undefined, signingProfiles: undefined, maxBundleSize: undefined } as const;
export const SNAPSHOT_OPTIONS = {
  ...EVERY_FUNCTION_OPTION,
  code: 'archive',
  runtime: 'python',
  snapStart: 'on',
  signingProfiles: 'plain',
  provisionedConcurrency: undefined,
  maxProvisionedConcurrency: undefined,
  adotInstrumentation: undefined,
} as const;
export const ENTRY_OPTIONS = { ...EVERY_FUNCTION_OPTION, code: undefined, entry: 'file', maxBundleSize: 'plain' } as const;

/** A resource of a source, of its own for each function. */
const of = (fn: SecureFunction, kind: string) => `${kind}Of${fn.node.id}`;
/** The same in the other stack, which several stacks may share. */
const own = (fn: SecureFunction, { stack }: Surroundings, kind: string) => `${kind}Of${stack.node.id}${fn.node.id}`;

/** Everything that can be added, with resources of the same stack, of another, or imported. */
export const FUNCTION_ADDITIONS: Subject<SecureFunctionProps, SecureFunction>['additions'] = {
  queue: (fn, { stack }) => fn.addQueueSource(new sqs.Queue(stack, of(fn, 'Queue'), { visibilityTimeout: cdk.Duration.minutes(2) })),
  encryptedQueue: (fn, around) => fn.addQueueSource(new sqs.Queue(around.stack, of(fn, 'SecretQueue'), { encryptionMasterKey: around.key() })),
  farQueue: (fn, around) => fn.addQueueSource(new sqs.Queue(around.storage, own(fn, around, 'Queue'))),
  lateQueue: (fn, around) => fn.addQueueSource(sqs.Queue.fromQueueArn(around.stack, of(fn, 'LateQueue'), around.text('QueueArn'))),
  bucket: (fn, { stack }) => fn.addBucketSource(new s3.Bucket(stack, of(fn, 'Bucket'))),
  farBucket: (fn, around) => {
    const bucket = new s3.Bucket(around.storage, own(fn, around, 'Bucket'));
    fn.addBucketSource(bucket);
    bucket.grantReadWrite(fn);
  },
  results: (fn, { stack }) => void new sqs.Queue(stack, of(fn, 'Results')).grantSendMessages(fn),
  farResults: (fn, around) => void new dynamodb.TableV2(around.storage, own(fn, around, 'Results'), { partitionKey }).grantReadWriteData(fn),
  // A name of its own for each function, as two notifications of one bucket may not overlap.
  lateBucket: (fn, around) => fn.addBucketSource(s3.Bucket.fromBucketName(around.stack, of(fn, 'LateBucket'), around.text(of(fn, 'BucketName')))),
  topic: (fn, { stack }) => fn.addTopicSource(new sns.Topic(stack, of(fn, 'Topic'))),
  farTopic: (fn, around) => fn.addTopicSource(new sns.Topic(around.storage, own(fn, around, 'Topic'))),
  lateTopic: (fn, around) => fn.addTopicSource(sns.Topic.fromTopicArn(around.stack, of(fn, 'LateTopic'), around.text('TopicArn'))),
  table: (fn, around) => fn.addStreamSource(StreamSource.table(new dynamodb.TableV2(around.storage, own(fn, around, 'Table'), {
    partitionKey, dynamoStream: dynamodb.StreamViewType.KEYS_ONLY,
  }))),
  stream: (fn, { stack }) => fn.addStreamSource(StreamSource.kinesis(new kinesis.Stream(stack, of(fn, 'Stream')))),
  lateStream: (fn, around) => fn.addStreamSource(StreamSource.kinesis(kinesis.Stream.fromStreamArn(around.stack, of(fn, 'LateStream'), around.text('StreamArn')))),
  rule: fn => void fn.addRuleSource('Created', { eventPattern: { source: ['shop.orders'] } }),
  lateRule: (fn, around) => void fn.addRuleSource('LateCreated', {
    eventPattern: { source: [around.text('Source')], detailType: ['Created'] }, eventBus: events.EventBus.fromEventBusArn(around.stack, of(fn, 'Bus'), around.text('BusArn')),
  }),
  schedule: fn => void fn.addSchedule('Hourly', { schedule: HOURLY }),
  url: fn => void fn.addFunctionUrl(),
  out: (fn, around) => {
    if (fn.isBoundToVpc) letOut(fn, around);
  },
  least: fn => void fn.grantLeast('arn:aws:dynamodb:eu-west-1:123456789012:table/orders', 'dynamodb:GetItem'),
};

/** Lets a function out to everything that has an endpoint in the VPC. */
export function letOut(fn: SecureFunction, around: Surroundings): void {
  // By id, as where the endpoints are somebody else's.
  for (const { connections } of around.endpoints()) {
    fn.allowTo(ec2.Peer.securityGroupId(connections.securityGroups[0].securityGroupId), ec2.Port.HTTPS);
  }
  // The addresses of S3 and DynamoDB in eu-west-1, as AWS lists them.
  for (const list of ['pl-6da54004', 'pl-6fa54006']) fn.allowTo(ec2.Peer.prefixList(list), ec2.Port.HTTPS);
}

export const secureFunction = subject<SecureFunctionProps, SecureFunction>({
  make: (scope, id, props) => new SecureFunction(scope, id, props),
  ways: FUNCTION_WAYS,
  required: { code: 'inline' },
  everyOption: {
    'every option': EVERY_FUNCTION_OPTION,
    'a bundle, with every option': ENTRY_OPTIONS,
    'signed code and snapshots, with every option': SNAPSHOT_OPTIONS,
  },
  additions: FUNCTION_ADDITIONS,
  isRefused: isRefusedFunction,
});
