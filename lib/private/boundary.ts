import { Lazy, Stack } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { IConstruct } from 'constructs';
import { BoundarySchemas } from './boundary-schemas';
import { RouteSchemaSources } from './compiled-schemas';
import { environmentSize } from './environment-size';
import { JsonSchema } from './json-schema/json-schema';
import { renderedEnvironments } from './rendered';
import { AllowList, BoundaryFacts, ENVIRONMENT_LIMIT, EventFact, FACTS_VARIABLE, SecretFact, SourceKind } from '../../runtime/contract';

const BOUNDARY = Symbol.for('cdk-rampart.Boundary');

/** Everything that the boundary says. */
const SAYS = {
  schemasTooLate: (name: string) => `the schema of ${name} came after the code was finished: give it before the synthesis, or in an Aspect of a priority below ${LATEST_SCHEMA}`,
  otherSchema: (name: string) => `${name} has two schemas that differ: a function that serves it for two APIs takes one, so put another function behind one of them`,
  tooLarge: (size: number, largest: readonly string[]) =>
    `environment: all variables together take at most ${ENVIRONMENT_LIMIT} bytes, got at least ${size}, the largest being ${largest.join(', ')}: shorten them, `
    + 'keep them in a parameter or secret that is read at run time, or give some of the triggers to another function',
  otherFacts: `environment: ${FACTS_VARIABLE} is not what the constructs say to the boundary of the function (who may call it, and its secrets): addEnvironment `
    + 'on the function behind, its resource or an override wrote or dropped it; leave it as it is, and add the sources and secrets themselves',
};

/** The priority at which the code of functions is finished: users' Aspects are through then, remediation (900) is not. */
export const LATEST_SCHEMA = 890;

/** By source, what identifies a sender: a text or an event; `true` where that cannot be known. */
export type Identity = string | EventFact | true;

/**
 * What is known about a function, collected from whoever knows it and handed to the boundary that runs inside.
 *
 * It is rendered when everything is known: facts into one environment variable, schemas into a file of the bundle.
 */
export class Boundary {
  /** The boundary of a `SecureFunction`, found by it, its alias or the function behind; nothing for other functions. */
  public static of(fn: lambda.IFunction): Boundary | undefined {
    return (fn as { [BOUNDARY]?: Boundary })[BOUNDARY];
  }

  /** The schemas that the code will carry. */
  public readonly schemas: BoundarySchemas;
  readonly #allowed = new Map<SourceKind, (() => Identity | undefined)[]>();
  readonly #secrets = new Map<string, SecretFact>();
  readonly #differing = new Set<string>();
  #isRendered = false;
  #areSchemasTaken = false;
  #takesSchemas: boolean;
  #takesDirect?: boolean;
  #isEnforced = false;

  /**
   * @param fn the function behind the alias, which gets the variable
   * @param takesSchemas whether its code is bundled here, so that a file can be added to it
   */
  public constructor(public readonly fn: lambda.Function, takesSchemas: boolean) {
    this.#takesSchemas = takesSchemas;
    this.schemas = new BoundarySchemas();
    fn.node.addValidation({ validate: () => [...this.sizeProblems(), ...this.variableProblems()] });
  }

  /** Makes the boundary known to those who hold one of these. */
  public serve(...holders: readonly IConstruct[]): void {
    for (const holder of holders) Object.defineProperty(holder, BOUNDARY, { value: this });
  }

  /** Whether the schemas reach the function, so that its boundary checks them. */
  public get takesSchemas(): boolean {
    return this.#takesSchemas;
  }

  /** Whether a layer stands before the handler, so that records of a batch may fail whatever the handler answers. */
  public get isEnforced(): boolean {
    return this.#isEnforced;
  }

