import { SourceKind } from '../contract';

const ACCOUNT = '111122223333';
const TIME = '2026-01-02T03:04:05.000Z';
const arn = (service: string, name: string) => `arn:aws:${service}:eu-west-1:${ACCOUNT}:${name}`;

/** The senders that the sample events name, in the terms of an allow-list. */
export const SENDERS = {
  api: 'abc123',
  sqs: arn('sqs', 'orders'),
  sns: arn('sns', 'orders'),
  s3: 'uploads',
  dynamodb: arn('dynamodb', 'table/orders/stream/2026-01-01T00:00:00.000'),
  kinesis: arn('kinesis', 'stream/clicks'),
  eventbridge: { source: 'shop.orders', detailType: 'OrderPlaced', account: ACCOUNT },
  schedule: arn('events', 'rule/nightly'),
  cognito: 'eu-west-1_pool',
  authorizer: arn('execute-api', 'abc123'),
} as const;

/**
 * An event as the source really sends it, with the payload in its place: the body of a request or message, the detail of an event,
 * `S3Object`'s bucket and key, the new image of an item, the request of a user pool.
 */
export function sampleEvent(source: SourceKind, payload?: unknown): any {
  return SAMPLES[source](payload);
}

const text = (payload: unknown) => typeof payload === 'string' ? payload : JSON.stringify(payload ?? { id: 'o-1' });

