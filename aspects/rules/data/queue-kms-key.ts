import { Resource } from '../../model/resource';
import { QUEUE_KEY_COVERS } from '../../queues/encryption-covers';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { Found, noncompliant, undecided } from '../../rule/found';
import { isGiven } from '../../rule/given';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/** Queues are encrypted with a key of KMS. Those that say nothing are queue-encryption-stated. */
export const queueKmsKey: Rule = {
  id: 'queue-kms-key',
  theme: 'data',
  severity: Severity.LOW,
  stability: 'preview',
  title: 'A queue is encrypted with a key of KMS',
  threat: 'SQS encrypts by itself, but with a key that nobody is asked for: a stolen role or a careless policy needs nothing more than the queue, no use of '
    + 'a key can be watched, and nobody can take a key away.',
  remedy: 'Set encryption: QueueEncryption.KMS with an encryptionMasterKey, and dataKeyReuse against its bill; services that send to the queue need the key, too.',
  links: [
    'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html',
    'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-server-side-encryption.html',
    'https://cwe.mitre.org/data/definitions/311.html',
  ],
  // The key that AWS manages counts, as it does for them.
  covers: QUEUE_KEY_COVERS,
  target: 'AWS::SQS::Queue',
  check: keyOfSqs,
  // No fix: services and accounts that send to the queue would be refused until the policy of the key names them.
  examples: [
    compliant('a key of one\'s own', ({ stack, kms, sqs }) => {
      new sqs.Queue(stack, 'Jobs', { encryptionMasterKey: new kms.Key(stack, 'Key') });
    }),
    compliant('a key that a parameter names, in a raw resource', ({ stack, cdk }) => {
      const KmsMasterKeyId = new cdk.CfnParameter(stack, 'Key').valueAsString;
      new cdk.CfnResource(stack, 'Jobs', { type: 'AWS::SQS::Queue', properties: { KmsMasterKeyId } });
    }),
    compliant('nothing said, which another rule is about', ({ stack, sqs }) => {
      new sqs.Queue(stack, 'Jobs');
    }),
    noncompliantExample('the encryption of SQS', ({ stack, sqs }) => {
      new sqs.Queue(stack, 'Jobs', { encryption: sqs.QueueEncryption.SQS_MANAGED });
    }),
    noncompliantExample('taken away by an override', ({ stack, sqs }) => {
      new sqs.CfnQueue(stack, 'Jobs', { kmsMasterKeyId: 'alias/jobs', sqsManagedSseEnabled: true }).addPropertyOverride('KmsMasterKeyId', '');
    }),
    undecidedExample('a condition decides', ({ stack, cdk, sqs }) => {
      new cdk.CfnCondition(stack, 'IsKeyed', { expression: cdk.Fn.conditionEquals(new cdk.CfnParameter(stack, 'Keyed').valueAsString, 'yes') });
      new sqs.CfnQueue(stack, 'Jobs', { sqsManagedSseEnabled: true }).addPropertyOverride('KmsMasterKeyId', cdk.Fn.conditionIf('IsKeyed', 'alias/jobs', cdk.Aws.NO_VALUE));
    }),
  ],
};

function keyOfSqs(queue: Resource): Found | undefined {
  const keyed = isGiven(queue.get('KmsMasterKeyId'));
  const said = isGiven(queue.get('SqsManagedSseEnabled'));
  if (keyed === 'yes' || said === 'no') return undefined;
  const property = 'KmsMasterKeyId';
  if (keyed === 'undecided' || said === 'undecided') return undecided(queue, 'only the deployment knows whether a key of KMS encrypts the queue', { property });
  return noncompliant(queue, 'no key that somebody could be asked for encrypts the queue', { property });
}
