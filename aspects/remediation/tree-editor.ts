import { CfnResource, Stack, Token } from 'aws-cdk-lib';
import { Dependable, IConstruct } from 'constructs';
import { needs } from './dependencies';
import { involved, keyOf, linkedAdditions, linksIn, targetsOf } from './patch-parts';
import { AppModel } from '../model/app-model';
import { TREE_REFERENCE } from '../model/evaluate';
import { isObject, Json } from '../model/json';
import { Resource } from '../model/resource';
import { AddResource, Link, Patch, PatchValue, Retain, SetProperty } from '../rule/patch';
import { constructsIn, logicalIdOf, resourcesOf } from '../synthesis/tree-source';

/** CloudFormation's quota of resources in one template. */
export const RESOURCE_LIMIT = 500;

/** One change that was made. */
export interface Change {
  /** The construct path of what was changed or added. */
  readonly constructPath: string;
  /** The property or attribute that was set; nothing where a resource was added. */
  readonly property?: string;
  /** What stood there; nothing where nothing did. */
  readonly before?: Json;
  readonly after: Json;
}

/** Makes the changes of fixes in a construct tree. */
export class TreeEditor {
  private readonly added = new Map<string, CfnResource>();
  private readonly counts = new Map<Stack, number>();

  public constructor(private readonly root: IConstruct, private readonly app: AppModel) {}

  /** Why changes cannot be made, or nothing where they can. */
  public obstacle(patches: readonly Patch[]): string | undefined {
    return this.missing(patches) ?? this.taken(patches) ?? chosen(patches) ?? this.crossing(patches) ?? this.full(patches) ?? this.cycle(patches);
  }

  /** Makes changes and says what they were. Changes that were made before are not made twice. */
  public apply(patches: readonly Patch[]): Change[] {
    const changes = allAdditions(patches).flatMap(patch => this.add(patch));
    for (const patch of patches) {
      if (patch instanceof SetProperty) changes.push(this.set(patch));
      if (patch instanceof Retain) changes.push(...this.retain(patch));
    }
    return changes;
  }

  private add(patch: AddResource): Change[] {
    const served = this.construct(patch.beside);
    const key = keyOf(patch);
    const existing = this.added.get(key) ?? served.node.tryFindChild(patch.name) as CfnResource | undefined;
    const resource = existing ?? new CfnResource(served, patch.name, { type: patch.type });
    this.added.set(key, resource);
    for (const waiting of patch.options.before ?? []) waitFor(this.construct(waiting), resource);
    if (existing) return [];
    for (const [name, value] of Object.entries(patch.properties)) resource.addPropertyOverride(name, this.render(value));
    if (patch.options.deletionPolicy) {
      resource.addOverride('DeletionPolicy', patch.options.deletionPolicy);
      resource.addOverride('UpdateReplacePolicy', patch.options.deletionPolicy);
    }
    this.counts.set(served.stack, this.count(served.stack) + 1);
    return [{ constructPath: resource.node.path, after: { Type: patch.type, Properties: this.readable(patch.properties) } }];
  }

  private set({ resource, property, value }: SetProperty): Change {
    const before = this.legible(rawAt(resource.definition.Properties, property));
    this.construct(resource).addPropertyOverride(property, this.render(value));
    resource.forget();
    return { constructPath: resource.constructPath!, property, ...(before === undefined ? {} : { before }), after: this.readable(value) };
  }

  private retain({ resource }: Retain): Change[] {
    const construct = this.construct(resource);
    const changes = ['DeletionPolicy', 'UpdateReplacePolicy'].map(attribute => {
      const before = resource.definition[attribute];
      construct.addOverride(attribute, 'Retain');
      return { constructPath: resource.constructPath!, property: attribute, ...(before === undefined ? {} : { before }), after: 'Retain' };
    });
    resource.forget();
    return changes;
  }

