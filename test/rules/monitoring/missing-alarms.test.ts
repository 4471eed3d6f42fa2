import { alarmHasAction } from '../../../aspects/rules/monitoring/alarm-has-action';
import { apigwAuthFailureAlarm } from '../../../aspects/rules/monitoring/apigw-auth-failure-alarm';
import { appHasSecurityAlarms } from '../../../aspects/rules/monitoring/app-has-security-alarms';
import { lambdaAsyncDropAlarm } from '../../../aspects/rules/monitoring/lambda-async-drop-alarm';
import { lambdaFunctionErrorAlarm } from '../../../aspects/rules/monitoring/lambda-function-error-alarm';
import { queueDeadLetterAlarm } from '../../../aspects/rules/monitoring/queue-dead-letter-alarm';
import { saidOf } from '../../support/said';

const FUNCTION = { Type: 'AWS::Lambda::Function', Properties: {} };
const TRIGGER = { Type: 'AWS::SNS::Subscription', Properties: { TopicArn: { Ref: 'Topic' }, Protocol: 'lambda', Endpoint: { 'Fn::GetAtt': 'Function.Arn' } } };

function alarm(Namespace: string, MetricName: string, dimensions: Record<string, unknown> = {}, more: object = {}) {
  const Dimensions = Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }));
  return { Type: 'AWS::CloudWatch::Alarm', Properties: { Namespace, MetricName, Dimensions, ...more } };
}

describe('the errors of a function', () => {
  const said = (resources: object) => saidOf(lambdaFunctionErrorAlarm, resources).map(line => line.split(' | ')[0]);

  test('are watched by an alarm on its name, which only the deployment knows', () => {
    const name = { 'Fn::Sub': '${AWS::StackName}-orders' };
    expect(said({ Function: { ...FUNCTION, Properties: { FunctionName: name } }, Alarm: alarm('AWS/Lambda', 'Errors', { FunctionName: name }) })).toEqual([]);
  });

  test('are watched through its log', () => {
    const filter = (MetricNamespace: unknown) => ({
      Type: 'AWS::Logs::MetricFilter',
      Properties: { LogGroupName: { 'Fn::Sub': '/aws/lambda/${Function}' }, FilterPattern: 'ERROR', MetricTransformations: [{ MetricName: 'Errors', MetricNamespace }] },
    });
    expect(said({ Function: FUNCTION, Filter: filter('Orders'), Alarm: alarm('Orders', 'Errors') })).toEqual([]);
    expect(said({ Function: FUNCTION, Filter: filter('Billing'), Alarm: alarm('Orders', 'Errors') })).toEqual(['noncompliant']);
    expect(said({ Function: FUNCTION, Filter: filter('Orders'), Alarm: alarm('Orders', { Ref: 'Given' } as never) })).toEqual(['undecided']);
  });

  test('are not asked for where the function answers a custom resource, or runs at the edge', () => {
    const custom = { Type: 'Custom::Seed', Properties: { ServiceToken: { 'Fn::GetAtt': 'Function.Arn' } } };
    expect(said({ Function: FUNCTION, Custom: custom, Alarm: alarm('AWS/Billing', 'EstimatedCharges') })).toEqual([]);
    const Role = { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: { Statement: { Principal: { Service: 'edgelambda.amazonaws.com' } } } } };
    const edge = { ...FUNCTION, Properties: { Role: { 'Fn::GetAtt': 'Role.Arn' } } };
    expect(said({ Role, Function: edge, Alarm: alarm('AWS/Billing', 'EstimatedCharges') })).toEqual([]);
  });

  test('are not asked for where a framework of the CDK calls the function for a custom resource', () => {
    const framework = {
      ...FUNCTION,
      Properties: { Environment: { Variables: { USER_ON_EVENT_FUNCTION_ARN: { 'Fn::GetAtt': 'Function.Arn' }, USER_OTHER: 'none', OTHER: 'x' } } },
      Metadata: { 'aws:cdk:path': 'Stack/Provider/framework-onEvent/Resource' },
    };
    const custom = { Type: 'AWS::CloudFormation::CustomResource', Properties: { ServiceToken: { 'Fn::GetAtt': 'Framework.Arn' } } };
    expect(said({ Function: FUNCTION, Framework: framework, Custom: custom, Alarm: alarm('AWS/Billing', 'EstimatedCharges') })).toEqual([]);
  });
});

