import type { Resource } from '../../model/resource';
import type { Value } from '../../model/value';

/** What stands at either end of an edge: a resource of the application, or something that no template declares. */
export type AccessNodeKind = 'resource' | 'service' | 'account' | 'everybody' | 'federated' | 'named' | 'everything' | 'undecided';

/** Who may do something, or what it is done to. */
export interface AccessNode {
  /** Unique in the application. */
  readonly id: string;
  readonly kind: AccessNodeKind;
  /** How messages name it. */
  readonly name: string;
  /** The resource, where the application has it. */
  readonly resource?: Resource;
  /** For an account: whether it is the one that the stack is deployed to, and its number where that is known. */
  readonly own?: boolean;
  readonly account?: string;
}

/** Where an edge comes from: a policy of the principal, one of the resource, the trust of a role, a permissions boundary. */
export type AccessSource = 'identity' | 'managed' | 'resource' | 'trust' | 'boundary';

/** Actions by which a principal comes to act as another one, or makes another one act. */
export const TRANSITIONS = ['sts:assumerole', 'lambda:invokefunction', 'states:startexecution', 'iam:passrole', 'lambda:updatefunctioncode'] as const;

/** An action that leads on to a further principal, in lower case. */
export type Transition = typeof TRANSITIONS[number];

/** One statement, seen between one principal and one entry of its resources. */
export interface AccessEdge {
  readonly effect: 'allow' | 'deny';
  readonly from: AccessNode;
  /** The principals that `NotPrincipal` spares. */
  readonly sparedFrom: readonly AccessNode[];
  /** Action patterns in lower case; `expandedActions` says what they stand for. */
  readonly actions: readonly string[];
  /** The patterns of `NotAction`: where there is one, the edge is about every other action. */
  readonly notActions: readonly string[];
  readonly to: AccessNode;
  /** The entry of the resources as written; nothing where the policy is the resource's own and names none. */
  readonly resource?: Value;
  /** The entries of `NotResource`: where there is one, the edge is about every other resource. */
  readonly notResources: readonly Value[];
  /** `Condition`: operator → key → values. */
  readonly condition: Value;
  readonly by: AccessSource;
  /** The resource that holds the statement. */
  readonly declaredBy: Resource;
  /** The property path of the statement. */
  readonly property: string;
  /** The actions of the edge that lead on to a further principal. */
  readonly leadsOn: readonly Transition[];
  /** False where only the deployment knows whether the edge is there, or what it is about. */
  readonly certain: boolean;
  /** Why it is not certain. */
  readonly doubt?: string;
}
