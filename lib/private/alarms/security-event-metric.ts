import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { PERIOD } from './alarm-spec';

/** How often a log group holds an event of the boundary. */
export function securityEventMetric(scope: Construct, id: string, logGroup: logs.ILogGroup, event: string): cloudwatch.Metric {
  const filter = new logs.MetricFilter(scope, id, {
    logGroup,
    filterPattern: logs.FilterPattern.stringValue('$.event', '=', event),
    metricNamespace: 'Rampart',
    // One metric for each group: the events of another function are none of this one's.
    metricName: `${event} ${scope.node.addr}`,
  });
  return filter.metric({ statistic: cloudwatch.Stats.SUM, period: PERIOD });
}
