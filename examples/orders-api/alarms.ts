import { Aws, Duration } from 'aws-cdk-lib';
import { WebSocketStage } from 'aws-cdk-lib/aws-apigatewayv2';
import { ComparisonOperator, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as sns from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { SecureApi, SecureFunction } from '../../index';

/** What is watched. */
export interface AlarmsProps {
  readonly functions: readonly SecureFunction[];
  readonly rest: SecureApi;
  readonly live: WebSocketStage;
  readonly deadLetters: IQueue;
}

/** Tells the operators what fails, what is turned away and what is left lying. */
export class Alarms extends Construct {
  private readonly operators: sns.Topic;

  public constructor(scope: Construct, id: string, { functions, rest, live, deadLetters }: AlarmsProps) {
    super(scope, id);
    // A key of its own: alarms must get through, whatever happens to the key of the data.
    const key = new kms.Key(this, 'Key', { enableKeyRotation: true });
    key.addToResourcePolicy(new iam.PolicyStatement({
      principals: [new iam.ServicePrincipal('cloudwatch.amazonaws.com')],
      actions: ['kms:Decrypt', 'kms:GenerateDataKey*'],
      resources: ['*'],
      conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
    }));
    this.operators = new sns.Topic(this, 'Operators', { enforceSSL: true, masterKey: key });
    this.operators.grantPublish(new iam.ServicePrincipal('cloudwatch.amazonaws.com', { conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } } }));
    this.operators.addSubscription(new EmailSubscription('orders-operators@example.com'));

    for (const fn of functions) {
      this.alarm(`${fn.node.id}Errors`, fn.metricErrors(), 5);
      this.alarm(`${fn.node.id}Throttles`, fn.metricThrottles(), 1);
    }
    // Some callers mistype; hundreds in five minutes try something.
    this.alarm('RestRefused', rest.metricClientError(), 200);
    this.alarm('LiveRefused', live.metric('ClientError', { statistic: 'Sum' }), 200);
    this.alarm('DeadLetters', deadLetters.metricApproximateNumberOfMessagesVisible({ statistic: 'Maximum' }), 1);
  }

  private alarm(id: string, metric: Metric, threshold: number): void {
    metric.with({ period: Duration.minutes(5) }).createAlarm(this, id, {
      threshold,
      evaluationPeriods: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    }).addAlarmAction(new SnsAction(this.operators));
  }
}
