import { Duration, Token } from 'aws-cdk-lib';
import { AuthorizerSpec, decidesOn, LambdaSpec } from './authorizer-spec';
import { knownMillis, PATIENCE, timeoutOf } from './timeouts';
import { SecureApiType } from '../../secure-api-props';
import { lateListProblems } from '../late-list';
import { durationProblems, DurationRange } from '../ranges';

/** Source: the API Gateway API reference, CreateAuthorizer. */
const CACHE: DurationRange = { least: Duration.seconds(0), most: Duration.hours(1), unit: 'seconds' };

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
  timeout: (fn: string, seconds: number, most: number) =>
    `authorizer: ${fn} may run for ${seconds} seconds, but API Gateway waits for ${most}: callers are refused while it still decides; give it a timeout of at most ${most} seconds`,
};

/** The durations of an authorizer that is a function. */
export interface Decision {
  /** Which function decides. */
  readonly path: string;
  readonly runs?: Duration;
  readonly cacheFor?: Duration;
}

/** The durations of an authorizer, where it is a function. */
export function decisionOf(spec: AuthorizerSpec): Decision | undefined {
  return spec.kind === 'lambda' ? { path: spec.handler.node.path, runs: timeoutOf(spec.handler), cacheFor: spec.cacheFor } : undefined;
}

/** What is wrong with the durations of an authorizer. */
export function decisionProblems(decision: Decision | undefined, type: SecureApiType): string[] {
  if (decision === undefined) return [];
  const { path, runs, cacheFor } = decision;
  const millis = knownMillis(runs);
  return [
    ...durationProblems({ 'authorizer: cacheFor': cacheFor }, CACHE),
    ...(millis !== undefined && millis > PATIENCE[type] ? [SAYS.timeout(path, millis / 1000, PATIENCE[type] / 1000)] : []),
  ];
}

/** What else is wrong with an authorizer for one kind of API. */
export function authorizerProblems(spec: AuthorizerSpec, type: SecureApiType): string[] {
  const scopes = 'scopes' in spec && spec.scopes?.length === 0 ? [SAYS.noScopes] : [];
  switch (spec.kind) {
    case 'none': return spec.reason.trim() === '' ? [SAYS.noReason] : [];
    case 'jwt': return type === SecureApiType.REST ? [SAYS.jwt] : [...spec.audience.length === 0 ? [SAYS.audience] : [], ...scopes];
    case 'userPool': {
      const clients = spec.clients ?? [];
      if (type === SecureApiType.REST) return clients.length > 0 ? [SAYS.clients, ...scopes] : scopes;
      return clients.length === 0 ? [SAYS.noClients, ...scopes] : scopes;
    }
    case 'lambda': return lambdaProblems(spec);
    default: return [];
  }
}

/** The issuer whose tokens an authorizer takes, where it takes them of any. */
export function issuerOf(spec: AuthorizerSpec): string | undefined {
  return spec.kind === 'jwt' ? spec.issuer : undefined;
}

/** What is wrong with an issuer, in an API that takes its tokens. */
export function issuerProblems(issuer: string | undefined, type: SecureApiType): string[] {
  if (issuer === undefined || type === SecureApiType.REST || Token.isUnresolved(issuer) || issuer.startsWith('https://')) return [];
  return [SAYS.issuer(issuer)];
}

function lambdaProblems(spec: LambdaSpec): string[] {
  const { headers, queryParameters } = decidesOn(spec);
  const why = 'API Gateway is told each by its place';
  const late = [...lateListProblems('authorizer: headers', headers, why), ...lateListProblems('authorizer: queryParameters', queryParameters, why)];
  if (late.length > 0) return late;
  const names = [...headers, ...queryParameters];
  return [
    ...(names.length === 0 ? [SAYS.noSource] : []),
    ...names.filter(name => !Token.isUnresolved(name) && !/^[\w.-]+$/.test(name)).map(SAYS.source),
  ];
}
