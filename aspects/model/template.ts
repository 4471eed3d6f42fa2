import type { AppModel } from './app-model';
import { Environment, environmentKey } from './environment';
import { evaluate, Scope } from './evaluate';
import { isObject, Json, JsonObject } from './json';
import { Resource } from './resource';
import { booleanOf, joinText, Unknown, Value } from './value';
import { normaliseSam } from '../sam/normalise';

/** A template to read, and what is known of the stack that it makes. */
export interface TemplateSource {
  /** How findings name the template: the path as given. */
  readonly path: string;
  /** The template itself. */
  readonly body: JsonObject;
  /** The name of the stack, where a synthesis says it. */
  readonly stackName?: string;
  /** The construct path of the stack, where a synthesis says it. */
  readonly stackPath?: string;
  /** Where the stack is deployed. */
  readonly environment?: Environment;
  /** The nested stack resource that deploys this template: the template's path and the resource's logical id. */
  readonly nestedIn?: { readonly path: string; readonly logicalId: string };
  /** Says the construct path of a resource, where the template's own metadata does not. */
  readonly constructPathOf?: (logicalId: string) => string | undefined;
  /** The resources, where they are not read from the body: rendered one by one from a construct tree. */
  readonly rendered?: readonly RenderedResource[];
}

/** Whether something names a type of resources: other texts name nothing, or what every JavaScript object has, as `constructor` does. */
export function isResourceType(type: Json): type is string {
  return typeof type === 'string' && type.includes('::');
}

/** A resource of a construct tree, rendered when somebody reads it. */
export interface RenderedResource {
  /** A construct tree works the id out from the path, which costs, and few ask for it. */
  readonly logicalId: () => string;
  readonly type: string;
  readonly constructPath: string;
  readonly read: () => JsonObject;
}

/** One template of an application. */
export class Template implements Scope {
  public readonly path: string;
  public readonly stackName?: string;
  public readonly stackPath?: string;
  public readonly body: JsonObject;
  public readonly environment: Environment;
  /** The resources in template order. */
  public readonly list: readonly Resource[];
  public generatedNames: ReadonlyMap<string, string> = new Map();

  private byId?: ReadonlyMap<string, Resource>;
  private readonly parameters = new Map<string, Value>();
  private readonly conditions = new Map<string, boolean | undefined>();
  private readonly memo = new WeakMap<object, Value>();
  private readonly underway = new Set<string>();

  public constructor(public readonly app: AppModel, private readonly source: TemplateSource) {
    this.path = source.path;
    this.body = source.body;
    this.environment = source.environment ?? {};
    this.stackName = source.stackName;
    this.stackPath = source.stackPath;
    this.list = source.rendered ? this.fromTree(source.rendered) : this.fromBody();
  }

  /** The resources by logical id. */
  public get resources(): ReadonlyMap<string, Resource> {
    return this.byId ??= new Map(this.list.map(resource => [resource.logicalId, resource]));
  }

  private fromTree(rendered: readonly RenderedResource[]): Resource[] {
    return rendered.map(({ logicalId, type, constructPath, read }) =>
      new Resource(this, { logicalId, constructPath }, read, { type, constructPath: () => constructPath }));
  }

  private fromBody(): Resource[] {
    const { resources, writtenAs, names } = normaliseSam(this.body);
    this.generatedNames = names;
    return Object.entries(resources)
      .filter((entry): entry is [string, JsonObject] => isObject(entry[1]) && isResourceType(entry[1].Type))
      // Read anew where it was changed: a fix puts another definition in its place.
      .map(([id, definition]) => new Resource(this, id, () => resources[id] as JsonObject, {
        type: String(definition.Type),
        writtenAs: writtenAs.get(id),
        // What follows from a SAM resource was rendered by that one's construct.
        constructPath: () => this.constructPathOf(id) ?? this.constructPathOf(writtenAs.get(id)?.logicalId ?? id),
      }));
  }

  /** Takes in a resource that a fix has added to the construct tree. */
  public add(rendered: RenderedResource): Resource {
    const [resource] = this.fromTree([rendered]);
    (this.list as Resource[]).push(resource);
    this.byId = undefined;
    return resource;
  }

