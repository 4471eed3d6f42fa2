import { ask } from '../../model/value';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { noncompliant, undecided } from '../../rule/found';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

const PASSWORD = 'LoginProfile.Password';
const CLASSES = [/[a-z]/, /[A-Z]/, /\d/, /[^a-zA-Z\d]/];
const LENGTH = 14;

/** The passwords that a template gives are not soon guessed. */
export const iamUserPasswordStrong: Rule = {
  id: 'iam-user-password-strong',
  theme: 'identity',
  severity: Severity.MEDIUM,
  stability: 'preview',
  title: 'The password of a user is long and mixed',
  threat: 'Whoever guesses the password signs in to the account as the user: common and short ones are tried first, from everywhere.',
  remedy: 'Let Secrets Manager make it: password: secret.secretValue, with generateSecretString of 14 characters or more; better, let people sign in through '
    + 'IAM Identity Center.',
  links: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_passwords_account-policy.html',
    'https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html#iam-7',
    'https://cwe.mitre.org/data/definitions/521.html',
  ],
  // That a password stands in the template at all is reported by secret-value-not-in-template.
  covers: [
    'kics:445020f6-b69e-4484-847f-02d4b7768902', 'kics:839f238f-2e3a-4a72-b945-8abdf91af955', 'kics:b1b20ae3-8fa7-4af5-a74d-a2145920fcb1',
    'kics:d72a7869-e8b9-4e12-bcd2-e8be10b39fa7', 'kics:f4cf35d6-da92-48de-ab70-57be2b2e6497',
  ],
  target: 'AWS::IAM::User',
  check: user => {
    if (user.get(PASSWORD) === undefined) return undefined;
    const strong = ask(user.get(PASSWORD), password => isElsewhere(String(password)) || isStrong(String(password)));
    if (strong === 'yes') return undefined;
    if (strong === 'undecided') return undecided(user, 'only the deployment knows the password of the user', { property: PASSWORD });
    return noncompliant(user, `the password has less than ${LENGTH} characters, or not all of lower case, upper case, numbers and symbols`, { property: PASSWORD });
  },
  // No fix: a password that a tool makes up would stand in the template, too.
  examples: [
    compliant('a password that only Secrets Manager knows', ({ stack, cdk, iam }) => {
      new iam.User(stack, 'User', { password: cdk.SecretValue.secretsManager('first-password') });
    }),
    compliant('a user without a password', ({ stack, iam }) => {
      new iam.User(stack, 'User');
    }),
    noncompliantExample('a short password', ({ stack, cdk, iam }) => {
      new iam.User(stack, 'User', { password: cdk.SecretValue.unsafePlainText('aB3$efgh') });
    }),
    noncompliantExample('letters alone, in a raw resource', ({ stack, cdk }) => {
      const properties = { LoginProfile: { Password: 'correctHorseBatteryStaple' } };
      new cdk.CfnResource(stack, 'User', { type: 'AWS::IAM::User', properties });
    }),
    noncompliantExample('numbers alone, by an override', ({ stack, iam }) => {
      new iam.CfnUser(stack, 'User').addPropertyOverride('LoginProfile.Password', 12345678901234);
    }),
    undecidedExample('left to a parameter', ({ stack, cdk, iam }) => {
      new iam.CfnUser(stack, 'User', { loginProfile: { password: new cdk.CfnParameter(stack, 'Password', { noEcho: true }).valueAsString } });
    }),
  ],
};

/** A dynamic reference: the template says where the password is kept, not what it is. */
function isElsewhere(password: string): boolean {
  return password.startsWith('{{resolve:');
}

function isStrong(password: string): boolean {
  return password.length >= LENGTH && CLASSES.every(one => one.test(password));
}
