import { Change, Editor, fateOf, RESOURCE_LIMIT } from './editor';
import { allAdditions, rawAt, refusedByCloudFormation, Waits } from './obstacles';
import { involved, referenceTo, written } from './patch-parts';
import { PolicyRoom } from './policy-room';
import { renamedIn } from './rename';
import { renewedId, Renewals } from './renewal';
import { PUBLISH_ALL, unpublishable } from './sam-versions';
import { withSet } from './with-set';
import { AppModel } from '../model/app-model';
import { isObject, Json, JsonObject, listOf } from '../model/json';
import { ADDED_BY, Resource } from '../model/resource';
import { Template, TemplateSource } from '../model/template';
import { Subject } from '../rule/found';
import { AddResource, Given, Patch, PatchValue, Redeploy, Retain, SetProperty } from '../rule/patch';
import { DEFAULT_SETTINGS, Settings } from '../rule/settings';
import { isIntrinsic, mapOf } from '../sam/intrinsic';
import { isReferable, writableProperty } from '../sam/written-property';

/** One place of a template that was given a value. */
export interface Edit {
  readonly template: string;
  /** The keys from the top of the template: `Resources`, the logical id, … */
  readonly at: readonly string[];
  readonly value: Json;
}

/** One resource of a template that was given another logical id. */
export interface Rename {
  readonly template: string;
  readonly from: string;
  readonly to: string;
}

/** Makes the changes of fixes in plain templates, of which it keeps copies. */
export class TemplateEditor implements Editor {
  /** Every place that was given a value, in order. */
  public readonly edits: Edit[] = [];

  /** Every resource that was given another logical id, in order, after all edits. */
  public readonly renames: Rename[] = [];

  private model: AppModel;
  private readonly renewals = new Renewals();
  private readonly room = new PolicyRoom();
  /** The last changes that were made for a resource, which its renewal belongs to. */
  private readonly changes = new Map<string, Change[]>();
  private waits = new Waits();
  private readonly sources: readonly TemplateSource[];
  private readonly fresh = new Set<string>();
  private readonly changed = new Set<string>();

  public constructor(sources: readonly TemplateSource[], private readonly settings: Settings = DEFAULT_SETTINGS) {
    // The resources are replaced one by one, and everything else stays as it is: no copy needs to be deeper.
    this.sources = sources.map(source => {
      const { Resources } = source.body;
      return isObject(Resources) ? { ...source, body: { ...source.body, Resources: { ...Resources } } } : source;
    });
    this.model = new AppModel(this.sources, this.settings);
  }

  public get app(): AppModel {
    return this.model;
  }

  /** The templates as they are now. */
  public get templates(): readonly TemplateSource[] {
    return this.sources;
  }

