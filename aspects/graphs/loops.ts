import { Cause, causes } from './causes';
import type { Edge, TriggerGraph } from './graph';

/** A way that leads back to where it began. */
export interface Loop {
  /** The hops in order; the last one ends where the first one starts. */
  readonly hops: readonly Edge[];
  /** Why it is not certain that it goes round; nothing where every hop is certain. */
  readonly doubts: readonly string[];
  /** How many further hops of the same tangle are not shown. */
  readonly more: number;
}

/** A tangle can hold more loops than anybody reads: so many are shown of each. */
const SHOWN = 10;

/**
 * The loops of a trigger graph: of each tangle (strongly connected component) the shortest loop through each hop, until
 * every hop has been named once. Certain loops come first, and what they name is not repeated as uncertain.
 *
 * What goes round are not nodes but edges: an edge leads to the next one only if what it carries can cause it, so a
 * bucket that is written under `out/` does not go on by a notification for `in/`. The work is bounded by the number of
 * edges times the size of their tangle.
 */
export function loopsOf(graph: TriggerGraph): readonly Loop[] {
  const links = new Links(graph);
  const seen = new Set<string>();
  const named = new Set<Edge>();
  return [true, false].flatMap(certain => {
    const edges = graph.edges.filter(edge => !certain || edge.certain);
    const found = tangles(edges, edge => links.after(edge, certain));
    return found.flatMap(tangle => loopsIn(tangle, links, certain, seen, named));
  });
}

/** An edge that follows another one, and whether it does. */
interface Link { readonly edge: Edge; readonly cause: Cause }

/** Which edges follow an edge. Edges that carry the same into the same node are followed by the same ones. */
class Links {
  private readonly known = new Map<string, readonly Link[]>();
  private readonly byEdge = new Map<Edge, readonly Link[]>();

  public constructor(private readonly graph: TriggerGraph) {}

  public after(edge: Edge, certain: boolean): readonly Edge[] {
    return this.causedBy(edge).filter(({ edge: next, cause }) => !certain || (next.certain && cause.answer === 'yes')).map(({ edge: next }) => next);
  }

  public why(edge: Edge, next: Edge): string | undefined {
    return this.causedBy(edge).find(one => one.edge === next)?.cause.why;
  }

  private causedBy(edge: Edge): readonly Link[] {
    let found = this.byEdge.get(edge);
    if (found === undefined) {
      const key = `${edge.to.id}\n${edge.kind === 'starts' ? String(edge.asynchronous) : JSON.stringify(edge.writes)}`;
      found = this.known.get(key) ?? this.graph.from(edge.to.id).map(next => ({ edge: next, cause: causes(edge, next) })).filter(({ cause }) => cause.answer !== 'no');
      this.known.set(key, found);
      this.byEdge.set(edge, found);
    }
    return found;
  }
}

function loopsIn(tangle: ReadonlySet<Edge>, links: Links, certain: boolean, seen: Set<string>, named: Set<Edge>): Loop[] {
  const loops: Loop[] = [];
  let more = 0;
  for (const edge of tangle) {
    if (named.has(edge)) continue;
    if (loops.length === SHOWN) {
      more += 1;
      named.add(edge);
      continue;
    }
    const hops = shortest(edge, tangle, one => links.after(one, certain));
    hops.forEach(hop => named.add(hop));
    const key = hops.map(({ to }) => to.id).sort().join('\n');
    if (seen.has(key)) continue;
    seen.add(key);
    const doubts = certain ? [] : hops.flatMap((hop, index) => [hop.doubt ?? [], links.why(hop, hops[(index + 1) % hops.length]) ?? []].flat());
    loops.push({ hops, doubts: [...new Set(doubts)], more: 0 });
  }
  if (more > 0) loops[loops.length - 1] = { ...loops[loops.length - 1], more };
  return loops;
}

/** The shortest way from an edge back to itself. */
function shortest(start: Edge, tangle: ReadonlySet<Edge>, after: (edge: Edge) => readonly Edge[]): readonly Edge[] {
  const cameFrom = new Map<Edge, Edge>();
  let front: readonly Edge[] = [start];
  while (front.length > 0) {
    const next: Edge[] = [];
    for (const edge of front) {
      for (const following of after(edge)) {
        if (!tangle.has(following) || cameFrom.has(following)) continue;
        cameFrom.set(following, edge);
        if (following === start) return backwards(start, cameFrom);
        next.push(following);
      }
    }
    front = next;
  }
  return [start]; // unreachable: every edge of a tangle leads back to itself
}

function backwards(start: Edge, cameFrom: ReadonlyMap<Edge, Edge>): readonly Edge[] {
  const hops = [start];
  for (let edge = cameFrom.get(start)!; edge !== start; edge = cameFrom.get(edge)!) hops.unshift(edge);
  return [hops[hops.length - 1], ...hops.slice(0, -1)];
}

/** The strongly connected components that hold a loop (Tarjan), without recursion: an application may be long. */
function tangles(edges: readonly Edge[], after: (edge: Edge) => readonly Edge[]): readonly ReadonlySet<Edge>[] {
  const place = new Map(edges.map((edge, index) => [edge, index]));
  const order = new Map<Edge, number>();
  const low = new Map<Edge, number>();
  const path: Edge[] = [];
  const onPath = new Set<Edge>();
  const found: Set<Edge>[] = [];
  for (const root of edges) {
    if (order.has(root)) continue;
    const calls: { edge: Edge; next: Iterator<Edge> }[] = [];
    const enter = (edge: Edge): void => {
      order.set(edge, order.size);
      low.set(edge, order.get(edge)!);
      path.push(edge);
      onPath.add(edge);
      calls.push({ edge, next: after(edge)[Symbol.iterator]() });
    };
    enter(root);
    while (calls.length > 0) {
      const { edge, next } = calls[calls.length - 1];
      const step = next.next();
      if (!step.done) {
        if (!order.has(step.value)) enter(step.value);
        else if (onPath.has(step.value)) low.set(edge, Math.min(low.get(edge)!, order.get(step.value)!));
        continue;
      }
      calls.pop();
      const caller = calls[calls.length - 1]?.edge;
      if (caller !== undefined) low.set(caller, Math.min(low.get(caller)!, low.get(edge)!));
      if (low.get(edge) === order.get(edge)) {
        const tangle = path.splice(path.lastIndexOf(edge));
        tangle.forEach(one => onPath.delete(one));
        if (tangle.length > 1 || after(edge).includes(edge)) found.push(new Set(tangle.sort((a, b) => place.get(a)! - place.get(b)!)));
      }
    }
  }
  return found;
}
