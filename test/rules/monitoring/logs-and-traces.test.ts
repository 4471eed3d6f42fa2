import { apigwStageAccessLogs } from '../../../aspects/rules/monitoring/apigw-stage-access-logs';
import { apigwStageAccessLogsJson } from '../../../aspects/rules/monitoring/apigw-stage-access-logs-json';
import { apigwStageExecutionLogs } from '../../../aspects/rules/monitoring/apigw-stage-execution-logs';
import { apigwStageTraced } from '../../../aspects/rules/monitoring/apigw-stage-traced';
import { lambdaEnvNoEventDump } from '../../../aspects/rules/monitoring/lambda-env-no-event-dump';
import { lambdaFunctionJsonLogs } from '../../../aspects/rules/monitoring/lambda-function-json-logs';
import { logGroupDataProtection } from '../../../aspects/rules/monitoring/log-group-data-protection';
import { logGroupRetention } from '../../../aspects/rules/monitoring/log-group-retention';
import { sfnMachineLogged } from '../../../aspects/rules/monitoring/sfn-machine-logged';
import { sfnMachineTraced } from '../../../aspects/rules/monitoring/sfn-machine-traced';
import { repairsOf, saidOf } from '../../support/said';

const ACCOUNT = { Type: 'AWS::ApiGateway::Account', Properties: { CloudWatchRoleArn: 'arn:aws:iam::111122223333:role/logs' } };

function stage(properties: object = {}, more: object = {}) {
  return { Type: 'AWS::ApiGateway::Stage', Properties: { RestApiId: 'api', StageName: 'prod', ...properties }, ...more };
}

function deployment(StageDescription?: object) {
  return { Type: 'AWS::ApiGateway::Deployment', Properties: { RestApiId: 'api', StageName: 'prod', ...(StageDescription ? { StageDescription } : {}) } };
}

describe('access logs', () => {
  test('are added where the stage waits for the role to write with', () => {
    expect(repairsOf(apigwStageAccessLogs, { Account: ACCOUNT, Stage: stage({}, { DependsOn: 'Account' }) })).toEqual([expect.stringMatching(/^OPERATIONAL AWS::Logs::LogGroup AccessLogSetting.DestinationArn=/)]);
    expect(repairsOf(apigwStageAccessLogs, { Account: ACCOUNT, Stage: stage() })).toEqual(['the stage does not wait for Account, which lets API Gateway write logs']);
    expect(repairsOf(apigwStageAccessLogs, { Account: { ...ACCOUNT, Properties: {} }, Stage: stage() })).toEqual([expect.stringContaining('does not set the role')]);
  });

  test('are not added where the stage or its API is described elsewhere', () => {
    expect(repairsOf(apigwStageAccessLogs, { Deployment: deployment() })).toEqual([expect.stringContaining('StageDescription')]);
    expect(repairsOf(apigwStageAccessLogs, { Stage: { Type: 'AWS::ApiGatewayV2::Stage', Properties: { ApiId: 'api' } } })).toEqual([expect.stringContaining('its API')]);
  });

  test('keep a format that was given', () => {
    const Stage = stage({ AccessLogSetting: { Format: '$context.requestId' } }, { DependsOn: ['Account'] });
    expect(repairsOf(apigwStageAccessLogs, { Account: ACCOUNT, Stage })).toEqual([expect.not.stringContaining('AccessLogSetting.Format')]);
  });

  test('of the stage that SAM makes besides the one asked for are not judged', () => {
    const Api = { Type: 'AWS::Serverless::Api', Properties: { StageName: 'prod', AccessLogSetting: { DestinationArn: 'arn', Format: '{}' }, TracingEnabled: true } };
    expect(saidOf(apigwStageAccessLogs, { Api })).toEqual([]);
    expect(saidOf(apigwStageTraced, { Api })).toEqual([]);
  });
});

