import { join } from 'node:path';
import { FUNCTION_ADDITIONS } from './secure-function';
import { subject } from './subject';
import { CODE } from './surroundings';
import { buildLayer } from '../../../.projen/layer';
import { EnforcedBoundary, EnforcedBoundaryProps, SecureFunction } from '../../../lib';

const ORDER = { type: 'object', properties: { item: { type: 'string' } } };

let isLayerBuilt = false;

/** A function whose boundary is enforced; the layer is built beside the sources, where `lib` finds it as it does in the package. */
export const enforcedBoundary = subject<EnforcedBoundaryProps, SecureFunction>({
  make: (scope, id, props) => {
    if (!isLayerBuilt) buildLayer(join(__dirname, '..', '..', '..'));
    isLayerBuilt = true;
    const fn = new SecureFunction(scope, id, { code: CODE });
    fn.enforceBoundary(props);
    return fn;
  },
  ways: {
    payloads: { plain: () => ({ sqs: ORDER, schedule: ORDER }) },
    requests: { plain: () => ({ 'POST /orders/{id}': { body: ORDER, path: { type: 'object', properties: { id: { type: 'string' } } } } }) },
    direct: { on: () => true, off: () => false },
  },
  required: {},
  everyOption: { 'every option': {} },
  additions: {
    ...FUNCTION_ADDITIONS,
    plainFunction: (_fn, around) => void around.once('enforced', () => EnforcedBoundary.of(around.plainFunction())),
  },
});
