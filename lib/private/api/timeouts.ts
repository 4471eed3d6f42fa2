import { Duration } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { SecureApiType } from '../../secure-api-props';

/** The longest that API Gateway waits, in milliseconds. Source: the API Gateway guide, quotas. */
export const PATIENCE: Readonly<Record<SecureApiType, number>> = { REST: 29_000, HTTP: 30_000 };

/** The shortest that it can be told to wait. */
export const SHORTEST = 50;

/** How long a function may run at most, where this application says so; what is settled late or at the deployment is a token. */
export function timeoutOf(fn: lambda.IFunction): Duration | undefined {
  const { timeout, lambda: behind } = fn as { timeout?: Duration; lambda?: lambda.IFunction };
  return timeout ?? (behind === undefined || behind === fn ? undefined : timeoutOf(behind));
}

/** A duration in milliseconds; nothing where it is not known. */
export function knownMillis(duration: Duration | undefined): number | undefined {
  return duration === undefined || duration.isUnresolved() ? undefined : duration.toMilliseconds({ integral: false });
}
