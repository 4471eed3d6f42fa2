import * as cdk from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { Rampart } from '../../index';
import { ApiAuthorizer, SecureApi, SecureApiType, SecureFunction, SecurityAlarms } from '../../lib';
import { SECURITY_EVENTS } from '../../runtime/contract';
import { testApp } from '../support/synthesis';

const CODE = lambda.Code.fromInline('exports.handler = async () => {};');
const EVERY_FUNCTION = [
  'Errors', 'Throttles', 'Duration', 'AsyncEventsDropped', 'RecursiveInvocationsDropped', 'DeadLetterErrors', 'DestinationDeliveryFailures',
];

function alarmsIn(template: Template): Record<string, any> {
  return Object.fromEntries(Object.entries(template.findResources('AWS::CloudWatch::Alarm')).map(([id, { Properties }]) => [id, Properties]));
}

/** The name of a metric that no other function counts in, and no other deployment of the application: addresses are alike in these. */
function ownName(counted: string) {
  return { 'Fn::Join': ['', [`${counted} `, { Ref: 'AWS::StackName' }, expect.stringMatching(/^ c8[0-9a-f]{40}$/)]] };
}

describe('a secure function', () => {
  const app = testApp();
  const stack = new cdk.Stack(app, 'Stack');
  const orders = new SecureFunction(stack, 'Orders', { code: CODE, timeout: cdk.Duration.seconds(10) });
  const letters = new sqs.Queue(stack, 'Letters');
  const alarms = new SecurityAlarms(stack, 'Alarms');
  alarms.watchFunction(orders, { deadLetterQueue: letters, iteratorAge: cdk.Duration.minutes(1), errors: 3 });
  const template = Template.fromStack(stack);
  const made = alarmsIn(template);
  const [fn] = Object.keys(template.findResources('AWS::Lambda::Function'));

  test.each(EVERY_FUNCTION)('is watched for %s, whatever is invoked of it', MetricName => {
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      Namespace: 'AWS/Lambda',
      MetricName,
      TreatMissingData: 'notBreaching',
      Dimensions: [{ Name: 'FunctionName', Value: { Ref: fn } }],
    });
  });

  test('is slow at nine tenths of its timeout, in milliseconds', () => {
    template.hasResourceProperties('AWS::CloudWatch::Alarm', { MetricName: 'Duration', ExtendedStatistic: 'p99', Threshold: 9000 });
  });

  test('fails too often by number and by share', () => {
    template.hasResourceProperties('AWS::CloudWatch::Alarm', { MetricName: 'Errors', Threshold: 3, Statistic: 'Sum', Period: 300 });
    template.hasResourceProperties('AWS::CloudWatch::Alarm', { Threshold: 5, Metrics: Match.arrayWith([Match.objectLike({ Expression: '100 * errors / MAX([errors, invocations])' })]) });
  });

  test('is invoked unusually often where CloudWatch says so', () => {
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      ComparisonOperator: 'GreaterThanUpperThreshold', Metrics: Match.arrayWith([Match.objectLike({ Expression: Match.stringLikeRegexp('ANOMALY_DETECTION_BAND\\(.*, 4\\)') })]),
    });
  });

  test('leaves nothing in its dead-letter queue, and no record unread', () => {
    template.hasResourceProperties('AWS::CloudWatch::Alarm', { Namespace: 'AWS/SQS', MetricName: 'ApproximateNumberOfMessagesVisible', Threshold: 1 });
    template.hasResourceProperties('AWS::CloudWatch::Alarm', { MetricName: 'IteratorAge', Statistic: 'Maximum', Threshold: 60_000 });
  });

  test.each([SECURITY_EVENTS.validationRejected, SECURITY_EVENTS.sourceRefused, SECURITY_EVENTS.authFailed])('is watched for %s in its own log', event => {
    const [filter] = Object.values(template.findResources('AWS::Logs::MetricFilter', { Properties: { FilterPattern: `{ $.event = "${event}" }` } }));
    expect(filter.Properties.LogGroupName).toEqual({ Ref: stack.getLogicalId(orders.logGroup.node.defaultChild as cdk.CfnElement) });
    const { MetricName, MetricNamespace } = filter.Properties.MetricTransformations[0];
    expect(MetricName).toEqual(ownName(event));
    template.hasResourceProperties('AWS::CloudWatch::Alarm', { MetricName, Namespace: MetricNamespace });
  });

  test('tells one encrypted topic of every alarm', () => {
    const topic = stack.getLogicalId(alarms.topic.node.defaultChild as cdk.CfnElement);
    for (const { AlarmActions } of Object.values(made)) expect(AlarmActions).toEqual([{ Ref: topic }]);
    template.hasResourceProperties('AWS::SNS::Topic', { KmsMasterKeyId: Match.anyValue() });
    template.hasResourceProperties('AWS::KMS::Key', {
      KeyPolicy: {
        Statement: Match.arrayWith([Match.objectLike({
          Principal: { Service: 'cloudwatch.amazonaws.com' },
          Action: ['kms:Decrypt', 'kms:GenerateDataKey*'],
          Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
        })]),
      },
    });
  });

  test('is part of a composite alarm that names every alarm once, and of a dashboard', () => {
    const rules = JSON.stringify(Object.values(template.findResources('AWS::CloudWatch::CompositeAlarm')).map(({ Properties }) => Properties.AlarmRule));
    for (const id of Object.keys(made)) expect(rules.split(`{"Ref":"${id}"}`)).toHaveLength(2);
    template.resourceCountIs('AWS::CloudWatch::Dashboard', 1);
    expect(alarms.compositeAlarm(orders).alarmName).toBe(alarms.compositeAlarm(stack).alarmName);
    expect(alarms.dashboard(orders)).toBe(alarms.dashboard(stack));
  });

  test.each<[string, (fn: SecureFunction) => lambda.IFunction]>([
    ['its alias', one => one.alias], ['its version', one => one.version], ['the function behind', one => one.lambda],
  ])('is watched once, also by %s', (_, of) => {
    expect(() => alarms.watchFunction(of(orders))).toThrow(/^Stack\/Alarms: Stack\/Orders.* is watched already: give its options where it is watched first$/);
  });

  test('is watched once', () => {
    expect(() => alarms.watchFunction(orders)).toThrow('Stack/Alarms: Stack/Orders is watched already: give its options where it is watched first');
  });
});

