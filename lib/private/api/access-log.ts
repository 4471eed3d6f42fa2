import * as apigateway from 'aws-cdk-lib/aws-apigateway';

/**
 * What tells who called what, from where, and whether they were let in. Texts of callers, such as their browser's name or what a validator says of
 * a body, are left out: a quotation mark in them would end the JSON. Source: the API Gateway guide, variables of access logs.
 */
const COMMON = {
  requestId: 'requestId',
  time: 'requestTime',
  ip: 'identity.sourceIp',
  method: 'httpMethod',
  domain: 'domainName',
  status: 'status',
  responseLength: 'responseLength',
  user: 'identity.userArn',
  principal: 'authorizer.principalId',
  subject: 'authorizer.claims.sub',
  client: 'authorizer.claims.client_id',
  authorizerError: 'authorizer.error',
  errorType: 'error.responseType',
  error: 'error.message',
  integrationStatus: 'integrationStatus',
};

const REST = {
  ...COMMON,
  route: 'resourcePath',
  traceId: 'xrayTraceId',
  latency: 'responseLatency',
  apiKey: 'identity.apiKeyId',
  authorizeError: 'authorize.error',
  authenticateError: 'authenticate.error',
  waf: 'waf.status',
  tls: 'tlsVersion',
  cipher: 'cipherSuite',
};

const HTTP = { ...COMMON, route: 'routeKey', latency: 'responseLatency' };

/** The format of a REST API's access log. */
export function restLog(): apigateway.AccessLogFormat {
  return format(REST);
}

/** The format of an HTTP API's access log. */
export function httpLog(): apigateway.AccessLogFormat {
  return format(HTTP);
}

function format(fields: Readonly<Record<string, string>>): apigateway.AccessLogFormat {
  return apigateway.AccessLogFormat.custom(JSON.stringify(Object.fromEntries(Object.entries(fields).map(([name, variable]) => [name, `$context.${variable}`]))));
}
