import { CfnResource, Stack, Token } from 'aws-cdk-lib';
import { Dependable, IConstruct } from 'constructs';
import { Change, Editor, fateOf, RESOURCE_LIMIT } from './editor';
import { allAdditions, rawAt, refusedByCloudFormation, Waits } from './obstacles';
import { involved, keyOf, referenceTo, written } from './patch-parts';
import { PolicyRoom } from './policy-room';
import { isHashed, renewedId, Renewals } from './renewal';
import { copied, withSet } from './with-set';
import { AppModel } from '../model/app-model';
import { TREE_REFERENCE } from '../model/evaluate';
import { isObject, Json, JsonObject, listOf } from '../model/json';
import { ADDED_BY, Resource } from '../model/resource';
import { AddResource, Given, Link, Patch, PatchValue, Redeploy, Retain, SetProperty } from '../rule/patch';
import { constructAt, constructsIn, logicalIdOf, renderedResource, resourcesOf } from '../synthesis/tree-source';

/** Makes the changes of fixes in a construct tree. */
export class TreeEditor implements Editor {
  private readonly waits = new Waits(resource => this.constructDependencies(resource));
  private readonly renewals = new Renewals();
  private readonly room = new PolicyRoom();
  /** The last changes that were made for a resource, which its renewal belongs to. */
  private readonly changes = new Map<string, Change[]>();
  private readonly changed = new Set<Resource>();
  private fresh: { readonly construct: CfnResource; readonly definition?: JsonObject }[] = [];
  private readonly added = new Map<string, CfnResource>();
  private readonly counts = new Map<Stack, number>();
  private readonly found = new Map<string, CfnResource | undefined>();

  public constructor(private readonly root: IConstruct, public readonly app: AppModel) {}

  /** Why changes cannot be made, or nothing where they can. */
  public obstacle(patches: readonly Patch[]): string | undefined {
    return this.missing(patches) ?? this.taken(patches) ?? refusedByCloudFormation(patches) ?? this.full(patches)
      ?? this.room.obstacle(patches, this.app) ?? this.waits.circle(patches);
  }

  public apply(patches: readonly Patch[], rule: string): Change[] {
    this.waits.record(patches);
    this.room.record(patches, this.app);
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
    const added = this.fresh.map(({ construct, definition }) => {
      const resource = this.app.template(construct.stack.templateFile)!.add(renderedResource(construct));
      resource.amend(() => definition);
      return resource.id;
    });
    this.fresh = [];
    // Read meanwhile, its links led to nothing, and a value is worked out once for each object.
    this.changed.forEach(resource => resource.amend(read => copied(read) as JsonObject | undefined));
    this.changed.clear();
    this.app.forget();
    return new Set(added);
  }

  public renew(): void {
    for (const { resource, of, hash } of this.renewals.take(this.app).renewals) {
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
      this.touch(waiting, ({ DependsOn, ...rest }) => ({ ...rest, DependsOn: listOf<Json>(DependsOn).concat(logicalIdOf(resource)) }));
    }
    if (existing) return [];
    resource.addMetadata(ADDED_BY.key, { [ADDED_BY.name]: rule });
    const { Condition } = patch.beside.definition;
    if (Condition !== undefined) resource.addOverride('Condition', Condition);
    for (const [name, value] of Object.entries(patch.properties)) resource.addPropertyOverride(name, this.render(value));
    for (const [name, fate] of Object.entries(fateOf(patch.options))) resource.addOverride(name, fate);
    this.counts.set(served.stack, this.count(served.stack) + 1);
    this.fresh.push({ construct: resource, definition: this.definitionOf(patch, resource) });
    return [{ constructPath: resource.node.path, after: { Type: patch.type, Properties: this.readable(patch.properties) } }];
  }

  private set({ resource, property, value }: SetProperty): Change {
    const before = this.legible(rawAt(resource.definition.Properties, property));
    this.construct(resource).addPropertyOverride(property, this.render(value));
    // The CDK merges a map into what stands there, so only the tree says what becomes of it.
    const known = isMap(value) ? undefined : this.inTree(value);
    this.touch(resource, definition => (known === undefined ? undefined : withSet(definition, ['Properties', ...property.split('.')], known)));
    return { constructPath: resource.constructPath!, property, ...(before === undefined ? {} : { before }), after: this.readable(value) };
  }

