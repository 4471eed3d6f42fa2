import { isObject } from './json';
import { nameIn, nameProperty } from './names';
import { Resource } from './resource';
import { Template, TemplateSource } from './template';
import { isOpen, keyOf, patternOf, Reference, referencesIn, Text, Value } from './value';

/**
 * All templates of one application: its stacks, nested stacks, Stages, and the references between them.
 *
 * Everything a rule wants to know is asked here; nothing is worked out before it is asked for.
 */
export class AppModel {
  private readonly byPath = new Map<string, Template>();
  private readonly built = new Map<unknown, unknown>();
  private types?: Map<string, Resource[]>;
  private constructs?: Map<string, Resource>;
  private readonly names = new Map<string, Map<Value, Resource>>();
  private exports?: Map<string, () => Value>;
  private readonly nested = new Map<string, Template>();

  public constructor(sources: readonly TemplateSource[]) {
    for (const source of sources) this.byPath.set(source.path, new Template(this, source));
    for (const source of sources) {
      if (source.nestedIn) this.nested.set(`${source.nestedIn.path}#${source.nestedIn.logicalId}`, this.byPath.get(source.path)!);
    }
  }

  public get templates(): readonly Template[] {
    return [...this.byPath.values()];
  }

  public template(path: string): Template | undefined {
    return this.byPath.get(path);
  }

  /** Every resource of the application, in template order. */
  public get resources(): readonly Resource[] {
    return this.templates.flatMap(template => template.list);
  }

  /** The resources of some types, in template order. */
  public ofType(...types: readonly string[]): readonly Resource[] {
    if (this.types === undefined) {
      this.types = new Map();
      for (const resource of this.resources) {
        const same = this.types.get(resource.type);
        if (same) same.push(resource); else this.types.set(resource.type, [resource]);
      }
    }
    return types.flatMap(type => this.types!.get(type) ?? []);
  }

  /** The resource that a construct renders, by the construct's path. */
  public at(constructPath: string): Resource | undefined {
    // What follows from a SAM resource has that one's path and stands behind it: the first is meant.
    this.constructs ??= new Map([...this.resources].reverse().flatMap(one => (one.constructPath === undefined ? [] : [[one.constructPath, one]])));
    return this.constructs.get(constructPath);
  }

  /** The template that a nested stack resource deploys, where it is part of the application. */
  public nestedTemplate(stack: Resource): Template | undefined {
    return this.nested.get(`${stack.template.path}#${stack.logicalId}`);
  }

  /** The value that some stack of the application exports under a name. */
  public exported(name: Value): Value {
    if (this.exports === undefined) {
      this.exports = new Map();
      for (const template of this.templates) {
        for (const [id, output] of Object.entries(template.section('Outputs'))) {
          if (isObject(output) && output.Export !== undefined) this.exports.set(keyOf(template.exportName(output)), () => template.output(id));
        }
      }
    }
    return this.exports.get(keyOf(name))?.();
  }

  /** An output of another stack of the application, by the stack's name. */
  public stackOutput(stackName: Value, output: Value): Value {
    // The producer is named by its name or, across accounts and regions, by its ARN.
    const name = /(?:^|:stack\/)([^:/*]+)(?:\/|$)/.exec(patternOf(stackName) ?? '')?.[1];
    const template = name === undefined ? undefined : this.templates.find(one => one.stackName === name);
    return typeof output === 'string' ? template?.output(output) : undefined;
  }

  /**
   * The resource that a value means: a reference, a name, an ARN or a URL made of either.
   *
   * An ARN that holds several references means what its last one names (`arn:…:table/${Table}/index/…` is the table's).
   */
  public resourceOf(value: Value): Resource | undefined {
    if (value instanceof Reference) return value.resource;
    const references = value instanceof Text ? referencesIn(value) : [];
    if (references.length > 0) return references[references.length - 1].resource;
    const name = nameIn(value);
    return name && this.named(name.type, name.name);
  }

  /** A resource by its type and physical name, where the template gives it one. */
  public named(type: string, name: string): Resource | undefined {
    let names = this.names.get(type);
    if (names === undefined) {
      const property = nameProperty(type);
      const given = (resource: Resource) => (property === undefined ? undefined : resource.get(property));
      names = new Map(this.ofType(type).map(resource => [given(resource), resource]));
      this.names.set(type, names);
    }
    return names.get(name);
  }

  /** The Lambda function behind a value: a function, or the one that a version or an alias stands for. */
  public functionOf(value: Value): Resource | undefined {
    let resource = isOpen(value) || typeof value === 'string' ? this.resourceOf(value) ?? this.named('AWS::Lambda::Function', String(value)) : undefined;
    for (let hops = 0; resource !== undefined && hops < 3 && ['AWS::Lambda::Alias', 'AWS::Lambda::Version', 'AWS::Lambda::Url'].includes(resource.type); hops += 1) {
      resource = this.resourceOf(resource.get(resource.type === 'AWS::Lambda::Url' ? 'TargetFunctionArn' : 'FunctionName'))
        ?? this.named('AWS::Lambda::Function', String(resource.get('FunctionName')));
    }
    return resource?.type === 'AWS::Lambda::Function' ? resource : undefined;
  }

  /**
   * Builds something over the whole application once, and keeps it: a graph, an index.
   *
   * @param build makes it; the function itself is the key
   */
  public once<T>(build: (app: AppModel) => T): T {
    if (!this.built.has(build)) this.built.set(build, build(this));
    return this.built.get(build) as T;
  }
}
