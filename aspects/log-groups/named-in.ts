import { AppModel } from '../model/app-model';
import { isOpen } from '../model/value';

/** The resources that others name. */
export interface Named {
  readonly ids: ReadonlySet<string>;
  /** Whether only the deployment knows some of them. */
  readonly open: boolean;
}

/** Finds the resources that resources of a type name in a property, for `app.once`. */
export function namedIn(type: string, property: string): (app: AppModel) => Named {
  return app => {
    const values = app.ofType(type).map(one => one.get(property));
    const resources = values.map(value => app.resourceOf(value));
    const isUnknown = values.some((value, index) => isOpen(value) && resources[index] === undefined);
    return { ids: new Set(resources.flatMap(resource => resource?.id ?? [])), open: isUnknown };
  };
}
