import { Line, nodeOf, outsideNode, PlainGraph, plainGraph, PlainNode, sourceOf } from './plain-graph';
import type { AppModel } from '../../model/app-model';
import { isMap, isOpen, patternOf, Value } from '../../model/value';
import type { Edge, Narrowing, TriggerNode, Write } from '../graph';
import { loopsOf } from '../loops';
import { triggers } from '../triggers';

/** Who starts whom, and who may write where. */
export function triggersGraph(app: AppModel): PlainGraph {
  const graph = app.once(triggers);
  const lines = new Map(graph.edges.map(edge => [edge, lineOf(edge)]));
  const loops = loopsOf(graph).map(({ hops, doubts }) => ({ hops: hops.map(hop => lines.get(hop)!), doubts }));
  return plainGraph('triggers', [...lines.values()], loops);
}

function lineOf(edge: Edge): Line {
  const { from, to, certain, doubt, declaredBy, property } = edge;
  return {
    from: plain(from),
    to: plain(to),
    kind: edge.kind,
    answer: certain ? 'yes' : 'undecided',
    labels: edge.kind === 'starts' ? [edge.outcome === undefined ? edge.service : `${edge.service} on ${edge.outcome}`] : edge.writes.map(({ action }) => action),
    conditions: edge.kind === 'starts' ? narrowings(edge.narrows) : edge.writes.flatMap(terms),
    doubts: doubt === undefined ? [] : [doubt],
    declaredBy: [sourceOf(declaredBy, property)],
  };
}

function plain({ id, name, resource }: TriggerNode): PlainNode {
  return resource === undefined ? outsideNode('AWS::Events::EventBus', name, id) : nodeOf(resource);
}

function narrowings({ events, prefix, suffix, pattern, filter }: Narrowing): readonly string[] {
  return [
    ...(events ?? []).map(event => patternOf(event) ?? ''),
    ...(prefix === undefined ? [] : [`prefix ${patternOf(prefix) ?? ''}`]),
    ...(suffix === undefined ? [] : [`suffix ${patternOf(suffix) ?? ''}`]),
    ...(pattern === undefined ? [] : [`pattern ${written(pattern)}`]),
    ...(filter === undefined ? [] : [`filter ${written(filter)}`]),
  ];
}

function terms({ key, deniedKeys = [], sources = [], detailTypes = [] }: Write): readonly string[] {
  return [
    ...(key === undefined || key === '*' ? [] : [`key ${readable(key)}`]),
    ...deniedKeys.map(denied => `not key ${readable(denied)}`),
    ...sources.map(source => `source ${source}`),
    ...detailTypes.map(type => `detail type ${type}`),
  ];
}

/** Keys hold what is only known at deployment as words of private-use characters. */
function readable(key: string): string {
  return key.replace(/\uE000[^\uE001]*\uE001/g, '*');
}

function written(value: Value): string {
  const shown = (one: Value): unknown => {
    if (isOpen(one)) return patternOf(one);
    if (Array.isArray(one)) return (one as readonly Value[]).map(shown);
    return isMap(one) ? Object.fromEntries(Object.entries(one).map(([key, each]) => [key, shown(each)])) : one;
  };
  return typeof value === 'string' ? value : JSON.stringify(shown(value));
}
