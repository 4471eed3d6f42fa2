import { jsonFormat, VARIABLES } from '../../api/access-log-format';
import { loggingObstacle } from '../../api/logging-account';
import { accessLogProperty, DESCRIBED_BY_DEPLOYMENT, kindOf, REST_STAGES } from '../../api/stage';
import { FixLevel } from '../../fix-level';
import { deliveredGroup } from '../../log-groups/delivered-group';
import { AppModel } from '../../model/app-model';
import { Resource } from '../../model/resource';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { noncompliant, undecided } from '../../rule/found';
import { isGiven } from '../../rule/given';
import { AddResource, Link, SetProperty } from '../../rule/patch';
import { Declined, Repair, Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/** Stages write down who called. A log that has a destination and no format is apigw-stage-access-logs-formatted. */
export const apigwStageAccessLogs: Rule = {
  id: 'apigw-stage-access-logs',
  theme: 'monitoring',
  severity: Severity.MEDIUM,
  stability: 'stable',
  title: 'A stage writes an access log',
  threat: 'Nobody can tell afterwards who called what, from where, and whether they were let in: callers that API Gateway turns away reach no function, '
    + 'so no other log knows of them.',
  remedy: 'Set accessLogDestination: new LogGroupLogDestination(group) in deployOptions, or accessLogSettings on the stage.',
  links: [
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html',
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging.html',
    'https://cwe.mitre.org/data/definitions/778.html',
    'https://owasp.org/www-project-serverless-top-10/',
  ],
  covers: [
    'cdk-nag:APIGWAccessLogging', 'cdk-nag:APIGWStructuredLogging', 'checkov:CKV_AWS_76', 'checkov:CKV_AWS_95', 'trivy:AWS-0001', 'trivy:AWS-0113', 'trivy:AWS-0116', 'cfn_nag:W45', 'cfn_nag:W46',
    'cfn_nag:W69', 'guard:API_GW_STAGE_ACCESS_LOGGING_RULE', 'guard:API_GWV2_ACCESS_LOGS_ENABLED', 'kics:80d45af4-4920-4236-a56e-b7ef419d1941',
    'kics:06ec63e3-9f72-4fe2-a218-2eb9200b8db5', 'kics:0a994e04-c6dc-471d-817e-d37451d18a3b', 'serverless-rules:ES2000', 'securityhub:APIGateway.9',
  ],
  target: [...REST_STAGES, 'AWS::ApiGatewayV2::Stage'],
  check: (stage: Resource) => {
    const property = accessLogProperty(stage);
    if (property === undefined) return undefined;
    const given = isGiven(stage.get(`${property}.DestinationArn`));
    if (given === 'undecided') return undecided(stage, 'whether the stage writes an access log is only known at deployment', { property });
    return given === 'no' ? noncompliant(stage, 'the stage writes no access log', { property }) : undefined;
  },
  fix: {
    levels: [FixLevel.OPERATIONAL],
    why: 'Callers see no difference. Who calls, from which address, is written as JSON to a new group of the stack from now on, which keeps it for a year, '
      + 'because intrusions are often found months later, and stays when the stack goes. It costs by what is written. Only where API Gateway may write '
      + 'logs for certain, since the deployment would fail otherwise.',
    repair: ({ subject, property }, app) => repair(subject as Resource, property!, app),
  },
  examples: [
    compliant('an access log', ({ stack, apigateway, logs }) => {
      const accessLogDestination = new apigateway.LogGroupLogDestination(new logs.LogGroup(stack, 'Access'));
      new apigateway.RestApi(stack, 'Api', { deployOptions: { accessLogDestination } }).root.addMethod('GET');
    }),
    compliant('an access log of an HTTP API', ({ stack, apigatewayv2, logs }) => {
      const api = new apigatewayv2.HttpApi(stack, 'Api', { createDefaultStage: false });
      const destination = new apigatewayv2.LogGroupLogDestination(new logs.LogGroup(stack, 'Access'));
      new apigatewayv2.HttpStage(stack, 'Stage', { httpApi: api, accessLogSettings: { destination } });
    }),
    compliant('a destination that a parameter gives', ({ stack, cdk }) => {
      const DestinationArn = new cdk.CfnParameter(stack, 'Destination').valueAsString;
      const properties = { RestApiId: 'api', DeploymentId: 'deployment', StageName: 'prod', AccessLogSetting: { DestinationArn, Format: '$context.requestId' } };
      new cdk.CfnResource(stack, 'Stage', { type: 'AWS::ApiGateway::Stage', properties });
    }),
    noncompliantExample('nothing said about logs', ({ stack, apigateway }) => {
      new apigateway.RestApi(stack, 'Api', { cloudWatchRole: true }).root.addMethod('GET');
    }),
    compliant('a destination without a format, which another rule is about', ({ stack, apigatewayv2 }) => {
      const accessLogSettings = { destinationArn: 'arn:aws:logs:eu-west-1:111122223333:log-group:access' };
      new apigatewayv2.CfnStage(stack, 'Stage', { apiId: 'api', stageName: 'prod', accessLogSettings });
    }),
    noncompliantExample('nothing said, and no role to write with', ({ stack, apigateway }) => {
      new apigateway.RestApi(stack, 'Api', { cloudWatchRole: false }).root.addMethod('GET');
    }),
    noncompliantExample('an HTTP API', ({ stack, apigatewayv2 }) => {
      new apigatewayv2.HttpApi(stack, 'Api');
    }),
    noncompliantExample('a WebSocket API', ({ stack, apigatewayv2 }) => {
      new apigatewayv2.WebSocketStage(stack, 'Stage', { webSocketApi: new apigatewayv2.WebSocketApi(stack, 'Api'), stageName: 'prod' });
    }),
    noncompliantExample('a stage that a deployment makes', ({ stack, cdk }) => {
      new cdk.CfnResource(stack, 'Deployment', { type: 'AWS::ApiGateway::Deployment', properties: { RestApiId: 'api', StageName: 'prod' } });
    }),
    undecidedExample('in one branch of a condition', ({ stack, cdk, apigatewayv2 }) => {
      const logged = new cdk.CfnParameter(stack, 'Logged', { allowedValues: ['yes', 'no'] });
      new cdk.CfnCondition(stack, 'IsLogged', { expression: cdk.Fn.conditionEquals(logged.valueAsString, 'yes') });
      const stage = new apigatewayv2.CfnStage(stack, 'Stage', { apiId: 'api', stageName: 'prod' });
      const settings = { DestinationArn: 'arn:aws:logs:eu-west-1:111122223333:log-group:access', Format: '$context.requestId' };
      stage.addPropertyOverride('AccessLogSettings', cdk.Fn.conditionIf('IsLogged', settings, cdk.Aws.NO_VALUE));
    }),
  ],
};

function repair(stage: Resource, property: string, app: AppModel): Repair | Declined {
  if (stage.type === 'AWS::ApiGateway::Deployment') return { declined: DESCRIBED_BY_DEPLOYMENT };
  const kind = kindOf(stage, app);
  if (kind === undefined) return { declined: 'its API is not part of the application, and what can be logged depends on its kind' };
  const obstacle = loggingObstacle(stage, app);
  if (obstacle !== undefined) return { declined: obstacle };
  // HTTP APIs have their logs delivered; the others write them with a role of the account.
  const group = kind === 'http' ? deliveredGroup(stage, 'AccessLogs', 'apis')
    : new AddResource(stage, 'AccessLogs', 'AWS::Logs::LogGroup', { RetentionInDays: 365 }, { deletionPolicy: 'Retain' });
  const format = isGiven(stage.get(`${property}.Format`)) === 'no' ? [new SetProperty(stage, `${property}.Format`, jsonFormat(VARIABLES[kind]))] : [];
  return { level: FixLevel.OPERATIONAL, patches: [group, new SetProperty(stage, `${property}.DestinationArn`, new Link(group, 'Arn')), ...format] };
}
