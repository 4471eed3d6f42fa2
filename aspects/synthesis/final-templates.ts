import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CfnResource, IPolicyValidationContext, Stack } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { elementsOf, environmentOf, logicalIdOf } from './tree-source';
import { sourceFinder } from '../engine/source-line';
import { isObject, JsonObject } from '../model/json';
import { TemplateSource } from '../model/template';

/** The constructs of a tree by their paths. */
export type Constructs = ReadonlyMap<string, IConstruct>;

/** The final templates of an App, nested stacks included. */
export function finalTemplates(context: IPolicyValidationContext, constructs: Constructs): TemplateSource[] {
  const all = [...constructs.values()].filter((one): one is Stack => Stack.isStack(one));
  const stacks = new Map(all.map(stack => [stack.node.path, stack]));
  return context.stackTemplates.flatMap(({ stackConstructPath, templatePath }) => {
    const stack = stacks.get(stackConstructPath);
    const own = templateSource(templatePath, stack, constructs);
    if (stack === undefined) return [own];
    const nested = all.filter(one => one !== stack && outermost(one) === stack);
    return [own, ...nested.map(one => ({
      ...templateSource(join(dirname(templatePath), one.templateFile), one, constructs),
      nestedIn: { path: join(dirname(templatePath), one.nestedStackParent!.templateFile), logicalId: logicalIdOf(one.nestedStackResource as never) },
    }))];
  });
}

/** The stack that a nested stack is deployed with; any other stack is itself. */
function outermost(stack: Stack): Stack {
  return stack.nestedStackParent === undefined ? stack : outermost(stack.nestedStackParent);
}

function templateSource(path: string, stack: Stack | undefined, constructs: Constructs): TemplateSource {
  const body = JSON.parse(readFileSync(path, 'utf8')) as JsonObject;
  let noted: ReadonlyMap<string, string> | undefined;
  let paths: Map<string, string> | undefined;
  return {
    path,
    body,
    ...(stack === undefined ? {} : {
      stackPath: stack.node.path,
      environment: environmentOf(stack),
      stackName: stack.nestedStackParent ? undefined : String(stack.resolve(stack.stackName)),
      constructPathOf: (logicalId: string) => {
        noted ??= notedPaths(body, stack, constructs);
        const known = noted.get(logicalId);
        if (known !== undefined) return known;
        paths ??= new Map(elementsOf(stack).map(element => [logicalIdOf(element), element.node.path]));
        return paths.get(logicalId);
      },
    }),
  };
}

/**
 * Logical id → the construct path in the metadata of a resource, where it is true: an included template brings its own.
 *
 * A path is true where the construct there notes it itself and nothing else in the template does. To ask each construct for its
 * logical id would say the same, but the CDK hashes the path for every answer.
 */
function notedPaths(body: JsonObject, stack: Stack, constructs: Constructs): ReadonlyMap<string, string> {
  const ids = new Map<string, string | undefined>();
  for (const [id, resource] of Object.entries(isObject(body.Resources) ? body.Resources : {})) {
    const path = isObject(resource) && isObject(resource.Metadata) ? resource.Metadata[PATH_METADATA] : undefined;
    if (typeof path === 'string') ids.set(path, ids.has(path) ? undefined : id);
  }
  const noted = new Map<string, string>();
  for (const [path, id] of ids) if (id !== undefined && notes(constructs.get(path), path, stack)) noted.set(id, path);
  return noted;
}

const PATH_METADATA = 'aws:cdk:path';

function notes(construct: IConstruct | undefined, path: string, stack: Stack): boolean {
  return construct !== undefined && CfnResource.isCfnResource(construct) && construct.stack === stack
    && construct.cfnOptions.metadata?.[PATH_METADATA] === path;
}

/** Finds the place in the user's code where a construct was made. */
export function sourcesIn(constructs: Constructs): (constructPath: string) => string | undefined {
  const framesAt = (path: string) => {
    const trace: unknown = constructs.get(path)?.node.metadata.find(entry => entry.type === 'aws:cdk:creationStack')?.data;
    return Array.isArray(trace) ? trace.map(String) : [];
  };
  const isStack = (path: string) => {
    const construct = constructs.get(path);
    return construct !== undefined && Stack.isStack(construct);
  };
  return sourceFinder({ framesAt, isStack });
}
