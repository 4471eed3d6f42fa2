import { CfnResource, Token } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { isText } from './identity-of';
import { TREE_REFERENCE } from '../../../aspects/model/evaluate';
import { isObject, JsonObject } from '../../../aspects/model/json';
import { constructAt, logicalIdOf, renderedResource, resourcesOf } from '../../../aspects/synthesis/tree-source';
import { Boundary } from '../boundary';

/** A resource as a trigger is read: its properties as they will be deployed, and what they are made of. */
export class Rendered {
  #properties?: JsonObject;

  public constructor(public readonly resource: CfnResource) {}

  /** A property by its path in CloudFormation's words. */
  public get(...path: string[]): unknown {
    this.#properties ??= renderedResource(this.resource).read().Properties as JsonObject ?? {};
    return path.reduce<unknown>((value, key) => (isObject(value) ? value[key] : undefined), this.#properties);
  }

  /** A property as a text whose tokens still know what they refer to; nothing where there is none. */
  public token(name: string): string | undefined {
    const given = this.given(name);
    if (given === undefined || typeof given === 'string') return given as string | undefined;
    return Token.asString(given);
  }

  /** A property as it was given, unrendered. */
  public given(name: string): unknown {
    const { cfnProperties } = this.resource as unknown as { readonly cfnProperties: Readonly<Record<string, unknown>> };
    return cfnProperties[name] ?? cfnProperties[name[0].toLowerCase() + name.slice(1)];
  }

  /** The resources that a rendered value refers to, by the CDK's references or by logical ids of the stack. */
  public referred(value: unknown): readonly CfnResource[] {
    const { node, stack } = this.resource;
    const targets = pathsIn(value).map(path => constructAt(node.root, path));
    const ids = idsIn(value);
    return [
      ...targets.filter((target): target is CfnResource => CfnResource.isCfnResource(target)),
      ...(ids.length === 0 ? [] : resourcesOf(stack).filter(one => ids.includes(logicalIdOf(one)))),
    ];
  }

  /** The functions of `among` that a rendered value names: by a reference to it, its alias or version, or by the name that somebody chose. */
  public functions(value: unknown, among: ReadonlySet<Boundary>): readonly Boundary[] {
    const referred = this.referred(value).map(one => behind(one)).filter((one): one is Boundary => one !== undefined && among.has(one));
    const text = JSON.stringify(value ?? '');
    return [...new Set([...referred, ...[...among].filter(({ fn }) => isSpelled(text, fn))])];
  }
}

/** The boundary of a function, also of one that stands behind an alias or a version. */
function behind(resource: CfnResource): Boundary | undefined {
  const known = resource.node.scope === undefined ? undefined : Boundary.of(resource.node.scope as lambda.IFunction);
  if (known !== undefined || !['AWS::Lambda::Alias', 'AWS::Lambda::Version'].includes(resource.cfnResourceType)) return known;
  const rendered = new Rendered(resource);
  const [next] = rendered.referred(rendered.get('FunctionName'));
  return next === undefined ? undefined : behind(next);
}

function isSpelled(text: string, fn: lambda.Function): boolean {
  const { functionName } = fn.node.defaultChild as lambda.CfnFunction;
  return isText(functionName) && new RegExp(`(?:^"|:function:)${functionName}(?![\\w-])`).test(text);
}

function pathsIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(pathsIn);
  if (!isObject(value)) return [];
  const reference = value[TREE_REFERENCE];
  return Array.isArray(reference) ? [String(reference[0])] : Object.values(value).flatMap(pathsIn);
}

/** Logical ids as somebody wrote them: of `Ref`, `Fn::GetAtt` in both forms, and `Fn::Sub`. */
function idsIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(idsIn);
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    if (key === 'Ref') return [String(inner)];
    if (key === 'Fn::GetAtt') return [String(Array.isArray(inner) ? inner[0] : inner).split('.')[0]];
    if (key === 'Fn::Sub') return [...JSON.stringify(inner).matchAll(/\$\{(\w+)/g)].map(match => match[1]);
    return idsIn(inner);
  });
}
