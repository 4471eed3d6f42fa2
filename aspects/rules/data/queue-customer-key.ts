import { Resource } from '../../model/resource';
import { isCustomerKey } from '../../policy/customer-key';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { Found, noncompliant, undecided } from '../../rule/found';
import { isGiven } from '../../rule/given';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/** Whoever encrypts a queue with a key has one whose policy can be written. A queue without a key is another rule's. */
export const queueCustomerKey: Rule = {
  id: 'queue-customer-key',
  theme: 'data',
  severity: Severity.LOW,
  stability: 'preview',
  title: 'A queue that is encrypted with a key of KMS has one of its owner\'s',
  threat: 'The key of AWS serves every principal of the account and no service: S3, SNS and EventBridge lose what they send to the queue, and in the '
    + 'end somebody turns encryption off. Nobody can take the key from a role that was stolen.',
  remedy: 'Give a kms.Key of your own as encryptionMasterKey, and let in its policy those services use it that send to the queue.',
  links: [
    'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html',
    'https://cwe.mitre.org/data/definitions/284.html',
  ],
  covers: ['trivy:AWS-0135'],
  target: 'AWS::SQS::Queue',
  check: keyOfAws,
  // No fix: whom the policy of a new key has to let in is not known here.
  examples: [
    compliant('a key of one\'s own', ({ stack, kms, sqs }) => {
      new sqs.Queue(stack, 'Jobs', { encryptionMasterKey: new kms.Key(stack, 'Key') });
    }),
    compliant('nothing said, which another rule is about', ({ stack, sqs }) => {
      new sqs.Queue(stack, 'Jobs');
    }),
    noncompliantExample('the key of AWS', ({ stack, sqs }) => {
      new sqs.Queue(stack, 'Jobs', { encryption: sqs.QueueEncryption.KMS_MANAGED });
    }),
    noncompliantExample('the same by its ARN, in a raw resource', ({ stack, cdk }) => {
      const KmsMasterKeyId = 'arn:aws:kms:eu-west-1:111122223333:alias/aws/sqs';
      new cdk.CfnResource(stack, 'Jobs', { type: 'AWS::SQS::Queue', properties: { KmsMasterKeyId } });
    }),
    undecidedExample('a condition decides', ({ stack, cdk, sqs }) => {
      new cdk.CfnCondition(stack, 'IsOwn', { expression: cdk.Fn.conditionEquals(new cdk.CfnParameter(stack, 'Own').valueAsString, 'yes') });
      new sqs.CfnQueue(stack, 'Jobs').addPropertyOverride('KmsMasterKeyId', cdk.Fn.conditionIf('IsOwn', 'alias/jobs', 'alias/aws/sqs'));
    }),
  ],
};

function keyOfAws(queue: Resource): Found | undefined {
  const property = 'KmsMasterKeyId';
  const [given, own] = [isGiven(queue.get(property)), isCustomerKey(queue.get(property))];
  if (given === 'no' || own === 'yes') return undefined;
  if (own === 'undecided' || given === 'undecided') return undecided(queue, 'only the deployment knows whose key encrypts the queue', { property });
  return noncompliant(queue, 'the queue is encrypted with the key that AWS manages, whose policy nobody can write', { property });
}
