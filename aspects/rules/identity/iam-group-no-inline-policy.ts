import { Resource } from '../../model/resource';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { noncompliant, undecided } from '../../rule/found';
import { hasElement } from '../../rule/given';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/** Groups have managed policies. */
export const iamGroupNoInlinePolicy: Rule = {
  id: 'iam-group-no-inline-policy',
  theme: 'identity',
  severity: Severity.LOW,
  stability: 'preview',
  title: 'The policies of a group of users are managed ones',
  threat: 'An inline policy has no versions to go back to and shows in no list of policies: what somebody adds to it goes unseen, and nobody finds the '
    + 'other groups that allow the same.',
  remedy: 'Make the policy a ManagedPolicy with groups: [group].',
  links: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-vs-inline.html',
    'https://cwe.mitre.org/data/definitions/269.html',
  ],
  covers: ['kics:a58d1a2d-4078-4b80-855b-84cc3f7f4540'],
  target: ['AWS::IAM::Group', 'AWS::IAM::GroupPolicy'],
  check: (holder: Resource) => {
    const property = holder.type === 'AWS::IAM::Group' ? 'Policies' : 'GroupName';
    const inline = hasElement(holder.get(property));
    if (inline === 'no') return undefined;
    if (inline === 'undecided') return undecided(holder, 'only the deployment knows whether the group has an inline policy', { property });
    return noncompliant(holder, 'the group has an inline policy', { property });
  },
  // No fix: a managed policy has a name, and a group takes ten of them at most.
  examples: [
    compliant('a managed policy', ({ stack, iam }) => {
      new iam.ManagedPolicy(stack, 'Policy', {
        groups: [new iam.Group(stack, 'Auditors')], statements: [new iam.PolicyStatement({ actions: ['s3:ListAllMyBuckets'], resources: ['*'] })],
      });
    }),
    noncompliantExample('inline', ({ stack, iam }) => {
      new iam.CfnGroup(stack, 'Auditors', { policies: [{ policyName: 'list', policyDocument: { Statement: [] } }] });
    }),
    noncompliantExample('a raw policy of a group', ({ stack, cdk }) => {
      const properties = { GroupName: 'auditors', PolicyName: 'list', PolicyDocument: { Statement: [] } };
      new cdk.CfnResource(stack, 'Policy', { type: 'AWS::IAM::GroupPolicy', properties });
    }),
    noncompliantExample('inline by an override', ({ stack, iam }) => {
      new iam.CfnGroup(stack, 'Auditors').addPropertyOverride('Policies', [{ PolicyName: 'list', PolicyDocument: { Statement: [] } }]);
    }),
    undecidedExample('a condition decides', ({ stack, cdk, iam }) => {
      new cdk.CfnCondition(stack, 'IsWide', { expression: cdk.Fn.conditionEquals(new cdk.CfnParameter(stack, 'Wide').valueAsString, 'yes') });
      const policies = cdk.Fn.conditionIf('IsWide', [{ PolicyName: 'list', PolicyDocument: { Statement: [] } }], cdk.Aws.NO_VALUE);
      new iam.CfnGroup(stack, 'Auditors').addPropertyOverride('Policies', policies);
    }),
  ],
};
