import { addAlarm, WHY_ALARMS } from '../../alarms/alarm-fix';
import { isAlarmed, metricIndex, WatchedMetric } from '../../alarms/alarms';
import { groupKeys, isLogWatched } from '../../alarms/log-metrics';
import { accessLogProperty, apiOfStage, kindOf, REST_STAGES, stageProperty } from '../../api/stage';
import { FixLevel } from '../../fix-level';
import { AppModel } from '../../model/app-model';
import { isObject, Json } from '../../model/json';
import { Resource } from '../../model/resource';
import { Answer, ask, isOpen, sameValue, Value } from '../../model/value';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { noncompliant, undecided } from '../../rule/found';
import { anyOf } from '../../rule/given';
import { Link, patchValueOf, PatchValue } from '../../rule/patch';
import { Declined, Repair, Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/** The metric of refused callers by kind of API. */
const REFUSED = { rest: ['4XXError'], http: ['4xx'], socket: ['ClientError'] } as const;

/** What a filter of an access log asks for where it counts refused callers. */
const OF_REFUSALS = /4\d\d|4\*|4xx|> *399|unauthori|forbidden|denied|authorizer|\*/i;

/** Somebody is told when an API turns callers away. */
export const apigwAuthFailureAlarm: Rule = {
  id: 'apigw-auth-failure-alarm',
  theme: 'monitoring',
  severity: Severity.MEDIUM,
  stability: 'preview',
  title: 'An alarm watches the callers that an API turns away',
  threat: 'Whoever tries stolen tokens, guesses keys or looks for open paths is answered 401, 403 and 404 thousands of times, and nobody is told before '
    + 'one attempt works.',
  remedy: 'Add api.metricClientError().createAlarm(…) with an action, or an alarm on a metric filter of the access log that counts 401 and 403.',
  links: [
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-metrics-and-dimensions.html',
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-metrics.html',
    'https://cwe.mitre.org/data/definitions/307.html',
    'https://owasp.org/www-project-serverless-top-10/',
  ],
  covers: [],
  target: [...REST_STAGES, 'AWS::ApiGatewayV2::Stage'],
  check: (stage, app) => {
    if (!isAlarmed(app)) return undefined; // a finding of the whole application: app-has-security-alarms
    if (stageProperty(stage, 'StageName') === undefined) return undefined;
    const index = app.once(metricIndex);
    const kind = kindOf(stage, app);
    const names = kind === undefined ? [...REFUSED.http, ...REFUSED.socket] : REFUSED[kind];
    const metrics = names.flatMap(name => index.of('AWS/ApiGateway', name));
    const log = groupKeys(stage.get(`${accessLogProperty(stage)}.DestinationArn`), app);
    const watched = anyOf([...metrics.map(metric => isOf(metric, stage, app)), isLogWatched(log, app, OF_REFUSALS), index.open ? 'undecided' : 'no']);
    if (watched === 'yes') return undefined;
    if (watched === 'undecided') return undecided(stage, 'only the deployment knows whether an alarm watches the callers that the stage turns away');
    return noncompliant(stage, 'the application has alarms, but none watches the callers that the stage turns away');
  },
  fix: {
    levels: [FixLevel.SAFE],
    why: WHY_ALARMS,
    needs: 'alarmTopic',
    repair: ({ subject }, app) => repair(subject as Resource, app),
  },
  examples: [
    compliant('an alarm on the client errors of the API', ({ stack, apigateway, someFunction }) => {
      const api = new apigateway.LambdaRestApi(stack, 'Api', { handler: someFunction() });
      api.metricClientError().createAlarm(stack, 'Refused', { threshold: 100, evaluationPeriods: 1 });
    }),
    compliant('an alarm on the client errors of a stage, by metric maths', ({ stack, apigatewayv2, cloudwatch }) => {
      const { defaultStage } = new apigatewayv2.HttpApi(stack, 'Api');
      const usingMetrics = { refused: defaultStage!.metricClientError(), all: defaultStage!.metricCount() };
      new cloudwatch.MathExpression({ expression: 'refused / all', usingMetrics }).createAlarm(stack, 'Refused', { threshold: 0.5, evaluationPeriods: 1 });
    }),
    compliant('an alarm on what a metric filter counts in the access log', ({ stack, apigateway, logs }) => {
      const group = new logs.LogGroup(stack, 'Access');
      const accessLogDestination = new apigateway.LogGroupLogDestination(group);
      new apigateway.RestApi(stack, 'Api', { deployOptions: { accessLogDestination } }).root.addMethod('GET');
      const filterPattern = logs.FilterPattern.numberValue('$.status', '=', 403);
      const filter = group.addMetricFilter('Refused', { filterPattern, metricNamespace: 'Orders', metricName: 'Refused' });
      filter.metric().createAlarm(stack, 'Alarm', { threshold: 100, evaluationPeriods: 1 });
    }),
    noncompliantExample('an alarm on server errors', ({ stack, apigateway, someFunction }) => {
      const api = new apigateway.LambdaRestApi(stack, 'Api', { handler: someFunction() });
      api.metricServerError().createAlarm(stack, 'Failed', { threshold: 1, evaluationPeriods: 1 });
    }),
    noncompliantExample('an alarm on another API', ({ stack, apigatewayv2 }) => {
      new apigatewayv2.HttpApi(stack, 'Api');
      new apigatewayv2.HttpApi(stack, 'Watched').metricClientError().createAlarm(stack, 'Refused', { threshold: 100, evaluationPeriods: 1 });
    }),
    noncompliantExample('a raw stage, and an alarm on another stage of its API', ({ stack, cdk, apigatewayv2 }) => {
      const api = new apigatewayv2.HttpApi(stack, 'Api', { createDefaultStage: false });
      new cdk.CfnResource(stack, 'Stage', { type: 'AWS::ApiGatewayV2::Stage', properties: { ApiId: api.apiId, StageName: 'prod' } });
      api.metricClientError({ dimensionsMap: { ApiId: api.apiId, Stage: 'test' } }).createAlarm(stack, 'Refused', { threshold: 100, evaluationPeriods: 1 });
    }),
    undecidedExample('an alarm on an API that a parameter names', ({ stack, cdk, apigatewayv2, cloudwatch }) => {
      new apigatewayv2.HttpApi(stack, 'Api');
      const ApiId = new cdk.CfnParameter(stack, 'Watched').valueAsString;
      const refused = new cloudwatch.Metric({ namespace: 'AWS/ApiGateway', metricName: '4xx', dimensionsMap: { ApiId } });
      refused.createAlarm(stack, 'Refused', { threshold: 100, evaluationPeriods: 1 });
    }),
  ],
};

/** So many refused calls in five minutes are no slip of the finger; as the alarms of SecureApi. */
const MANY = 200;

function repair(stage: Resource, app: AppModel): Repair | Declined {
  const kind = kindOf(stage, app);
  const api = apiOfStage(stage, app);
  if (kind === undefined || api === undefined) return { declined: 'only the deployment knows which API the stage is of' };
  const named = kind === 'rest' ? written(api, 'Name', stage) : new Link(api);
  // Two references to one stage: CloudFormation gives its name. A stage that a deployment makes has none of its own.
  const stageName = stage.type === 'AWS::ApiGateway::Deployment' ? written(stage, 'StageName', stage) : new Link(stage);
  if (named === undefined || stageName === undefined) return { declined: 'the metric of the stage is by the name of its API, which nobody has given' };
  return addAlarm(stage, {
    name: 'RefusedAlarm',
    description: 'Many callers are turned away: see the access log for who they are and what they try',
    namespace: 'AWS/ApiGateway',
    metric: REFUSED[kind][0],
    statistic: 'Sum',
    dimensions: { [kind === 'rest' ? 'ApiName' : 'ApiId']: named, Stage: stageName },
    threshold: MANY,
  }, app);
}

/** A property as it is written, for a patch beside another resource of the same template. */
function written(resource: Resource, property: string, beside: Resource): PatchValue | undefined {
  const { Properties } = resource.definition;
  const value: Json = isObject(Properties) ? Properties[property] : undefined;
  return value === undefined || resource.template !== beside.template ? undefined : patchValueOf(beside, value);
}

/** Whether a metric of API Gateway counts what a stage answers. */
function isOf({ dimensions }: WatchedMetric, stage: Resource, app: AppModel): Answer {
  if (dimensions === undefined) return 'undecided';
  const answers = [isOfApi(dimensions, stage, app), isSame(dimensions.get('Stage'), stage)];
  return answers.includes('no') ? 'no' : answers.includes('undecided') ? 'undecided' : 'yes';
}

function isOfApi(dimensions: ReadonlyMap<string, Value>, stage: Resource, app: AppModel): Answer {
  const [byId, byName] = [dimensions.get('ApiId'), dimensions.get('ApiName')];
  const api = apiOfStage(stage, app);
  const id = stage.get(stage.type === 'AWS::ApiGatewayV2::Stage' ? 'ApiId' : 'RestApiId');
  if (byId === undefined && byName === undefined) return dimensions.size === 0 ? 'yes' : 'no';
  if (byName === undefined) return sameValue(byId, id) ? 'yes' : isOpen(byId) && app.resourceOf(byId) === undefined ? 'undecided' : 'no';
  // A REST API that is described by a body may be named there.
  const name = api?.get('Name') ?? (api?.get('Body') === undefined ? undefined : api.get('Body.info.title'));
  if (name === undefined) return 'undecided';
  return sameValue(byName, name) ? 'yes' : isOpen(byName) || isOpen(name) ? 'undecided' : 'no';
}

function isSame(named: Value, stage: Resource): Answer {
  const name = stage.get('StageName');
  if (named === undefined || sameValue(named, name) || isReferenceTo(named, stage)) return 'yes';
  if (isOpen(name)) return 'undecided';
  return ask(named, known => known === name);
}

function isReferenceTo(value: Value, stage: Resource): boolean {
  return stage.template.app.resourceOf(value)?.id === stage.id;
}
