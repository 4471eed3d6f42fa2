import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as events from 'aws-cdk-lib/aws-events';
import { Construct } from 'constructs';
import { PERIOD } from './alarm-spec';

/** A rule, and how often something matched it. */
export interface CountedEvents {
  readonly rule: events.Rule;
  readonly metric: cloudwatch.Metric;
}

/**
 * How often events of some kind occur: EventBridge counts for each rule what matches it, with or without a target. That it does without one was not
 * tried; the source is that https://github.com/trussworks/terraform-aws-root-login-notifications raises its alarm so where `send_sns` is off.
 */
export function eventMetric(scope: Construct, id: string, description: string, eventPattern: events.EventPattern): CountedEvents {
  const rule = new events.Rule(scope, id, { description, eventPattern });
  const metric = new cloudwatch.Metric({
    namespace: 'AWS/Events', metricName: 'TriggeredRules', dimensionsMap: { RuleName: rule.ruleName }, statistic: cloudwatch.Stats.SUM, period: PERIOD,
  });
  return { rule, metric };
}
