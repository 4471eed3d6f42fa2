import { withGlobals } from './globals';
import { compact, isIntrinsic, mapOf, own, referredId } from './intrinsic';
import { isObject, Json, JsonObject } from '../model/json';

/** A SAM resource that others are generated from. */
export interface Owner {
  readonly logicalId: string;
  readonly type: string;
  /** As it stands in the template: where its attributes (`Condition`, `Metadata`, …) are read. */
  readonly definition: JsonObject;
  /** Its properties, `Globals` merged in. */
  readonly properties: JsonObject;
  /** What the user wrote, where that is not the resource itself: an implicit API follows from functions. */
  readonly writtenAs?: Written;
}

/** What the user wrote, for a resource that follows from it. */
export interface Written { readonly logicalId: string; readonly type: string }

/** The attributes that every generated resource takes over. `DependsOn` stays with the resource itself, or it could make circles. */
const CARRIED = ['Condition', 'DeletionPolicy', 'UpdateReplacePolicy', 'Metadata'] as const;

/** The resources of one template while its SAM resources are being replaced. */
export class Generation {
  public readonly resources = new Map<string, JsonObject>();
  public readonly writtenAs = new Map<string, Written>();
  /** What the template may call a generated resource (`Function.Alias`) → its logical id. */
  public readonly names = new Map<string, string>();
  /** The resources as the user wrote them. */
  public readonly written: JsonObject;

  private readonly kept = new Map<string, string>();
  private readonly owners = new Map<string, Owner>();
  private readonly changes: { readonly find: () => string | undefined; readonly change: (properties: JsonObject) => JsonObject }[] = [];

  public constructor(private readonly body: JsonObject) {
    this.written = mapOf(body.Resources);
  }

  /** A SAM resource of the template with its globals, or nothing where the id is not that of one. */
  public owner(logicalId: string): Owner | undefined {
    const definition = own(this.written, logicalId);
    if (!isObject(definition) || typeof definition.Type !== 'string' || !definition.Type.startsWith('AWS::Serverless::')) return undefined;
    let owner = this.owners.get(logicalId);
    if (!owner) {
      owner = { logicalId, type: definition.Type, definition, properties: withGlobals(this.body.Globals, definition) };
      this.owners.set(logicalId, owner);
    }
    return owner;
  }

  /** The properties that a resource of a type has by `Globals` alone. */
  public globals(type: string): JsonObject {
    return withGlobals(this.body.Globals, { Type: type });
  }

  /** The API that SAM makes for events that name none; made when the first of them is read. */
  public implicitApi(logicalId: string, make: () => Owner): Owner {
    const owner = this.owners.get(logicalId) ?? make();
    this.owners.set(logicalId, owner);
    return owner;
  }

  /** The type of a resource that the user wrote. */
  public typeOf(logicalId: string | undefined): string | undefined {
    const definition = logicalId === undefined ? undefined : own(this.written, logicalId);
    return isObject(definition) && typeof definition.Type === 'string' ? definition.Type : undefined;
  }

  /**
   * Adds a generated resource.
   *
   * @param owner the SAM resource that it follows from
   * @param wanted the logical id that SAM gives it; where a resource of the user has that id, a number is appended
   * @param attributes attributes besides those it takes over
   * @returns its logical id
   */
  public add(owner: Owner, wanted: string, type: string, properties: JsonObject, attributes: JsonObject = {}): string {
    const carried = wanted === owner.logicalId ? [...CARRIED, 'DependsOn'] : CARRIED;
    const definition = {
      Type: type,
      ...Object.fromEntries(carried.filter(name => owner.definition[name] !== undefined).map(name => [name, owner.definition[name]])),
      ...attributes,
      Properties: compact(properties),
    };
    const isSame = this.resources.has(wanted) && JSON.stringify(this.resources.get(wanted)) === JSON.stringify(definition);
    const logicalId = isSame || wanted === owner.logicalId ? wanted : this.free(wanted);
    this.resources.set(logicalId, definition);
    if (!this.writtenAs.has(logicalId)) this.writtenAs.set(logicalId, owner.writtenAs ?? { logicalId: owner.logicalId, type: owner.type });
    return logicalId;
  }

  /** Adds something once, however often it is asked for. */
  public once(key: string, add: () => string): string {
    let logicalId = this.kept.get(key);
    if (logicalId === undefined) {
      logicalId = add();
      this.kept.set(key, logicalId);
    }
    return logicalId;
  }

  /** Keeps the place of a resource in the template's order while what it needs is added first. */
  public reserve(owner: Owner): void {
    this.resources.set(owner.logicalId, owner.definition);
  }

  /** Lets the template name a generated resource by what it is of its owner: `Function.Alias`. */
  public name(owner: string, part: string, logicalId: string): void {
    this.names.set(`${owner}.${part}`, logicalId);
  }

  /**
   * Changes the properties of a resource after all else is done: a bucket gets notifications.
   *
   * @param find its logical id, asked for when everything has been generated
   */
  public change(find: () => string | undefined, change: (properties: JsonObject) => JsonObject): void {
    this.changes.push({ find, change });
  }

  /** Makes the changes. */
  public finish(): void {
    for (const { find, change } of this.changes) {
      const logicalId = find();
      const definition = logicalId === undefined ? undefined : this.resources.get(logicalId);
      const properties = definition?.Properties;
      if (logicalId === undefined || !isObject(definition) || isIntrinsic(properties)) continue;
      this.resources.set(logicalId, { ...definition, Properties: change(mapOf(properties)) });
    }
  }

  /** A text that is part of a logical id: as written, or the default of the parameter that is written there. */
  public textOf(node: Json): string | undefined {
    if (typeof node === 'string') return node;
    const parameter = own(mapOf(this.body.Parameters), referredId(node) ?? '');
    return isObject(parameter) && typeof parameter.Default === 'string' ? parameter.Default : undefined;
  }

  private free(wanted: string): string {
    let logicalId = wanted;
    const isTaken = (): boolean => this.resources.has(logicalId) || own(this.written, logicalId) !== undefined;
    for (let number = 2; isTaken(); number += 1) logicalId = `${wanted}${number}`;
    return logicalId;
  }
}
