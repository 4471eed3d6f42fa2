import { Aws } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { PERIOD } from './alarm-spec';

/** How often a log group holds an event of the boundary. */
export function securityEventMetric(scope: Construct, id: string, logGroup: logs.ILogGroup, event: string): cloudwatch.Metric {
  const filter = new logs.MetricFilter(scope, id, {
    logGroup,
    filterPattern: logs.FilterPattern.stringValue('$.event', '=', event),
    ...ownMetric(scope, event),
  });
  return filter.metric({ statistic: cloudwatch.Stats.SUM, period: PERIOD });
}

/**
 * The name of a metric that nobody else counts in: the events of another function are none of this one's, and neither are those of
 * another deployment of the same application, as of a test in the account of production, where the address is the same.
 */
export function ownMetric(scope: Construct, counted: string): { readonly metricNamespace: string; readonly metricName: string } {
  return { metricNamespace: 'Rampart', metricName: `${counted} ${Aws.STACK_NAME} ${scope.node.addr}` };
}
