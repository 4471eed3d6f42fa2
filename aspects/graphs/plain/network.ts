import { Line, nodeOf, outsideNode, PlainGraph, plainGraph } from './plain-graph';
import type { AppModel } from '../../model/app-model';
import { NetworkLink, networkLinks } from '../../network/links';

/** What leads where in the network: subnets by route, endpoints, security groups, and what functions reach. */
export function networkGraph(app: AppModel): PlainGraph {
  return plainGraph('network', networkLinks(app).map(lineOf));
}

function lineOf({ kind, from, to, label, answer = 'yes', because }: NetworkLink): Line {
  return {
    from: nodeOf(from),
    to: typeof to === 'string' ? outsideNode('network', to) : nodeOf(to),
    kind,
    answer,
    labels: label === undefined ? [] : [label],
    doubts: because === undefined ? [] : [because],
    declaredBy: [],
  };
}
