import { worded } from './arn';
import { fieldTakes, patternMap, takesEvents } from './event-pattern';
import type { Edge, Starts, Write } from './graph';
import { contains, keysAre, keysHave } from './object-keys';
import { Answer, entryOf, isMap, Value, valuesOf } from '../model/value';

/** Whether what comes in by one edge goes out by another, and what it depends on. */
export interface Cause {
  readonly answer: Answer;
  readonly why?: string;
}

const YES: Cause = { answer: 'yes' };
const NO: Cause = { answer: 'no' };

/** Whether what comes into a node by one edge makes the node act by another edge. */
export function causes(into: Edge, out: Edge): Cause {
  if (into.kind === 'writes') return either(into.writes.map(write => doubted(write.doubt, caused(write, out))));
  // A function's destinations and dead-letter queue know asynchronous invocations only.
  if (out.kind === 'starts' && out.outcome !== undefined && !into.asynchronous) return NO;
  return narrowed(out) ? depends('the filter') : YES;
}

function narrowed(edge: Edge): boolean {
  return edge.kind === 'starts' && (edge.narrows.filter !== undefined || edge.narrows.pattern !== undefined);
}

/** Whether one write makes the node it goes to act by an edge. */
function caused(write: Write, out: Edge): Cause {
  if (out.kind === 'writes') return YES;
  const { narrows, from } = out;
  if (from.type === 'AWS::S3::Bucket') return narrows.pattern === undefined ? bucketEvent(write, out) : bucketPattern(write, narrows.pattern);
  if (narrows.pattern !== undefined) return byPattern(write, narrows.pattern);
  // Whoever calls a function itself says whether it waits for the answer.
  if (out.outcome !== undefined) return depends('the way of invoking');
  if (narrows.filter === undefined) return YES;
  return write.action.startsWith('dynamodb:') ? byStreamFilter(write, narrows.filter) : depends('the filter');
}

function either(answers: readonly Cause[]): Cause {
  return answers.find(({ answer }) => answer === 'yes') ?? answers.find(({ answer }) => answer === 'undecided') ?? NO;
}

function both(a: Cause, b: Cause): Cause {
  return [a, b].find(({ answer }) => answer === 'no') ?? [a, b].find(({ answer }) => answer === 'undecided') ?? YES;
}

function doubted(doubt: string | undefined, cause: Cause): Cause {
  return doubt === undefined || cause.answer === 'no' ? cause : { answer: 'undecided', why: doubt };
}

function depends(on: string): Cause {
  return { answer: 'undecided', why: `${on} is about what only the code sets` };
}

/** Which events the S3 actions make: in notifications and on EventBridge. Source: the S3 guide, event types. */
const BUCKET_EVENTS: Readonly<Record<string, { readonly notification: string; readonly detailTypes: readonly string[] }>> = {
  's3:putobject': { notification: 's3:ObjectCreated:', detailTypes: ['Object Created'] },
  's3:deleteobject': { notification: 's3:ObjectRemoved:', detailTypes: ['Object Deleted'] },
  's3:deleteobjectversion': { notification: 's3:ObjectRemoved:', detailTypes: ['Object Deleted'] },
  's3:putobjecttagging': { notification: 's3:ObjectTagging:Put', detailTypes: ['Object Tags Added'] },
  's3:deleteobjecttagging': { notification: 's3:ObjectTagging:Delete', detailTypes: ['Object Tags Deleted'] },
  's3:putobjectacl': { notification: 's3:ObjectAcl:', detailTypes: ['Object ACL Updated'] },
  's3:restoreobject': { notification: 's3:ObjectRestore:', detailTypes: ['Object Restore Initiated', 'Object Restore Completed'] },
};

const ENDS_BY_ITSELF: Cause = { answer: 'undecided', why: 'deleting ends when nothing is left to delete' };

