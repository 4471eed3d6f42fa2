import { unscoped } from '../../iam/unscoped';
import { IDENTITY_POLICY_TYPES } from '../../model/policy';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/**
 * A statement names the resources whose permissions its actions change.
 *
 * That are actions of the access level "permissions management", and whatever writes to IAM itself: users, keys, passwords.
 * One statement is one finding, of the rule for the worst of its actions: the others are iam-policy-writes-scoped and
 * iam-policy-resources-scoped. `*` on `*` belongs to iam-policy-no-admin, PassRole to iam-role-pass-role-scoped.
 */
export const iamPolicyPermissionChangesScoped: Rule = {
  id: 'iam-policy-permission-changes-scoped',
  theme: 'identity',
  severity: Severity.HIGH,
  stability: 'preview',
  title: 'A policy names the resources whose permissions it lets be changed',
  threat: 'Whoever gets code to run under the role opens any bucket, queue or function of the account to strangers, or makes keys and passwords for other users: '
    + 'what the role itself may read no longer matters.',
  remedy: 'Leave such actions (s3:PutBucketPolicy, lambda:AddPermission, iam:CreateAccessKey) to the deployment; where the code needs one, name the ARN it is for.',
  links: [
    'https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_understand-policy-summary-access-level-summaries.html',
    'https://cwe.mitre.org/data/definitions/269.html',
    'https://cwe.mitre.org/data/definitions/732.html',
  ],
  // Most tools ask about every action at once; Checkov asks once for each kind.
  covers: [
    'cdk-nag:IAMNoWildcardPermissions', 'cdk-nag:LambdaStarPermissions', 'cfn_nag:W11', 'cfn_nag:W12', 'cfn_nag:W13', 'cfripper:IAMRolesOverprivilegedRule',
    'cfripper:WildcardResourceRule', 'checkov:CKV_AWS_107', 'checkov:CKV_AWS_109', 'guard:IAM_POLICYDOCUMENT_NO_WILDCARD_RESOURCE', 'trivy:AWS-0057', 'trivy:AWS-0114', 'trivy:AWS-0120',
  ],
  target: IDENTITY_POLICY_TYPES,
  check: (holder, app) => unscoped(holder, 'permits', app),
  // No fix: only its author knows whose permissions the code changes.
  examples: [
    compliant('the policy of one bucket', ({ stack, s3, iam, someFunction }) => {
      const resources = [new s3.Bucket(stack, 'Shared').bucketArn];
      someFunction().addToRolePolicy(new iam.PolicyStatement({ actions: ['s3:PutBucketPolicy'], resources }));
    }),
    compliant('denied everywhere', ({ iam, someFunction }) => {
      someFunction().addToRolePolicy(new iam.PolicyStatement({ effect: iam.Effect.DENY, actions: ['s3:PutBucketPolicy'], resources: ['*'] }));
    }),
    compliant('what changes no permissions, which other rules are about', ({ iam, someFunction }) => {
      someFunction().addToRolePolicy(new iam.PolicyStatement({ actions: ['s3:PutObject', 'iam:GetRole'], resources: ['*'] }));
    }),
    noncompliantExample('the policy of every bucket', ({ iam, someFunction }) => {
      someFunction().addToRolePolicy(new iam.PolicyStatement({ actions: ['s3:GetObject', 's3:PutBucketPolicy'], resources: ['*'] }));
    }),
    noncompliantExample('keys of every user, which are as good as their permissions', ({ stack, iam, someFunction }) => {
      const resources = [stack.formatArn({ service: 'iam', region: '', resource: 'user', resourceName: '*' })];
      someFunction().addToRolePolicy(new iam.PolicyStatement({ actions: ['iam:CreateAccessKey'], resources }));
    }),
    noncompliantExample('by a wildcard, in a raw resource', ({ stack, cdk }) => {
      const Statement = { Effect: 'Allow', Action: 'LAMBDA:Add*', Resource: '*' };
      new cdk.CfnResource(stack, 'Policy', { type: 'AWS::IAM::ManagedPolicy', properties: { PolicyDocument: { Statement } } });
    }),
    undecidedExample('the resource is left to a parameter', ({ stack, cdk, iam, someFunction }) => {
      const scope = new cdk.CfnParameter(stack, 'Scope');
      someFunction().addToRolePolicy(new iam.PolicyStatement({ actions: ['kms:CreateGrant'], resources: [scope.valueAsString] }));
    }),
  ],
};
