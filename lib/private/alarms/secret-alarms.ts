import { Lazy } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { AlarmSpec } from './alarm-spec';
import { eventMetric } from './event-metric';
import { inRules, numbered, PATTERN, patternSize } from './pattern-room';
import { rotationFailures } from './rotation-failures';
import { namesOf } from './secret-names';
import { SecretAlarmOptions } from '../../security-alarms-props';
import { readersOf, rolesAsReaders, SecretReaders } from '../secrets/owned-secret';

const SAYS = {
  full: ({ ids, roles, functions }: SecretReaders, size: number) =>
    `readers: to tell ${ids.length + roles.length + functions.length} of them from others takes an event pattern of some ${size} characters, and EventBridge takes ${PATTERN}. `
    + 'Readers are the function, secretReaders (of watchSecret: readers), and what takes the secret by SecretSource.existing. A role of the stack of the secret takes '
    + `24 characters, any other up to 105 (there are ${roles.length}): move readers to that stack, have those of other stacks assume one role, or take the secret elsewhere for some`,
};

/** The alarms of a secret. What they look at comes through CloudTrail, so the account needs a trail. */
export function secretAlarms(scope: Construct, secret: secretsmanager.ISecret, options: SecretAlarmOptions): AlarmSpec[] {
  const readers = rolesAsReaders(secret, options.readers ?? []);
  const specs = readsByOthers(scope, [secret], () => ({ ...readers, functions: readersOf([secret]).functions }));
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

/** The characters that say which event it is, and who of some 25 roles of the stack, or of seven others, did not cause it. */
const EVENT_AND_READERS = 1_050;

/**
 * The alarms on reads of secrets by others than some roles and functions; without roles, on every read. They go off also where the other
 * was refused. There is one, as long as a pattern has room for the secrets.
 *
 * @param readers of some of the secrets, asked at synthesis: others may be let in until then
 */
export function readsByOthers(
  scope: Construct, secrets: readonly secretsmanager.ISecret[], readers: (some: readonly secretsmanager.ISecret[]) => SecretReaders,
): AlarmSpec[] {
  return inRules(secrets, NAMES, EVENT_AND_READERS).map((some, index) => ({
    id: numbered('ReadByOthers', index),
    threshold: 1,
    description: 'Somebody read the secret who is not expected to, or tried: see GetSecretValue in CloudTrail for who it was',
    metric: readMetric(scope, numbered('ReadByOthersRule', index), { ...READS, detail: callsFor(some) }, { secrets: some, of: () => readers(some) }),
  }));
}

const READS = { source: ['aws.secretsmanager'], detailType: ['AWS API Call via CloudTrail'] };

function callsFor(secrets: readonly secretsmanager.ISecret[]) {
  return { eventName: ['GetSecretValue'], requestParameters: { secretId: secrets.flatMap(namesOf) } };
}

/**
 * Callers by role are in the session's issuer, by ARN and by the id that IAM gives no second role; users and the root user have none. Where the
 * role of a function is not known, the call says which function its credentials were issued to, which nobody can choose as they can the name of a
 * session.
 * Source: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
 */
function byOthers({ ids, roles, functions }: SecretReaders): object[] | undefined {
  if (ids.length + roles.length === 0) return undefined;
  const issuedBy = (sessionIssuer: object) => ({ sessionContext: { sessionIssuer } });
  const issuedTo = (credentialsIssuedTo: object) => ({ inScopeOf: { credentialsIssuedTo: [credentialsIssuedTo] } });
  const otherRole = issuedBy({
    ...roles.length > 0 && { arn: [{ 'anything-but': roles }] },
    ...ids.length > 0 && { principalId: [{ 'anything-but': ids }] },
  });
  const none = { exists: false };
  const byRole = functions.length === 0 ? [otherRole] : [{ ...otherRole, ...issuedTo({ 'anything-but': functions }) }, { ...otherRole, ...issuedTo(none) }];
  return [...byRole, issuedBy({ arn: [none] })].map(userIdentity => ({ userIdentity }));
}

/** Who may read which secrets. */
interface Readers {
  readonly secrets: readonly secretsmanager.ISecret[];
  readonly of: () => SecretReaders;
}

function readMetric(scope: Construct, id: string, pattern: events.EventPattern, readers?: Readers) {
  const { rule, metric } = eventMetric(scope, id, 'Unexpected reads of a secret', pattern);
  const cfn = rule.node.defaultChild as events.CfnRule;
  // Calls that only read are not handed to rules unless they ask: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html
  cfn.state = 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS';
  if (readers === undefined) return metric;
  cfn.addPropertyOverride('EventPattern.detail.$or', Lazy.any({ produce: () => byOthers(readers.of()) }));
  rule.node.addValidation({
    validate: () => {
      const known = readers.of();
      const size = patternSize(rule, readers.secrets, { ...READS, detail: { ...callsFor([]), $or: byOthers(known) } });
      return size > PATTERN ? [SAYS.full(known, size)] : [];
    },
  });
  return metric;
}
