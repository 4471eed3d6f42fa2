import { narrows } from '../../api/caller-condition';
import { asksFor, claimsOf, isEverybody, principalsOf } from '../../iam/trust';
import { actionMatches, actionPatterns, allows, isOpenDocument, membersOf, Statement, statementsOf } from '../../model/policy';
import { Resource } from '../../model/resource';
import { alternativesOf, isOpen, pseudoParameterOf, Unknown } from '../../model/value';
import { compliant, noncompliantExample, undecidedExample } from '../../rule/example';
import { Found, FoundDetails, noncompliant, undecided } from '../../rule/found';
import { Rule } from '../../rule/rule';
import { Severity } from '../../severity';

/**
 * Only named callers may take a role on.
 *
 * An external id tells customers of one service apart and is no secret, so it does not bound `*`. Another account may be
 * trusted without one: that is for its owner to say. A wildcard in the actions is LOW: it lets trusted callers set tags and
 * names of sessions.
 */
export const iamRoleTrustScoped: Rule = {
  id: 'iam-role-trust-scoped',
  theme: 'identity',
  severity: Severity.HIGH,
  stability: 'stable',
  title: 'A role is trusted to named callers',
  threat: 'Anybody with an account of AWS, a repository or an app at the same identity provider takes the role on, and has its rights in this account.',
  remedy: 'Name the principals; bound a wildcard by aws:PrincipalOrgID, a web identity by its audience and subject (StringEquals on <issuer>:aud and <issuer>:sub), '
    + 'an identity pool by aud and amr.',
  links: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html',
    'https://docs.aws.amazon.com/cognito/latest/developerguide/role-trust-and-permissions.html',
    'https://cwe.mitre.org/data/definitions/284.html',
  ],
  covers: [
    'cfn_nag:F2', 'cfn_nag:F6', 'cfripper:IAMRoleWildcardActionOnPolicyRule', 'checkov:CKV_AWS_60', 'guard:IAM_ROLE_NO_ALLOW_PLUS_NOT_PRINCIPAL',
    'guard:IAM_ROLE_NO_FULL_ACCESS_ON_TRUST_POLICY', 'kics:f80e3aa7-7b34-4185-954e-440a6894dde6', 'cfripper:FullWildcardPrincipalRule',
    'cfripper:GenericWildcardPrincipalRule', 'cfripper:GenericResourceFullWildcardPrincipalRule', 'cfripper:GenericResourceWildcardPrincipalRule',
    'cfripper:CrossAccountTrustRule', 'cfripper:GenericCrossAccountTrustRule',
  ],
  target: 'AWS::IAM::Role',
  *check(role) {
    const document = role.get('AssumeRolePolicyDocument');
    for (const statement of statementsOf(document).filter(allows)) {
      yield* [...untrusted(role, statement), ...wildcards(role, statement)];
    }
    if (document !== undefined && alternativesOf(document).some(isOpenDocument)) {
      yield undecided(role, 'whom the role trusts is only known at deployment', { property: 'AssumeRolePolicyDocument' });
    }
  },
  // No fix: only its owner knows whom to trust.
  examples: [
    compliant('one service', ({ stack, iam }) => {
      new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
    }),
    compliant('everybody of one organisation', ({ stack, iam }) => {
      new iam.Role(stack, 'Role', { assumedBy: new iam.OrganizationPrincipal('o-a1b2c3d4e5') });
    }),
    compliant('one repository of GitHub', ({ stack, iam }) => {
      new iam.Role(stack, 'Role', {
        assumedBy: new iam.WebIdentityPrincipal('arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com', {
          StringEquals: { 'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com' },
          StringLike: { 'token.actions.githubusercontent.com:sub': 'repo:octo/orders:*' },
        }),
      });
    }),
    compliant('those who signed in to one identity pool', ({ stack, iam }) => {
      new iam.Role(stack, 'Role', {
        assumedBy: new iam.WebIdentityPrincipal('cognito-identity.amazonaws.com', {
          'StringEquals': { 'cognito-identity.amazonaws.com:aud': 'eu-west-1:12345678-dead-beef-cafe-123456790abc' },
          'ForAnyValue:StringLike': { 'cognito-identity.amazonaws.com:amr': 'authenticated' },
        }),
      });
    }),
    noncompliantExample('everybody', ({ stack, iam }) => {
      new iam.Role(stack, 'Role', { assumedBy: new iam.AnyPrincipal() });
    }),
    noncompliantExample('everybody who knows an external id, in a raw resource', ({ stack, cdk }) => {
      const statement = { Effect: 'Allow', Principal: { AWS: ['*'] }, Action: 'sts:AssumeRole', Condition: { StringEquals: { 'sts:ExternalId': 'orders' } } };
      new cdk.CfnResource(stack, 'Role', { type: 'AWS::IAM::Role', properties: { AssumeRolePolicyDocument: { Statement: statement } } });
    }),
    noncompliantExample('every repository of GitHub', ({ stack, iam }) => {
      new iam.Role(stack, 'Role', {
        assumedBy: new iam.WebIdentityPrincipal('arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com', {
          StringEquals: { 'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com' },
        }),
      });
    }),
    noncompliantExample('the identity pools of everybody', ({ stack, iam }) => {
      new iam.Role(stack, 'Role', { assumedBy: new iam.WebIdentityPrincipal('cognito-identity.amazonaws.com') });
    }),
    noncompliantExample('all but one', ({ stack, cdk }) => {
      const statement = [{ Effect: 'Allow', NotPrincipal: { AWS: 'arn:aws:iam::111122223333:root' }, Action: 'sts:AssumeRole' }];
      new cdk.CfnResource(stack, 'Role', { type: 'AWS::IAM::Role', properties: { AssumeRolePolicyDocument: { Statement: statement } } });
    }),
    undecidedExample('the principal is left to a parameter', ({ stack, cdk }) => {
      const trusted = new cdk.CfnParameter(stack, 'Trusted');
      const statement = { Effect: 'Allow', Principal: { AWS: trusted.valueAsString }, Action: 'sts:AssumeRole' };
      new cdk.CfnResource(stack, 'Role', { type: 'AWS::IAM::Role', properties: { AssumeRolePolicyDocument: { Statement: statement } } });
    }),
  ],
};

