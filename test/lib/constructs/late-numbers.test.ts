import * as cdk from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as kinesis from 'aws-cdk-lib/aws-kinesis';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import {
  AccessReview, ApiAlarmOptions, ApiAuthorizer, ApiFirewall, FunctionAlarmOptions, PrivateNetwork, Quarantine, QueueSourceProps, RotationRehearsal,
  SecretBackedFunction, SecretSource, SecureApi, SecureApiProps, SecureApiRoute, SecureApiType, SecureApiUsagePlan, SecureFunction,
  SecureFunctionProps, SecurityAlarms, SecurityEvent, SiemDestination, SiemExport, StreamSource, StreamSourceProps,
} from '../../../lib';
import { numericProps } from '../../support/numeric-props';
import { quickApp } from '../../support/quick-app';

const { Duration, Lazy, Stack } = cdk;
const CODE = lambda.Code.fromInline('exports.handler = async () => {};');
const HOURLY = ScheduleExpression.rate(Duration.hours(1));
const LIMITS = { rateLimit: 10, burstLimit: 10 };
const { HTTP } = SecureApiType;

type Build = (stack: cdk.Stack, value: any) => void;

const fn = (stack: cdk.Stack, props: Partial<SecureFunctionProps> = {}) => new SecureFunction(stack, 'Subject', { code: CODE, ...props });
const api = (stack: cdk.Stack, props: Partial<SecureApiProps> = {}) => new SecureApi(stack, 'Subject', { authorizer: ApiAuthorizer.iam(), ...props });
const handler = (stack: cdk.Stack, timeout?: cdk.Duration) => new SecureFunction(stack, 'Handler', { code: CODE, timeout });
const route = (stack: cdk.Stack, given: Partial<SecureApiRoute>, props?: Partial<SecureApiProps>) => api(stack, props).addRoute('GET', '/a', { handler: handler(stack), ...given });
const plan = (stack: cdk.Stack, given: Partial<SecureApiUsagePlan>) => {
  const subject = api(stack);
  subject.addRoute('GET', '/a', { handler: handler(stack), metered: true });
  subject.addUsagePlan('Plan', { keys: [new apigateway.ApiKey(stack, 'Key')], ...given });
};
const alarms = (stack: cdk.Stack) => new SecurityAlarms(stack, 'Subject');
const watch = (stack: cdk.Stack, options: FunctionAlarmOptions) => alarms(stack).watchFunction(handler(stack), options);
const watchApi = (stack: cdk.Stack, options: ApiAlarmOptions) => {
  const watched = new SecureApi(stack, 'Api', { authorizer: ApiAuthorizer.iam() });
  watched.addRoute('GET', '/a', { handler: handler(stack) });
  alarms(stack).watchApi(watched, options);
};
const queue = (stack: cdk.Stack, props: QueueSourceProps, reader?: Partial<SecureFunctionProps>) => fn(stack, reader).addQueueSource(new sqs.Queue(stack, 'Queue', { visibilityTimeout: Duration.hours(1) }), props);
const stream = (stack: cdk.Stack, props: StreamSourceProps) => fn(stack).addStreamSource(StreamSource.kinesis(new kinesis.Stream(stack, 'Stream')), props);
const secret = (stack: cdk.Stack, source: SecretSource) => new SecretBackedFunction(stack, 'Subject', { code: CODE, secrets: { key: source } });
const siem = (stack: cdk.Stack, props: object) => new SiemExport(stack, 'Subject', { destination: SiemDestination.datadog('datadoghq.eu', new secretsmanager.Secret(stack, 'Secret')), ...props });
const rehearse = (stack: cdk.Stack, timeout: cdk.Duration) => new RotationRehearsal(stack, 'Subject', {
  timeout, alarms: new SecurityAlarms(stack, 'Alarms'), rotation: handler(stack), secret: new secretsmanager.Secret(stack, 'Secret'),
});
const quarantine = (stack: cdk.Stack, times: number) => new Quarantine(stack, 'Subject', { alarms: new SecurityAlarms(stack, 'Alarms'), functions: [handler(stack)] })
  .onSecurityEvent('Tried', stack.node.findChild('Handler') as SecureFunction, SecurityEvent.SOURCE_REFUSED, { times });

