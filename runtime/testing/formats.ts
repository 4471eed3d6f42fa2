import { sampleEvent, SENDERS } from './samples';
import { SourceKind } from '../contract';

/** A valid event, and in which of the formats that its source has. */
export interface Valid {
  /** As a breach tells it; empty for that of the sample. */
  readonly format: string;
  readonly event: any;
}

/** The valid events of a source, in each format in which it sends them. An event that was given says which it is. */
export function inEveryFormat(source: SourceKind, payload: unknown, given: unknown): readonly Valid[] {
  const first = { format: '', event: given ?? sampleEvent(source, payload) };
  if (source === 'dynamodb') return [first, ...otherChanges(first.event)];
  return given === undefined ? [first, ...OTHERS[source]?.(payload) ?? []] : [first];
}

const OTHERS: { readonly [source in SourceKind]?: (payload: unknown) => readonly Valid[] } = {
  api: payload => [{ format: 'format 1.0', event: { ...rest(), body: sampleEvent('api', payload).body } }],
  authorizer: payload => {
    const methodArn = `${SENDERS.authorizer}/prod/POST/orders/42`;
    return [
      { format: 'format 1.0', event: { ...rest(), version: '1.0', type: 'REQUEST', methodArn, identitySource: 'Bearer token', ...payload as object } },
      { format: 'a token', event: { type: 'TOKEN', methodArn, authorizationToken: 'Bearer token' } },
    ];
  },
  schedule: payload => [{ format: 'an input of its own', event: payload ?? {} }],
};

/** A request of a REST API, without a body. */
function rest() {
  const headers = { 'Content-Type': 'application/json', 'User-Agent': 'curl/8', 'X-Forwarded-For': '203.0.113.9', 'Cookie': 'a=b', 'Authorization': 'Bearer token' };
  return {
    resource: '/orders/{id}',
    path: '/orders/42',
    httpMethod: 'POST',
    headers,
    multiValueHeaders: Object.fromEntries(Object.entries(headers).map(([name, text]) => [name, [text]])),
    queryStringParameters: { page: '1' },
    multiValueQueryStringParameters: { page: ['1'] },
    pathParameters: { id: '42' },
    stageVariables: null,
    requestContext: {
      apiId: SENDERS.api,
      stage: 'prod',
      requestId: 'api-request-1',
      httpMethod: 'POST',
      resourcePath: '/orders/{id}',
      path: '/prod/orders/42',
      identity: { sourceIp: '203.0.113.9', userAgent: 'curl/8', userArn: null },
      authorizer: { claims: { sub: 'user-1', scope: 'orders' } },
    },
    isBase64Encoded: false,
  };
}

/** The same item in a change of each other kind, with the images that such a change has. */
function otherChanges(event: any): Valid[] {
  const record = event?.Records?.[0];
  const { NewImage: after, OldImage: before = after, ...others } = record?.dynamodb ?? {};
  if (before === undefined) return [];
  const NewImage = after ?? before;
  const images: readonly (readonly [string, object])[] = [['INSERT', { NewImage }], ['MODIFY', { NewImage, OldImage: before }], ['REMOVE', { OldImage: before }]];
  return images.filter(([kind]) => kind !== record.eventName)
    .map(([kind, own]) => ({ format: kind, event: { ...event, Records: [{ ...record, eventName: kind, dynamodb: { ...others, ...own } }] } }));
}
