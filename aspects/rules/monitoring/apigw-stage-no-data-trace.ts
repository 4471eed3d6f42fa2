import { FixLevel } from '../../fix-level';
import { AppModel } from '../../model/app-model';
import { isObject, Json } from '../../model/json';
import { Resource } from '../../model/resource';
import { alternativesOf, Answer, ask, booleanOf, entryOf, isMap, isOpen, patternOf, Value, valuesOf } from '../../model/value';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { Found, noncompliant, undecided } from '../../rule/found';
import { patchValueOf, SetProperty } from '../../rule/patch';
import { Declined, Repair, Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/** Stages do not write requests and responses to their logs. */
export const apigwStageNoDataTrace: Rule = {
  id: 'apigw-stage-no-data-trace',
  theme: 'monitoring',
  severity: Severity.HIGH,
  stability: 'stable',
  title: 'A stage does not write whole requests and responses to its logs',
  threat: 'Whoever may read logs reads what callers sent and received: passwords, tokens, personal data, for as long as the logs are kept.',
  remedy: 'Remove dataTraceEnabled: true, or set it to false; log the fields you need with an access log format.',
  links: [
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html',
    'https://cwe.mitre.org/data/definitions/532.html',
  ],
  covers: ['checkov:CKV_AWS_276', 'cfn_nag:CW4200'],
  target: ['AWS::ApiGateway::Stage', 'AWS::ApiGateway::Deployment', 'AWS::ApiGatewayV2::Stage'],
  check: (stage: Resource) => SETTINGS[stage.type].map(setting => judged(stage, setting)).filter(found => found !== undefined),
  fix: {
    levels: [FixLevel.SAFE, FixLevel.OPERATIONAL],
    why: 'Callers and the other logs see no difference; what is no longer written is a copy of what passes through, which no function of the API uses. It is '
      + 'operational where a metric filter or a subscription of the application reads such logs.',
    repair: (found, app) => repair(found, app),
  },
  examples: [
    compliant('nothing said about it', ({ stack, apigateway }) => {
      new apigateway.RestApi(stack, 'Api').root.addMethod('GET');
    }),
    compliant('errors logged, without data', ({ stack, apigateway }) => {
      const api = new apigateway.RestApi(stack, 'Api', { deployOptions: { loggingLevel: apigateway.MethodLoggingLevel.ERROR, dataTraceEnabled: false } });
      api.root.addMethod('GET');
    }),
    noncompliantExample('on for every method', ({ stack, apigateway }) => {
      new apigateway.RestApi(stack, 'Api', { deployOptions: { dataTraceEnabled: true } }).root.addMethod('GET');
    }),
    noncompliantExample('on for one method', ({ stack, apigateway }) => {
      new apigateway.RestApi(stack, 'Api', { deployOptions: { methodOptions: { '/login/POST': { dataTraceEnabled: true } } } }).root.addMethod('GET');
    }),
    noncompliantExample('on in a stage that a deployment makes, as a string', ({ stack, cdk }) => {
      new cdk.CfnResource(stack, 'Deployment', {
        type: 'AWS::ApiGateway::Deployment', properties: { RestApiId: 'api', StageName: 'prod', StageDescription: { DataTraceEnabled: 'true' } },
      });
    }),
    noncompliantExample('on for a WebSocket API', ({ stack, apigatewayv2 }) => {
      new apigatewayv2.CfnStage(stack, 'Stage', { apiId: 'api', stageName: 'prod', defaultRouteSettings: { dataTraceEnabled: true } });
    }),
    noncompliantExample('on for one route of a WebSocket API', ({ stack, apigatewayv2 }) => {
      new apigatewayv2.CfnStage(stack, 'Stage', { apiId: 'api', stageName: 'prod', routeSettings: { $connect: { DataTraceEnabled: true } } });
    }),
    undecidedExample('left to a parameter', ({ stack, cdk, apigatewayv2 }) => {
      const parameter = new cdk.CfnParameter(stack, 'Traced', { allowedValues: ['true', 'false'] });
      const stage = new apigatewayv2.CfnStage(stack, 'Stage', { apiId: 'api', stageName: 'prod' });
      stage.addPropertyOverride('DefaultRouteSettings.DataTraceEnabled', parameter.valueAsString);
    }),
  ],
};

/** Where a resource says what is logged: of everything by default, of methods in a list, of routes in a map. */
interface Setting {
  readonly property: string;
  readonly of: 'all' | 'methods' | 'routes';
}

const SETTINGS: Readonly<Record<string, readonly Setting[]>> = {
  'AWS::ApiGateway::Stage': [{ property: 'MethodSettings', of: 'methods' }],
  'AWS::ApiGateway::Deployment': [{ property: 'StageDescription', of: 'all' }, { property: 'StageDescription.MethodSettings', of: 'methods' }],
  'AWS::ApiGatewayV2::Stage': [{ property: 'DefaultRouteSettings', of: 'all' }, { property: 'RouteSettings', of: 'routes' }],
};

/** One finding per property, since a list or a map is repaired as a whole. */
function judged(stage: Resource, { property, of }: Setting): Found | undefined {
  const where = of === 'all' ? `${property}.DataTraceEnabled` : property;
  const branches = alternativesOf(stage.get(property)).map(one => traced(one, of));
  const answers = new Set(branches.map(branch => branch.answer));
  if (answers.size > 1 || answers.has('undecided')) return undecided(stage, `${where} is only known at deployment`, { property: where });
  if (answers.has('no')) return undefined;
  const names = [...new Set(branches.flatMap(branch => branch.names))];
  return noncompliant(stage, `whole requests and responses are logged for ${names.join(', ')}`, { property: where });
}

/** Whether settings turn data tracing on, and for what. */
function traced(settings: Value, of: Setting['of']): { readonly answer: Answer; readonly names: readonly string[] } {
  if (isOpen(settings)) return { answer: 'undecided', names: [] };
  const each: readonly (readonly [string, Value])[] = of === 'all' ? [['every method', settings]]
    : of === 'methods' ? valuesOf(settings).map(setting => [methodOf(setting), setting])
      : isMap(settings) ? Object.entries(settings) : [];
  const judgements = each.map(([name, setting]) => ({ name, answer: answerOf(setting) }));
  const on = judgements.filter(one => one.answer === 'yes').map(one => one.name);
  return { answer: on.length > 0 ? 'yes' : judgements.some(one => one.answer === 'undecided') ? 'undecided' : 'no', names: on };
}

function answerOf(setting: Value): Answer {
  const answers = new Set(alternativesOf(setting).map(one => (isOpen(one) ? 'undecided' : ask(entryOf(one, 'DataTraceEnabled'), on => booleanOf(on) === true))));
  return answers.size === 1 ? [...answers][0] : 'undecided';
}

function methodOf(setting: Value): string {
  const [method, path] = ['HttpMethod', 'ResourcePath'].map(name => patternOf(entryOf(setting, name)) ?? '*');
  return method === '*' && ['*', '/*'].includes(path) ? 'every method' : `${method} ${path}`;
}

/** How API Gateway calls the groups that it writes whole requests to. Source: the API Gateway guide, CloudWatch logs for REST APIs. */
const GROUPS = /^(\/aws\/apigateway\/|API-Gateway-Execution-Logs_)/;

/** Whether something of the application reads the lines that are no longer written. */
function readsTraces(app: AppModel): boolean {
  return app.ofType('AWS::Logs::MetricFilter', 'AWS::Logs::SubscriptionFilter').some(filter => GROUPS.test(patternOf(filter.get('LogGroupName')) ?? ''));
}

function repair({ subject, property }: Found, app: AppModel): Repair | Declined {
  const level = app.once(readsTraces) ? FixLevel.OPERATIONAL : FixLevel.SAFE;
  const stage = subject as Resource;
  if (stage.type === 'AWS::ApiGateway::Deployment') {
    return { declined: 'CloudFormation reads StageDescription only when it makes the deployment: declare the stage as an AWS::ApiGateway::Stage' };
  }
  if (property === 'DefaultRouteSettings.DataTraceEnabled') return { level, patches: [new SetProperty(stage, property, false)] };
  const properties = stage.definition.Properties;
  const value = patchValueOf(stage, untraced(stage, isObject(properties) ? properties[property!] : undefined));
  if (value === undefined) return { declined: `${property} refers to something outside of the application` };
  return { level, patches: [new SetProperty(stage, property!, value)] };
}

/** The same settings with data tracing off where it is known to be on; what only the deployment knows stays. */
function untraced(stage: Resource, json: Json): Json {
  if (Array.isArray(json)) return json.map(element => untraced(stage, element));
  if (!isObject(json)) return json;
  const isOn = (key: string, value: Json) => key === 'DataTraceEnabled' && booleanOf(stage.template.evaluate(value)) === true;
  return Object.fromEntries(Object.entries(json).map(([key, value]) => [key, isOn(key, value) ? false : untraced(stage, value)]));
}