const [PLAIN, MILLIS, SECONDS, DAYS]: readonly Unit[] = [(amount: number) => amount, Duration.millis, Duration.seconds, Duration.days];

type Unit = (amount: number) => unknown;

/**
 * A number or duration: how it is given, one that is refused, one that is taken, and where that is in the template. Rendered is what was given,
 * unless it says something else; where it is known at once that may again be something else.
 */
type Row = readonly [
  prop: string, unit: Unit, build: Build, bad: number, good: number, type: string, path: string, rendered?: unknown, atOnce?: unknown,
];

const FUNCTION = 'AWS::Lambda::Function';
const ALIAS = 'AWS::Lambda::Alias';
const MAPPING = 'AWS::Lambda::EventSourceMapping';
const SCALING = 'AWS::ApplicationAutoScaling::ScalableTarget';
const LOGS = 'AWS::Logs::LogGroup';
const ALARM = 'AWS::CloudWatch::Alarm';
const STAGE = 'AWS::ApiGateway::Stage';
const [SCHEDULE, RULE, PLAN, METHOD] = ['AWS::Scheduler::Schedule', 'AWS::Events::Rule', 'AWS::ApiGateway::UsagePlan', 'AWS::ApiGateway::Method'];

const ROWS: readonly Row[] = [
  ['SecureFunctionProps.timeout', SECONDS, (s, timeout) => fn(s, { timeout }), 901, 900, FUNCTION, 'Timeout'],
  ['SecureFunctionProps.timeout', SECONDS, (s, timeout) => fn(s, { timeout }), 1.5, 1, FUNCTION, 'Timeout'],
  ['SecureFunctionProps.memorySize', PLAIN, (s, memorySize) => fn(s, { memorySize }), 1, 128, FUNCTION, 'MemorySize'],
  ['SecureFunctionProps.reservedConcurrency', PLAIN, (s, reservedConcurrency) => fn(s, { reservedConcurrency }), -1, 0, FUNCTION, 'ReservedConcurrentExecutions'],
  ['SecureFunctionProps.reservedConcurrency', PLAIN, (s, reservedConcurrency) => fn(s, { reservedConcurrency, provisionedConcurrency: 5 }), 4, 5, FUNCTION, 'ReservedConcurrentExecutions'],
  ['SecureFunctionProps.provisionedConcurrency', PLAIN, (s, provisionedConcurrency) => fn(s, { provisionedConcurrency }), 0, 2, ALIAS,
    'ProvisionedConcurrencyConfig.ProvisionedConcurrentExecutions'],
  ['SecureFunctionProps.provisionedConcurrency', PLAIN, (s, provisionedConcurrency) => fn(s, { provisionedConcurrency, reservedConcurrency: 1 }), 5, 1, ALIAS,
    'ProvisionedConcurrencyConfig.ProvisionedConcurrentExecutions'],
  ['SecureFunctionProps.provisionedConcurrency', PLAIN, (s, provisionedConcurrency) => fn(s, { provisionedConcurrency, maxProvisionedConcurrency: 9 }), 10, 2, SCALING, 'MinCapacity'],
  ['SecureFunctionProps.maxProvisionedConcurrency', PLAIN, (s, maxProvisionedConcurrency) => fn(s, { provisionedConcurrency: 2, maxProvisionedConcurrency }), 1, 3, SCALING, 'MaxCapacity'],
  ['SecureFunctionProps.maxProvisionedConcurrency', PLAIN, (s, maxProvisionedConcurrency) => fn(s, { provisionedConcurrency: 2, maxProvisionedConcurrency }), 2.5, 3, SCALING, 'MaxCapacity'],
  ['SecureFunctionProps.maxProvisionedConcurrency', PLAIN, (s, maxProvisionedConcurrency) => fn(s, { provisionedConcurrency: 2, reservedConcurrency: 5, maxProvisionedConcurrency }), 6, 5,
    SCALING, 'MaxCapacity'],
  ['SecureFunctionProps.logRetention', PLAIN, (s, logRetention) => fn(s, { logRetention }), 4, 5, LOGS, 'RetentionInDays'],
  ['SecureFunctionProps.logRetention', PLAIN, (s, logRetention) => fn(s, { logRetention }), 0, 9999, LOGS, 'RetentionInDays', undefined],
  ['PrivateNetworkProps.flowLogRetention', PLAIN, (s, flowLogRetention) => new PrivateNetwork(s, 'Subject', { flowLogRetention }), 4, 5, LOGS, 'RetentionInDays'],

  ['QueueSourceProps.batchSize', PLAIN, (s, batchSize) => queue(s, { batchSize }), 11, 10, MAPPING, 'BatchSize'],
  ['QueueSourceProps.maxBatchingWindow', SECONDS, (s, maxBatchingWindow) => queue(s, { maxBatchingWindow }), 301, 300, MAPPING, 'MaximumBatchingWindowInSeconds'],
  ['QueueSourceProps.maxConcurrency', PLAIN, (s, maxConcurrency) => queue(s, { maxConcurrency }), 1, 2, MAPPING, 'ScalingConfig.MaximumConcurrency'],
  ['QueueSourceProps.maxConcurrency', PLAIN, (s, maxConcurrency) => queue(s, { maxConcurrency }, { reservedConcurrency: 4 }), 5, 4, MAPPING, 'ScalingConfig.MaximumConcurrency'],
  ['StreamSourceProps.batchSize', PLAIN, (s, batchSize) => stream(s, { batchSize }), 0, 1, MAPPING, 'BatchSize'],
  ['StreamSourceProps.maxBatchingWindow', SECONDS, (s, maxBatchingWindow) => stream(s, { maxBatchingWindow }), 301, 300, MAPPING, 'MaximumBatchingWindowInSeconds'],
  ['StreamSourceProps.maxRecordAge', SECONDS, (s, maxRecordAge) => stream(s, { maxRecordAge }), 59, 60, MAPPING, 'MaximumRecordAgeInSeconds'],
  ['StreamSourceProps.parallelizationFactor', PLAIN, (s, parallelizationFactor) => stream(s, { parallelizationFactor }), 11, 10, MAPPING, 'ParallelizationFactor'],
  ['StreamSourceProps.retryAttempts', PLAIN, (s, retryAttempts) => stream(s, { retryAttempts }), -1, 0, MAPPING, 'MaximumRetryAttempts'],
  ['RuleSourceProps.maxEventAge', SECONDS, (s, maxEventAge) => fn(s).addRuleSource('Rule', { maxEventAge, eventPattern: { source: ['a'] } }), 59, 60, RULE, 'Targets.0.RetryPolicy.MaximumEventAgeInSeconds'],
  ['RuleSourceProps.retryAttempts', PLAIN, (s, retryAttempts) => fn(s).addRuleSource('Rule', { retryAttempts, eventPattern: { source: ['a'] } }), 186, 185, RULE, 'Targets.0.RetryPolicy.MaximumRetryAttempts'],
  ['ScheduleSourceProps.maxEventAge', SECONDS, (s, maxEventAge) => fn(s).addSchedule('Hourly', { schedule: HOURLY, maxEventAge }), 59, 60, SCHEDULE, 'Target.RetryPolicy.MaximumEventAgeInSeconds'],
  ['ScheduleSourceProps.retryAttempts', PLAIN, (s, retryAttempts) => fn(s).addSchedule('Hourly', { schedule: HOURLY, retryAttempts }), 186, 185, SCHEDULE, 'Target.RetryPolicy.MaximumRetryAttempts'],
  ['ScheduleSourceProps.timeWindow', Duration.minutes, (s, timeWindow) => fn(s).addSchedule('Hourly', { schedule: HOURLY, timeWindow }), 0, 1, SCHEDULE, 'FlexibleTimeWindow.MaximumWindowInMinutes'],

  ['ApiThrottle.rateLimit', PLAIN, (s, rateLimit) => api(s, { throttle: { ...LIMITS, rateLimit } }).addRoute('GET', '/a', { handler: handler(s) }), -1, 1.5, STAGE, 'MethodSettings.0.ThrottlingRateLimit'],
  ['ApiThrottle.burstLimit', PLAIN, (s, burstLimit) => api(s, { throttle: { ...LIMITS, burstLimit } }).addRoute('GET', '/a', { handler: handler(s) }), 1.5, 1, STAGE, 'MethodSettings.0.ThrottlingBurstLimit'],
  ['ApiThrottle.rateLimit', PLAIN, (s, rateLimit) => route(s, { throttle: { ...LIMITS, rateLimit } }), 0, 7, STAGE, 'MethodSettings.1.ThrottlingRateLimit'],
  ['ApiThrottle.burstLimit', PLAIN, (s, burstLimit) => route(s, { throttle: { ...LIMITS, burstLimit } }), 0, 7, STAGE, 'MethodSettings.1.ThrottlingBurstLimit'],
  ['ApiThrottle.rateLimit', PLAIN, (s, rateLimit) => plan(s, { throttle: { ...LIMITS, rateLimit } }), 0, 7, PLAN, 'Throttle.RateLimit'],
  ['ApiThrottle.burstLimit', PLAIN, (s, burstLimit) => plan(s, { throttle: { ...LIMITS, burstLimit } }), -1, 7, PLAN, 'Throttle.BurstLimit'],
  ['ApiThrottle.rateLimit', PLAIN, (s, rateLimit) => api(s, { type: HTTP, throttle: { ...LIMITS, rateLimit } }), 0, 7, 'AWS::ApiGatewayV2::Stage', 'DefaultRouteSettings.ThrottlingRateLimit'],
  ['ApiThrottle.burstLimit', PLAIN, (s, burstLimit) => route(s, { throttle: { ...LIMITS, burstLimit } }, { type: HTTP }), 0, 7, 'AWS::ApiGatewayV2::Stage', 'RouteSettings.GET /a.ThrottlingBurstLimit'],
  ['SecureApiUsagePlan.quota', PLAIN, (s, limit) => plan(s, { quota: { limit, period: apigateway.Period.DAY } }), -1, 100, PLAN, 'Quota.Limit'],
  ['SecureApiUsagePlan.quota', PLAIN, (s, offset) => plan(s, { quota: { limit: 1, offset, period: apigateway.Period.WEEK } }), 7, 6, PLAN, 'Quota.Offset'],
  ['SecureApiProps.logRetention', PLAIN, (s, logRetention) => api(s, { type: HTTP, logRetention }), 4, 5, LOGS, 'RetentionInDays'],
  ['ManagedFirewallProps.requestsPerAddress', PLAIN, (s, requestsPerAddress) => route(s, {}, { firewall: ApiFirewall.managed({ requestsPerAddress }) }), 9, 10, 'AWS::WAFv2::WebACL',
    'Rules.0.Statement.RateBasedStatement.Limit'],
  ['ApiCors.maxAge', SECONDS, (s, maxAge) => route(s, {}, { cors: { origins: ['https://a.example.com'], maxAge } }), 7201, 7200, METHOD,
    'Integration.IntegrationResponses.0.ResponseParameters.method\\.response\\.header\\.Access-Control-Max-Age', '\'7200\''],
  ['ApiCors.maxAge', SECONDS, (s, maxAge) => api(s, { type: HTTP, cors: { origins: ['https://a.example.com'], maxAge } }), 7201, 7200, 'AWS::ApiGatewayV2::Api', 'CorsConfiguration.MaxAge'],
  ['LambdaAuthorizerProps.cacheFor', SECONDS, (s, cacheFor) => route(s, {}, { authorizer: ApiAuthorizer.lambda(handlerOf(s), { cacheFor }) }), 3601, 3600, 'AWS::ApiGateway::Authorizer',
    'AuthorizerResultTtlInSeconds'],
  ['LambdaAuthorizerProps.cacheFor', SECONDS, (s, cacheFor) => route(s, { authorizer: ApiAuthorizer.lambda(handlerOf(s), { cacheFor }) }, { type: HTTP }), 3601, 60,
    'AWS::ApiGatewayV2::Authorizer', 'AuthorizerResultTtlInSeconds'],
  ['SecureApiRoute.timeout', MILLIS, (s, timeout) => route(s, { timeout }), 29_001, 29_000, METHOD, 'Integration.TimeoutInMillis'],
  ['SecureApiRoute.timeout', MILLIS, (s, timeout) => route(s, { timeout }), 4_000, 5_000, METHOD, 'Integration.TimeoutInMillis'],
  ['SecureApiRoute.timeout', MILLIS, (s, timeout) => route(s, { timeout }, { type: HTTP }), 30_001, 30_000, 'AWS::ApiGatewayV2::Integration', 'TimeoutInMillis'],

  ['FunctionAlarmOptions.errors', PLAIN, (s, errors) => watch(s, { errors }), 0, 3, ALARM, 'Threshold'],
  ['FunctionAlarmOptions.errorRate', PLAIN, (s, errorRate) => watch(s, { errorRate }), 101, 100, ALARM, 'Threshold'],
  ['FunctionAlarmOptions.timeout', SECONDS, (s, timeout) => watch(s, { timeout }), 0, 20, ALARM, 'Metrics.0.Expression', 'slowest / (1000 * 20)', undefined],
  ['FunctionAlarmOptions.iteratorAge', MILLIS, (s, iteratorAge) => watch(s, { iteratorAge }), 0, 777, ALARM, 'Threshold'],
  ['ApiAlarmOptions.clientErrors', PLAIN, (s, clientErrors) => watchApi(s, { clientErrors }), 0, 77, ALARM, 'Threshold'],
  ['ApiAlarmOptions.serverErrors', PLAIN, (s, serverErrors) => watchApi(s, { serverErrors }), 0, 77, ALARM, 'Threshold'],
  ['ApiAlarmOptions.authFailures', PLAIN, (s, authFailures) => watchApi(s, { authFailures }), 0, 77, ALARM, 'Threshold'],
  ['ApiAlarmOptions.blocked', PLAIN, (s, blocked) => watchApi(s, { blocked }), 0, 77, ALARM, 'Threshold'],

  ['GeneratedSecretOptions.length', PLAIN, (s, length) => secret(s, SecretSource.generated({ length })), 4, 20, 'AWS::SecretsManager::Secret', 'GenerateSecretString.PasswordLength'],
  ['AccessReviewProps.unusedAfter', DAYS, (s, unusedAfter) => new AccessReview(s, 'Subject', { unusedAfter }), 400, 30, 'AWS::AccessAnalyzer::Analyzer',
    'AnalyzerConfiguration.UnusedAccessConfiguration.UnusedAccessAge'],
  ['SiemExportProps.keepFailures', DAYS, (s, keepFailures) => siem(s, { keepFailures }), 0, 7, 'AWS::S3::Bucket', 'LifecycleConfiguration.Rules.0.ExpirationInDays'],
  ['QuarantineEventOptions.times', PLAIN, quarantine, 0, 3, ALARM, 'Threshold'],
  ['RotationRehearsalProps.timeout', SECONDS, rehearse, 59, 77, 'AWS::StepFunctions::StateMachine', 'DefinitionString.Fn::Join.1.0', expect.stringContaining('"TimeoutSeconds":77,')],
];

