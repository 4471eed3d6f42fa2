import { hasMembers } from '../../iam/members';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { noncompliant, undecided } from '../../rule/found';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/** Groups are for somebody. */
export const iamGroupHasUsers: Rule = {
  id: 'iam-group-has-users',
  theme: 'identity',
  severity: Severity.LOW,
  stability: 'preview',
  title: 'A group of users has members',
  threat: 'A group without members is a set of rights that waits for somebody: whoever may add a user to a group, or is added by mistake, has them at once, '
    + 'and nobody was ever asked whether anybody needs them.',
  remedy: 'Remove the group, or put its users into it: group.addUser(user).',
  links: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_groups.html',
    'https://docs.aws.amazon.com/config/latest/developerguide/iam-group-has-users-check.html',
    'https://cwe.mitre.org/data/definitions/269.html',
  ],
  covers: ['cdk-nag:IAMGroupHasUsers', 'guard:IAM_GROUP_HAS_USERS_CHECK', 'kics:8f957abd-9703-413d-87d3-c578950a753c'],
  target: 'AWS::IAM::Group',
  check: (group, app) => {
    const answer = hasMembers(group, app);
    if (answer === 'yes') return undefined;
    if (answer === 'undecided') return undecided(group, 'only the deployment knows whether the group has members');
    return noncompliant(group, 'no user of the application belongs to the group');
  },
  // No fix: who belongs to the group only the owner knows.
  examples: [
    compliant('one member', ({ stack, iam }) => {
      new iam.Group(stack, 'Auditors').addUser(new iam.User(stack, 'User'));
    }),
    compliant('a member that is named, by the name of the group', ({ stack, iam }) => {
      new iam.CfnGroup(stack, 'Auditors', { groupName: 'auditors' });
      new iam.CfnUserToGroupAddition(stack, 'Addition', { groupName: 'auditors', users: ['ada'] });
    }),
    noncompliantExample('nobody', ({ stack, iam }) => {
      new iam.Group(stack, 'Auditors');
    }),
    noncompliantExample('members of another group, in a raw resource', ({ stack, cdk, iam }) => {
      new cdk.CfnResource(stack, 'Auditors', { type: 'AWS::IAM::Group', properties: { GroupName: 'auditors' } });
      new iam.CfnUserToGroupAddition(stack, 'Addition', { groupName: 'admins', users: ['ada'] });
    }),
    noncompliantExample('taken out by an override', ({ stack, iam }) => {
      const group = new iam.CfnGroup(stack, 'Auditors');
      new iam.CfnUser(stack, 'User', { groups: [group.ref] }).addPropertyOverride('Groups', []);
    }),
    undecidedExample('a member of a group that a parameter names', ({ stack, cdk, iam }) => {
      new iam.CfnGroup(stack, 'Auditors', { groupName: 'auditors' });
      new iam.CfnUserToGroupAddition(stack, 'Addition', { groupName: new cdk.CfnParameter(stack, 'Group').valueAsString, users: ['ada'] });
    }),
  ],
};
