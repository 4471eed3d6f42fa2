import type { AccessNode } from './edge';
import type { AppModel } from '../../model/app-model';
import { Environment, knownAccount } from '../../model/environment';
import { membersOf } from '../../model/policy';
import type { Resource } from '../../model/resource';
import { alternativesOf, isMap, patternOf, Reference, referencesIn, Unknown, Value, valuesOf } from '../../model/value';
import { worded } from '../arn';

/** A principal of a statement, and whether it is there whatever the conditions of the template decide. */
export interface Named {
  readonly node: AccessNode;
  readonly certain: boolean;
}

/** Everybody with an AWS account; for some services not even that is asked. */
export const EVERYBODY: AccessNode = { id: 'everybody', kind: 'everybody', name: 'everybody' };

/** A resource of the application as a node. */
export function nodeOf(resource: Resource): AccessNode {
  return { id: resource.id, kind: 'resource', name: resource.writtenId, resource };
}

/**
 * The principals that a statement names.
 *
 * @param principal `Principal` or `NotPrincipal`, as written
 * @param holder the resource that holds the statement: its account is the own one
 */
export function principalsIn(principal: Value, holder: Resource, app: AppModel): readonly Named[] {
  const branches = alternativesOf(principal);
  return branches.flatMap(branch => entries(branch).flatMap(({ kind, value }) => membersOf(valuesOf(value)).map(member => ({
    node: nodeNamed(kind, member.value, holder, app), certain: member.certain && branches.length === 1,
  }))));
}

/** The kinds and values of a principal: `*` alone and what is not known yet count as AWS principals. */
function entries(principal: Value): readonly { readonly kind: string; readonly value: Value }[] {
  return isMap(principal) ? Object.entries(principal).map(([kind, value]) => ({ kind, value })) : principal === undefined ? [] : [{ kind: 'AWS', value: principal }];
}

function nodeNamed(kind: string, value: Value, holder: Resource, app: AppModel): AccessNode {
  const text = patternOf(value) ?? '';
  if (value === '*') return EVERYBODY;
  if (value instanceof Reference && kind !== 'Service') return nodeOf(value.resource);
  if (kind === 'Service') {
    // The name may end in the suffix of the partition, which is only known at deployment.
    const service = text.replace(/\.\*$/, '.amazonaws.com');
    return value instanceof Unknown ? undecidedNode(value) : { id: `service:${service}`, kind: 'service', name: service };
  }
  if (kind === 'AWS') return awsPrincipal(value, holder.template.environment, app);
  const provider = referencesIn(value)[0]?.resource;
  if (provider !== undefined) return nodeOf(provider);
  return value instanceof Unknown ? undecidedNode(value) : { id: `federated:${text}`, kind: 'federated', name: text };
}

function awsPrincipal(value: Value, own: Environment, app: AppModel): AccessNode {
  const account = accountIn(value, own);
  if (account !== undefined) return account;
  const resource = app.resourceOf(value);
  if (resource !== undefined) return nodeOf(resource);
  return value instanceof Unknown ? undecidedNode(value) : namedNode(value);
}

/** An account: by its number, by the ARN of its root, or as the stack's own. */
function accountIn(value: Value, own: Environment): AccessNode | undefined {
  const text = worded(value) ?? String(value);
  const account = /^arn:[^:]*:iam::([^:]+):root$/s.exec(text)?.[1] ?? text;
  const number = knownAccount(account);
  if (number !== undefined) return accountNode(number, number === own.account);
  // The stack's own account as a word; a principal that is nothing but a parameter may be anything.
  return /^\uE000AWS%3A%3AAccountId/.test(account) ? accountNode(own.account, true) : undefined;
}

function accountNode(number: string | undefined, own: boolean): AccessNode {
  const name = own ? 'the own account' : `account ${number}`;
  return { id: `account:${number ?? 'own'}`, kind: 'account', name, own, ...(number === undefined ? {} : { account: number }) };
}

/** Something that only the deployment names. The same unknown thing is the same node. */
export function undecidedNode(value: Unknown): AccessNode {
  return { id: `undecided:${value.key}`, kind: 'undecided', name: 'only known at deployment' };
}

/** Something outside of the application, by its ARN or a pattern of ARNs. */
export function namedNode(value: Value): AccessNode {
  return { id: `named:${worded(value) ?? String(value)}`, kind: 'named', name: patternOf(value) ?? String(value) };
}
