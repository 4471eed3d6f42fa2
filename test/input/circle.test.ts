import fc from 'fast-check';
import { circleIn, Hop } from '../../aspects/input/circle';

function graphOf(edges: Readonly<Record<string, string>>): Map<string, Hop[]> {
  return new Map(Object.entries(edges).map(([from, to]) => [from, [...to].map(one => ({ to: one, by: 'Ref' }))]));
}

test.each<[string, Readonly<Record<string, string>>, string | undefined]>([
  ['nothing', {}, undefined],
  ['a tree', { a: 'bc', b: 'd', c: 'd', d: '' }, undefined],
  ['what is not in the graph', { a: 'x' }, undefined],
  ['a circle of one', { a: 'a' }, 'a'],
  ['a circle of two', { a: 'b', b: 'a' }, 'ba'],
  ['a circle behind a way into it', { a: 'b', b: 'c', c: 'd', d: 'b' }, 'cdb'],
  ['a circle behind a dead end', { a: 'bc', b: '', c: 'a' }, 'ca'],
])('%s', (_, edges, circle) => {
  expect(circleIn(graphOf(edges))?.map(hop => hop.to).join('')).toBe(circle);
});

test('a circle of 20,000 does not exhaust the stack', () => {
  const graph = new Map(Array.from({ length: 20_000 }, (_, index) => [String(index), [{ to: String((index + 1) % 20_000), by: 'Ref' }]]));

  expect(circleIn(graph)).toHaveLength(20_000);
});

test('what is found is a circle, and is found wherever there is one', () => {
  const nodes = [...'abcdef'];
  fc.assert(fc.property(fc.array(fc.tuple(fc.constantFrom(...nodes), fc.constantFrom(...nodes)), { maxLength: 12 }), edges => {
    const graph = new Map(nodes.map(node => [node, edges.filter(([from]) => from === node).map(([, to]) => ({ to, by: 'Ref' }))]));
    const circle = circleIn(graph);
    circle?.forEach((hop, index) => expect(graph.get(circle.at(index - 1)!.to)).toContainEqual(hop));

    // Without a circle, the nodes can be taken away one by one, each when nothing is left that it leads to.
    let left = nodes;
    for (let before = -1; before !== left.length;) {
      before = left.length;
      left = left.filter(node => graph.get(node)!.some(({ to }) => left.includes(to)));
    }
    expect(circle !== undefined).toBe(left.length > 0);
  }));
});
