import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { AlarmSpec, PERIOD } from './alarm-spec';
import { securityEventMetric } from './security-event-metric';
import { SECURITY_EVENTS } from '../../../runtime/contract';
import { FunctionAlarmOptions } from '../../security-alarms-props';
import { behind } from '../behind';
import { withBoundRoles } from '../bound-roles';
import { millisText } from '../late-duration';

/** So much of the timeout is close to it. */
const NEAR = 0.9;

const DEFAULTS = { errors: 5, errorRate: 5, deviations: 4 };

/** Events of the boundary, and from how many in five minutes on they are no accident. */
const BOUNDARY_EVENTS: readonly { readonly id: string; readonly event: string; readonly threshold: number; readonly means: string }[] = [
  { id: 'Rejected', event: SECURITY_EVENTS.validationRejected, threshold: 50, means: 'Many events did not fit the schema: somebody may be trying what the function takes' },
  { id: 'Refused', event: SECURITY_EVENTS.sourceRefused, threshold: 1, means: 'An event came from a source that is not on the list: somebody invokes the function who should not' },
  { id: 'LoginsFailed', event: SECURITY_EVENTS.authFailed, threshold: 5, means: 'What the function logs in to refuses its secret, whose rotation may have failed; of an authorizer: callers are turned away' },
];

/** The alarms of a function. */
export function functionAlarms(scope: Construct, watched: lambda.IFunction, options: FunctionAlarmOptions): AlarmSpec[] {
  // Its metrics count every invocation, also those that pass the alias by.
  const fn: lambda.IFunction & { readonly timeout?: Duration } = behind(watched);
  const errors = options.errors ?? DEFAULTS.errors;
  const rate = options.errorRate ?? DEFAULTS.errorRate;
  const timeout = options.timeout ?? fn.timeout;
  const sum = (metric: string) => fn.metric(metric, { statistic: cloudwatch.Stats.SUM, period: PERIOD });
  return [
    { id: 'Errors', description: 'Invocations fail: see the log of the function', metric: sum('Errors'), threshold: errors },
    { id: 'ErrorRate', description: 'A large share of the invocations fails: see the log of the function', metric: errorRate(fn), threshold: rate, periods: 2 },
    { id: 'Throttles', description: 'Invocations are turned away: the concurrency is exhausted, by load or by somebody who wants it to be', metric: sum('Throttles'), threshold: 1, periods: 2 },
    ...timeout === undefined ? [] : [nearTimeout(fn, timeout)],
    { id: 'AsyncDropped', description: 'Events were dropped unhandled, after all retries', metric: sum('AsyncEventsDropped'), threshold: 1 },
    { id: 'RecursionDropped', description: 'Lambda stopped a loop: the function triggers itself', metric: sum('RecursiveInvocationsDropped'), threshold: 1 },
    { id: 'DeadLetterErrors', description: 'Failed events could not be handed to the dead-letter queue, and are lost', metric: sum('DeadLetterErrors'), threshold: 1 },
    { id: 'DestinationErrors', description: 'Failed events could not be handed to the destination, and are lost', metric: sum('DestinationDeliveryFailures'), threshold: 1 },
    { id: 'Unusual', description: 'Far more invocations than usual for the time', metric: sum('Invocations'), threshold: 0, periods: 3, deviations: options.anomalyDeviations ?? DEFAULTS.deviations },
    ...options.iteratorAge === undefined ? [] : [iteratorAgeAlarm(fn, options.iteratorAge.toMilliseconds())],
    ...options.deadLetterQueue === undefined ? [] : [deadLetterAlarm(options.deadLetterQueue)],
    // A function of the CDK makes its log group when it is asked for it, by a custom resource.
    ...boundaryAlarms(scope, options.logGroup ?? withBoundRoles(watched, () => (watched as { logGroup?: logs.ILogGroup }).logGroup)),
  ];
}

/** The alarm on a queue that holds what could not be handled. */
export function deadLetterAlarm(queue: sqs.IQueue): AlarmSpec {
  return {
    id: 'DeadLetters',
    description: 'Something could not be handled: read the message, mend the cause, then move it back',
    threshold: 1,
    metric: queue.metricApproximateNumberOfMessagesVisible({ statistic: cloudwatch.Stats.MAXIMUM, period: PERIOD }),
  };
}

/** The alarm on the records of a stream that wait for longer than some milliseconds. */
export function iteratorAgeAlarm(fn: lambda.IFunction, threshold: number): AlarmSpec {
  return {
    id: 'IteratorAge',
    description: 'Records wait too long: the function fails at one, or is too slow',
    threshold,
    metric: behind(fn).metric('IteratorAge', { statistic: cloudwatch.Stats.MAXIMUM, period: PERIOD }),
  };
}

function errorRate(fn: lambda.IFunction): cloudwatch.MathExpression {
  return new cloudwatch.MathExpression({
    label: 'failed, in percent',
    expression: '100 * errors / MAX([errors, invocations])',
    usingMetrics: {
      errors: fn.metricErrors({ statistic: cloudwatch.Stats.SUM, period: PERIOD }),
      invocations: fn.metricInvocations({ statistic: cloudwatch.Stats.SUM, period: PERIOD }),
    },
    period: PERIOD,
  });
}

function nearTimeout(fn: lambda.IFunction, timeout: Duration): AlarmSpec {
  const slowest = fn.metricDuration({ statistic: cloudwatch.Stats.percentile(99), period: PERIOD });
  return {
    id: 'Slow',
    description: 'The slowest invocations come close to the timeout, where they are ended half done',
    periods: 3,
    ...timeout.isUnresolved() ? shareOf(timeout, slowest) : { metric: slowest, threshold: timeout.toMilliseconds() * NEAR },
  };
}

/** CloudFormation cannot multiply, so that a timeout which is not known by now goes into an expression of CloudWatch. */
function shareOf(timeout: Duration, slowest: cloudwatch.Metric): Pick<AlarmSpec, 'metric' | 'threshold'> {
  const expression = `slowest / (${millisText(timeout)})`;
  return { threshold: NEAR, metric: new cloudwatch.MathExpression({ label: 'of the timeout', expression, usingMetrics: { slowest }, period: PERIOD }) };
}

/** What the boundary inside the function reports in its log. */
function boundaryAlarms(scope: Construct, logGroup: logs.ILogGroup | undefined): AlarmSpec[] {
  if (logGroup === undefined) return [];
  return BOUNDARY_EVENTS.map(({ id, event, threshold, means }) => (
    { id, description: means, threshold, metric: securityEventMetric(scope, `${id}Filter`, logGroup, event) }
  ));
}
