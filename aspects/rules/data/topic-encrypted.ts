import { FixLevel } from '../../fix-level';
import { AppModel } from '../../model/app-model';
import { statementsOf, allows } from '../../model/policy';
import { Resource } from '../../model/resource';
import { alternativesOf, isMap } from '../../model/value';
import { referrersOf } from '../../policy/referrers';
import { attachedPolicies } from '../../policy/resource-policies';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { noncompliant, undecided } from '../../rule/found';
import { SetProperty } from '../../rule/patch';
import { Declined, Repair, Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/** What may refer to a topic without publishing to it by itself: what publishes with a role of the account needs no more than the role has. */
const HARMLESS = new RegExp(`^AWS::(${[
  'ApiGateway::Method', 'IAM::.*', 'KMS::Key', 'Lambda::.*', 'SNS::(Subscription|TopicPolicy|TopicInlinePolicy)', 'SQS::QueuePolicy', 'SSM::Parameter',
  'StepFunctions::StateMachine',
].join('|')})$`);

/** Topics encrypt what they hold. */
export const topicEncrypted: Rule = {
  id: 'topic-encrypted',
  theme: 'data',
  severity: Severity.MEDIUM,
  stability: 'preview',
  title: 'A topic encrypts its messages at rest with a key',
  threat: 'SNS keeps a message on its storage until every subscriber has it: whoever reaches that storage reads it, and no key that you could take away stands before it.',
  remedy: 'Give the topic a masterKey of your own, whose policy lets the services that publish (S3, EventBridge, CloudWatch) use it: the key that AWS '
    + 'manages lets none of them, and what they publish is lost without an error.',
  links: [
    'https://docs.aws.amazon.com/sns/latest/dg/sns-server-side-encryption.html',
    'https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html',
    'https://cwe.mitre.org/data/definitions/311.html',
  ],
  covers: [
    'cdk-nag:SNSEncryptedKMS', 'checkov:CKV_AWS_26', 'trivy:AWS-0095', 'cfn_nag:W47', 'guard:SNS_ENCRYPTED_KMS', 'securityhub:SNS.1',
    'kics:9d13b150-a2ab-42a1-b6f4-142e41f81e52',
  ],
  target: 'AWS::SNS::Topic',
  check: topic => {
    // A key that is only known at deployment is a key, whichever it will be.
    const keyed = new Set(alternativesOf(topic.get('KmsMasterKeyId')).map(key => key !== undefined && key !== ''));
    const property = 'KmsMasterKeyId';
    if (keyed.size > 1) return undecided(topic, 'only the deployment knows whether a key encrypts the messages', { property });
    return keyed.has(true) ? undefined : noncompliant(topic, 'no key encrypts the messages of the topic', { property });
  },
  fix: {
    levels: [FixLevel.STRICT],
    why: 'The key that AWS manages for SNS lets the principals of the account through, and nobody else: publishers that the application does not show '
      + '(services, other accounts) would be refused. Where the application shows such a publisher, the fix is not made.',
    repair: ({ subject }, app) => repair(subject as Resource, app),
  },
  examples: [
    compliant('a key of one\'s own', ({ stack, kms, sns }) => {
      new sns.Topic(stack, 'Orders', { masterKey: new kms.Key(stack, 'Key') });
    }),
    compliant('the key that AWS manages, by the raw resource', ({ stack, cdk }) => {
      new cdk.CfnResource(stack, 'Orders', { type: 'AWS::SNS::Topic', properties: { KmsMasterKeyId: 'alias/aws/sns' } });
    }),
    compliant('whichever key the deployment names', ({ stack, cdk, sns }) => {
      new sns.CfnTopic(stack, 'Orders', { kmsMasterKeyId: new cdk.CfnParameter(stack, 'Key').valueAsString });
    }),
    noncompliantExample('nothing said', ({ stack, sns, someFunction }) => {
      new sns.Topic(stack, 'Orders').grantPublish(someFunction());
    }),
    noncompliantExample('a bucket publishes, which the key of AWS would stop', ({ stack, s3, notifications, sns }) => {
      new s3.Bucket(stack, 'Uploads').addObjectCreatedNotification(new notifications.SnsDestination(new sns.Topic(stack, 'Orders')));
    }),
    noncompliantExample('an alarm publishes, by a raw resource', ({ stack, cdk, sns }) => {
      const topic = new sns.Topic(stack, 'Alarms');
      new cdk.CfnResource(stack, 'Alarm', { type: 'AWS::CloudWatch::Alarm', properties: { AlarmActions: [topic.topicArn], ComparisonOperator: 'GreaterThanThreshold' } });
    }),
    noncompliantExample('a key that is empty', ({ stack, sns }) => {
      new sns.CfnTopic(stack, 'Orders', { kmsMasterKeyId: '' });
    }),
    undecidedExample('a key in one branch of a condition', ({ stack, cdk, sns }) => {
      const keyed = new cdk.CfnParameter(stack, 'Keyed');
      const isKeyed = new cdk.CfnCondition(stack, 'IsKeyed', { expression: cdk.Fn.conditionEquals(keyed.valueAsString, 'yes') });
      new sns.CfnTopic(stack, 'Orders').addPropertyOverride('KmsMasterKeyId', cdk.Fn.conditionIf(isKeyed.logicalId, 'alias/orders', cdk.Aws.NO_VALUE));
    }),
  ],
};

function repair(topic: Resource, app: AppModel): Repair | Declined {
  const publisher = referrersOf(topic, app).find(({ type }) => !HARMLESS.test(type));
  if (publisher !== undefined) return { declined: `${publisher.writtenId} could not publish any more: give the topic a key of your own that lets it` };
  const policy = attachedPolicies(topic, app).find(letsOthersIn);
  if (policy !== undefined) return { declined: `whom ${policy.writtenId} lets publish could not any more: give the topic a key of your own that lets them` };
  return { level: FixLevel.STRICT, patches: [new SetProperty(topic, 'KmsMasterKeyId', 'alias/aws/sns')] };
}

/** Whether a policy allows more than denying: services, other accounts, or whoever is not known here. */
function letsOthersIn(policy: Resource): boolean {
  const document = policy.get('PolicyDocument');
  return !isMap(document) || statementsOf(document).some(allows);
}
