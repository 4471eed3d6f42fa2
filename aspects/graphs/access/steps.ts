import type { AccessGraph } from './access';
import { Decision, identitiesOf } from './decide';
import type { AccessEdge, Transition } from './edge';
import { passedBy } from './passing';
import type { Resource } from '../../model/resource';
import { Answer } from '../../model/value';
import { allOf } from '../../network/answers';

/** The types that an action leads on to. */
const LEADS_TO: Readonly<Record<Transition, string>> = {
  'iam:passrole': 'AWS::IAM::Role',
  'lambda:invokefunction': 'AWS::Lambda::Function',
  'lambda:updatefunctioncode': 'AWS::Lambda::Function',
  'states:startexecution': 'AWS::StepFunctions::StateMachine',
  'sts:assumerole': 'AWS::IAM::Role',
};

/** One hop from a principal to what it acts as or acts through. */
export interface Hop {
  readonly from: Resource;
  /** What leads on: one of the transitions, or that something acts with its role. */
  readonly by: Transition | 'acts with';
  readonly to: Resource;
  readonly decision: Decision;
  /** The service that comes to act with a role that is passed; nothing where no service could be made to take it. */
  readonly through?: string;
}

/** A principal that is reached, and the shortest way to it. */
export interface Reached {
  readonly resource: Resource;
  readonly hops: readonly Hop[];
  /** Whether every hop can be made for certain. Code that is only invoked does what it was written for. */
  readonly answer: Answer;
}

/** What a principal reaches, hop by hop, each once and the nearest first. */
export function reachedFrom(graph: AccessGraph, who: Resource): readonly Reached[] {
  const found = new Map<string, Reached>();
  const waiting: { readonly resource: Resource; readonly hops: readonly Hop[] }[] = [{ resource: who, hops: [] }];
  for (let place = 0; place < waiting.length; place += 1) {
    for (const hop of hopsFrom(graph, waiting[place].resource)) {
      if (hop.to === who || found.has(hop.to.id)) continue;
      const hops = [...waiting[place].hops, hop];
      found.set(hop.to.id, { resource: hop.to, hops, answer: allOf(hops.map(({ decision }) => decision.answer)) });
      // A role that is passed is not acted with: that takes a service that trusts it, and a call that makes the service take it.
      if (leadsToIt(hop)) waiting.push({ resource: hop.to, hops });
    }
  }
  return [...found.values()];
}

/** Whether a hop leads to something to act as or through. */
export function leadsToIt({ by, through }: Hop): boolean {
  return by !== 'iam:passrole' || through !== undefined;
}

/** What a principal reaches in one hop. */
export function hopsFrom(graph: AccessGraph, who: Resource): readonly Hop[] {
  const roles = graph.rolesOf(who).flatMap(({ role, certain }): readonly Hop[] => (role === undefined ? []
    : [{ from: who, by: 'acts with', to: role, decision: { answer: certain ? 'yes' : 'undecided', because: [] } }]));
  if (roles.length > 0) return roles;
  const leading = identitiesOf(graph, who).flatMap(identity => graph.from(identity))
    .filter(edge => edge.effect === 'allow' && edge.leadsOn.length > 0);
  const transitions = new Set(leading.flatMap(edge => edge.leadsOn));
  return [...transitions].flatMap(by => candidates(graph, leading, by)
    .map((to): Hop => ({ from: who, by, to, ...(by === 'iam:passrole' ? passedBy(graph, who, to) : undefined) ?? { decision: graph.may(who, by, to) } }))
    .filter(hop => hop.to !== who && hop.decision.answer !== 'no'));
}

/** What the edges name, or everything of the type where one of them names nothing of the application. */
function candidates(graph: AccessGraph, edges: readonly AccessEdge[], by: Transition): readonly Resource[] {
  const leading = edges.filter(edge => edge.leadsOn.includes(by));
  const all = graph.app.ofType(LEADS_TO[by]);
  if (leading.some(({ to }) => to.resource === undefined)) return all;
  return [...new Set(leading.flatMap(({ to }) => to.resource ?? []))].filter(({ type }) => type === LEADS_TO[by]);
}
