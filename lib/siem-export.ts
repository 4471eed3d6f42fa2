import { ArnFormat, Aws, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as firehose from 'aws-cdk-lib/aws-kinesisfirehose';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { AlarmSpec, PERIOD } from './private/alarms/alarm-spec';
import { ownMetric } from './private/alarms/security-event-metric';
import { boundRoles } from './private/bound-roles';
import { environmentProblems, regionProblems } from './private/environment-problems';
import { letLogsUse } from './private/function-logs';
import { lateProblems } from './private/late-duration';
import { requireProps } from './private/required-props';
import { defaultsOf } from './private/scope-defaults';
import { judge } from './private/settled-props';
import { StreamDestination } from './private/siem/place';
import { finishedSubscriptionProblems, subscriptionProblems } from './private/siem/subscriptions';
import { SiemExportProps } from './siem-export-props';

const KEEP = Duration.days(90);

/** Firehose holds lines back for five minutes on purpose; three times that is no purpose. */
const OLD = Duration.minutes(15);

/** Everything that `SiemExport` says about what it cannot export. */
const SAYS = {
  itself: 'addLogGroup: the export cannot export its own log: each line would make another',
  twice: (path: string) => `addLogGroup: ${path} is exported already; give it once, with the filter that takes all that is wanted`,
  kept: (given: string) => `keepFailures: at least one day, in whole days, got ${given}`,
};

/**
 * Brings logs to where they are watched: from log groups by subscription to Firehose, and from there to Splunk, Datadog,
 * another HTTP endpoint or a bucket. What waits is encrypted, and what cannot be delivered is kept.
 */
export class SiemExport extends Construct {
  /** Where what could not be delivered is kept. */
  public readonly failures: s3.IBucket;

  /** The name of the delivery stream. */
  public readonly deliveryStreamName: string;

  private readonly stream: firehose.CfnDeliveryStream;
  private readonly errors: logs.LogGroup;
  private readonly subscriber: iam.Role;

  public constructor(scope: Construct, id: string, props: SiemExportProps) {
    super(scope, id);
    requireProps(this, props, { destination: 'where the logs go: SiemDestination.splunk(…), datadog(…), http(…) or bucket(…)' });
    const { logKey, ...defaults } = defaultsOf(this);
    const alarms = props.alarms ?? defaults.alarms;
    const { keepFailures } = props;
    const others = [
      ...regionProblems(this, 'encryptionKey', props.encryptionKey),
      ...regionProblems(this, 'Rampart.defaults: logKey', logKey),
      ...environmentProblems(this, 'alarms', alarms?.topic),
    ];
    judge(this, { keepFailures }, keptProblems, { others });
    boundRoles(this);
    if (logKey !== undefined) letLogsUse(logKey);
    const key = props.encryptionKey ?? new kms.Key(this, 'Key', { description: 'Logs on their way out', enableKeyRotation: true });
    const failures = new s3.Bucket(this, 'Failures', {
      encryption: s3.BucketEncryption.KMS,
      encryptionKey: key,
      bucketKeyEnabled: true,
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      removalPolicy: RemovalPolicy.RETAIN,
      lifecycleRules: [{ expiration: keepFailures ?? KEEP }],
    });
    this.failures = failures;
    this.errors = new logs.LogGroup(this, 'Errors', { retention: logs.RetentionDays.ONE_YEAR, removalPolicy: RemovalPolicy.RETAIN, encryptionKey: logKey });
    const role = new iam.Role(this, 'Role', {
      // Firehose states the account that it works for: https://docs.aws.amazon.com/firehose/latest/dev/controlling-access.html
      assumedBy: new iam.ServicePrincipal('firehose.amazonaws.com', { conditions: { StringEquals: { 'sts:ExternalId': Aws.ACCOUNT_ID } } }),
    });
    this.errors.grantWrite(role);
    key.grantEncryptDecrypt(role);

    const destination = props.destination._at({ scope: this, role, failures, errors: this.errors });
    this.stream = new firehose.CfnDeliveryStream(this, 'Stream', {
      deliveryStreamType: 'DirectPut',
      deliveryStreamEncryptionConfigurationInput: { keyType: 'CUSTOMER_MANAGED_CMK', keyArn: key.keyArn },
      ...destination,
    });
    // Firehose tries its permissions when the stream is created.
    this.stream.node.addDependency(role);
    this.deliveryStreamName = this.stream.ref;

    this.subscriber = new iam.Role(this, 'Subscriber', {
      // Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/SubscriptionFilters.html
      assumedBy: new iam.ServicePrincipal('logs.amazonaws.com', {
        conditions: { StringLike: { 'aws:SourceArn': Stack.of(this).formatArn({ service: 'logs', resource: '*', arnFormat: ArnFormat.NO_RESOURCE_NAME }) } },
      }),
    });
    this.subscriber.addToPrincipalPolicy(new iam.PolicyStatement({ actions: ['firehose:PutRecord', 'firehose:PutRecordBatch'], resources: [this.stream.attrArn] }));
    for (const logGroup of props.logGroups ?? []) this.addLogGroup(logGroup);
    alarms?._watch(this, place => [{
      id: 'Undelivered', description: 'Logs are not delivered: see the log of the export for why, and its bucket for what', ...this.trouble(place, destination),
    }]);
  }

  /**
   * What tells that logs are not delivered. Firehose writes why to the log of the export, whatever the other side is; of what it keeps in a bucket for want of
   * a delivery it has a metric only where it keeps everything. What goes to a bucket has no other bucket to fall back on: there it grows old.
   * Source: https://docs.aws.amazon.com/firehose/latest/dev/monitoring-with-cloudwatch-metrics.html
   */
  private trouble(scope: Construct, destination: StreamDestination): Pick<AlarmSpec, 'metric' | 'threshold'> {
    if (destination.extendedS3DestinationConfiguration === undefined) {
      const filter = new logs.MetricFilter(scope, 'Troubles', {
        logGroup: this.errors, filterPattern: logs.FilterPattern.allEvents(), ...ownMetric(scope, 'siem.undelivered'),
      });
      return { threshold: 1, metric: filter.metric({ statistic: cloudwatch.Stats.SUM, period: PERIOD }) };
    }
    return {
      threshold: OLD.toSeconds(),
      metric: new cloudwatch.Metric({
        namespace: 'AWS/Firehose',
        metricName: 'DeliveryToS3.DataFreshness',
        dimensionsMap: { DeliveryStreamName: this.deliveryStreamName },
        statistic: cloudwatch.Stats.MAXIMUM,
        period: PERIOD,
      }),
    };
  }

  /**
   * Exports a log group. A group has two subscriptions at most.
   *
   * @param logGroup the group, of the same account and Region
   * @param filter which lines; without it every line
   * @throws for the log of the export itself, one that is exported already, one that has its two subscriptions, and one of another account or Region
   */
  public addLogGroup(logGroup: logs.ILogGroup, filter: logs.IFilterPattern = logs.FilterPattern.allEvents()): void {
    const place = `Export${this.node.addr}`;
    this.refuse([
      ...logGroup === this.errors ? [SAYS.itself] : [],
      ...logGroup.node.tryFindChild(place) === undefined ? [] : [SAYS.twice(logGroup.node.path)],
      ...environmentProblems(this, 'addLogGroup', logGroup),
      ...subscriptionProblems(logGroup),
    ]);
    const subscription = new logs.CfnSubscriptionFilter(new Construct(logGroup as unknown as Construct, place), 'Subscription', {
      logGroupName: logGroup.logGroupName,
      filterPattern: filter.logPatternString,
      destinationArn: this.stream.attrArn,
      roleArn: this.subscriber.roleArn,
    });
    subscription.node.addDependency(this.subscriber);
    this.node.addValidation({ validate: () => finishedSubscriptionProblems(logGroup) });
  }

  private refuse(problems: readonly string[]): void {
    if (problems.length > 0) throw new Error(`${this.node.path}: ${problems.join('; ')}`);
  }
}

function keptProblems({ keepFailures: kept }: Pick<SiemExportProps, 'keepFailures'>): string[] {
  if (kept === undefined || kept.isUnresolved()) return lateProblems('keepFailures', kept, 'days');
  const days = kept.toDays({ integral: false });
  return Number.isInteger(days) && days >= 1 ? [] : [SAYS.kept(kept.toHumanString())];
}
