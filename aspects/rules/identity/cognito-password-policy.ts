import { alternativesOf, Answer, ask, booleanOf, entryOf, isOpen, numberOf, Value } from '../../model/value';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { noncompliant, undecided } from '../../rule/found';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

const CLASSES = ['RequireLowercase', 'RequireNumbers', 'RequireSymbols', 'RequireUppercase'];

/** User pools do not accept passwords that are soon guessed. */
export const cognitoPasswordPolicy: Rule = {
  id: 'cognito-password-policy',
  theme: 'identity',
  severity: Severity.MEDIUM,
  stability: 'preview',
  title: 'A user pool demands passwords that are long, or mixed and not short',
  threat: 'Attackers try common passwords against many users; where short and simple ones are allowed, some users have them, and their accounts are taken over.',
  remedy: 'Leave passwordPolicy out (Cognito then demands 8 characters of all four classes), or demand minLength: 12.',
  links: [
    'https://docs.aws.amazon.com/cognito/latest/developerguide/managing-users-passwords.html',
    'https://docs.aws.amazon.com/securityhub/latest/userguide/cognito-controls.html',
    'https://cwe.mitre.org/data/definitions/521.html',
  ],
  // The first of them faults a pool that says nothing; Cognito's own default is what it asks for.
  covers: ['cdk-nag:CognitoUserPoolStrongPasswordPolicy', 'securityhub:Cognito.3'],
  target: 'AWS::Cognito::UserPool',
  check: pool => {
    const property = 'Policies.PasswordPolicy';
    const answers = alternativesOf(pool.get(property)).map(strong);
    if (answers.every(answer => answer === 'yes')) return undefined;
    if (!answers.every(answer => answer === 'no')) return undecided(pool, 'only the deployment knows which passwords the pool accepts', { property });
    return noncompliant(pool, 'the pool accepts passwords under 8 characters, or under 12 without all of lower case, upper case, numbers and symbols', { property });
  },
  // No fix: users who change a password would be refused what they are told is enough.
  examples: [
    compliant('Cognito\'s default', ({ stack, cognito }) => {
      new cognito.UserPool(stack, 'Users');
    }),
    compliant('long passwords of any kind', ({ stack, cognito }) => {
      new cognito.UserPool(stack, 'Users', {
        passwordPolicy: { minLength: 14, requireDigits: false, requireLowercase: false, requireSymbols: false, requireUppercase: false },
      });
    }),
    noncompliantExample('six characters', ({ stack, cognito }) => {
      new cognito.UserPool(stack, 'Users', { passwordPolicy: { minLength: 6 } });
    }),
    noncompliantExample('eight characters of any kind: what a raw policy leaves out is not demanded', ({ stack, cdk }) => {
      new cdk.CfnResource(stack, 'Users', { type: 'AWS::Cognito::UserPool', properties: { Policies: { PasswordPolicy: { MinimumLength: '8', RequireNumbers: 'true' } } } });
    }),
    undecidedExample('left to a parameter', ({ stack, cdk, cognito }) => {
      const length = new cdk.CfnParameter(stack, 'Length', { type: 'Number' });
      new cognito.CfnUserPool(stack, 'Users', { policies: { passwordPolicy: { minimumLength: length.valueAsNumber } } });
    }),
  ],
};

/** Whether a policy demands strong passwords. A policy that leaves the length out keeps Cognito's default of 8. */
function strong(policy: Value): Answer {
  if (policy === undefined) return 'yes';
  if (isOpen(policy)) return 'undecided';
  const length = (least: number) => ask(entryOf(policy, 'MinimumLength'), given => (given === undefined ? 8 : numberOf(given) ?? 0) >= least);
  if (length(8) === 'no' || length(12) === 'yes') return length(8);
  const mixed = CLASSES.map(name => ask(entryOf(policy, name), demanded => booleanOf(demanded) === true));
  if (mixed.includes('no')) return length(12);
  return mixed.includes('undecided') ? 'undecided' : length(8);
}