  /** Says that a layer stands before the handler, which schemas reach by another layer: from now on they have to be in order. */
  public enforce(): void {
    this.#isEnforced = true;
    this.#takesSchemas = true;
    for (const name of this.#differing) this.refuse(SAYS.otherSchema(name));
  }

  /** Says for good whether direct invocations are taken, which carry no identity; otherwise they are where somebody was let invoke. */
  public takeDirect(isTaken: boolean): void {
    this.#takesDirect = isTaken;
    this.render();
  }

  /**
   * Lets a source send events; from the first call on, nobody else may.
   *
   * @param kind the source
   * @param identity what its events carry, also as a function for what is settled later; `true` where that cannot be known, nothing where the
   * source turns out to send none
   */
  public allow(kind: SourceKind, identity: Identity | (() => Identity | undefined)): void {
    this.#allowed.set(kind, [...this.#allowed.get(kind) ?? [], typeof identity === 'function' ? identity : () => identity]);
    this.render();
  }

  /** Tells the function of a secret that it reads, by the name that its handler knows it by. */
  public secret(name: string, fact: SecretFact): void {
    this.#secrets.set(name, fact);
    this.render();
  }

  /**
   * Demands that requests of a route fit JSON Schemas. A function whose code is given ready to run takes them with its enforced boundary only:
   * without it the API alone validates.
   *
   * @param route method and path as API Gateway states them: `POST /orders/{id}`
   * @param schemas by part of the request
   */
  public routeSchema(route: string, schemas: RouteSchemaSources): void {
    this.add(route, () => this.schemas.addRoute(route, schemas));
  }

  /** Demands that the payload of each record or event of a source fits a JSON Schema. */
  public sourceSchema(kind: SourceKind, schema: JsonSchema): void {
    this.add(kind, () => this.schemas.addSource(kind, schema));
  }

  /** The schemas, of which none can be added from now on. */
  public takeSchemas(): BoundarySchemas {
    this.#areSchemasTaken = true;
    return this.schemas;
  }

  /** What the variable holds: values that only the deployment knows are tokens. */
  public facts(): BoundaryFacts {
    const secrets = [...this.#secrets].sort(([one], [other]) => (one < other ? -1 : 1));
    return {
      ...(this.#allowed.size === 0 && this.#takesDirect === undefined ? {} : { allow: this.allowList() }),
      ...(secrets.length === 0 ? {} : { secrets: Object.fromEntries(secrets) }),
    };
  }

  private allowList(): AllowList {
    const allowed = new Map(this.#allowed);
    if (this.#takesDirect === true) allowed.set('direct', [() => true]);
    if (this.#takesDirect === false) allowed.delete('direct');
    const kinds = [...allowed].sort(([one], [other]) => (one < other ? -1 : 1));
    return Object.fromEntries(kinds.flatMap(([kind, identities]): [SourceKind, true | Identity[]][] => {
      const known = this.distinct(identities.flatMap(identity => identity() ?? []));
      if (known.length === 0) return [];
      const isOpen = known.some(one => one === true);
      if (kind === 'eventbridge' && isOpen) return [[kind, [{}]]];
      return [[kind, isOpen ? true : known]];
    }));
  }

  /** Sorted by what is rendered, so that the same facts are the same text whatever the order in which they came. */
  private distinct(identities: readonly Identity[]): Identity[] {
    const stack = Stack.of(this.fn);
    const byText = new Map(identities.map(identity => [JSON.stringify(stack.resolve(identity)), identity]));
    return [...byText].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, identity]) => identity);
  }

  private render(): void {
    if (this.#isRendered) return;
    this.#isRendered = true;
    this.fn.addEnvironment(FACTS_VARIABLE, Lazy.uncachedString({ produce: () => this.text() }));
  }

  private text(): string {
    return Stack.of(this.fn).toJsonString(this.facts());
  }

  private add(name: string, addTo: () => boolean): void {
    if (this.#areSchemasTaken) this.refuse(SAYS.schemasTooLate(name));
    if (addTo()) return;
    if (this.#takesSchemas) this.refuse(SAYS.otherSchema(name));
    this.#differing.add(name);
  }

  private refuse(problem: string): never {
    throw new Error(`${this.fn.node.path}: ${problem}`);
  }

  private sizeProblems(): string[] {
    const { size, largest } = environmentSize(this.fn);
    return size > ENVIRONMENT_LIMIT ? [SAYS.tooLarge(size, largest)] : [];
  }

  /** Others may write the variable of the function behind too, and then the boundary would believe them. */
  private variableProblems(): string[] {
    const textOf = (value: unknown) => JSON.stringify(Stack.of(this.fn).resolve(value));
    const own = this.#isRendered ? textOf(this.text()) : undefined;
    const found = renderedEnvironments(this.fn.node.defaultChild as lambda.CfnFunction);
    return found.every(({ [FACTS_VARIABLE]: value }) => textOf(value) === own) ? [] : [SAYS.otherFacts];
  }
}
