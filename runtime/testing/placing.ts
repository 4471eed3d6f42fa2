import { isEmpty, json, member, Place } from './place';
import { authorizerPlaces, requestPlaces } from './request-places';
import { SourceKind } from '../contract';
import { isObject } from '../json';

type Places = readonly [Place, ...Place[]];

/** Where the sender of an event writes; the first is the payload. */
export function placesOf(source: SourceKind, event: unknown): Places {
  return PLACES[source](event);
}

const root = (event: any) => event;
const record = (event: any) => event.Records[0];

const whole: Place = { name: '', read: root, standIn: { id: 'x' } };
const detail = member('detail', root, { standIn: { id: 'x' } });

/** What a queue sorts by and hands on, which the sender names. */
const attributes: Place = {
  name: 'attributes',
  read: () => ({ MessageGroupId: 'x', MessageDeduplicationId: 'x', AWSTraceHeader: 'x' }),
  write: (event, value) => { record(event).attributes = { ...record(event).attributes, ...value }; },
};

const message = (text: string) => ({ stringValue: text, dataType: 'String' });
const notified = (text: string) => ({ Type: 'String', Value: text });
const attribute = (text: string) => ({ S: text });

// In the event it is encoded as in a form, and handlers decode it. Whoever invokes the function himself writes what he likes.
const encodedKey: Place = {
  name: 'object.key, encoded',
  read: () => 'x',
  write: (event, text) => { record(event).s3.object.key = new URLSearchParams({ key: text as string }).toString().slice('key='.length); },
};

const PLACES: { readonly [source in SourceKind]: (event: any) => Places } = {
  api: requestPlaces,
  url: event => requestPlaces(event).filter(({ name }) => name !== 'path') as unknown as Places,
  sqs: () => [
    json('body', event => record(event).body, (event, text) => { record(event).body = text; }),
    member('messageAttributes', record, { standIn: { name: message('x') }, entry: message }),
    attributes,
  ],
  sns: () => [
    json('Message', event => record(event).Sns.Message, (event, text) => { record(event).Sns.Message = text; }),
    member('Subject', event => record(event).Sns, { standIn: 'x' }),
    member('MessageAttributes', event => record(event).Sns, { standIn: { name: notified('x') }, entry: notified }),
  ],
  s3: () => [member('object', event => record(event).s3), encodedKey],
  dynamodb: event => {
    const [newImage, oldImage, keys] = ['NewImage', 'OldImage', 'Keys'].map(name => member(name, one => record(one).dynamodb, { entry: attribute }));
    // Which of the images there are depends on the change, and on what the stream is told to have.
    const [first = keys, ...rest] = [newImage, oldImage].filter(({ read }) => !isEmpty(read(event)));
    return first === keys ? [keys] : [first, ...rest, keys];
  },
  kinesis: () => [
    json('data', event => Buffer.from(record(event).kinesis.data, 'base64').toString(), (event, text) => { record(event).kinesis.data = Buffer.from(text).toString('base64'); }),
    member('partitionKey', event => record(event).kinesis),
  ],
  eventbridge: () => [detail, member('detail-type', root), member('source', root), member('resources', root, { standIn: ['x'] })],
  // It may have any input of its own.
  schedule: event => isObject(event) && 'detail-type' in event ? [detail] : [whole],
  cognito: event => [
    member('request', root),
    member('userName', root, { standIn: 'x' }),
    ...['userAttributes', 'validationData', 'clientMetadata']
      .map(name => member(name, one => one.request, { name: `request.${name}`, standIn: { name: 'x' } }))
      .filter(({ read }) => isEmpty(read(event))),
  ],
  authorizer: authorizerPlaces,
  direct: () => [whole],
};
