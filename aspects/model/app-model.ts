import { Environment, environmentKey, knownAccount, knownRegion, mayMeet } from './environment';
import { isObject } from './json';
import { NamedThing, nameIn, nameProperty } from './names';
import { Resource } from './resource';
import { Template, TemplateSource } from './template';
import { keyOf, patternOf, Reference, referencesIn, Text, Value } from './value';
import { DEFAULT_SETTINGS, Settings } from '../rule/settings';

/**
 * All templates of one application: its stacks, nested stacks, Stages, and the references between them.
 *
 * Everything a rule wants to know is asked here; nothing is worked out before it is asked for.
 */
export class AppModel {
  private readonly byPath = new Map<string, Template>();
  private readonly built = new Map<unknown, unknown>();
  private all?: readonly Resource[];
  private types?: Map<string, Resource[]>;
  private constructs?: Map<string, Resource>;
  private readonly names = new Map<string, Map<string, Resource[]>>();
  private exports?: Map<string, { readonly environment: Environment; readonly value: () => Value }[]>;
  private places?: Map<string, Environment>;
  private readonly nested = new Map<string, Template>();

  /**
   * @param sources the templates
   * @param settings what the owner says besides them
   */
  public constructor(sources: readonly TemplateSource[], public readonly settings: Settings = DEFAULT_SETTINGS) {
    for (const source of sources) this.byPath.set(source.path, new Template(this, source));
    for (const source of sources) {
      if (source.nestedIn) this.nested.set(`${source.nestedIn.path}#${source.nestedIn.logicalId}`, this.byPath.get(source.path)!);
    }
  }

  /** Forgets what was worked out over the whole application, after fixes have changed or added resources. */
  public forget(): void {
    this.built.clear();
    this.names.clear();
    this.all = undefined;
    this.types = undefined;
    this.constructs = undefined;
  }

  public get templates(): readonly Template[] {
    return [...this.byPath.values()];
  }

  public template(path: string): Template | undefined {
    return this.byPath.get(path);
  }

