import { rawAt } from './obstacles';
import { keyOf, linksIn } from './patch-parts';
import { policySize } from '../iam/policy-size';
import { AppModel } from '../model/app-model';
import { Json } from '../model/json';
import { policiesOfRole } from '../model/policy';
import { Resource } from '../model/resource';
import { valuesOf } from '../model/value';
import { AddResource, Patch, SetProperty } from '../rule/patch';

/** The characters that the inline policies of one role may have together. Source: IAM and AWS STS quotas. */
const ROOM = 10_240;

/** What fixes make of the inline policies of a role: many functions may have one role, and each of them may be given a policy. */
export class PolicyRoom {
  /** By the id of the role, the characters of its inline policies with all that was added. */
  private readonly taken = new Map<string, number>();
  private readonly added = new Set<string>();

  /** IAM would refuse a policy that makes them longer than they may be. */
  public obstacle(patches: readonly Patch[], app: AppModel): string | undefined {
    const growth = this.growth(patches, app);
    const full = [...growth].find(([role, more]) => more > 0 && this.of(role, app) + more > ROOM);
    return full && `the inline policies of ${full[0].writtenId} would be longer than the ${ROOM} characters that IAM takes`;
  }

  /** Keeps what changes make of them. */
  public record(patches: readonly Patch[], app: AppModel): void {
    for (const [role, more] of this.growth(patches, app)) this.taken.set(role.id, this.of(role, app) + more);
    for (const patch of patches) if (patch instanceof AddResource) this.added.add(keyOf(patch));
  }

  private of(role: Resource, app: AppModel): number {
    const known = this.taken.get(role.id) ?? inlineSize(role, app);
    this.taken.set(role.id, known);
    return known;
  }

  private growth(patches: readonly Patch[], app: AppModel): ReadonlyMap<Resource, number> {
    const growth = new Map<Resource, number>();
    const grow = (role: Resource, more: number) => growth.set(role, (growth.get(role) ?? 0) + more);
    for (const patch of patches) {
      if (patch instanceof AddResource && patch.type === 'AWS::IAM::Policy' && !this.added.has(keyOf(patch))) {
        const more = policySize(patch.properties.PolicyDocument);
        for (const { target } of linksIn(patch.properties.Roles)) if (target instanceof Resource) grow(target, more);
      }
      if (!(patch instanceof SetProperty)) continue;
      const more = () => policySize(patch.value) - policySize(rawAt(patch.resource.definition.Properties, patch.property));
      if (patch.resource.type === 'AWS::IAM::Role' && patch.property === 'Policies') grow(patch.resource, more());
      if (patch.resource.type !== 'AWS::IAM::Policy' || !patch.property.startsWith('PolicyDocument')) continue;
      for (const role of valuesOf(patch.resource.get('Roles')).flatMap(value => app.resourceOf(value) ?? [])) grow(role, more());
    }
    return growth;
  }
}

function inlineSize(role: Resource, app: AppModel): number {
  const documents = policiesOfRole(role, app).filter(({ holder }) => holder.type !== 'AWS::IAM::ManagedPolicy');
  const sizes = documents.map(({ holder, property }) => policySize(rawAt(holder.definition.Properties, property) as Json));
  return sizes.reduce((sum, size) => sum + size, 0);
}