describe('the format of an access log', () => {
  const logged = (Format: unknown) => ({ Stage: stage({ AccessLogSetting: { DestinationArn: { Ref: 'Given' }, Format } }) });
  const verdicts = (Format: unknown) => saidOf(apigwStageAccessLogsJson, logged(Format)).map(line => line.split(' ')[0]);

  test.each<[string, unknown, string[]]>([
    ['JSON', '{"status": "$context.status"}', []],
    ['JSON with a bare variable', '{"status": $context.status, "claims": $context.authorizer.claims.sub}', []],
    ['a map', { status: '$context.status' }, []],
    ['JSON with a name that only the deployment knows', { 'Fn::Sub': '{"stack": "${Given}", "status": "$context.status"}' }, []],
    ['text with a name that only the deployment knows', { 'Fn::Sub': '${Given} $context.status' }, ['undecided']],
    ['a list', '["$context.status"]', ['noncompliant']],
    ['nothing, which is no log at all and reported as such', undefined, []],
    ['one of two', { 'Fn::If': ['IsGiven', '{}', '$context.status'] }, ['undecided']],
  ])('%s', (_, format, expected) => {
    expect(verdicts(format)).toEqual(expected);
  });

  test('becomes JSON with the same variables', () => {
    expect(repairsOf(apigwStageAccessLogsJson, logged('$context.identity.sourceIp [$context.requestTime] $context.error.messageString'))).toEqual([
      `OPERATIONAL AccessLogSetting.Format=${JSON.stringify('{"sourceIp":"$context.identity.sourceIp","requestTime":"$context.requestTime","message":"$context.error.message"}')}`,
    ]);
    expect(repairsOf(apigwStageAccessLogsJson, logged('$context.status $context.authorizer.status'))).toEqual([
      `OPERATIONAL AccessLogSetting.Format=${JSON.stringify('{"status":"$context.status","authorizer.status":"$context.authorizer.status"}')}`,
    ]);
  });

  test('stays where it names nothing, where a filter reads it, and where a deployment describes it', () => {
    expect(repairsOf(apigwStageAccessLogsJson, logged('hello'))).toEqual(['its format names no variables that could be written as JSON']);
    const Filter = { Type: 'AWS::Logs::SubscriptionFilter', Properties: { LogGroupName: 'access', FilterPattern: '' } };
    const Stage = stage({ AccessLogSetting: { DestinationArn: 'arn:aws:logs:eu-west-1:111122223333:log-group:access', Format: '$context.status' } });
    expect(repairsOf(apigwStageAccessLogsJson, { Stage, Filter })).toEqual([expect.stringContaining('reads the lines')]);
    expect(repairsOf(apigwStageAccessLogsJson, { Deployment: deployment({ AccessLogSetting: { DestinationArn: 'arn', Format: 'x' } }) })).toEqual([expect.stringContaining('StageDescription')]);
  });
});

