import { AppModel } from '../model/app-model';
import { ownEntry } from '../model/json';
import { Resource } from '../model/resource';
import { patternOf } from '../model/value';

/** The kinds of source that Lambda reads records from one after the other; nothing for queues and brokers of messages. */
export type StreamKind = 'kinesis' | 'dynamodb' | 'kafka' | 'documentdb';

const BY_TYPE: Readonly<Record<string, StreamKind>> = {
  'AWS::DynamoDB::GlobalTable': 'dynamodb',
  'AWS::DynamoDB::Table': 'dynamodb',
  'AWS::Kinesis::Stream': 'kinesis',
  'AWS::Kinesis::StreamConsumer': 'kinesis',
  'AWS::MSK::Cluster': 'kafka',
  'AWS::MSK::ServerlessCluster': 'kafka',
};

const BY_SERVICE: Readonly<Record<string, StreamKind>> = { dynamodb: 'dynamodb', kafka: 'kafka', kinesis: 'kinesis', rds: 'documentdb' };

/**
 * What kind of stream an event source mapping reads.
 *
 * @returns nothing for a queue; `stream` where only the deployment knows which kind it is: a position to start at is
 * asked for by streams alone
 */
export function streamKind(mapping: Resource, app: AppModel): StreamKind | 'stream' | undefined {
  if (mapping.get('SelfManagedEventSource') !== undefined) return 'kafka';
  if (mapping.get('DocumentDBEventSourceConfig') !== undefined) return 'documentdb';
  const source = mapping.get('EventSourceArn');
  const resource = app.resourceOf(source);
  if (resource !== undefined) return BY_TYPE[resource.type];
  const service = /^arn:[^:]*:([a-z]+):/.exec(patternOf(source) ?? '')?.[1];
  if (service !== undefined) return ownEntry(BY_SERVICE, service);
  const isNoArn = typeof source === 'string'; // a text that names nothing may stand for either
  return mapping.get('StartingPosition') === undefined && !isNoArn ? undefined : 'stream';
}