test('functions of other stacks are watched there, without a circle', () => {
  const app = testApp();
  const home = new cdk.Stack(app, 'Home');
  const alarms = new SecurityAlarms(home, 'Alarms');
  const other = new cdk.Stack(app, 'Other');
  alarms.watchFunction(new SecureFunction(other, 'Orders', { code: CODE }));
  alarms.watchFunction(new SecureFunction(home, 'Orders', { code: CODE }));
  app.synth();

  expect(other.dependencies).toEqual([home]);
  for (const stack of [home, other]) Template.fromStack(stack).resourceCountIs('AWS::CloudWatch::Dashboard', 1);
});

test('a function of which nothing is known is watched for what needs no knowledge', () => {
  const stack = new cdk.Stack(testApp(), 'Stack');
  new SecurityAlarms(stack, 'Alarms').watchFunction(lambda.Function.fromFunctionName(stack, 'Foreign', 'orders'));
  const template = Template.fromStack(stack);

  template.hasResourceProperties('AWS::CloudWatch::Alarm', { MetricName: 'Errors' });
  template.resourceCountIs('AWS::Logs::MetricFilter', 0);
  template.resourcePropertiesCountIs('AWS::CloudWatch::Alarm', { MetricName: 'Duration' }, 0);
});

describe('more alarms than the rule of a composite alarm takes', () => {
  const name = `Production-${'EuropeWest'.repeat(11)}-Orders`;
  const stack = new cdk.Stack(testApp(), name);
  const alarms = new SecurityAlarms(stack, 'Alarms', { topic: sns.Topic.fromTopicArn(stack, 'Topic', 'arn:aws:sns:eu-west-1:111122223333:operators') });
  for (let i = 0; i < 10; i += 1) {
    alarms.watchFunction(new SecureFunction(stack, `${'CustomerOrderNotificationHandler'.repeat(4)}${i}`, { code: CODE, timeout: cdk.Duration.seconds(10) }));
  }
  const template = Template.fromStack(stack);
  const rules = Object.entries(template.findResources('AWS::CloudWatch::CompositeAlarm')).map(([id, { Properties }]) => ({ id, parts: Properties.AlarmRule['Fn::Join'][1] as (string | { Ref: string })[] }));

  /** CloudFormation names an alarm by stack, logical id and 12 random characters, with two hyphens, and cuts what is too long. */
  const generated = (id: string) => 'x'.repeat(Math.min(255, name.length + id.length + 14));
  const written = (part: string | { Ref: string }) => (typeof part === 'string' ? part : generated(part.Ref));

  test('are split, so that each rule fits with the names that CloudFormation makes', () => {
    for (const { parts } of rules) expect(parts.map(written).join('').length).toBeLessThanOrEqual(10_240);
  });

  test('are all in one group, whose alarm the composite one of the stack names', () => {
    const named = rules.flatMap(({ parts }) => parts.flatMap(part => (typeof part === 'string' ? [] : [part.Ref])));
    const composite = alarms.compositeAlarm(stack) as Construct;
    const groups = rules.filter(({ id }) => id !== stack.getLogicalId(composite.node.defaultChild as cdk.CfnElement));
    expect(Object.keys(alarmsIn(template)).length).toBeGreaterThan(100);
    expect(named.sort()).toEqual([...Object.keys(alarmsIn(template)), ...groups.map(({ id }) => id)].sort());
  });

  test('need no topic of their own where one is given', () => {
    template.resourceCountIs('AWS::SNS::Topic', 0);
  });
});