describe('execution logs', () => {
  const verdicts = (resources: object) => saidOf(apigwStageExecutionLogs, resources).map(line => line.split(' ')[0]);

  test.each<[string, object, string[]]>([
    ['by a deployment', { Deployment: deployment({ LoggingLevel: 'error' }) }, []],
    ['by method settings of a deployment', { Deployment: deployment({ MethodSettings: [{ HttpMethod: '*', ResourcePath: '/*', LoggingLevel: 'INFO' }] }) }, []],
    ['not by a deployment', { Deployment: deployment() }, ['noncompliant']],
    ['in one branch', { Stage: stage({ MethodSettings: { 'Fn::If': ['IsGiven', [{ HttpMethod: '*', ResourcePath: '/*', LoggingLevel: 'INFO' }], []] } }) }, ['undecided']],
    ['by a setting that is only known at deployment', { Stage: stage({ MethodSettings: [{ Ref: 'Given' }] }) }, ['undecided']],
    ['by settings that are only known at deployment', { Stage: stage({ MethodSettings: { Ref: 'Given' } }) }, ['undecided']],
    ['off for an API elsewhere, which must be a WebSocket API', { Stage: { Type: 'AWS::ApiGatewayV2::Stage', Properties: { ApiId: 'api', DefaultRouteSettings: { LoggingLevel: 'OFF' } } } }, ['noncompliant']],
  ])('%s', (_, resources, expected) => {
    expect(verdicts(resources)).toEqual(expected);
  });

  test('are added beside the other settings', () => {
    const MethodSettings = [{ HttpMethod: 'GET', ResourcePath: '/orders', LoggingLevel: 'INFO' }, { HttpMethod: '*', ResourcePath: '/*', ThrottlingRateLimit: 5 }];
    expect(repairsOf(apigwStageExecutionLogs, { Account: ACCOUNT, Stage: stage({ MethodSettings }, { DependsOn: 'Account' }) })).toEqual([
      `STRICT MethodSettings=${JSON.stringify([MethodSettings[0], { ...MethodSettings[1], LoggingLevel: 'ERROR' }])}`,
    ]);
    expect(repairsOf(apigwStageExecutionLogs, { Deployment: deployment() })).toEqual([expect.stringContaining('StageDescription')]);
  });

  test('of a WebSocket API are added where the stage waits for the role to write with', () => {
    const Stage = { Type: 'AWS::ApiGatewayV2::Stage', DependsOn: 'Account', Properties: { ApiId: { Ref: 'Api' }, StageName: 'prod' } };
    const Api = { Type: 'AWS::ApiGatewayV2::Api', Properties: { ProtocolType: 'WEBSOCKET' } };
    expect(repairsOf(apigwStageExecutionLogs, { Account: ACCOUNT, Api, Stage })).toEqual(['STRICT DefaultRouteSettings.LoggingLevel="ERROR"']);
    expect(repairsOf(apigwStageExecutionLogs, { Api, Stage })).toEqual([expect.stringContaining('does not set the role')]);
  });
});

test('a stage that a deployment describes is not repaired', () => {
  expect(repairsOf(apigwStageTraced, { Deployment: deployment() })).toEqual([expect.stringContaining('StageDescription')]);
});

describe('a variable that dumps events', () => {
  const fn = (Variables: unknown) => ({ Function: { Type: 'AWS::Lambda::Function', Properties: { Environment: { Variables } } } });

  test('is one finding for each variable, and repaired at the level of what can be noticed', () => {
    const resources = fn({ POWERTOOLS_LOGGER_LOG_EVENT: 'yes', DD_CAPTURE_LAMBDA_PAYLOAD: true });
    expect(repairsOf(lambdaEnvNoEventDump, resources)).toEqual([
      'OPERATIONAL Environment.Variables.DD_CAPTURE_LAMBDA_PAYLOAD="false"', 'SAFE Environment.Variables.POWERTOOLS_LOGGER_LOG_EVENT="false"',
    ]);
  });

  test('in one branch is undecided, in both it is to be changed there', () => {
    const dump = { POWERTOOLS_DEV: 'true' };
    expect(saidOf(lambdaEnvNoEventDump, fn({ 'Fn::If': ['IsGiven', dump, {}] }))).toEqual([expect.stringMatching(/^undecided/)]);
    expect(repairsOf(lambdaEnvNoEventDump, fn({ 'Fn::If': ['IsGiven', dump, { ...dump, OTHER: 'x' }] }))).toEqual(['its variables stand in a condition: change it there']);
    expect(saidOf(lambdaEnvNoEventDump, fn({ Ref: 'Given' }))).toEqual([]);
  });
});

describe('a log group', () => {
  const group = (LogGroupClass: unknown) => ({ Group: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupClass } } });

  test('of the delivery class can be told neither retention nor masks', () => {
    expect(saidOf(logGroupRetention, group('DELIVERY'))).toEqual([]);
    expect(saidOf(logGroupDataProtection, group('DELIVERY'))).toEqual([]);
  });

  test('of an open class is not given masks', () => {
    expect(repairsOf(logGroupDataProtection, group({ 'Fn::If': ['IsGiven', 'INFREQUENT_ACCESS', { Ref: 'AWS::NoValue' }] }))).toEqual([expect.stringContaining('its class')]);
  });
});

