import { Line, nodeOf, outsideNode, PlainGraph, plainGraph, PlainNode } from './plain-graph';
import type { AppModel } from '../../model/app-model';
import { SecretFlow, secretFlows } from '../../secrets/flows';

/** Where the values of secrets flow. */
export function secretsGraph(app: AppModel): PlainGraph {
  return plainGraph('secrets', app.once(secretFlows).map(lineOf));
}

function lineOf(flow: SecretFlow): Line {
  const { place, what, by, certain } = flow;
  const { subject, kind, name, property } = place;
  return {
    from: origin(flow),
    to: nodeOf(subject),
    kind: 'flows into',
    answer: certain ? 'yes' : 'undecided',
    labels: [name === '' ? kind : `${kind} ${name}`],
    doubts: certain ? [] : [by === 'unknown' ? 'whether the value is a secret is only known at deployment' : `whether it is ${what} is only known at deployment`],
    declaredBy: [{ template: subject.template.path, logicalId: subject.writtenId, property }],
  };
}

/** What the secret is of: a resource, a secret elsewhere, or the template itself, in words that never hold the value. */
function origin({ holder, what, by }: SecretFlow): PlainNode {
  if (holder !== undefined) return nodeOf(holder);
  if (by === 'written') return outsideNode('written', what);
  return by === 'unknown' ? outsideNode('undecided', 'a value that is called a secret') : outsideNode('secret', what);
}