/** What is written at synthesis, so that no token will do: what is said of one, and what of a value out of range. */
const WRITTEN: readonly (readonly [prop: string, unit: Unit, build: Build, bad: number | undefined, said: RegExp])[] = [
  ['SecureFunctionProps.maxBundleSize', cdk.Size.mebibytes as Unit, (s, maxBundleSize) => fn(s, { maxBundleSize }), undefined,
    /^Stack\/Subject: maxBundleSize: the bundle is measured where it is built, so it has to be known by then; got a token$/],
  ['PrivateNetworkProps.maxAzs', PLAIN, (s, maxAzs) => new PrivateNetwork(s, 'Subject', { maxAzs }), 0, /^Stack\/Subject: maxAzs: a whole number of at least 1, which has to be known at synthesis, got a token$/],
  ['PrivateNetworkProps.natGateways', PLAIN, (s, natGateways) => new PrivateNetwork(s, 'Subject', { natGateways }), -1,
    /^Stack\/Subject: natGateways: a whole number of at least 0, which has to be known at synthesis, got a token$/],
  ['RotatedSecretOptions.rotateAfter', Duration.days as Unit, (s, rotateAfter) => secret(s, SecretSource.generated({ rotateAfter })), 1001,
    /^Stack\/Subject\/Secrets: secrets\.key: rotateAfter: the schedule is written at synthesis, so it has to be known by then; got a token$/],
  ['FunctionAlarmOptions.anomalyDeviations', PLAIN, (s, anomalyDeviations) => watch(s, { anomalyDeviations }), 0,
    /^Stack\/Subject: Stack\/Handler: anomalyDeviations: it is part of an expression that is written at synthesis, so it has to be known by then; got a token$/],
];