test('may have the name of their class', () => {
  const stack = new cdk.Stack(testApp(), 'Stack');
  const alarms = new SecurityAlarms(stack, 'SecurityAlarms');
  alarms.watchFunction(new SecureFunction(stack, 'Orders', { code: CODE }));

  Template.fromStack(stack).resourceCountIs('AWS::CloudWatch::Dashboard', 1);
});

test('what they have in common takes nothing else for itself', () => {
  const stack = new cdk.Stack(testApp(), 'Stack');
  new Construct(stack, 'cdk-rampart.Board');
  expect(() => new SecurityAlarms(stack, 'Alarms').dashboard(stack)).toThrow('Stack/cdk-rampart.Board: the id cdk-rampart.Board is kept for what the alarms of a stack have in common');
});

describe('an API', () => {
  const stack = new cdk.Stack(testApp(), 'Stack');
  const alarms = new SecurityAlarms(stack, 'Alarms', { encryptionKey: new kms.Key(stack, 'Key') });
  const rest = new apigateway.RestApi(stack, 'Rest');
  rest.root.addMethod('GET');
  alarms.watchRestApi(rest, { accessLog: new logs.LogGroup(stack, 'Log'), firewallMetric: 'orders', clientErrors: 7 });
  alarms.watchHttpStage(new apigatewayv2.HttpApi(stack, 'Http').defaultStage!);
  const template = Template.fromStack(stack);

  test('is watched for answers of 400 and of 500', () => {
    template.hasResourceProperties('AWS::CloudWatch::Alarm', { Namespace: 'AWS/ApiGateway', MetricName: '4XXError', Threshold: 7, Statistic: 'Sum' });
    template.hasResourceProperties('AWS::CloudWatch::Alarm', { MetricName: '5XXError', Threshold: 5 });
    template.hasResourceProperties('AWS::CloudWatch::Alarm', { MetricName: '4xx', Threshold: 200 });
    template.hasResourceProperties('AWS::CloudWatch::Alarm', { MetricName: '5xx', Threshold: 5 });
  });

  test('is watched for bursts of 401 and 403, which only the access log tells apart', () => {
    const [filter] = Object.values(template.findResources('AWS::Logs::MetricFilter'));
    for (const status of [401, 403]) expect(filter.Properties.FilterPattern).toContain(`($.status = ${status})`);
    const { MetricName, MetricNamespace } = filter.Properties.MetricTransformations[0];
    expect(MetricName).toEqual(ownName('auth.refused'));
    template.hasResourceProperties('AWS::CloudWatch::Alarm', { MetricName, Namespace: MetricNamespace, Threshold: 50 });
  });

  test('is watched for what its firewall blocks', () => {
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      Namespace: 'AWS/WAFV2', MetricName: 'BlockedRequests', Dimensions: Match.arrayWith([{ Name: 'Rule', Value: 'ALL' }, { Name: 'WebACL', Value: 'orders' }]),
    });
  });
});

