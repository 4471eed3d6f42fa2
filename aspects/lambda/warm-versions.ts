import { AppModel } from '../model/app-model';
import { Resource } from '../model/resource';
import { ask } from '../model/value';

/** What starts a function without a cold start: always of a published version, never of the function itself. */
export type Warmth = 'provisioned concurrency' | 'SnapStart';

/** How some version of a function is kept ready; nothing where none is. */
export function warmthOf(fn: Resource, app: AppModel): Warmth | undefined {
  if (app.once(provisioned).has(fn.id)) return 'provisioned concurrency';
  return ask(fn.get('SnapStart.ApplyOn'), value => value === 'PublishedVersions') === 'no' ? undefined : 'SnapStart';
}

function provisioned(app: AppModel): ReadonlySet<string> {
  const versions = app.ofType('AWS::Lambda::Alias', 'AWS::Lambda::Version').filter(one => one.get('ProvisionedConcurrencyConfig') !== undefined);
  return new Set(versions.flatMap(version => app.functionOf(version.get('FunctionName'))?.id ?? []));
}
