import { publicStatements } from '../../policy/public-statements';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/** Queues are not for everybody. */
export const queuePolicyNoPublic: Rule = {
  id: 'queue-policy-no-public',
  theme: 'identity',
  severity: Severity.CRITICAL,
  stability: 'preview',
  title: 'No policy lets everybody send to a queue or receive from it',
  threat: 'Anybody with an AWS account who knows the ARN sends messages that look like those of the application,'
    + ' reads and deletes those that wait, or empties the queue.',
  remedy: 'Name the principals with queue.grantSendMessages(...); for a service, name it and set aws:SourceArn in the conditions of the statement.',
  links: [
    'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-security-best-practices.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html',
    'https://cwe.mitre.org/data/definitions/732.html',
  ],
  covers: [
    'checkov:CKV_AWS_168', 'checkov:CKV_AWS_387', 'cfn_nag:F7', 'cfn_nag:F21', 'guard:SQS_QUEUEPOLICY_NO_ALLOW_PLUS_NOTPRINCIPAL',
    'guard:SQS_QUEUEPOLICY_NO_WILDCARD_PRINCIPAL', 'securityhub:SQS.3', 'cfripper:SQSQueuePolicyPublicRule',
    'cfripper:SQSQueuePolicyNotPrincipalRule', 'kics:4a8fc9a2-2b2f-4b3f-aa8d-401425872034', 'cfripper:FullWildcardPrincipalRule',
    'cfripper:GenericWildcardPrincipalRule', 'cfripper:GenericResourceFullWildcardPrincipalRule', 'cfripper:GenericResourceWildcardPrincipalRule',
    'cfripper:GenericCrossAccountTrustRule',
  ],
  target: ['AWS::SQS::QueuePolicy', 'AWS::SQS::QueueInlinePolicy'],
  check: publicStatements,
  // No fix: nothing in the template says who was meant.
  examples: [
    compliant('a topic of the application, and an account by its number', ({ stack, iam, sns, subscriptions, sqs }) => {
      const queue = new sqs.Queue(stack, 'Jobs');
      new sns.Topic(stack, 'Topic').addSubscription(new subscriptions.SqsSubscription(queue));
      queue.grantSendMessages(new iam.AccountPrincipal('111122223333'));
    }),
    compliant('everybody of an organisation', ({ stack, iam, sqs }) => {
      new sqs.Queue(stack, 'Jobs').grantSendMessages(new iam.OrganizationPrincipal('o-a1b2c3d4e5'));
    }),
    compliant('everybody refused', ({ stack, sqs }) => {
      new sqs.Queue(stack, 'Jobs', { enforceSSL: true });
    }),
    compliant('everybody, and all but one network refused', ({ stack, cdk }) => {
      const Statement = [
        { Effect: 'Allow', Principal: '*', Action: 'sqs:SendMessage', Resource: '*' },
        { Effect: 'Deny', Principal: '*', Action: 'sqs:*', Resource: '*', Condition: { StringNotEquals: { 'aws:SourceVpc': 'vpc-11112222' } } },
      ];
      new cdk.CfnResource(stack, 'Policy', { type: 'AWS::SQS::QueueInlinePolicy', properties: { Queue: 'jobs', PolicyDocument: { Statement } } });
    }),
    noncompliantExample('everybody', ({ stack, iam, sqs }) => {
      new sqs.Queue(stack, 'Jobs').grantSendMessages(new iam.AnyPrincipal());
    }),
    noncompliantExample('everybody, for sources that are anybody\'s', ({ stack, sqs }) => {
      const Condition = { ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::*' } };
      const Statement = { Effect: 'Allow', Principal: { AWS: ['*'] }, Action: 'sqs:*', Resource: '*', Condition };
      new sqs.CfnQueuePolicy(stack, 'Policy', { queues: [new sqs.CfnQueue(stack, 'Jobs').ref], policyDocument: { Statement } });
    }),
    noncompliantExample('everybody but one, by an override', ({ stack, iam, sqs }) => {
      const queue = new sqs.Queue(stack, 'Jobs');
      queue.grantSendMessages(new iam.AccountPrincipal('111122223333'));
      const policy = stack.node.findAll().find(one => one instanceof sqs.CfnQueuePolicy) as import('aws-cdk-lib/aws-sqs').CfnQueuePolicy;
      policy.addPropertyOverride('PolicyDocument.Statement.0.Principal', undefined);
      policy.addPropertyOverride('PolicyDocument.Statement.0.NotPrincipal', { AWS: '111122223333' });
    }),
    undecidedExample('the condition of a template decides', ({ stack, cdk, sqs }) => {
      new cdk.CfnCondition(stack, 'IsOpen', { expression: cdk.Fn.conditionEquals(new cdk.CfnParameter(stack, 'Open').valueAsString, 'yes') });
      const Principal = { AWS: cdk.Fn.conditionIf('IsOpen', '*', '111122223333') };
      const Statement = [{ Effect: 'Allow', Principal, Action: 'sqs:SendMessage', Resource: '*' }];
      new sqs.CfnQueuePolicy(stack, 'Policy', { queues: [new sqs.CfnQueue(stack, 'Jobs').ref], policyDocument: { Statement } });
    }),
  ],
};
