import { AppModel } from '../model/app-model';
import { Json } from '../model/json';
import { Subject } from '../rule/found';
import { AddResource, Patch } from '../rule/patch';

/** One change that was made. */
export interface Change {
  /** The construct path of what was changed or added, in a construct tree. */
  readonly constructPath?: string;
  /** The template in which it was made, in plain templates. */
  readonly template?: string;
  /** The logical id of what was changed or added, in plain templates. */
  readonly logicalId?: string;
  /** The property or attribute that was set; nothing where a resource was added. */
  readonly property?: string;
  /** What stood there; nothing where nothing did. */
  readonly before?: Json;
  readonly after: Json;
}

/** Makes the changes of fixes: in a construct tree, or in plain templates. */
export interface Editor {
  /** What is repaired, as the last round left it. */
  readonly app: AppModel;
  /** Why changes cannot be made, or nothing where they can. */
  obstacle(patches: readonly Patch[]): string | undefined;
  /**
   * Makes changes and says what they were. Changes that were made before are not made twice.
   *
   * @param rule the id of the rule whose fix they are
   */
  apply(patches: readonly Patch[], rule: string): Change[];
  /** Where a subject stands, besides its construct path. */
  placeOf(subject: Subject): { readonly template?: string; readonly logicalId?: string };
  /** Takes what was changed into the model, for a further round; gives the ids of the resources that were added. */
  settle(): ReadonlySet<string>;
  /** Renews what holds a state that was repaired: deployments of APIs, versions of functions. Asked when everything is settled. */
  renew(): void;
}

/**
 * What becomes of an added resource. One that stays goes all the same with a deployment that fails: nobody would miss it, and where it
 * has a name, the next deployment would find that taken.
 */
export function fateOf({ deletionPolicy }: AddResource['options']): { readonly DeletionPolicy?: string; readonly UpdateReplacePolicy?: string } {
  if (deletionPolicy === undefined) return {};
  return { DeletionPolicy: deletionPolicy === 'Retain' ? 'RetainExceptOnCreate' : deletionPolicy, UpdateReplacePolicy: deletionPolicy };
}

/** CloudFormation's quota of resources in one template. */
export const RESOURCE_LIMIT = 500;
