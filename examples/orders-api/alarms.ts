import { Duration } from 'aws-cdk-lib';
import { WebSocketStage } from 'aws-cdk-lib/aws-apigatewayv2';
import { ComparisonOperator, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { SecurityAlarms } from '../../index';

/** What is watched besides the functions and the API, which watch themselves. */
export interface OperatorsProps {
  readonly alarms: SecurityAlarms;
  readonly live: WebSocketStage;
  readonly deadLetters: IQueue;
}

/** Tells the operators what fails, what is turned away and what is left lying. */
export class Operators extends Construct {
  public constructor(scope: Construct, id: string, { alarms, live, deadLetters }: OperatorsProps) {
    super(scope, id);
    alarms.topic.addSubscription(new EmailSubscription('orders-operators@example.com'));
    // Some callers mistype; hundreds in five minutes try something.
    alarm(this, 'LiveRefused', alarms, live.metric('ClientError', { statistic: 'Sum' }), 200);
    alarmOnMessages(this, 'DeadLetters', alarms, deadLetters);
  }
}

/** Tells when anything lies in a queue that should be empty. */
export function alarmOnMessages(scope: Construct, id: string, alarms: SecurityAlarms, queue: IQueue): void {
  alarm(scope, id, alarms, queue.metricApproximateNumberOfMessagesVisible({ statistic: 'Maximum' }), 1);
}

function alarm(scope: Construct, id: string, { topic }: SecurityAlarms, metric: Metric, threshold: number): void {
  metric.with({ period: Duration.minutes(5) }).createAlarm(scope, id, {
    threshold,
    evaluationPeriods: 1,
    comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    treatMissingData: TreatMissingData.NOT_BREACHING,
  }).addAlarmAction(new SnsAction(topic));
}
