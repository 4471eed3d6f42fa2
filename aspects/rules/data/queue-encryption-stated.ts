import { Resource } from '../../model/resource';
import { QUEUE_KEY_COVERS, QUEUE_STATED_COVERS } from '../../queues/encryption-covers';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { Found, noncompliant, undecided } from '../../rule/found';
import { isGiven } from '../../rule/given';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

const SETTINGS = ['KmsMasterKeyId', 'SqsManagedSseEnabled'];

/** Queues say how they are encrypted. One that is told not to encrypt is queue-encrypted. */
export const queueEncryptionStated: Rule = {
  id: 'queue-encryption-stated',
  theme: 'data',
  severity: Severity.LOW,
  stability: 'preview',
  title: 'A queue says how it is encrypted, whenever it was made',
  threat: 'SQS encrypts what is made since October 2022. A queue that is older and says nothing may hold its messages in plain text still, and nobody sees it '
    + 'in the template.',
  remedy: 'Set encryption: QueueEncryption.SQS_MANAGED, which costs nothing, or KMS with a key of your own; on a raw queue SqsManagedSseEnabled: true.',
  links: [
    'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-configure-sqs-sse-queue.html',
    'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-server-side-encryption.html',
    'https://cwe.mitre.org/data/definitions/311.html',
  ],
  covers: [...QUEUE_STATED_COVERS, ...QUEUE_KEY_COVERS],
  target: 'AWS::SQS::Queue',
  check: saysNothing,
  // No fix: SQS does it by itself for what is made now, and an older queue with senders that sign nothing would refuse them.
  examples: [
    compliant('the encryption of SQS', ({ stack, sqs }) => {
      new sqs.Queue(stack, 'Jobs', { encryption: sqs.QueueEncryption.SQS_MANAGED });
    }),
    compliant('a key that a parameter names, in a raw resource', ({ stack, cdk }) => {
      const KmsMasterKeyId = new cdk.CfnParameter(stack, 'Key').valueAsString;
      new cdk.CfnResource(stack, 'Jobs', { type: 'AWS::SQS::Queue', properties: { KmsMasterKeyId } });
    }),
    compliant('turned off, which another rule is about', ({ stack, sqs }) => {
      new sqs.Queue(stack, 'Jobs', { encryption: sqs.QueueEncryption.UNENCRYPTED });
    }),
    noncompliantExample('nothing said', ({ stack, sqs }) => {
      new sqs.Queue(stack, 'Jobs');
    }),
    noncompliantExample('taken away by an override', ({ stack, sqs }) => {
      new sqs.CfnQueue(stack, 'Jobs', { sqsManagedSseEnabled: true }).addPropertyDeletionOverride('SqsManagedSseEnabled');
    }),
    undecidedExample('a condition decides', ({ stack, cdk, sqs }) => {
      new cdk.CfnCondition(stack, 'IsKeyed', { expression: cdk.Fn.conditionEquals(new cdk.CfnParameter(stack, 'Keyed').valueAsString, 'yes') });
      new sqs.CfnQueue(stack, 'Jobs').addPropertyOverride('KmsMasterKeyId', cdk.Fn.conditionIf('IsKeyed', 'alias/jobs', cdk.Aws.NO_VALUE));
    }),
  ],
};

function saysNothing(queue: Resource): Found | undefined {
  const given = SETTINGS.map(property => isGiven(queue.get(property)));
  if (given.includes('yes')) return undefined;
  if (given.includes('undecided')) return undecided(queue, 'only the deployment knows whether the queue says how it is encrypted', { property: SETTINGS[0] });
  return noncompliant(queue, 'the queue says nothing about encryption: what was made before October 2022 may have none', { property: SETTINGS[1] });
}
