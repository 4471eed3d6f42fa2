import { passedRoles } from '../../iam/passed-roles';
import { IDENTITY_POLICY_TYPES } from '../../model/policy';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/**
 * A policy that lets a named role be passed says to which service.
 *
 * LOW where the role is part of the application and one service alone may assume it.
 */
export const iamRolePassRoleServiceNamed: Rule = {
  id: 'iam-role-pass-role-service-named',
  theme: 'identity',
  severity: Severity.MEDIUM,
  stability: 'preview',
  title: 'A policy names the service that a role may be passed to',
  threat: 'Whoever gets code to run under the policy passes the role to any service that may assume it, and has that service work for them with its rights.',
  remedy: 'Add the condition iam:PassedToService with the service that is to get the role.',
  links: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html',
    'https://cwe.mitre.org/data/definitions/269.html',
  ],
  // Other tools ask about the role alone.
  covers: [],
  target: IDENTITY_POLICY_TYPES,
  check: (holder, app) => passedRoles(holder, 'one role to any service', app),
  // No fix: only its author knows which roles are to be passed, and what for.
  examples: [
    compliant('one role to one service', ({ iam, someFunction }) => {
      someFunction().addToRolePolicy(new iam.PolicyStatement({
        actions: ['iam:PassRole'], resources: ['arn:aws:iam::111122223333:role/jobs'], conditions: { StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } },
      }));
    }),
    compliant('every role, which another rule is about', ({ iam, someFunction }) => {
      someFunction().addToRolePolicy(new iam.PolicyStatement({ actions: ['iam:PassRole'], resources: ['*'] }));
    }),
    noncompliantExample('one role, to any service', ({ iam, someFunction }) => {
      someFunction().addToRolePolicy(new iam.PolicyStatement({ actions: ['iam:PassRole'], resources: ['arn:aws:iam::111122223333:role/jobs'] }));
    }),
    noncompliantExample('a role of the application, by the CDK\'s grant', ({ stack, iam, someFunction }) => {
      new iam.Role(stack, 'Jobs', { assumedBy: new iam.ServicePrincipal('ecs-tasks.amazonaws.com') }).grantPassRole(someFunction().grantPrincipal);
    }),
    undecidedExample('the condition is left to a parameter', ({ stack, cdk }) => {
      const Condition = { 'Fn::If': ['IsBound', { StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } }, { Ref: 'AWS::NoValue' }] };
      new cdk.CfnCondition(stack, 'IsBound', { expression: cdk.Fn.conditionEquals(new cdk.CfnParameter(stack, 'Bound').valueAsString, 'yes') });
      const Statement = { Effect: 'Allow', Action: 'iam:PassRole', Resource: 'arn:aws:iam::111122223333:role/jobs', Condition };
      new cdk.CfnResource(stack, 'Policy', { type: 'AWS::IAM::ManagedPolicy', properties: { PolicyDocument: { Statement } } });
    }),
  ],
};
