import { Token } from 'aws-cdk-lib';
import { AuthorizerSpec, decidesOn, JwtSpec, LambdaSpec } from './authorizer-spec';
import { PATIENCE, timeoutOf } from './timeouts';
import { SecureApiType } from '../../secure-api-props';

const LONGEST_CACHE = 3600;

const SAYS = {
  noReason: 'authorizer: none needs the reason why everybody may call, got an empty text',
  jwt: 'authorizer: a REST API has no authorizer for tokens of any issuer; take ApiAuthorizer.userPool or lambda, or type: SecureApiType.HTTP',
  clients: 'authorizer: a REST API accepts the tokens of every client of a user pool; name scopes instead of clients, or take type: SecureApiType.HTTP',
  noClients: 'authorizer: an HTTP API accepts the tokens of named clients of a user pool; give userPool the clients',
  issuer: (issuer: string) => `authorizer: issuer is an address that starts with https://, got ${issuer}`,
  audience: 'authorizer: audience names nobody, so a token that was meant for another service would do; name at least one',
  noScopes: 'authorizer: scopes is empty, which asks for none; leave it out, or name at least one',
  noSource: 'authorizer: the function decides on nothing: name at least one header or query parameter',
  source: (name: string) => `authorizer: ${name} is no name of a header or query parameter`,
  cacheFor: (seconds: number) => `authorizer: cacheFor is at most ${LONGEST_CACHE} seconds, got ${seconds}`,
  timeout: (fn: string, seconds: number, most: number) =>
    `authorizer: ${fn} may run for ${seconds} seconds, but API Gateway waits for ${most}: callers are refused while it still decides; give it a timeout of at most ${most} seconds`,
};

/** What is wrong with an authorizer for one kind of API. */
export function authorizerProblems(spec: AuthorizerSpec, type: SecureApiType): string[] {
  const scopes = 'scopes' in spec && spec.scopes?.length === 0 ? [SAYS.noScopes] : [];
  switch (spec.kind) {
    case 'none': return spec.reason.trim() === '' ? [SAYS.noReason] : [];
    case 'jwt': return type === SecureApiType.REST ? [SAYS.jwt] : [...jwtProblems(spec), ...scopes];
    case 'userPool': {
      const clients = spec.clients ?? [];
      if (type === SecureApiType.REST) return clients.length > 0 ? [SAYS.clients, ...scopes] : scopes;
      return clients.length === 0 ? [SAYS.noClients, ...scopes] : scopes;
    }
    case 'lambda': return lambdaProblems(spec, type);
    default: return [];
  }
}

function jwtProblems({ issuer, audience }: JwtSpec): string[] {
  return [
    ...(Token.isUnresolved(issuer) || issuer.startsWith('https://') ? [] : [SAYS.issuer(issuer)]),
    ...(audience.length === 0 ? [SAYS.audience] : []),
  ];
}

function lambdaProblems(spec: LambdaSpec, type: SecureApiType): string[] {
  const { headers, queryParameters } = decidesOn(spec);
  const names = [...headers, ...queryParameters];
  const seconds = spec.cacheFor === undefined || spec.cacheFor.isUnresolved() ? 0 : spec.cacheFor.toSeconds();
  const runs = timeoutOf(spec.handler)?.toMilliseconds();
  return [
    ...(names.length === 0 ? [SAYS.noSource] : []),
    ...names.filter(name => !Token.isUnresolved(name) && !/^[\w.-]+$/.test(name)).map(SAYS.source),
    ...(seconds > LONGEST_CACHE ? [SAYS.cacheFor(seconds)] : []),
    ...(runs !== undefined && runs > PATIENCE[type] ? [SAYS.timeout(spec.handler.node.path, runs / 1000, PATIENCE[type] / 1000)] : []),
  ];
}
