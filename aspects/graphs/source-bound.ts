import { worded } from './arn';
import type { Resource } from '../model/resource';
import { alternativesOf, Answer, isOpen, Reference, Text, Value } from '../model/value';

/**
 * Whether a permission says for whom a service may call: by its `SourceArn`, `SourceAccount` or `PrincipalOrgID`.
 *
 * @param service `s3`: the ARN of a bucket holds no account, so only `SourceAccount` says whose bucket it is
 */
export function isSourceBound(permission: Resource, service: string): Answer {
  const answers = [
    ...['SourceAccount', 'PrincipalOrgID', 'EventSourceToken'].map(property => eachBranch(permission.get(property), isGiven)),
    ...(service === 's3' ? [] : [eachBranch(permission.get('SourceArn'), namesAnOwner)]),
  ];
  return answers.includes('yes') ? 'yes' : answers.includes('undecided') ? 'undecided' : 'no';
}

function eachBranch(value: Value, question: (value: Value) => boolean): Answer {
  const answers = new Set(alternativesOf(value).map(question));
  return answers.size > 1 ? 'undecided' : answers.has(true) ? 'yes' : 'no';
}

function isGiven(value: Value): boolean {
  return isOpen(value) || (value !== undefined && value !== null && String(value).replace(/\*/g, '') !== '');
}

/** APIs have ids that nobody else can have, so their ARN bounds even where the account is left open. */
const UNIQUE_IDS = ['execute-api', 'apigateway'];

/**
 * Whether an ARN belongs to one owner. An ARN that is only known at deployment does: Lambda refuses a `SourceArn` whose
 * account is anything but digits.
 */
function namesAnOwner(arn: Value): boolean {
  if (arn === undefined || arn === null) return false;
  if (isOpen(arn) && !(arn instanceof Text)) return true;
  const text = worded(arn) ?? '';
  const [, service, account, resource] = /^arn:[^:]*:([^:]*):[^:]*:([^:]*):(.*)$/s.exec(text) ?? [];
  if (resource === undefined) return arn instanceof Text && arn.parts[0] instanceof Reference;
  if (account !== '' && !/[*?]/.test(account)) return true;
  const id = resource.replace(/^\/?restapis\//, '').split('/')[0];
  return UNIQUE_IDS.includes(service) && id !== '' && !/[*?]/.test(id);
}

/** Whether a source is a text that is no ARN and no pattern of one: Lambda refuses a permission with it. */
export function isNoArn(source: Value): boolean {
  return typeof source === 'string' && source !== '' && !source.startsWith('arn:') && !/[*?]/.test(source);
}

/** Whether a source names a bucket, whose ARN says nothing of its account. */
export function namesBucket(source: Value): boolean {
  return source !== undefined && (isOpen(source) || /^arn:[^:]*:s3:::[^*?]+$/.test(String(source)));
}
