import { Lazy } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { AlarmSpec } from './alarm-spec';
import { eventMetric } from './event-metric';
import { inRules, numbered } from './pattern-room';
import { rotationFailures } from './rotation-failures';
import { namesOf } from './secret-names';
import { SecretAlarmOptions } from '../../security-alarms-props';
import { readersOf, SecretReaders } from '../secrets/owned-secret';

/** The alarms of a secret. What they look at comes through CloudTrail, so the account needs a trail. */
export function secretAlarms(scope: Construct, secret: secretsmanager.ISecret, options: SecretAlarmOptions): AlarmSpec[] {
  const roles = options.readers?.map(({ roleArn }) => roleArn) ?? [];
  const specs = readsByOthers(scope, [secret], () => ({ roles, functions: readersOf([secret]).functions }));
  if (options.addresses !== undefined) {
    specs.push({
      id: 'ReadFromElsewhere',
      threshold: 1,
      description: 'The secret was read from an address that its readers do not call from: a login of theirs may be stolen',
      metric: readMetric(scope, 'ReadFromElsewhereRule', { ...READS, detail: { ...callsFor([secret]), sourceIPAddress: [{ 'anything-but': options.addresses }] } }),
    });
  }
  return [...specs, ...rotationFailures(scope, [secret])];
}

/** How often a pattern names a secret that is read: by its name, and by its ARN with and without its end. */
const NAMES = 3;

/** The characters that say which event it is, and who of up to eight roles did not cause it. */
const EVENT_AND_READERS = 1_050;

/**
 * The alarms on reads of secrets by others than some roles and functions; without roles, on every read. They go off also where the other
 * was refused. There is one, as long as a pattern has room for the secrets.
 *
 * @param readers asked at synthesis: others may be let in until then
 */
export function readsByOthers(scope: Construct, secrets: readonly secretsmanager.ISecret[], readers: () => SecretReaders): AlarmSpec[] {
  return inRules(secrets, NAMES, EVENT_AND_READERS).map((some, index) => ({
    id: numbered('ReadByOthers', index),
    threshold: 1,
    description: 'Somebody read the secret who is not expected to, or tried: see GetSecretValue in CloudTrail for who it was',
    metric: readMetric(scope, numbered('ReadByOthersRule', index), { ...READS, detail: callsFor(some) }, readers),
  }));
}

const READS = { source: ['aws.secretsmanager'], detailType: ['AWS API Call via CloudTrail'] };

function callsFor(secrets: readonly secretsmanager.ISecret[]) {
  return { eventName: ['GetSecretValue'], requestParameters: { secretId: secrets.flatMap(namesOf) } };
}

/**
 * Callers by role are in the session's issuer; users and the root user have none. Where the role of a function is not known, the call says
 * which function its credentials were issued to, which nobody can choose as they can the name of a session.
 * Source: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
 */
function byOthers({ roles, functions }: SecretReaders): object[] | undefined {
  if (roles.length === 0) return undefined;
  const issuedBy = (arn: object) => ({ sessionContext: { sessionIssuer: { arn: [arn] } } });
  const issuedTo = (credentialsIssuedTo: object) => ({ inScopeOf: { credentialsIssuedTo: [credentialsIssuedTo] } });
  const otherRole = issuedBy({ 'anything-but': roles });
  const none = { exists: false };
  const byRole = functions.length === 0 ? [otherRole] : [{ ...otherRole, ...issuedTo({ 'anything-but': functions }) }, { ...otherRole, ...issuedTo(none) }];
  return [...byRole, issuedBy(none)].map(userIdentity => ({ userIdentity }));
}

function readMetric(scope: Construct, id: string, pattern: events.EventPattern, readers?: () => SecretReaders) {
  const { rule, metric } = eventMetric(scope, id, 'Unexpected reads of a secret', pattern);
  const cfn = rule.node.defaultChild as events.CfnRule;
  // Calls that only read are not handed to rules unless they ask: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html
  cfn.state = 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS';
  if (readers !== undefined) cfn.addPropertyOverride('EventPattern.detail.$or', Lazy.any({ produce: () => byOthers(readers()) }));
  return metric;
}
