import { accessGraph } from './access';
import { networkGraph } from './network';
import type { GraphName, PlainGraph } from './plain-graph';
import { secretsGraph } from './secrets';
import { triggersGraph } from './triggers';
import type { AppModel } from '../../model/app-model';

const DRAWN: Readonly<Record<GraphName, (app: AppModel) => PlainGraph>> = {
  triggers: triggersGraph, access: accessGraph, secrets: secretsGraph, network: networkGraph,
};

/** One of the graphs of an application as plain data. */
export function graphOf(name: GraphName, app: AppModel): PlainGraph {
  return DRAWN[name](app);
}
