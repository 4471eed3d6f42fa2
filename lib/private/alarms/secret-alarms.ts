import { ArnFormat, Stack } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { AlarmSpec } from './alarm-spec';
import { eventMetric } from './event-metric';
import { rotationFailures } from './rotation-failures';
import { SecretAlarmOptions } from '../../security-alarms-props';

/** The alarms of a secret. What they look at comes through CloudTrail, so the account needs a trail. */
export function secretAlarms(scope: Construct, secret: secretsmanager.ISecret, options: SecretAlarmOptions): AlarmSpec[] {
  const specs = [readsByOthers(scope, [secret], options.readers?.map(({ roleArn }) => roleArn))];
  if (options.addresses !== undefined && options.addresses.length > 0) {
    specs.push({
      id: 'ReadFromElsewhere',
      threshold: 1,
      description: 'The secret was read from an address that its readers do not call from: a login of theirs may be stolen',
      metric: readMetric(scope, 'ReadFromElsewhereRule', { ...READS, detail: { ...callsFor([secret]), sourceIPAddress: [{ 'anything-but': options.addresses }] } }),
    });
  }
  return [...specs, rotationFailures(scope, [secret.secretArn])];
}

/**
 * The alarm on reads of secrets by others than some roles; without roles, on every read. It goes off also where the other was refused.
 *
 * @param readers the ARNs of the roles, also as a list that is complete only at synthesis
 */
export function readsByOthers(scope: Construct, secrets: readonly secretsmanager.ISecret[], readers: string[] = []): AlarmSpec {
  return {
    id: 'ReadByOthers',
    threshold: 1,
    description: 'Somebody read the secret who is not expected to, or tried: see GetSecretValue in CloudTrail for who it was',
    metric: readMetric(scope, 'ReadByOthersRule', { ...READS, detail: { ...callsFor(secrets), ...byOthers(readers) } }),
  };
}

const READS = { source: ['aws.secretsmanager'], detailType: ['AWS API Call via CloudTrail'] };

function callsFor(secrets: readonly secretsmanager.ISecret[]) {
  return { eventName: ['GetSecretValue'], requestParameters: { secretId: secrets.flatMap(namesOf) } };
}

/** All that a caller may call a secret by: its name, its ARN, and its ARN without the six characters that Secrets Manager adds. */
function namesOf(secret: secretsmanager.ISecret): unknown[] {
  const { account, region } = secret.env;
  const partial = Stack.of(secret).formatArn({
    service: 'secretsmanager', resource: 'secret', resourceName: secret.secretName, account, region, arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
  // Of a secret that is known by its name alone the six characters can be anything.
  return [secret.secretName, partial, ...secret.secretFullArn === undefined ? [{ prefix: `${partial}-` }] : [secret.secretArn]];
}

/** Callers by role are in the session's issuer; users and the root user have none. */
function byOthers(readers: string[]): Record<string, unknown> {
  if (readers.length === 0) return {};
  return {
    $or: [
      { userIdentity: { sessionContext: { sessionIssuer: { arn: [{ 'anything-but': readers }] } } } },
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
