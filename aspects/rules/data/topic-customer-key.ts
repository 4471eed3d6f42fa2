import { Resource } from '../../model/resource';
import { isCustomerKey } from '../../policy/customer-key';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { Found, noncompliant, undecided } from '../../rule/found';
import { isGiven } from '../../rule/given';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/** The policy of a key of one's own can be written. That a topic has any key at all is another rule's. */
export const topicCustomerKey: Rule = {
  id: 'topic-customer-key',
  theme: 'data',
  severity: Severity.LOW,
  stability: 'preview',
  title: 'A topic is encrypted with a key of its owner\'s',
  threat: 'The key of AWS serves every principal of the account and no service: alarms, S3 and EventBridge publish nothing any more, silently, and in the '
    + 'end somebody turns encryption off. Nobody can take the key from a role that was stolen.',
  remedy: 'Give a kms.Key of your own as masterKey, and let in its policy those services use it that send to the topic.',
  links: [
    'https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html',
    'https://cwe.mitre.org/data/definitions/284.html',
  ],
  covers: ['trivy:AWS-0136'],
  target: 'AWS::SNS::Topic',
  check: keyOfAws,
  // No fix: whom the policy of a new key has to let in is not known here.
  examples: [
    compliant('a key of one\'s own', ({ stack, kms, sns }) => {
      new sns.Topic(stack, 'Orders', { masterKey: new kms.Key(stack, 'Key') });
    }),
    noncompliantExample('no key', ({ stack, sns }) => {
      new sns.Topic(stack, 'Orders');
    }),
    noncompliantExample('the key of AWS', ({ stack, sns }) => {
      new sns.CfnTopic(stack, 'Orders', { kmsMasterKeyId: 'alias/aws/sns' });
    }),
    noncompliantExample('the same by an override', ({ stack, kms, sns }) => {
      const topic = new sns.Topic(stack, 'Orders', { masterKey: new kms.Key(stack, 'Key') });
      (topic.node.defaultChild as import('aws-cdk-lib').CfnResource).addPropertyOverride('KmsMasterKeyId', 'arn:aws:kms:eu-west-1:111122223333:alias/aws/sns');
    }),
    undecidedExample('a condition decides', ({ stack, cdk, sns }) => {
      new cdk.CfnCondition(stack, 'IsOwn', { expression: cdk.Fn.conditionEquals(new cdk.CfnParameter(stack, 'Own').valueAsString, 'yes') });
      new sns.CfnTopic(stack, 'Orders').addPropertyOverride('KmsMasterKeyId', cdk.Fn.conditionIf('IsOwn', 'alias/orders', 'alias/aws/sns'));
    }),
  ],
};

function keyOfAws(topic: Resource): Found | undefined {
  const property = 'KmsMasterKeyId';
  const [given, own] = [isGiven(topic.get(property)), isCustomerKey(topic.get(property))];
  if (own === 'yes') return undefined;
  if (given === 'no') return noncompliant(topic, 'no key of its owner encrypts the topic', { property });
  if (own === 'undecided' || given === 'undecided') return undecided(topic, 'only the deployment knows whose key encrypts the topic', { property });
  return noncompliant(topic, 'the topic is encrypted with the key that AWS manages, whose policy nobody can write', { property });
}
