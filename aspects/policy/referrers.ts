import { AppModel } from '../model/app-model';
import { Resource } from '../model/resource';

/** The resources whose properties refer to a resource, in template order. */
export function referrersOf(resource: Resource, app: AppModel): readonly Resource[] {
  return app.once(referrers).get(resource.id) ?? [];
}

function referrers(app: AppModel): ReadonlyMap<string, readonly Resource[]> {
  const found = new Map<string, Resource[]>();
  for (const referrer of app.resources) {
    const meant = new Set(referrer.references.map(({ resource }) => resource.id));
    for (const id of meant) {
      const known = found.get(id);
      if (known) known.push(referrer); else found.set(id, [referrer]);
    }
  }
  return found;
}
