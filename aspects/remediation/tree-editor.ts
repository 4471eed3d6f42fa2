import { CfnResource, Stack, Token } from 'aws-cdk-lib';
import { Dependable, IConstruct } from 'constructs';
import { Change, Editor, RESOURCE_LIMIT } from './editor';
import { allAdditions, rawAt, refusedByCloudFormation, Waits } from './obstacles';
import { involved, keyOf } from './patch-parts';
import { isHashed, renewedId, Renewals } from './renewal';
import { AppModel } from '../model/app-model';
import { TREE_REFERENCE } from '../model/evaluate';
import { isObject, Json } from '../model/json';
import { ADDED_BY, Resource } from '../model/resource';
import { AddResource, Given, Link, Patch, PatchValue, Redeploy, Retain, SetProperty } from '../rule/patch';
import { constructsIn, logicalIdOf, renderedResource, resourcesOf } from '../synthesis/tree-source';

/** Makes the changes of fixes in a construct tree. */
export class TreeEditor implements Editor {
  private readonly waits = new Waits(resource => this.constructDependencies(resource));
  private readonly renewals = new Renewals();
  /** The last changes that were made for a resource, which its renewal belongs to. */
  private readonly changes = new Map<string, Change[]>();
  private readonly changed = new Set<Resource>();
  private fresh: { readonly stack: Stack; readonly resource: CfnResource }[] = [];
  private readonly added = new Map<string, CfnResource>();
  private readonly counts = new Map<Stack, number>();

  public constructor(private readonly root: IConstruct, public readonly app: AppModel) {}

  /** Why changes cannot be made, or nothing where they can. */
  public obstacle(patches: readonly Patch[]): string | undefined {
    return this.missing(patches) ?? this.taken(patches) ?? refusedByCloudFormation(patches) ?? this.full(patches) ?? this.waits.circle(patches);
  }

  public apply(patches: readonly Patch[], rule: string): Change[] {
    this.waits.record(patches);
    this.renewals.record(patches);
    const changes = allAdditions(patches).flatMap(patch => this.add(patch, rule));
    for (const patch of patches) {
      if (patch instanceof Redeploy || patch instanceof SetProperty) this.changes.set(patch.resource.id, changes);
      if (patch instanceof SetProperty) changes.push(this.set(patch));
      if (patch instanceof Retain) changes.push(...this.retain(patch));
    }
    return changes;
  }

  /** The construct path says it; a logical id would have to be worked out. */
  public placeOf(): {} {
    return {};
  }

  public settle(): ReadonlySet<string> {
    const ids = this.fresh.map(({ stack, resource }) => this.app.template(stack.templateFile)!.add(renderedResource(stack, resource)).id);
    this.fresh = [];
    this.changed.forEach(resource => resource.forget()); // read meanwhile, its links led to nothing
    this.changed.clear();
    this.app.forget();
    return new Set(ids);
  }

  public renew(): void {
    for (const { resource, of, hash } of this.renewals.take(this.app)) {
      const construct = this.construct(resource);
      const before = logicalIdOf(construct);
      const hashing: unknown = [construct, construct.node.scope].find(canHash);
      if (canHash(hashing)) hashing.addToLogicalId({ rampart: hash });
      // The CDK works the id of a function's current version out by itself, from what the function has become.
      else if (!isHashed(before)) construct.overrideLogicalId(renewedId(before, hash));
      else continue;
      const constructPath = construct.node.path;
      this.changes.get(of.id)?.push({ constructPath, property: 'LogicalId', before, after: logicalIdOf(construct) });
    }
  }