test('text that a subscription reads stays text, and functions at the edge are not judged', () => {
  const Filter = { Type: 'AWS::Logs::SubscriptionFilter', Properties: { LogGroupName: '/aws/lambda/orders', FilterPattern: '' } };
  const Function = { Type: 'AWS::Lambda::Function', Properties: { FunctionName: 'orders' } };
  expect(repairsOf(lambdaFunctionJsonLogs, { Function, Filter })).toEqual([expect.stringContaining('reads the lines')]);
  const Role = { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: { Statement: { Principal: { Service: 'edgelambda.amazonaws.com' } } } } };
  expect(saidOf(lambdaFunctionJsonLogs, { Role, Function: { ...Function, Properties: { Role: { 'Fn::GetAtt': 'Role.Arn' } } } })).toEqual([]);
});

describe('a state machine', () => {
  const machine = (properties: object = {}) => ({ Type: 'AWS::StepFunctions::StateMachine', Properties: { RoleArn: { 'Fn::GetAtt': 'Role.Arn' }, ...properties } });
  const role = (properties: object = {}) => ({ Type: 'AWS::IAM::Role', Properties: properties });
  const allowed = (Effect: string, Action: string) => ({ Policies: [{ PolicyName: 'a', PolicyDocument: { Statement: { Effect, Action, Resource: '*' } } }] });

  test('is repaired together with its role', () => {
    expect(repairsOf(sfnMachineTraced, { Role: role(), Machine: machine() })).toEqual(['SAFE AWS::IAM::Policy TracingConfiguration.Enabled=true']);
    expect(repairsOf(sfnMachineTraced, { Role: role(allowed('Allow', 'xray:*')), Machine: machine() })).toEqual(['SAFE TracingConfiguration.Enabled=true']);
    expect(repairsOf(sfnMachineTraced, { Role: role(), Machine: machine({ TracingConfiguration: { Enabled: true } }) })).toEqual(['SAFE AWS::IAM::Policy']);
  });

  test('is left alone where the role is elsewhere, or something may deny it', () => {
    expect(repairsOf(sfnMachineTraced, { Machine: machine({ RoleArn: 'arn:aws:iam::111122223333:role/orders' }) })).toEqual([expect.stringContaining('not part of the application')]);
    expect(repairsOf(sfnMachineTraced, { Role: role(allowed('Deny', 'xray:*')), Machine: machine() })).toEqual([expect.stringContaining('a denial')]);
    expect(repairsOf(sfnMachineLogged, { Role: role(allowed('Deny', 'logs:*')), Machine: machine() })).toEqual([expect.stringContaining('a denial')]);
  });

  test('keeps what is said of its logs', () => {
    const Destinations = [{ CloudWatchLogsLogGroup: { LogGroupArn: 'arn' } }];
    const logged = (LoggingConfiguration: object) => ({ Role: role(allowed('Allow', 'logs:*')), Machine: machine({ LoggingConfiguration }) });
    expect(repairsOf(sfnMachineLogged, logged({ Level: 'OFF', Destinations }))).toEqual(['OPERATIONAL LoggingConfiguration.Level="ALL"']);
    expect(repairsOf(sfnMachineLogged, logged({ Level: 'ERROR' }))).toEqual([expect.stringMatching(/^OPERATIONAL AWS::Logs::LogGroup LoggingConfiguration.Destinations=/)]);
    expect(saidOf(sfnMachineLogged, logged({ Level: 'ERROR', Destinations: { 'Fn::If': ['IsGiven', Destinations, []] } }))).toEqual([expect.stringMatching(/^undecided/)]);
  });
});
