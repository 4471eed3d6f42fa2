import { Json } from '../model/json';
import { oncePer } from '../model/once-per';
import { Resource } from '../model/resource';
import { AddResource, Given, Link, Patch, PatchValue, SetProperty } from '../rule/patch';

/** Equal for the same addition wanted twice. */
export function keyOf(patch: AddResource): string {
  return `${patch.beside.id} ${patch.name}`;
}

/** The additions that values link to, which a fix need not list. */
export function linkedAdditions(patches: readonly Patch[]): AddResource[] {
  return patches.flatMap(valuesOf).flatMap(linksIn).map(link => link.target).filter(target => target instanceof AddResource);
}

function valuesOf(patch: Patch): PatchValue[] {
  return patch instanceof SetProperty ? [patch.value] : patch instanceof AddResource ? [patch.properties] : [];
}

/** The resources of the application that a patch touches or refers to. */
export function involved(patch: Patch): Resource[] {
  const own = patch instanceof AddResource ? [patch.beside, ...(patch.options.before ?? [])] : [patch.resource];
  const links = valuesOf(patch).flatMap(linksIn);
  return [...own, ...links.flatMap(({ target }) => (target instanceof AddResource ? involved(target) : [target]))];
}

/** What a link needs: a resource, or all that the resource to be added needs. */
export function targetsOf({ target }: Link): Resource[] {
  return target instanceof AddResource ? valuesOf(target).flatMap(linksIn).flatMap(targetsOf) : [target];
}

/** Every link in a value. */
export function linksIn(value: PatchValue): readonly Link[] {
  if (value instanceof Link) return [value];
  return typeof value === 'object' && value !== null && !(value instanceof Given) ? linksBelow(value) : [];
}

// Each obstacle asks for them anew.
const linksBelow = oncePer<PatchValue & object, readonly Link[]>(value => Object.values(value).flatMap(one => linksIn(one as PatchValue)));

/** A value with its links, and what the owner has given, written as something else. */
export function written(value: PatchValue, ofLeaf: (leaf: Link | Given) => unknown): unknown {
  if (value instanceof Link || value instanceof Given) return ofLeaf(value);
  if (Array.isArray(value)) return value.map(element => written(element as PatchValue, ofLeaf));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, written(entry as PatchValue, ofLeaf)]));
}

/** A reference as CloudFormation writes it. */
export function referenceTo(logicalId: string, attribute: string | undefined): Json {
  return attribute === undefined ? { Ref: logicalId } : { 'Fn::GetAtt': [logicalId, attribute] };
}
