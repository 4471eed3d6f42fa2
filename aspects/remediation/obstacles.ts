import { isDeepStrictEqual } from 'node:util';
import { needs } from './dependencies';
import { involved, linkedAdditions, linksIn, targetsOf } from './patch-parts';
import { TREE_REFERENCE } from '../model/evaluate';
import { isObject, Json } from '../model/json';
import { Resource } from '../model/resource';
import { AddResource, Patch, PatchValue, SetProperty } from '../rule/patch';

/** The resources that patches add, listed or linked to. */
export function allAdditions(patches: readonly Patch[]): AddResource[] {
  return [...new Set([...patches.filter(patch => patch instanceof AddResource), ...linkedAdditions(patches)])];
}

/** What CloudFormation would refuse, in a construct tree as in a template. */
export function refusedByCloudFormation(patches: readonly Patch[]): string | undefined {
  return chosen(patches) ?? idle(patches) ?? crossing(patches) ?? conditional(patches);
}

/** What a fix cannot read it leaves as it stands, as an element of a list that is no map: then nothing is repaired. */
function idle(patches: readonly Patch[]): string | undefined {
  const set = patches.filter(patch => patch instanceof SetProperty);
  const isIdle = ({ resource, property, value }: SetProperty) => isDeepStrictEqual(rawAt(resource.definition.Properties, property), value);
  return set.length > 0 && set.every(isIdle) ? `what stands in ${set[0].property} of ${set[0].resource.writtenId} has another shape than CloudFormation takes` : undefined;
}

/** Something set beside an intrinsic function would make CloudFormation refuse the template: a map holds one or the other. */
function chosen(patches: readonly Patch[]): string | undefined {
  for (const patch of patches) {
    if (!(patch instanceof SetProperty)) continue;
    const names = patch.property.split('.');
    const above = names.map((_, index) => names.slice(0, index).join('.'));
    const open = above.find(path => isClosed(path === '' ? patch.resource.definition.Properties : rawAt(patch.resource.definition.Properties, path)));
    if (open !== undefined) return `${open === '' ? 'what' : open} of ${patch.resource.writtenId} is made by a CloudFormation function`;
  }
  return undefined;
}

/** Whether nothing can be set in a node: it is a function's, or no map. */
function isClosed(node: Json): boolean {
  if (node === undefined) return false;
  if (!isObject(node)) return true;
  const keys = Object.keys(node);
  return keys.length === 1 && (keys[0] === 'Ref' || keys[0] === TREE_REFERENCE || keys[0].startsWith('Fn::'));
}

function crossing(patches: readonly Patch[]): string | undefined {
  const crosses = patches.some(patch => involved(patch).some(resource => resource.template !== homeOf(patch).template));
  return crosses ? 'it would need a reference to another stack' : undefined;
}

/** The resource that a patch changes, or beside which it adds another. */
function homeOf(patch: Patch): Resource {
  return patch instanceof AddResource ? patch.beside : patch.resource;
}

/** What a condition may leave out of the stack can only be needed by what the same condition leaves out. */
function conditional(patches: readonly Patch[]): string | undefined {
  for (const patch of [...patches, ...linkedAdditions(patches)]) {
    const home = homeOf(patch);
    const waiting = patch instanceof AddResource ? patch.options.before ?? [] : [];
    const pairs = [...needed(patch).map(one => [home, one]), ...waiting.map(one => [one, home])];
    const torn = pairs.find(([from, to]) => to.definition.Condition !== undefined && to.definition.Condition !== from.definition.Condition);
    if (torn !== undefined) return `the condition ${String(torn[1].definition.Condition)} may leave out what ${torn[0].writtenId} would need`;
  }
  return undefined;
}

/** The resources without which a patch would refer to nothing: an added one is there where the one beside it is. */
function needed(patch: Patch): Resource[] {
  return linksIn(valueOf(patch)).map(({ target }) => (target instanceof AddResource ? target.beside : target));
}

function valueOf(patch: Patch): PatchValue {
  return patch instanceof SetProperty ? patch.value : patch instanceof AddResource ? patch.properties : null;
}

function targets(patch: Patch): Resource[] {
  return linksIn(valueOf(patch)).flatMap(targetsOf);
}
/** What waits for what, over all that the model says and what was changed since it was made. */
export class Waits {
  private readonly made = new Map<string, Resource[]>();

  public constructor(private readonly extra: (resource: Resource) => readonly Resource[] = () => []) {}

  /** A change makes a cycle where something it newly needs already needs what is changed. */
  public circle(patches: readonly Patch[]): string | undefined {
    const makesCycle = edges(patches).some(edge => edge.targets.some(target => this.needs(target, edge.waiting)));
    return makesCycle ? 'it would make a circle of dependencies' : undefined;
  }

  /** Keeps what changes make wait for what. */
  public record(patches: readonly Patch[]): void {
    for (const edge of edges(patches)) this.made.set(edge.waiting.id, [...this.made.get(edge.waiting.id) ?? [], ...edge.targets]);
  }

  private needs(from: Resource, to: Resource): boolean {
    return needs(from, to, resource => [...this.extra(resource), ...this.made.get(resource.id) ?? []]);
  }
}

/** What newly waits for what; an added resource waits for all that it links to, and stands for it. */
function edges(patches: readonly Patch[]): { readonly waiting: Resource; readonly targets: readonly Resource[] }[] {
  return patches.flatMap(patch => {
    if (patch instanceof SetProperty) return [{ waiting: patch.resource, targets: targets(patch) }];
    return patch instanceof AddResource ? (patch.options.before ?? []).map(waiting => ({ waiting, targets: targets(patch) })) : [];
  });
}

/** The node at a path of names joined by dots. */
export function rawAt(properties: Json, path: string): Json {
  return path.split('.').reduce<Json>((node, name) => (typeof node === 'object' && node !== null ? (node as Record<string, Json>)[name] : undefined), properties);
}

