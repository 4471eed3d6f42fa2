import { FixLevel } from '../../fix-level';
import { AppModel } from '../../model/app-model';
import { isObject } from '../../model/json';
import { Resource } from '../../model/resource';
import { ask, booleanOf, isOpen, patternOf, pseudoParameterOf } from '../../model/value';
import { deadLetterQueue } from '../../queues/dead-letter-queue';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { noncompliant, undecided } from '../../rule/found';
import { isGiven } from '../../rule/given';
import { patchValueOf, SetProperty } from '../../rule/patch';
import { Declined, Repair, Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/** These tell people; nobody would work on what did not reach them. */
const PEOPLE = ['application', 'email', 'email-json', 'sms'];

/** What a topic cannot deliver is kept. */
export const subscriptionRedrive: Rule = {
  id: 'subscription-redrive',
  theme: 'triggers',
  severity: Severity.MEDIUM,
  stability: 'preview',
  title: 'A subscription keeps what could not be delivered in a dead-letter queue',
  threat: 'SNS forgets at once what an endpoint refuses, and in the end what it cannot reach: a permission that was taken away, by mistake or on purpose, '
    + 'makes every message disappear without a trace.',
  remedy: 'Set deadLetterQueue on the subscription, and let sns.amazonaws.com send to that queue for the topic.',
  links: [
    'https://docs.aws.amazon.com/sns/latest/dg/sns-dead-letter-queues.html',
    'https://docs.aws.amazon.com/sns/latest/dg/sns-message-delivery-retries.html',
    'https://cwe.mitre.org/data/definitions/778.html',
  ],
  covers: ['cdk-nag:SNSRedrivePolicy', 'serverless-rules:ES7000'],
  target: 'AWS::SNS::Subscription',
  check: subscription => {
    const toPeople = ask(subscription.get('Protocol'), protocol => PEOPLE.includes(String(protocol).toLowerCase()));
    const given = isGiven(subscription.get('RedrivePolicy'));
    if (given === 'yes' || toPeople === 'yes') return undefined;
    if (given === 'undecided') return undecided(subscription, 'RedrivePolicy is only known at deployment', { property: 'RedrivePolicy' });
    if (toPeople === 'undecided') return undecided(subscription, 'only the deployment knows whether it tells people or programs', { property: 'RedrivePolicy' });
    return noncompliant(subscription, 'nothing keeps the messages that cannot be delivered', { property: 'RedrivePolicy' });
  },
  fix: {
    levels: [FixLevel.SAFE],
    why: 'Only what SNS would forget goes to the new queue; deliveries and their retries stay as they are, and an unused queue costs nothing.',
    repair: ({ subject }, app) => repair(subject as Resource, app),
  },
  examples: [
    compliant('a dead-letter queue', ({ stack, sns, sqs, subscriptions, someFunction }) => {
      const options = { deadLetterQueue: new sqs.Queue(stack, 'Failed') };
      new sns.Topic(stack, 'Topic').addSubscription(new subscriptions.LambdaSubscription(someFunction(), options));
    }),
    compliant('an email to people', ({ stack, sns, subscriptions }) => {
      new sns.Topic(stack, 'Topic').addSubscription(new subscriptions.EmailSubscription('ops@example.com'));
    }),
    noncompliantExample('a function', ({ stack, sns, subscriptions, someFunction }) => {
      new sns.Topic(stack, 'Topic').addSubscription(new subscriptions.LambdaSubscription(someFunction()));
    }),
    noncompliantExample('a queue', ({ stack, sns, sqs, subscriptions }) => {
      new sns.Topic(stack, 'Topic').addSubscription(new subscriptions.SqsSubscription(new sqs.Queue(stack, 'Queue')));
    }),
    noncompliantExample('a raw subscription of a topic in another stack', ({ app, stack, cdk, sns }) => {
      const TopicArn = new sns.Topic(new cdk.Stack(app, 'Topics'), 'Topic').topicArn;
      const properties = { TopicArn, Protocol: 'https', Endpoint: 'https://example.com/hook' };
      new cdk.CfnResource(stack, 'Subscription', { type: 'AWS::SNS::Subscription', properties });
    }),
    noncompliantExample('a topic in order, whose dead letters would lose it', ({ stack, sns, sqs, subscriptions }) => {
      new sns.Topic(stack, 'Topic', { fifo: true }).addSubscription(new subscriptions.SqsSubscription(new sqs.Queue(stack, 'Queue', { fifo: true })));
    }),
    undecidedExample('the protocol is a parameter', ({ stack, cdk, sns }) => {
      const protocol = new cdk.CfnParameter(stack, 'Protocol').valueAsString;
      new sns.CfnSubscription(stack, 'Subscription', { topicArn: new sns.Topic(stack, 'Topic').topicArn, protocol, endpoint: 'https://example.com/hook' });
    }),
  ],
};

function repair(subscription: Resource, app: AppModel): Repair | Declined {
  const topic = app.resourceOf(subscription.get('TopicArn'));
  const ordered = topic === undefined ? isOpen(subscription.get('TopicArn')) || (patternOf(subscription.get('TopicArn')) ?? '').endsWith('.fifo')
    : ask(topic.get('FifoTopic'), fifo => booleanOf(fifo) === true) !== 'no';
  if (ordered) return { declined: 'its topic may be a FIFO topic, whose dead-letter queue keeps the order of one reader: choose it yourself' };
  const region = subscription.get('Region');
  const isHere = region === undefined || pseudoParameterOf(region) === 'AWS::Region';
  if (!isHere) return { declined: 'its topic may be in another region, and the dead-letter queue has to be there' };
  if (topic !== undefined && topic.template !== subscription.template) return { declined: 'its topic stands in another stack, and a dead-letter queue must say that it takes messages for it' };
  const properties = subscription.definition.Properties;
  const source = isObject(properties) ? patchValueOf(subscription, properties.TopicArn) : undefined;
  if (source === undefined) return { declined: 'its topic is not part of the application' };
  const { arn, patches } = deadLetterQueue(subscription, { service: 'sns.amazonaws.com', source });
  return { level: FixLevel.SAFE, patches: [...patches, new SetProperty(subscription, 'RedrivePolicy', { deadLetterTargetArn: arn })] };
}