/** Finds callers whom nobody has named. */
function* untrusted(role: Resource, statement: Statement): Generator<Found> {
  const property = `AssumeRolePolicyDocument.Statement.${statement.index}`;
  const say = (message: string, certain: boolean, details: FoundDetails = {}): Found => (certain && statement.certain && !isOpen(statement.effect)
    ? noncompliant(role, message, { property, ...details }) : undecided(role, `${message}; whether the role trusts them is only known at deployment`, { property, ...details }));

  if (statement.notPrincipal !== undefined) yield say('the role trusts everybody but those whom it names', true);
  const named = principalsOf(statement.principal, 'AWS');
  const isCertain = alternativesOf(statement.principal).length === 1;
  const bounded = narrows(statement.condition, 'admits');
  if (bounded !== 'yes') {
    if (named.some(isEverybody)) yield say('the role trusts everybody, of any account', isCertain && bounded === 'no');
    else if (named.some(isUnsaid) || isUnsaid(statement.principal)) yield undecided(role, 'whom the role trusts is only known at deployment', { property });
  }
  for (const provider of principalsOf(statement.principal, 'Federated')) {
    const claims = claimsOf(provider);
    if (claims === undefined) continue;
    const [audience, subject] = [asksFor(statement.condition, claims.audience), claims.subject === undefined ? 'yes' : asksFor(statement.condition, [claims.subject])];
    const unasked = [...(audience === 'yes' ? [] : [claims.audience[0]]), ...(subject === 'yes' ? [] : [claims.subject])];
    if (unasked.length === 0) continue;
    // The provider knows its audiences, and a subject is one customer's; an identity pool's amr only says whether they signed in.
    const isSlight = claims.subject === 'amr' ? audience === 'yes' : subject === 'yes' && claims.subject === 'sub';
    const severity = !isSlight ? Severity.HIGH : claims.subject === 'amr' ? Severity.MEDIUM : Severity.LOW;
    yield say(`the role trusts tokens of ${claims.issuer} whatever their ${unasked.join(' and ')}`, isCertain && ![audience, subject].includes('undecided'), { severity });
  }
}

/** Finds wildcards in what trusted callers may do. */
function* wildcards(role: Resource, statement: Statement): Generator<Found> {
  const wide = membersOf(statement.actions).find(({ value }) => !isOpen(value) && /[*?]/.test(String(value)) && actionPatterns([value]).some(pattern => actionMatches(pattern, 'sts:AssumeRole')));
  if (wide === undefined || !wide.certain || !statement.certain || isOpen(statement.effect)) return;
  const property = `AssumeRolePolicyDocument.Statement.${statement.index}.Action`;
  yield noncompliant(role, `the role allows \`${String(wide.value)}\` to those whom it trusts, who need sts:AssumeRole`, { property, detail: String(wide.value), severity: Severity.LOW });
}

/** An account that is only known at deployment is one account, whichever. */
function isUnsaid(principal: unknown): boolean {
  return principal instanceof Unknown && pseudoParameterOf(principal) !== 'AWS::AccountId' && principal.alternatives === undefined;
}
