import { Resource } from '../model/resource';
import { entryOf, isMap, isOpen, Unknown, Value, valuesOf } from '../model/value';
import { DEFAULT_SETTINGS } from '../rule/settings';

/** How much harm follows if data gets into the wrong hands, from none to the most. */
const SENSITIVITIES = ['public', 'internal', 'confidential', 'restricted'] as const;

/** How sensitive the data is that something holds or works on. */
export type Sensitivity = typeof SENSITIVITIES[number];

/** How sensitive a resource is by its tag: nothing where it has none, the open value where only the deployment knows. */
export function sensitivityOf(resource: Resource): Sensitivity | Unknown | undefined {
  const { sensitivityTag } = resource.template.app.settings;
  const tags = resource.get('Tags');
  // What the constructs of this library write counts under whatever key others say it.
  const value = tagged(tags, sensitivityTag) ?? tagged(tags, DEFAULT_SETTINGS.sensitivityTag);
  if (isOpen(value)) return value instanceof Unknown ? value : new Unknown(value.key);
  return SENSITIVITIES.find(one => one === String(value).trim().toLowerCase());
}

/** The value of the tag, in a list of keys and values or in a map. */
function tagged(tags: Value, key: string): Value {
  if (isMap(tags)) return tags[key];
  return entryOf(valuesOf(tags).find(tag => entryOf(tag, 'Key') === key), 'Value');
}
