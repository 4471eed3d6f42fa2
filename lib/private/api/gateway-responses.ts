import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { ApiCors } from '../../secure-api-props';

/**
 * What callers are told when API Gateway answers by itself. Its own words name roles, ARNs and, where a signature is wrong, how it was computed.
 */
const MESSAGES: readonly { readonly id: string; readonly type: apigateway.ResponseType; readonly message: string }[] = [
  { id: 'ClientError', type: apigateway.ResponseType.DEFAULT_4XX, message: 'The request was refused' },
  { id: 'ServerError', type: apigateway.ResponseType.DEFAULT_5XX, message: 'The request failed' },
  { id: 'BadBody', type: apigateway.ResponseType.BAD_REQUEST_BODY, message: 'The body does not fit its schema' },
  { id: 'BadParameters', type: apigateway.ResponseType.BAD_REQUEST_PARAMETERS, message: 'A required parameter is missing' },
  { id: 'Unauthorized', type: apigateway.ResponseType.UNAUTHORIZED, message: 'Unauthorized' },
  { id: 'Forbidden', type: apigateway.ResponseType.ACCESS_DENIED, message: 'Forbidden' },
  { id: 'Throttled', type: apigateway.ResponseType.THROTTLED, message: 'Too many requests' },
];

/** Sent with each of them; mappings write texts in quotes. */
const HEADERS = { 'Cache-Control': "'no-store'", 'X-Content-Type-Options': "'nosniff'", 'Strict-Transport-Security': "'max-age=63072000'" };

/**
 * Adds the answers of API Gateway itself.
 *
 * @param cors the websites that may read them: one can be named, several cannot, since these answers do not depend on who asked
 */
export function addGatewayResponses(api: apigateway.RestApi, cors: ApiCors | undefined): void {
  const readers = cors?.origins.length === 1 ? readableBy(cors.origins[0], cors.credentials === true) : {};
  for (const { id, type, message } of MESSAGES) {
    api.addGatewayResponse(id, {
      type,
      responseHeaders: { ...HEADERS, ...readers },
      templates: { 'application/json': JSON.stringify({ message, requestId: '$context.requestId' }) },
    });
  }
}

/** What lets a website read an answer; one to a request with cookies has to say so. */
function readableBy(origin: string, credentials: boolean): Record<string, string> {
  return { 'Access-Control-Allow-Origin': `'${origin}'`, 'Vary': "'Origin'", ...credentials ? { 'Access-Control-Allow-Credentials': "'true'" } : {} };
}
