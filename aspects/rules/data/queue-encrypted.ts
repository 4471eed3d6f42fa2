import { FixLevel } from '../../fix-level';
import { booleanOf } from '../../model/value';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { mustBe } from '../../rule/found';
import { SetProperty } from '../../rule/patch';
import { Rule } from '../../rule/rule';
import { Resource } from '../../model/resource';
import { Severity } from '../../severity';

/** Queues encrypt what they hold. */
export const queueEncrypted: Rule = {
  id: 'queue-encrypted',
  theme: 'data',
  severity: Severity.MEDIUM,
  stability: 'preview',
  title: 'A queue encrypts its messages at rest',
  threat: 'Whoever reaches the storage below the queue reads the messages: orders, tokens, personal data.',
  remedy: 'Remove sqsManagedSseEnabled: false (SQS encrypts by default), or set encryption: QueueEncryption.KMS with a key of your own.',
  links: [
    'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-configure-sqs-sse-queue.html',
    'https://cwe.mitre.org/data/definitions/311.html',
  ],
  covers: ['cdk-nag:SQSQueueSSE', 'checkov:CKV_AWS_27', 'securityhub:SQS.1'],
  target: 'AWS::SQS::Queue',
  // SQS turns its own encryption on where neither property is set, so an omitted property is the safe state.
  check: queue => (hasKey(queue) ? undefined
    : mustBe(queue, 'SqsManagedSseEnabled', value => booleanOf(value) !== false, 'the queue is told not to encrypt its messages')),
  fix: {
    levels: [FixLevel.SAFE],
    why: 'SQS encrypts and decrypts by itself: senders and receivers need no permission and see no difference, and it costs nothing.',
    repair: ({ subject }) => ({ level: FixLevel.SAFE, patches: [new SetProperty(subject as Resource, 'SqsManagedSseEnabled', true)] }),
  },
  examples: [
    compliant('encrypted by default', ({ stack, sqs }) => {
      new sqs.Queue(stack, 'Jobs');
    }),
    compliant('encrypted with a key, by the raw resource', ({ stack, cdk }) => {
      new cdk.CfnResource(stack, 'Jobs', { type: 'AWS::SQS::Queue', properties: { KmsMasterKeyId: 'alias/jobs', SqsManagedSseEnabled: false } });
    }),
    noncompliantExample('encryption turned off', ({ stack, sqs }) => {
      new sqs.Queue(stack, 'Jobs', { encryption: sqs.QueueEncryption.UNENCRYPTED });
    }),
    noncompliantExample('turned off by an override, as a string', ({ stack, sqs }) => {
      const queue = new sqs.CfnQueue(stack, 'Jobs');
      queue.addPropertyOverride('SqsManagedSseEnabled', 'false');
    }),
    undecidedExample('left to a parameter', ({ stack, cdk, sqs }) => {
      const encrypted = new cdk.CfnParameter(stack, 'Encrypted', { allowedValues: ['true', 'false'] });
      new sqs.CfnQueue(stack, 'Jobs', { sqsManagedSseEnabled: encrypted.value as unknown as boolean });
    }),
  ],
};

function hasKey(queue: Resource): boolean {
  const key = queue.get('KmsMasterKeyId');
  return key !== undefined && key !== '';
}
