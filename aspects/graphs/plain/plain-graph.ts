import { Resource } from '../../model/resource';
import type { Answer } from '../../model/value';
import type { Subject } from '../../rule/found';

/** The graphs of an application, in the order in which they are told. */
export const GRAPHS = ['triggers', 'access', 'secrets', 'network'] as const;

/** One of the graphs of an application. */
export type GraphName = typeof GRAPHS[number];

/** Something in a graph: a resource, an output, or what no template declares. */
export interface PlainNode {
  /** Unique in the graph: the template and the logical id, or what stands for something outside. */
  readonly id: string;
  /** The CloudFormation type, `Output`, or what kind of thing it is outside of the application. */
  readonly type: string;
  readonly name: string;
  /** The stack that it belongs to: its construct path, or the template's. */
  readonly group?: string;
  /** The path of the template, as it was given. */
  readonly template?: string;
  readonly logicalId?: string;
  readonly constructPath?: string;
}

/** Where something is written. */
export interface PlainSource {
  readonly template: string;
  readonly logicalId: string;
  readonly property: string;
}

/** Everything of one kind that leads from one node to another one. */
export interface PlainEdge {
  readonly from: string;
  readonly to: string;
  readonly kind: string;
  /** `undecided` where only the deployment knows, `no` for what is meant to be reached and is not. */
  readonly answer: Answer;
  /** What leads there: services, actions, places, traffic. */
  readonly labels: readonly string[];
  /** Under which conditions: event names, prefixes, patterns, condition keys. */
  readonly conditions: readonly string[];
  /** Why it is undecided, or what stands in the way. */
  readonly doubts: readonly string[];
  /** The actions by which a principal comes to act as, or through, another one. */
  readonly leadsOn: readonly string[];
  readonly declaredBy: readonly PlainSource[];
  /** The places of the loops in the list of loops that it is a hop of. */
  readonly loops: readonly number[];
}

/** A way that leads back to where it began, hop by hop. */
export interface PlainLoop {
  readonly answer: Answer;
  readonly hops: readonly { readonly from: string; readonly to: string; readonly kind: string }[];
  readonly doubts: readonly string[];
}

/** A graph as plain data, sorted, so that the same application gives the same text. */
export interface PlainGraph {
  readonly graph: GraphName;
  readonly nodes: readonly PlainNode[];
  readonly edges: readonly PlainEdge[];
  readonly loops: readonly PlainLoop[];
}

/** One line of a graph, before lines of the same kind between the same nodes are joined. */
export interface Line extends Partial<Pick<PlainEdge, 'labels' | 'conditions' | 'doubts' | 'leadsOn' | 'declaredBy'>> {
  readonly from: PlainNode;
  readonly to: PlainNode;
  readonly kind: string;
  readonly answer: Answer;
}

/** A loop as the lines that it goes along. */
export interface LineLoop {
  readonly hops: readonly Line[];
  readonly doubts: readonly string[];
}

/** Makes a graph of its lines: joined, each list sorted and without repetition. */
export function plainGraph(graph: GraphName, lines: readonly Line[], loops: readonly LineLoop[] = []): PlainGraph {
  const nodes = new Map(lines.flatMap(({ from, to }) => [from, to]).map(node => [node.id, node]));
  const joined = new Map<string, Line[]>();
  for (const line of lines) joined.set(keyOf(line), [...joined.get(keyOf(line)) ?? [], line]);
  const told = loops.map(({ hops, doubts }): PlainLoop => ({
    answer: doubts.length === 0 ? 'yes' : 'undecided',
    hops: hops.map(({ from, to, kind }) => ({ from: from.id, to: to.id, kind })),
    doubts: sorted(doubts),
  })).sort((a, b) => order(b.answer, a.answer) || order(JSON.stringify(a), JSON.stringify(b)));
  return {
    graph,
    nodes: [...nodes.values()].sort((a, b) => order(a.id, b.id)),
    edges: [...joined.values()].map(same => edgeOf(same, told)).sort((a, b) => order(sortKey(a), sortKey(b))),
    loops: told,
  };
}

function keyOf({ from, to, kind, answer }: Line): string {
  return JSON.stringify([from.id, to.id, kind, answer]);
}

function edgeOf(lines: readonly Line[], loops: readonly PlainLoop[]): PlainEdge {
  const { from, to, kind, answer } = lines[0];
  const all = (read: (line: Line) => readonly string[] | undefined) => sorted(lines.flatMap(line => read(line) ?? []));
  const sources = new Map(lines.flatMap(({ declaredBy = [] }) => declaredBy).map(source => [JSON.stringify(source), source]));
  return {
    from: from.id,
    to: to.id,
    kind,
    answer,
    labels: all(({ labels }) => labels),
    conditions: all(({ conditions }) => conditions),
    doubts: all(({ doubts }) => doubts),
    leadsOn: all(({ leadsOn }) => leadsOn),
    declaredBy: [...sources].sort(([a], [b]) => order(a, b)).map(([, source]) => source),
    loops: loops.flatMap(({ hops }, place) => (hops.some(hop => hop.from === from.id && hop.to === to.id && hop.kind === kind) ? [place] : [])),
  };
}

function sortKey({ from, to, kind, answer }: PlainEdge): string {
  return JSON.stringify([from, to, kind, answer]);
}

function sorted(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].sort(order);
}

/** The same order whatever the language of the machine. */
function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** A resource or another element of a template as a node. */
export function nodeOf(element: Subject): PlainNode {
  const { template, constructPath } = element;
  return {
    id: element instanceof Resource ? `${template.path}#${element.logicalId}` : element.id,
    type: element instanceof Resource ? element.type : 'Output',
    name: element.writtenId,
    group: template.stackPath ?? template.path,
    template: template.path,
    logicalId: element.writtenId,
    ...(constructPath === undefined ? {} : { constructPath }),
  };
}

/** Something that no template declares. */
export function outsideNode(type: string, name: string, id = `${type}:${name}`): PlainNode {
  return { id, type, name };
}

/** The place of a property of a resource. */
export function sourceOf(resource: Resource, property: string): PlainSource {
  return { template: resource.template.path, logicalId: resource.writtenId, property };
}