describe('dropped events', () => {
  const said = (resources: object) => saidOf(lambdaAsyncDropAlarm, { Topic: { Type: 'AWS::SNS::Topic' }, Alarm: alarm('AWS/Billing', 'EstimatedCharges'), ...resources });

  test('are kept by a failure destination', () => {
    const Config = { Type: 'AWS::Lambda::EventInvokeConfig', Properties: { FunctionName: { Ref: 'Function' }, DestinationConfig: { OnFailure: { Destination: { Ref: 'Given' } } } } };
    expect(said({ Function: FUNCTION, Trigger: TRIGGER, Config })).toEqual([]);
    expect(said({ Function: FUNCTION, Trigger: TRIGGER })).toEqual([expect.stringMatching(/^noncompliant \| Function/)]);
  });

  test('are undecided where only one branch of a condition invokes the function', () => {
    const Endpoint = { 'Fn::If': ['IsGiven', { 'Fn::GetAtt': 'Function.Arn' }, { Ref: 'Other' }] };
    expect(said({ Function: FUNCTION, Trigger: { ...TRIGGER, Properties: { ...TRIGGER.Properties, Endpoint } } })).toEqual([expect.stringMatching(/^undecided/)]);
  });
});

test('an alarm on what SQS moves is told apart from one on what services send', () => {
  const queue = { Type: 'AWS::SQS::Queue', Properties: { RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': 'Failed.Arn' } } } };
  const sent = alarm('AWS/SQS', 'NumberOfMessagesSent', { QueueName: { 'Fn::GetAtt': 'Failed.QueueName' } });
  expect(saidOf(queueDeadLetterAlarm, { Queue: queue, Failed: { Type: 'AWS::SQS::Queue' }, Sent: sent })).toEqual([
    'noncompliant | Failed | the application has alarms, but none watches the messages of this dead-letter queue: NumberOfMessagesSent does not count what SQS moves there',
  ]);
});

describe('callers that an API turns away', () => {
  const Api = { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'orders' } };
  const Stage = { Type: 'AWS::ApiGateway::Stage', Properties: { RestApiId: { Ref: 'Api' }, StageName: 'prod' } };
  const said = (resources: object) => saidOf(apigwAuthFailureAlarm, resources).map(line => line.split(' | ').slice(0, 2).join(' '));
  const refused = (dimensions: Record<string, unknown>) => alarm('AWS/ApiGateway', '4XXError', dimensions);

  test.each<[string, Record<string, unknown>, string[]]>([
    ['of the API', { ApiName: 'orders' }, []],
    ['of the stage', { ApiName: 'orders', Stage: { Ref: 'Stage' } }, []],
    ['of another stage', { ApiName: 'orders', Stage: 'test' }, ['noncompliant Stage']],
    ['of another API', { ApiName: 'billing' }, ['noncompliant Stage']],
    ['of a stage that a parameter names', { ApiName: 'orders', Stage: { Ref: 'Given' } }, ['undecided Stage']],
    ['of an API that a parameter names', { ApiName: { Ref: 'Given' } }, ['undecided Stage']],
    ['of the whole account', {}, []],
    ['of something else', { Method: 'GET' }, ['noncompliant Stage']],
  ])('are watched by an alarm on the refusals %s', (_, dimensions, expected) => {
    expect(said({ Api, Stage, Alarm: refused(dimensions) })).toEqual(expected);
  });

  test('are watched by the name in the body of the API', () => {
    const api = { Type: 'AWS::ApiGateway::RestApi', Properties: { Body: { info: { title: 'orders' } } } };
    expect(said({ Api: api, Stage, Alarm: refused({ ApiName: 'orders' }) })).toEqual([]);
  });

  test('are undecided where the API or the query is elsewhere, or the stage has no known name', () => {
    const elsewhere = { ...Stage, Properties: { RestApiId: 'api', StageName: 'prod' } };
    expect(said({ Stage: elsewhere, Alarm: refused({ ApiName: 'orders' }) })).toEqual(['undecided Stage']);
    expect(said({ Api, Stage, Alarm: { ...refused({}), Properties: { ...refused({}).Properties, Dimensions: { Ref: 'Given' } } } })).toEqual(['undecided Stage']);
    const named = { ...Stage, Properties: { RestApiId: { Ref: 'Api' }, StageName: { Ref: 'Given' } } };
    expect(said({ Api, Stage: named, Alarm: refused({ ApiName: 'orders', Stage: 'prod' }) })).toEqual(['undecided Stage']);
  });

  test('are counted for WebSocket APIs and for those elsewhere too', () => {
    const stage = { Type: 'AWS::ApiGatewayV2::Stage', Properties: { ApiId: { Ref: 'Socket' }, StageName: 'prod' } };
    const Socket = { Type: 'AWS::ApiGatewayV2::Api', Properties: { ProtocolType: 'WEBSOCKET' } };
    expect(said({ Socket, Stage: stage, Alarm: alarm('AWS/ApiGateway', 'ClientError', { ApiId: { Ref: 'Socket' } }) })).toEqual([]);
    expect(said({ Socket, Stage: stage, Alarm: alarm('AWS/ApiGateway', '4xx', { ApiId: { Ref: 'Socket' } }) })).toEqual(['noncompliant Stage']);
    const elsewhere = { ...stage, Properties: { ApiId: 'api', StageName: 'prod' } };
    expect(said({ Stage: elsewhere, Alarm: alarm('AWS/ApiGateway', '4xx', { ApiId: 'api' }) })).toEqual([]);
  });

  test('are asked for where a deployment makes the stage, not where it makes none', () => {
    const Deployment = { Type: 'AWS::ApiGateway::Deployment', Properties: { RestApiId: { Ref: 'Api' }, StageName: 'prod' } };
    const Alarm = alarm('AWS/Billing', 'EstimatedCharges');
    expect(said({ Api, Deployment, Alarm })).toEqual(['noncompliant Deployment']);
    expect(said({ Api, Deployment: { ...Deployment, Properties: { RestApiId: { Ref: 'Api' } } }, Alarm })).toEqual([]);
    expect(said({ Api, Deployment })).toEqual([]);
  });

  test('are not counted by a metric filter on server errors', () => {
    const stage = { ...Stage, Properties: { ...Stage.Properties, AccessLogSetting: { DestinationArn: { 'Fn::GetAtt': 'Log.Arn' }, Format: '{}' } } };
    const filter = (FilterPattern: string) => ({
      Type: 'AWS::Logs::MetricFilter', Properties: { LogGroupName: { Ref: 'Log' }, FilterPattern, MetricTransformations: [{ MetricNamespace: 'Orders', MetricName: 'Refused' }] },
    });
    const resources = { Api, Stage: stage, Log: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: 'access' } }, Alarm: alarm('Orders', 'Refused') };
    expect(said({ ...resources, Filter: filter('{ $.status = 403 }') })).toEqual([]);
    expect(said({ ...resources, Filter: filter('{ $.status = 500 }') })).toEqual(['noncompliant Stage']);
  });
});

