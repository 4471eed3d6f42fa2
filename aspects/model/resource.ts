import { isObject, Json, JsonObject, listOf } from './json';
import { isHelperId, isHelperPath, isHelperTemplate } from './provenance';
import type { Template } from './template';
import { isMap, isOpen, Reference, referencesIn, Value, ValueMap } from './value';

/** Who made a resource: the user's own code, or a helper of the CDK that users cannot change. */
export type Provenance = 'user' | 'helper';

/** The metadata of a resource that a fix has added. */
export const ADDED_BY = { key: 'Rampart', name: 'addedBy' } as const;

/** One resource of a template, its properties worked out as far as they can be known. */
export class Resource {
  /** Unique in the application. */
  public readonly id: string;

  /** The CloudFormation type, for example `AWS::Lambda::Function`. */
  public readonly type: string;

  /** The resource that the user wrote, where this one follows from it: the `AWS::Serverless::*` resource. */
  public readonly writtenAs?: { readonly logicalId: string; readonly type: string };

  private named?: string;
  private rendered?: JsonObject;
  private evaluated?: ValueMap;
  private place?: { readonly path: string | undefined };
  private maker?: Provenance;
  private readings?: Map<unknown, unknown>;

  public constructor(
    public readonly template: Template,
    /** The logical id, or what works it out; the construct path tells such a resource apart. */
    private readonly identity: string | { readonly logicalId: () => string; readonly constructPath: string },
    private readonly read: () => JsonObject,
    private readonly known: {
      readonly type: string;
      /** The resource that the user wrote, where this one follows from it: the `AWS::Serverless::*` resource. */
      readonly writtenAs?: { readonly logicalId: string; readonly type: string };
      /** The construct path, where something else than the definition says it. */
      readonly constructPath?: () => string | undefined;
    },
  ) {
    this.id = `${template.path}#${typeof identity === 'string' ? identity : identity.constructPath}`;
    this.type = known.type;
    this.writtenAs = known.writtenAs;
  }

  /** The logical id in the template. */
  public get logicalId(): string {
    return this.named ??= typeof this.identity === 'string' ? this.identity : this.identity.logicalId();
  }

  /** The definition as it stands in the template; in a construct tree it is rendered once, which costs. */
  public get definition(): JsonObject {
    return this.rendered ??= this.read();
  }

  /** The logical id of what the user wrote: of the SAM resource where this one follows from it. */
  public get writtenId(): string {
    return this.writtenAs?.logicalId ?? this.logicalId;
  }

  /** The path of the construct that rendered the resource, where that is known: `Stack/Function/Resource`. */
  public get constructPath(): string | undefined {
    this.place ??= { path: this.known.constructPath?.() ?? this.pathInMetadata() };
    return this.place.path;
  }

  private pathInMetadata(): string | undefined {
    const path = this.metadata['aws:cdk:path'];
    return typeof path === 'string' ? path : undefined;
  }

  public get metadata(): JsonObject {
    const metadata = this.definition.Metadata;
    return isObject(metadata) ? metadata : {};
  }

  /** The rule whose fix has added the resource: its metadata say so. */
  public get addedBy(): string | undefined {
    const noted = this.metadata[ADDED_BY.key];
    const rule = isObject(noted) ? noted[ADDED_BY.name] : undefined;
    return typeof rule === 'string' ? rule : undefined;
  }

  /** Who made it. */
  public get provenance(): Provenance {
    return this.maker ??= this.isMadeByHelper() ? 'helper' : 'user';
  }

  private isMadeByHelper(): boolean {
    if (this.constructPath !== undefined) return isHelperPath(this.constructPath);
    return isHelperId(this.logicalId) || isHelperTemplate(this.template.path) || this.template.nestedStack?.provenance === 'helper';
  }

  /** The logical ids that the resource waits for by `DependsOn`. */
  public get dependsOn(): readonly string[] {
    return listOf<Json>(this.definition.DependsOn).filter((id): id is string => typeof id === 'string');
  }

  /** All properties. */
  public get properties(): ValueMap {
    if (this.evaluated === undefined) {
      const properties = this.template.evaluate(this.definition.Properties);
      this.evaluated = isMap(properties) ? properties : {};
    }
    return this.evaluated;
  }

  /**
   * Reads a property.
   *
   * @param path names and list positions, joined by dots: `Environment.Variables`, `Statement.0.Effect`
   * @returns nothing where the property is not set; the open value where only CloudFormation knows what lies on the path
   */
  public get(path: string): Value {
    if (!path.includes('.')) return step(this.properties, path);
    let value: Value = this.properties;
    for (const name of path.split('.')) {
      if (isOpen(value)) return value;
      value = step(value, name);
      if (value === undefined) return undefined;
    }
    return value;
  }

  /** Every reference in the properties, however deep. */
  public get references(): readonly Reference[] {
    return this.once(referencesOf);
  }

  /**
   * Works something out from the properties once, for all rules that ask the same; the function itself is the key.
   *
   * @param read works it out; it may read nothing but this resource, as a fix that changes another is not noticed
   */
  public once<T>(read: (resource: Resource) => T): T {
    const readings = this.readings ??= new Map();
    const known = readings.get(read);
    if (known !== undefined || readings.has(read)) return known as T;
    const fresh = read(this);
    readings.set(read, fresh);
    return fresh;
  }

  /** Forgets what was read and worked out, after a fix has changed the definition. */
  public forget(): void {
    this.amend(() => undefined);
  }

  /**
   * Takes in what a fix has changed, without reading everything again.
   *
   * @param change gives the definition as it is now, from the one that was read; nothing where it is to be read when it is asked for
   */
  public amend(change: (read: JsonObject | undefined) => JsonObject | undefined): void {
    this.rendered = change(this.rendered);
    this.evaluated = undefined;
    this.readings = undefined;
  }
}

function referencesOf(resource: Resource): readonly Reference[] {
  return referencesIn(resource.properties);
}

/** What lies under a name, or at a place of a list. */
function step(value: Value, name: string): Value {
  if (Array.isArray(value)) return (value as readonly Value[])[Number(name)];
  return isMap(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}
