/** Events as AWS sends them, as far as handlers look at them. */

const CONTEXT = { apiId: 'shop', stage: 'prod', requestId: 'the-request', identity: { sourceIp: '203.0.113.9' }, authorizer: { claims: { sub: 'alice' } } };

/** A request of a REST API with Alice's token. */
export function request(method: string, resource: string, more: object): object {
  return {
    httpMethod: method,
    resource,
    path: resource,
    headers: { 'content-type': 'application/json' },
    isBase64Encoded: false,
    body: null,
    queryStringParameters: null,
    pathParameters: null,
    requestContext: { ...CONTEXT, httpMethod: method, resourcePath: resource },
    ...more,
  };
}

/** The queue that the worker is subscribed to. */
export const JOBS = 'arn:aws:sqs:eu-west-1:123456789012:jobs';

/** Messages of a queue. */
export function messages(queue: string, bodies: readonly string[]): object {
  return {
    Records: bodies.map((body, index) => ({
      messageId: `message-${index}`,
      receiptHandle: 'handle',
      body,
      eventSource: 'aws:sqs',
      eventSourceARN: queue,
      awsRegion: 'eu-west-1',
      messageAttributes: {},
      md5OfBody: '',
      attributes: { ApproximateReceiveCount: '1', SentTimestamp: '1764000000000', SenderId: 'AIDAEXAMPLE', ApproximateFirstReceiveTimestamp: '1764000000000' },
    })),
  };
}

/** Records of a Kinesis stream. */
export function clicks(texts: readonly string[]): object {
  return {
    Records: texts.map((text, index) => ({
      eventID: `shardId-000:${index}`,
      eventSource: 'aws:kinesis',
      eventName: 'aws:kinesis:record',
      eventSourceARN: 'arn:aws:kinesis:eu-west-1:123456789012:stream/clicks',
      kinesis: { data: Buffer.from(text).toString('base64'), sequenceNumber: String(index), partitionKey: 'a', kinesisSchemaVersion: '1.0' },
    })),
  };
}

/** A new object in the bucket of the images. */
export function uploaded(key: string): object {
  return {
    Records: [{
      eventVersion: '2.1',
      eventSource: 'aws:s3',
      awsRegion: 'eu-west-1',
      eventTime: '2026-11-01T00:00:00.000Z',
      eventName: 'ObjectCreated:Put',
      s3: { s3SchemaVersion: '1.0', bucket: { name: 'images', arn: 'arn:aws:s3:::images' }, object: { key: encodeURIComponent(key), size: 24 } },
    }],
  };
}

/** The topic that tells of placed orders. */
export const PLACED = 'arn:aws:sns:eu-west-1:123456789012:placed';

/** A notification of that topic. */
export function notified(text: string): object {
  return {
    Records: [{
      EventSource: 'aws:sns',
      EventVersion: '1.0',
      EventSubscriptionArn: `${PLACED}:1`,
      Sns: { Type: 'Notification', MessageId: 'n1', TopicArn: PLACED, Subject: null, Message: text, Timestamp: '2026-11-01T00:00:00.000Z', MessageAttributes: {} },
    }],
  };
}
