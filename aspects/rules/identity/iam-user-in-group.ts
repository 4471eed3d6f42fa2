import { isInGroup } from '../../iam/members';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { noncompliant, undecided } from '../../rule/found';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/** Users are in a group. */
export const iamUserInGroup: Rule = {
  id: 'iam-user-in-group',
  theme: 'identity',
  severity: Severity.LOW,
  stability: 'preview',
  title: 'A user belongs to a group',
  threat: 'What a user outside of every group may do is decided user by user: rights are never taken back in one place, and whoever gets an old password or '
    + 'key finds more than anybody remembers.',
  remedy: 'Let people sign in through IAM Identity Center and programs take roles. Where a user has to be, put it into a group: user.addToGroup(group).',
  links: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_groups.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html',
    'https://cwe.mitre.org/data/definitions/269.html',
  ],
  covers: [
    'cdk-nag:IAMUserGroupMembership', 'cfn_nag:F2000', 'guard:IAM_USER_GROUP_MEMBERSHIP_CHECK', 'guard:IAM_USER_MISSING_GROUP_RULE',
    'kics:06933df4-0ea7-461c-b9b5-104d27390e0e',
  ],
  target: 'AWS::IAM::User',
  check: (user, app) => {
    const answer = isInGroup(user, app);
    const property = 'Groups';
    if (answer === 'yes') return undefined;
    if (answer === 'undecided') return undecided(user, 'only the deployment knows whether the user belongs to a group', { property });
    return noncompliant(user, 'the user belongs to no group', { property });
  },
  // No fix: which group is meant only the owner knows.
  examples: [
    compliant('in a group', ({ stack, iam }) => {
      new iam.User(stack, 'User').addToGroup(new iam.Group(stack, 'Auditors'));
    }),
    compliant('added by a resource of its own', ({ stack, iam }) => {
      const user = new iam.CfnUser(stack, 'User');
      new iam.CfnUserToGroupAddition(stack, 'Addition', { groupName: 'auditors', users: [user.ref] });
    }),
    noncompliantExample('nothing said', ({ stack, iam }) => {
      new iam.User(stack, 'User');
    }),
    noncompliantExample('an empty list, in a raw resource', ({ stack, cdk }) => {
      new cdk.CfnResource(stack, 'User', { type: 'AWS::IAM::User', properties: { Groups: [] } });
    }),
    noncompliantExample('taken out by an override', ({ stack, iam }) => {
      new iam.CfnUser(stack, 'User', { groups: ['auditors'] }).addPropertyDeletionOverride('Groups');
    }),
    undecidedExample('groups that a parameter names', ({ stack, cdk, iam }) => {
      new iam.CfnUser(stack, 'User', { groups: new cdk.CfnParameter(stack, 'Groups', { type: 'CommaDelimitedList' }).valueAsList });
    }),
  ],
};
