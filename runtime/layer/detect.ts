import { windowEndOf } from './window';
import { AllowList, SourceKind } from '../contract';
import { isObject } from '../json';
import { isFunctionUrl } from '../sources/api';

const RECORDS: { readonly [eventSource: string]: SourceKind } = {
  'aws:sqs': 'sqs', 'aws:sns': 'sns', 'aws:s3': 's3', 'aws:dynamodb': 'dynamodb', 'aws:kinesis': 'kinesis',
};

/**
 * What an event says that it is. Whoever may invoke the function can say so of any event: what holds is the allow-list, and that an event
 * which claims a source has the shape of it.
 */
export function sourceOf(event: unknown, allow: AllowList | undefined): SourceKind {
  if (!isObject(event)) return plain(allow);
  const end = windowEndOf(event);
  if (end !== undefined) return end.kind;
  if (Array.isArray(event.Records)) {
    const [first] = event.Records as unknown[];
    const claimed = isObject(first) ? first.eventSource ?? first.EventSource : undefined;
    return typeof claimed === 'string' && Object.hasOwn(RECORDS, claimed) ? RECORDS[claimed] : plain(allow);
  }
  if ((event.type === 'TOKEN' || event.type === 'REQUEST') && (event.methodArn !== undefined || event.routeArn !== undefined)) return 'authorizer';
  // What load balancers, VPC Lattice and destinations of other functions send has a context as well, but no id of an API.
  if (isObject(event.requestContext) && event.requestContext.apiId !== undefined) return isFunctionUrl(event) ? 'url' : 'api';
  if (event.triggerSource !== undefined && event.userPoolId !== undefined) return 'cognito';
  if (event['detail-type'] === 'Scheduled Event' && (event.source === 'aws.events' || event.source === 'aws.scheduler')) return 'schedule';
  if (event['detail-type'] !== undefined && event.source !== undefined) return 'eventbridge';
  return plain(allow);
}

// A schedule with an input of its own looks like any direct call.
function plain(allow: AllowList | undefined): SourceKind {
  return allow?.schedule !== undefined && allow.direct !== true ? 'schedule' : 'direct';
}
