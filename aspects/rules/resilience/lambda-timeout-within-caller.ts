import { waitingCallers } from '../../lambda/waiting-callers';
import { Resource } from '../../model/resource';
import { alternativesOf, isOpen, numberOf } from '../../model/value';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { noncompliant, undecided } from '../../rule/found';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/** In seconds. Source: the Lambda guide, function timeout. */
const DEFAULT_TIMEOUT = 3;

/** Nobody works on for a caller who has gone. */
export const lambdaTimeoutWithinCaller: Rule = {
  id: 'lambda-timeout-within-caller',
  theme: 'resilience',
  severity: Severity.MEDIUM,
  stability: 'preview',
  title: 'A function gives up no later than who waits for its answer',
  threat: 'The caller gets an error and asks again while the function still works on the first call: slow requests multiply, use up the concurrency of the '
    + 'account, and what was ordered once is done twice.',
  remedy: 'Set timeout of the function to at most what its caller waits: 29 seconds behind a REST or WebSocket API, 30 behind an HTTP API, 5 for a user pool, '
    + 'TimeoutSeconds of the task in a state machine.',
  links: [
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html',
    'https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-working-with-lambda-triggers.html',
    'https://docs.aws.amazon.com/step-functions/latest/dg/sfn-best-practices.html',
    'https://cwe.mitre.org/data/definitions/400.html',
  ],
  covers: [],
  target: 'AWS::Lambda::Function',
  check: (fn: Resource, app) => {
    const callers = waitingCallers(fn, app);
    if (callers.length === 0) return undefined;
    const timeouts = alternativesOf(fn.get('Timeout')).map(one => (one === undefined ? DEFAULT_TIMEOUT : isOpen(one) ? undefined : numberOf(one)));
    const least = timeouts.includes(undefined) ? 0 : Math.min(...timeouts as number[]);
    const most = timeouts.includes(undefined) ? Infinity : Math.max(...timeouts as number[]);
    const leaving = callers.filter(({ patience }) => patience !== undefined && patience < least);
    if (leaving.length > 0) {
      const first = leaving.reduce((a, b) => (b.patience! < a.patience! ? b : a));
      const related = [...new Set(leaving.map(({ declaredBy }) => declaredBy))];
      return noncompliant(fn, `the function may run for ${least} seconds, but ${first.name} waits for ${first.patience} only`, { property: 'Timeout', related });
    }
    const doubted = callers.filter(({ patience }) => (patience ?? 0) < most);
    if (doubted.length === 0) return undefined;
    const related = [...new Set(doubted.map(({ declaredBy }) => declaredBy))];
    return undecided(fn, 'whether the function gives up before its caller is only known at deployment', { property: 'Timeout', related });
  },
  // No fix: whether the function is to be faster or the caller more patient, only their owner knows.
  examples: [
    compliant('as long as a REST API waits', ({ stack, cdk, apigateway, someFunction }) => {
      new apigateway.LambdaRestApi(stack, 'Api', { handler: someFunction('Function', { timeout: cdk.Duration.seconds(29) }) });
    }),
    compliant('a long function that nobody waits for', ({ stack, cdk, sns, subscriptions, someFunction }) => {
      const fn = someFunction('Function', { timeout: cdk.Duration.minutes(10) });
      new sns.Topic(stack, 'Topic').addSubscription(new subscriptions.LambdaSubscription(fn));
    }),
    compliant('a method that only hands the event over', ({ stack, cdk, apigateway, someFunction }) => {
      const requestParameters = { 'integration.request.header.X-Amz-Invocation-Type': "'Event'" };
      const integration = new apigateway.LambdaIntegration(someFunction('Function', { timeout: cdk.Duration.minutes(10) }), { proxy: false, requestParameters });
      new apigateway.RestApi(stack, 'Api').root.addMethod('POST', integration);
    }),
    noncompliantExample('behind a REST API', ({ stack, cdk, apigateway, someFunction }) => {
      new apigateway.LambdaRestApi(stack, 'Api', { handler: someFunction('Function', { timeout: cdk.Duration.minutes(5) }) });
    }),
    noncompliantExample('an integration that waits for less', ({ stack, cdk, apigateway, someFunction }) => {
      const fn = someFunction('Function', { timeout: cdk.Duration.seconds(10) });
      new apigateway.RestApi(stack, 'Api').root.addMethod('GET', new apigateway.LambdaIntegration(fn, { timeout: cdk.Duration.seconds(5) }));
    }),
    noncompliantExample('behind an HTTP API, by an alias, in another stack', ({ app, cdk, apigatewayv2, integrations, lambda, someFunction }) => {
      const fn = someFunction('Function', { timeout: cdk.Duration.minutes(1) });
      const live = new lambda.Alias(fn.stack, 'Live', { aliasName: 'live', version: fn.currentVersion });
      const api = new apigatewayv2.HttpApi(new cdk.Stack(app, 'Apis'), 'Api');
      api.addRoutes({ path: '/orders', integration: new integrations.HttpLambdaIntegration('Integration', live) });
    }),
    compliant('as long as an HTTP API waits', ({ stack, cdk, apigatewayv2, integrations, someFunction }) => {
      const fn = someFunction('Function', { timeout: cdk.Duration.seconds(30) });
      new apigatewayv2.HttpApi(stack, 'Api').addRoutes({ path: '/orders', integration: new integrations.HttpLambdaIntegration('Integration', fn) });
    }),
    noncompliantExample('a second longer than a WebSocket API waits', ({ stack, cdk, apigatewayv2, integrations, someFunction }) => {
      const fn = someFunction('Function', { timeout: cdk.Duration.seconds(30) });
      new apigatewayv2.WebSocketApi(stack, 'Api').addRoute('$default', { integration: new integrations.WebSocketLambdaIntegration('Integration', fn) });
    }),
    noncompliantExample('a trigger of a user pool, which waits for five seconds', ({ stack, cdk, cognito, someFunction }) => {
      new cognito.UserPool(stack, 'Pool', { lambdaTriggers: { preSignUp: someFunction('Function', { timeout: cdk.Duration.seconds(10) }) } });
    }),
    noncompliantExample('a task of a state machine, in a raw definition', ({ stack, cdk, someFunction }) => {
      const fn = someFunction('Function', { timeout: cdk.Duration.minutes(1) });
      const States = { Work: { Type: 'Task', Resource: fn.functionArn, TimeoutSeconds: 30, End: true } };
      const properties = { RoleArn: 'arn:aws:iam::111122223333:role/machine', Definition: { StartAt: 'Work', States } };
      new cdk.CfnResource(stack, 'Machine', { type: 'AWS::StepFunctions::StateMachine', properties });
    }),
    undecidedExample('left to a parameter', ({ stack, cdk, apigateway, lambda, someFunction }) => {
      const fn = someFunction();
      (fn.node.defaultChild as InstanceType<typeof lambda.CfnFunction>).timeout = new cdk.CfnParameter(stack, 'Timeout', { type: 'Number' }).valueAsNumber;
      new apigateway.LambdaRestApi(stack, 'Api', { handler: fn });
    }),
  ],
};
