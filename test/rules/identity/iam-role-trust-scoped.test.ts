import { judge } from '../../../aspects/engine/audit';
import { iamRoleTrustScoped } from '../../../aspects/rules/identity/iam-role-trust-scoped';
import { modelOfTemplate } from '../../support/synthesis';

/** What the rule says of a role with this trust: `verdict severity message`. */
function said(document: unknown): string[] {
  const app = modelOfTemplate({
    Parameters: { Trusted: { Type: 'String' } },
    Conditions: { IsTest: { 'Fn::Equals': [{ Ref: 'Trusted' }, 'test'] } },
    Resources: {
      Role: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: document } },
      GitHub: { Type: 'AWS::IAM::OIDCProvider', Properties: { Url: 'https://token.actions.githubusercontent.com' } },
      Directory: { Type: 'AWS::IAM::SAMLProvider', Properties: {} },
      Conditions: { Type: 'Custom::AWSCDKCfnJson', Properties: {} },
    },
  });
  const { judgements, failures } = judge(app, [iamRoleTrustScoped]);
  expect(failures).toEqual([]);
  return judgements.map(({ found }) => `${found.verdict} ${found.severity ?? iamRoleTrustScoped.severity} ${found.message}`);
}

const trust = (Principal: unknown, Condition?: unknown, Action: unknown = 'sts:AssumeRole') => ({ Statement: { Effect: 'Allow', Principal, Action, Condition } });
const whether = (yes: unknown, no: unknown) => ({ 'Fn::If': ['IsTest', yes, no] });

const EVERYBODY = 'noncompliant HIGH the role trusts everybody, of any account';
const UNSAID = 'undecided HIGH whom the role trusts is only known at deployment';

test.each<[string, unknown, unknown, string[]]>([
  ['a star', '*', undefined, [EVERYBODY]], ['a star among accounts', { AWS: ['111122223333', '*'] }, undefined, [EVERYBODY]],
  ['the root of no account', { AWS: 'arn:aws:iam::root' }, undefined, [EVERYBODY]], ['the root of any account', { AWS: 'arn:aws:iam::*:root' }, undefined, [EVERYBODY]],
  ['a star under an external id', { AWS: '*' }, { StringEquals: { 'sts:ExternalId': 'orders' } }, [EVERYBODY]],
  ['a star of an organisation, if the request says it', { AWS: '*' }, { StringEqualsIfExists: { 'aws:PrincipalOrgID': 'o-1' } }, [EVERYBODY]],
  ['a star of an organisation', { AWS: '*' }, { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } }, []],
  ['a star of an account', '*', { StringEquals: { 'aws:PrincipalAccount': '111122223333' } }, []],
  ['an account', { AWS: { 'Fn::Sub': 'arn:aws:iam::${AWS::AccountId}:root' } }, undefined, []], ['this account', { AWS: { Ref: 'AWS::AccountId' } }, undefined, []],
  ['a service', { Service: 'lambda.amazonaws.com' }, undefined, []],
  ['a star or an account', { AWS: whether('*', '111122223333') }, undefined, [EVERYBODY]],
  ['a parameter', { AWS: { Ref: 'Trusted' } }, undefined, [UNSAID]], ['a parameter, whole', { Ref: 'Trusted' }, undefined, [UNSAID]],
  ['a star under a condition that is only known at deployment', '*', { Ref: 'Trusted' }, [`${EVERYBODY.replace('noncompliant', 'undecided')}; whether the role trusts them is only known at deployment`]],
])('trust in %s', (_, principal, condition, expected) => {
  expect(said(trust(principal, condition))).toEqual(expected);
});

test('a document that is JSON, a denial and a document that is only known at deployment', () => {
  expect(said(JSON.stringify(trust({ AWS: '*' })))).toEqual([EVERYBODY]);
  expect(said({ Statement: [{ Effect: 'Deny', Principal: '*', Action: 'sts:AssumeRole' }] })).toEqual([]);
  expect(said({ Ref: 'Trusted' })).toEqual([UNSAID]);
});

test('a principal that a condition chooses', () => {
  expect(said(trust(whether({ AWS: '*' }, { AWS: '111122223333' })))).toEqual([expect.stringMatching(/^undecided HIGH the role trusts everybody/)]);
});

