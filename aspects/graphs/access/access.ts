import type { RequestFacts } from './condition';
import { decide, Decision } from './decide';
import type { AccessEdge } from './edge';
import { boundaryEdges, identityEdges } from './identity';
import { resourceEdges, trustEdges } from './resource-policies';
import { ActsAs, rolesOf } from './runs-as';
import { Hop, hopsFrom, Reached, reachedFrom } from './steps';
import { actionsMatching, IamAction, servicePrefixes } from '../../iam/actions';
import type { AppModel } from '../../model/app-model';
import { actionMatches } from '../../model/policy';
import type { Resource } from '../../model/resource';

/**
 * Who may do what to what, in the whole application: `app.once(access)`.
 *
 * Nothing is read before it is asked for, and no wildcard is expanded before it has to be.
 */
export function access(app: AppModel): AccessGraph {
  return new AccessGraph(app);
}

/** The edges from principals to resources, and the questions that they answer together. */
export class AccessGraph {
  private all?: readonly AccessEdge[];
  private outgoing?: ReadonlyMap<string, readonly AccessEdge[]>;
  private incoming?: ReadonlyMap<string, readonly AccessEdge[]>;
  private limits?: ReadonlyMap<string, readonly AccessEdge[]>;

  public constructor(public readonly app: AppModel) {}

  /** What policies say: those of principals, of resources, and the trust of roles. Permissions boundaries stand apart: they allow nothing. */
  public get edges(): readonly AccessEdge[] {
    return this.all ??= [...identityEdges(this.app), ...resourceEdges(this.app), ...trustEdges(this.app)];
  }

  /** The edges that leave a principal by its own policies and by those that name it; what everybody may do is not among them. */
  public from(principal: Resource): readonly AccessEdge[] {
    this.outgoing ??= grouped(this.edges, edge => edge.from.id);
    return this.outgoing.get(principal.id) ?? [];
  }

  /** The edges that lead to a resource by its name; what reaches it by a pattern is not among them. */
  public into(resource: Resource): readonly AccessEdge[] {
    this.incoming ??= grouped(this.edges, edge => edge.to.id);
    return this.incoming.get(resource.id) ?? [];
  }

  /** What the permissions boundary of a principal allows and denies; nothing where it has none. */
  public boundaryOf(principal: Resource): readonly AccessEdge[] | undefined {
    this.limits ??= grouped([...boundaryEdges(this.app)], edge => edge.from.id);
    return this.limits.get(principal.id);
  }

  /** The roles that a function, a state machine, a pipe acts with; a role that is not part of the application is only written. */
  public rolesOf(actor: Resource): readonly ActsAs[] {
    return rolesOf(actor, this.app);
  }

  /**
   * Whether a principal may do something to a resource, all policies taken together: a denial wins, a permissions boundary
   * takes away, what a resource says for itself adds.
   *
   * @param who a role, user or group, or something that acts with a role
   * @param action one action, for example `dynamodb:PutItem`
   * @param on a resource of the application
   * @param facts what else is known of the request
   */
  public may(who: Resource, action: string, on: Resource, facts: RequestFacts = {}): Decision {
    return decide(this, who, action.toLowerCase(), on, facts);
  }

  /** What a principal comes to act as or to act through in one hop. */
  public hopsFrom(who: Resource): readonly Hop[] {
    return hopsFrom(this, who);
  }

  /** The principals that a principal comes to act as or to act through, hop by hop, the nearest first. */
  public reachedFrom(who: Resource): readonly Reached[] {
    return reachedFrom(this, who);
  }
}

/** The actions that an edge is about, expanded by the table of IAM. */
export function expandedActions({ actions, notActions }: Pick<AccessEdge, 'actions' | 'notActions'>): readonly IamAction[] {
  if (notActions.length === 0) return [...new Set(actions.flatMap(pattern => [...actionsMatching(pattern)]))];
  return servicePrefixes().flatMap(prefix => [...actionsMatching(`${prefix}:*`)]).filter(({ name }) => !notActions.some(pattern => actionMatches(pattern, name)));
}

function grouped(edges: readonly AccessEdge[], key: (edge: AccessEdge) => string): ReadonlyMap<string, readonly AccessEdge[]> {
  const found = new Map<string, AccessEdge[]>();
  for (const edge of edges) {
    const known = found.get(key(edge));
    if (known) known.push(edge); else found.set(key(edge), [edge]);
  }
  return found;
}
