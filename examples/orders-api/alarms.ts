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
  public constructor(scope: Construct, id: string, private readonly props: OperatorsProps) {
    super(scope, id);
    const { alarms, live, deadLetters } = props;
    alarms.topic.addSubscription(new EmailSubscription('orders-operators@example.com'));
    // Some callers mistype; hundreds in five minutes try something.
    this.alarm('LiveRefused', live.metric('ClientError', { statistic: 'Sum' }), 200);
    this.alarm('DeadLetters', deadLetters.metricApproximateNumberOfMessagesVisible({ statistic: 'Maximum' }), 1);
  }

  private alarm(id: string, metric: Metric, threshold: number): void {
    metric.with({ period: Duration.minutes(5) }).createAlarm(this, id, {
      threshold,
      evaluationPeriods: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    }).addAlarmAction(new SnsAction(this.props.alarms.topic));
  }
}
