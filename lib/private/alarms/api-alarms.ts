import { Stack } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { AlarmSpec, PERIOD } from './alarm-spec';
import { ownMetric } from './security-event-metric';
import { ApiAlarmOptions } from '../../security-alarms-props';

const DEFAULTS = { clientErrors: 200, serverErrors: 5, authFailures: 50, blocked: 100 };

/** The metrics of a stage, whichever kind of API it belongs to. */
export interface StageMetrics {
  readonly clientErrors: cloudwatch.Metric;
  readonly serverErrors: cloudwatch.Metric;
}

/** The alarms of an API. */
export function apiAlarms(scope: Construct, metrics: StageMetrics, options: ApiAlarmOptions): AlarmSpec[] {
  const {
    clientErrors = DEFAULTS.clientErrors, serverErrors = DEFAULTS.serverErrors, authFailures = DEFAULTS.authFailures, blocked = DEFAULTS.blocked,
  } = options;
  const counted = { statistic: cloudwatch.Stats.SUM, period: PERIOD };
  return [
    { id: 'ClientErrors', description: 'Many requests are turned away: see the access log for who sends them', metric: metrics.clientErrors.with(counted), threshold: clientErrors },
    { id: 'ServerErrors', description: 'Requests fail: see the log of the function behind the route', metric: metrics.serverErrors.with(counted), threshold: serverErrors },
    ...options.accessLog === undefined ? [] : [{
      id: 'AuthFailures',
      description: 'Many callers are not let in: somebody may be guessing logins or trying stolen ones',
      threshold: authFailures,
      metric: refusals(scope, options.accessLog, options.statusField ?? 'status').metric(counted),
    }],
    ...options.firewallMetric === undefined ? [] : [{
      id: 'FirewallBlocks',
      description: 'The firewall blocks many requests: see its log for the rule that does',
      threshold: blocked,
      metric: new cloudwatch.Metric({
        namespace: 'AWS/WAFV2',
        metricName: 'BlockedRequests',
        ...counted,
        dimensionsMap: { WebACL: options.firewallMetric, Rule: 'ALL', Region: Stack.of(scope).region },
      }),
    }],
  ];
}

function refusals(scope: Construct, logGroup: logs.ILogGroup, field: string): logs.MetricFilter {
  // API Gateway writes numbers as text where the format puts quotes around them.
  const answers = [401, 403].flatMap(status => [logs.FilterPattern.numberValue(`$.${field}`, '=', status), logs.FilterPattern.stringValue(`$.${field}`, '=', `${status}`)]);
  return new logs.MetricFilter(scope, 'AuthFailuresFilter', {
    logGroup, filterPattern: logs.FilterPattern.any(...answers), ...ownMetric(scope, 'auth.refused'),
  });
}
