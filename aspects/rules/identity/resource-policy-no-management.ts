import { isEveryActionOfService } from '../../iam/admin';
import { actionMatches, actionPatterns, allows, Statement as PolicyStatement } from '../../model/policy';
import { Resource } from '../../model/resource';
import { alternativesOf, isMap, isOpen, pseudoParameterOf, Value, valuesOf } from '../../model/value';
import { nounOf, placedStatements } from '../../policy/public-statements';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { noncompliant, undecided } from '../../rule/found';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/** The actions that change a resource or who may use it, rather than use it. Source: the Service Authorization Reference. */
const MANAGEMENT: readonly string[] = [
  'events:DeleteRule', 'events:PutPermission', 'events:RemovePermission',
  'kinesis:DeleteStream', 'kinesis:DeleteResourcePolicy', 'kinesis:PutResourcePolicy',
  's3:DeleteBucket', 's3:DeleteBucketPolicy', 's3:PutBucketAcl', 's3:PutBucketPolicy', 's3:PutBucketPublicAccessBlock', 's3:PutEncryptionConfiguration', 's3:PutObjectAcl',
  'secretsmanager:DeleteResourcePolicy', 'secretsmanager:DeleteSecret', 'secretsmanager:PutResourcePolicy',
  'sns:AddPermission', 'sns:DeleteTopic', 'sns:RemovePermission', 'sns:SetTopicAttributes', 'sns:TagResource', 'sns:UntagResource',
  'sqs:AddPermission', 'sqs:CreateQueue', 'sqs:DeleteQueue', 'sqs:RemovePermission', 'sqs:SetQueueAttributes', 'sqs:TagQueue', 'sqs:UntagQueue',
];

