import { FixLevel } from '../../fix-level';
import { AppModel } from '../../model/app-model';
import { allows } from '../../model/policy';
import { Resource } from '../../model/resource';
import { isOpen } from '../../model/value';
import { nounOf, placedStatements } from '../../policy/public-statements';
import { boundToAccount } from '../../policy/source-fix';
import { saysForWhom, tellingServices } from '../../policy/source-keys';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { noncompliant, undecided } from '../../rule/found';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/** Services use queues, topics and keys only for this account's resources. */
export const resourcePolicySourceBound: Rule = {
  id: 'resource-policy-source-bound',
  theme: 'identity',
  severity: Severity.HIGH,
  stability: 'preview',
  title: 'A service may use a queue, topic or key only on behalf of a known resource or account',
  threat: 'The service acts for whoever asks it: an attacker points a bucket, topic or rule of an account of their own at the queue or topic and sends it '
    + 'messages that come from a trusted service, or has the service use the key (the confused deputy).',
  remedy: 'Add a condition on aws:SourceArn or aws:SourceAccount to the statement; for the key of log groups, on kms:EncryptionContext:aws:logs:arn. '
    + 'For the keys of queues that topics send to, turn on the feature flag @aws-cdk/aws-sns-subscriptions:restrictSqsDescryption.',
  links: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html',
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/grant-destinations-permissions-to-s3.html',
    'https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html',
    'https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html',
    'https://cwe.mitre.org/data/definitions/441.html',
  ],
  covers: [],
  target: [
    'AWS::SQS::QueuePolicy', 'AWS::SQS::QueueInlinePolicy', 'AWS::SNS::TopicPolicy', 'AWS::SNS::TopicInlinePolicy', 'AWS::KMS::Key', 'AWS::KMS::ReplicaKey',
  ],
  *check(holder: Resource, app: AppModel) {
    const noun = nounOf(holder);
    for (const { statement, property } of placedStatements(holder).filter(one => allows(one.statement))) {
      const services = tellingServices(statement, holder, app);
      const bound = saysForWhom(statement);
      if (services.length === 0 || bound === 'yes') continue;
      const named = services.join(' and ');
      const details = { property: `${property}.Condition`, detail: services.join(',') };
      yield bound === 'undecided' || !statement.certain || isOpen(statement.effect)
        ? undecided(holder, `only the deployment knows on whose behalf ${named} may use the ${noun}`, details)
        : noncompliant(holder, `${named} may use the ${noun} on behalf of anybody: the statement asks for no source`, details);
    }
  },
  fix: {
    levels: [FixLevel.STRICT],
    why: 'The statement asks of each service that it calls for a resource of this account. A source of another account that is meant is refused from then on: hence strict.',
    repair: ({ subject, property = '', detail = '' }, app) => boundToAccount(subject as Resource, property.split('.')[0], detail.split(','), app),
  },
  examples: [
    compliant('what the CDK makes for topics, rules and buckets that send to a queue', ({ stack, events, notifications, s3, sns, sqs, subscriptions, targets }) => {
      const queue = new sqs.Queue(stack, 'Jobs');
      new sns.Topic(stack, 'Topic').addSubscription(new subscriptions.SqsSubscription(queue));
      new events.Rule(stack, 'Rule', { schedule: events.Schedule.expression('rate(1 day)'), targets: [new targets.SqsQueue(queue)] });
      new s3.Bucket(stack, 'Bucket').addEventNotification(s3.EventType.OBJECT_CREATED, new notifications.SqsDestination(queue));
    }),
    compliant('a key for the log groups of this account', ({ stack, cdk, iam, kms }) => {
      new kms.Key(stack, 'Key').addToResourcePolicy(new iam.PolicyStatement({
        principals: [new iam.ServicePrincipal(`logs.${stack.region}.amazonaws.com`)],
        actions: ['kms:Decrypt', 'kms:GenerateDataKey*'],
        resources: ['*'],
        conditions: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': cdk.Fn.sub('arn:aws:logs:eu-west-1:${AWS::AccountId}:*') } },
      }));
    }),
    compliant('a key for CloudTrail\'s event data store, of which CloudTrail does not say for whom it calls', ({ stack, cdk, iam, kms }) => {
      const key = new kms.Key(stack, 'Key');
      key.grantEncryptDecrypt(new iam.ServicePrincipal('cloudtrail.amazonaws.com'));
      new cdk.CfnResource(stack, 'Events', { type: 'AWS::CloudTrail::EventDataStore', properties: { KmsKeyId: key.keyArn } });
    }),
    compliant('a key for EventBridge, which does not say for whom it calls', ({ stack, iam, kms }) => {
      new kms.Key(stack, 'Key').grantEncryptDecrypt(new iam.ServicePrincipal('events.amazonaws.com'));
    }),
    noncompliantExample('a service and nothing else', ({ stack, iam, sqs }) => {
      new sqs.Queue(stack, 'Jobs').grantSendMessages(new iam.ServicePrincipal('sns.amazonaws.com'));
    }),
    noncompliantExample('alarms of whichever account', ({ stack, sns }) => {
      const topics = [new sns.Topic(stack, 'Topic').topicArn];
      const Condition = { ArnLike: { 'aws:SourceArn': 'arn:aws:cloudwatch:*:*:alarm:*' } };
      const Statement = { Effect: 'Allow', Principal: { Service: 'cloudwatch.amazonaws.com' }, Action: 'sns:Publish', Resource: topics, Condition };
      new sns.CfnTopicPolicy(stack, 'Policy', { topics, policyDocument: { Statement } });
    }),
    noncompliantExample('a key for the log groups of everybody, by the raw resource', ({ stack, cdk }) => {
      const Statement = { Effect: 'Allow', Principal: { Service: ['logs.eu-west-1.amazonaws.com'] }, Action: 'kms:*', Resource: '*' };
      new cdk.CfnResource(stack, 'Key', { type: 'AWS::KMS::Key', properties: { KeyPolicy: { Statement } } });
    }),
    noncompliantExample('a key for the trails of everybody', ({ stack, iam, kms }) => {
      new kms.Key(stack, 'Key').grantEncryptDecrypt(new iam.ServicePrincipal('cloudtrail.amazonaws.com'));
    }),
    noncompliantExample('a bucket, beside a statement of others', ({ stack, iam, s3, sns }) => {
      const topic = new sns.Topic(stack, 'Topic');
      topic.grantPublish(new iam.ServicePrincipal('s3.amazonaws.com'));
      topic.grantPublish(new iam.AccountRootPrincipal());
      new s3.Bucket(stack, 'Bucket');
    }),
    undecidedExample('a condition of the template decides whether a source is asked for', ({ stack, cdk, sqs }) => {
      new cdk.CfnCondition(stack, 'IsBound', { expression: cdk.Fn.conditionEquals(new cdk.CfnParameter(stack, 'Bound').valueAsString, 'yes') });
      const Condition = cdk.Fn.conditionIf('IsBound', { StringEquals: { 'aws:SourceAccount': '111122223333' } }, cdk.Aws.NO_VALUE);
      const Statement = [{ Effect: 'Allow', Principal: { Service: 's3.amazonaws.com' }, Action: 'sqs:SendMessage', Resource: '*', Condition }];
      new sqs.CfnQueuePolicy(stack, 'Policy', { queues: [new sqs.CfnQueue(stack, 'Jobs').ref], policyDocument: { Statement } });
    }),
  ],
};
