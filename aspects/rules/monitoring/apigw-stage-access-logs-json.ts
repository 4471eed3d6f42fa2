import { groupKeys, isRead } from '../../alarms/log-metrics';
import { isJsonFormat, jsonFormat, variablesIn } from '../../api/access-log-format';
import { accessLogProperty, DESCRIBED_BY_DEPLOYMENT, REST_STAGES } from '../../api/stage';
import { FixLevel } from '../../fix-level';
import { AppModel } from '../../model/app-model';
import { Resource } from '../../model/resource';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { Found, noncompliant, undecided } from '../../rule/found';
import { isGiven } from '../../rule/given';
import { SetProperty } from '../../rule/patch';
import { Declined, Repair, Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/** Access logs can be searched by field. */
export const apigwStageAccessLogsJson: Rule = {
  id: 'apigw-stage-access-logs-json',
  theme: 'monitoring',
  severity: Severity.LOW,
  stability: 'preview',
  title: 'A stage writes its access log as JSON',
  threat: 'Lines that are no JSON are searched by guesswork: refused callers are counted wrongly or not at all, and an alarm on them is hard to write.',
  remedy: 'Set accessLogFormat: AccessLogFormat.jsonWithStandardFields(), or a format that is one JSON object.',
  links: [
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html',
    'https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_AnalyzeLogData-discoverable-fields.html',
    'https://cwe.mitre.org/data/definitions/778.html',
  ],
  covers: ['cdk-nag:APIGWStructuredLogging', 'serverless-rules:WS2001'],
  target: [...REST_STAGES, 'AWS::ApiGatewayV2::Stage'],
  check: (stage: Resource) => {
    const property = accessLogProperty(stage);
    // Where no access log is written, for want of a destination or of a format, that is the finding: apigw-stage-access-logs, apigw-stage-access-logs-formatted.
    if (property === undefined || ['DestinationArn', 'Format'].some(name => isGiven(stage.get(`${property}.${name}`)) === 'no')) return undefined;
    const format = `${property}.Format`;
    const json = isJsonFormat(stage.get(format));
    if (json === 'undecided') return undecided(stage, `${format} is only known at deployment`, { property: format });
    return json === 'no' ? noncompliant(stage, 'the access log is not written as JSON', { property: format }) : undefined;
  },
  fix: {
    levels: [FixLevel.OPERATIONAL],
    why: 'The same facts are written as JSON from now on, to the same place; callers see no difference. Not where a metric filter or a subscription of the '
      + 'application reads the lines; a reader outside of it has to be told.',
    repair: (found, app) => repair(found, app),
  },
  examples: [
    compliant('standard fields', ({ stack, apigateway, logs }) => {
      const accessLogDestination = new apigateway.LogGroupLogDestination(new logs.LogGroup(stack, 'Access'));
      const accessLogFormat = apigateway.AccessLogFormat.jsonWithStandardFields();
      new apigateway.RestApi(stack, 'Api', { deployOptions: { accessLogDestination, accessLogFormat } }).root.addMethod('GET');
    }),
    compliant('a number without quotation marks', ({ stack, apigatewayv2 }) => {
      const format = '{"id": "$context.requestId", "status": $context.status, "error": $context.error.messageString}';
      const accessLogSettings = { destinationArn: 'arn:aws:logs:eu-west-1:111122223333:log-group:access', format };
      new apigatewayv2.CfnStage(stack, 'Stage', { apiId: 'api', stageName: 'prod', accessLogSettings });
    }),
    compliant('no access log, which is a finding of its own', ({ stack, apigatewayv2 }) => {
      new apigatewayv2.HttpApi(stack, 'Api');
    }),
    noncompliantExample('the common log format', ({ stack, apigateway, logs }) => {
      const accessLogDestination = new apigateway.LogGroupLogDestination(new logs.LogGroup(stack, 'Access'));
      const accessLogFormat = apigateway.AccessLogFormat.clf();
      new apigateway.RestApi(stack, 'Api', { deployOptions: { accessLogDestination, accessLogFormat } }).root.addMethod('GET');
    }),
    noncompliantExample('a raw stage of an HTTP API', ({ stack, cdk }) => {
      const AccessLogSettings = { DestinationArn: 'arn:aws:logs:eu-west-1:111122223333:log-group:access', Format: '$context.requestId $context.status' };
      new cdk.CfnResource(stack, 'Stage', { type: 'AWS::ApiGatewayV2::Stage', properties: { ApiId: 'api', StageName: 'prod', AccessLogSettings } });
    }),
    undecidedExample('left to a parameter', ({ stack, cdk, apigatewayv2 }) => {
      const format = new cdk.CfnParameter(stack, 'Format').valueAsString;
      const accessLogSettings = { destinationArn: 'arn:aws:logs:eu-west-1:111122223333:log-group:access', format };
      new apigatewayv2.CfnStage(stack, 'Stage', { apiId: 'api', stageName: 'prod', accessLogSettings });
    }),
  ],
};

function repair({ subject, property }: Found, app: AppModel): Repair | Declined {
  const stage = subject as Resource;
  if (stage.type === 'AWS::ApiGateway::Deployment') return { declined: DESCRIBED_BY_DEPLOYMENT };
  const format = stage.get(property!);
  const variables = typeof format === 'string' ? variablesIn(format) : [];
  if (variables.length === 0) return { declined: 'its format names no variables that could be written as JSON' };
  if (isRead(groupKeys(stage.get(`${accessLogProperty(stage)}.DestinationArn`), app), app)) {
    return { declined: 'a metric filter or a subscription reads the lines of the log as they are' };
  }
  return { level: FixLevel.OPERATIONAL, patches: [new SetProperty(stage, property!, jsonFormat(variables))] };
}
