import { publicStatements } from '../../policy/public-statements';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/** Topics are not for everybody. */
export const topicPolicyNoPublic: Rule = {
  id: 'topic-policy-no-public',
  theme: 'identity',
  severity: Severity.CRITICAL,
  stability: 'stable',
  title: 'No policy lets everybody publish to a topic or subscribe to it',
  threat: 'Anybody with an AWS account publishes what every subscriber takes for the application\'s, or subscribes an address of'
    + ' their own and reads along.',
  remedy: 'Name the principals with topic.grantPublish(...); for a service, name it and set aws:SourceArn in the conditions of the statement.',
  links: [
    'https://docs.aws.amazon.com/sns/latest/dg/sns-security-best-practices.html',
    'https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html',
    'https://cwe.mitre.org/data/definitions/732.html',
  ],
  covers: [
    'checkov:CKV_AWS_169', 'cfn_nag:F8', 'cfn_nag:F18', 'guard:SNS_TOPICPOLICY_NO_ALLOW_PLUS_NOTPRINCIPAL',
    'guard:SNS_TOPICPOLICY_NO_WILDCARD_PRINCIPAL', 'kics:ae53ce91-42b5-46bf-a84f-9a13366a4f13', 'securityhub:SNS.4',
    'cfripper:SNSTopicPolicyNotPrincipalRule', 'cfripper:GenericResourceWildcardPrincipalRule', 'cfripper:FullWildcardPrincipalRule',
    'cfripper:GenericWildcardPrincipalRule', 'cfripper:GenericResourceFullWildcardPrincipalRule',
    'cfripper:GenericCrossAccountTrustRule',
  ],
  target: ['AWS::SNS::TopicPolicy', 'AWS::SNS::TopicInlinePolicy'],
  check: publicStatements,
  // No fix: nothing in the template says who was meant.
  examples: [
    compliant('an account by its number', ({ stack, iam, sns }) => {
      new sns.Topic(stack, 'Topic').grantPublish(new iam.AccountPrincipal('111122223333'));
    }),
    compliant('everybody of the owner\'s account, as the policy that SNS makes by itself', ({ stack, cdk, sns }) => {
      const topics = [new sns.Topic(stack, 'Topic').topicArn];
      const Condition = { StringEquals: { 'AWS:SourceOwner': cdk.Aws.ACCOUNT_ID } };
      const Statement = { Effect: 'Allow', Principal: { AWS: '*' }, Action: ['SNS:Publish', 'SNS:Subscribe'], Resource: topics, Condition };
      new sns.CfnTopicPolicy(stack, 'Policy', { topics, policyDocument: { Statement } });
    }),
    noncompliantExample('everybody', ({ stack, iam, sns }) => {
      new sns.Topic(stack, 'Topic').grantPublish(new iam.StarPrincipal());
    }),
    noncompliantExample('everybody, over TLS', ({ stack, iam, sns }) => {
      const topic = new sns.Topic(stack, 'Topic');
      topic.addToResourcePolicy(new iam.PolicyStatement({
        principals: [new iam.AnyPrincipal()], actions: ['sns:Subscribe'], resources: [topic.topicArn], conditions: { Bool: { 'aws:SecureTransport': 'true' } },
      }));
    }),
    noncompliantExample('everybody but one, by the raw resource', ({ stack, cdk }) => {
      const Statement = { Effect: 'Allow', NotPrincipal: { AWS: '111122223333' }, Action: 'sns:Publish', Resource: '*' };
      new cdk.CfnResource(stack, 'Policy', { type: 'AWS::SNS::TopicInlinePolicy', properties: { TopicArn: 'arn:aws:sns:eu-west-1:111122223333:t', PolicyDocument: { Statement } } });
    }),
    undecidedExample('the effect is left to a parameter', ({ stack, cdk, sns }) => {
      const effect = new cdk.CfnParameter(stack, 'Effect', { allowedValues: ['Allow', 'Deny'] });
      const topics = [new sns.Topic(stack, 'Topic').topicArn];
      const Statement = [{ Effect: effect.valueAsString, Principal: '*', Action: 'sns:Publish', Resource: topics }];
      new sns.CfnTopicPolicy(stack, 'Policy', { topics, policyDocument: { Statement } });
    }),
  ],
};
