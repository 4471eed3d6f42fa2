import type { AppModel } from '../../model/app-model';
import type { Resource } from '../../model/resource';
import { patternOf, Value } from '../../model/value';

/** The bus that a name or ARN means: a resource, nothing for the default bus, or one that is not in the application. */
export function busOf(name: Value, app: AppModel): Resource | undefined | 'elsewhere' {
  if (name === undefined || name === 'default' || isDefaultBus(name)) return undefined;
  const bus = app.resourceOf(name) ?? (typeof name === 'string' ? app.named('AWS::Events::EventBus', name) : undefined);
  return bus?.type === 'AWS::Events::EventBus' ? bus : 'elsewhere';
}

/** Whether a value is the ARN of the default bus of some account. */
export function isDefaultBus(value: Value): boolean {
  return /:event-bus\/default$/.test(patternOf(value) ?? '');
}
