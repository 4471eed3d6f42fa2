import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as cdk from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kinesis from 'aws-cdk-lib/aws-kinesis';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as scheduler from 'aws-cdk-lib/aws-scheduler';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import * as fc from 'fast-check';
import { judge } from '../../aspects/engine/audit';
import { JsonObject } from '../../aspects/model/json';
import { RULES } from '../../aspects/rules';
import { isAtLeast, Severity } from '../../aspects/severity';
import { LogMasking, SecureFunction, SecureFunctionProps, SecurityAlarms, Sensitivity, StreamSource } from '../../lib';
import { circles } from '../support/circles';
import { modelOf, testApp } from '../support/synthesis';

/** What functions of one stack may share. */
class Surroundings {
  public readonly app: cdk.App;
  public readonly stack: cdk.Stack;
  public readonly storage: cdk.Stack;
  readonly #made = new Map<string, unknown>();

  public constructor(props: cdk.AppProps = {}) {
    this.app = testApp(props);
    this.stack = new cdk.Stack(this.app, 'Stack');
    this.storage = new cdk.Stack(this.app, 'Storage');
  }

  public once<Made>(name: string, make: () => Made): Made {
    if (!this.#made.has(name)) this.#made.set(name, make());
    return this.#made.get(name) as Made;
  }

  public key(): kms.Key {
    return this.once('key', () => new kms.Key(this.stack, 'Key', { enableKeyRotation: true }));
  }

  public vpc(): ec2.IVpc {
    return this.once('vpc', () => new ec2.Vpc(this.storage, 'Vpc', {
      natGateways: 0,
      restrictDefaultSecurityGroup: false,
      subnetConfiguration: [{ name: 'Isolated', subnetType: ec2.SubnetType.PRIVATE_ISOLATED }],
      gatewayEndpoints: { S3: { service: ec2.GatewayVpcEndpointAwsService.S3 }, Tables: { service: ec2.GatewayVpcEndpointAwsService.DYNAMODB } },
    }));
  }

  public number(): number {
    return this.once('number', () => new cdk.CfnParameter(this.stack, 'Number', { type: 'Number', default: 300 })).valueAsNumber;
  }
}

type Option = (around: Surroundings) => Partial<SecureFunctionProps>;

/** Every prop, as a plain value, as a token, or made in another stack. */
const OPTIONS: Readonly<Record<string, Option>> = {
  architecture: () => ({ architecture: lambda.Architecture.X86_64 }),
  description: () => ({ description: cdk.Aws.STACK_NAME }),
  timeout: () => ({ timeout: cdk.Duration.seconds(4) }),
  lateTimeout: around => ({ timeout: cdk.Duration.seconds(around.number()) }),
  memorySize: around => ({ memorySize: around.number() }),
  environment: around => ({ environment: { TABLE: cdk.Fn.importValue('Table'), KEY: around.key().keyArn } }),
  provisioned: () => ({ provisionedConcurrency: 1, maxProvisionedConcurrency: 3 }),
  lateProvisioned: around => ({ provisionedConcurrency: around.number() }),
  reserved: () => ({ reservedConcurrency: 20 }),
  lateReserved: around => ({ reservedConcurrency: around.number() }),
  retention: () => ({ logRetention: logs.RetentionDays.ONE_MONTH }),
  levels: () => ({ applicationLogLevel: lambda.ApplicationLogLevel.WARN, systemLogLevel: lambda.SystemLogLevel.WARN }),
  logKey: around => ({ logKey: around.key() }),
  masking: () => ({ logMasking: LogMasking.personalData() }),
  environmentKey: around => ({ environmentKey: around.key() }),
  sensitivity: () => ({ sensitivity: Sensitivity.RESTRICTED }),
  vpc: around => ({ vpc: around.vpc() }),
  boundary: around => ({ permissionsBoundary: around.once('boundary', () => iam.ManagedPolicy.fromManagedPolicyName(around.stack, 'Boundary', 'limits')) }),
  alarms: around => ({ alarms: around.once('alarms', () => new SecurityAlarms(around.stack, 'Alarms')) }),
  python: () => ({ runtime: lambda.Runtime.PYTHON_3_13, handler: 'index.handler' }),
};

type Addition = (fn: SecureFunction, around: Surroundings) => void;
const HOURLY = scheduler.ScheduleExpression.rate(cdk.Duration.hours(1));
const partitionKey = { name: 'id', type: dynamodb.AttributeType.STRING };

/** Everything that can be added, with resources of the same stack or of another. */
const ADDITIONS: Readonly<Record<string, Addition>> = {
  queue: (fn, { stack }) => fn.addQueueSource(new sqs.Queue(stack, `QueueOf${fn.node.id}`, { visibilityTimeout: cdk.Duration.minutes(2) })),
  encryptedQueue: (fn, around) => fn.addQueueSource(new sqs.Queue(around.stack, `SecretQueueOf${fn.node.id}`, { encryptionMasterKey: around.key() })),
  farQueue: (fn, { storage }) => fn.addQueueSource(new sqs.Queue(storage, `FarQueueOf${fn.node.id}`)),
  bucket: (fn, { stack }) => fn.addBucketSource(new s3.Bucket(stack, `BucketOf${fn.node.id}`)),
  farBucket: (fn, { storage }) => {
    const bucket = new s3.Bucket(storage, `FarBucketOf${fn.node.id}`);
    fn.addBucketSource(bucket);
    bucket.grantReadWrite(fn);
  },
  topic: (fn, { stack }) => fn.addTopicSource(new sns.Topic(stack, `TopicOf${fn.node.id}`)),
  farTopic: (fn, { storage }) => fn.addTopicSource(new sns.Topic(storage, `FarTopicOf${fn.node.id}`)),
  table: (fn, { storage }) => fn.addStreamSource(StreamSource.table(new dynamodb.TableV2(storage, `TableOf${fn.node.id}`, {
    partitionKey, dynamoStream: dynamodb.StreamViewType.KEYS_ONLY,
  }))),
  stream: (fn, { stack }) => fn.addStreamSource(StreamSource.kinesis(new kinesis.Stream(stack, `StreamOf${fn.node.id}`))),
  rule: fn => fn.addRuleSource('Created', { eventPattern: { source: ['shop.orders'] } }),
  schedule: fn => fn.addSchedule('Hourly', { schedule: HOURLY }),
  url: fn => fn.addFunctionUrl(),
  out: fn => {
    // The addresses of S3 and DynamoDB in eu-west-1, as AWS lists them.
    if (fn.isBoundToVpc) for (const list of ['pl-6da54004', 'pl-6fa54006']) fn.allowTo(ec2.Peer.prefixList(list), ec2.Port.HTTPS);
  },
  least: fn => fn.grantLeast('arn:aws:dynamodb:eu-west-1:123456789012:table/orders', 'dynamodb:GetItem'),
};
// A timeout that only the deployment knows, or the default of 5 seconds, fits every queue above.

function made(around: Surroundings, id: string, options: readonly string[], additions: readonly string[]): SecureFunction {
  const props = Object.assign({}, ...options.map(name => OPTIONS[name](around))) as Partial<SecureFunctionProps>;
  const code = props.runtime === undefined ? 'exports.handler = async () => {};' : 'def handler(event, context): pass';
  const fn = new SecureFunction(around.stack, id, { code: lambda.Code.fromInline(code), ...props });
  for (const addition of additions) ADDITIONS[addition](fn, around);
  return fn;
}

test('any options and sources together, of one or more functions, deploy without a circle', () => {
  const combination = fc.record({
    options: fc.uniqueArray(fc.constantFrom(...Object.keys(OPTIONS)), { maxLength: 7 }),
    additions: fc.uniqueArray(fc.constantFrom(...Object.keys(ADDITIONS)), { maxLength: 4 }),
  });
  const isRefused = (names: readonly string[]) => names.includes('provisioned') && names.includes('lateProvisioned');
  fc.assert(fc.property(fc.array(combination, { minLength: 1, maxLength: 2 }), combinations => {
    fc.pre(combinations.every(({ options }) => !isRefused(options)));
    const around = new Surroundings();
    combinations.forEach(({ options, additions }, index) => made(around, `Orders${index}`, options, additions));
    for (const { template } of around.app.synth().stacks) if (template.Resources !== undefined) expect(circles(template as JsonObject)).toEqual([]);
  }), { numRuns: 200 });
}, 300_000);

const EVERYTHING = Object.keys(OPTIONS).filter(name => !/^late|python/.test(name));

test('every option and source together give no finding of MEDIUM or above on what the function made', () => {
  const around = new Surroundings();
  made(around, 'Orders', EVERYTHING, Object.keys(ADDITIONS));
  const { judgements, failures } = judge(modelOf(around.app), RULES);
  const serious = judgements.filter(({ rule, found }) => isAtLeast(found.severity ?? rule.severity, Severity.MEDIUM))
    .filter(({ found }) => /^Stack\/Orders\//.test(found.subject.constructPath ?? ''));
  // Whose addresses a prefix list holds only the deployment knows, so nobody can tell whether the function reaches the endpoints.
  const [undecided, decided] = [true, false].map(wanted => serious.filter(({ found }) => (found.verdict === 'undecided') === wanted));
  expect([failures, decided.map(({ rule, found }) => `${rule.id} ${found.subject.constructPath}: ${found.message}`)]).toEqual([[], []]);
  expect(undecided.map(({ rule }) => rule.id)).toEqual(['lambda-vpc-reaches-its-services']);
});

test("CDK's own validation of CloudFormation finds nothing, whatever the options", () => {
  const around = new Surroundings({ builtinCloudFormationValidation: true });
  made(around, 'Orders', EVERYTHING, Object.keys(ADDITIONS));
  made(around, 'Reports', ['python'], []);
  const { directory } = around.app.synth();
  const report = join(directory, 'validation-report.json');
  const { pluginReports } = JSON.parse(readFileSync(report, 'utf8')) as { pluginReports: { violations?: { ruleName: string; description: string }[] }[] };
  const ours = pluginReports.flatMap(({ violations = [] }) => violations).filter(one => /"Stack\/(?:Orders|Reports)\//.test(JSON.stringify(one)));
  // W3694 takes the alias of a function for something that a topic cannot deliver to; SNS takes the ARNs of aliases.
  expect(ours.filter(({ ruleName }) => ruleName !== 'W3694').map(({ ruleName, description }) => `${ruleName}: ${description}`)).toEqual([]);
  expect(ours.length).toBeGreaterThan(0);
  process.exitCode = 0;
}, 120_000);