const SAMPLES: { readonly [source in SourceKind]: (payload: unknown) => unknown } = {
  api: payload => ({
    version: '2.0',
    routeKey: 'POST /orders/{id}',
    rawPath: '/orders/42',
    rawQueryString: 'page=1',
    cookies: ['a=b'],
    headers: { 'content-type': 'application/json', 'user-agent': 'curl/8', 'x-forwarded-for': '203.0.113.9' },
    queryStringParameters: { page: '1' },
    pathParameters: { id: '42' },
    requestContext: {
      accountId: ACCOUNT,
      apiId: SENDERS.api,
      domainName: `${SENDERS.api}.execute-api.eu-west-1.amazonaws.com`,
      requestId: 'api-request-1',
      stage: '$default',
      http: { method: 'POST', path: '/orders/42', protocol: 'HTTP/1.1', sourceIp: '203.0.113.9', userAgent: 'curl/8' },
      authorizer: { jwt: { claims: { sub: 'user-1', scope: 'orders' }, scopes: ['orders'] } },
      time: TIME,
      timeEpoch: 1,
    },
    body: text(payload),
    isBase64Encoded: false,
  }),
  url: payload => {
    const event = SAMPLES.api(payload) as { requestContext: object };
    const identity = { iam: { userArn: `arn:aws:iam::${ACCOUNT}:role/caller`, accountId: ACCOUNT } };
    const context = { ...event.requestContext, apiId: 'k3url', domainName: 'k3url.lambda-url.eu-west-1.on.aws', authorizer: identity };
    return { ...event, routeKey: '$default', pathParameters: undefined, requestContext: context };
  },
  sqs: payload => ({
    Records: [{
      messageId: 'm-1',
      receiptHandle: 'handle',
      body: text(payload),
      messageAttributes: {},
      md5OfBody: 'x',
      eventSource: 'aws:sqs',
      eventSourceARN: SENDERS.sqs,
      awsRegion: 'eu-west-1',
      attributes: { ApproximateReceiveCount: '1', SentTimestamp: '1', SenderId: 'AIDASENDER', ApproximateFirstReceiveTimestamp: '1' },
    }],
  }),
  sns: payload => ({ Records: [{ EventSource: 'aws:sns', EventVersion: '1.0', EventSubscriptionArn: `${SENDERS.sns}:1`, Sns: notification(payload) }] }),
  s3: payload => ({
    Records: [{
      eventVersion: '2.1',
      eventSource: 'aws:s3',
      awsRegion: 'eu-west-1',
      eventTime: TIME,
      eventName: 'ObjectCreated:Put',
      userIdentity: { principalId: 'AWS:AIDAUSER' },
      requestParameters: { sourceIPAddress: '203.0.113.9' },
      s3: {
        s3SchemaVersion: '1.0',
        configurationId: 'c',
        bucket: { name: SENDERS.s3, ownerIdentity: { principalId: 'p' }, arn: `arn:aws:s3:::${SENDERS.s3}` },
        object: { key: 'in/an+image%2B1.png', size: 1024, eTag: 'e', sequencer: '0055', ...payload as object },
      },
    }],
  }),
  dynamodb: payload => ({
    Records: [{
      eventID: 'e-1',
      eventName: 'INSERT',
      eventVersion: '1.1',
      eventSource: 'aws:dynamodb',
      awsRegion: 'eu-west-1',
      eventSourceARN: SENDERS.dynamodb,
      dynamodb: {
        Keys: { id: { S: 'o-1' } },
        NewImage: payload ?? { id: { S: 'o-1' }, count: { N: '2' }, tags: { SS: ['a'] }, more: { M: { ok: { BOOL: true } } } },
        SequenceNumber: '111',
        SizeBytes: 26,
        StreamViewType: 'NEW_IMAGE',
        ApproximateCreationDateTime: 1,
      },
    }],
  }),
  kinesis: payload => ({
    Records: [{
      eventSource: 'aws:kinesis',
      eventVersion: '1.0',
      eventID: 'shardId-0:4959',
      eventName: 'aws:kinesis:record',
      awsRegion: 'eu-west-1',
      eventSourceARN: SENDERS.kinesis,
      invokeIdentityArn: `arn:aws:iam::${ACCOUNT}:role/r`,
      kinesis: { kinesisSchemaVersion: '1.0', partitionKey: 'p', sequenceNumber: '4959', data: Buffer.from(text(payload)).toString('base64'), approximateArrivalTimestamp: 1 },
    }],
  }),
  eventbridge: payload => ({
    'version': '0',
    'id': 'ev-1',
    'detail-type': SENDERS.eventbridge.detailType,
    'source': SENDERS.eventbridge.source,
    'account': ACCOUNT,
    'time': TIME,
    'region': 'eu-west-1',
    'resources': [],
    'detail': payload ?? { id: 'o-1' },
  }),
  schedule: payload => ({
    'version': '0',
    'id': 'ev-1',
    'detail-type': 'Scheduled Event',
    'source': 'aws.events',
    'account': ACCOUNT,
    'time': TIME,
    'region': 'eu-west-1',
    'resources': [SENDERS.schedule],
    'detail': payload ?? {},
  }),
  cognito: payload => ({
    version: '1',
    triggerSource: 'PreSignUp_SignUp',
    region: 'eu-west-1',
    userPoolId: SENDERS.cognito,
    userName: 'kim',
    callerContext: { awsSdkVersion: '3', clientId: 'client' },
    request: payload ?? { userAttributes: { email: 'kim@example.com' }, validationData: null },
    response: { autoConfirmUser: false },
  }),
  authorizer: payload => ({
    version: '2.0',
    type: 'REQUEST',
    routeArn: `${SENDERS.authorizer}/$default/POST/orders/42`,
    identitySource: ['Bearer token'],
    routeKey: 'POST /orders/{id}',
    rawPath: '/orders/42',
    headers: { authorization: 'Bearer token' },
    queryStringParameters: {},
    pathParameters: { id: '42' },
    requestContext: { apiId: SENDERS.api, requestId: 'api-request-1', http: { method: 'POST', path: '/orders/42', sourceIp: '203.0.113.9' } },
    ...payload as object,
  }),
  direct: payload => payload ?? { id: 'o-1' },
};

function notification(payload: unknown) {
  return {
    Type: 'Notification',
    MessageId: 'n-1',
    TopicArn: SENDERS.sns,
    Subject: null,
    Message: text(payload),
    Timestamp: TIME,
    SignatureVersion: '1',
    Signature: 's',
    SigningCertUrl: 'https://sns.eu-west-1.amazonaws.com/c.pem',
    UnsubscribeUrl: 'https://sns.eu-west-1.amazonaws.com/',
    MessageAttributes: {},
  };
}

/** An event in the payload of another: a notification in a message, an object's event in either. */
export function carriedEvent(outer: 'sqs' | 'sns' | 'kinesis', inner: 'sns' | 's3' | 'eventbridge', payload?: unknown): any {
  return sampleEvent(outer, inner === 'sns' ? notification(payload) : sampleEvent(inner, payload));
}
