import { alikeIn } from './alike';
import type { GraphName, PlainEdge, PlainGraph, PlainLoop, PlainNode } from '../../graphs/plain/plain-graph';
import { counted, visible } from '../layout';

/** A box of a drawing. */
export interface Box {
  /** Letters and digits only: no text of a template gets to where a drawing has its grammar. */
  readonly id: string;
  /** The lines of its text, safe for a terminal, not yet for the language of the drawing. */
  readonly lines: readonly string[];
  /** Whether the application declares it. */
  readonly declared: boolean;
}

/** An arrow of a drawing. */
export interface Arrow {
  readonly from: string;
  readonly to: string;
  readonly lines: readonly string[];
  readonly dashed: boolean;
  /** A hop of a loop. */
  readonly highlighted: boolean;
}

/** The boxes of one stack, or those of no stack. */
export interface Frame {
  readonly id: string;
  readonly title?: string;
  readonly boxes: readonly Box[];
}

/** One graph, ready to be drawn. */
export interface Drawing {
  readonly id: string;
  readonly title: GraphName;
  readonly frames: readonly Frame[];
  readonly arrows: readonly Arrow[];
}

/** So much of a list is drawn; the JSON has all of it. */
const SHOWN = 3;
const LONGEST = 60;

/**
 * Lays a graph out for drawing.
 *
 * @param graph the graph
 * @param place its place among the graphs of the drawing
 * @param all whether to draw each of the nodes that are alike
 */
export function drawingOf(graph: PlainGraph, place: number, all: boolean): Drawing {
  const alike = all ? new Map<string, string>() : alikeIn(graph);
  const first = (id: string): string => alike.get(id) ?? id;
  const members = new Map<string, PlainNode[]>();
  for (const node of graph.nodes) members.set(first(node.id), [...members.get(first(node.id)) ?? [], node]);
  const ids = new Map([...members.keys()].map((id, index) => [id, `g${place}n${index + 1}`]));
  const groups = [...new Set([...members.values()].map(([node]) => node.group))].sort((a, b) => (a ?? '').localeCompare(b ?? '', 'en'));
  const arrows = new Map(graph.edges.map(edge => {
    const [from, to] = [edge.from, edge.to].map(id => ids.get(first(id))!);
    return [JSON.stringify([from, to, edge.kind, edge.answer]), arrowOf(edge, from, to, graph)];
  }));
  return {
    id: `g${place}`,
    title: graph.graph,
    frames: groups.map((group, index) => ({
      id: `g${place}s${index + 1}`,
      ...(group === undefined ? {} : { title: shortened(group) }),
      boxes: [...members].filter(([, [node]]) => node.group === group).map(([id, nodes]) => boxOf(ids.get(id)!, nodes)),
    })),
    arrows: [...arrows.values()],
  };
}

function boxOf(id: string, nodes: readonly PlainNode[]): Box {
  const [{ type, group }] = nodes;
  const names = nodes.map(node => shortened(titleOf(node)));
  const shown = nodes.length > SHOWN ? [...names.slice(0, SHOWN - 1), `and ${nodes.length - SHOWN + 1} more alike`] : names;
  return { id, lines: group === undefined ? shown : [...shown, shortened(type)], declared: group !== undefined };
}

/** The path of the construct inside of its stack says more than the logical id, whose end is a hash. */
function titleOf({ name, group, constructPath }: PlainNode): string {
  const inside = constructPath?.startsWith(`${group}/`) ? constructPath.slice(`${group}/`.length).replace(/\/Resource$/, '') : '';
  return inside === '' ? name : inside;
}

function arrowOf(edge: PlainEdge, from: string, to: string, graph: PlainGraph): Arrow {
  const { kind, labels, conditions, leadsOn, doubts, answer, loops } = edge;
  const hopIn = ({ hops }: PlainLoop) => hops.findIndex(hop => hop.from === edge.from && hop.to === edge.to && hop.kind === kind) + 1;
  // What is called by the name of the action needs no second mention.
  const further = leadsOn.filter(action => !labels.includes(action));
  return {
    from,
    to,
    lines: [
      [answer === 'no' ? 'not: ' : '', kind, labels.length === 0 ? '' : `: ${listed(labels)}`].join(''),
      ...(conditions.length === 0 ? [] : [`if ${listed(conditions)}`]),
      ...(further.length === 0 ? [] : [`leads on by ${listed(further)}`]),
      ...(doubts.length === 0 || answer === 'yes' ? [] : [`? ${shortened(doubts[0])}`]),
      ...loops.map(loop => `loop ${loop + 1}, hop ${hopIn(graph.loops[loop])} of ${graph.loops[loop].hops.length}`),
    ],
    dashed: answer !== 'yes',
    highlighted: loops.length > 0,
  };
}

function listed(texts: readonly string[]): string {
  const shown = texts.length > SHOWN ? texts.slice(0, SHOWN - 1) : texts;
  return [...shown.map(shortened), ...(shown.length < texts.length ? [counted(texts.length - shown.length, 'more', 'more')] : [])].join(', ');
}

function shortened(text: string): string {
  const letters = [...visible(text)];
  return letters.length > LONGEST ? `${letters.slice(0, LONGEST - 1).join('')}…` : letters.join('');
}
