import { couldBeAllowed, Grant, mayDo } from '../lambda/execution-role';
import { AppModel } from '../model/app-model';
import { Resource } from '../model/resource';
import { AddResource, Link, Patch } from '../rule/patch';
import { Declined, isDeclined } from '../rule/rule';

/** Actions that know no resources, to be allowed to a role. */
export interface Wanted {
  readonly actions: readonly string[];
  /** The role of what needs them, where it is part of the application. */
  readonly role: Resource | undefined;
  /** Waits for the permission. */
  readonly before: Resource;
  /** Tells the policy from others of the role; equal for all that want the same, so that they end up with one policy. */
  readonly name: string;
  /** What the role is to do with them, for the words of a refusal. */
  readonly purpose: string;
}

/** The policy that allows a role what it needs, nothing where it may do so already, or why it cannot be allowed. */
export function grantBeside({ actions, role, before, name, purpose }: Wanted, app: AppModel): readonly Patch[] | Declined {
  if (role === undefined) return { declined: `its role is not part of the application, and may not be allowed ${purpose}` };
  const grants = actions.map((action): Grant => ({ action, resource: '*' }));
  if (grants.every(grant => mayDo(role, grant, app) === 'yes')) return [];
  if (role.template !== before.template) return { declined: `its role ${role.logicalId} stands in another stack and is not allowed ${purpose}` };
  if (!grants.every(grant => couldBeAllowed(role, grant, app))) {
    return { declined: `a denial or a permissions boundary of its role ${role.logicalId} may keep it from what it needs ${purpose}` };
  }
  return [new AddResource(role, name, 'AWS::IAM::Policy', {
    PolicyName: `Rampart${name}`,
    PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }] },
    Roles: [new Link(role)],
  }, { before: [before] })];
}

/** Whether a grant was refused. */
export function isRefused(answer: readonly Patch[] | Declined): answer is Declined {
  return !Array.isArray(answer) && isDeclined(answer as Declined);
}