function bucketEvent(write: Write, { narrows, doubt }: Starts): Cause {
  // An edge that only a permission tells has no events to compare.
  if (narrows.events === undefined) return doubt === undefined ? depends('the event') : { answer: 'undecided', why: doubt };
  const event = either(narrows.events.map(name => named(name, BUCKET_EVENTS[write.action]?.notification)));
  const [prefix, suffix] = [narrows.prefix ?? '', narrows.suffix ?? ''].map(worded);
  if (prefix === undefined || suffix === undefined || write.key === undefined) return both(event, depends('the key'));
  if (write.deniedKeys?.some(denied => contains(denied, `${prefix}*${suffix}`))) return NO;
  const key = keysHave(write.key, prefix, suffix);
  return both(deleting(write, event), key === 'undecided' ? depends(`the key (${narrows.prefix === undefined ? 'suffix' : 'prefix'})`) : { answer: key });
}

function deleting(write: Write, cause: Cause): Cause {
  return write.action.startsWith('s3:deleteobject') && !write.action.endsWith('tagging') && cause.answer === 'yes' ? ENDS_BY_ITSELF : cause;
}

function named(event: Value, made: string | undefined): Cause {
  if (made === undefined) return NO;
  if (typeof event !== 'string') return { answer: 'undecided', why: 'the event is only known at deployment' };
  if (event === 's3:*' || event === `${made}*` || event === `${made}Put` || event === made || event === `${made.replace(/[^:]*$/, '')}*`) return YES;
  return event.startsWith(made) ? depends(`the way of writing (${event})`) : NO;
}

function bucketPattern(write: Write, pattern: Value): Cause {
  const map = patternMap(pattern);
  const detailTypes = BUCKET_EVENTS[write.action]?.detailTypes;
  if (!isMap(map) || detailTypes === undefined) return NO;
  const types = detailTypes.map(type => fieldTakes(map['detail-type'], [type]));
  if (types.every(answer => answer === 'no')) return NO;
  const detail = isMap(map.detail) ? map.detail : {};
  const others = Object.keys(detail).filter(name => !['bucket', 'object'].includes(name));
  const object = isMap(detail.object) ? detail.object : {};
  const key = object.key === undefined ? YES : either(valuesOf(object.key).map(matcher => byKey(write, matcher)));
  const undecidedField = others[0] ?? Object.keys(object).find(name => name !== 'key');
  return both(both(key, undecidedField === undefined ? YES : depends(`${undecidedField} in the pattern`)), deleting(write, types.includes('yes') ? YES : depends('the detail type')));
}

function byKey(write: Write, matcher: Value): Cause {
  const [prefix, suffix, exact] = [entryOf(matcher, 'prefix'), entryOf(matcher, 'suffix'), matcher].map(worded);
  const key = write.key ?? '*';
  if (prefix !== undefined && write.deniedKeys?.some(denied => contains(denied, `${prefix}*`))) return NO;
  const answer = prefix !== undefined ? keysHave(key, prefix, '') : suffix !== undefined ? keysHave(key, '', suffix)
    : exact !== undefined ? keysAre(key, exact) : 'undecided';
  return answer === 'undecided' ? depends('the key') : { answer };
}

function byPattern(write: Write, pattern: Value): Cause {
  const { answer, field } = takesEvents(pattern, write);
  return answer === 'undecided' ? depends(`${field} in the pattern`) : { answer };
}

/** The change records that a write can make in a stream. Source: the DynamoDB guide, stream records. */
const RECORDS: Readonly<Record<string, readonly string[]>> = {
  'dynamodb:putitem': ['INSERT', 'MODIFY'],
  'dynamodb:updateitem': ['INSERT', 'MODIFY'],
  'dynamodb:deleteitem': ['REMOVE'],
  'dynamodb:batchwriteitem': ['INSERT', 'MODIFY', 'REMOVE'],
  'dynamodb:partiqlinsert': ['INSERT'],
  'dynamodb:partiqlupdate': ['MODIFY'],
  'dynamodb:partiqldelete': ['REMOVE'],
};

function byStreamFilter(write: Write, filters: Value): Cause {
  return either(valuesOf(filters).map(filter => {
    const map = patternMap(entryOf(filter, 'Pattern'));
    if (!isMap(map)) return depends('the filter');
    const records = RECORDS[write.action].map(record => fieldTakes(map.eventName, [record]));
    if (records.every(answer => answer === 'no')) return NO;
    return map.eventName !== undefined && Object.keys(map).length === 1 && records.every(answer => answer === 'yes') ? YES : depends('the filter');
  }));
}