function plain(stack: cdk.Stack, timeout: cdk.Duration): lambda.IFunction {
  return new lambda.Function(stack, 'Handler', { code: CODE, handler: 'index.handler', runtime: lambda.Runtime.NODEJS_24_X, timeout });
}

function handlerOf(stack: cdk.Stack): lambda.IFunction {
  return new SecureFunction(stack, 'Authorizer', { code: CODE });
}

function built(build: Build, value: (stack: cdk.Stack) => unknown): cdk.Stack {
  const stack = new Stack(quickApp(), 'Stack');
  build(stack, value(stack));
  return stack;
}

/** What is said of a value in the end. */
function said(build: Build, value: (stack: cdk.Stack) => unknown): string {
  try {
    Template.fromStack(built(build, value));
  } catch (error) {
    return (error as Error).message;
  }
  return 'nothing';
}

/** What stands at a path of the resources of a type, and is something else than what another value gives there. */
function rendered(stack: cdk.Stack, type: string, path: string): unknown[] {
  const parts = path.split(/(?<!\\)\./).map(part => part.replace(/\\/g, ''));
  const resources = Object.values(Template.fromStack(stack).findResources(type));
  return resources.map(({ Properties }) => parts.reduce((value: any, part) => value?.[part], Properties));
}

const lazily = (amount: number) => Lazy.number({ produce: () => amount });

