import { Resource } from '../../model/resource';
import { Answer, ask } from '../../model/value';
import { anyOf } from '../../network/answers';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { noncompliant, undecided } from '../../rule/found';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/** Sign-ins are watched. */
export const cognitoThreatProtection: Rule = {
  id: 'cognito-threat-protection',
  theme: 'identity',
  severity: Severity.LOW,
  stability: 'preview',
  title: 'A user pool has threat protection',
  threat: 'Passwords that leaked elsewhere are tried against every account, from thousands of addresses: without threat protection each attempt looks like '
    + 'a sign-in, and nothing asks whether the password is a known one.',
  remedy: 'Set featurePlan: FeaturePlan.PLUS and standardThreatProtectionMode: StandardThreatProtectionMode.FULL_FUNCTION; it is charged by the active user.',
  links: [
    'https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-settings-threat-protection.html',
    'https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-sign-in-feature-plans.html',
    'https://cwe.mitre.org/data/definitions/307.html',
  ],
  covers: ['cdk-nag:CognitoUserPoolPlusTier', 'securityhub:Cognito.1'],
  target: 'AWS::Cognito::UserPool',
  check: pool => {
    const answer = isProtected(pool);
    const property = 'UserPoolTier';
    if (answer === 'yes') return undefined;
    if (answer === 'undecided') return undecided(pool, 'only the deployment knows whether the pool has threat protection', { property });
    return noncompliant(pool, 'nothing watches the sign-ins of the pool: its feature plan has no threat protection', { property });
  },
  // No fix: the plan is charged by the active user.
  examples: [
    compliant('the plan that has it', ({ stack, cognito }) => {
      new cognito.UserPool(stack, 'Users', { featurePlan: cognito.FeaturePlan.PLUS });
    }),
    compliant('turned on by its older name, in a raw resource', ({ stack, cdk }) => {
      const properties = { UserPoolAddOns: { AdvancedSecurityMode: 'ENFORCED' } };
      new cdk.CfnResource(stack, 'Users', { type: 'AWS::Cognito::UserPool', properties });
    }),
    noncompliantExample('nothing said', ({ stack, cognito }) => {
      new cognito.UserPool(stack, 'Users');
    }),
    noncompliantExample('a plan without it, by an override', ({ stack, cognito }) => {
      new cognito.CfnUserPool(stack, 'Users', { userPoolTier: 'PLUS' }).addPropertyOverride('UserPoolTier', 'LITE');
    }),
    undecidedExample('left to a parameter', ({ stack, cdk, cognito }) => {
      new cognito.CfnUserPool(stack, 'Users', { userPoolTier: new cdk.CfnParameter(stack, 'Plan').valueAsString });
    }),
  ],
};

function isProtected(pool: Resource): Answer {
  return anyOf([
    ask(pool.get('UserPoolTier'), tier => tier === 'PLUS'),
    ask(pool.get('UserPoolAddOns.AdvancedSecurityMode'), mode => mode === 'ENFORCED' || mode === 'AUDIT'),
  ]);
}
