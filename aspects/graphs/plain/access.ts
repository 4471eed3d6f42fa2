import { Line, nodeOf, outsideNode, PlainGraph, plainGraph, PlainNode, sourceOf } from './plain-graph';
import type { AppModel } from '../../model/app-model';
import { membersOf } from '../../model/policy';
import type { Resource } from '../../model/resource';
import { patternOf, Value, valuesOf } from '../../model/value';
import { access, AccessGraph } from '../access/access';
import { holds, keysOf } from '../access/condition';
import type { AccessEdge, AccessNode } from '../access/edge';
import { ACTING_TYPES } from '../access/runs-as';
import { leadsToIt } from '../access/steps';

/** Who may do what to what, what acts with which role, and what that leads to. */
export function accessGraph(app: AppModel): PlainGraph {
  const graph = app.once(access);
  return plainGraph('access', [...graph.edges.map(lineOf), ...acting(graph), ...leading(graph), ...bounded(app)]);
}

function lineOf(edge: AccessEdge): Line {
  const { effect, from, to, actions, notActions, notResources, sparedFrom, condition, by, declaredBy, property, leadsOn, certain, doubt } = edge;
  return {
    from: plain(from),
    to: plain(to),
    kind: effect === 'deny' ? 'may not' : by === 'trust' ? 'may assume' : 'may',
    // What a condition of the request says is no doubt about the deployment.
    answer: certain ? 'yes' : 'undecided',
    labels: [...actions, ...(notActions.length > 0 ? [`all but ${[...notActions].sort().join(', ')}`] : [])],
    conditions: [
      ...(holds(condition) === 'yes' ? [] : keysOf(condition)),
      ...notResources.map(entry => `not on ${shown(entry)}`),
      ...sparedFrom.map(({ name }) => `not ${name}`),
    ],
    doubts: doubt === undefined ? [] : [doubt],
    leadsOn,
    declaredBy: [sourceOf(declaredBy, property)],
  };
}

function shown(value: Value): string {
  return patternOf(value) ?? JSON.stringify(value);
}

function plain({ id, kind, name, resource }: AccessNode): PlainNode {
  return resource === undefined ? outsideNode(kind, name, id) : nodeOf(resource);
}

function* acting(graph: AccessGraph): Generator<Line> {
  for (const actor of graph.app.ofType(...ACTING_TYPES)) {
    for (const { role, written, property, certain } of graph.rolesOf(actor)) {
      yield {
        from: nodeOf(actor),
        to: role === undefined ? elsewhere(written) : nodeOf(role),
        kind: 'acts with',
        answer: certain ? 'yes' : 'undecided',
        doubts: certain ? [] : ['a condition of the template decides which role it has'],
        declaredBy: [sourceOf(actor, property)],
      };
    }
  }
}

/** What roles and users come to act as or through, all policies taken together. */
function* leading(graph: AccessGraph): Generator<Line> {
  for (const principal of graph.app.ofType('AWS::IAM::Role', 'AWS::IAM::User')) {
    for (const { by, to, decision: { answer, why, because }, ...hop } of graph.hopsFrom(principal).filter(leadsToIt)) {
      yield {
        from: nodeOf(principal),
        to: nodeOf(to),
        kind: 'leads to',
        answer,
        labels: [by],
        conditions: hop.through === undefined ? [] : [`by ${hop.through}`],
        doubts: why === undefined ? [] : [why],
        declaredBy: because.map(({ declaredBy, property }) => sourceOf(declaredBy, property)),
      };
    }
  }
}

function* bounded(app: AppModel): Generator<Line> {
  for (const principal of app.ofType('AWS::IAM::Role', 'AWS::IAM::User')) {
    for (const { value, certain } of membersOf(valuesOf(principal.get('PermissionsBoundary')))) {
      const policy = app.resourceOf(value);
      const answer = certain ? 'yes' as const : 'undecided' as const;
      yield { from: nodeOf(principal), to: boundaryNode(policy, value), kind: 'bounded by', answer, declaredBy: [sourceOf(principal, 'PermissionsBoundary')] };
    }
  }
}

function boundaryNode(policy: Resource | undefined, written: Value): PlainNode {
  return policy === undefined ? elsewhere(written) : nodeOf(policy);
}

/** Something of another application, by what is written of it. */
function elsewhere(written: Value): PlainNode {
  const text = shown(written);
  return text === '*' ? outsideNode('undecided', 'only known at deployment') : outsideNode('named', text);
}
