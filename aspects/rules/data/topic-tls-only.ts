import { FixLevel } from '../../fix-level';
import { AppModel } from '../../model/app-model';
import { Resource } from '../../model/resource';
import { plainTextTaken, plainTextTakenElsewhere, Protected } from '../../policy/plain-text';
import { arnOf, refusal, refusingPlainText } from '../../policy/tls-only-fix';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { Link } from '../../rule/patch';
import { Declined, Repair, Rule } from '../../rule/rule';
import { Severity } from '../../severity';

const TOPIC: Protected = { noun: 'topic', calls: [{ action: 'sns:Publish', rest: '' }] };

/** What the policy that SNS gives every topic lets its own account do. Source: the SNS guide, access policies. */
const OWN_ACTIONS = [
  'sns:GetTopicAttributes', 'sns:SetTopicAttributes', 'sns:AddPermission', 'sns:RemovePermission', 'sns:DeleteTopic', 'sns:Subscribe',
  'sns:ListSubscriptionsByTopic', 'sns:Publish',
];

/** Messages are published over TLS only. */
export const topicTlsOnly: Rule = {
  id: 'topic-tls-only',
  theme: 'data',
  severity: Severity.MEDIUM,
  stability: 'preview',
  title: 'A topic refuses messages that are not encrypted on their way',
  threat: 'SNS answers plain HTTP too: a client that is told to use it publishes so that whoever is on the way reads and changes the message.',
  remedy: 'Set enforceSSL: true, and allow the services that publish by name (alarms, buckets, rules): a first policy replaces the one that let them.',
  links: [
    'https://docs.aws.amazon.com/sns/latest/dg/sns-security-best-practices.html',
    'https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html',
    'https://cwe.mitre.org/data/definitions/319.html',
  ],
  covers: ['cdk-nag:SNSTopicSSLPublishOnly'],
  target: ['AWS::SNS::Topic', 'AWS::SNS::TopicPolicy'],
  check: (resource, app) => (resource.type === 'AWS::SNS::Topic' ? plainTextTaken(resource, TOPIC, app) : plainTextTakenElsewhere(resource, TOPIC, 'sns', app)),
  fix: {
    levels: [FixLevel.SAFE, FixLevel.STRICT],
    why: 'Beside what a policy of the application says, the statement refuses nobody but a client that is told to publish in plain text. A first policy is '
      + 'strict: it takes the place of the one that SNS gives every topic, whose statement for the own account it repeats, and of any that stands outside.',
    repair: ({ subject }, app) => repair(subject as Resource, app),
  },
  examples: [
    compliant('enforced', ({ stack, sns }) => {
      new sns.Topic(stack, 'Orders', { enforceSSL: true });
    }),
    compliant('a raw policy that denies more than publishing', ({ stack, cdk, sns }) => {
      const topic = new sns.CfnTopic(stack, 'Orders');
      const Statement = { Effect: 'Deny', Principal: { AWS: ['*'] }, Action: ['SNS:*'], Resource: topic.ref, Condition: { Bool: { 'aws:SecureTransport': 'false' } } };
      new cdk.CfnResource(stack, 'Policy', { type: 'AWS::SNS::TopicPolicy', properties: { Topics: [topic.ref], PolicyDocument: { Statement } } });
    }),
    noncompliantExample('nothing said', ({ stack, sns }) => {
      new sns.Topic(stack, 'Orders');
    }),
    noncompliantExample('a policy that only allows', ({ stack, iam, sns }) => {
      new sns.Topic(stack, 'Orders').grantPublish(new iam.ServicePrincipal('events.amazonaws.com'));
    }),
    noncompliantExample('the statement holds under a further condition only', ({ stack, iam, sns }) => {
      const topic = new sns.Topic(stack, 'Orders');
      topic.addToResourcePolicy(new iam.PolicyStatement({
        effect: iam.Effect.DENY,
        principals: [new iam.AnyPrincipal()],
        actions: ['sns:Publish'],
        resources: [topic.topicArn],
        conditions: { Bool: { 'aws:SecureTransport': 'false' }, StringEquals: { 'aws:PrincipalAccount': '111122223333' } },
      }));
    }),
    undecidedExample('the whole policy is a parameter', ({ stack, cdk, sns }) => {
      const document = new cdk.CfnParameter(stack, 'Document');
      const topic = new sns.CfnTopic(stack, 'Orders');
      new sns.CfnTopicPolicy(stack, 'Policy', { topics: [topic.ref], policyDocument: document.valueAsString });
    }),
  ],
};

function repair(subject: Resource, app: AppModel): Repair | Declined {
  if (subject.type !== 'AWS::SNS::Topic') return { declined: 'the topic is not part of the application, so nothing here says its ARN' };
  const own = {
    Sid: 'OwnAccount',
    Effect: 'Allow',
    Principal: { AWS: '*' },
    Action: OWN_ACTIONS,
    Resource: arnOf(subject),
    Condition: { StringEquals: { 'aws:SourceOwner': { Ref: 'AWS::AccountId' } } },
  };
  const first = { type: 'AWS::SNS::TopicPolicy', properties: { Topics: [new Link(subject)] }, kept: [own], level: FixLevel.STRICT };
  return refusingPlainText(subject, refusal('sns:Publish', [arnOf(subject)]), first, app);
}
