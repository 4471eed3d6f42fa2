import { changedSettings, methodOfSetting } from '../../api/method-settings';
import { DESCRIBED_BY_DEPLOYMENT, stageProperty } from '../../api/stage';
import { FixLevel } from '../../fix-level';
import { Resource } from '../../model/resource';
import { alternativesOf, Answer, ask, entryOf, isMap, isOpen, numberOf, patternOf, Value, valuesOf } from '../../model/value';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { Found, noncompliant, undecided } from '../../rule/found';
import { anyOf } from '../../rule/given';
import { SetProperty } from '../../rule/patch';
import { Declined, Repair, Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/** A tenth of what an account has by default, so that one stage does not starve the others. */
const LIMITS = { ThrottlingRateLimit: 1000, ThrottlingBurstLimit: 500 } as const;
const EVERYTHING = { HttpMethod: '*', ResourcePath: '/*' } as const;

/** Stages bound how often they are called. */
export const apigwStageThrottled: Rule = {
  id: 'apigw-stage-throttled',
  theme: 'input',
  severity: Severity.MEDIUM,
  stability: 'preview',
  title: 'A stage bounds how often it is called',
  threat: 'One caller uses up the requests per second that all APIs of the account share, and the concurrency of the functions behind them: the other APIs '
    + 'refuse their callers, and the owner pays for every call.',
  remedy: 'Set throttlingRateLimit and throttlingBurstLimit in deployOptions (REST), or throttle of the stage (HTTP and WebSocket). Usage plans are best effort, '
    + 'and bind only callers with a key.',
  links: [
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html',
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-throttling.html',
    'https://cwe.mitre.org/data/definitions/770.html',
  ],
  covers: ['cdk-nag:APIGWDefaultThrottling', 'serverless-rules:ES2003'],
  target: ['AWS::ApiGateway::Stage', 'AWS::ApiGateway::Deployment', 'AWS::ApiGatewayV2::Stage'],
  check: (stage: Resource) => (stage.type === 'AWS::ApiGatewayV2::Stage' ? routes(stage) : methods(stage)),
  fix: {
    levels: [FixLevel.STRICT],
    why: 'Calls beyond 1000 per second are refused from then on, with 429; limits that are set already stay.',
    repair: ({ subject }) => repair(subject as Resource),
  },
  examples: [
    compliant('every method of a REST API', ({ stack, apigateway }) => {
      new apigateway.RestApi(stack, 'Api', { deployOptions: { throttlingRateLimit: 100, throttlingBurstLimit: 50 } }).root.addMethod('GET');
    }),
    compliant('an HTTP API, one route with a lower limit', ({ stack, apigatewayv2 }) => {
      new apigatewayv2.CfnStage(stack, 'Stage', {
        apiId: 'api',
        stageName: 'prod',
        defaultRouteSettings: { throttlingRateLimit: 100, throttlingBurstLimit: 50 },
        routeSettings: { 'POST /login': { ThrottlingRateLimit: 1, ThrottlingBurstLimit: 5 } },
      });
    }),
    compliant('a stage that a deployment describes, in strings', ({ stack, cdk }) => {
      const description = { ThrottlingRateLimit: '100', ThrottlingBurstLimit: '50' };
      new cdk.CfnResource(stack, 'Deployment', { type: 'AWS::ApiGateway::Deployment', properties: { RestApiId: 'api', StageName: 'prod', StageDescription: description } });
    }),
    noncompliantExample('nothing said', ({ stack, apigateway }) => {
      new apigateway.RestApi(stack, 'Api').root.addMethod('GET');
    }),
    noncompliantExample('nothing said, for an HTTP API', ({ stack, apigatewayv2 }) => {
      new apigatewayv2.HttpApi(stack, 'Api');
    }),
    noncompliantExample('one method taken out of the limits', ({ stack, apigateway }) => {
      const methodOptions = { '/orders/GET': { throttlingRateLimit: -1, throttlingBurstLimit: -1 } };
      new apigateway.RestApi(stack, 'Api', { deployOptions: { throttlingRateLimit: 100, throttlingBurstLimit: 50, methodOptions } }).root.addMethod('GET');
    }),
    noncompliantExample('one method alone', ({ stack, apigateway }) => {
      new apigateway.RestApi(stack, 'Api', { deployOptions: { methodOptions: { '/login/POST': { throttlingRateLimit: 1, throttlingBurstLimit: 5 } } } }).root.addMethod('GET');
    }),
    noncompliantExample('a usage plan, which is best effort', ({ stack, apigateway }) => {
      const api = new apigateway.RestApi(stack, 'Api');
      api.root.addMethod('GET', undefined, { apiKeyRequired: true });
      api.addUsagePlan('Plan', { throttle: { rateLimit: 10, burstLimit: 20 }, apiStages: [{ stage: api.deploymentStage }] });
    }),
    noncompliantExample('a stage that a deployment makes', ({ stack, apigateway }) => {
      new apigateway.CfnDeployment(stack, 'Deployment', { restApiId: 'api', stageName: 'prod' });
    }),
    undecidedExample('left to a parameter', ({ stack, cdk, apigateway }) => {
      const rate = new cdk.CfnParameter(stack, 'Rate', { type: 'Number' });
      new apigateway.RestApi(stack, 'Api', { deployOptions: { throttlingRateLimit: rate.valueAsNumber, throttlingBurstLimit: 50 } }).root.addMethod('GET');
    }),
  ],
};

function isLimit(value: unknown): boolean {
  return (numberOf(value as Value) ?? -1) >= 0; // -1 takes a limit away
}

/** Whether settings bound rate and burst. */
function bounds(settings: Value): Answer {
  if (isOpen(settings)) return 'undecided';
  const answers = Object.keys(LIMITS).map(limit => ask(entryOf(settings, limit), isLimit));
  return answers.includes('no') ? 'no' : answers.includes('undecided') ? 'undecided' : 'yes';
}

/** Whether settings of one method or route take the limits of all away. */
function unbounds(settings: Value): boolean {
  return Object.keys(LIMITS).some(limit => entryOf(settings, limit) !== undefined && ask(entryOf(settings, limit), isLimit) === 'no');
}

function isForAll(setting: Value): boolean {
  return methodOfSetting(setting) === 'every method';
}

/** One answer for the branches of a condition, each of which may be deployed. */
function together(answers: readonly Answer[]): Answer {
  return answers.every(answer => answer === answers[0]) ? answers[0] : 'undecided';
}

function methods(stage: Resource): Found | undefined {
  const property = stageProperty(stage, 'MethodSettings');
  if (property === undefined) return undefined;
  const ofAll = (setting: Value) => together(alternativesOf(setting).map(one => (isOpen(one) || isForAll(one) ? bounds(one) : 'no')));
  const own = stage.type === 'AWS::ApiGateway::Deployment' ? bounds(stage.get('StageDescription')) : 'no';
  const branches = alternativesOf(stage.get(property));
  const taken = branches.flatMap(valuesOf).flatMap(alternativesOf).filter(one => !isOpen(one) && unbounds(one)).map(methodOfSetting);
  return judged(stage, property, together(branches.map(list => (isOpen(list) ? 'undecided' : anyOf([own, ...valuesOf(list).map(ofAll)])))), taken);
}

function routes(stage: Resource): Found | undefined {
  const settings = stage.get('RouteSettings');
  const taken = isMap(settings) ? Object.entries(settings).filter(([, one]) => unbounds(one)).map(([name]) => name) : [];
  const property = taken.length > 0 ? 'RouteSettings' : 'DefaultRouteSettings';
  return judged(stage, property, together(alternativesOf(stage.get('DefaultRouteSettings')).map(bounds)), taken);
}

function judged(stage: Resource, property: string, bound: Answer, taken: readonly string[]): Found | undefined {
  if (bound === 'undecided') return undecided(stage, 'only the deployment knows how often the stage may be called', { property });
  if (bound === 'no') return noncompliant(stage, 'nothing but the quota of the whole account bounds how often the stage is called', { property });
  return taken.length === 0 ? undefined : noncompliant(stage, `the limits are taken away for ${[...new Set(taken)].join(', ')}`, { property });
}

function repair(stage: Resource): Repair | Declined {
  if (stage.type === 'AWS::ApiGateway::Deployment') return { declined: DESCRIBED_BY_DEPLOYMENT };
  const isRest = stage.type === 'AWS::ApiGateway::Stage';
  const property = isRest ? 'MethodSettings' : 'DefaultRouteSettings';
  const value = stage.get(property);
  const others = isRest ? valuesOf(value) : Object.values(Object(stage.get('RouteSettings'))) as Value[];
  if (others.some(unbounds)) return { declined: 'somebody has taken the limits away on purpose: give each of those methods its own' };
  if (!isRest) {
    const missing = Object.entries(LIMITS).filter(([limit]) => ask(stage.get(`${property}.${limit}`), isLimit) === 'no');
    return { level: FixLevel.STRICT, patches: missing.map(([limit, number]) => new SetProperty(stage, `${property}.${limit}`, number)) };
  }
  const isAll = (one: { readonly [key: string]: unknown }) => [one.HttpMethod, one.ResourcePath].every(part => ['*', '/*'].includes(patternOf(part as Value) ?? ''));
  const settings = changedSettings(stage, setting => (isAll(setting) ? { ...LIMITS, ...setting } : setting));
  if (settings === undefined) return { declined: 'MethodSettings is no plain list, or refers to something outside of the application' };
  const hasAll = valuesOf(value).some(isForAll);
  return { level: FixLevel.STRICT, patches: [new SetProperty(stage, property, hasAll ? settings : [{ ...EVERYTHING, ...LIMITS }, ...settings])] };
}