  private retain({ resource, policies }: Retain): Change[] {
    const construct = this.construct(resource);
    const changes = Object.entries(policies).map(([attribute, after]) => {
      const before = resource.definition[attribute];
      construct.addOverride(attribute, after);
      this.touch(resource, definition => ({ ...definition, [attribute]: after }));
      return { constructPath: resource.constructPath!, property: attribute, ...(before === undefined ? {} : { before }), after };
    });
    return changes;
  }

  /** Changes what was read of a resource as the tree was changed: to render it again would cost as much as the first time. */
  private touch(resource: Resource, change: (definition: JsonObject) => JsonObject | undefined): void {
    this.changed.add(resource);
    resource.amend(read => read && change(read));
  }

  /** An added resource as the tree renders it, where that is known without it. */
  private definitionOf({ type, properties, beside, options }: AddResource, construct: CfnResource): JsonObject | undefined {
    const { Condition } = beside.definition;
    const known = this.inTree(properties);
    return known === undefined ? undefined : {
      Type: type,
      Properties: known,
      Metadata: construct.cfnOptions.metadata as JsonObject,
      ...(Condition === undefined ? {} : { Condition }),
      ...fateOf(options),
    };
  }

  /** A value as the construct tree takes it: links become references. */
  private render(value: PatchValue): unknown {
    return written(value, leaf => {
      if (leaf instanceof Given) return leaf.value;
      const construct = this.targetOf(leaf.target);
      return leaf.attribute === undefined ? construct.ref : Token.asAny(construct.getAtt(leaf.attribute));
    });
  }

  /** A value as the tree renders it; nothing where only the tree says how a token of the owner renders. */
  private inTree(value: PatchValue): Json {
    let isKnown = true;
    const json = written(value, leaf => {
      if (leaf instanceof Link) return { [TREE_REFERENCE]: [this.targetOf(leaf.target).node.path, leaf.attribute ?? 'Ref'] };
      isKnown = false;
      return undefined;
    }) as Json;
    return isKnown ? json : undefined;
  }

  /** A value for people to read: links by the logical id of what they mean. */
  private readable(value: PatchValue): Json {
    return written(value, leaf => {
      if (leaf instanceof Given) return leaf.said;
      return referenceTo(leaf.target instanceof AddResource ? logicalIdOf(this.targetOf(leaf.target)) : leaf.target.writtenId, leaf.attribute);
    }) as Json;
  }

  private targetOf(target: Resource | AddResource): CfnResource {
    return target instanceof AddResource ? this.added.get(keyOf(target))! : this.construct(target);
  }

  /** What stood in the tree, for people to read: references by logical ids. */
  private legible(node: Json): Json {
    if (Array.isArray(node)) return node.map(element => this.legible(element as Json));
    if (!isObject(node)) return node;
    const reference = node[TREE_REFERENCE];
    if (!Array.isArray(reference)) return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, this.legible(value)]));
    const [path, attribute] = reference.map(String);
    return referenceTo(this.app.at(path)?.writtenId ?? path, attribute === 'Ref' ? undefined : attribute);
  }

  private construct(resource: Resource): CfnResource {
    const construct = this.find(resource);
    if (construct === undefined) throw new Error(`${resource.id} is not in the construct tree`);
    return construct;
  }

  private find({ constructPath }: Resource): CfnResource | undefined {
    if (constructPath === undefined) return undefined;
    if (!this.found.has(constructPath)) this.found.set(constructPath, resourceAt(this.root, constructPath));
    return this.found.get(constructPath);
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

/** The resource that renders at a path, which says the whole way from the root of the tree. */
function resourceAt(root: IConstruct, path: string): CfnResource | undefined {
  const construct = constructAt(root, root.node.path === '' ? path : path.slice(root.node.path.length + 1));
  return construct && CfnResource.isCfnResource(construct) ? construct : undefined;
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

function isMap(value: PatchValue): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Link);
}
