import { causes } from './causes';
import type { Edge, Starts, TriggerGraph, TriggerNode } from './graph';

const FUNCTION = 'AWS::Lambda::Function';

/** These hand one event to everybody who listens; an API, a user pool or a queue hands each event to one. */
const TELLING_ALL = ['dynamodb', 'events', 'iot', 'kinesis', 'logs', 's3', 'sns'];

/**
 * The longest rows of functions of which each starts the next one for certain, one row for each function that nothing in
 * the row before it starts.
 *
 * A way that leads back to itself ends there: loops are told by `loopsOf`.
 *
 * @param atLeast how many functions a row has to have
 */
export function rowsOf(graph: TriggerGraph, atLeast: number): readonly (readonly TriggerNode[])[] {
  const links = certainLinks(graph);
  const followed = new Set([...links.values()].flat());
  const longest = new Map<Edge, readonly TriggerNode[]>();
  const rows = [...links.keys()].filter(edge => !followed.has(edge))
    .map(edge => untilRepeated([...(isFunction(edge.from) ? [edge.from] : []), ...row(edge, links, longest, new Set())]));
  const byFirst = new Map<string, readonly TriggerNode[]>();
  for (const one of rows) {
    if (one.length >= atLeast && one.length > (byFirst.get(one[0].id)?.length ?? 0)) byFirst.set(one[0].id, one);
  }
  return [...byFirst.values()];
}

function untilRepeated(nodes: readonly TriggerNode[]): readonly TriggerNode[] {
  const end = nodes.findIndex((node, index) => nodes.indexOf(node) < index);
  return end === -1 ? nodes : nodes.slice(0, end);
}

/** Which edges follow each edge for certain; edges that carry the same into the same node are followed by the same ones. */
function certainLinks(graph: TriggerGraph): ReadonlyMap<Edge, readonly Edge[]> {
  const known = new Map<string, readonly Edge[]>();
  return new Map(graph.edges.filter(({ certain }) => certain).map(edge => {
    const key = `${edge.to.id}\n${edge.kind === 'starts' ? String(edge.asynchronous) : JSON.stringify(edge.writes)}`;
    const next = known.get(key) ?? graph.from(edge.to.id).filter(one => one.certain && causes(edge, one).answer === 'yes');
    known.set(key, next);
    return [edge, next];
  }));
}

function row(
  edge: Edge, links: ReadonlyMap<Edge, readonly Edge[]>, longest: Map<Edge, readonly TriggerNode[]>, underway: Set<Edge>,
): readonly TriggerNode[] {
  const known = longest.get(edge);
  if (known !== undefined || underway.has(edge)) return known ?? [];
  underway.add(edge);
  const rest = (links.get(edge) ?? []).map(next => row(next, links, longest, underway)).reduce((a, b) => (b.length > a.length ? b : a), []);
  underway.delete(edge);
  const found = isFunction(edge.to) ? [edge.to, ...rest] : rest;
  longest.set(edge, found);
  return found;
}

/** What one event starts at once. */
export interface FanOut {
  readonly node: TriggerNode;
  /** What it starts for certain and without a choice. */
  readonly functions: readonly TriggerNode[];
}

/** The nodes on which one event starts more than so many functions at once. */
export function fanOuts(graph: TriggerGraph, moreThan: number): readonly FanOut[] {
  const nodes = new Map(graph.edges.map(({ from }) => [from.id, from]));
  return [...nodes.values()].flatMap(node => {
    const started = graph.from(node.id).filter(edge => edge.kind === 'starts' && edge.certain && isFunction(edge.to) && tellsAll(edge)).map(({ to }) => to);
    const functions = [...new Set(started)];
    return functions.length > moreThan ? [{ node, functions }] : [];
  });
}

/** A filter, a pattern, a prefix may choose between the targets. */
function tellsAll({ service, narrows, outcome }: Starts): boolean {
  const { filter, pattern, prefix, suffix } = narrows;
  return TELLING_ALL.includes(service) && outcome === undefined && [filter, pattern, prefix, suffix].every(one => one === undefined);
}

function isFunction({ type }: TriggerNode): boolean {
  return type === FUNCTION;
}