describe('a secure API', () => {
  const stack = new cdk.Stack(testApp(), 'Stack');
  const alarms = new SecurityAlarms(stack, 'Alarms');
  const api = new SecureApi(stack, 'Api', { authorizer: ApiAuthorizer.iam(), alarms });
  const orders = new SecureFunction(stack, 'Orders', { code: CODE });
  api.addRoute('GET', '/orders', { handler: orders });
  const template = Template.fromStack(stack);
  const acl = Object.values(template.findResources('AWS::WAFv2::WebACL'))[0].Properties;

  test('is watched with its access log and its firewall, by what it is told', () => {
    for (const MetricName of ['4XXError', '5XXError']) template.hasResourceProperties('AWS::CloudWatch::Alarm', { Namespace: 'AWS/ApiGateway', MetricName });
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      MetricName: 'BlockedRequests', Dimensions: Match.arrayWith([{ Name: 'WebACL', Value: acl.VisibilityConfig.MetricName }]),
    });
    template.hasResourceProperties('AWS::Logs::MetricFilter', { LogGroupName: { Ref: stack.getLogicalId(api.accessLog.node.defaultChild as cdk.CfnElement) } });
  });

  test('is watched by the alarms of its scope', () => {
    const other = new cdk.Stack(testApp(), 'Other');
    Rampart.defaults(other, { alarms: new SecurityAlarms(other, 'Alarms') });
    new SecureApi(other, 'Api', { authorizer: ApiAuthorizer.iam(), type: SecureApiType.HTTP, firewall: undefined })
      .addRoute('GET', '/orders', { handler: new SecureFunction(other, 'Orders', { code: CODE }) });

    Template.fromStack(other).hasResourceProperties('AWS::CloudWatch::Alarm', { MetricName: '4xx' });
  });
});

