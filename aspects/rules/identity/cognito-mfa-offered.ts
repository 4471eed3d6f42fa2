import { AppModel } from '../../model/app-model';
import { Resource } from '../../model/resource';
import { sameValue } from '../../model/value';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { mustBe } from '../../rule/found';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/** Users can protect themselves by a second factor. */
export const cognitoMfaOffered: Rule = {
  id: 'cognito-mfa-offered',
  theme: 'identity',
  severity: Severity.MEDIUM,
  stability: 'stable',
  title: 'A user pool offers a second factor',
  threat: 'A password that was used elsewhere, guessed or typed into a copy of the sign-in page is all that an attacker needs: not even a careful user can '
    + 'ask for more.',
  remedy: 'Set mfa: Mfa.OPTIONAL, or Mfa.REQUIRED where everybody has to; prefer mfaSecondFactor: { otp: true, sms: false }. Acknowledge pools whose users '
    + 'sign in at another provider.',
  links: [
    'https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-mfa.html',
    'https://docs.aws.amazon.com/securityhub/latest/userguide/cognito-controls.html',
    'https://cwe.mitre.org/data/definitions/308.html',
    'https://owasp.org/www-project-serverless-top-10/',
  ],
  covers: [
    'cdk-nag:CognitoUserPoolMFA', 'cfn_nag:F78', 'guard:COGNITO_USER_POOL_MFA_CONFIGURATION_RULE', 'kics:74a18d1a-cf02-4a31-8791-ed0967ad7fdc',
    'securityhub:Cognito.5',
  ],
  target: 'AWS::Cognito::UserPool',
  check: (pool, app) => (isForMachines(pool, app) ? undefined : mustBe(pool, 'MfaConfiguration', mode => ['ON', 'OPTIONAL'].includes(String(mode).toUpperCase()), 'users of the pool can have no second factor')),
  // No fix: a second factor needs a way to send codes or a page to set up an authenticator, and only the owner knows which the users have.
  examples: [
    compliant('required', ({ stack, cognito }) => {
      new cognito.UserPool(stack, 'Users', { mfa: cognito.Mfa.REQUIRED, mfaSecondFactor: { otp: true, sms: false } });
    }),
    compliant('as each user likes', ({ stack, cognito }) => {
      new cognito.UserPool(stack, 'Users', { mfa: cognito.Mfa.OPTIONAL, mfaSecondFactor: { otp: true, sms: false } });
    }),
    compliant('a pool whose clients are machines', ({ stack, cognito }) => {
      const users = new cognito.UserPool(stack, 'Machines');
      const scope = new cognito.ResourceServerScope({ scopeName: 'write', scopeDescription: 'orders' });
      const server = users.addResourceServer('Orders', { identifier: 'orders', scopes: [scope] });
      users.addClient('Client', { generateSecret: true, oAuth: { flows: { clientCredentials: true }, scopes: [cognito.OAuthScope.resourceServer(server, scope)] } });
    }),
    noncompliantExample('nothing said', ({ stack, cognito }) => {
      new cognito.UserPool(stack, 'Users');
    }),
    noncompliantExample('off, in a raw resource', ({ stack, cdk }) => {
      new cdk.CfnResource(stack, 'Users', { type: 'AWS::Cognito::UserPool', properties: { MfaConfiguration: 'OFF' } });
    }),
    noncompliantExample('a truth value that is neither, by an override', ({ stack, cognito }) => {
      new cognito.CfnUserPool(stack, 'Users').addPropertyOverride('MfaConfiguration', false);
    }),
    undecidedExample('left to a parameter', ({ stack, cdk, cognito }) => {
      new cognito.CfnUserPool(stack, 'Users', { mfaConfiguration: new cdk.CfnParameter(stack, 'Mfa').valueAsString });
    }),
  ],
};

/** Whether every client of the pool signs in with a secret of its own, so that there are no users. */
function isForMachines(pool: Resource, app: AppModel): boolean {
  const clients = app.ofType('AWS::Cognito::UserPoolClient').filter(client => app.resourceOf(client.get('UserPoolId')) === pool);
  return clients.length > 0 && clients.every(client => sameValue(client.get('AllowedOAuthFlows'), ['client_credentials']));
}
