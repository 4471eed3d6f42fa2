import { WHY_ALARMS } from '../../alarms/alarm-fix';
import { alarmOnFunction, isFunctionWatched, isJudged } from '../../alarms/function-watched';
import { FixLevel } from '../../fix-level';
import { starts } from '../../graphs/triggers';
import { keepsFailures } from '../../lambda/failures';
import { Resource } from '../../model/resource';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { noncompliant, undecided } from '../../rule/found';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/** Lambda counts what it gives up, and what it could not hand over to a dead-letter queue or a destination. */
const DROPPED = ['AsyncEventsDropped', 'DeadLetterErrors', 'DestinationDeliveryFailures', 'AsyncEventAge'];

/** Somebody is told when Lambda drops events. */
export const lambdaAsyncDropAlarm: Rule = {
  id: 'lambda-async-drop-alarm',
  theme: 'monitoring',
  severity: Severity.MEDIUM,
  stability: 'preview',
  title: 'An alarm watches the events that Lambda drops, where nothing keeps them',
  threat: 'An event that fails three times, or waits for too long, is gone: whoever makes a function fail or be throttled makes audit records, payments '
    + 'and alerts disappear, and nobody is told.',
  remedy: 'Add fn.metric(\'AsyncEventsDropped\').createAlarm(…) with an action, or a failure destination whose queue is watched.',
  links: [
    'https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html',
    'https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html',
    'https://cwe.mitre.org/data/definitions/778.html',
    'https://owasp.org/www-project-serverless-top-10/',
  ],
  covers: [],
  target: 'AWS::Lambda::Function',
  check: (fn, app) => {
    if (!isJudged(fn, app)) return undefined;
    const starters = app.once(starts).starters(fn).filter(({ asynchronous }) => asynchronous);
    // What a dead-letter queue or a destination keeps is watched there: queue-dead-letter-alarm judges the queue.
    if (starters.length === 0 || keepsFailures(fn, app) === 'yes') return undefined;
    const watched = isFunctionWatched(fn, DROPPED, app);
    if (watched === 'yes') return undefined;
    const related = [...new Set(starters.map(({ declaredBy }) => declaredBy))];
    if (watched === 'undecided' || !starters.some(({ certain }) => certain)) {
      return undecided(fn, 'only the deployment knows whether the function is invoked asynchronously, and whether an alarm watches the events that Lambda drops', { related });
    }
    return noncompliant(fn, 'the function is invoked asynchronously, and no alarm watches the events that Lambda drops', { related });
  },
  fix: {
    levels: [FixLevel.SAFE],
    why: WHY_ALARMS,
    needs: 'alarmTopic',
    after: ['lambda-async-failure-destination'], // what a queue keeps is watched there
    repair: ({ subject }, app) => alarmOnFunction(subject as Resource, {
      name: 'DroppedAlarm', description: 'Events were dropped unhandled, after all retries', metric: 'AsyncEventsDropped',
    }, app),
  },
  examples: [
    compliant('an alarm on dropped events', ({ stack, events, targets, cdk, someFunction }) => {
      const fn = someFunction();
      new events.Rule(stack, 'Nightly', { schedule: events.Schedule.rate(cdk.Duration.days(1)), targets: [new targets.LambdaFunction(fn)] });
      fn.metric('AsyncEventsDropped').createAlarm(stack, 'Dropped', { threshold: 1, evaluationPeriods: 1 });
    }),
    compliant('a dead-letter queue, which is watched itself', ({ stack, sns, subscriptions, someFunction }) => {
      const fn = someFunction('Function', { deadLetterQueueEnabled: true });
      new sns.Topic(stack, 'Topic').addSubscription(new subscriptions.LambdaSubscription(fn));
      fn.deadLetterQueue!.metricApproximateNumberOfMessagesVisible().createAlarm(stack, 'Failed', { threshold: 1, evaluationPeriods: 1 });
    }),
    compliant('a function that is invoked synchronously', ({ stack, apigateway, someFunction }) => {
      const fn = someFunction();
      new apigateway.LambdaRestApi(stack, 'Api', { handler: fn });
      fn.metricErrors().createAlarm(stack, 'Errors', { threshold: 1, evaluationPeriods: 1 });
    }),
    noncompliantExample('an alarm on errors alone', ({ stack, sns, subscriptions, someFunction }) => {
      const fn = someFunction();
      new sns.Topic(stack, 'Topic').addSubscription(new subscriptions.LambdaSubscription(fn));
      fn.metricErrors().createAlarm(stack, 'Errors', { threshold: 1, evaluationPeriods: 1 });
    }),
    noncompliantExample('a raw rule and a raw alarm on something else', ({ stack, cdk, someFunction }) => {
      const Targets = [{ Id: 'Target', Arn: someFunction().functionArn }];
      new cdk.CfnResource(stack, 'Rule', { type: 'AWS::Events::Rule', properties: { ScheduleExpression: 'rate(1 day)', Targets } });
      new cdk.CfnResource(stack, 'Alarm', { type: 'AWS::CloudWatch::Alarm', properties: { Namespace: 'AWS/Billing', MetricName: 'EstimatedCharges' } });
    }),
    undecidedExample('an alarm on a function that a parameter names', ({ stack, cdk, cloudwatch, sns, subscriptions, someFunction }) => {
      new sns.Topic(stack, 'Topic').addSubscription(new subscriptions.LambdaSubscription(someFunction()));
      const FunctionName = new cdk.CfnParameter(stack, 'Watched').valueAsString;
      const dropped = new cloudwatch.Metric({ namespace: 'AWS/Lambda', metricName: 'AsyncEventsDropped', dimensionsMap: { FunctionName } });
      dropped.createAlarm(stack, 'Dropped', { threshold: 1, evaluationPeriods: 1 });
    }),
  ],
};
