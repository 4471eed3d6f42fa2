import { needsKey } from './granted';
import { alternativesOf, Answer, isMap, isOpen, patternOf, Reference, Text, Value, valuesOf } from '../model/value';

/** The principals of one kind (`AWS`, `Federated`) that a statement names. `*` alone is everybody of the kind `AWS`. */
export function principalsOf(principal: Value, kind: string): readonly Value[] {
  return alternativesOf(principal).flatMap(one => {
    if (isMap(one)) return valuesOf(one[kind]).flatMap(alternativesOf).flatMap(valuesOf);
    return kind === 'AWS' ? valuesOf(one) : [];
  });
}

/** Whether a principal is everybody: `*`, or an ARN of IAM without an account of its own. */
export function isEverybody(principal: Value): boolean {
  const text = principal instanceof Text ? principal.parts.map(part => (typeof part === 'string' ? part : '.')).join('') : principal;
  return typeof text === 'string' && /^(\*|arn:[^:]*:iam::(\*?:|root$))/.test(text);
}

/** The claims of a token that a role has to ask for before it trusts who brings one. */
export interface Claims {
  /** Who issues the tokens, as policies call them. */
  readonly issuer: string;
  /** The claim that says which application a token is for, by any of these names. */
  readonly audience: readonly string[];
  /** The claim that says which of the issuer's customers a token is of. */
  readonly subject?: string;
}

const COGNITO = 'cognito-identity.amazonaws.com';

/** The issuers that IAM knows by name. Source: IAM and AWS STS condition context keys. */
const KNOWN_ISSUERS: Readonly<Record<string, Claims>> = {
  [COGNITO]: { issuer: COGNITO, audience: ['aud'], subject: 'amr' },
  'accounts.google.com': { issuer: 'accounts.google.com', audience: ['aud', 'oaud'] },
  'graph.facebook.com': { issuer: 'graph.facebook.com', audience: ['app_id'] },
  'www.amazon.com': { issuer: 'www.amazon.com', audience: ['app_id'] },
};

const PROVIDER_TYPES = ['AWS::IAM::OIDCProvider', 'Custom::AWSCDKOpenIdConnectProvider'];

/** The claims to ask of tokens from an identity provider; nothing for one that issues none, such as one of SAML. */
export function claimsOf(provider: Value): Claims | undefined {
  const text = patternOf(provider) ?? '';
  if (Object.prototype.hasOwnProperty.call(KNOWN_ISSUERS, text)) return KNOWN_ISSUERS[text];
  const issuer = provider instanceof Reference ? PROVIDER_TYPES.includes(provider.resource.type) && provider.resource.logicalId : /:oidc-provider\/(.*)$/s.exec(text)?.[1];
  return issuer ? { issuer, audience: ['aud'], subject: 'sub' } : undefined;
}

/** Whether a condition asks for a claim, so that not everybody's tokens pass. */
export function asksFor(condition: Value, claims: readonly string[]): Answer {
  if (!isMap(condition)) return isOpen(condition) ? 'undecided' : 'no';
  const answers = Object.entries(condition).filter(([operator]) => needsKey(operator.replace(/^ForAnyValue:/i, ''))).map(([operator, keys]): Answer => {
    if (!isMap(keys)) return isOpen(keys) ? 'undecided' : 'no';
    const asked = Object.entries(keys).filter(([key]) => claims.some(claim => key.toLowerCase().endsWith(`:${claim}`)));
    return asked.some(([, values]) => !(/like$/i.test(operator) && valuesOf(values).flatMap(alternativesOf).some(isAnybodys))) ? 'yes' : 'no';
  });
  return answers.includes('yes') ? 'yes' : answers.includes('undecided') ? 'undecided' : 'no';
}

/** A pattern that every customer of the issuer fits: `*`, `repo:*`. */
function isAnybodys(pattern: Value): boolean {
  return typeof pattern === 'string' && /^([a-z_]+:)?[*?]/.test(pattern);
}