test('every number and duration of the public constructs has its rows here', () => {
  expect([...new Set([...ROWS, ...WRITTEN].map(([prop]) => prop))].sort()).toEqual(numericProps());
});

describe.each(ROWS.map(row => ({ row, prop: row[0], bad: row[3] })))('$prop', ({ row }) => {
  const [, unit, build, bad, good, type, path] = row;
  const expected = row.length > 7 ? row[7] : good;

  test(`says of ${bad} the same where it is settled late`, () => {
    const eager = /^(\S+): ([^]*)$/.exec(said(build, () => unit(bad)));
    expect(eager).not.toBeNull();
    const [, place, what] = eager!;
    expect(place).toMatch(/^Stack\/Subject/);
    expect(what).toMatch(/\b(?:got|is more than|may run for|lets run) /);
    expect(said(build, () => unit(lazily(bad))).split('\n').map(line => line.trim())).toContain(`[${place}] ${what}`);
  });

  test(`renders ${good} that is settled late, as it is otherwise`, () => {
    const late = rendered(built(build, () => unit(lazily(good))), type, path);
    expect(late).toContainEqual(expected);
    const atOnce = rendered(built(build, () => unit(good)), type, path);
    if (row.length > 8) expect(atOnce).toContainEqual(row[8]);
    else expect(late).toEqual(atOnce);
  });

  test('takes what only the deployment knows', () => {
    const stack = built(build, of => unit(new cdk.CfnParameter(of, 'Late', { type: 'Number' }).valueAsNumber));
    expect(JSON.stringify(Template.fromStack(stack).toJSON().Resources)).toContain('{"Ref":"Late"}');
  });
});

