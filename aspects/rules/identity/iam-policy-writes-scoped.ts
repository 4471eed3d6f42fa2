import { unscoped } from '../../iam/unscoped';
import { IDENTITY_POLICY_TYPES } from '../../model/policy';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/**
 * A statement names the resources that its actions change.
 *
 * HIGH where the statement is about every resource there is, MEDIUM where it is about every one of a service or a type, LOW
 * where its actions only write logs. One statement is one finding, of the rule for the worst of its actions: where it also
 * changes permissions that is iam-policy-permission-changes-scoped, where it only reads iam-policy-resources-scoped.
 */
export const iamPolicyWritesScoped: Rule = {
  id: 'iam-policy-writes-scoped',
  theme: 'identity',
  severity: Severity.HIGH,
  stability: 'preview',
  title: 'A policy names the resources that its actions write to',
  threat: 'Whoever gets code to run under the role changes or deletes every table, bucket or queue of the account, and sends what they like to what listens there: '
    + 'also those of other applications.',
  remedy: 'Name the ARNs, or use the grant method of the resource (table.grantWriteData(fn), queue.grantSendMessages(fn)); leave * to actions that know no resources.',
  links: [
    'https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege',
    'https://cwe.mitre.org/data/definitions/732.html',
    'https://owasp.org/www-project-serverless-top-10/',
  ],
  // Most tools ask about every action at once; Checkov asks once for each kind.
  covers: [
    'cdk-nag:IAMNoWildcardPermissions', 'cdk-nag:LambdaStarPermissions', 'cfn_nag:W11', 'cfn_nag:W12', 'cfn_nag:W13', 'cfripper:IAMRolesOverprivilegedRule',
    'cfripper:WildcardResourceRule', 'checkov:CKV_AWS_107', 'checkov:CKV_AWS_111', 'guard:IAM_POLICYDOCUMENT_NO_WILDCARD_RESOURCE',
    'kics:e835bd0d-65da-49f7-b6d1-b646da8727e6', 'trivy:AWS-0057', 'trivy:AWS-0114', 'trivy:AWS-0120',
  ],
  target: IDENTITY_POLICY_TYPES,
  check: (holder, app) => unscoped(holder, 'writes', app),
  // No fix: only its author knows which resources the code works on.
  examples: [
    compliant('one queue, by a grant', ({ stack, sqs, someFunction }) => {
      new sqs.Queue(stack, 'Jobs').grantSendMessages(someFunction());
    }),
    compliant('actions that know no resources, and what a function needs in a VPC', ({ iam, someFunction }) => {
      const actions = ['xray:PutTraceSegments', 'cloudwatch:PutMetricData', 'ec2:CreateNetworkInterface', 'ec2:DeleteNetworkInterface'];
      someFunction().addToRolePolicy(new iam.PolicyStatement({ actions, resources: ['*'] }));
    }),
    compliant('bounded by a tag of the resource', ({ iam, someFunction }) => {
      someFunction().addToRolePolicy(new iam.PolicyStatement({
        actions: ['ec2:StopInstances'], resources: ['*'], conditions: { StringEquals: { 'aws:ResourceTag/app': 'orders' } },
      }));
    }),
    noncompliantExample('every table of the account', ({ stack, iam, someFunction }) => {
      const resources = [stack.formatArn({ service: 'dynamodb', resource: 'table', resourceName: '*' })];
      someFunction().addToRolePolicy(new iam.PolicyStatement({ actions: ['dynamodb:GetItem', 'dynamodb:PutItem'], resources }));
    }),
    noncompliantExample('one action of several, in a raw resource', ({ stack, cdk }) => {
      const Statement = { Effect: 'Allow', Action: ['xray:PutTraceSegments', 'SQS:SendMessage'], Resource: '*' };
      new cdk.CfnResource(stack, 'Policy', { type: 'AWS::IAM::Policy', properties: { PolicyName: 'send', PolicyDocument: { Statement }, Roles: ['jobs'] } });
    }),
    undecidedExample('the resource is left to a parameter', ({ stack, cdk, iam, someFunction }) => {
      const scope = new cdk.CfnParameter(stack, 'Scope');
      someFunction().addToRolePolicy(new iam.PolicyStatement({ actions: ['sqs:SendMessage'], resources: [scope.valueAsString] }));
    }),
    undecidedExample('messages to topics or to phone numbers, which have no ARN', ({ iam, someFunction }) => {
      someFunction().addToRolePolicy(new iam.PolicyStatement({ actions: ['sns:Publish'], resources: ['*'] }));
    }),
  ],
};
