import type { AppModel } from '../../model/app-model';
import type { Resource } from '../../model/resource';
import { alternativesOf, isMap, isOpen, Value, valuesOf } from '../../model/value';
import type { Narrowing } from '../graph';

/** One edge as its declaration tells it; the graph makes nodes of the resources. */
export interface Start {
  /** Nothing for the default event bus. */
  readonly from?: Resource;
  /** Nothing for the default event bus. */
  readonly to?: Resource;
  readonly service: string;
  readonly declaredBy: Resource;
  readonly property: string;
  readonly narrows?: Narrowing;
  readonly asynchronous?: boolean;
  readonly outcome?: 'success' | 'failure';
  readonly doubt?: string;
}

/** Reads the edges of one kind from an application. */
export type Starters = (app: AppModel) => Iterable<Start>;

/** The resource that a value means as something to be started: a function by its aliases and versions too. */
export function targetOf(value: Value, app: AppModel): Resource | undefined {
  return app.functionOf(value) ?? app.resourceOf(value);
}

/** What a value may mean: a resource, for certain or in one branch of an undecided condition. */
export function targetsOf(value: Value, app: AppModel): readonly { readonly resource: Resource; readonly doubt?: string }[] {
  const branches = alternativesOf(value);
  return branches.flatMap(branch => {
    const resource = targetOf(branch, app);
    return resource === undefined ? [] : [{ resource, ...(branches.length > 1 ? { doubt: 'only one branch of a condition starts it' } : {}) }];
  });
}

/** The elements of a list that are maps, each with its place. */
export function mapsIn(list: Value): readonly { readonly map: { readonly [key: string]: Value }; readonly index: number; readonly doubt?: string }[] {
  return valuesOf(list).flatMap((element, index) => alternativesOf(element).filter(isMap).map(map => ({
    map, index, ...(isOpen(element) ? { doubt: 'a condition decides whether it is there' } : {}),
  })));
}
