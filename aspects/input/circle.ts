/** One step of a circle: where it leads, and by what. */
export interface Hop {
  readonly to: string;
  readonly by: string;
}

/**
 * A circle in a graph, as its hops; the last one leads back to where the first one starts. Nothing where there is none.
 *
 * Iterative, because the chain of references in a template may be longer than the stack is deep.
 */
export function circleIn(graph: ReadonlyMap<string, readonly Hop[]>): readonly Hop[] | undefined {
  const finished = new Set<string>();
  for (const start of graph.keys()) {
    // The hops that led here, with how many of the ways on from there have been tried.
    const path: { readonly hop: Hop; tried: number }[] = [{ hop: { to: start, by: '' }, tried: 0 }];
    const positions = new Map([[start, 0]]);
    while (path.length > 0) {
      const last = path[path.length - 1];
      const here = last.hop.to;
      const next = finished.has(here) ? undefined : graph.get(here)?.[last.tried];
      last.tried += 1;
      if (next === undefined) {
        finished.add(here);
        positions.delete(here);
        path.pop();
        continue;
      }
      const position = positions.get(next.to);
      if (position !== undefined) return [...path.slice(position + 1).map(({ hop }) => hop), next];
      if (finished.has(next.to)) continue;
      positions.set(next.to, path.length);
      path.push({ hop: next, tried: 0 });
    }
  }
  return undefined;
}
