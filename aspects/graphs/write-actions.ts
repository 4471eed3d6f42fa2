import type { AppModel } from '../model/app-model';
import { actionMatches } from '../model/policy';

/** The actions that make an event at what they write to, by service. Source: the Service Authorization Reference. */
export const WRITE_ACTIONS: Readonly<Record<string, readonly string[]>> = {
  s3: ['s3:putobject', 's3:putobjectacl', 's3:putobjecttagging', 's3:deleteobject', 's3:deleteobjectversion', 's3:deleteobjecttagging', 's3:restoreobject'],
  sqs: ['sqs:sendmessage'],
  sns: ['sns:publish'],
  dynamodb: [
    'dynamodb:putitem', 'dynamodb:updateitem', 'dynamodb:deleteitem', 'dynamodb:batchwriteitem',
    'dynamodb:partiqlinsert', 'dynamodb:partiqlupdate', 'dynamodb:partiqldelete',
  ],
  kinesis: ['kinesis:putrecord', 'kinesis:putrecords'],
  events: ['events:putevents'],
  lambda: ['lambda:invokefunction', 'lambda:invokeasync'],
  states: ['states:startexecution', 'states:startsyncexecution'],
};
const ALL_ACTIONS = Object.values(WRITE_ACTIONS).flat();

/**
 * The write actions that a statement is about.
 *
 * @param patterns the patterns of `Action`, or where `not` is true of `NotAction`
 */
export function writeActions(patterns: readonly string[], not: boolean, app: AppModel): ReadonlySet<string> {
  // The grants of the CDK list the same few actions all over an application.
  const known = app.once(knownLists);
  const key = `${not} ${patterns.join(' ')}`;
  let found = known.get(key);
  if (found === undefined) {
    found = new Set(ALL_ACTIONS.filter(action => patterns.some(pattern => actionMatches(pattern, action)) !== not));
    known.set(key, found);
  }
  return found;
}

function knownLists(): Map<string, ReadonlySet<string>> {
  return new Map();
}
