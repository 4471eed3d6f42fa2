import { passedRoles } from '../../iam/passed-roles';
import { IDENTITY_POLICY_TYPES } from '../../model/policy';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/**
 * A policy does not let any role be passed to any service.
 *
 * Where a condition names the service that is iam-role-pass-role-named, where the role is named and the service is not
 * iam-role-pass-role-service-named. `iam:*` belongs to iam-policy-no-service-wildcard, `*` to iam-policy-no-admin.
 */
export const iamRolePassRoleScoped: Rule = {
  id: 'iam-role-pass-role-scoped',
  theme: 'identity',
  severity: Severity.HIGH,
  stability: 'stable',
  title: 'A policy lets named roles be passed, not all of them to everything',
  threat: 'Whoever may pass a stronger role to a new function or task of theirs runs their own code with that role: the rights of an administrator in two calls.',
  remedy: 'Name the role (role.grantPassRole(fn)), and add the condition iam:PassedToService with the service that is to get it.',
  links: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html',
    'https://cwe.mitre.org/data/definitions/269.html',
  ],
  // Guard takes a condition for an answer, the others do not.
  covers: [
    'cfn_nag:F38', 'cfn_nag:F39', 'cfn_nag:F40', 'cfn_nag:IamManagedPolicyPassRoleResourceWildcard', 'cfn_nag:IamPolicyPassRoleResourceWildcard',
    'cfn_nag:IamRolePassRoleResourceWildcard', 'guard:IAM_POLICY_NO_WILDCARD_RESOURCE_ON_PASSROLE', 'guard:IAM_ROLE_NO_WILDCARD_RESOURCE_ON_PASSROLE',
    'trivy:AWS-0342', 'cfn_nag:W11', 'cfn_nag:W12', 'cfn_nag:W13', 'guard:IAM_POLICYDOCUMENT_NO_WILDCARD_RESOURCE', 'cdk-nag:IAMNoWildcardPermissions',
    'cfripper:WildcardResourceRule',
  ],
  target: IDENTITY_POLICY_TYPES,
  check: (holder, app) => passedRoles(holder, 'any role to any service', app),
  // No fix: only its author knows which roles are to be passed, and what for.
  examples: [
    compliant('one role to one service', ({ iam, someFunction }) => {
      someFunction().addToRolePolicy(new iam.PolicyStatement({
        actions: ['iam:PassRole'], resources: ['arn:aws:iam::111122223333:role/jobs'], conditions: { StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } },
      }));
    }),
    compliant('denied', ({ iam, someFunction }) => {
      someFunction().addToRolePolicy(new iam.PolicyStatement({ effect: iam.Effect.DENY, actions: ['iam:PassRole'], resources: ['*'] }));
    }),
    compliant('every role to one service, which another rule is about', ({ iam, someFunction }) => {
      someFunction().addToRolePolicy(new iam.PolicyStatement({
        actions: ['iam:PassRole'], resources: ['*'], conditions: { StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } },
      }));
    }),
    noncompliantExample('every role', ({ iam, someFunction }) => {
      someFunction().addToRolePolicy(new iam.PolicyStatement({ actions: ['iam:PassRole'], resources: ['*'] }));
    }),
    noncompliantExample('roles by the beginning of their name, by a wildcard', ({ stack, cdk }) => {
      const Statement = { Effect: 'Allow', Action: ['iam:Pass*'], Resource: { 'Fn::Sub': 'arn:aws:iam::${AWS::AccountId}:role/deploy-*' } };
      new cdk.CfnResource(stack, 'Policy', { type: 'AWS::IAM::ManagedPolicy', properties: { PolicyDocument: { Statement } } });
    }),
    undecidedExample('the role is left to a parameter', ({ stack, cdk, iam, someFunction }) => {
      const role = new cdk.CfnParameter(stack, 'RoleArn');
      someFunction().addToRolePolicy(new iam.PolicyStatement({ actions: ['iam:PassRole'], resources: [role.valueAsString] }));
    }),
  ],
};
