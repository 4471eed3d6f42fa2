import { TREE_REFERENCE } from '../model/evaluate';
import { isObject, Json } from '../model/json';
import { Resource } from '../model/resource';

/**
 * The changes that fixes are made of. The same patch is applied to a construct tree and to a plain template.
 *
 * A value is JSON with CloudFormation's own intrinsic functions for pseudo parameters (`{ Ref: 'AWS::AccountId' }`);
 * a resource is referred to by a `Link`, never by a logical id.
 */
export type Patch = SetProperty | Retain | AddResource | Redeploy;

/** JSON in which links to resources may stand. */
export type PatchValue = string | number | boolean | null | Link | Given | readonly PatchValue[] | { readonly [key: string]: PatchValue };

/** A reference to a resource of the application, or to one that the same fix adds. */
export class Link {
  public constructor(
    public readonly target: Resource | AddResource,
    /** The attribute for `Fn::GetAtt`; nothing for `Ref`. */
    public readonly attribute?: string,
  ) {}
}

/** A value that the owner of the application has given: a token of the construct tree, or JSON as it stands in a template. */
export class Given {
  public constructor(
    public readonly value: unknown,
    /** The same for people to read. */
    public readonly said: string,
  ) {}
}

/** Sets one property of a resource; what stood there is replaced, everything beside it stays. */
export class SetProperty {
  public constructor(
    public readonly resource: Resource,
    /** Names joined by dots: `TracingConfig.Mode`. Positions in lists cannot be named: set the whole list. */
    public readonly property: string,
    public readonly value: PatchValue,
  ) {}
}

/** The attributes that say what becomes of a resource: when it leaves the template, and when CloudFormation replaces it. */
export const KEEPING = ['DeletionPolicy', 'UpdateReplacePolicy'] as const;

/** Lets what a resource holds outlive its place in the template. What is not named stays as it is. */
export class Retain {
  public constructor(
    public readonly resource: Resource,
    public readonly policies: { readonly [attribute in typeof KEEPING[number]]?: 'Retain' | 'Snapshot' } = { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' },
  ) {}
}

/**
 * Deploys an API anew, once everything else is repaired: its stages serve what was deployed, and CloudFormation deploys only
 * what has a new logical id. See `redeployed`.
 */
export class Redeploy {
  /** @param resource the API */
  public constructor(public readonly resource: Resource) {}
}

/** Adds a resource beside another one. */
export class AddResource {
  public constructor(
    /** The resource that the new one serves. */
    public readonly beside: Resource,
    /** Tells the added resources of one served resource apart: `LogGroup`. */
    public readonly name: string,
    public readonly type: string,
    public readonly properties: { readonly [key: string]: PatchValue },
    public readonly options: {
      /** Resources that wait for the new one. */
      readonly before?: readonly Resource[];
      /** What happens to it when it leaves the template. */
      readonly deletionPolicy?: 'Retain' | 'Delete';
    } = {},
  ) {}
}

/** Turns plain JSON to a patch value; both have the same shape where no link stands in it. */
export function literal(json: Json): PatchValue {
  return json as PatchValue;
}

/**
 * Turns a part of a resource's definition to a patch value, to be set on the same resource.
 *
 * References of a construct tree become links. Everything else is carried over as it stands: in a template, a reference by
 * logical id stays right, since the value stays in the template.
 *
 * @returns nothing where a reference of the tree leads to no resource of the application
 */
export function patchValueOf(resource: Resource, json: Json): PatchValue | undefined {
  if (Array.isArray(json)) {
    const list = json.map(element => patchValueOf(resource, element));
    return list.includes(undefined) ? undefined : list as readonly PatchValue[];
  }
  if (!isObject(json)) return literal(json);
  const reference = json[TREE_REFERENCE];
  if (Array.isArray(reference)) {
    const [path, attribute] = reference.map(String);
    const target = resource.template.app.at(path);
    return target && new Link(target, attribute === 'Ref' ? undefined : attribute);
  }
  const set = Object.entries(json).filter(([, value]) => value !== undefined);
  const entries = set.map(([key, value]) => [key, patchValueOf(resource, value)] as const);
  return entries.some(([, value]) => value === undefined) ? undefined : Object.fromEntries(entries) as { readonly [key: string]: PatchValue };
}