  public obstacle(patches: readonly Patch[]): string | undefined {
    return this.unwritten(patches) ?? this.taken(patches) ?? refusedByCloudFormation(patches) ?? unpublishable(patches)
      ?? this.full(patches) ?? this.room.obstacle(patches, this.app) ?? this.waits.circle(patches);
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

  public placeOf({ template, writtenId }: Subject): { readonly template: string; readonly logicalId: string } {
    return { template: template.path, logicalId: writtenId };
  }

  public settle(): ReadonlySet<string> {
    const ids = new Set(this.fresh);
    this.fresh.clear();
    this.changed.clear();
    this.waits = new Waits();
    this.model = new AppModel(this.sources, this.settings);
    return ids;
  }

  public renew(): void {
    const { renewals, behind } = this.renewals.take(this.model);
    for (const fn of behind) this.publish(fn);
    for (const { resource, of, hash } of renewals) {
      const [template, from, to] = [resource.template.path, resource.logicalId, renewedId(resource.logicalId, hash)];
      if (from === to) continue;
      const source = this.sources.find(({ path }) => path === template)!;
      Object.assign(source.body, renamedIn(source.body, from, to));
      this.renames.push({ template, from, to });
      this.changes.get(of.id)?.push({ template, logicalId: from, property: 'LogicalId', before: from, after: to });
    }
    if (this.renames.length > 0 || behind.length > 0) this.model = new AppModel(this.sources, this.settings);
  }

  /** Has SAM publish a version of what a function has become, which its alias then serves. */
  private publish(fn: Resource): void {
    const { template: { path: template }, writtenId: logicalId } = fn;
    const before = rawAt(this.written(fn).Properties, PUBLISH_ALL);
    this.write(template, [logicalId, 'Properties', PUBLISH_ALL], true);
    this.changes.get(fn.id)?.push({ template, logicalId, property: PUBLISH_ALL, ...(before === undefined ? {} : { before }), after: true });
  }

  private add(patch: AddResource, rule: string): Change[] {
    const { beside, type, properties, options } = patch;
    const template = beside.template.path;
    const logicalId = addedId(patch);
    for (const waiting of options.before ?? []) this.wait(waiting, logicalId);
    if (this.resources(template)[logicalId] !== undefined) return [];
    const { Condition } = beside.definition;
    const definition: JsonObject = {
      Type: type,
      ...(Condition === undefined ? {} : { Condition }),
      ...fateOf(options),
      // Where the template tells the construct of a resource, it tells that of an added one as well.
      Metadata: { ...(beside.constructPath === undefined ? {} : { 'aws:cdk:path': `${beside.constructPath}${patch.name}` }), [ADDED_BY.key]: { [ADDED_BY.name]: rule } },
      Properties: render(properties),
    };
    this.write(template, [logicalId], definition);
    this.fresh.add(`${template}#${logicalId}`);
    return [{ template, logicalId, after: definition }];
  }

  private set({ resource, property, value }: SetProperty): Change {
    const name = writtenName(resource, property)!;
    const before = rawAt(this.written(resource).Properties, name);
    const after = render(value);
    this.write(resource.template.path, [resource.writtenId, 'Properties', ...name.split('.')], after);
    this.touch(resource);
    return { template: resource.template.path, logicalId: resource.writtenId, property: name, ...(before === undefined ? {} : { before }), after };
  }

  private retain({ resource, policies }: Retain): Change[] {
    const changes = Object.entries(policies).map(([property, after]) => {
      const before = this.written(resource)[property];
      this.write(resource.template.path, [resource.writtenId, property], after);
      return { template: resource.template.path, logicalId: resource.writtenId, property, ...(before === undefined ? {} : { before }), after };
    });
    this.touch(resource);
    return changes;
  }

  /** What stands in the template: the SAM resource, where a resource follows from one. */
  private written({ template, writtenId }: Resource): JsonObject {
    const definition = this.resources(template.path)[writtenId];
    return isObject(definition) ? definition : {};
  }

  /** What SAM makes of a template is worked out at the beginning of a round. */
  private touch(resource: Resource): void {
    this.changed.add(`${resource.template.path}#${resource.writtenId}`);
    resource.forget();
  }

  /** Makes a resource wait for an added one; the names of added ones stand at the end, in order, whichever came first. */
  private wait(waiting: Resource, logicalId: string): void {
    const resources = this.resources(waiting.template.path);
    const present = listOf<Json>(this.written(waiting).DependsOn);
    if (present.includes(logicalId)) return;
    const isAdded = (id: Json): boolean => typeof id === 'string' && addedBy(resources[id]) !== undefined;
    const added = [...present.filter(isAdded), logicalId].sort();
    this.write(waiting.template.path, [waiting.logicalId, 'DependsOn'], [...present.filter(id => !isAdded(id)), ...added] as readonly Json[]);
    this.touch(waiting);
  }

  private write(template: string, at: readonly string[], value: Json): void {
    const [logicalId, ...path] = at;
    const resources = this.resources(template);
    resources[logicalId] = path.length === 0 ? value : withSet(resources[logicalId], path, value);
    this.edits.push({ template, at: ['Resources', ...at], value });
  }

  private resources(template: string): Record<string, Json> {
    return this.sources.find(({ path }) => path === template)!.body.Resources as Record<string, Json>;
  }

  /** What follows from a SAM resource does not stand in the template, but what it follows from may say the same. */
  private unwritten(patches: readonly Patch[]): string | undefined {
    const follows = 'it follows from a SAM resource, in which this cannot be written';
    for (const patch of patches) {
      if (!involved(patch).every(isReferable)) return follows;
      const changed = patch instanceof AddResource ? patch.options.before ?? [] : [patch.resource];
      for (const resource of changed) {
        const name = patch instanceof SetProperty ? writtenName(resource, patch.property) : resource.logicalId === resource.writtenId ? '' : undefined;
        if (name === undefined || !this.isOpenAt(resource, name)) return follows;
        if (isSam(resource.template) && this.changed.has(`${resource.template.path}#${resource.writtenId}`)) return 'another fix changes it first';
      }
    }
    return undefined;
  }

  /** Whether a property of a SAM resource can be set: no function stands above it, and the globals add no list to it. */
  private isOpenAt(resource: Resource, name: string): boolean {
    if (resource.writtenAs === undefined || name === '') return true;
    const properties = this.written(resource).Properties;
    const names = name.split('.');
    const above = names.slice(0, -1).map((_, index) => rawAt(properties, names.slice(0, index + 1).join('.')));
    if (!above.every(node => node === undefined || (isObject(node) && !isIntrinsic(node)))) return false;
    const globals = mapOf(resource.template.section('Globals')[resource.writtenAs.type.replace('AWS::Serverless::', '')]);
    return !Array.isArray(rawAt(globals, name));
  }

  /** Somebody may have given the name of the new resource to one of his own. */
  private taken(patches: readonly Patch[]): string | undefined {
    const other = allAdditions(patches).find(patch => {
      const standing = this.resources(patch.beside.template.path)[addedId(patch)];
      const isOurs = addedBy(standing) !== undefined && isObject(standing) && standing.Type === patch.type;
      return (standing !== undefined && !isOurs) || patch.beside.template.section('Parameters')[addedId(patch)] !== undefined;
    });
    if (other !== undefined) return `the template has something named ${addedId(other)} already`;
    const long = allAdditions(patches).map(addedId).find(id => id.length > LONGEST_ID);
    return long && `${long} would be longer than the ${LONGEST_ID} characters that CloudFormation takes for a logical id`;
  }

  private full(patches: readonly Patch[]): string | undefined {
    const wanted = new Map(allAdditions(patches).map(patch => [addedId(patch), patch.beside.template.path]));
    for (const template of new Set(wanted.values())) {
      const resources = this.resources(template);
      const more = [...wanted].filter(([id, home]) => home === template && resources[id] === undefined).length;
      // SAM makes several resources of one.
      const fresh = [...this.fresh].filter(id => id.startsWith(`${template}#`)).length;
      const present = Math.max(Object.keys(resources).length, this.model.template(template)!.list.length + fresh);
      if (more > 0 && present + more > RESOURCE_LIMIT) return `its stack would have more than ${RESOURCE_LIMIT} resources`;
    }
    return undefined;
  }
}

/** How a property is called where it is written, or nothing where it cannot be. */
function writtenName(resource: Resource, property: string): string | undefined {
  return resource.writtenAs === undefined ? property : writableProperty(resource, property);
}

function isSam(template: Template): boolean {
  return Object.values(mapOf(template.body.Resources)).some(one => isObject(one) && String(one.Type).startsWith('AWS::Serverless::'));
}

/** Source: CloudFormation quotas. */
const LONGEST_ID = 255;

/** The logical id of an added resource, which stays the same from one run to the next. */
function addedId({ beside, name }: AddResource): string {
  return `${beside.logicalId}${name}`;
}

/** The rule whose fix has added a resource. */
function addedBy(definition: Json): Json {
  const metadata = isObject(definition) && isObject(definition.Metadata) ? definition.Metadata[ADDED_BY.key] : undefined;
  return isObject(metadata) ? metadata[ADDED_BY.name] : undefined;
}

/** A value as it stands in a template: links are references by logical id. */
function render(value: PatchValue): Json {
  return written(value, leaf => {
    if (leaf instanceof Given) return leaf.value;
    return referenceTo(leaf.target instanceof AddResource ? addedId(leaf.target) : leaf.target.logicalId, leaf.attribute);
  }) as Json;
}
