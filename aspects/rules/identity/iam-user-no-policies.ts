import { Resource } from '../../model/resource';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { Found, noncompliant, undecided } from '../../rule/found';
import { hasElement } from '../../rule/given';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/** Where a policy is attached to a user, by resource type. Source: the CloudFormation resource reference. */
const ATTACHED: Readonly<Record<string, readonly string[]>> = {
  'AWS::IAM::User': ['Policies', 'ManagedPolicyArns'],
  'AWS::IAM::Policy': ['Users'],
  'AWS::IAM::ManagedPolicy': ['Users'],
  'AWS::IAM::UserPolicy': ['UserName'],
};

/** Users get their rights through groups. */
export const iamUserNoPolicies: Rule = {
  id: 'iam-user-no-policies',
  theme: 'identity',
  severity: Severity.LOW,
  stability: 'stable',
  title: 'No policy is attached to a user itself',
  threat: 'Rights that hang on single users are forgotten when the person changes the job: whoever gets the old password or key has them all, and nobody '
    + 'can see in one place who may do what.',
  remedy: 'Let people sign in through IAM Identity Center and programs take roles. Where a user has to be, put it into a group and attach the policy there: '
    + 'group.addManagedPolicy(…), user.addToGroup(group).',
  links: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html',
    'https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html#iam-2',
    'https://cwe.mitre.org/data/definitions/269.html',
  ],
  covers: [
    'cdk-nag:IAMUserNoPolicies', 'checkov:CKV_AWS_40', 'cfn_nag:F10', 'cfn_nag:F11', 'cfn_nag:F12', 'cfripper:ManagedPolicyOnUserRule',
    'guard:IAM_NO_POLICY_ON_USER', 'guard:IAM_USER_NO_POLICIES_CHECK', 'trivy:AWS-0143', 'securityhub:IAM.2',
    'kics:0e5872b4-19a0-4165-8b2f-56d9e14b909f', 'kics:5e7acff5-095b-40ac-9073-ac2e4ad8a512', 'kics:e4239438-e639-44aa-adb8-866e400e3ade',
    'kics:edc95c10-7366-4f30-9b4b-f995c84eceb5', 'cfripper:PolicyOnUserRule',
  ],
  target: ['AWS::IAM::User', 'AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy', 'AWS::IAM::UserPolicy'],
  check: (holder: Resource) => ATTACHED[holder.type].flatMap(property => attached(holder, property) ?? []),
  // No fix: what a group of the same rights is called, and who else is in it, only the owner knows.
  examples: [
    compliant('rights through a group', ({ stack, iam }) => {
      const group = new iam.Group(stack, 'Auditors');
      group.addToPolicy(new iam.PolicyStatement({ actions: ['s3:ListAllMyBuckets'], resources: ['*'] }));
      new iam.User(stack, 'User').addToGroup(group);
    }),
    compliant('a policy of a role', ({ stack, iam }) => {
      const role = new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
      role.addToPolicy(new iam.PolicyStatement({ actions: ['s3:ListAllMyBuckets'], resources: ['*'] }));
    }),
    noncompliantExample('a grant to a user', ({ stack, iam, sqs }) => {
      new sqs.Queue(stack, 'Jobs').grantSendMessages(new iam.User(stack, 'User'));
    }),
    noncompliantExample('a managed policy', ({ stack, iam }) => {
      new iam.User(stack, 'User', { managedPolicies: [iam.ManagedPolicy.fromAwsManagedPolicyName('ReadOnlyAccess')] });
    }),
    noncompliantExample('a policy that names a user, in a raw resource', ({ stack, cdk }) => {
      const properties = { Users: ['auditor'], PolicyDocument: { Statement: [] } };
      new cdk.CfnResource(stack, 'Policy', { type: 'AWS::IAM::ManagedPolicy', properties });
    }),
    noncompliantExample('an inline policy by an override', ({ stack, iam }) => {
      new iam.CfnUser(stack, 'User').addPropertyOverride('Policies', [{ PolicyName: 'all', PolicyDocument: { Statement: [] } }]);
    }),
    undecidedExample('a condition decides', ({ stack, cdk, iam }) => {
      new cdk.CfnCondition(stack, 'IsWide', { expression: cdk.Fn.conditionEquals(new cdk.CfnParameter(stack, 'Wide').valueAsString, 'yes') });
      const arns = cdk.Fn.conditionIf('IsWide', ['arn:aws:iam::aws:policy/ReadOnlyAccess'], cdk.Aws.NO_VALUE);
      new iam.CfnUser(stack, 'User').addPropertyOverride('ManagedPolicyArns', arns);
    }),
  ],
};

function attached(holder: Resource, property: string): Found | undefined {
  const given = hasElement(holder.get(property));
  if (given === 'no') return undefined;
  const details = { property, detail: property };
  if (given === 'undecided') return undecided(holder, 'only the deployment knows whether a policy is attached to a user itself', details);
  return noncompliant(holder, holder.type === 'AWS::IAM::User' ? 'a policy is attached to the user itself' : 'the policy is attached to users themselves', details);
}
