import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { mustBe } from '../../rule/found';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/** Every user has a second factor. */
export const cognitoMfaRequired: Rule = {
  id: 'cognito-mfa-required',
  theme: 'identity',
  severity: Severity.LOW,
  stability: 'preview',
  title: 'A user pool that offers a second factor demands it of everybody',
  threat: 'Few users turn on what is optional: the accounts of all others fall to a password that was used elsewhere or typed into a copy of the sign-in page.',
  remedy: 'Set mfa: Mfa.REQUIRED where the users can be asked for it; acknowledge pools of customers who may choose.',
  links: [
    'https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-mfa.html',
    'https://cwe.mitre.org/data/definitions/308.html',
  ],
  // A pool without a second factor at all is reported by cognito-mfa-offered.
  covers: ['cdk-nag:CognitoUserPoolMFA', 'securityhub:Cognito.5'],
  target: 'AWS::Cognito::UserPool',
  check: pool => mustBe(pool, 'MfaConfiguration', mode => String(mode).toUpperCase() !== 'OPTIONAL', 'the second factor is left to each user'),
  // No fix: users without a second factor could not sign in any more.
  examples: [
    compliant('required', ({ stack, cognito }) => {
      new cognito.UserPool(stack, 'Users', { mfa: cognito.Mfa.REQUIRED, mfaSecondFactor: { otp: true, sms: false } });
    }),
    compliant('none at all, which another rule is about', ({ stack, cognito }) => {
      new cognito.UserPool(stack, 'Users');
    }),
    noncompliantExample('as each user likes', ({ stack, cognito }) => {
      new cognito.UserPool(stack, 'Users', { mfa: cognito.Mfa.OPTIONAL, mfaSecondFactor: { otp: true, sms: false } });
    }),
    noncompliantExample('as each user likes, in a raw resource', ({ stack, cdk }) => {
      new cdk.CfnResource(stack, 'Users', { type: 'AWS::Cognito::UserPool', properties: { MfaConfiguration: 'OPTIONAL' } });
    }),
    noncompliantExample('lowered by an override', ({ stack, cognito }) => {
      new cognito.CfnUserPool(stack, 'Users', { mfaConfiguration: 'ON' }).addPropertyOverride('MfaConfiguration', 'OPTIONAL');
    }),
    undecidedExample('left to a parameter', ({ stack, cdk, cognito }) => {
      new cognito.CfnUserPool(stack, 'Users', { mfaConfiguration: new cdk.CfnParameter(stack, 'Mfa').valueAsString });
    }),
  ],
};