  /** Every resource of the application, in template order. */
  public get resources(): readonly Resource[] {
    return this.all ??= this.templates.flatMap(template => template.list);
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
    if (types.length === 1) return this.types.get(types[0]) ?? NONE;
    return types.flatMap(type => this.types!.get(type) ?? NONE);
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

  /** The value that some stack exports under a name: of the same Stage first, of the same account and Region in any case. */
  public exported(name: Value, from: Environment = {}): Value {
    if (this.exports === undefined) {
      this.exports = new Map();
      for (const template of this.templates) {
        for (const [id, output] of Object.entries(template.section('Outputs'))) {
          if (!isObject(output) || output.Export === undefined) continue;
          const key = keyOf(template.exportName(output));
          this.exports.set(key, [...(this.exports.get(key) ?? []), { environment: template.environment, value: () => template.output(id) }]);
        }
      }
    }
    return nearest(this.exports.get(keyOf(name)) ?? [], from)?.value();
  }

  /** An output of another stack of the application, by the stack's name. */
  public stackOutput(stackName: Value, output: Value, from: Environment = {}): Value {
    // The producer is named by its name or, across accounts and regions, by its ARN.
    const name = /(?:^|:stack\/)([^:/*]+)(?:\/|$)/.exec(patternOf(stackName) ?? '')?.[1];
    const template = name === undefined ? undefined : nearest(this.templates.filter(one => one.stackName === name), from);
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
    const thing = nameIn(value);
    if (thing === undefined) return undefined;
    const candidates = this.everyNamed(thing.type, thing.name).filter(({ template }) => this.lies(template.environment, thing));
    return candidates.length === 1 ? candidates[0] : undefined;
  }

  /**
   * A resource by its type and physical name, where the template gives it one.
   *
   * The same name may stand in several accounts, Regions and Stages, so a name alone means a resource only where it can be no
   * other.
   *
   * @param type the CloudFormation type
   * @param name the physical name
   * @param from where the name is written; without it, a name means nothing in an application of several environments
   */
  public named(type: string, name: string, from?: Environment): Resource | undefined {
    const candidates = this.everyNamed(type, name);
    if (from !== undefined) return nearest(candidates.map(resource => ({ resource, environment: resource.template.environment })), from)?.resource;
    return candidates.length === 1 && this.environments.size === 1 ? candidates[0] : undefined;
  }

  private everyNamed(type: string, name: string): readonly Resource[] {
    let names = this.names.get(type);
    if (names === undefined) {
      names = new Map();
      const property = nameProperty(type);
      for (const resource of property === undefined ? [] : this.ofType(type)) {
        const given = resource.get(property!);
        if (typeof given === 'string') names.set(given, [...(names.get(given) ?? []), resource]);
      }
      this.names.set(type, names);
    }
    return names.get(name) ?? [];
  }

  /** The environments of the application's stacks, by their keys. */
  private get environments(): ReadonlyMap<string, Environment> {
    this.places ??= new Map(this.templates.map(({ environment }) => [environmentKey(environment), environment]));
    return this.places;
  }

  /** Whether a thing that an ARN names may lie in an environment. */
  private lies(environment: Environment, { account, region }: NamedThing): boolean {
    return this.agrees(environment, 'account', account) && this.agrees(environment, 'region', region);
  }

  private agrees(environment: Environment, part: 'account' | 'region', written: string | undefined): boolean {
    // `AWS::AccountId@Prod|…` is the account of whatever is deployed there.
    const pseudo = /^AWS::(?:AccountId|Region)(?:@(.*))?$/s.exec(written ?? '');
    if (pseudo) {
      const own = this.environments.get(pseudo[1] ?? '');
      if (own === undefined) return true;
      if (own.stage === environment.stage) return mayMeet(own, environment);
      return own[part] !== undefined && own[part] === environment[part];
    }
    const known = part === 'account' ? knownAccount(written) : knownRegion(written);
    return known === undefined || environment[part] === undefined || known === environment[part];
  }

  /**
   * The Lambda function behind a value: a function, or the one that a version or an alias stands for.
   *
   * @param value a reference, an ARN or a name
   * @param from where a name is written
   */
  public functionOf(value: Value, from?: Environment): Resource | undefined {
    const meant = (one: Value, where?: Environment) => this.resourceOf(one)
      ?? (typeof one === 'string' ? this.named('AWS::Lambda::Function', one, where) : undefined);
    let resource = meant(value, from);
    for (let hops = 0; resource !== undefined && hops < 3 && ['AWS::Lambda::Alias', 'AWS::Lambda::Version', 'AWS::Lambda::Url'].includes(resource.type); hops += 1) {
      resource = meant(resource.get(resource.type === 'AWS::Lambda::Url' ? 'TargetFunctionArn' : 'FunctionName'), resource.template.environment);
    }
    return resource?.type === 'AWS::Lambda::Function' ? resource : undefined;
  }

  /**
   * Builds something over the whole application once, and keeps it: a graph, an index.
   *
   * @param build makes it; the function itself is the key
   */
  public once<T>(build: (app: AppModel) => T): T {
    const known = this.built.get(build);
    if (known !== undefined || this.built.has(build)) return known as T;
    const fresh = build(this);
    this.built.set(build, fresh);
    return fresh;
  }
}

const NONE: readonly Resource[] = [];

/** What lies in the same account and Region, in the same Stage if there is a choice; nothing where several do. */
function nearest<T extends { readonly environment: Environment }>(candidates: readonly T[], from: Environment): T | undefined {
  const near = candidates.filter(({ environment }) => mayMeet(environment, from));
  const own = near.filter(({ environment }) => environment.stage === from.stage);
  const [only, second] = own.length > 0 ? own : near;
  return second === undefined ? only : undefined;
}