describe.each(WRITTEN.map(row => ({ row, prop: row[0] })))('$prop, which is written at synthesis,', ({ row: [prop, unit, build, bad, message] }) => {
  test('is no token, and the error says so', () => {
    expect(said(build, () => unit(lazily(1)))).toMatch(message);
  });

  test('is refused out of its range', () => {
    if (bad !== undefined) expect(said(build, () => unit(bad))).toMatch(new RegExp(`^Stack/Subject.*${prop.split('.')[1]}: .*, got `));
  });
});

describe('what is compared with what is settled late of something else', () => {
  const LATE = (amount: number) => Duration.seconds(lazily(amount));
  const later = (build: (stack: cdk.Stack) => void) => said(build, () => undefined);

  test.each<[string, (stack: cdk.Stack) => void, string]>([
    ['a queue that hides a message for too short', s => fn(s).addQueueSource(new sqs.Queue(s, 'Queue', { visibilityTimeout: LATE(3) })),
      '[Stack/Subject] queue: Stack/Queue hides a message for 3 seconds; the function runs up to 5 seconds, so that others would work on the same message: '
      + 'give the queue a visibilityTimeout of at least 30 seconds'],
    ['a function that runs for longer than the queue hides a message', s => fn(s, { timeout: LATE(60) }).addQueueSource(new sqs.Queue(s, 'Queue')), 'give the queue a visibilityTimeout of at least 360 seconds'],
    ['a function that runs for longer than API Gateway waits', s => api(s).addRoute('GET', '/a', { handler: plain(s, LATE(60)) }),
      '[Stack/Subject] GET /a: handler: Stack/Handler may run for 60 seconds, but API Gateway waits for 29'],
    ['a live alias that runs for longer than the route waits', s => route(s, { handler: new SecureFunction(s, 'Late', { code: CODE, timeout: LATE(9) }), timeout: Duration.seconds(8) }),
      '[Stack/Subject] GET /a: handler: Stack/Late may run for 9 seconds, but API Gateway waits for 8'],
    ['a function that decides for too long', s => api(s, { authorizer: ApiAuthorizer.lambda(handler(s, LATE(60))) }).addRoute('GET', '/a', { handler: handlerOf(s) }), 'Stack/Handler may run for 60 seconds'],
    ['environments that are kept ready beyond those that may run', s => fn(s, { provisionedConcurrency: lazily(5), reservedConcurrency: lazily(1) }),
      '[Stack/Subject] provisionedConcurrency: 5 is more than reservedConcurrency: 1 lets run'],
    ['a queue of a function that runs one at a time', s => queue(s, {}, { reservedConcurrency: lazily(1) }),
      '[Stack/Subject] queue: with it the queues of the function start up to 2 invocations at the same time, and reservedConcurrency: 1 lets fewer run'],
  ])('is refused: %s', (_, build, message) => {
    expect(later(build)).toContain(message);
  });

  test.each<[string, (stack: cdk.Stack) => number, unknown]>([
    ['what is reserved, known late', () => lazily(4), 4],
    ['ten of more that is reserved', () => lazily(40), 10],
    ['two of a function that is stopped', () => lazily(0), 2],
    ['ten of what only the deployment knows', stack => new cdk.CfnParameter(stack, 'Reserved', { type: 'Number' }).valueAsNumber, 10],
  ])('decides how many work on a queue: %s', (_, reserved, concurrency) => {
    const stack = new Stack(quickApp(), 'Stack');
    queue(stack, {}, { reservedConcurrency: reserved(stack) });
    expect(rendered(stack, MAPPING, 'ScalingConfig.MaximumConcurrency')).toEqual([concurrency]);
  });

  test('keeps the decisions about two routes apart', () => {
    const { REST } = SecureApiType;
    for (const [type, resource, sources] of [[REST, 'AWS::ApiGateway::Authorizer', /httpMethod,.*path/], [HTTP, 'AWS::ApiGatewayV2::Authorizer', /httpMethod.*path/]] as const) {
      const stack = built((s, cacheFor) => route(s, {}, { type, authorizer: ApiAuthorizer.lambda(handlerOf(s), { cacheFor }) }), () => LATE(60));
      expect(JSON.stringify(rendered(stack, resource, 'IdentitySource'))).toMatch(sources);
    }
  });
});
