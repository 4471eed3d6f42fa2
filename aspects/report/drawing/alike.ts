import type { PlainGraph } from '../../graphs/plain/plain-graph';

/** Two that are alike are drawn as two. */
const LEAST = 3;

/**
 * The nodes of a graph that cannot be told apart but by their names: of the same stack and type, with the same edges to
 * the same nodes, or to nodes that are alike themselves. Ten functions with a role each, all for the same table, are one
 * function, one role, one table.
 *
 * Found by refining: nodes start out alike by stack and type, and are told apart by their edges until nothing changes.
 * What is no resource, and what is part of a loop, stays by itself.
 *
 * @returns the id of a node → the id of the first node that it is like, itself included
 */
export function alikeIn({ nodes, edges, loops }: PlainGraph): ReadonlyMap<string, string> {
  const looping = new Set(loops.flatMap(({ hops }) => hops.flatMap(({ from, to }) => [from, to])));
  let colours = new Map(nodes.map(({ id, group, type }) => [id, group === undefined || looping.has(id) ? id : JSON.stringify([group, type])]));
  for (let count = 0; count < new Set(colours.values()).size;) {
    count = new Set(colours.values()).size;
    colours = refined(colours, edges);
  }
  const classes = new Map<string, string[]>();
  for (const { id } of nodes) classes.set(colours.get(id)!, [...classes.get(colours.get(id)!) ?? [], id]);
  return new Map([...classes.values()].filter(({ length }) => length >= LEAST).flatMap(ids => ids.map(id => [id, ids[0]])));
}

function refined(colours: ReadonlyMap<string, string>, edges: PlainGraph['edges']): Map<string, string> {
  const seen = new Map<string, Set<string>>([...colours.keys()].map(id => [id, new Set()]));
  for (const { from, to, kind, answer, labels, conditions } of edges) {
    const what = JSON.stringify([kind, answer, labels, conditions]);
    seen.get(from)!.add(`> ${colours.get(to)} ${what}`);
    seen.get(to)!.add(`< ${colours.get(from)} ${what}`);
  }
  // Numbers stand for the long texts, or each round would make them longer.
  const numbers = new Map<string, string>();
  return new Map([...seen].map(([id, edgesOfNode]) => {
    const text = JSON.stringify([colours.get(id), [...edgesOfNode].sort()]);
    if (!numbers.has(text)) numbers.set(text, `#${numbers.size}`);
    return [id, numbers.get(text)!];
  }));
}
