import { booleanOf } from '../../model/value';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { mustBe } from '../../rule/found';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/** Identity pools hand out no credentials to guests. */
export const cognitoNoUnauthenticated: Rule = {
  id: 'cognito-no-unauthenticated',
  theme: 'identity',
  severity: Severity.MEDIUM,
  stability: 'stable',
  title: 'An identity pool gives AWS credentials only to users who have signed in',
  threat: 'Anybody who knows the pool\'s id, which every client of the application carries, gets AWS credentials without signing in, and does whatever the '
    + 'guest role may.',
  remedy: 'Set allowUnauthenticatedIdentities: false. Where guests are meant, keep their role to what is public, and acknowledge with the reason.',
  links: [
    'https://docs.aws.amazon.com/cognito/latest/developerguide/identity-pools.html',
    'https://docs.aws.amazon.com/securityhub/latest/userguide/cognito-controls.html',
    'https://cwe.mitre.org/data/definitions/306.html',
  ],
  covers: [
    'cdk-nag:CognitoUserPoolNoUnauthenticatedLogins', 'checkov:CKV_AWS_366', 'cfn_nag:W57', 'securityhub:Cognito.2',
    'guard:COGNITO_ALLOW_UNAUTHENTICATED_IDENTITIES_RULE',
  ],
  target: 'AWS::Cognito::IdentityPool',
  // CloudFormation requires the property; a template without it does not deploy, so that nobody gets anything.
  check: pool => mustBe(pool, 'AllowUnauthenticatedIdentities', allowed => booleanOf(allowed) !== true, 'the pool gives AWS credentials to whoever asks'),
  // No fix: guests of the application would be refused, and nothing in the template says whether there are any.
  examples: [
    compliant('for users who have signed in', ({ stack, cdk }) => {
      new cdk.CfnResource(stack, 'Pool', { type: 'AWS::Cognito::IdentityPool', properties: { AllowUnauthenticatedIdentities: false } });
    }),
    noncompliantExample('for guests too', ({ stack, cognito }) => {
      new cognito.CfnIdentityPool(stack, 'Pool', { allowUnauthenticatedIdentities: true });
    }),
    noncompliantExample('by an override, as a string', ({ stack, cognito }) => {
      new cognito.CfnIdentityPool(stack, 'Pool', { allowUnauthenticatedIdentities: false }).addPropertyOverride('AllowUnauthenticatedIdentities', 'true');
    }),
    undecidedExample('left to a parameter', ({ stack, cdk, cognito }) => {
      const guests = new cdk.CfnParameter(stack, 'Guests', { allowedValues: ['true', 'false'] });
      new cognito.CfnIdentityPool(stack, 'Pool', { allowUnauthenticatedIdentities: guests.value as unknown as boolean });
    }),
  ],
};
