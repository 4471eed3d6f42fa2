import { servicePrefixes } from './actions';
import { AppModel } from '../model/app-model';
import { allows, identityPolicies, Statement } from '../model/policy';
import { Resource } from '../model/resource';
import { alternativesOf, isMap, isOpen, referencesIn, Value, valuesOf } from '../model/value';

/** A statement of an identity policy that allows something, and where it stands. */
export interface Grant {
  readonly statement: Statement;
  /** The property path of the statement. */
  readonly property: string;
  /** False where a condition that cannot be decided says whether the statement is there, or whether it allows or denies. */
  readonly certain: boolean;
}

/** What identity policies say: the statements that allow something, and the documents that nobody can read before deployment. */
export interface Granted {
  readonly grants: readonly Grant[];
  /** The property paths of the documents of which a part is only known at deployment. */
  readonly open: readonly string[];
}

/** What the identity policies of a resource allow. A policy that serves as a permissions boundary alone allows nothing by itself. */
export function grantedBy(holder: Resource, app: AppModel): Granted {
  const known = app.once(grantedByHolders);
  let grants = known.get(holder.id);
  if (grants === undefined) known.set(holder.id, grants = granted(holder, app));
  return grants;
}

/** What several rules ask of one policy is worked out once. */
function grantedByHolders(): Map<string, Granted> {
  return new Map();
}

function granted(holder: Resource, app: AppModel): Granted {
  const documents = app.once(boundaryPolicies).has(holder.id) ? [] : identityPolicies(holder);
  return {
    grants: documents.flatMap(({ property, statements }) => statements.filter(allows).map(statement => ({
      statement,
      property: `${property}.Statement.${statement.index}`,
      certain: statement.certain && !isOpen(statement.effect),
    }))),
    open: documents.filter(({ open }) => open).map(({ property }) => property),
  };
}

/** The managed policies that serve as permissions boundaries and are attached to nobody, by id. */
function boundaryPolicies(app: AppModel): ReadonlySet<string> {
  const principals = app.ofType('AWS::IAM::Role', 'AWS::IAM::User');
  const boundaries = new Set(principals.flatMap(principal => policiesIn(principal.get('PermissionsBoundary'), app)));
  if (boundaries.size === 0) return boundaries;
  const attached = [...principals, ...app.ofType('AWS::IAM::Group')].flatMap(principal => policiesIn(principal.get('ManagedPolicyArns'), app));
  for (const id of attached) boundaries.delete(id);
  return boundaries;
}

/** The ids of the managed policies that a value means and that their own lists attach to nobody. */
function policiesIn(value: Value, app: AppModel): string[] {
  const named = valuesOf(value).flatMap(alternativesOf).map(one => app.resourceOf(one));
  const policies = [...referencesIn(value).map(({ resource }) => resource), ...named].filter(policy => policy?.type === 'AWS::IAM::ManagedPolicy');
  return policies.filter(policy => policy !== undefined)
    .filter(policy => ['Roles', 'Users', 'Groups'].every(property => valuesOf(policy.get(property)).length === 0))
    .map(policy => policy.id);
}

/**
 * Whether the condition of a statement leaves out most actions or most resources.
 *
 * It does where it asks for a tag of the resource, or for a key that only one service sends: a request without the key is
 * refused. It does not where it asks who calls, from where, when or with which second factor: the caller is as powerful.
 */
export function conditionBoundsResources(condition: Value): boolean {
  if (!isMap(condition)) return false;
  return Object.entries(condition).some(([operator, keys]) => isMap(keys) && needsKey(operator) && Object.keys(keys).some(boundsResources));
}

/** An operator that a request without the key does not pass. */
export function needsKey(operator: string): boolean {
  return !/not|ifexists$|^null$|^forallvalues:/i.test(operator);
}

/** Keys of a session (`sts:ExternalId`, `accounts.google.com:aud`) tell of the caller; a service's own keys tell of the request. */
function boundsResources(key: string): boolean {
  const service = key.split(':')[0].toLowerCase();
  return /^aws:ResourceTag\//i.test(key) || (service !== 'sts' && servicePrefixes().includes(service));
}
