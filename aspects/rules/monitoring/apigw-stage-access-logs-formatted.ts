import { jsonFormat, VARIABLES } from '../../api/access-log-format';
import { loggingObstacle } from '../../api/logging-account';
import { accessLogProperty, DESCRIBED_BY_DEPLOYMENT, kindOf, REST_STAGES } from '../../api/stage';
import { FixLevel } from '../../fix-level';
import { AppModel } from '../../model/app-model';
import { Resource } from '../../model/resource';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { Found, noncompliant, undecided } from '../../rule/found';
import { isGiven } from '../../rule/given';
import { SetProperty } from '../../rule/patch';
import { Declined, Repair, Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/** Stages know what to write of who called. One that has nowhere to write is apigw-stage-access-logs. */
export const apigwStageAccessLogsFormatted: Rule = {
  id: 'apigw-stage-access-logs-formatted',
  theme: 'monitoring',
  severity: Severity.MEDIUM,
  stability: 'preview',
  title: 'The access log of a stage has a format to write in',
  threat: 'API Gateway wants both a destination and a format. With the one alone nothing is written, and everybody believes that there is a log: who took the '
    + 'data, and from where, nobody can tell afterwards.',
  remedy: 'Set accessLogFormat: AccessLogFormat.jsonWithStandardFields(); on a raw stage, AccessLogSetting.Format or AccessLogSettings.Format.',
  links: [
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html',
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging.html',
    'https://cwe.mitre.org/data/definitions/778.html',
  ],
  covers: ['cdk-nag:APIGWAccessLogging', 'cdk-nag:APIGWStructuredLogging'],
  target: [...REST_STAGES, 'AWS::ApiGatewayV2::Stage'],
  check: withoutFormat,
  fix: {
    levels: [FixLevel.OPERATIONAL],
    why: 'Callers see no difference. Who calls, from which address, is written as JSON to the destination that is named. It costs by what is written. Only '
      + 'where API Gateway may write logs for certain, since the deployment would fail otherwise.',
    repair: ({ subject, property }, app) => repair(subject as Resource, property!, app),
  },
  examples: [
    compliant('a destination and a format', ({ stack, apigateway, logs }) => {
      const accessLogDestination = new apigateway.LogGroupLogDestination(new logs.LogGroup(stack, 'Access'));
      const accessLogFormat = apigateway.AccessLogFormat.jsonWithStandardFields();
      new apigateway.RestApi(stack, 'Api', { deployOptions: { accessLogDestination, accessLogFormat } }).root.addMethod('GET');
    }),
    compliant('no access log, which another rule is about', ({ stack, apigatewayv2 }) => {
      new apigatewayv2.HttpApi(stack, 'Api');
    }),
    noncompliantExample('a destination without a format', ({ stack, apigatewayv2 }) => {
      const accessLogSettings = { destinationArn: 'arn:aws:logs:eu-west-1:111122223333:log-group:access' };
      new apigatewayv2.CfnStage(stack, 'Stage', { apiId: 'api', stageName: 'prod', accessLogSettings });
    }),
    noncompliantExample('an HTTP API whose format is taken away by an override', ({ stack, apigatewayv2, logs }) => {
      const api = new apigatewayv2.HttpApi(stack, 'Api', { createDefaultStage: false });
      const destination = new logs.LogGroup(stack, 'Access').logGroupArn;
      const accessLogSettings = { destinationArn: destination, format: '$context.requestId' };
      new apigatewayv2.CfnStage(stack, 'Stage', { apiId: api.apiId, stageName: 'prod', accessLogSettings }).addPropertyDeletionOverride('AccessLogSettings.Format');
    }),
    noncompliantExample('a raw stage of a REST API', ({ stack, cdk }) => {
      const AccessLogSetting = { DestinationArn: 'arn:aws:logs:eu-west-1:111122223333:log-group:access', Format: '' };
      new cdk.CfnResource(stack, 'Stage', { type: 'AWS::ApiGateway::Stage', properties: { RestApiId: 'api', StageName: 'prod', AccessLogSetting } });
    }),
    undecidedExample('in one branch of a condition', ({ stack, cdk, apigatewayv2 }) => {
      new cdk.CfnCondition(stack, 'IsProd', { expression: cdk.Fn.conditionEquals(new cdk.CfnParameter(stack, 'Prod').valueAsString, 'yes') });
      const accessLogSettings = { destinationArn: 'arn:aws:logs:eu-west-1:111122223333:log-group:access' };
      const stage = new apigatewayv2.CfnStage(stack, 'Stage', { apiId: 'api', stageName: 'prod', accessLogSettings });
      stage.addPropertyOverride('AccessLogSettings.Format', cdk.Fn.conditionIf('IsProd', '$context.requestId', cdk.Aws.NO_VALUE));
    }),
  ],
};

function withoutFormat(stage: Resource): Found | undefined {
  const property = accessLogProperty(stage);
  if (property === undefined || isGiven(stage.get(`${property}.DestinationArn`)) === 'no') return undefined;
  const format = isGiven(stage.get(`${property}.Format`));
  if (format === 'yes') return undefined;
  if (format === 'undecided') return undecided(stage, 'only the deployment knows whether the access log has a format', { property });
  return noncompliant(stage, 'the access log of the stage has a destination, and no format to write in', { property });
}

function repair(stage: Resource, property: string, app: AppModel): Repair | Declined {
  if (stage.type === 'AWS::ApiGateway::Deployment') return { declined: DESCRIBED_BY_DEPLOYMENT };
  const kind = kindOf(stage, app);
  if (kind === undefined) return { declined: 'its API is not part of the application, and what can be logged depends on its kind' };
  const obstacle = loggingObstacle(stage, app);
  if (obstacle !== undefined) return { declined: obstacle };
  return { level: FixLevel.OPERATIONAL, patches: [new SetProperty(stage, `${property}.Format`, jsonFormat(VARIABLES[kind]))] };
}