  private add(patch: AddResource, rule: string): Change[] {
    const served = this.construct(patch.beside);
    const key = keyOf(patch);
    const scope = served.node.scope!;
    const existing = this.added.get(key) ?? scope.node.tryFindChild(addedName(patch)) as CfnResource | undefined;
    const resource = existing ?? new CfnResource(scope, addedName(patch), { type: patch.type });
    this.added.set(key, resource);
    for (const waiting of patch.options.before ?? []) {
      waitFor(this.construct(waiting), resource);
      this.touch(waiting);
    }
    if (existing) return [];
    resource.addMetadata(ADDED_BY.key, { [ADDED_BY.name]: rule });
    const { Condition } = patch.beside.definition;
    if (Condition !== undefined) resource.addOverride('Condition', Condition);
    for (const [name, value] of Object.entries(patch.properties)) resource.addPropertyOverride(name, this.render(value));
    if (patch.options.deletionPolicy) {
      resource.addOverride('DeletionPolicy', patch.options.deletionPolicy);
      resource.addOverride('UpdateReplacePolicy', patch.options.deletionPolicy);
    }
    this.counts.set(served.stack, this.count(served.stack) + 1);
    this.fresh.push({ stack: served.stack, resource });
    return [{ constructPath: resource.node.path, after: { Type: patch.type, Properties: this.readable(patch.properties) } }];
  }

  private set({ resource, property, value }: SetProperty): Change {
    const before = this.legible(rawAt(resource.definition.Properties, property));
    this.construct(resource).addPropertyOverride(property, this.render(value));
    this.touch(resource);
    return { constructPath: resource.constructPath!, property, ...(before === undefined ? {} : { before }), after: this.readable(value) };
  }

  private retain({ resource }: Retain): Change[] {
    const construct = this.construct(resource);
    const changes = ['DeletionPolicy', 'UpdateReplacePolicy'].map(attribute => {
      const before = resource.definition[attribute];
      construct.addOverride(attribute, 'Retain');
      return { constructPath: resource.constructPath!, property: attribute, ...(before === undefined ? {} : { before }), after: 'Retain' };
    });
    this.touch(resource);
    return changes;
  }

  private touch(resource: Resource): void {
    this.changed.add(resource);
    resource.forget();
  }

  /** A value as the construct tree takes it: links become references. */
  private render(value: PatchValue): unknown {
    if (value instanceof Link) {
      const target = value.target instanceof AddResource ? this.added.get(keyOf(value.target))! : this.construct(value.target);
      return value.attribute === undefined ? target.ref : Token.asAny(target.getAtt(value.attribute));
    }
    if (value instanceof Given) return value.value;
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
    if (value instanceof Given) return value.said;
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
    // A SAM resource is read with its whole stack, so what it becomes is not known anew when it is changed.
    const outside = patches.flatMap(involved).find(resource => resource.writtenAs !== undefined || this.find(resource) === undefined);
    return outside && `${outside.writtenId} cannot be changed from here`;
  }

  /** Somebody may have put a construct of his own where the new one would stand. */
  private taken(patches: readonly Patch[]): string | undefined {
    const other = allAdditions(patches).find(patch => {
      const child = this.construct(patch.beside).node.scope!.node.tryFindChild(addedName(patch));
      return child !== undefined && !(CfnResource.isCfnResource(child) && child.cfnResourceType === patch.type);
    });
    return other && `there is a construct ${other.beside.constructPath}${other.name} already`;
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

/** Whether a construct works its logical id out from what it is given, as a deployment of the CDK does. */
function canHash(construct: unknown): construct is { addToLogicalId(data: object): void } {
  return typeof (construct as { addToLogicalId?: unknown } | undefined)?.addToLogicalId === 'function';
}

/** The id of an added construct beside the one that it serves: below that one, it would wait for all that that one waits for. */
function addedName({ beside, name }: AddResource): string {
  return `${beside.constructPath!.slice(beside.constructPath!.lastIndexOf('/') + 1)}${name}`;
}

/** aws-cdk-lib renamed the method; the old name warns on the newest, the new one is missing on the oldest that we support. */
function waitFor(waiting: CfnResource, resource: CfnResource): void {
  const named = waiting as CfnResource & { addResourceDependency?(target: CfnResource): void };
  if (named.addResourceDependency) named.addResourceDependency(resource);
  else waiting.addDependency(resource);
}