/** Who may use a resource may not change it. */
export const resourcePolicyNoManagement: Rule = {
  id: 'resource-policy-no-management',
  theme: 'identity',
  severity: Severity.MEDIUM,
  stability: 'preview',
  title: 'The policy of a queue, topic, bucket, secret, stream or bus lets it be used, not changed',
  threat: 'Whoever the policy names, or takes one of them over, deletes the resource, switches its encryption off, or writes a policy that lets everybody in: '
    + 'to use it once is to own it.',
  remedy: 'Grant its use by name: queue.grantSendMessages(sender), topic.grantPublish(sender), bucket.grantRead(reader). Leave the rest to the deployment.',
  links: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_identity-vs-resource.html',
    'https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html#s3-6',
    'https://cwe.mitre.org/data/definitions/269.html',
  ],
  // Every action at once is resource-policy-no-wildcard-action.
  covers: ['cfripper:SNSTopicDangerousPolicyActionsRule', 'cfripper:SQSDangerousPolicyActionsRule', 'securityhub:S3.6'],
  target: [
    'AWS::SQS::QueuePolicy', 'AWS::SQS::QueueInlinePolicy', 'AWS::SNS::TopicPolicy', 'AWS::SNS::TopicInlinePolicy', 'AWS::S3::BucketPolicy',
    'AWS::SecretsManager::ResourcePolicy', 'AWS::Kinesis::ResourcePolicy', 'AWS::Events::EventBus', 'AWS::Events::EventBusPolicy',
  ],
  *check(holder: Resource) {
    for (const { statement, property } of placedStatements(holder).filter(one => allows(one.statement) && !isForOwnAccount(one.statement, holder))) {
      const patterns = actionPatterns(statement.actions).filter(pattern => pattern !== '*' && !isEveryActionOfService(pattern));
      const meant = MANAGEMENT.filter(action => patterns.some(pattern => actionMatches(pattern, action)));
      if (meant.length === 0) continue;
      const text = meant.slice(0, 3).join(', ') + (meant.length > 3 ? ` and ${meant.length - 3} more` : '');
      const details = { property: `${property}.Action`, detail: text };
      yield !statement.certain || isOpen(statement.effect) || statement.actions.some(isOpen)
        ? undecided(holder, `only the deployment knows whether the policy of the ${nounOf(holder)} allows ${text}`, details)
        : noncompliant(holder, `the policy of the ${nounOf(holder)} allows ${text}`, details);
    }
  },
  // No fix: whoever needs one of the actions would be refused.
  examples: [
    compliant('use alone', ({ stack, iam, sqs, s3 }) => {
      new sqs.Queue(stack, 'Jobs').grantSendMessages(new iam.AccountPrincipal('111122223333'));
      new s3.Bucket(stack, 'Bucket').grantReadWrite(new iam.AccountPrincipal('111122223333'));
    }),
    compliant('what a topic lets its own account do by default', ({ stack, cdk, iam, sns }) => {
      const conditions = { StringEquals: { 'AWS:SourceOwner': cdk.Aws.ACCOUNT_ID } };
      new sns.Topic(stack, 'Topic').addToResourcePolicy(new iam.PolicyStatement({
        principals: [new iam.AnyPrincipal()], actions: ['sns:Publish', 'sns:AddPermission', 'sns:DeleteTopic'], resources: ['*'], conditions,
      }));
    }),
    noncompliantExample('what another account may do', ({ stack, iam, sns }) => {
      const conditions = { StringEquals: { 'AWS:SourceOwner': '111122223333' } };
      new sns.Topic(stack, 'Topic').addToResourcePolicy(new iam.PolicyStatement({
        principals: [new iam.AnyPrincipal()], actions: ['sns:AddPermission'], resources: ['*'], conditions,
      }));
    }),
    compliant('denied', ({ stack, iam, sns }) => {
      new sns.Topic(stack, 'Topic').addToResourcePolicy(new iam.PolicyStatement({
        effect: iam.Effect.DENY, principals: [new iam.AnyPrincipal()], actions: ['sns:AddPermission'], resources: ['*'],
      }));
    }),
    noncompliantExample('permissions of a topic', ({ stack, iam, sns }) => {
      new sns.Topic(stack, 'Topic').addToResourcePolicy(new iam.PolicyStatement({
        principals: [new iam.AccountPrincipal('111122223333')], actions: ['sns:Publish', 'sns:AddPermission'], resources: ['*'],
      }));
    }),
    noncompliantExample('what a wildcard means, in a raw policy and in another case', ({ stack, cdk }) => {
      const Statement = { Effect: 'Allow', Principal: { AWS: '111122223333' }, Action: 'SQS:*Permission', Resource: '*' };
      new cdk.CfnResource(stack, 'Policy', { type: 'AWS::SQS::QueuePolicy', properties: { Queues: ['jobs'], PolicyDocument: { Statement } } });
    }),
    noncompliantExample('widened by an override', ({ stack, iam, s3 }) => {
      const bucket = new s3.Bucket(stack, 'Bucket');
      bucket.addToResourcePolicy(new iam.PolicyStatement({ principals: [new iam.AccountPrincipal('111122223333')], actions: ['s3:GetObject'], resources: [bucket.arnForObjects('*')] }));
      (bucket.policy!.node.defaultChild as import('aws-cdk-lib/aws-s3').CfnBucketPolicy).addPropertyOverride('PolicyDocument.Statement.0.Action', 's3:PutBucketPolicy');
    }),
    undecidedExample('a condition chooses the actions', ({ stack, cdk, sqs }) => {
      new cdk.CfnCondition(stack, 'IsTrusted', { expression: cdk.Fn.conditionEquals(new cdk.CfnParameter(stack, 'Trusted').valueAsString, 'yes') });
      const Action = cdk.Fn.conditionIf('IsTrusted', 'sqs:DeleteQueue', 'sqs:SendMessage');
      const Statement = [{ Effect: 'Allow', Principal: { AWS: '111122223333' }, Action, Resource: '*' }];
      new sqs.CfnQueuePolicy(stack, 'Policy', { queues: [new sqs.CfnQueue(stack, 'Jobs').ref], policyDocument: { Statement } });
    }),
  ],
};

/** The principals of the account itself need no policy of the resource: their own say what they may do. Source: Amazon SNS, default access control. */
function isForOwnAccount({ condition }: PolicyStatement, { template }: Resource): boolean {
  const isOwn = (account: Value) => pseudoParameterOf(account) === 'AWS::AccountId' || (account !== undefined && account === template.environment.account);
  const exact = isMap(condition) ? Object.entries(condition).filter(([operator]) => /^stringequals$/i.test(operator)).map(([, keys]) => keys) : [];
  return exact.filter(isMap).flatMap(keys => Object.entries(keys)).some(([key, accounts]) =>
    /^aws:(?:sourceowner|principalaccount)$/i.test(key) && valuesOf(accounts).flatMap(alternativesOf).every(isOwn));
}
