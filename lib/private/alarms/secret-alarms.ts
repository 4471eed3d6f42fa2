import * as events from 'aws-cdk-lib/aws-events';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { AlarmSpec } from './alarm-spec';
import { eventMetric } from './event-metric';
import { rotationFailures } from './rotation-failures';
import { SecretAlarmOptions } from '../../security-alarms-props';

/** The alarms of a secret. What they look at comes through CloudTrail, so the account needs a trail. */
export function secretAlarms(scope: Construct, secret: secretsmanager.ISecret, options: SecretAlarmOptions): AlarmSpec[] {
  const reads = { source: ['aws.secretsmanager'], detailType: ['AWS API Call via CloudTrail'] };
  const ofSecret = { eventName: ['GetSecretValue'], requestParameters: { secretId: [secret.secretArn, secret.secretName] } };
  const specs: AlarmSpec[] = [{
    id: 'ReadByOthers',
    threshold: 1,
    description: 'Somebody read the secret who is not expected to: see GetSecretValue in CloudTrail for who it was',
    metric: readMetric(scope, 'ReadByOthersRule', { ...reads, detail: { ...ofSecret, ...byOthers(options) } }),
  }];
  if (options.addresses !== undefined && options.addresses.length > 0) {
    specs.push({
      id: 'ReadFromElsewhere',
      threshold: 1,
      description: 'The secret was read from an address that its readers do not call from: a login of theirs may be stolen',
      metric: readMetric(scope, 'ReadFromElsewhereRule', { ...reads, detail: { ...ofSecret, sourceIPAddress: [{ 'anything-but': options.addresses }] } }),
    });
  }
  return [...specs, rotationFailures(scope, [secret.secretArn])];
}

/** Callers by role are in the session's issuer; users and the root user have none. */
function byOthers({ readers = [] }: SecretAlarmOptions): Record<string, unknown> {
  if (readers.length === 0) return {};
  return {
    $or: [
      { userIdentity: { sessionContext: { sessionIssuer: { arn: [{ 'anything-but': readers.map(({ roleArn }) => roleArn) }] } } } },
      { userIdentity: { sessionContext: { sessionIssuer: { arn: [{ exists: false }] } } } },
    ],
  };
}

function readMetric(scope: Construct, id: string, pattern: events.EventPattern) {
  const { rule, metric } = eventMetric(scope, id, 'Unexpected reads of a secret', pattern);
  // Calls that only read are not handed to rules unless they ask: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html
  (rule.node.defaultChild as events.CfnRule).state = 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS';
  return metric;
}
