import { apiOfStage, REST_STAGES } from '../../api/stage';
import { AppModel } from '../../model/app-model';
import { Resource } from '../../model/resource';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { noncompliant, undecided } from '../../rule/found';
import { isGiven } from '../../rule/given';
import { Rule } from '../../rule/rule';
import { openDoors, PublicDoor } from '../../sensitivity/public-doors';
import { Severity } from '../../severity';
import { apigwStageThrottled } from '../input/apigw-stage-throttled';

/** Strangers cannot use up the account's concurrency. */
export const lambdaConcurrencyBounded: Rule = {
  id: 'lambda-concurrency-bounded',
  theme: 'resilience',
  severity: Severity.MEDIUM,
  stability: 'preview',
  title: 'A function that anybody may start has bounds of its own',
  threat: 'All functions of an account share a thousand instances. Whoever calls an open door often enough takes them all: every other function of the '
    + 'account is refused, and the owner pays for it.',
  remedy: 'Throttle the stage of its API, or set reservedConcurrentExecutions to what the function needs at most. What is reserved is taken from the others, so '
    + 'count before you do.',
  links: [
    'https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html',
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html',
    'https://cwe.mitre.org/data/definitions/770.html',
    'https://owasp.org/www-project-serverless-top-10/',
  ],
  covers: ['cdk-nag:LambdaConcurrency', 'cfn_nag:W92', 'checkov:CKV_AWS_115', 'guard:LAMBDA_CONCURRENCY_CHECK'],
  target: 'AWS::Lambda::Function',
  check: (fn: Resource, app) => {
    const reserved = isGiven(fn.get('ReservedConcurrentExecutions'));
    const doors = reserved === 'yes' ? [] : app.once(unthrottledDoors).get(fn.id) ?? [];
    if (doors.length === 0) return undefined;
    const details = { property: 'ReservedConcurrentExecutions', related: [...new Set(doors.map(({ declaredBy }) => declaredBy))] };
    const open = doors.find(one => one.open === 'yes');
    if (reserved === 'undecided' || open === undefined) return undecided(fn, 'only the deployment knows whether anybody may start the function without bounds', details);
    return noncompliant(fn, `anybody may start the function by ${open.name}, as often as the account allows`, details);
  },
  // No fix: what is reserved for one function is taken from all others, and may refuse the deployment.
  examples: [
    compliant('an open API that is throttled', ({ stack, apigateway, someFunction }) => {
      const deployOptions = { throttlingRateLimit: 100, throttlingBurstLimit: 50 };
      new apigateway.LambdaRestApi(stack, 'Api', { handler: someFunction(), deployOptions });
    }),
    compliant('some concurrency reserved', ({ lambda, someFunction }) => {
      someFunction('Function', { reservedConcurrentExecutions: 20 }).addFunctionUrl({ authType: lambda.FunctionUrlAuthType.NONE });
    }),
    compliant('callers are known', ({ stack, apigateway, someFunction }) => {
      const defaultMethodOptions = { authorizationType: apigateway.AuthorizationType.IAM };
      new apigateway.LambdaRestApi(stack, 'Api', { handler: someFunction(), defaultMethodOptions });
    }),
    compliant('nobody outside starts it', ({ someFunction }) => {
      someFunction();
    }),
    noncompliantExample('a function URL that is open to all', ({ lambda, someFunction }) => {
      someFunction().addFunctionUrl({ authType: lambda.FunctionUrlAuthType.NONE });
    }),
    noncompliantExample('an open API without limits', ({ stack, apigateway, someFunction }) => {
      new apigateway.LambdaRestApi(stack, 'Api', { handler: someFunction() });
    }),
    noncompliantExample('a raw URL of an alias', ({ stack, cdk, lambda, someFunction }) => {
      const live = new lambda.Alias(stack, 'Live', { aliasName: 'live', version: someFunction().currentVersion });
      new cdk.CfnResource(stack, 'Url', { type: 'AWS::Lambda::Url', properties: { AuthType: 'NONE', TargetFunctionArn: live.functionArn } });
    }),
    undecidedExample('whether the URL is open, a parameter says', ({ stack, cdk, lambda, someFunction }) => {
      const authType = new cdk.CfnParameter(stack, 'AuthType').valueAsString;
      new lambda.CfnUrl(stack, 'Url', { authType, targetFunctionArn: someFunction().functionArn });
    }),
  ],
};

/** The open doors that nothing throttles, by the id of the function behind them. */
function unthrottledDoors(app: AppModel): ReadonlyMap<string, readonly PublicDoor[]> {
  const found = new Map<string, readonly PublicDoor[]>();
  for (const door of openDoors(app)) {
    const behind = door.leadsTo.filter(({ type }) => type === 'AWS::Lambda::Function');
    if (behind.length === 0 || isThrottled(door.declaredBy, app)) continue;
    for (const { id } of behind) found.set(id, [...found.get(id) ?? [], door]);
  }
  return found;
}

/** Whether each stage of the API bounds how often it is called; a stage of which nobody can tell is given the benefit of the doubt. */
function isThrottled(door: Resource, app: AppModel): boolean {
  const api = app.resourceOf(door.get('RestApiId') ?? door.get('ApiId')) ?? door;
  const stages = app.ofType(...REST_STAGES, 'AWS::ApiGatewayV2::Stage').filter(stage => apiOfStage(stage, app) === api);
  return stages.length > 0 && stages.every(stage => !isUnbound(stage, app));
}

/** Whoever the rule on throttling finds without limits is so here too. */
function isUnbound(stage: Resource, app: AppModel): boolean {
  if (apigwStageThrottled.target === 'app') return false;
  const found = apigwStageThrottled.check(stage, app);
  return found !== undefined && (Symbol.iterator in found ? [...found] : [found]).some(({ verdict }) => verdict === 'noncompliant');
}
