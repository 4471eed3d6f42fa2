import { mapsIn, Start, targetsOf } from './start';
import type { AppModel } from '../../model/app-model';
import type { Resource } from '../../model/resource';
import { isMap, isOpen, referencesIn, Value, ValueMap, valuesOf } from '../../model/value';

/** APIs: integrations and authorizers of REST, HTTP and WebSocket APIs, written one by one or in an OpenAPI body. */
export function* apis(app: AppModel): Generator<Start> {
  for (const method of app.ofType('AWS::ApiGateway::Method')) yield* integration(method, 'RestApiId', 'Integration.Uri', 'Integration', app);
  for (const one of app.ofType('AWS::ApiGatewayV2::Integration')) yield* integration(one, 'ApiId', 'IntegrationUri', 'RequestParameters', app);
  for (const one of app.ofType('AWS::ApiGateway::Authorizer')) yield* integration(one, 'RestApiId', 'AuthorizerUri', undefined, app);
  for (const one of app.ofType('AWS::ApiGatewayV2::Authorizer')) yield* integration(one, 'ApiId', 'AuthorizerUri', undefined, app);
  for (const api of app.ofType('AWS::ApiGateway::RestApi', 'AWS::ApiGatewayV2::Api')) {
    for (const uri of urisIn(api.get('Body'))) {
      for (const to of targetsOf(uri, app)) yield { from: api, to: to.resource, service: 'apigateway', declaredBy: api, property: 'Body', doubt: to.doubt };
    }
  }
}

/** What an API can call without a function between. */
const CALLED_DIRECTLY = ['AWS::StepFunctions::StateMachine', 'AWS::SQS::Queue', 'AWS::SNS::Topic', 'AWS::Kinesis::Stream', 'AWS::Events::EventBus'];

function* integration(part: Resource, apiProperty: string, uri: string, parameters: string | undefined, app: AppModel): Generator<Start> {
  const from = app.resourceOf(part.get(apiProperty)) ?? part;
  const called = app.functionOf(part.get(uri));
  if (called !== undefined) {
    yield { from, to: called, service: 'apigateway', declaredBy: part, property: uri };
  } else if (parameters !== undefined) {
    const direct = referencesIn(part.get(parameters)).map(({ resource }) => resource).filter(({ type }) => CALLED_DIRECTLY.includes(type));
    for (const to of new Set(direct)) yield { from, to, service: 'apigateway', declaredBy: part, property: parameters, asynchronous: true };
  }
}

/** Every `uri` and `authorizerUri` in an OpenAPI body. */
function urisIn(body: Value): Value[] {
  if (Array.isArray(body)) return body.flatMap(urisIn);
  if (!isMap(body)) return [];
  return Object.entries(body).flatMap(([key, value]) => {
    const isUri = (key === 'uri' || key === 'authorizerUri') && (typeof value === 'string' || isOpen(value));
    return isUri ? [value] : urisIn(value);
  });
}

interface Caller {
  readonly service: string;
  readonly asynchronous?: boolean;
  readonly property: string;
  readonly calls: (caller: Resource) => readonly Value[];
}

