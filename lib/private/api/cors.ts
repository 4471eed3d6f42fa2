import { Duration } from 'aws-cdk-lib';
import { ApiCors } from '../../secure-api-props';

/** The headers of signed requests, and those that nearly every API takes. */
const HEADERS = ['Authorization', 'Content-Type', 'X-Amz-Date', 'X-Amz-Security-Token', 'X-Amz-Content-Sha256', 'X-Amz-User-Agent', 'X-Api-Key'];

/** The methods that a browser may be told of: those that a route can have. */
export const CORS_METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'];

/** What browsers are told, with its defaults. */
export function corsOf({ origins, headers, credentials, maxAge }: ApiCors): Required<ApiCors> {
  return { origins, headers: headers ?? HEADERS, credentials: credentials ?? false, maxAge: maxAge ?? Duration.minutes(10) };
}
