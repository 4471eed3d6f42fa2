import { passedRoles } from '../../iam/passed-roles';
import { IDENTITY_POLICY_TYPES } from '../../model/policy';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/**
 * A policy that says which service takes a role says which role, too.
 *
 * Where no condition names the service that is iam-role-pass-role-scoped.
 */
export const iamRolePassRoleNamed: Rule = {
  id: 'iam-role-pass-role-named',
  theme: 'identity',
  severity: Severity.MEDIUM,
  stability: 'preview',
  title: 'A policy names the role that may be passed to a service',
  threat: 'The condition says who takes the role, not which: the strongest role that trusts the service, an administrator\'s perhaps, may be passed to a function or task '
    + 'that runs the code of whoever has got in.',
  remedy: 'Name the role beside the condition: role.grantPassRole(fn), or resources: [role.roleArn].',
  links: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html',
    'https://cwe.mitre.org/data/definitions/269.html',
  ],
  covers: [
    'cfn_nag:F38', 'cfn_nag:F39', 'cfn_nag:F40', 'cfn_nag:IamManagedPolicyPassRoleResourceWildcard', 'cfn_nag:IamPolicyPassRoleResourceWildcard',
    'cfn_nag:IamRolePassRoleResourceWildcard', 'trivy:AWS-0342', 'cfn_nag:W11', 'cfn_nag:W12', 'cfn_nag:W13',
    'guard:IAM_POLICYDOCUMENT_NO_WILDCARD_RESOURCE', 'cdk-nag:IAMNoWildcardPermissions', 'cfripper:WildcardResourceRule',
  ],
  target: IDENTITY_POLICY_TYPES,
  check: (holder, app) => passedRoles(holder, 'any role to one service', app),
  // No fix: only its author knows which roles are to be passed, and what for.
  examples: [
    compliant('one role to one service', ({ iam, someFunction }) => {
      someFunction().addToRolePolicy(new iam.PolicyStatement({
        actions: ['iam:PassRole'], resources: ['arn:aws:iam::111122223333:role/jobs'], conditions: { StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } },
      }));
    }),
    compliant('every role to any service, which another rule is about', ({ iam, someFunction }) => {
      someFunction().addToRolePolicy(new iam.PolicyStatement({ actions: ['iam:PassRole'], resources: ['*'] }));
    }),
    noncompliantExample('every role to one service', ({ iam, someFunction }) => {
      someFunction().addToRolePolicy(new iam.PolicyStatement({
        actions: ['iam:PassRole'], resources: ['*'], conditions: { StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } },
      }));
    }),
    noncompliantExample('roles by the beginning of their name, in a raw resource', ({ stack, cdk }) => {
      const Condition = { StringLike: { 'IAM:PassedToService': ['lambda.amazonaws.com'] } };
      const Statement = { Effect: 'Allow', Action: 'iam:PassRole', Resource: 'arn:aws:iam::111122223333:role/deploy-*', Condition };
      new cdk.CfnResource(stack, 'Policy', { type: 'AWS::IAM::ManagedPolicy', properties: { PolicyDocument: { Statement } } });
    }),
    undecidedExample('a condition decides between one role and all', ({ stack, cdk, iam, someFunction }) => {
      new cdk.CfnCondition(stack, 'IsTest', { expression: cdk.Fn.conditionEquals(new cdk.CfnParameter(stack, 'Stage').valueAsString, 'test') });
      const role = cdk.Fn.conditionIf('IsTest', '*', 'arn:aws:iam::111122223333:role/jobs').toString();
      someFunction().addToRolePolicy(new iam.PolicyStatement({
        actions: ['iam:PassRole'], resources: [role], conditions: { StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } },
      }));
    }),
  ],
};
