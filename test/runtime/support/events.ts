import { LambdaContext } from '../../../runtime';

/** A context as Lambda hands it over. */
export function lambdaContext(awsRequestId = 'request-1'): LambdaContext {
  return { functionName: 'orders', functionVersion: '7', awsRequestId, getRemainingTimeInMillis: () => 3000 };
}

/** A request of a REST API. */
export function restEvent(body: unknown, more: object = {}) {
  return {
    resource: '/orders/{id}',
    path: '/orders/42',
    httpMethod: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-Forwarded-For': '203.0.113.9' },
    multiValueHeaders: { 'Content-Type': ['application/json'], 'X-Forwarded-For': ['203.0.113.9'] },
    queryStringParameters: { page: '1' },
    multiValueQueryStringParameters: { page: ['1'] },
    pathParameters: { id: '42' },
    stageVariables: null,
    requestContext: {
      apiId: 'abc123',
      accountId: '111122223333',
      stage: 'prod',
      requestId: 'api-request-1',
      httpMethod: 'POST',
      resourcePath: '/orders/{id}',
      path: '/prod/orders/42',
      identity: { sourceIp: '203.0.113.9', userArn: null },
      authorizer: { claims: { 'sub': 'user-1', 'cognito:groups': 'buyers' } },
    },
    body: typeof body === 'string' || body === null ? body : JSON.stringify(body),
    isBase64Encoded: false,
    ...more,
  };
}

/** A request of an HTTP API. */
export function httpEvent(body: unknown, more: object = {}) {
  return {
    version: '2.0',
    routeKey: 'POST /orders/{id}',
    rawPath: '/orders/42',
    rawQueryString: 'page=1',
    headers: { 'content-type': 'application/json' },
    queryStringParameters: { page: '1' },
    pathParameters: { id: '42' },
    requestContext: {
      accountId: '111122223333',
      apiId: 'abc123',
      domainName: 'abc123.execute-api.eu-west-1.amazonaws.com',
      requestId: 'api-request-1',
      stage: '$default',
      http: { method: 'POST', path: '/orders/42', protocol: 'HTTP/1.1', sourceIp: '203.0.113.9', userAgent: 'curl' },
      authorizer: { jwt: { claims: { sub: 'user-1', scope: 'orders' }, scopes: ['orders'] } },
    },
    body: typeof body === 'string' || body === undefined ? body : JSON.stringify(body),
    isBase64Encoded: false,
    ...more,
  };
}

/** A request of a function's URL. */
export function urlEvent(body: unknown, more: object = {}) {
  const event = httpEvent(body, { routeKey: '$default', ...more });
  const context = { ...event.requestContext, apiId: 'k3url', domainName: 'k3url.lambda-url.eu-west-1.on.aws', authorizer: { iam: { userArn: 'arn:aws:iam::111122223333:role/caller' } } };
  return { ...event, requestContext: context, pathParameters: undefined };
}

/** A message of SQS. */
export function sqsRecord(id: string, body: unknown, more: { readonly group?: string; readonly queue?: string } = {}) {
  return {
    messageId: id,
    receiptHandle: 'handle',
    body: typeof body === 'string' ? body : JSON.stringify(body),
    attributes: { ApproximateReceiveCount: '1', SentTimestamp: '1', SenderId: 'AIDASENDER', ApproximateFirstReceiveTimestamp: '1', ...more.group === undefined ? {} : { MessageGroupId: more.group } },
    messageAttributes: {},
    md5OfBody: 'x',
    eventSource: 'aws:sqs',
    eventSourceARN: more.queue ?? 'arn:aws:sqs:eu-west-1:111122223333:orders',
    awsRegion: 'eu-west-1',
  };
}