describe('an alarm without actions of its own', () => {
  const Alarm = alarm('AWS/Lambda', 'Errors', {}, { AlarmName: 'errors' });
  const said = (resources: object) => saidOf(alarmHasAction, { Alarm, ...resources }).map(line => line.split(' | ').slice(0, 2).join(' '));

  test.each<[string, object]>([
    ['a composite alarm, by name', { Type: 'AWS::CloudWatch::CompositeAlarm', Properties: { AlarmRule: 'ALARM("errors") OR ALARM(other)', AlarmActions: ['arn'] } }],
    ['a deployment', { Type: 'AWS::CodeDeploy::DeploymentGroup', Properties: { AlarmConfiguration: { Alarms: [{ Name: { Ref: 'Alarm' } }] } } }],
    ['a gradual deployment of SAM', { Type: 'AWS::Serverless::Function', Properties: { DeploymentPreference: { Alarms: [{ Ref: 'Alarm' }] } } }],
    ['a rule for this alarm', { Type: 'AWS::Events::Rule', Properties: { EventPattern: { source: ['aws.cloudwatch'], detail: { alarmName: ['errors'] } } } }],
    ['a rule for all alarms', { Type: 'AWS::Events::Rule', Properties: { EventPattern: { source: ['aws.cloudwatch'] } } }],
  ])('is acted on by %s', (_, reader) => {
    expect(said({ Reader: reader })).toEqual([]);
  });

  test('is not acted on by a rule for another alarm, nor by a schedule', () => {
    const other = { Type: 'AWS::Events::Rule', Properties: { EventPattern: { source: ['aws.cloudwatch'], resources: ['arn:aws:cloudwatch:eu-west-1:111122223333:alarm:other'] } } };
    expect(said({ Other: other, Schedule: { Type: 'AWS::Events::Rule', Properties: { ScheduleExpression: 'rate(1 day)' } } })).toEqual(['noncompliant Alarm']);
  });

  test('is undecided where only the deployment knows whether its actions are on', () => {
    const open = alarm('AWS/Lambda', 'Errors', {}, { AlarmActions: { Ref: 'Given' }, ActionsEnabled: { 'Fn::If': ['IsGiven', true, false] } });
    expect(said({ Alarm: open })).toEqual(['undecided Alarm']);
  });
});

test('an application without alarms is named by its outermost stack', () => {
  expect(saidOf(appHasSecurityAlarms, { Api: { Type: 'AWS::ApiGatewayV2::Api' } })).toEqual([
    'noncompliant |  | the application has functions, APIs or queues, and no alarm at all',
  ]);
});
