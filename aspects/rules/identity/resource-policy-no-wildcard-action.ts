import { narrows } from '../../api/caller-condition';
import { actionPatterns, allows, Statement as PolicyStatement } from '../../model/policy';
import { Resource } from '../../model/resource';
import { isMap, isOpen, Unknown, Value } from '../../model/value';
import { isAnything } from '../../model/wildcard';
import { nounOf, placedStatements } from '../../policy/public-statements';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { noncompliant, undecided } from '../../rule/found';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/** The policies of resources name what they allow. */
export const resourcePolicyNoWildcardAction: Rule = {
  id: 'resource-policy-no-wildcard-action',
  theme: 'identity',
  severity: Severity.MEDIUM,
  stability: 'stable',
  title: 'The policy of a queue, topic, bucket, secret or bus names the actions that it allows',
  threat: 'Whoever the policy names, or takes one of them over, may do everything: delete what is there, and change the very policy that lets them in, so '
    + 'that they stay in or everybody may come.',
  remedy: 'Grant what is needed by its name: queue.grantSendMessages(sender), bucket.grantRead(reader). Each says the actions in the policy by itself.',
  links: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege',
    'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-security-best-practices.html',
    'https://cwe.mitre.org/data/definitions/732.html',
  ],
  // Key policies are left out: the statement that lets the account rule over its key allows kms:*, and has to.
  covers: [
    'cfripper:SQSQueuePolicyWildcardActionRule', 'cfripper:SNSTopicPolicyWildcardActionRule', 'cfripper:S3BucketPolicyWildcardActionRule',
    'cfn_nag:F15', 'cfn_nag:F20', 'checkov:CKV_AWS_72', 'guard:S3_BUCKET_POLICY_NO_WILDCARD_ACTION', 'guard:SQS_QUEUEPOLICY_NO_WILDCARD_ACTION',
    'trivy:AWS-0097', 'cfripper:GenericResourceWildcardPolicyRule', 'cfripper:SNSTopicDangerousPolicyActionsRule',
    'cfripper:SQSDangerousPolicyActionsRule',
  ],
  target: [
    'AWS::SQS::QueuePolicy', 'AWS::SQS::QueueInlinePolicy', 'AWS::SNS::TopicPolicy', 'AWS::SNS::TopicInlinePolicy', 'AWS::S3::BucketPolicy',
    'AWS::SecretsManager::ResourcePolicy', 'AWS::Events::EventBus', 'AWS::Events::EventBusPolicy',
  ],
  *check(holder: Resource) {
    for (const { statement, property } of placedStatements(holder).filter(one => allows(one.statement) && !leavesToAccessPoints(one.statement))) {
      const wide = actionPatterns(statement.actions).filter(isEveryAction);
      const open = statement.actions.some(action => action instanceof Unknown && action.alternatives === undefined);
      if (wide.length === 0 && !open) continue;
      const details = { property: `${property}.Action`, detail: wide.join(', ') || 'Action' };
      const noun = nounOf(holder);
      yield open || !statement.certain || isOpen(statement.effect)
        ? undecided(holder, `only the deployment knows whether the policy of the ${noun} allows everything that can be done with it`, details)
        : noncompliant(holder, `the policy of the ${noun} allows ${wide.join(' and ')}, everything that can be done with it`, details);
    }
  },
  // No fix: which of the actions are needed is not known here, and whoever needs another would be refused.
  examples: [
    compliant('grants', ({ stack, iam, sqs, s3 }) => {
      new sqs.Queue(stack, 'Jobs', { enforceSSL: true }).grantSendMessages(new iam.AccountPrincipal('111122223333'));
      new s3.Bucket(stack, 'Bucket', { enforceSSL: true }).grantRead(new iam.AccountPrincipal('111122223333'));
    }),
    noncompliantExample('every action of the service', ({ stack, iam, sqs }) => {
      const principals = [new iam.AccountPrincipal('111122223333')];
      const queue = new sqs.Queue(stack, 'Jobs');
      queue.addToResourcePolicy(new iam.PolicyStatement({ principals, actions: ['sqs:*'], resources: [queue.queueArn] }));
    }),
    noncompliantExample('every action there is, in a raw policy', ({ stack, cdk }) => {
      const Statement = { Effect: 'Allow', Principal: { AWS: '111122223333' }, Action: ['*'], Resource: 'arn:aws:s3:::orders/*' };
      new cdk.CfnResource(stack, 'Policy', { type: 'AWS::S3::BucketPolicy', properties: { Bucket: 'orders', PolicyDocument: { Statement } } });
    }),
    noncompliantExample('widened by an override', ({ stack, iam, sns }) => {
      new sns.Topic(stack, 'Topic').addToResourcePolicy(new iam.PolicyStatement({
        principals: [new iam.AccountPrincipal('111122223333')], actions: ['sns:Publish'], resources: ['*'],
      }));
      const policy = stack.node.findAll().find(one => one instanceof sns.CfnTopicPolicy) as import('aws-cdk-lib/aws-sns').CfnTopicPolicy;
      policy.addPropertyOverride('PolicyDocument.Statement.0.Action', 'SNS:*');
    }),
    compliant('access points of the account say what may be done', ({ stack, cdk, iam, s3 }) => {
      const bucket = new s3.Bucket(stack, 'Bucket', { enforceSSL: true });
      bucket.addToResourcePolicy(new iam.PolicyStatement({
        principals: [new iam.AnyPrincipal()],
        actions: ['*'],
        resources: [bucket.bucketArn, bucket.arnForObjects('*')],
        conditions: { StringEquals: { 's3:DataAccessPointAccount': cdk.Aws.ACCOUNT_ID } },
      }));
    }),
    noncompliantExample('access points of whichever account', ({ stack, iam, s3 }) => {
      const bucket = new s3.Bucket(stack, 'Bucket', { enforceSSL: true });
      bucket.addToResourcePolicy(new iam.PolicyStatement({
        principals: [new iam.AccountPrincipal('111122223333')],
        actions: ['s3:*'],
        resources: [bucket.arnForObjects('*')],
        conditions: { StringLike: { 's3:DataAccessPointAccount': '*' } },
      }));
    }),
    undecidedExample('an action that a parameter names', ({ stack, cdk, sqs }) => {
      const Action = new cdk.CfnParameter(stack, 'Action').valueAsString;
      const Statement = [{ Effect: 'Allow', Principal: { AWS: '111122223333' }, Action, Resource: '*' }];
      new sqs.CfnQueuePolicy(stack, 'Policy', { queues: [new sqs.CfnQueue(stack, 'Jobs').ref], policyDocument: { Statement } });
    }),
  ],
};

/**
 * Whether a bucket leaves it to the policies of access points what may be done, as S3 documents it: then those name the actions.
 *
 * Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-policies.html#access-points-delegating-control
 */
function leavesToAccessPoints({ condition }: PolicyStatement): boolean {
  if (!isMap(condition)) return false;
  const ofAccessPoints = (keys: Value) => (isMap(keys)
    ? Object.fromEntries(Object.entries(keys).filter(([key]) => /^s3:dataaccesspoint(account|arn)$/i.test(key)))
    : {});
  return narrows(Object.fromEntries(Object.entries(condition).map(([operator, keys]) => [operator, ofAccessPoints(keys)])), 'admits') === 'yes';
}

/** `*`, or every action of one service. */
function isEveryAction(action: string): boolean {
  const [service, name] = action.includes(':') ? action.split(':') : ['', action];
  return isAnything(name) && !service.includes('*');
}