  /** The nested stack resource that deploys this template, if there is one in the application. */
  public get nestedStack(): Resource | undefined {
    const parent = this.source.nestedIn;
    return parent && this.app.template(parent.path)?.resources.get(parent.logicalId);
  }

  /** Works out a part of the template as far as it can be known: once for what a function takes or somebody asks for, not for each part below. */
  public evaluate(node: Json): Value {
    if (typeof node !== 'object' || node === null) return node;
    const known = this.memo.get(node);
    if (known !== undefined || this.memo.has(node)) return known;
    const value = evaluate(node, this);
    this.memo.set(node, value);
    return value;
  }

  /** A section of the template: `Parameters`, `Mappings`, `Conditions`, `Outputs`, … */
  public section(name: string): JsonObject {
    const section = this.body[name];
    return isObject(section) ? section : {};
  }

  /** The path of the construct that rendered an element, where that is known. */
  public constructPathOf(logicalId: string): string | undefined {
    return this.source.constructPathOf?.(logicalId);
  }

  /** The value of an output, or nothing where the template has no such output. */
  public output(name: string): Value {
    const output = this.section('Outputs')[name];
    return isObject(output) ? this.guarded(`output:${name}`, () => this.evaluate(output.Value)) : undefined;
  }

  public parameter(name: string): Value {
    if (!this.parameters.has(name)) this.parameters.set(name, this.guarded(`parameter:${name}`, () => this.parameterValue(name)));
    return this.parameters.get(name);
  }

  /** Whether a condition holds with the parameters' defaults; nothing where only the deployment decides. */
  public condition(name: string): boolean | undefined {
    if (!this.conditions.has(name)) {
      const conditions = this.section('Conditions');
      const definition = Object.prototype.hasOwnProperty.call(conditions, name) ? conditions[name] : undefined;
      this.conditions.set(name, booleanOf(this.guarded(`condition:${name}`, () => this.evaluate(definition))));
    }
    return this.conditions.get(name);
  }

  /** Does some work unless it is under way already: a template may refer to itself in a circle. */
  private guarded(key: string, work: () => Value): Value {
    if (this.underway.has(key)) return new Unknown(`circle:${this.path}#${key}`);
    this.underway.add(key);
    try {
      return work();
    } finally {
      this.underway.delete(key);
    }
  }

  private parameterValue(name: string): Value {
    const parameters = this.section('Parameters');
    const parameter = Object.prototype.hasOwnProperty.call(parameters, name) ? parameters[name] : undefined;
    const key = `parameter:${this.path}#${name}`;
    if (!isObject(parameter)) return new Unknown(key);
    if (String(parameter.NoEcho).toLowerCase() === 'true') return new Unknown(key, undefined, `the NoEcho parameter ${name}`);
    const type = String(parameter.Type ?? 'String');
    if (type.startsWith('AWS::SSM::Parameter::')) return new Unknown(key);
    const given = this.nestedStack?.get(`Parameters.${name}`);
    const value: Value = given ?? (parameter.Default as Value);
    if (value === undefined) return new Unknown(key);
    const isList = type.startsWith('List<') || type === 'CommaDelimitedList';
    return isList && typeof value === 'string' ? value.split(',').map(part => part.trim()) : value;
  }

  /** The parts of a text that name this stack, or stay open. */
  public pseudoParameter(name: string): Value {
    if (name === 'AWS::NoValue') return undefined;
    if (name === 'AWS::StackName' && this.stackName !== undefined) return this.stackName;
    if (name === 'AWS::StackName' || name === 'AWS::StackId') return new Unknown(`${name}:${this.path}`);
    // The account of one Stage is not that of another, even where nobody knows either.
    const where = environmentKey(this.environment);
    return new Unknown(where !== '' && ['AWS::AccountId', 'AWS::Region'].includes(name) ? `${name}@${where}` : name);
  }

  /** The name under which other stacks import an output, where the output has one. */
  public exportName(output: Json): Value {
    return isObject(output) && isObject(output.Export) ? joinText([this.evaluate(output.Export.Name)]) : undefined;
  }
}
