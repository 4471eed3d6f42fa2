import { WHY_ALARMS } from '../../alarms/alarm-fix';
import { alarmOnFunction, isFunctionWatched, isJudged } from '../../alarms/function-watched';
import { isLogWatched } from '../../alarms/log-metrics';
import { FixLevel } from '../../fix-level';
import { functionGroupKeys } from '../../lambda/log-group';
import { Resource } from '../../model/resource';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { noncompliant, undecided } from '../../rule/found';
import { anyOf } from '../../rule/given';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/** Somebody is told when a function fails. */
export const lambdaFunctionErrorAlarm: Rule = {
  id: 'lambda-function-error-alarm',
  theme: 'monitoring',
  severity: Severity.MEDIUM,
  stability: 'preview',
  title: 'An alarm watches the errors of a function',
  threat: 'Whoever probes a function with malformed events, or breaks what it relies on, makes it fail again and again, and nobody is told: attempts go '
    + 'unseen until one works.',
  remedy: 'Add fn.metricErrors().createAlarm(…) with an action, or one alarm over several functions with a MathExpression.',
  links: [
    'https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html',
    'https://cwe.mitre.org/data/definitions/778.html',
    'https://owasp.org/www-project-serverless-top-10/',
  ],
  covers: [],
  target: 'AWS::Lambda::Function',
  check: (fn, app) => {
    if (!isJudged(fn, app)) return undefined;
    const watched = anyOf([isFunctionWatched(fn, ['Errors'], app), isLogWatched(functionGroupKeys(fn, app), app)]);
    if (watched === 'yes') return undefined;
    if (watched === 'undecided') return undecided(fn, 'only the deployment knows whether an alarm watches the errors of the function');
    return noncompliant(fn, 'the application has alarms, but none watches the errors of the function');
  },
  fix: {
    levels: [FixLevel.SAFE],
    why: WHY_ALARMS,
    needs: 'alarmTopic',
    repair: ({ subject }, app) => alarmOnFunction(subject as Resource, {
      name: 'ErrorsAlarm', description: 'Invocations fail: see the log of the function', metric: 'Errors',
    }, app),
  },
  examples: [
    compliant('an alarm on its errors', ({ stack, someFunction }) => {
      someFunction().metricErrors().createAlarm(stack, 'Errors', { threshold: 1, evaluationPeriods: 1 });
    }),
    compliant('an alarm on the rate of errors, by metric maths', ({ stack, cloudwatch, someFunction }) => {
      const fn = someFunction();
      const usingMetrics = { errors: fn.metricErrors(), invocations: fn.metricInvocations() };
      new cloudwatch.MathExpression({ expression: '100 * errors / invocations', usingMetrics }).createAlarm(stack, 'Rate', { threshold: 5, evaluationPeriods: 1 });
    }),
    compliant('one alarm in another stack for all functions of the account', ({ app, cdk, lambda, someFunction }) => {
      someFunction();
      lambda.Function.metricAllErrors().createAlarm(new cdk.Stack(app, 'Monitoring'), 'Errors', { threshold: 1, evaluationPeriods: 1 });
    }),
    compliant('an alarm on the live alias', ({ stack, lambda, someFunction }) => {
      const alias = new lambda.Alias(stack, 'Live', { aliasName: 'live', version: someFunction().currentVersion });
      alias.metricErrors().createAlarm(stack, 'Errors', { threshold: 1, evaluationPeriods: 1 });
    }),
    compliant('an alarm on a metric of its log', ({ stack, logs, someFunction }) => {
      const logGroup = new logs.LogGroup(stack, 'Logs');
      someFunction('Function', { logGroup });
      const filter = logGroup.addMetricFilter('Denied', { filterPattern: logs.FilterPattern.literal('ERROR'), metricNamespace: 'Orders', metricName: 'Errors' });
      filter.metric().createAlarm(stack, 'Errors', { threshold: 1, evaluationPeriods: 1 });
    }),
    compliant('no alarm in the whole application, which is a finding of its own', ({ someFunction }) => {
      someFunction();
    }),
    noncompliantExample('an alarm on another function', ({ stack, someFunction }) => {
      someFunction();
      someFunction('Watched').metricErrors().createAlarm(stack, 'Errors', { threshold: 1, evaluationPeriods: 1 });
    }),
    noncompliantExample('an alarm on its duration', ({ stack, someFunction }) => {
      someFunction().metricDuration().createAlarm(stack, 'Slow', { threshold: 1000, evaluationPeriods: 1 });
    }),
    noncompliantExample('a raw alarm on a function of another name', ({ stack, cdk, someFunction }) => {
      someFunction('Function', { functionName: 'orders' });
      const Dimensions = [{ Name: 'FunctionName', Value: 'order' }];
      new cdk.CfnResource(stack, 'Alarm', { type: 'AWS::CloudWatch::Alarm', properties: { Namespace: 'AWS/Lambda', MetricName: 'Errors', Dimensions } });
    }),
    undecidedExample('an alarm on a function that a parameter names', ({ stack, cdk, cloudwatch, someFunction }) => {
      someFunction();
      const FunctionName = new cdk.CfnParameter(stack, 'Watched').valueAsString;
      const errors = new cloudwatch.Metric({ namespace: 'AWS/Lambda', metricName: 'Errors', dimensionsMap: { FunctionName } });
      errors.createAlarm(stack, 'Errors', { threshold: 1, evaluationPeriods: 1 });
    }),
  ],
};