  /** A value as the construct tree takes it: links become references. */
  private render(value: PatchValue): unknown {
    if (value instanceof Link) {
      const target = value.target instanceof AddResource ? this.added.get(keyOf(value.target))! : this.construct(value.target);
      return value.attribute === undefined ? target.ref : Token.asAny(target.getAtt(value.attribute));
    }
    if (Array.isArray(value)) return value.map(element => this.render(element as PatchValue));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, this.render(entry as PatchValue)]));
  }

  /** A value for people to read: links by the logical id of what they mean. */
  private readable(value: PatchValue): Json {
    if (value instanceof Link) {
      const id = value.target instanceof AddResource ? logicalIdOf(this.added.get(keyOf(value.target))!) : value.target.writtenId;
      return value.attribute === undefined ? { Ref: id } : { 'Fn::GetAtt': [id, value.attribute] };
    }
    if (Array.isArray(value)) return value.map(element => this.readable(element as PatchValue));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, this.readable(entry as PatchValue)]));
  }

  /** What stood in the tree, for people to read: references by logical ids. */
  private legible(node: Json): Json {
    if (Array.isArray(node)) return node.map(element => this.legible(element as Json));
    if (!isObject(node)) return node;
    const reference = node[TREE_REFERENCE];
    if (!Array.isArray(reference)) return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, this.legible(value)]));
    const [path, attribute] = reference.map(String);
    const id = this.app.at(path)?.writtenId ?? path;
    return attribute === 'Ref' ? { Ref: id } : { 'Fn::GetAtt': [id, attribute] };
  }

  private construct(resource: Resource): CfnResource {
    const construct = this.find(resource);
    if (construct === undefined) throw new Error(`${resource.id} is not in the construct tree`);
    return construct;
  }

  private find(resource: Resource): CfnResource | undefined {
    const path = resource.constructPath;
    const relative = path === undefined || this.root.node.path === '' ? path : path.slice(this.root.node.path.length + 1);
    const construct = relative?.split('/').reduce<IConstruct | undefined>((at, id) => at?.node.tryFindChild(id), this.root);
    return construct && CfnResource.isCfnResource(construct) ? construct : undefined;
  }

  private missing(patches: readonly Patch[]): string | undefined {
    const outside = patches.flatMap(involved).find(resource => this.find(resource) === undefined);
    return outside && `${outside.writtenId} cannot be changed from here`;
  }

  /** Somebody may have put a construct of his own where the new one would stand. */
  private taken(patches: readonly Patch[]): string | undefined {
    const other = allAdditions(patches).find(patch => {
      const child = this.construct(patch.beside).node.tryFindChild(patch.name);
      return child !== undefined && !(CfnResource.isCfnResource(child) && child.cfnResourceType === patch.type);
    });
    return other && `${other.beside.constructPath} has a construct ${other.name} already`;
  }

  private crossing(patches: readonly Patch[]): string | undefined {
    const crosses = patches.some(patch => {
      const own = patch instanceof AddResource ? patch.beside.template : patch.resource.template;
      return involved(patch).some(resource => resource.template !== own);
    });
    return crosses ? 'it would need a reference to another stack' : undefined;
  }

  private full(patches: readonly Patch[]): string | undefined {
    const additions = allAdditions(patches).filter(patch => !this.added.has(keyOf(patch)));
    if (additions.length === 0) return undefined;
    const { stack } = this.construct(additions[0].beside);
    return this.count(stack) + new Set(additions.map(keyOf)).size > RESOURCE_LIMIT ? `its stack would have more than ${RESOURCE_LIMIT} resources` : undefined;
  }

  private count(stack: Stack): number {
    if (!this.counts.has(stack)) this.counts.set(stack, resourcesOf(stack).length);
    return this.counts.get(stack)!;
  }

  /** A change makes a cycle where something it newly needs already needs what is changed. */
  private cycle(patches: readonly Patch[]): string | undefined {
    const makesCycle = patches.some(patch => {
      if (patch instanceof SetProperty) return linksIn(patch.value).flatMap(targetsOf).some(target => this.needs(target, patch.resource));
      if (patch instanceof Retain) return false;
      const needed = linksIn(patch.properties).flatMap(targetsOf);
      return (patch.options.before ?? []).some(waiting => needed.some(target => this.needs(target, waiting)));
    });
    return makesCycle ? 'it would make a circle of dependencies' : undefined;
  }

  private needs(from: Resource, to: Resource): boolean {
    return needs(from, to, resource => this.constructDependencies(resource));
  }

  /** What a resource waits for because a construct around it depends on another construct. */
  private constructDependencies(resource: Resource): Resource[] {
    const construct = this.find(resource);
    if (construct === undefined) return [];
    return construct.node.scopes
      .flatMap(scope => scope.node.dependencies)
      .flatMap(dependency => Dependable.of(dependency).dependencyRoots)
      .flatMap(root => [...constructsIn(root)])
      .flatMap(dependency => this.app.at(dependency.node.path) ?? []);
  }
}

/** The resources that patches add, listed or linked to. */
function allAdditions(patches: readonly Patch[]): AddResource[] {
  return [...new Set([...patches.filter(patch => patch instanceof AddResource), ...linkedAdditions(patches)])];
}

/** Something set beside an intrinsic function would make CloudFormation refuse the template: a map holds one or the other. */
function chosen(patches: readonly Patch[]): string | undefined {
  for (const patch of patches) {
    if (!(patch instanceof SetProperty)) continue;
    const names = patch.property.split('.');
    const above = names.map((_, index) => names.slice(0, index).join('.')).filter(path => path !== '');
    const open = above.find(path => isIntrinsic(rawAt(patch.resource.definition.Properties, path)));
    if (open !== undefined) return `${open} of ${patch.resource.writtenId} is made by a CloudFormation function`;
  }
  return undefined;
}

function isIntrinsic(node: Json): boolean {
  const keys = isObject(node) ? Object.keys(node) : [];
  return keys.length === 1 && (keys[0] === 'Ref' || keys[0].startsWith('Fn::'));
}

/** aws-cdk-lib renamed the method; the old name warns on the newest, the new one is missing on the oldest that we support. */
function waitFor(waiting: CfnResource, resource: CfnResource): void {
  const named = waiting as CfnResource & { addResourceDependency?(target: CfnResource): void };
  if (named.addResourceDependency) named.addResourceDependency(resource);
  else waiting.addDependency(resource);
}

function rawAt(properties: Json, path: string): Json {
  return path.split('.').reduce<Json>((node, name) => (typeof node === 'object' && node !== null ? (node as Record<string, Json>)[name] : undefined), properties);
}
