import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Route } from './route';

/** What a kind of API does for `SecureApi`. */
export interface Backend {
  readonly apiId: string;
  readonly url: string;
  readonly accessLog: logs.ILogGroup;

  addRoute(route: Route): void;
  grantInvoke(grantee: iam.IGrantable, method: string, path: string): iam.Grant;
  metric(name: ApiMetric, props?: cloudwatch.MetricOptions): cloudwatch.Metric;
}

/** The metrics of an API, which its kinds name differently. */
export type ApiMetric = 'clientError' | 'serverError' | 'latency' | 'count';
