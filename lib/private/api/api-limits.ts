import { Duration, Token } from 'aws-cdk-lib';
import { Period, QuotaSettings } from 'aws-cdk-lib/aws-apigateway';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { corsProblems } from './api-problems';
import { Decision, decisionOf, decisionProblems, issuerOf, issuerProblems } from './authorizer-problems';
import { knownMillis, PATIENCE, SHORTEST, timeoutOf } from './timeouts';
import { ApiCors, ApiThrottle, SecureApiProps, SecureApiType } from '../../secure-api-props';
import { SecureApiRoute, SecureApiUsagePlan } from '../../secure-api-route';
import { lateProblems } from '../late-duration';
import { retentionProblems } from '../log-retention';
import { durationProblems, DurationRange, isWithin } from '../ranges';

/** What a rate of one address may be in five minutes. Source: the WAF guide, rate-based rule statement. */
const REQUESTS = { least: 10, most: 2_000_000_000 };

/** So long browsers remember at most. Source: Chromium; the Fetch standard names no bound. */
const MEMORY: DurationRange = { least: Duration.seconds(0), most: Duration.hours(2), unit: 'seconds' };

/** On which day of its period a quota may begin. Source: the API Gateway API reference, QuotaSettings. */
const LAST_DAY: Readonly<Record<Period, number>> = { DAY: 0, WEEK: 6, MONTH: 27 };

/** Everything that is said about the numbers and durations of an API. */
const SAYS = {
  requests: (given: number) => `firewall: requestsPerAddress is a whole number from 10 to 2,000,000,000, got ${given}`,
  rate: (given: number) => `throttle: rateLimit is a number above 0, got ${given}`,
  burst: (given: number) => `throttle: burstLimit is a whole number of at least 1, got ${given}`,
  limit: (given: number) => `quota: limit is a whole number of at least 1, got ${given}`,
  offset: (period: Period, given: number) =>
    `quota: offset is the day of the period on which it begins, for a ${period} from 0 to ${LAST_DAY[period]}, got ${given}`,
  timeout: (given: number, most: number) =>
    `timeout: API Gateway waits from ${SHORTEST} milliseconds to ${most / 1000} seconds, in whole milliseconds, got ${given / 1000} seconds`,
  slow: (fn: string, runs: number, waits: number) =>
    `handler: ${fn} may run for ${runs / 1000} seconds, but API Gateway waits for ${waits / 1000}: callers are told that it failed while it goes on; `
    + 'give it a shorter timeout, or hand long work to a queue',
};

/** The numbers and durations of an API, and the texts on which its safety depends. */
export interface ApiLimits {
  readonly type: SecureApiType;
  readonly throttle?: ApiThrottle;
  readonly requests?: number;
  readonly maxAge?: Duration;
  readonly cors?: Pick<ApiCors, 'origins' | 'headers'>;
  readonly issuer?: string;
  readonly decision?: Decision;
  readonly logRetention?: RetentionDays;
}

export function apiLimits({ type = SecureApiType.REST, throttle, firewall, cors, authorizer, logRetention }: SecureApiProps): ApiLimits {
  const requests = firewall?._spec.kind === 'managed' ? firewall._spec.requestsPerAddress : undefined;
  return {
    type,
    throttle,
    requests,
    maxAge: cors?.maxAge,
    cors: cors && { origins: cors.origins, headers: cors.headers },
    issuer: issuerOf(authorizer._spec),
    decision: decisionOf(authorizer._spec),
    logRetention,
  };
}

/** What is wrong with the numbers, durations and such texts of an API. */
export function apiLimitProblems({ type, throttle, requests, maxAge, cors, issuer, decision, logRetention }: ApiLimits): string[] {
  return [
    ...issuerProblems(issuer, type),
    ...(cors === undefined ? [] : corsProblems(cors, type)),
    ...decisionProblems(decision, type),
    ...(requests === undefined || isWithin(requests, REQUESTS.least, REQUESTS.most) ? [] : [SAYS.requests(requests)]),
    ...durationProblems({ 'cors: maxAge': maxAge }, MEMORY),
    ...throttleProblems(throttle),
    ...retentionProblems({ logRetention }),
  ];
}

/** The numbers and durations of a route. */
export interface RouteLimits {
  readonly type: SecureApiType;
  readonly throttle?: ApiThrottle;
  readonly timeout?: Duration;
  readonly handler: { readonly path: string; readonly runs?: Duration };
  readonly issuer?: string;
  readonly decision?: Decision;
}

export function routeLimits({ throttle, timeout, handler, authorizer }: SecureApiRoute, type: SecureApiType): RouteLimits {
  const decision = authorizer === undefined ? undefined : decisionOf(authorizer._spec);
  const issuer = authorizer === undefined ? undefined : issuerOf(authorizer._spec);
  return { type, throttle, timeout, handler: { path: handler.node.path, runs: timeoutOf(handler) }, issuer, decision };
}

/** What is wrong with the numbers and durations of a route. */
export function routeLimitProblems({ type, throttle, timeout, handler, issuer, decision }: RouteLimits): string[] {
  return [
    ...issuerProblems(issuer, type),
    ...decisionProblems(decision, type),
    ...throttleProblems(throttle),
    ...waitProblems(timeout, handler, PATIENCE[type]),
  ];
}

/** What is wrong with what callers with certain keys may use. */
export function planProblems({ throttle, quota }: Pick<SecureApiUsagePlan, 'throttle' | 'quota'>): string[] {
  return [...throttleProblems(throttle), ...quotaProblems(quota)];
}

function waitProblems(timeout: Duration | undefined, handler: RouteLimits['handler'], most: number): string[] {
  const ofUnit = lateProblems('timeout', timeout, 'millis');
  if (ofUnit.length > 0) return ofUnit;
  const given = knownMillis(timeout);
  if (given !== undefined && !isWithin(given, SHORTEST, most)) return [SAYS.timeout(given, most)];
  const runs = knownMillis(handler.runs);
  return runs !== undefined && runs > (given ?? most) ? [SAYS.slow(handler.path, runs, given ?? most)] : [];
}

function throttleProblems(throttle: ApiThrottle | undefined): string[] {
  if (throttle === undefined) return [];
  const { rateLimit, burstLimit } = throttle;
  return [
    ...(Token.isUnresolved(rateLimit) || rateLimit > 0 ? [] : [SAYS.rate(rateLimit)]),
    ...(isWithin(burstLimit, 1, Infinity) ? [] : [SAYS.burst(burstLimit)]),
  ];
}

function quotaProblems(quota: QuotaSettings | undefined): string[] {
  if (quota === undefined) return [];
  const { limit, offset = 0, period } = quota;
  return [
    ...(limit === undefined || isWithin(limit, 1, Infinity) ? [] : [SAYS.limit(limit)]),
    ...(period === undefined || isWithin(offset, 0, LAST_DAY[period]) ? [] : [SAYS.offset(period, offset)]),
  ];
}
