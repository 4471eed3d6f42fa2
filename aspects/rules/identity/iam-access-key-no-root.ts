import { Reference } from '../../model/value';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { mustBe } from '../../rule/found';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/** The owner of the account has no access key. */
export const iamAccessKeyNoRoot: Rule = {
  id: 'iam-access-key-no-root',
  theme: 'identity',
  severity: Severity.CRITICAL,
  stability: 'preview',
  title: 'No access key is for the root user',
  threat: 'Whoever finds the key owns the account: no policy and no boundary limits its root user, not even the right to close the account.',
  remedy: 'Remove the key; let programs take roles, and people sign in through IAM Identity Center.',
  links: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/root-user-best-practices.html',
    'https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html#iam-4',
    'https://cwe.mitre.org/data/definitions/250.html',
  ],
  covers: ['kics:4c137350-7307-4803-8c04-17c09a7a9fcf', 'guard:IAM_ROOT_ACCESS_KEY_CHECK', 'securityhub:IAM.4'],
  target: 'AWS::IAM::AccessKey',
  check: key => (key.get('UserName') instanceof Reference ? undefined // a user of the application
    : mustBe(key, 'UserName', name => String(name).toLowerCase() !== 'root', 'the key is for the root user of the account')),
  // No fix: whatever uses the key would be refused, and has to be given a role first.
  examples: [
    compliant('a key of a user', ({ stack, iam }) => {
      new iam.CfnAccessKey(stack, 'Key', { userName: 'ada' });
    }),
    noncompliantExample('a key of the root user, in a raw resource', ({ stack, cdk }) => {
      new cdk.CfnResource(stack, 'Key', { type: 'AWS::IAM::AccessKey', properties: { UserName: 'root' } });
    }),
    noncompliantExample('a key of the root user, by an override', ({ stack, iam }) => {
      new iam.CfnAccessKey(stack, 'Key', { userName: 'ada' }).addPropertyOverride('UserName', 'Root');
    }),
    undecidedExample('a user that a parameter names', ({ stack, cdk, iam }) => {
      new iam.CfnAccessKey(stack, 'Key', { userName: new cdk.CfnParameter(stack, 'Name').valueAsString });
    }),
  ],
};
