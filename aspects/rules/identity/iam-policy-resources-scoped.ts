import { unscoped } from '../../iam/unscoped';
import { IDENTITY_POLICY_TYPES } from '../../model/policy';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/**
 * A statement names the resources that its actions read.
 *
 * HIGH where the statement is about every resource there is, MEDIUM where it is about every one of a service or a type, LOW
 * where its actions only list or describe, or work without a resource too. One statement is one finding, of the rule for the
 * worst of its actions: iam-policy-permission-changes-scoped, iam-policy-writes-scoped, or this one, which also says where
 * nobody can tell the actions. `*` on `*` belongs to iam-policy-no-admin, decryption to kms-decrypt-scoped.
 */
export const iamPolicyResourcesScoped: Rule = {
  id: 'iam-policy-resources-scoped',
  theme: 'identity',
  severity: Severity.HIGH,
  stability: 'preview',
  title: 'A policy names the resources that its actions are for',
  threat: 'Whoever gets code to run under the role reads every table, bucket or secret of the account, also those of other applications.',
  remedy: 'Name the ARNs, or use the grant method of the resource (table.grantReadData(fn)); leave * to actions that know no resources.',
  links: [
    'https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege',
    'https://cwe.mitre.org/data/definitions/732.html',
    'https://owasp.org/www-project-serverless-top-10/',
  ],
  // Most tools ask about every action at once; Checkov asks once for each kind.
  covers: [
    'cdk-nag:IAMNoWildcardPermissions', 'cdk-nag:LambdaStarPermissions', 'cfn_nag:W11', 'cfn_nag:W12', 'cfn_nag:W13', 'cfripper:IAMRolesOverprivilegedRule',
    'cfripper:WildcardResourceRule', 'checkov:CKV_AWS_107', 'checkov:CKV_AWS_108', 'kics:022f8938-4b17-420c-aca3-f917f290f322',
    'guard:IAM_POLICYDOCUMENT_NO_WILDCARD_RESOURCE', 'trivy:AWS-0057', 'trivy:AWS-0114', 'trivy:AWS-0120',
  ],
  target: IDENTITY_POLICY_TYPES,
  check: (holder, app) => unscoped(holder, 'reads', app),
  // No fix: only its author knows which resources the code works on.
  examples: [
    compliant('one table, by a grant', ({ stack, dynamodb, someFunction }) => {
      const table = new dynamodb.Table(stack, 'Orders', { partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING } });
      table.grantReadData(someFunction());
    }),
    compliant('actions that know no resources', ({ iam, someFunction }) => {
      someFunction().addToRolePolicy(new iam.PolicyStatement({ actions: ['s3:ListAllMyBuckets', 'sts:GetCallerIdentity'], resources: ['*'] }));
    }),
    compliant('bounded by a tag of the resource', ({ iam, someFunction }) => {
      someFunction().addToRolePolicy(new iam.PolicyStatement({
        actions: ['ssm:GetParameter'], resources: ['*'], conditions: { StringEquals: { 'aws:ResourceTag/app': 'orders' } },
      }));
    }),
    noncompliantExample('every object of every bucket', ({ iam, someFunction }) => {
      someFunction().addToRolePolicy(new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: ['*'] }));
    }),
    noncompliantExample('every table of the account', ({ stack, iam, someFunction }) => {
      const resources = [stack.formatArn({ service: 'dynamodb', resource: 'table', resourceName: '*' })];
      someFunction().addToRolePolicy(new iam.PolicyStatement({ actions: ['dynamodb:GetItem'], resources }));
    }),
    undecidedExample('the resource is left to a parameter', ({ stack, cdk, iam, someFunction }) => {
      const scope = new cdk.CfnParameter(stack, 'Scope');
      someFunction().addToRolePolicy(new iam.PolicyStatement({ actions: ['sqs:ReceiveMessage', 's3:GetObject'], resources: [scope.valueAsString] }));
    }),
    undecidedExample('the action is left to a parameter', ({ stack, cdk, iam, someFunction }) => {
      const action = new cdk.CfnParameter(stack, 'Action');
      someFunction().addToRolePolicy(new iam.PolicyStatement({ actions: [action.valueAsString], resources: ['*'] }));
    }),
  ],
};