test.each([
  ['*', 'sts:AssumeRole'], ['sts:*', 'sts:TagSession'], ['sts:AssumeRole*', 'sts:AssumeRole'],
])('a wildcard in the actions: %s', wildcard => {
  expect(said(trust({ Service: 'ec2.amazonaws.com' }, undefined, ['sts:AssumeRole', wildcard]))).toEqual([
    `noncompliant LOW the role allows \`${wildcard}\` to those whom it trusts, who need sts:AssumeRole`,
  ]);
  expect(said(trust({ Service: 'ec2.amazonaws.com' }, undefined, whether(wildcard, 'sts:AssumeRole')))).toEqual([]);
});

describe('web identities', () => {
  const ISSUER = 'token.actions.githubusercontent.com';
  const GITHUB = `arn:aws:iam::111122223333:oidc-provider/${ISSUER}`;
  const aud = { [`${ISSUER}:aud`]: 'sts.amazonaws.com' };
  const sub = { [`${ISSUER}:sub`]: 'repo:octo/orders:ref:refs/heads/main' };
  const COGNITO = 'cognito-identity.amazonaws.com';

  test.each<[string, unknown, unknown, string[]]>([
    ['audience and subject', GITHUB, { StringEquals: { ...aud, ...sub } }, []],
    ['audience alone', GITHUB, { StringEquals: aud }, [`noncompliant HIGH the role trusts tokens of ${ISSUER} whatever their sub`]],
    ['subject alone', GITHUB, { StringEquals: sub }, [`noncompliant LOW the role trusts tokens of ${ISSUER} whatever their aud`]],
    ['nothing', GITHUB, undefined, [`noncompliant HIGH the role trusts tokens of ${ISSUER} whatever their aud and sub`]],
    ['any repository', GITHUB, { StringEquals: aud, StringLike: { [`${ISSUER}:sub`]: ['repo:octo/*', 'repo:*'] } }, [`noncompliant HIGH the role trusts tokens of ${ISSUER} whatever their sub`]],
    ['the repositories of one owner', GITHUB, { StringEquals: aud, StringLike: { [`${ISSUER}:sub`]: 'repo:octo/*' } }, []],
    ['for all values, so none too', GITHUB, { 'ForAllValues:StringEquals': { ...aud, ...sub } }, [`noncompliant HIGH the role trusts tokens of ${ISSUER} whatever their aud and sub`]],
    ['a provider of the application', { 'Fn::GetAtt': ['GitHub', 'Arn'] }, { StringEquals: aud }, ['noncompliant HIGH the role trusts tokens of GitHub whatever their sub']],
    ['a provider of SAML', { Ref: 'Directory' }, undefined, []],
    ['an identity pool', COGNITO, { 'StringEquals': { [`${COGNITO}:aud`]: 'eu-west-1:1' }, 'ForAnyValue:StringLike': { [`${COGNITO}:amr`]: 'authenticated' } }, []],
    ['an identity pool, signed in or not', COGNITO, { StringEquals: { [`${COGNITO}:aud`]: 'eu-west-1:1' } }, [`noncompliant MEDIUM the role trusts tokens of ${COGNITO} whatever their amr`]],
    ['any identity pool', COGNITO, { 'ForAnyValue:StringLike': { [`${COGNITO}:amr`]: 'authenticated' } }, [`noncompliant HIGH the role trusts tokens of ${COGNITO} whatever their aud`]],
    ['an app at another provider', 'www.amazon.com', { StringEquals: { 'www.amazon.com:app_id': 'amzn1.app' } }, []],
    ['any app at another provider', 'accounts.google.com', undefined, ['noncompliant HIGH the role trusts tokens of accounts.google.com whatever their aud']],
    ['a condition that a custom resource works out', GITHUB, { StringEquals: { 'Fn::GetAtt': ['Conditions', 'Value'] } }, [expect.stringMatching(/^undecided HIGH/)]],
    ['a condition that is only known at deployment', GITHUB, { Ref: 'Trusted' }, [expect.stringMatching(/^undecided HIGH/)]],
  ])('%s', (_, provider, condition, expected) => {
    expect(said(trust({ Federated: provider }, condition, 'sts:AssumeRoleWithWebIdentity'))).toEqual(expected);
  });
});
