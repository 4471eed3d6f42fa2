import { isEveryAction } from '../../iam/admin';
import { grantedBy } from '../../iam/granted';
import { actionMatches, IDENTITY_POLICY_TYPES, membersOf } from '../../model/policy';
import { isMap, isOpen, patternOf, Value } from '../../model/value';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { noncompliant, undecided } from '../../rule/found';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/** The actions each of which gives its caller the rights of somebody else. Source: the IAM guide, and the known ways to more rights. */
const ESCALATING: readonly string[] = [
  'iam:AddUserToGroup', 'iam:AttachGroupPolicy', 'iam:AttachRolePolicy', 'iam:AttachUserPolicy', 'iam:CreateAccessKey', 'iam:CreateLoginProfile', 'iam:CreatePolicy',
  'iam:CreatePolicyVersion', 'iam:PutGroupPolicy', 'iam:PutRolePolicy', 'iam:PutUserPolicy', 'iam:SetDefaultPolicyVersion', 'iam:UpdateAssumeRolePolicy',
  'iam:UpdateLoginProfile',
];

/** Nobody can give themselves more rights. */
export const iamPolicyNoEscalation: Rule = {
  id: 'iam-policy-no-escalation',
  theme: 'identity',
  severity: Severity.MEDIUM,
  stability: 'preview',
  title: 'No policy lets its holder give rights to users, roles or groups',
  threat: 'Whoever gets code to run under the role attaches a stronger policy to it, writes a new version of one, or makes keys of somebody who has more: '
    + 'what the role was meant to do no longer matters.',
  remedy: 'Leave changes of IAM to the deployment. Where the code has to make roles, let a permissions boundary bound what it can give (iam:PermissionsBoundary '
    + 'in a condition), and acknowledge.',
  links: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html#access_policies_boundaries-delegate',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege',
    'https://cwe.mitre.org/data/definitions/269.html',
  ],
  // Every action at once is iam-policy-no-admin; to pass a role has rules of its own.
  covers: ['cfripper:PrivilegeEscalationRule', 'checkov:CKV_AWS_110'],
  target: IDENTITY_POLICY_TYPES,
  *check(holder, app) {
    for (const grant of grantedBy(holder, app).grants) {
      if (boundsRights(grant.statement.condition)) continue;
      const patterns = membersOf(grant.statement.actions).filter(({ value }) => !isOpen(value) && isEveryAction(value) === 'no')
        .map(({ value, certain }) => ({ pattern: patternOf(value) ?? '', certain }));
      const meant = ESCALATING.filter(action => patterns.some(({ pattern }) => actionMatches(pattern, action)));
      if (meant.length === 0) continue;
      const text = meant.slice(0, 3).join(', ') + (meant.length > 3 ? ` and ${meant.length - 3} more` : '');
      const details = { property: grant.property, detail: text };
      const certain = grant.certain && patterns.some(one => one.certain && meant.some(action => actionMatches(one.pattern, action)));
      yield certain ? noncompliant(holder, `the policy allows ${text}, by which its holder gets more rights`, details)
        : undecided(holder, `whether the policy allows ${text} is only known at deployment`, details);
    }
  },
  // No fix: only its author knows what the code needs of it.
  examples: [
    compliant('what reads IAM', ({ iam, someFunction }) => {
      someFunction().addToRolePolicy(new iam.PolicyStatement({ actions: ['iam:GetRole', 'iam:List*'], resources: ['*'] }));
    }),
    compliant('within a permissions boundary', ({ iam, someFunction }) => {
      someFunction().addToRolePolicy(new iam.PolicyStatement({
        actions: ['iam:PutRolePolicy'],
        resources: ['arn:aws:iam::111122223333:role/jobs/*'],
        conditions: { StringEquals: { 'iam:PermissionsBoundary': 'arn:aws:iam::111122223333:policy/jobs' } },
      }));
    }),
    compliant('denied', ({ stack, iam }) => {
      new iam.ManagedPolicy(stack, 'Fixed', { statements: [new iam.PolicyStatement({ effect: iam.Effect.DENY, actions: ['iam:AttachRolePolicy'], resources: ['*'] })] });
    }),
    noncompliantExample('a policy for any role, by name', ({ iam, someFunction }) => {
      someFunction().addToRolePolicy(new iam.PolicyStatement({ actions: ['iam:AttachRolePolicy'], resources: ['arn:aws:iam::111122223333:role/*'] }));
    }),
    noncompliantExample('what a wildcard means, inline and in another case', ({ stack, iam }) => {
      const statement = new iam.PolicyStatement({ actions: ['IAM:Put*'], resources: ['*'] });
      new iam.Role(stack, 'Role', {
        assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'), inlinePolicies: { all: new iam.PolicyDocument({ statements: [statement] }) },
      });
    }),
    noncompliantExample('everything that IAM can do', ({ iam, someFunction }) => {
      someFunction().addToRolePolicy(new iam.PolicyStatement({ actions: ['iam:*'], resources: ['arn:aws:iam::111122223333:role/jobs'] }));
    }),
    noncompliantExample('keys of other users, in a raw policy', ({ stack, cdk }) => {
      const Statement = { Effect: 'Allow', Action: ['s3:GetObject', 'iam:CreateAccessKey'], Resource: '*' };
      new cdk.CfnResource(stack, 'Policy', { type: 'AWS::IAM::ManagedPolicy', properties: { PolicyDocument: { Version: '2012-10-17', Statement } } });
    }),
    undecidedExample('a condition chooses the action', ({ stack, cdk, iam }) => {
      new cdk.CfnCondition(stack, 'IsTrusted', { expression: cdk.Fn.conditionEquals(new cdk.CfnParameter(stack, 'Trusted').valueAsString, 'yes') });
      const Action = cdk.Fn.conditionIf('IsTrusted', 'iam:PutRolePolicy', 'iam:GetRole');
      new iam.CfnManagedPolicy(stack, 'Policy', { policyDocument: { Statement: [{ Effect: 'Allow', Action, Resource: 'arn:aws:iam::111122223333:role/jobs' }] } });
    }),
  ],
};

/** Whether a condition bounds what may be given: roles within a boundary, or named policies. */
function boundsRights(condition: Value): boolean {
  return isMap(condition) && Object.values(condition).some(keys => isMap(keys)
    && Object.keys(keys).some(key => ['iam:permissionsboundary', 'iam:policyarn'].includes(key.toLowerCase())));
}
