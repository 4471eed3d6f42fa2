import { isPublished } from '../lambda/published';
import { isObject, JsonObject } from '../model/json';
import { Resource } from '../model/resource';
import { Patch, SetProperty } from '../rule/patch';
import { withGlobals } from '../sam/globals';
import { isNothing, isTrue } from '../sam/intrinsic';

/** What has SAM publish a version on every change of a function. */
export const PUBLISH_ALL = 'AutoPublishAliasAllProperties';

/**
 * The properties of a function whose change has SAM publish a version in any case.
 *
 * Source: the SAM specification, AutoPublishAliasAllProperties; SAM's translator works the version's id out from the same.
 */
const ALWAYS_PUBLISHED = ['Code', 'Environment', 'MemorySize', 'SnapStart'];

/**
 * Whether SAM would not publish what was changed of a function, so that the alias that it keeps goes on serving the version before.
 *
 * @param changed names of properties, as CloudFormation calls them
 */
export function staysBehind(fn: Resource, changed: Iterable<string>): boolean {
  const properties = propertiesOf(fn);
  return !isNothing(properties.AutoPublishAlias) && !isTrue(properties[PUBLISH_ALL]) && ![...changed].some(one => ALWAYS_PUBLISHED.includes(one));
}

/** Why what patches change of functions could not be published, or nothing where it can. */
export function unpublishable(patches: readonly Patch[]): string | undefined {
  for (const patch of patches) {
    if (!(patch instanceof SetProperty) || patch.resource.type !== 'AWS::Lambda::Function' || !isPublished(patch.property)) continue;
    const { AutoPublishAlias, AutoPublishCodeSha256, [PUBLISH_ALL]: all } = propertiesOf(patch.resource);
    if (isNothing(AutoPublishAlias)) continue;
    // The hash stands before everything else: only who changes it has a version published.
    if (!isNothing(AutoPublishCodeSha256)) return 'its alias serves what AutoPublishCodeSha256 names until that changes';
    if (isObject(all)) return `whether its alias would serve the change is left to ${PUBLISH_ALL}, which is made by a CloudFormation function`;
  }
  return undefined;
}

/** What the user has written of a function of SAM, globals included. */
function propertiesOf({ template, writtenId, writtenAs }: Resource): JsonObject {
  const definition = template.section('Resources')[writtenId];
  return writtenAs !== undefined && isObject(definition) ? withGlobals(template.section('Globals'), definition) : {};
}
