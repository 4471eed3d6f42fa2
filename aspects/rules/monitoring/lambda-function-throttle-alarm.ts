import { WHY_ALARMS } from '../../alarms/alarm-fix';
import { alarmOnFunction, isFunctionWatched, isJudged } from '../../alarms/function-watched';
import { FixLevel } from '../../fix-level';
import { Resource } from '../../model/resource';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { noncompliant, undecided } from '../../rule/found';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/** Somebody is told when a function is throttled. */
export const lambdaFunctionThrottleAlarm: Rule = {
  id: 'lambda-function-throttle-alarm',
  theme: 'monitoring',
  severity: Severity.MEDIUM,
  stability: 'preview',
  title: 'An alarm watches the throttles of a function',
  threat: 'Whoever floods one function takes the concurrency of the account, and legitimate callers are turned away while nobody is told. Throttled '
    + 'invocations are no errors: an alarm on errors stays silent.',
  remedy: 'Add fn.metricThrottles().createAlarm(…) with an action, or one alarm over all functions with Function.metricAllThrottles().',
  links: [
    'https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html',
    'https://docs.aws.amazon.com/lambda/latest/dg/lambda-concurrency.html',
    'https://cwe.mitre.org/data/definitions/770.html',
    'https://owasp.org/www-project-serverless-top-10/',
  ],
  covers: [],
  target: 'AWS::Lambda::Function',
  check: (fn, app) => {
    if (!isJudged(fn, app)) return undefined;
    const watched = isFunctionWatched(fn, ['Throttles'], app);
    if (watched === 'yes') return undefined;
    if (watched === 'undecided') return undecided(fn, 'only the deployment knows whether an alarm watches the throttles of the function');
    return noncompliant(fn, 'the application has alarms, but none watches the throttles of the function');
  },
  fix: {
    levels: [FixLevel.SAFE],
    why: WHY_ALARMS,
    needs: 'alarmTopic',
    repair: ({ subject }, app) => alarmOnFunction(subject as Resource, {
      name: 'ThrottlesAlarm', description: 'Invocations are turned away: the concurrency is used up, by load or by somebody who wants it to be', metric: 'Throttles',
    }, app),
  },
  examples: [
    compliant('an alarm on its throttles', ({ stack, someFunction }) => {
      someFunction().metricThrottles().createAlarm(stack, 'Throttles', { threshold: 1, evaluationPeriods: 1 });
    }),
    compliant('one alarm for all functions of the account', ({ stack, lambda, someFunction }) => {
      someFunction();
      lambda.Function.metricAllThrottles().createAlarm(stack, 'Throttles', { threshold: 1, evaluationPeriods: 1 });
    }),
    compliant('errors and throttles in one alarm', ({ stack, cloudwatch, someFunction }) => {
      const fn = someFunction();
      const usingMetrics = { errors: fn.metricErrors(), throttles: fn.metricThrottles() };
      new cloudwatch.MathExpression({ expression: 'SUM(METRICS())', usingMetrics }).createAlarm(stack, 'Trouble', { threshold: 1, evaluationPeriods: 1 });
    }),
    noncompliantExample('an alarm on its errors alone', ({ stack, someFunction }) => {
      someFunction().metricErrors().createAlarm(stack, 'Errors', { threshold: 1, evaluationPeriods: 1 });
    }),
    noncompliantExample('throttles that the metric maths of an alarm does not use', ({ stack, cdk, someFunction }) => {
      const metric = (id: string, name: string) => ({
        Id: id,
        ReturnData: false,
        MetricStat: {
          Metric: { Namespace: 'AWS/Lambda', MetricName: name, Dimensions: [{ Name: 'FunctionName', Value: fn.functionName }] }, Period: 60, Stat: 'Sum',
        },
      });
      const fn = someFunction();
      const Metrics = [metric('errors', 'Errors'), metric('throttles', 'Throttles'), { Id: 'rate', Expression: 'errors * 2' }];
      new cdk.CfnResource(stack, 'Alarm', { type: 'AWS::CloudWatch::Alarm', properties: { Metrics } });
    }),
    undecidedExample('an alarm on the metric of a parameter', ({ stack, cdk, cloudwatch, someFunction }) => {
      someFunction();
      const metricName = new cdk.CfnParameter(stack, 'Metric').valueAsString;
      new cloudwatch.Metric({ namespace: 'AWS/Lambda', metricName }).createAlarm(stack, 'Alarm', { threshold: 1, evaluationPeriods: 1 });
    }),
  ],
};
