import { CfnElement, CfnResource, IResolveContext, NestedStack, Stack, Stage, Token, Tokenization } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { rendered } from './resolution';
import { Environment, knownAccount, knownRegion } from '../model/environment';
import { isObject, Json, JsonObject } from '../model/json';
import { RenderedResource, TemplateSource } from '../model/template';

/** The stacks of a Stage, or of an App without its Stages, as templates whose resources are rendered when they are read. */
export function treeSources(stage: IConstruct): TemplateSource[] {
  return stacksOf(stage).map(stack => ({
    path: stack.templateFile,
    ...content(stack),
    stackName: stack.nestedStackParent ? undefined : known(stack, stack.stackName),
    stackPath: stack.node.path,
    environment: environmentOf(stack),
    ...nesting(stack),
  }));
}

/** Everything below a construct, the construct itself included, without entering the Stages below it. */
export function* constructsIn(scope: IConstruct): Generator<IConstruct> {
  yield scope;
  for (const child of scope.node.children) {
    if (!Stage.isStage(child)) yield* constructsIn(child);
  }
}

/** The Stage that a construct is or lies in; CDK's own `Stage.of` a Stage is the one around it. */
export function stageOf(construct: IConstruct): IConstruct {
  return Stage.isStage(construct) ? construct : Stage.of(construct) ?? construct.node.root;
}

/** The stacks in a Stage, nested stacks included, without those of the Stages below it. */
export function stacksOf(stage: IConstruct): Stack[] {
  return [...constructsIn(stage)].filter((construct): construct is Stack => Stack.isStack(construct));
}

/** The resources of a stack, without those of its nested stacks. */
export function resourcesOf(stack: Stack): CfnResource[] {
  return elementsOf(stack).filter((element): element is CfnResource => CfnResource.isCfnResource(element));
}

/** The elements of a stack: resources, parameters, outputs, …, without those of its nested stacks. */
export function elementsOf(scope: IConstruct): CfnElement[] {
  return scope.node.children
    .filter(child => !Stack.isStack(child) && !Stage.isStage(child))
    .flatMap(child => [...(CfnElement.isCfnElement(child) ? [child] : []), ...elementsOf(child)]);
}

/** The construct at a path, which says the whole way from the root of the tree. */
export function constructAt(root: IConstruct, path: string): IConstruct | undefined {
  const names = path === '' ? [] : path.split('/');
  return names.reduce<IConstruct | undefined>((at, id) => at?.node.tryFindChild(id), root);
}

/**
 * The logical id of an element: a token until it is asked.
 *
 * It is asked by itself, since looking for tokens in what it answers, as a stack does, takes four times as long.
 */
export function logicalIdOf(element: CfnElement): string {
  const context = { scope: element, preparing: false } as unknown as IResolveContext;
  const answer: unknown = Tokenization.reverseString(element.logicalId).firstToken?.resolve(context);
  return typeof answer === 'string' && !Token.isUnresolved(answer) ? answer : String(element.stack.resolve(element.logicalId));
}

/** Where a stack is deployed, as far as the CDK knows. */
export function environmentOf(stack: Stack): Environment {
  return { account: knownAccount(stack.account), region: knownRegion(stack.region), stage: Stage.of(stack)?.node.path };
}

function nesting(stack: Stack): Pick<TemplateSource, 'nestedIn'> {
  const resource = NestedStack.isNestedStack(stack) ? stack.nestedStackResource : undefined;
  return resource ? { nestedIn: { path: resource.stack.templateFile, logicalId: logicalIdOf(resource as CfnResource) } } : {};
}

function known(stack: Stack, text: string): string | undefined {
  const resolved: unknown = stack.resolve(text);
  return typeof resolved === 'string' ? resolved : undefined;
}

/** A resource of a stack, rendered when somebody reads it. */
export function renderedResource(resource: CfnResource): RenderedResource {
  return {
    logicalId: () => logicalIdOf(resource),
    type: resource.cfnResourceType,
    constructPath: resource.node.path,
    read: () => {
      const [definition] = rendered(resource).map(one => one.definition);
      return isObject(definition) ? definition : {};
    },
  };
}

/** What a stack holds. A SAM resource becomes several only where the whole template is read, so then all is rendered. */
function content(stack: Stack): Pick<TemplateSource, 'body' | 'rendered' | 'constructPathOf'> {
  const resources = resourcesOf(stack);
  if (!resources.some(({ cfnResourceType }) => cfnResourceType.startsWith('AWS::Serverless::'))) {
    return { body: lazyBody(stack), rendered: resources.map(renderedResource) };
  }
  const paths = new Map(resources.map(resource => [logicalIdOf(resource), resource.node.path]));
  return { body: sections(elementsOf(stack)), constructPathOf: id => paths.get(id) };
}

/** Some elements of a stack, by the section of the template that they stand in. */
function sections(elements: readonly CfnElement[]): Record<string, Record<string, Json>> {
  const body: Record<string, Record<string, Json>> = {};
  for (const element of elements) {
    for (const { section, logicalId, definition } of rendered(element)) (body[section] ??= {})[logicalId()] = definition;
  }
  return body;
}

function lazyBody(stack: Stack): JsonObject {
  let body: JsonObject | undefined;
  const section = (name: string) => {
    body ??= sections(elementsOf(stack).filter(element => !CfnResource.isCfnResource(element)));
    return body[name] ?? {};
  };
  return Object.defineProperties({}, Object.fromEntries(['Parameters', 'Conditions', 'Mappings', 'Outputs'].map(name => [name, { enumerable: true, get: () => section(name) }])));
}