describe('a secret', () => {
  const stack = new cdk.Stack(testApp(), 'Stack');
  const alarms = new SecurityAlarms(stack, 'Alarms');
  const reader = new iam.Role(stack, 'Reader', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
  const secret = new secretsmanager.Secret(stack, 'Secret');
  alarms.watchSecret(secret, { readers: [reader], addresses: ['192.0.2.7'] });
  alarms.watchSecret(new secretsmanager.Secret(stack, 'Nobodys'));
  const template = Template.fromStack(stack);
  const patterns = Object.values(template.findResources('AWS::Events::Rule')).map(({ Properties }) => Properties);
  const role = { 'Fn::GetAtt': [stack.getLogicalId(reader.node.defaultChild as cdk.CfnElement), 'RoleId'] };

  test('raises an alarm when anybody else reads it, users and the root user included', () => {
    expect(patterns.map(({ EventPattern }) => EventPattern.detail.$or)).toContainEqual([
      { userIdentity: { sessionContext: { sessionIssuer: { principalId: [{ 'anything-but': [role] }] } } } },
      { userIdentity: { sessionContext: { sessionIssuer: { arn: [{ exists: false }] } } } },
    ]);
  });

  test.each<[string, string[], string]>([
    ['a range', ['192.0.2.7', '10.0.0.0/8'], 'addresses: each is one address, or a service as CloudTrail names it (cloudformation.amazonaws.com, AWS Internal), got "10.0.0.0/8": EventBridge'],
    ['a wildcard', ['10.*'], 'got "10.*"'],
    ['nothing', [''], 'got ""'],
    ['no address', [], 'addresses names none; leave it out'],
  ])('is not watched for reads from elsewhere than %s', (_, addresses, message) => {
    const other = new secretsmanager.Secret(stack, `From${JSON.stringify(addresses)}`);
    expect(() => alarms.watchSecret(other, { addresses })).toThrow(`Stack/Alarms: ${other.node.path}: `);
    expect(() => alarms.watchSecret(other, { addresses })).toThrow(message);
  });

  test('is watched for reads from elsewhere than addresses of both kinds, services, and what only the deployment knows', () => {
    const other = new secretsmanager.Secret(new cdk.Stack(testApp(), 'Other'), 'Secret');
    const addresses = ['192.0.2.7', '2001:db8::1', 'cloudformation.amazonaws.com', 'AWS Internal', cdk.Fn.importValue('address')];
    expect(() => new SecurityAlarms(other.stack, 'Alarms').watchSecret(other, { addresses })).not.toThrow();
  });

  test('raises an alarm by whatever it is called: its name, its ARN, or its ARN without the six characters at the end', () => {
    const known = secretsmanager.Secret.fromSecretCompleteArn(stack, 'Known', 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:orders/db-AbCdEf');
    const named = secretsmanager.Secret.fromSecretNameV2(stack, 'Named', 'orders/db');
    for (const one of [known, named]) alarms.watchSecret(one);
    const idsOf = (one: secretsmanager.ISecret) => stack.resolve((one.node.findChild('Alarms').node.findChild('ReadByOthersRule').node.defaultChild as cdk.aws_events.CfnRule).eventPattern)
      .detail.requestParameters.secretId;
    expect(idsOf(known).map((id: unknown) => JSON.stringify(id))).toEqual([
      '"orders/db"', expect.stringMatching(/:secret:orders\/db"/), '"arn:aws:secretsmanager:eu-west-1:111122223333:secret:orders/db-AbCdEf"',
    ]);
    expect(JSON.stringify(idsOf(named)[2])).toMatch(/^\{"prefix":.*:secret:orders\/db-"/);
  });

  test('knows readers of other stacks by their ARNs, of which there is room for fifteen and not for thirty', () => {
    const app = testApp();
    const [home, away] = ['Home', 'Away'].map(id => new cdk.Stack(app, id, { env: { account: '111122223333', region: 'eu-west-1' } }));
    const watching = new SecurityAlarms(home, 'Alarms');
    const problemsOf = (count: number) => {
      const watchedSecret = new secretsmanager.Secret(home, `Secret${count}`);
      const readers = Array.from({ length: count }, (_, index) => {
        const roleName = `${'x'.repeat(46)}-${count}-${index}`;
        if (index > 0) return iam.Role.fromRoleName(home, roleName, roleName);
        return new iam.Role(away, roleName, { roleName, assumedBy: new iam.AccountRootPrincipal() });
      });
      watching.watchSecret(watchedSecret, { readers });
      return watchedSecret.node.findChild('Alarms').node.findChild('ReadByOthersRule').node.validate();
    };
    expect(problemsOf(15)).toEqual([]);
    expect(problemsOf(30)).toEqual([expect.stringContaining('any other up to 105 (there are 30)')]);
  });

  test('raises an alarm when it is read from another address', () => {
    expect(patterns.map(({ EventPattern }) => EventPattern.detail.sourceIPAddress)).toContainEqual([{ 'anything-but': ['192.0.2.7'] }]);
  });

  test('asks for events of calls that only read, which rules do not get by themselves', () => {
    const reads = patterns.filter(({ EventPattern }) => EventPattern.detail.eventName.includes('GetSecretValue'));
    expect(reads.map(({ State }) => State)).toEqual(['ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS', 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS', 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS']);
  });

  test('raises an alarm when its rotation fails', () => {
    expect(patterns.filter(({ EventPattern }) => EventPattern.detail.eventName.includes('RotationFailed'))).toHaveLength(2);
  });

  test('raises an alarm when its rotation fails, where its name alone is known: CloudTrail states the whole ARN', () => {
    const made = new cdk.Stack(testApp(), 'Stack', { env: { account: '111122223333', region: 'eu-west-1' } });
    const watching = new SecurityAlarms(made, 'Alarms');
    const idsOf = (one: secretsmanager.ISecret) => {
      watching.watchSecret(one);
      return made.resolve((one.node.findChild('Alarms').node.findChild('RotationFailed').node.defaultChild as cdk.aws_events.CfnRule).eventPattern)
        .detail.additionalEventData.SecretId;
    };
    const whole = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:orders/db-AbCdEf';
    const prefix = { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':secretsmanager:eu-west-1:111122223333:secret:orders/db-']] };
    expect(idsOf(secretsmanager.Secret.fromSecretNameV2(made, 'Named', 'orders/db'))).toEqual([{ prefix }]);
    expect(idsOf(secretsmanager.Secret.fromSecretPartialArn(made, 'Partial', whole.slice(0, -7)))).toEqual([{ prefix }]);
    expect(idsOf(secretsmanager.Secret.fromSecretCompleteArn(made, 'Whole', whole))).toEqual([whole]);
    const own = new secretsmanager.Secret(made, 'Own');
    expect(idsOf(own)).toEqual([made.resolve(own.secretArn)]);
  });

  test('that nobody is expected to read raises an alarm at every read', () => {
    const [open] = patterns.filter(({ EventPattern }) => EventPattern.detail.eventName.includes('GetSecretValue') && EventPattern.detail.$or === undefined && EventPattern.detail.sourceIPAddress === undefined);
    expect(open).toBeDefined();
  });
});