/** Services that call functions by themselves: resource type → service, and the properties that name the function. */
const CALLERS: Readonly<Record<string, Caller>> = {
  'AWS::Lambda::Url': { service: 'lambda-url', property: 'TargetFunctionArn', calls: url => [url.get('TargetFunctionArn')] },
  'AWS::Cognito::UserPool': { service: 'cognito-idp', property: 'LambdaConfig', calls: pool => leaves(pool.get('LambdaConfig')) },
  'AWS::SecretsManager::RotationSchedule': { service: 'secretsmanager', property: 'RotationLambdaARN', calls: one => [one.get('RotationLambdaARN')] },
  'AWS::ElasticLoadBalancingV2::TargetGroup': { service: 'elasticloadbalancing', property: 'Targets', calls: targetIds },
  'AWS::Config::ConfigRule': { service: 'config', asynchronous: true, property: 'Source.SourceIdentifier', calls: rule => [rule.get('Source.SourceIdentifier')] },
  'AWS::IoT::TopicRule': { service: 'iot', asynchronous: true, property: 'TopicRulePayload.Actions', calls: rule => named(rule.get('TopicRulePayload.Actions'), 'FunctionArn') },
  'AWS::SES::ReceiptRule': { service: 'ses', asynchronous: true, property: 'Rule.Actions', calls: rule => named(rule.get('Rule.Actions'), 'FunctionArn') },
  'AWS::CloudWatch::Alarm': { service: 'lambda.alarms.cloudwatch', asynchronous: true, property: 'AlarmActions', calls: alarmActions },
  'AWS::CloudWatch::CompositeAlarm': { service: 'lambda.alarms.cloudwatch', asynchronous: true, property: 'AlarmActions', calls: alarmActions },
  'AWS::AppSync::GraphQLApi': {
    service: 'appsync',
    property: 'LambdaAuthorizerConfig',
    calls: api => [
      api.get('LambdaAuthorizerConfig.AuthorizerUri'), ...named(api.get('AdditionalAuthenticationProviders'), 'AuthorizerUri'),
    ],
  },
  'AWS::Bedrock::Agent': { service: 'bedrock', property: 'ActionGroups', calls: agent => named(agent.get('ActionGroups'), 'Lambda') },
  'AWS::Connect::IntegrationAssociation': { service: 'connect', property: 'IntegrationArn', calls: association => [association.get('IntegrationArn')] },
  'AWS::Lex::BotAlias': { service: 'lexv2', property: 'BotAliasLocaleSettings', calls: alias => named(alias.get('BotAliasLocaleSettings'), 'LambdaArn') },
  'AWS::VpcLattice::TargetGroup': { service: 'vpc-lattice', property: 'Targets', calls: targetIds },
};

function targetIds(group: Resource): readonly Value[] {
  return mapsIn(group.get('Targets')).map(({ map }) => map.Id);
}

function alarmActions(alarm: Resource): readonly Value[] {
  return ['AlarmActions', 'OKActions', 'InsufficientDataActions'].flatMap(property => valuesOf(alarm.get(property)));
}

/** The functions that other services call. */
export function* callers(app: AppModel): Generator<Start> {
  for (const [type, { service, asynchronous, property, calls }] of Object.entries(CALLERS)) {
    for (const caller of app.ofType(type)) {
      const called = new Set(calls(caller).filter(value => value !== undefined).map(value => app.functionOf(value)));
      for (const to of called) {
        if (to !== undefined) yield { from: callerOf(caller, app), to, service, declaredBy: caller, property, asynchronous };
      }
    }
  }
}

/** The rotation of a secret is the secret's; anything else calls by itself. */
function callerOf(caller: Resource, app: AppModel): Resource {
  return (caller.type === 'AWS::SecretsManager::RotationSchedule' ? app.resourceOf(caller.get('SecretId')) : undefined) ?? caller;
}

function leaves(value: Value): readonly Value[] {
  return isMap(value) ? Object.values(value).flatMap(leaves) : [value];
}

/** Every value of a name, however deep. */
function named(value: Value, name: string): readonly Value[] {
  if (Array.isArray(value)) return value.flatMap(one => named(one, name));
  return isMap(value) ? Object.entries(value as ValueMap).flatMap(([key, one]) => (key === name ? [one] : named(one, name))) : [];
}

/**
 * Permissions whose source is in the application and declares nothing itself: the trigger may be set up by hand.
 *
 * @param declared whether something declares the edge already
 */
export function* permissions(app: AppModel, declared: (from: Resource, to: Resource) => boolean): Generator<Start> {
  for (const permission of app.ofType('AWS::Lambda::Permission')) {
    const to = app.functionOf(permission.get('FunctionName'));
    const arn = permission.get('SourceArn');
    const from = arn === undefined ? undefined : app.resourceOf(arn);
    const service = /^([a-z0-9.-]+)\.amazonaws\.com/.exec(String(permission.get('Principal')))?.[1];
    if (to === undefined || from === undefined || service === undefined) continue;
    // The ARN of an API's method names its stage too.
    if ([from, ...referencesIn(arn).map(({ resource }) => resource)].some(source => declared(source, to))) continue;
    yield { from, to, service, declaredBy: permission, property: 'SourceArn', asynchronous: true, doubt: 'only a permission says so, the trigger itself is not in the application' };
  }
}
