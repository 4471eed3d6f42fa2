import { Resource } from '../../model/resource';
import { alternativesOf, patternOf } from '../../model/value';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { Found, noncompliant, undecided } from '../../rule/found';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

const PROPERTY = 'KmsMasterKeyId';

/** Topics that are encrypted are so with a key of one's own. A topic without any key is topic-encrypted. */
export const topicCustomerKey: Rule = {
  id: 'topic-customer-key',
  theme: 'data',
  severity: Severity.LOW,
  stability: 'preview',
  title: 'A topic is encrypted with a key of one\'s own, not with the one that AWS manages',
  threat: 'The key that AWS manages for SNS lets every principal of the account through and no service: nobody can take it away from a stolen role, and what S3, '
    + 'EventBridge or an alarm publish is lost without an error, warnings of an attack among it.',
  remedy: 'Give the topic a masterKey, and let the services that publish use it in its policy.',
  links: [
    'https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html',
    'https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html',
    'https://cwe.mitre.org/data/definitions/311.html',
  ],
  covers: ['trivy:AWS-0136'],
  target: 'AWS::SNS::Topic',
  check: topic => managedKey(topic),
  // No fix: whoever publishes or listens needs the new key, and only its owner knows who that is.
  examples: [
    compliant('a key of one\'s own', ({ stack, kms, sns }) => {
      new sns.Topic(stack, 'Orders', { masterKey: new kms.Key(stack, 'Key') });
    }),
    compliant('a key that a parameter names', ({ stack, cdk, sns }) => {
      new sns.CfnTopic(stack, 'Orders', { kmsMasterKeyId: new cdk.CfnParameter(stack, 'Key').valueAsString });
    }),
    compliant('no key at all, which another rule is about', ({ stack, sns }) => {
      new sns.Topic(stack, 'Orders');
    }),
    noncompliantExample('the key that AWS manages, in a raw resource', ({ stack, cdk }) => {
      new cdk.CfnResource(stack, 'Orders', { type: 'AWS::SNS::Topic', properties: { KmsMasterKeyId: 'alias/aws/sns' } });
    }),
    noncompliantExample('by its ARN', ({ stack, cdk, sns }) => {
      new sns.CfnTopic(stack, 'Orders', { kmsMasterKeyId: cdk.Fn.sub('arn:aws:kms:${AWS::Region}:${AWS::AccountId}:alias/aws/sns') });
    }),
    undecidedExample('a condition decides', ({ stack, cdk, sns }) => {
      new cdk.CfnCondition(stack, 'IsTest', { expression: cdk.Fn.conditionEquals(new cdk.CfnParameter(stack, 'Stage').valueAsString, 'test') });
      new sns.CfnTopic(stack, 'Orders', { kmsMasterKeyId: cdk.Fn.conditionIf('IsTest', 'alias/aws/sns', 'alias/orders').toString() });
    }),
  ],
};

function managedKey(topic: Resource): Found | undefined {
  const managed = new Set(alternativesOf(topic.get(PROPERTY)).map(key => (patternOf(key) ?? '').endsWith('alias/aws/sns')));
  if (!managed.has(true)) return undefined;
  return managed.size === 1 ? noncompliant(topic, 'AWS manages the key of the topic', { property: PROPERTY })
    : undecided(topic, 'only the deployment knows whether AWS manages the key of the topic', { property: PROPERTY });
}
