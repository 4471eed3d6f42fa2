import { loggingObstacle } from '../../api/logging-account';
import { DESCRIBED_BY_DEPLOYMENT, kindOf, REST_STAGES, stageProperty } from '../../api/stage';
import { FixLevel } from '../../fix-level';
import { AppModel } from '../../model/app-model';
import { isObject, Json, listOf } from '../../model/json';
import { Resource } from '../../model/resource';
import { alternativesOf, Answer, ask, entryOf, isOpen, patternOf, Value, valuesOf } from '../../model/value';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { noncompliant, undecided } from '../../rule/found';
import { anyOf } from '../../rule/given';
import { patchValueOf, SetProperty } from '../../rule/patch';
import { Declined, Repair, Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/** Stages log why a request failed. */
export const apigwStageExecutionLogs: Rule = {
  id: 'apigw-stage-execution-logs',
  theme: 'monitoring',
  severity: Severity.LOW,
  stability: 'preview',
  title: 'A stage of a REST or WebSocket API logs why requests fail',
  threat: 'An access log tells that a request failed, but not why: which authorizer refused it, which validator, which integration did not answer. Attempts '
    + 'to get around them look like mistakes.',
  remedy: 'Set loggingLevel: MethodLoggingLevel.ERROR in deployOptions, with cloudWatchRole: true once per account and region; leave data tracing off.',
  links: [
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html',
    'https://docs.aws.amazon.com/securityhub/latest/userguide/apigateway-controls.html',
    'https://cwe.mitre.org/data/definitions/778.html',
  ],
  covers: [
    'cdk-nag:APIGWExecutionLoggingEnabled', 'checkov:CKV2_AWS_4', 'guard:API_GW_EXECUTION_LOGGING_ENABLED', 'securityhub:APIGateway.1',
    'kics:80d45af4-4920-4236-a56e-b7ef419d1941', // asks for an access log and a logging level at once
  ],
  target: [...REST_STAGES, 'AWS::ApiGatewayV2::Stage'],
  check: (stage, app) => {
    const property = settingsOf(stage, app);
    if (property === undefined) return undefined;
    const logged = anyOf([levelLogs(stage.get(property.replace(/MethodSettings$/, 'LoggingLevel'))), everyMethodLogs(stage.get(property))]);
    if (logged === 'undecided') return undecided(stage, 'what the stage logs is only known at deployment', { property });
    if (logged === 'no' && !isKindKnown(stage, app)) {
      return undecided(stage, 'the stage does not log why requests fail, which a stage of an HTTP API cannot: its API is elsewhere', { property });
    }
    return logged === 'no' ? noncompliant(stage, 'the stage does not log why requests fail', { property }) : undefined;
  },
  fix: {
    levels: [FixLevel.STRICT],
    why: 'Callers see no difference, but API Gateway writes errors to a group that it makes by itself, outside of the stack and kept for ever; that is for '
      + 'the owner to want. Only where API Gateway may write logs for certain, since the deployment would fail otherwise. Data tracing stays as it is.',
    repair: ({ subject, property }, app) => repair(subject as Resource, property!, app),
  },
  examples: [
    compliant('errors logged', ({ stack, apigateway }) => {
      new apigateway.RestApi(stack, 'Api', { deployOptions: { loggingLevel: apigateway.MethodLoggingLevel.ERROR } }).root.addMethod('GET');
    }),
    compliant('an HTTP API, which has no such log', ({ stack, apigatewayv2 }) => {
      new apigatewayv2.HttpApi(stack, 'Api');
    }),
    compliant('a WebSocket API that logs errors', ({ stack, apigatewayv2 }) => {
      const { apiId } = new apigatewayv2.WebSocketApi(stack, 'Api');
      new apigatewayv2.CfnStage(stack, 'Stage', { apiId, stageName: 'prod', defaultRouteSettings: { loggingLevel: 'ERROR' } });
    }),
    noncompliantExample('nothing said about it', ({ stack, apigateway }) => {
      new apigateway.RestApi(stack, 'Api', { cloudWatchRole: true }).root.addMethod('GET');
    }),
    noncompliantExample('one method only', ({ stack, apigateway }) => {
      const methodOptions = { '/orders/GET': { loggingLevel: apigateway.MethodLoggingLevel.INFO } };
      new apigateway.RestApi(stack, 'Api', { cloudWatchRole: true, deployOptions: { methodOptions } }).root.addMethod('GET');
    }),
    noncompliantExample('off for every method, beside throttling', ({ stack, apigateway }) => {
      const deployOptions = { loggingLevel: apigateway.MethodLoggingLevel.OFF, throttlingRateLimit: 10 };
      new apigateway.RestApi(stack, 'Api', { cloudWatchRole: true, deployOptions }).root.addMethod('GET');
    }),
    noncompliantExample('a raw stage, and nobody knows with which role', ({ stack, cdk }) => {
      const properties = { RestApiId: 'api', DeploymentId: 'deployment', StageName: 'prod' };
      new cdk.CfnResource(stack, 'Stage', { type: 'AWS::ApiGateway::Stage', properties });
    }),
    noncompliantExample('a WebSocket API', ({ stack, apigatewayv2 }) => {
      const { apiId } = new apigatewayv2.WebSocketApi(stack, 'Api');
      new apigatewayv2.CfnStage(stack, 'Stage', { apiId, stageName: 'prod' });
    }),
    undecidedExample('a stage of an API elsewhere, which may be an HTTP API', ({ stack, apigatewayv2 }) => {
      new apigatewayv2.CfnStage(stack, 'Stage', { apiId: 'api', stageName: 'prod' });
    }),
    undecidedExample('left to a parameter', ({ stack, cdk, apigateway }) => {
      const LoggingLevel = new cdk.CfnParameter(stack, 'Level', { allowedValues: ['OFF', 'ERROR'] }).valueAsString;
      const stage = new apigateway.CfnStage(stack, 'Stage', { restApiId: 'api', stageName: 'prod' });
      stage.addPropertyOverride('MethodSettings', [{ HttpMethod: '*', ResourcePath: '/*', LoggingLevel }]);
    }),
  ],
};

/** Where a stage says what is logged; nothing for HTTP APIs, which have no such log. */
function settingsOf(stage: Resource, app: AppModel): string | undefined {
  const kind = kindOf(stage, app);
  return kind === 'rest' ? stageProperty(stage, 'MethodSettings') : kind === 'http' ? undefined : 'DefaultRouteSettings';
}

/** Whether the kind of API is known: by the API, or by a level, which only WebSocket APIs take. */
function isKindKnown(stage: Resource, app: AppModel): boolean {
  return kindOf(stage, app) !== undefined || stage.get('DefaultRouteSettings.LoggingLevel') !== undefined;
}

function levelLogs(level: Value): Answer {
  return ask(level, known => ['ERROR', 'INFO'].includes(String(known).toUpperCase()));
}

/** Whether settings log errors of every method: a list for methods of REST APIs, one map for routes of WebSocket APIs. */
function everyMethodLogs(settings: Value): Answer {
  const answers = new Set(alternativesOf(settings).map((branch): Answer => {
    if (isOpen(branch)) return 'undecided';
    const forAll = valuesOf(branch).flatMap(alternativesOf).filter(one => isOpen(one) || isForEveryMethod(one));
    return anyOf(forAll.map(one => (isOpen(one) ? 'undecided' : levelLogs(entryOf(one, 'LoggingLevel')))));
  }));
  return answers.size === 1 ? [...answers][0] : 'undecided';
}

function isForEveryMethod(setting: Value): boolean {
  return ['HttpMethod', 'ResourcePath'].every(name => ['*', '/*'].includes(patternOf(entryOf(setting, name)) ?? '*'));
}

function repair(stage: Resource, property: string, app: AppModel): Repair | Declined {
  if (stage.type === 'AWS::ApiGateway::Deployment') return { declined: DESCRIBED_BY_DEPLOYMENT };
  const obstacle = loggingObstacle(stage, app);
  if (obstacle !== undefined) return { declined: obstacle };
  if (property === 'DefaultRouteSettings') return { level: FixLevel.STRICT, patches: [new SetProperty(stage, `${property}.LoggingLevel`, 'ERROR')] };
  const properties = stage.definition.Properties;
  const written = listOf<Json>(isObject(properties) ? properties.MethodSettings as Json : undefined);
  const isForAll = (one: Json): boolean => isForEveryMethod(stage.template.evaluate(one));
  const settings = written.some(isForAll) ? written.map(one => (isForAll(one) && isObject(one) ? { ...one, LoggingLevel: 'ERROR' } : one))
    : [{ HttpMethod: '*', ResourcePath: '/*', LoggingLevel: 'ERROR' }, ...written];
  const value = patchValueOf(stage, settings);
  if (value === undefined) return { declined: `${property} refers to something outside of the application` };
  return { level: FixLevel.STRICT, patches: [new SetProperty(stage, property, value)] };
}
