import { booleanOf } from '../../model/value';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { mustBe } from '../../rule/found';
import { isGiven } from '../../rule/given';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/** Users choose their own password at the first sign-in. */
export const iamUserPasswordReset: Rule = {
  id: 'iam-user-password-reset',
  theme: 'identity',
  severity: Severity.LOW,
  stability: 'preview',
  title: 'A user changes the password of the template at the first sign-in',
  threat: 'The first password is known to whoever wrote, reviewed or deployed the template, and lies in its history: as long as it is not changed, each of '
    + 'them signs in as the user.',
  remedy: 'Set passwordResetRequired: true; better, let people sign in through IAM Identity Center.',
  links: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_passwords_admin-change-user.html',
    'https://cwe.mitre.org/data/definitions/521.html',
  ],
  covers: ['cfn_nag:W50', 'guard:IAM_USER_LOGIN_PROFILE_PASSWORD_RESET_RULE', 'kics:a964d6e3-8e1e-4d93-8120-61fa640dd55a'],
  target: 'AWS::IAM::User',
  check: user => (isGiven(user.get('LoginProfile')) === 'no' ? undefined
    : mustBe(user, 'LoginProfile.PasswordResetRequired', on => booleanOf(on) === true, 'the user may keep the password that was set for it')),
  // No fix: a program that signs in as the user would be asked for a new password.
  examples: [
    compliant('changed at the first sign-in', ({ stack, cdk, iam }) => {
      new iam.User(stack, 'User', { password: cdk.SecretValue.secretsManager('first-password'), passwordResetRequired: true });
    }),
    compliant('a user without a password', ({ stack, iam }) => {
      new iam.User(stack, 'User');
    }),
    noncompliantExample('nothing said', ({ stack, cdk, iam }) => {
      new iam.User(stack, 'User', { password: cdk.SecretValue.secretsManager('first-password') });
    }),
    noncompliantExample('kept, in a raw resource', ({ stack, cdk }) => {
      const LoginProfile = { Password: '{{resolve:ssm-secure:first-password}}', PasswordResetRequired: 'false' };
      new cdk.CfnResource(stack, 'User', { type: 'AWS::IAM::User', properties: { LoginProfile } });
    }),
    noncompliantExample('kept by an override', ({ stack, cdk, iam }) => {
      const user = new iam.User(stack, 'User', { password: cdk.SecretValue.secretsManager('first-password'), passwordResetRequired: true });
      (user.node.defaultChild as import('aws-cdk-lib/aws-iam').CfnUser).addPropertyOverride('LoginProfile.PasswordResetRequired', false);
    }),
    undecidedExample('left to a parameter', ({ stack, cdk, iam }) => {
      const reset = new cdk.CfnParameter(stack, 'Reset', { allowedValues: ['true', 'false'] }).valueAsString;
      const user = new iam.CfnUser(stack, 'User', { loginProfile: { password: '{{resolve:ssm-secure:first-password}}' } });
      user.addPropertyOverride('LoginProfile.PasswordResetRequired', reset);
    }),
  ],
};
