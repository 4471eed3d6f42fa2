// The package brings the layer that `enforceBoundary` uses. Here, where examples use the sources, it is built beside them.
import { join } from 'node:path';
import { buildLayer } from '../.projen/layer';

buildLayer(join(__dirname, '..'));
