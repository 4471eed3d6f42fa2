import { membersOf } from '../../model/policy';
import { Resource } from '../../model/resource';
import { patternOf, valuesOf } from '../../model/value';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { noncompliant, undecided } from '../../rule/found';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/**
 * Nobody is given the managed policy AdministratorAccess.
 *
 * The same rights in a policy of one's own are iam-policy-no-admin: there the statement has to change, here one line goes.
 * Other policies that AWS manages are iam-role-no-aws-managed-policy.
 */
export const iamRoleNoAdministratorAccess: Rule = {
  id: 'iam-role-no-administrator-access',
  theme: 'identity',
  severity: Severity.CRITICAL,
  stability: 'stable',
  title: 'Nobody has the managed policy AdministratorAccess',
  threat: 'Whoever gets code to run under the role owns the account: reads every store, deletes every backup, makes users of their own.',
  remedy: 'Remove AdministratorAccess from managedPolicies, and grant what the code calls on named resources (table.grantReadData(fn)).',
  links: [
    'https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AdministratorAccess.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege',
    'https://cwe.mitre.org/data/definitions/250.html',
  ],
  covers: ['cfn_nag:W43', 'cfripper:IAMRolesOverprivilegedRule', 'checkov:CKV_AWS_274', 'guard:IAM_ROLE_ADMINISTRATOR_ACCESS_POLICY_RULE'],
  target: ['AWS::IAM::Role', 'AWS::IAM::User', 'AWS::IAM::Group', 'AWS::SSO::PermissionSet'],
  *check(holder: Resource) {
    const property = holder.type === 'AWS::SSO::PermissionSet' ? 'ManagedPolicies' : 'ManagedPolicyArns';
    for (const { value, certain } of membersOf(valuesOf(holder.get(property)))) {
      if (!/^arn:[^:]+:iam::aws:policy\/AdministratorAccess$/.test(patternOf(value) ?? '')) continue;
      const message = 'the managed policy AdministratorAccess allows every action on every resource';
      yield certain ? noncompliant(holder, message, { property, detail: 'AdministratorAccess' })
        : undecided(holder, `${message}; whether it is attached is only known at deployment`, { property, detail: 'AdministratorAccess' });
    }
  },
  // No fix: only its author knows which actions the code needs.
  examples: [
    compliant('no managed policy', ({ stack, iam }) => {
      new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
    }),
    compliant('a smaller policy of a similar name, which another rule is about', ({ stack, iam }) => {
      new iam.Role(stack, 'Role', {
        assumedBy: new iam.ServicePrincipal('amplify.amazonaws.com'), managedPolicies: [iam.ManagedPolicy.fromAwsManagedPolicyName('AdministratorAccess-Amplify')],
      });
    }),
    compliant('as a boundary, which allows nothing by itself', ({ stack, iam }) => {
      const permissionsBoundary = iam.ManagedPolicy.fromAwsManagedPolicyName('AdministratorAccess');
      new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'), permissionsBoundary });
    }),
    noncompliantExample('given to a role', ({ stack, iam }) => {
      new iam.Role(stack, 'Role', {
        assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'), managedPolicies: [iam.ManagedPolicy.fromAwsManagedPolicyName('AdministratorAccess')],
      });
    }),
    noncompliantExample('given to a group by its ARN, in a raw resource', ({ stack, cdk }) => {
      const ManagedPolicyArns = ['arn:aws-cn:iam::aws:policy/AdministratorAccess'];
      new cdk.CfnResource(stack, 'Operators', { type: 'AWS::IAM::Group', properties: { ManagedPolicyArns } });
    }),
    undecidedExample('a condition decides', ({ stack, cdk }) => {
      const trusted = new cdk.CfnParameter(stack, 'Trusted');
      new cdk.CfnCondition(stack, 'IsTrusted', { expression: cdk.Fn.conditionEquals(trusted.valueAsString, 'yes') });
      const policy = cdk.Fn.conditionIf('IsTrusted', 'arn:aws:iam::aws:policy/AdministratorAccess', cdk.Aws.NO_VALUE);
      new cdk.CfnResource(stack, 'User', { type: 'AWS::IAM::User', properties: { ManagedPolicyArns: [policy] } });
    }),
  ],
};
