import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CfnElement, IPolicyValidationContext, Stack } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { constructAt, elementsOf, environmentOf, logicalIdOf } from './tree-source';
import { sourceOf } from '../engine/source-line';
import { isObject, Json, JsonObject } from '../model/json';
import { TemplateSource } from '../model/template';

/** The final templates of an App, nested stacks included. */
export function finalTemplates(context: IPolicyValidationContext, constructs: readonly IConstruct[]): TemplateSource[] {
  const all = constructs.filter((one): one is Stack => Stack.isStack(one));
  const stacks = new Map(all.map(stack => [stack.node.path, stack]));
  return context.stackTemplates.flatMap(({ stackConstructPath, templatePath }) => {
    const stack = stacks.get(stackConstructPath);
    const own = templateSource(templatePath, stack);
    if (stack === undefined) return [own];
    const nested = all.filter(one => one !== stack && outermost(one) === stack);
    return [own, ...nested.map(one => ({
      ...templateSource(join(dirname(templatePath), one.templateFile), one),
      nestedIn: { path: join(dirname(templatePath), one.nestedStackParent!.templateFile), logicalId: logicalIdOf(one.nestedStackResource as never) },
    }))];
  });
}

/** The stack that a nested stack is deployed with; any other stack is itself. */
function outermost(stack: Stack): Stack {
  return stack.nestedStackParent === undefined ? stack : outermost(stack.nestedStackParent);
}

function templateSource(path: string, stack: Stack | undefined): TemplateSource {
  const body = JSON.parse(readFileSync(path, 'utf8')) as JsonObject;
  let paths: Map<string, string> | undefined;
  return {
    path,
    body,
    ...(stack === undefined ? {} : {
      stackPath: stack.node.path,
      environment: environmentOf(stack),
      stackName: stack.nestedStackParent ? undefined : String(stack.resolve(stack.stackName)),
      constructPathOf: (logicalId: string) => {
        const noted = notedPath(body, logicalId, stack);
        if (noted !== undefined) return noted;
        paths ??= new Map(elementsOf(stack).map(element => [logicalIdOf(element), element.node.path]));
        return paths.get(logicalId);
      },
    }),
  };
}

/** The construct path in the metadata of a resource, if it is true: an included template brings its own. */
function notedPath(body: JsonObject, logicalId: string, stack: Stack): string | undefined {
  const noted = ['Resources', logicalId, 'Metadata', 'aws:cdk:path'].reduce<Json>((at, key) => (isObject(at) ? at[key] : undefined), body);
  const construct = typeof noted === 'string' ? constructAt(stack.node.root, noted) : undefined;
  const isTrue = construct !== undefined && CfnElement.isCfnElement(construct) && construct.stack === stack && logicalIdOf(construct) === logicalId;
  return isTrue ? construct.node.path : undefined;
}

/** Finds the place in the user's code where a construct was made. */
export function sourceFinder(root: IConstruct): (constructPath: string) => string | undefined {
  const framesAt = (path: string) => {
    const trace: unknown = constructAt(root, path)?.node.metadata.find(entry => entry.type === 'aws:cdk:creationStack')?.data;
    return Array.isArray(trace) ? trace.map(String) : [];
  };
  const isStack = (path: string) => Stack.isStack(constructAt(root, path));
  return path => sourceOf(path, { framesAt, isStack });
}
