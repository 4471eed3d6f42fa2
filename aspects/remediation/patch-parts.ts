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
export function linksIn(value: PatchValue): Link[] {
  if (value instanceof Link) return [value];
  if (value instanceof Given) return [];
  if (Array.isArray(value)) return value.flatMap(element => linksIn(element as PatchValue));
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(entry => linksIn(entry as PatchValue)) : [];
}
